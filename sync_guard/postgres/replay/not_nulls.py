"""NOT NULL by its name, which it has since PostgreSQL 18: dropped, renamed, inherited.

A name that is not written is what PostgreSQL chooses where nothing else has it.
"""
from __future__ import annotations

from sync_guard.catalog import Column
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.actions import SetNotNull
from sync_guard.postgres.names import make_object_name
from sync_guard.postgres.replay import alter_columns
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import tables
from sync_guard.postgres.replay.database import Database


def named(db: Database, table: Table, name: str) -> Column | None:
    """The column whose NOT NULL is called so; None before PostgreSQL 18."""
    if db.before(18):
        return None
    return next((
        c for c in table.columns or () if not c.nullable and name == _name(db, table, c)
    ), None)


def _name(db: Database, table: Table, column: Column) -> str:
    for parent in tables.parents_of(db, table):
        above = parent.column(column.name)
        if above is not None and not above.nullable and column.not_null is None:
            return _name(db, parent, above)
    return column.not_null or make_object_name(table.name, column.name, 'not_null', ())


def settled(db: Database, table: Table) -> Table:
    """The table with the names of its NOT NULLs written down: it is about to have another name, or
    no parent any more."""
    if not db.since(18) or table.columns is None:
        return table
    return table._replace(columns=tuple(
        c if c.nullable else c._replace(not_null=_name(db, table, c)) for c in table.columns
    ))


def drop(db: Database, name: Name, column: Column, line: int) -> None:
    """ALTER TABLE … DROP CONSTRAINT."""
    if column.identity is not None:
        raise errors.plain('55000', (
            f'column "{column.name}" of relation "{name.name}" is an identity column'
        ), name)
    alter_columns.set_not_null(db, name, SetNotNull(line, column.name, False))


def rename(db: Database, name: Name, column: Column, to: str) -> None:
    """ALTER TABLE … RENAME CONSTRAINT."""
    table = db.tables[name]
    if _inherited(db, table, column.name):
        raise errors.plain(
            '42P16', f'cannot rename inherited constraint "{_name(db, table, column)}"', name,
        )
    alter_columns.change(db, name, column, column._replace(not_null=to))


def require_own(db: Database, table: Table, column: Column) -> None:
    """42P16 where a parent says NOT NULL of the column: before 18, only of partitions."""
    if db.since(18) and not column.nullable and _inherited(db, table, column.name):
        raise errors.plain('42P16', (
            f'cannot drop inherited constraint "{_name(db, table, column)}" of relation '
            f'"{table.name}"'
        ), table.key)


def require_one(db: Database, table: Table, column: Column, name: str | None) -> None:
    """55000 where the column has a NOT NULL of another name."""
    if db.since(18) and name is not None and not column.nullable and (
            name != _name(db, table, column)
    ):
        raise errors.plain('55000', (
            f'cannot create not-null constraint "{name}" on column "{column.name}" of table '
            f'"{table.name}"'
        ), table.key)


def _inherited(db: Database, table: Table, column: str) -> bool:
    above = (parent.column(column) for parent in tables.parents_of(db, table))
    return any(one is not None and not one.nullable for one in above)
