"""The tables that the names of a query may be of."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import is_managed
from sync_guard.catalog import Table
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.reads import Reads
from sync_guard.postgres.reads import Scope
from sync_guard.postgres.reads import Source
from sync_guard.postgres.replay.database import Database


def around(operation: Reads, scope: Scope) -> Iterator[Source]:
    while True:
        yield from scope.sources
        if scope.parent < 0:
            return
        scope = operation.scopes[scope.parent]


def known(db: Database, ref: Ref | None) -> Table | None:
    """The table, if every column it has is known."""
    name = None if ref is None else db.find(ref, db.tables)
    if name is None:
        return None
    table = db.tables[name]
    certain = table.uncertain is None and table.columns is not None and not is_managed(name.schema)
    return table if certain and not any(c.uncertain for c in table.columns or ()) else None


def table_of(
        db: Database, operation: Reads, scope: Scope, alias: str, column: str,
) -> Table | None:
    """The one table whose column this certainly is; None where that is not known."""
    while True:
        found: list[Table] = []
        for source in scope.sources:
            if alias and source.alias != alias:
                if source.relation is None and not source.alias:
                    return None
                continue
            if not alias and source.alias == column:
                return None
            table = known(db, source.relation)
            if table is None:
                return None
            if alias or table.column(column) is not None:
                found.append(table)
        if found:
            return found[0] if len(found) == 1 else None
        if scope.parent < 0:
            return None
        scope = operation.scopes[scope.parent]
