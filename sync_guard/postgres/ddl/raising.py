"""RAISE of PL/pgSQL: what it raises, and whether its format and values fit."""
from __future__ import annotations

from collections.abc import Callable

from sync_guard.postgres.blocks import Leave
from sync_guard.postgres.blocks import Statement
from sync_guard.postgres.ddl.cursor import Cursor

_LEVELS = ('debug', 'log', 'info', 'notice', 'warning')
# Takes a fault for which PL/pgSQL refuses the whole block: its offset, and what is said of it.
Report = Callable[[int, str], None]


def read(cursor: Cursor, line: int, report: Report) -> list[Statement]:
    """Behind RAISE, to the end of the statement. Nothing is raised below EXCEPTION."""
    start = cursor.tokens[cursor.i - 1].start
    silent = cursor.accept_any(*_LEVELS) is not None
    if not silent:
        cursor.accept('exception')
    message = ''
    sqlstate = 'P0001'
    if cursor.token.kind == 'string':
        message = cursor.string()
        _values(cursor, start, message.replace('%%', '').count('%'), report)
        sqlstate = _code(cursor)
    elif cursor.accept('sqlstate'):
        sqlstate = cursor.string()
    elif cursor.token.kind == 'word' and cursor.token.value != 'using':
        sqlstate = cursor.name()
    else:
        sqlstate = _code(cursor)
    to_end(cursor)
    return [] if silent else [Leave(line, 'raise', None, sqlstate, message)]


def to_end(cursor: Cursor) -> None:
    """Behind the semicolon of the statement."""
    while not cursor.at_end() and not cursor.sign(';'):
        cursor.skip_balanced()


def _values(cursor: Cursor, start: int, wanted: int, report: Report) -> None:
    """The values behind a format: one for each ``%`` (check_raise_parameters)."""
    count = 0
    while not cursor.at_end() and cursor.token.kind != ';' and not cursor.at('using'):
        count += cursor.token.kind == ','
        cursor.skip_balanced()
    if count != wanted:
        much = 'few' if count < wanted else 'many'
        report(start, f'too {much} parameters specified for RAISE (42601)')


def _code(cursor: Cursor) -> str:
    """``USING ERRCODE = …``, a SQLSTATE or a condition's name."""
    tokens = cursor.tokens
    i = cursor.i
    while i + 2 < len(tokens) and tokens[i].kind != ';':
        if tokens[i].value == 'errcode' and tokens[i + 2].kind in ('string', 'word'):
            return tokens[i + 2].value
        i += 1
    return 'P0001'
