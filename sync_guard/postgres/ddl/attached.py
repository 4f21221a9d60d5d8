"""Policies and triggers: CREATE, ALTER and DROP of what is attached to a table."""
from __future__ import annotations

from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.ddl.cursor import Misplaced
from sync_guard.postgres.ddl.reads import Reader
from sync_guard.postgres.operations import Operation
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.reads import Reads
from sync_guard.postgres.routines import AlterAttached
from sync_guard.postgres.routines import Attach
from sync_guard.postgres.routines import Detach


def read(cursor: Cursor, line: int) -> Operation:
    """The whole statement."""
    verb = cursor.name()
    or_replace = cursor.accept('or', 'replace')
    cursor.accept('constraint')
    kind = cursor.name()
    if verb == 'drop':
        if_exists = cursor.if_exists()
        name = cursor.name()
        cursor.expect('on')
        return Detach(line, kind, name, cursor.ref(), if_exists)
    name = cursor.name()
    if kind == 'policy':
        return _policy(cursor, line, verb, name)
    if verb == 'alter':
        cursor.expect('on')
        table = cursor.ref()
        rename = cursor.name() if cursor.accept('rename', 'to') else None
        return AlterAttached(line, kind, name, table, rename)
    return _trigger(cursor, line, name, or_replace)


def _policy(cursor: Cursor, line: int, verb: str, name: str) -> Operation:
    cursor.expect('on')
    table = cursor.ref()
    if cursor.accept('rename', 'to'):
        return AlterAttached(line, 'policy', name, table, cursor.name())
    reads = _conditions(cursor, line, table)
    if verb == 'alter':
        return AlterAttached(line, 'policy', name, table, None, reads)
    return Attach(line, 'policy', name, table, reads=reads)


def _conditions(cursor: Cursor, line: int, table: Ref) -> Reads | None:
    """What USING (…) and WITH CHECK (…) read."""
    reader = Reader(cursor)
    scope = reader.table(table, line)
    while not cursor.at_end():
        if cursor.accept('using') or cursor.accept('with', 'check'):
            _, first, last = cursor.parenthesis()
            reader.walk(first, last, scope)
        else:
            cursor.skip_balanced()
    return reader.result(line)


def _trigger(cursor: Cursor, line: int, name: str, or_replace: bool) -> Operation:
    """Behind CREATE TRIGGER name."""
    columns: tuple[str, ...] = ()
    if not any(cursor.at(word) for word in ('before', 'after', 'instead')):
        raise Misplaced(cursor.offset, 'BEFORE')  # there is no IF NOT EXISTS
    while not cursor.accept('on'):
        if cursor.at_end():
            raise cursor.fail('ON')
        if cursor.accept('update', 'of'):
            columns = cursor.listed(Cursor.name)
        else:
            cursor.i += 1
    table = cursor.ref()
    while not cursor.accept('execute'):
        if cursor.at_end():
            raise cursor.fail('EXECUTE')
        cursor.skip_balanced()
    if cursor.accept_any('function', 'procedure') is None:
        raise cursor.fail('FUNCTION')
    return Attach(line, 'trigger', name, table, or_replace, cursor.ref(), columns)
