"""Relations made by a query: views, materialized views, CREATE TABLE … AS.

Their columns are known where the select list says them plainly: columns of known tables, ``*`` of
them, and casts. One entry that does not leaves them all unknown (None), as a guess would be worse.
"""
from __future__ import annotations

from sync_guard.catalog import Column
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.reads import CreateRelationAs
from sync_guard.postgres.reads import Output
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import reads
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.database import TEMPORARY
from sync_guard.postgres.replay.errors import Refused
from sync_guard.postgres.replay.state import View
from sync_guard.postgres.replay.tables import already_there
from sync_guard.postgres.replay.types import resolve
from sync_guard.postgres.types import format_type


def create(db: Database, operation: CreateRelationAs) -> None:
    """The query is read before anything is asked of the name (transformStmt, then DefineView and
    ExecCreateTableAs)."""
    sources = _sources(db, operation)
    temporary = operation.temporary or _over_temporary(operation, sources)
    name = db.creation_name(operation.name, temporary)
    if operation.or_replace:
        other = db.index_owner.get(name) or (name if db.relation_exists(name) else None)
        if other is not None and not db.is_assumed(name) and (
                name not in db.tables or db.tables[name].kind != 'view'
        ):
            raise errors.wrong_kind(name, 'view')
    old = db.tables.get(name) if operation.or_replace else None
    if db.is_assumed(name):
        db.remove(name)
        old = None
    if old is None and operation.kind != 'view' and already_there(
            db, name, operation.if_not_exists,
    ):
        return
    known = _columns(db, operation)
    if old is None:
        already_there(db, name, False)
    elif known is not None and old.columns is not None and old.uncertain is None:
        _replaceable(old, old.columns, known)
    uncertain = None
    if known is None and operation.kind == 'table':
        uncertain = 'its columns come from a query'
    made = Table(
        name.schema, name.name,
        kind=operation.kind,
        uncertain=uncertain,
    )
    db.put((old or made)._replace(columns=known, origin=db.origin(operation.line)))
    db.passing = db.passing | {name} if operation.passing else db.passing - {name}
    if operation.kind != 'table':
        db.views[name] = View(
            tuple(source for source in sources if source != name), _selected(db, operation),
            _called(db, operation),
        )


def _sources(db: Database, operation: CreateRelationAs) -> list[Name]:
    """The relations that the query reads. What it reads of them must be there."""
    found: list[Name] = []
    for ref in operation.sources:
        if not db.is_system(ref):
            table: Table | None = db.attempt(operation.line, reads.relation, ref)
            if table is not None:
                found.append(table.key)
    if operation.reads is not None:
        reads.check(db, operation.reads)
        db.line = operation.line
    return found


def _over_temporary(operation: CreateRelationAs, sources: list[Name]) -> bool:
    """A view of something temporary is temporary itself (isQueryUsingTempRelation)."""
    if operation.kind == 'table' or all(source.schema != TEMPORARY for source in sources):
        return False
    if operation.kind == 'materialized view':
        raise errors.plain(
            '0A000', 'materialized views must not use temporary tables or views',
        )
    return True


def _replaceable(old: Table, before: tuple[Column, ...], now: tuple[Column, ...]) -> None:
    """CREATE OR REPLACE VIEW may add columns behind those that are there (checkViewColumns)."""
    if len(now) < len(before):
        raise errors.plain('42P16', 'cannot drop columns from view', old.key)
    for column, new in zip(before, now):
        if column.name != new.name:
            raise errors.plain('42P16', (
                f'cannot change name of view column "{column.name}" to "{new.name}"'
            ), old.key)
        if column.type != new.type:
            raise errors.plain('42P16', (
                f'cannot change data type of view column "{column.name}" from '
                f'{format_type(column.type)} to {format_type(new.type)}'
            ), old.key)


def _columns(db: Database, operation: CreateRelationAs) -> tuple[Column, ...] | None:
    if operation.outputs is None:
        return None
    found: list[Column] = []
    for output in operation.outputs:
        columns = _output(db, output)
        if columns is None:
            return None
        found += columns
    if len(operation.names) > len(found):
        raise errors.plain('42601', (
            'too many column names were specified' if operation.kind != 'view' else
            'CREATE VIEW specifies more column names than columns'
        ))
    for i, name in enumerate(operation.names):
        found[i] = found[i]._replace(name=name)
    seen: set[str] = set()
    for column in found:
        if column.name in seen:
            raise errors.column_twice(Name('', operation.name.name), column.name)
        seen.add(column.name)
    origin = db.origin(operation.line)
    return tuple(c._replace(origin=origin) for c in found)


def _output(db: Database, output: Output) -> list[Column] | None:
    """The columns of one entry, bare: a query's result carries no default and no NOT NULL."""
    try:
        if output.type is not None:
            return [Column(output.name or '?column?', resolve(db, output.type), True)]
        name = None if output.table is None else db.find(output.table, db.tables)
        table = None if name is None else db.tables[name]
        if table is None or table.columns is None or table.uncertain is not None:
            return None
        wanted = table.columns if output.column == '*' else tuple(
            c for c in table.columns if c.name == output.column
        )
        if not wanted or any(c.uncertain for c in wanted):
            return None
        return [
            Column(c.name if output.column == '*' else output.name or c.name, c.type, True)
            for c in wanted
        ]
    except Refused:
        return None


def readers(db: Database, name: Name) -> list[Name]:
    """The views that read a relation."""
    return [view for view, reads in db.views.items() if name in reads.sources]


def readers_of_column(db: Database, name: Name, column: str) -> list[Table]:
    """The views that certainly read a column of a relation."""
    found = [db.tables[view] for view, reads in db.views.items() if (name, column) in reads.columns]
    return [view for view in found if view.uncertain is None]


def drop(db: Database, view: Name) -> None:
    """Drop a view, and those that read it."""
    for reader in readers(db, view):
        if reader in db.tables:
            drop(db, reader)
    db.remove(view)


def _selected(db: Database, operation: CreateRelationAs) -> frozenset[tuple[Name, str]]:
    """The columns that the query plainly names, or means by ``*``."""
    found: set[tuple[Name, str]] = set()
    if operation.reads is not None:
        found.update(reads.certain_columns(db, operation.reads))
    for output in operation.outputs or ():
        name = None if output.table is None else db.find(output.table, db.tables)
        if name is None:
            continue
        table = db.tables[name]
        if output.column == '*':
            found.update((name, c.name) for c in table.columns or () if c.uncertain is None)
        elif output.column is not None and table.column(output.column) is not None:
            found.add((name, output.column))
    return frozenset(found)


def _called(db: Database, operation: CreateRelationAs) -> frozenset[Name]:
    calls = () if operation.reads is None else operation.reads.calls
    found = (db.find(call.name, db.routines) for call in calls)
    return frozenset(name for name in found if name is not None)
