"""CREATE and ALTER of types and domains."""
from __future__ import annotations

from typing import Any

from sync_guard.postgres.actions import AddConstraint
from sync_guard.postgres.actions import AddLabel
from sync_guard.postgres.actions import DropConstraint
from sync_guard.postgres.actions import NeedConstraint
from sync_guard.postgres.actions import RenameLabel
from sync_guard.postgres.actions import SetDefault
from sync_guard.postgres.actions import SetNotNull
from sync_guard.postgres.ddl import constraints
from sync_guard.postgres.ddl.alter import relation
from sync_guard.postgres.ddl.alter import rename_or_move
from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.operations import Alter
from sync_guard.postgres.operations import ColumnSpec
from sync_guard.postgres.operations import CreateComposite
from sync_guard.postgres.operations import CreateDomain
from sync_guard.postgres.operations import CreateEnum
from sync_guard.postgres.operations import CreateOtherType
from sync_guard.postgres.operations import Operation
from sync_guard.postgres.operations import Ref


def create_type(cursor: Cursor, line: int) -> Operation:
    """Behind CREATE TYPE."""
    name = cursor.ref()
    if cursor.accept('as', 'enum'):
        return CreateEnum(line, name, _labels(cursor))
    if cursor.accept('as', 'range'):
        return CreateOtherType(line, name, _multirange(cursor, name))
    if cursor.accept('as'):
        return CreateComposite(line, name, _attributes(cursor))
    if cursor.token.kind == '(':
        cursor.skip_balanced()  # a base type, made of C functions
    return CreateOtherType(line, name)


def _labels(cursor: Cursor) -> tuple[tuple[str, int], ...]:
    cursor.expect_sign('(')
    found: list[tuple[str, int]] = []
    if cursor.sign(')'):
        return ()
    while True:
        line = cursor.line
        found.append((cursor.string(), line))
        if not cursor.sign(','):
            break
    cursor.expect_sign(')')
    return tuple(found)


def _attributes(cursor: Cursor) -> tuple[ColumnSpec, ...]:
    cursor.expect_sign('(')
    found: list[ColumnSpec] = []
    if cursor.sign(')'):
        return ()
    while True:
        line = cursor.line
        found.append(ColumnSpec(line, cursor.name(), cursor.type()))
        if cursor.accept('collate'):
            cursor.ref()
        if not cursor.sign(','):
            break
    cursor.expect_sign(')')
    return tuple(found)


def _multirange(cursor: Cursor, name: Ref) -> Ref:
    """MULTIRANGE_TYPE_NAME, or what makeMultirangeTypeName() makes of the range's name."""
    cursor.expect_sign('(')
    made = name.name
    if 'range' in made:
        made = made.replace('range', 'multirange', 1)
    else:
        made = f'{made}_multirange'
    found = Ref(name.schema, made)
    while not cursor.at_end():
        if cursor.accept('multirange_type_name'):
            cursor.operator('=')
            found = cursor.ref()
        else:
            cursor.skip_balanced()
    return found


def create_domain(cursor: Cursor, line: int) -> Operation:
    """Behind CREATE DOMAIN."""
    name = cursor.ref()
    cursor.accept('as')
    base = cursor.type()
    rest = constraints.column_rest(cursor, ColumnSpec(line, name.name, base))
    return CreateDomain(
        line, name, base, bool(rest.not_null), rest.default,
        tuple(c for c in rest.constraints if c.kind == 'check'), rest.not_null_name,
    )


def alter_type(cursor: Cursor, line: int) -> Operation:
    """Behind ALTER TYPE."""
    start = cursor.i
    name = cursor.ref()
    at = cursor.line
    if cursor.accept('add', 'value'):
        if_not_exists = cursor.if_not_exists()
        label = cursor.string()
        place = cursor.accept_any('before', 'after')
        neighbour = cursor.string() if place else None
        return Alter(line, 'type', name, (
            AddLabel(at, label, if_not_exists, place, neighbour),
        ))
    if cursor.accept('rename', 'value'):
        old = cursor.string()
        cursor.expect('to')
        return Alter(line, 'type', name, (RenameLabel(at, old, cursor.string()),))
    if cursor.at('owner') or cursor.at('set') and not cursor.at('set', 'schema'):
        return Alter(line, 'type', name)
    cursor.i = start
    return relation(cursor, line, 'type')


def alter_domain(cursor: Cursor, line: int) -> Operation:
    """Behind ALTER DOMAIN."""
    name = cursor.ref()
    actions: list[Any] = []
    at = cursor.line
    if cursor.accept('set', 'not', 'null'):
        actions.append(SetNotNull(at, '', True))
    elif cursor.accept('drop', 'not', 'null'):
        actions.append(SetNotNull(at, '', False))
    elif cursor.accept('set', 'default'):
        actions.append(SetDefault(at, '', cursor.until()))
    elif cursor.accept('drop', 'default'):
        actions.append(SetDefault(at, '', None))
    elif cursor.accept('drop', 'constraint'):
        if_exists = cursor.if_exists()
        actions.append(DropConstraint(at, cursor.name(), if_exists, cursor.cascade()))
    elif cursor.accept('validate', 'constraint'):
        actions.append(NeedConstraint(at, cursor.name()))
    elif cursor.accept('add'):
        start = cursor.i
        written = cursor.name() if cursor.accept('constraint') else None
        if cursor.accept_since(17, 'not', 'null'):
            actions.append(SetNotNull(at, '', True, written))
        else:
            cursor.i = start
            actions.append(AddConstraint(at, constraints.table_constraint(cursor)))
    elif not cursor.at('owner'):
        moved = rename_or_move(cursor)
        if moved is None:
            raise cursor.fail('an action')
        actions.append(moved)
    return Alter(line, 'domain', name, tuple(actions))
