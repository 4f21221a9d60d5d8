"""Which tables migrations have filled, and the columns added to them that no row can have."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.catalog import Name
from sync_guard.catalog import Origin

if TYPE_CHECKING:
    from sync_guard.postgres import SqlFile
    from sync_guard.postgres.operations import Alter
    from sync_guard.postgres.operations import Ref


class NullInRows(NamedTuple):
    """A NOT NULL column without a default, added at ``line`` to a table that was filled before."""

    line: int
    table: Name
    column: str
    filled: Origin


def nulls_in_rows(
        path: str, file: SqlFile, filled: dict[Name, Origin],
) -> Iterator[NullInRows]:
    """The columns that one file adds to tables with rows. Brings ``filled`` up to date, which says
    where each table got its first rows; a name without a schema is taken for one of public."""
    if not filled and not file.rows:
        return
    from sync_guard.postgres import operations as op
    from sync_guard.postgres.sql_file import Rows

    steps = sorted((*file.operations, *file.rows), key=lambda step: step.line)
    for step in steps:
        if isinstance(step, Rows):
            if step.filled:
                filled.setdefault(_name(step.table), Origin(path, step.line))
            else:
                filled.pop(_name(step.table), None)
        elif isinstance(step, op.CreateTable) and not step.if_not_exists:
            filled.pop(_name(step.name), None)
        elif isinstance(step, op.Drop):
            for ref in step.names:
                filled.pop(_name(ref), None)
        elif isinstance(step, op.Alter) and _name(step.name) in filled:
            yield from _added(step, filled)


def _added(step: Alter, filled: dict[Name, Origin]) -> Iterator[NullInRows]:
    from sync_guard.postgres import actions

    name = _name(step.name)
    for action in step.actions:
        if isinstance(action, actions.RenameTo):
            filled[Name(name.schema, action.to)] = filled.pop(name)
            return
        # With IF NOT EXISTS the column may be there already.
        if isinstance(action, actions.AddColumn) and not action.if_not_exists:
            column = action.column
            given = column.default or column.identity or column.generated
            serial = column.type is not None and column.type.serial
            if column.not_null and not given and not serial:
                yield NullInRows(action.line, name, column.name, filled[name])


def _name(ref: Ref) -> Name:
    return Name(ref.schema or 'public', ref.name)
