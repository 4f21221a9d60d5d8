"""Relations made by a query: views, materialized views, CREATE TABLE … AS.

Their columns are known where the select list says them plainly: columns of known tables, ``*`` of
them, and casts. One entry that does not leaves them all unknown (None), as a guess would be worse.
"""
from __future__ import annotations

from sync_guard.catalog import Column
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.operations import CreateRelationAs
from sync_guard.postgres.operations import Output
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import reads
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.errors import Refused
from sync_guard.postgres.replay.state import View
from sync_guard.postgres.replay.tables import already_there
from sync_guard.postgres.replay.types import resolve


def create(db: Database, operation: CreateRelationAs) -> None:
    name = db.creation_name(operation.name, operation.temporary)
    if db.is_assumed(name):
        db.remove(name)
    sources: list[Name] = []
    for ref in operation.sources:
        if not db.is_system(ref):
            table: Table | None = db.attempt(operation.line, reads.relation, ref)
            if table is not None:
                sources.append(table.key)
    old = db.tables.get(name)
    if old is not None and operation.or_replace and old.kind == 'view':
        db.put(old._replace(
            columns=_columns(db, operation), origin=db.origin(operation.line),
        ))
        db.views[name] = View(tuple(sources), _selected(db, operation))
        return
    if old is not None and operation.or_replace:
        raise errors.wrong_kind(name, 'view')
    if already_there(db, name, operation.if_not_exists):
        return
    known = _columns(db, operation)
    uncertain = None
    if known is None and operation.kind == 'table':
        uncertain = 'its columns come from a query'
    db.put(Table(
        name.schema, name.name,
        kind=operation.kind,  # type: ignore[arg-type]  # read from the statement's own words
        columns=known,
        origin=db.origin(operation.line),
        uncertain=uncertain,
    ))
    if operation.kind != 'table':
        db.views[name] = View(tuple(sources), _selected(db, operation))


def _columns(db: Database, operation: CreateRelationAs) -> tuple[Column, ...] | None:
    if operation.outputs is None:
        return None
    found: list[Column] = []
    for output in operation.outputs:
        columns = _output(db, output)
        if columns is None:
            return None
        found += columns
    for i, name in enumerate(operation.names[:len(found)]):
        found[i] = found[i]._replace(name=name)
    names = {c.name for c in found}
    if len(names) < len(found):
        return None
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
    """The columns that the select list plainly names, or means by ``*``."""
    found: set[tuple[Name, str]] = set()
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
