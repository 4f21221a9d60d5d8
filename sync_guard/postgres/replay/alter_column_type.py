"""ALTER TABLE … ALTER COLUMN … TYPE, here and in the heirs."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Column
from sync_guard.catalog import Name
from sync_guard.catalog import Type
from sync_guard.postgres.actions import AlterColumnType
from sync_guard.postgres.defaults import type_of
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.replay import alter_columns
from sync_guard.postgres.replay import columns
from sync_guard.postgres.replay import constraints
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import expressions
from sync_guard.postgres.replay import partitions
from sync_guard.postgres.replay import views
from sync_guard.postgres.replay.coercion import can_assign
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.errors import Refused
from sync_guard.postgres.replay.types import resolve
from sync_guard.postgres.types import format_type


def prepare(db: Database, name: Name, action: AlterColumnType) -> None:
    """What PostgreSQL looks at before it has begun with any action of the statement
    (ATParseTransformCmd, ATPrepAlterColumnType)."""
    table = db.tables[name]
    if action.using is not None:
        expressions.printed(db, table, action.using)  # it is read first
    column = alter_columns.column_of(table, action.name)
    if column is None:
        resolve(db, action.type)
        return
    if column.identity is not None and not columns.is_integer(resolve(db, action.type)):
        raise errors.plain(
            '22023', 'identity column type must be smallint, integer, or bigint', name,
        )
    _no_using_of_generated(db, name, action)
    alter_columns.not_inherited(db, table, column.name, 'alter')
    alter_columns.not_partition_key(table, column.name, 'alter')
    type_ = resolve(db, action.type)
    if column.uncertain is None and table.uncertain is None:
        _castable(db, name, column, type_, action.using)
        alter_columns.heirs_only_ours(db, name, column.name, 'alter')
    alter_columns.with_children(
        db, name, f'type of inherited column "{column.name}" must be changed in',
    )
    for heir in db.heirs(name):
        _no_using_of_generated(db, heir.key, action)


def _no_using_of_generated(db: Database, name: Name, action: AlterColumnType) -> None:
    column = db.tables[name].column(action.name)
    if column is not None and column.generated is not None and action.using is not None:
        raise errors.plain('42611', (
            'cannot specify USING when altering type of generated column'
        ), name)


def _castable(db: Database, name: Name, column: Column, type_: Type, using: str | None) -> None:
    """42804 unless the column, or what USING makes of it, can be assigned to the new type."""
    if using is not None:
        has = expressions.type_of(db, db.tables[name], using)
        if has is not None and not can_assign(has, type_, db.types):
            raise Refused('42804', (
                f'result of USING clause for column "{column.name}" cannot be cast automatically '
                f'to type {format_type(type_)}'
            ), name, hint='You might need to add an explicit cast.')
    elif not can_assign(column.type, type_, db.types):
        raise Refused(
            '42804',
            f'column "{column.name}" cannot be cast automatically to type {format_type(type_)}',
            name, hint=(
                f'You might need to specify "USING {quote_identifier(column.name)}::'
                f'{format_type(type_)}".'
            ),
        )


def alter(db: Database, name: Name, action: AlterColumnType) -> None:
    """Give the column its new type; :func:`recheck` has to follow once all actions of the
    statement have done so."""
    table = db.tables[name]
    column = alter_columns.column_of(table, action.name)
    if column is None:
        return
    type_ = resolve(db, action.type)
    family = list(_family(db, name))
    for each in family:
        own = db.tables[each].column(column.name)
        if own is not None and own.uncertain is None and db.tables[each].uncertain is None:
            _default_assignable(db, each, own, type_)
        if any(
                column.name in c.generated.columns
                for c in db.tables[each].columns or ()
                if c.generated is not None and c.name != column.name
        ):
            raise errors.plain(
                '0A000', 'cannot alter type of a column used by a generated column', each,
            )
        if views.readers_of_column(db, each, column.name):
            raise errors.plain(
                '0A000', 'cannot alter type of a column used by a view or rule', each,
            )
    for each in family:
        known = db.tables[each].column(action.name)
        if known is not None:
            alter_columns.change(db, each, known, known._replace(
                type=type_,
                default=columns.retyped(db, known.default, type_),
                origin=db.origin(action.line),
                uncertain=None,
            ))


def recheck(db: Database, name: Name, action: AlterColumnType) -> None:
    """Its keys, indexes, foreign keys and checks are made anew (ATPostAlterTypeCleanup)."""
    for each in _family(db, name):
        expressions.retype(db, each, action.name)
    for each in _family(db, name):
        constraints.recheck(db, each, action.name)
    partitions.rebuilt(db, name, action.name)


def _family(db: Database, name: Name) -> Iterator[Name]:
    yield name
    for child in db.heirs(name):
        yield child.key


def _default_assignable(db: Database, name: Name, column: Column, type_: Type) -> None:
    """USING says nothing about the default, which is cast by itself (ATExecAlterColumnType)."""
    if column.default is None or column.identity is not None or column.generated is not None:
        return
    if not column.default.certain and column.default.kind != 'literal':
        return
    has = type_of(column.default.text, db.catalog(), db.effective_path())
    if has is not None and not can_assign(has, type_, db.types):
        raise errors.plain('42804', (
            f'default for column "{column.name}" cannot be cast automatically to type '
            f'{format_type(type_)}'
        ), name)
