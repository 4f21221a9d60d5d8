"""Schemas, sequences, extensions; DROP and COMMENT of anything."""
from __future__ import annotations

from collections.abc import Callable

from sync_guard.postgres.actions import RenameTo
from sync_guard.postgres.actions import SetSchema
from sync_guard.postgres.ddl import routines
from sync_guard.postgres.ddl.alter import owned_by
from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.ddl.cursor import Misplaced
from sync_guard.postgres.operations import Alter
from sync_guard.postgres.operations import Comment
from sync_guard.postgres.operations import CreateExtension
from sync_guard.postgres.operations import CreateSchema
from sync_guard.postgres.operations import CreateSequence
from sync_guard.postgres.operations import Drop
from sync_guard.postgres.operations import Operation
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.routines import AlterAttached


def create_schema(
        cursor: Cursor, line: int, element: Callable[[Cursor], Operation | None],
) -> CreateSchema:
    """Behind CREATE SCHEMA; ``element`` reads one CREATE (or GRANT) among its elements."""
    if_not_exists = cursor.if_not_exists()
    name = '' if cursor.at('authorization') else cursor.name()
    if cursor.accept('authorization'):
        role = cursor.name()
        name = name or role
    elements: list[Operation] = []
    while not cursor.at_end():
        start = cursor.i
        cursor.i += 1
        while not cursor.at_end() and not (cursor.at('create') or cursor.at('grant')):
            cursor.skip_balanced()
        part = Cursor(cursor.text, cursor.tokens[start:cursor.i], cursor.line_of)
        made = element(part)
        if made is not None:
            elements.append(made)
    return CreateSchema(line, name, if_not_exists, tuple(elements))


def alter_schema(cursor: Cursor, line: int) -> Alter:
    """Behind ALTER SCHEMA."""
    name = cursor.name()
    if cursor.accept('rename', 'to'):
        return Alter(line, 'schema', Ref(None, name), (RenameTo(line, cursor.name()),))
    cursor.expect('owner')
    return Alter(line, 'schema', Ref(None, name))


def create_sequence(cursor: Cursor, line: int, *, temporary: bool) -> CreateSequence:
    """Behind CREATE [TEMPORARY] SEQUENCE."""
    if_not_exists = cursor.if_not_exists()
    name = cursor.ref()
    return CreateSequence(line, name, if_not_exists, temporary, owned_by(cursor))


def create_extension(cursor: Cursor, line: int) -> CreateExtension:
    """Behind CREATE EXTENSION."""
    if_not_exists = cursor.if_not_exists()
    name = cursor.name()
    schema = None
    while not cursor.at_end():
        if cursor.accept('schema'):
            schema = cursor.name()
        elif cursor.accept('version'):
            cursor.i += 1
        elif not cursor.accept_any('with', 'cascade'):
            raise cursor.fail()
    return CreateExtension(line, name, schema, if_not_exists)


def alter_extension(cursor: Cursor, line: int) -> Alter:
    """Behind ALTER EXTENSION."""
    name = Ref(None, cursor.name())
    if cursor.accept('set', 'schema'):
        return Alter(line, 'extension', name, (SetSchema(line, cursor.name()),))
    if not cursor.accept_any('update', 'add', 'drop'):
        raise cursor.fail('an action')
    return Alter(line, 'extension', name)


def drop(cursor: Cursor, line: int, kind: str) -> Drop:
    """Behind DROP and the words of the kind."""
    if kind == 'index':
        cursor.accept('concurrently')
    if_exists = cursor.if_exists()
    refs = cursor.refs()
    cascade = cursor.cascade()
    if not cursor.at_end():
        raise cursor.fail()
    return Drop(line, kind, refs, if_exists, cascade)


_COMMENTED = (
    'table', 'view', 'materialized view', 'foreign table', 'column', 'type', 'domain', 'index',
    'sequence', 'schema', 'constraint',
)
# What else COMMENT ON takes (CommentStmt in gram.y), by its first word.
_COMMENTED_BESIDE = frozenset({
    'access', 'cast', 'collation', 'conversion', 'database', 'event', 'extension', 'foreign',
    'language', 'large', 'operator', 'procedural', 'publication', 'role', 'rule', 'server',
    'statistics', 'subscription', 'tablespace', 'text', 'transform',
})


def comment(cursor: Cursor, line: int) -> Operation | None:
    """Behind COMMENT ON; None for what the catalog does not hold (roles, casts, …)."""
    start = cursor.offset
    first = kind = cursor.name()
    if kind in ('materialized', 'foreign'):
        kind = f'{kind} {cursor.name()}'
    if kind in routines.KINDS:
        return routines.needed(cursor, line, kind)[0]
    if kind in ('policy', 'trigger'):
        name_on_table = cursor.name()
        cursor.expect('on')
        return AlterAttached(line, kind, name_on_table, cursor.ref())
    if kind not in _COMMENTED:
        if first not in _COMMENTED_BESIDE:
            raise Misplaced(start, 'a kind of object')
        return None
    column = None
    if kind == 'column':
        parts = [cursor.name()]
        while cursor.sign('.'):
            parts.append(cursor.name())
        if len(parts) < 2:
            raise cursor.fail('table.column')
        name, column = Ref(parts[-3] if len(parts) > 2 else None, parts[-2]), parts[-1]
    elif kind == 'constraint':
        column = cursor.name()
        cursor.expect('on')
        if cursor.accept('domain'):
            return None
        name = cursor.ref()
    else:
        name = cursor.ref()
    cursor.expect('is')
    text = None if cursor.accept('null') else cursor.string()
    return Comment(line, kind, name, column, text)
