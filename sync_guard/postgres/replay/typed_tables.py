"""Typed tables: CREATE TABLE … OF, ALTER TABLE … OF and NOT OF. Their columns are their type's."""
from __future__ import annotations

from typing import Any

from sync_guard.catalog import Column
from sync_guard.catalog import Composite
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres import actions
from sync_guard.postgres import operations as op
from sync_guard.postgres.replay import alter_columns
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import relations
from sync_guard.postgres.replay.contents import columns_known
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.types import format_type

_MESSAGES = {
    actions.AddColumn: 'cannot add column to typed table',
    actions.DropColumn: 'cannot drop column from typed table',
    actions.AlterColumnType: 'cannot alter column type of typed table',
    actions.RenameColumn: 'cannot rename column of typed table',
    actions.RenameConstraint: 'cannot rename column of typed table',  # renameatt_check() for both
    actions.Inherit: 'cannot change inheritance of typed table',
}


def create(db: Database, table: Table, ref: op.Ref) -> Table:
    """CREATE TABLE … OF: the table with the attributes of the type as its columns."""
    made = find(db, ref)
    return table._replace(of_type=made.key, columns=tuple(
        a._replace(origin=table.origin) for a in made.attributes
    ))


def find(db: Database, ref: op.Ref) -> Composite:
    """The composite type of this name; 42704 or 42809."""
    name = db.find(ref, db.types)
    made = None if name is None else db.types[name]
    if isinstance(made, Composite):
        return made
    if name is None and db.find(ref, db.tables) is None:
        raise errors.type_missing(str(ref), db.missing_name(ref), (t.name for t in db.types))
    raise errors.plain('42809', f'type {ref} is not a composite type', name)


def refuse(table: Table, action: Any) -> None:
    """42809 for what only the type may change."""
    message = _MESSAGES.get(type(action))
    if table.of_type is not None and message is not None:
        raise errors.plain('42809', message, table.key)


def alter(db: Database, name: Name, action: actions.OfType) -> None:
    table = db.tables[name]
    if action.type is None:
        if table.of_type is None and table.uncertain is None:
            raise errors.plain('42809', f'"{name.name}" is not a typed table', name)
        db.put(table._replace(of_type=None))
        return
    made = find(db, action.type)
    if table.inherits or table.partition_of is not None:
        raise errors.plain('42809', 'typed tables cannot inherit', name)
    if columns_known(table):
        _require_alike(table, made)
    db.put(table._replace(of_type=made.key))


def _require_alike(table: Table, made: Composite) -> None:
    """42804 unless the columns are the attributes, in their order (ATExecAddOf)."""
    columns = table.columns or ()
    for number, wanted in enumerate(made.attributes):
        if number >= len(columns):
            raise errors.plain('42804', f'table is missing column "{wanted.name}"', table.key)
        column = columns[number]
        if column.name != wanted.name:
            raise errors.plain('42804', (
                f'table has column "{column.name}" where type requires "{wanted.name}"'
            ), table.key)
        if format_type(column.type) != format_type(wanted.type) and not column.uncertain:
            raise errors.plain('42804', (
                f'table "{table.name}" has different type for column "{column.name}"'
            ), table.key)
    if len(columns) > len(made.attributes):
        extra = columns[len(made.attributes)].name
        raise errors.plain('42804', f'table has extra column "{extra}"', table.key)


def of_type(db: Database, made: Composite) -> list[Name]:
    return [table.key for table in db.tables.values() if table.of_type == made.key]


def follow(db: Database, name: Name, action: object, attributes: tuple[Column, ...]) -> None:
    """The type has changed with CASCADE (ATTypedTableRecursion): its table does, with heirs."""
    if isinstance(action, actions.DropColumn):
        if db.tables[name].column(action.name) is not None:
            alter_columns.drop_inherited(db, name, action.name, True)
        return
    wanted = {attribute.name: attribute for attribute in attributes}
    for each in (name, *(heir.key for heir in db.heirs(name))):
        if isinstance(action, actions.RenameColumn):
            relations.rename_column(db, each, action.name, action.to, db.origin(action.line))
            continue
        table = db.tables[each]
        columns = tuple(
            c._replace(type=wanted[c.name].type) if c.name in wanted else c
            for c in table.columns or ()
        )
        added = tuple(
            a._replace(local=each == name) for a in attributes if table.column(a.name) is None
        )
        db.put(table._replace(columns=(*columns, *added)))
