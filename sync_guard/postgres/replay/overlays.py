"""Columns that migrations add to a table which none creates (Prisma or the dashboard made it).

What else such a table has is not known, so nothing about it is refused; but a column that is added
here is there from now on, and is followed through the changes made to it.
"""
from __future__ import annotations

from sync_guard.catalog import NOT_CREATED
from sync_guard.catalog import Table
from sync_guard.postgres import actions
from sync_guard.postgres import operations as op
from sync_guard.postgres.replay import alter_table
from sync_guard.postgres.replay.database import Database

_OF_COLUMNS = (
    actions.AddColumn, actions.AlterColumnType, actions.DropColumn, actions.RenameColumn,
    actions.SetDefault, actions.SetNotNull,
)


def follow(db: Database, operation: op.Alter) -> None:
    """Carry an ALTER TABLE out on the columns added so far, in silence; all else stays as it is."""
    name = db.find(operation.name, db.tables)
    table = None if name is None else db.tables[name]
    if table is None or table.columns is not None or table.uncertain != NOT_CREATED:
        return
    of_columns = tuple(_alone(a) for a in operation.actions if isinstance(a, _OF_COLUMNS))
    if not of_columns:
        return
    saved, notes = db.save(), len(db.notes)
    strict, silent = db.strict, db.silent
    db.strict, db.silent = False, True
    try:
        db.put(Table(table.schema, table.name, columns=table.added, uncertain=NOT_CREATED))
        alter_table.alter(db, operation._replace(actions=of_columns))
        added = db.tables[table.key].columns
    finally:
        db.strict, db.silent = strict, silent
        db.restore(saved)
        del db.notes[notes:]
    db.put(table._replace(added=added or ()))


def _alone(action: op.Operation) -> op.Operation:
    """ADD COLUMN without constraints, which need the columns that are not known."""
    if not isinstance(action, actions.AddColumn):
        return action
    required = any(c.kind == 'primary key' for c in action.column.constraints)
    column = action.column._replace(constraints=())
    return action._replace(column=column._replace(not_null=True) if required else column)
