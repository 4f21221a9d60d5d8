"""``a = b`` where both sides are plain: a column, or something whose type the text says.

Everything else is left out: a comparison that is wrongly said to be refused would block a good
commit.
"""
from __future__ import annotations

from sync_guard.postgres.keywords import QUOTED
from sync_guard.postgres.reads import Compared
from sync_guard.postgres.reads import Operand
from sync_guard.postgres.tokens import Token

OPERATORS = frozenset({'=', '<>', '!='})
# What an operand stands behind, and in front of, on its own level.
_BEFORE = frozenset({'and', 'or', 'not', 'where', 'on', 'having', 'when', 'select'})
_BEHIND = frozenset({
    'and', 'or', 'then', 'group', 'order', 'limit', 'union', 'except', 'intersect', 'having',
    'returning', 'window', 'offset', 'fetch', 'for', 'inner', 'left', 'right', 'full', 'cross',
    'join', 'where', 'with', 'from', 'as',
})
# Functions of one type, whatever they are given.
_TYPED = {
    ('auth', 'uid'): 'uuid', ('auth', 'role'): 'text', ('auth', 'email'): 'text',
    ('', 'gen_random_uuid'): 'uuid', ('', 'current_setting'): 'text',
}
# Types as they are written in a cast, by pg_type.typname.
_CASTS = {
    'uuid': 'uuid', 'text': 'text', 'varchar': 'varchar', 'integer': 'int4', 'int': 'int4',
    'int4': 'int4', 'bigint': 'int8', 'int8': 'int8', 'smallint': 'int2', 'boolean': 'bool',
    'bool': 'bool', 'numeric': 'numeric', 'date': 'date', 'timestamptz': 'timestamptz',
}


def compared(tokens: list[Token], at: int, first: int, last: int, line: int) -> Compared | None:
    """The comparison whose operator stands at ``at`` of the tokens from ``first`` to ``last``."""
    start = _start(tokens, at, first)
    if start is None:
        return None
    left, stop = _operand(tokens, start, at)
    right, end = _operand(tokens, at + 1, last)
    if left is None or right is None or stop != at or not _ends(tokens, end, last):
        return None
    return Compared(line, left, '=' if tokens[at].value == '=' else '<>', right)


def _start(tokens: list[Token], at: int, first: int) -> int | None:
    """Where the left side begins: behind a word or parenthesis that ends what was before."""
    i, depth = at, 0
    while i > first:
        token = tokens[i - 1]
        if depth == 0 and (token.kind == '(' or token.kind == 'word' and token.value in _BEFORE):
            return None if token.value == 'and' and _is_between(tokens, i - 1, first) else i
        depth += (token.kind in ')]') - (token.kind in '([')
        if depth == 0 and token.kind in (',', ';', 'operator'):
            return None
        i -= 1
    return first


def _is_between(tokens: list[Token], at: int, first: int) -> bool:
    """Whether this AND may be that of BETWEEN."""
    for i in range(at - 1, max(first, at - 30) - 1, -1):
        if tokens[i].kind == 'word' and tokens[i].value in ('and', 'or', 'where'):
            return False
        if tokens[i][:2] == ('word', 'between'):
            return True
    return False


def _ends(tokens: list[Token], i: int, last: int) -> bool:
    return i >= last or tokens[i].kind in (')', ';', ',') or (
        tokens[i].kind == 'word' and tokens[i].value in _BEHIND
    )


def _operand(tokens: list[Token], i: int, last: int) -> tuple[Operand | None, int]:
    """One side, and the place behind it."""
    made: Operand | None = None
    if i < last and tokens[i].kind == '(':
        close = _closing(tokens, i, last)
        inner = i + 1 + (tokens[i + 1][:2] == ('word', 'select'))
        made, end = _operand(tokens, inner, close)
        if made is None or not made.type or end != close:
            return None, i
        i = close + 1
    elif i < last and tokens[i].kind in ('word', 'name'):
        made, i = _named(tokens, i, last)
    elif i + 1 < last and tokens[i].kind == 'string' and tokens[i + 1].kind == '::':
        made, i = Operand('', '', 'text'), i + 1
    if made is None:
        return None, i
    if i + 1 < last and tokens[i][:2] in (('operator', '->'), ('operator', '->>')):
        return _path(tokens, i, last)
    if i + 1 < last and tokens[i].kind == '::' and tokens[i + 1].kind == 'word':
        cast = _CASTS.get(tokens[i + 1].value)
        following = tokens[i + 2].kind if i + 2 < last else ''
        if cast is None or following in ('(', '[', '::', '.'):
            return None, i
        return Operand('', '', cast), i + 2
    return (None, i) if made.type == 'jsonb' else (made, i)


def _named(tokens: list[Token], i: int, last: int) -> tuple[Operand | None, int]:
    """A column, or a call of a function whose type is known."""
    start, parts = i, [tokens[i].value]
    i += 1
    while i + 1 < last and tokens[i].kind == '.' and tokens[i + 1].kind in ('word', 'name'):
        parts.append(tokens[i + 1].value)
        i += 2
    if i < last and tokens[i].kind == '(':
        function = (parts[0] if len(parts) > 1 else '', parts[-1])
        known = 'jsonb' if function == ('auth', 'jwt') else _TYPED.get(function)
        if known is None or len(parts) > 2:
            return None, i
        return Operand('', '', known), _closing(tokens, i, last) + 1
    reserved = tokens[start].kind == 'word' and len(parts) == 1 and parts[0] in QUOTED
    if reserved or len(parts) > 2 or parts[0] in ('old', 'new'):
        return None, i
    return Operand(parts[0] if len(parts) > 1 else '', parts[-1], ''), i


def _path(tokens: list[Token], i: int, last: int) -> tuple[Operand | None, int]:
    """``-> 'a' ->> 'b'`` behind a value: text, where it ends with ->>."""
    arrow = ''
    while i + 1 < last and tokens[i][:2] in (('operator', '->'), ('operator', '->>')) and (
            tokens[i + 1].kind in ('string', 'number')
    ):
        arrow = tokens[i].value
        i += 2
    return (Operand('', '', 'text') if arrow == '->>' else None), i


def _closing(tokens: list[Token], i: int, last: int) -> int:
    depth = 0
    while i < last:
        depth += (tokens[i].kind == '(') - (tokens[i].kind == ')')
        if not depth:
            return i
        i += 1
    return last
