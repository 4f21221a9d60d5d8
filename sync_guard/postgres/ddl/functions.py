"""Functions that build something: kept, because migrations call them (``SELECT add_audit('t')``).

Of all CREATE FUNCTION statements only those in PL/pgSQL with DDL or EXECUTE in their body are read.
"""
from __future__ import annotations

from sync_guard.postgres.blocks import CallFunctions
from sync_guard.postgres.blocks import CreateFunction
from sync_guard.postgres.blocks import Expression
from sync_guard.postgres.ddl import expressions
from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.ddl.cursor import Unexpected
from sync_guard.postgres.operations import Ref

_MODES = ('in', 'inout', 'out', 'variadic')


def create(cursor: Cursor, line: int) -> CreateFunction | None:
    """The whole CREATE FUNCTION or PROCEDURE; None for one that is not in PL/pgSQL or is a
    trigger's."""
    cursor.expect('create')
    cursor.accept('or', 'replace')
    if cursor.accept_any('function', 'procedure') is None:
        return None
    name = cursor.ref()
    parameters = _parameters(cursor)
    body = language = None
    while not cursor.at_end():
        if cursor.accept('language'):
            language = cursor.token.value.lower()
        elif cursor.accept('as') and cursor.token.kind == 'string':
            body = cursor.token.value
        elif cursor.accept('returns') and cursor.accept_any('trigger', 'event_trigger'):
            return None
        else:
            cursor.skip_balanced()
    if language != 'plpgsql' or body is None:
        return None
    return CreateFunction(line, name, parameters, body)


def _parameters(cursor: Cursor) -> tuple[str, ...]:
    """The names of the parameters that a call gives values to; '' for one without a name."""
    cursor.expect_sign('(')
    found: list[str] = []
    while not cursor.sign(')'):
        mode = cursor.accept_any(*_MODES)
        start = cursor.i
        while not cursor.at_end() and cursor.token.kind not in (',', ')'):
            cursor.skip_balanced()
        named = cursor.i - start > 1 and cursor.tokens[start].kind in ('word', 'name')
        if mode != 'out':
            found.append(cursor.tokens[start].value if named else '')
        if not cursor.sign(',') and cursor.at_end():
            raise cursor.fail(')')
    return tuple(found)


def calls(cursor: Cursor, line: int) -> CallFunctions | None:
    """The function calls of ``SELECT f(…), g(…)``, ``SELECT * FROM f(…)``, ``CALL p(…)``."""
    cursor.i += 1
    if cursor.operator('*'):
        cursor.expect('from')
    found: list[tuple[Ref, tuple[Expression, ...]]] = []
    try:
        while True:
            name = cursor.ref()
            cursor.expect_sign('(')
            arguments: tuple[Expression, ...] = ()
            if cursor.token.kind != ')':
                arguments = expressions.listed(cursor)
            cursor.expect_sign(')')
            found.append((name, arguments))
            if not cursor.sign(','):
                break
    except Unexpected:
        pass
    return CallFunctions(line, tuple(found)) if found else None
