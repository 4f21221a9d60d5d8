"""What statements read and call, looked up: relations, columns and functions that are missing.

A claim is made only where every table in reach is known, and of functions only where nothing that
is not known could have made them.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.reads import Called
from sync_guard.postgres.reads import Reads
from sync_guard.postgres.reads import Scope
from sync_guard.postgres.replay import calls
from sync_guard.postgres.replay import comparisons
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import sources
from sync_guard.postgres.replay.database import Database

_SYSTEM_COLUMNS = frozenset({'ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid', 'oid'})
# Relations that extensions bring, wherever they are put.
_OF_EXTENSIONS = frozenset({
    'geography_columns', 'geometry_columns', 'hypopg_list_indexes', 'raster_columns',
    'raster_overviews', 'spatial_ref_sys',
})


def check(db: Database, operation: Reads) -> None:
    """Everything that is read must be there."""
    relations(db, operation)
    for call in operation.calls:
        db.attempt(call.line, _function, call)
    columns(db, operation)


def relations(db: Database, operation: Reads) -> None:
    for scope in operation.scopes:
        for source in scope.sources:
            if source.relation is not None and source.alias != 'excluded':
                db.attempt(source.line, relation, source.relation)


def relation(db: Database, ref: Ref) -> Table | None:
    """The relation a query reads; None for a sequence or what is not kept here. parserOpenTable()
    says 42P01 where it is the schema that is missing, too."""
    name = db.find(ref, db.tables)
    if name is not None:
        db.needed_here(name)
        return db.tables[name]
    if db.is_system(ref) or ref.name in _OF_EXTENSIONS or db.find(ref, db.sequences) is not None:
        return None
    if db.find(ref, db.index_owner) is not None:
        return None
    if ref.schema is not None and is_managed(ref.schema):
        return None  # the platform may have more than is known here
    wanted = db.missing_name(ref)
    raise errors.relation_missing(str(ref), wanted, (
        n.name for n in db.tables if n.schema == wanted.schema and n not in db.missing
    ))


def columns(db: Database, operation: Reads) -> None:
    known = frozenset(operation.known)
    for scope in operation.scopes:
        for table, column in scope.columns:
            if (table or column) not in known and column not in _SYSTEM_COLUMNS:
                db.attempt(scope.line, _column, operation, scope, table, column)
        for column in scope.targets:
            db.attempt(scope.line, _target, scope, column)
        for comparison in scope.compared:
            db.attempt(comparison.line, comparisons.check, operation, scope, comparison)


def _target(db: Database, scope: Scope, column: str) -> None:
    table = sources.known(db, scope.sources[0].relation) if scope.sources else None
    if table is not None and table.column(column) is None:
        raise errors.column_missing(table.key, column, (c.name for c in table.columns or ()))


def _column(db: Database, operation: Reads, scope: Scope, alias: str, column: str) -> None:
    near: list[str] = []
    found: Table | None = None
    for source in sources.around(operation, scope):
        if alias and source.alias != alias:
            if source.relation is None and not source.alias:
                return  # whose alias is not known
            continue
        if not alias and source.alias == column:
            return  # the whole row
        table = sources.known(db, source.relation)
        if table is None or table.column(column) is not None:
            return
        found = found or table
        near += [c.name for c in table.columns or ()]
        if alias:
            break  # the innermost of that name
    if found is None:
        return  # no table here at all, or an alias that is not one of ours
    if alias and calls.is_named(db, column):
        return  # t.f is f(t)
    words = f'column {alias}.{column}' if alias else f'column "{column}"'
    raise errors.plain_near('42703', f'{words} does not exist', found.key, column, near)


def certain_columns(db: Database, operation: Reads) -> Iterator[tuple[Name, str]]:
    """The columns that are certainly read, each of the table it is of."""
    for scope in operation.scopes:
        for alias, column in scope.columns:
            for source in sources.around(operation, scope):
                if alias and source.alias != alias:
                    if source.relation is None and not source.alias:
                        break  # whose alias is not known
                    continue
                table = sources.known(db, source.relation)
                if table is None:
                    break
                if table.column(column) is not None:
                    yield table.key, column
                    break


def require_column(db: Database, table: Table, column: str) -> None:
    whole = sources.known(db, Ref(table.schema, table.name))
    if whole is not None and table.column(column) is None:
        raise errors.column_missing(table.key, column, (c.name for c in table.columns or ()))


def _function(db: Database, call: Called) -> None:
    calls.called(db, call.name, call.arguments)
