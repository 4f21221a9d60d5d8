"""The name PostgreSQL gives an expression (parse_target.c, FigureColnameInternal): an unnamed
index is named after it, and so is a column of a view or of CREATE TABLE … AS."""
from __future__ import annotations

from collections.abc import Sequence

from sync_guard.postgres.tokens import Token
from sync_guard.postgres.types import NotAType
from sync_guard.postgres.types import parse_type

# Words between operands at the top of an expression: what they make has no name.
_OPERATORS = frozenset({
    'and', 'or', 'not', 'is', 'isnull', 'notnull', 'between', 'in', 'like', 'ilike', 'similar',
    'overlaps',
})
# The functions that TRIM's three forms stand for.
_TRIM = {'leading': 'ltrim', 'trailing': 'rtrim'}


def figure_name(tokens: Sequence[Token], first: int, last: int) -> str | None:
    """The name of the expression ``tokens[first:last]``, or None where it has none."""
    return _figure(tokens, first, last)[0]


def _figure(tokens: Sequence[Token], first: int, last: int) -> tuple[str | None, bool]:
    """The name, and whether it is a strong one: that of a type or of CASE gives way."""
    while last - first > 1 and _closing(tokens, first, last) == last - 1:
        first, last = first + 1, last - 1
    if first >= last:
        return None, False
    cast = collate = at = None
    for i in _top_level(tokens, first, last):
        kind, value = tokens[i].kind, tokens[i].value
        if kind == 'operator' or (kind == 'word' and value in _OPERATORS):
            return None, False
        if kind == '::':
            cast = i
        elif kind == 'word' and value == 'collate':
            collate = i
        elif (kind, value) == ('word', 'at') and i > first:
            at = i
    if at is not None:
        return 'timezone', True
    if collate is not None:
        return _figure(tokens, first, collate)
    if cast is not None:
        return _cast(tokens, first, cast, cast + 1)
    return _primary(tokens, first, last)


def _cast(tokens: Sequence[Token], first: int, last: int, type_at: int) -> tuple[str | None, bool]:
    name, strong = _figure(tokens, first, last)
    if strong:
        return name, True
    try:
        return parse_type(tokens, type_at)[0].name, False
    except NotAType:
        return None, False


def _primary(tokens: Sequence[Token], first: int, last: int) -> tuple[str | None, bool]:
    token = tokens[first]
    if token.kind == '(':
        closing = _closing(tokens, first, last)
        if closing + 2 < last and tokens[closing + 1].kind == '.':
            return tokens[last - 1].value, True  # (composite).field
        return _figure(tokens, first + 1, closing)  # (array)[1]
    if token.kind not in ('word', 'name'):
        return None, False
    if token.kind == 'word':
        if token.value == 'case':
            return _case(tokens, first, last)
        if token.value == 'cast' and first + 1 < last:
            inner = range(first + 2, last - 1)
            for i in _top_level(tokens, inner.start, inner.stop):
                if tokens[i][:2] == ('word', 'as'):
                    return _cast(tokens, inner.start, i, i + 1)
        if token.value == 'null':
            return None, False
        if token.value in ('true', 'false'):
            return 'bool', False
        if token.value == 'trim':
            return _TRIM.get(tokens[min(first + 2, last - 1)].value, 'btrim'), True
    i = first
    while i + 2 < last and tokens[i + 1].kind == '.':
        i += 2
    return tokens[i].value, True


def _case(tokens: Sequence[Token], first: int, last: int) -> tuple[str | None, bool]:
    """CASE has the name of what follows ELSE, if that has a strong one."""
    depth = 0
    for i in range(first, last):
        if tokens[i].kind == 'word':
            depth += (tokens[i].value == 'case') - (tokens[i].value == 'end')
            if depth == 1 and tokens[i].value == 'else':
                name, strong = _figure(tokens, i + 1, last - 1)
                if strong:
                    return name, True
    return 'case', False


def _top_level(tokens: Sequence[Token], first: int, last: int) -> list[int]:
    """The places outside every parenthesis, bracket and CASE."""
    found = []
    depth = 0
    for i in range(first, last):
        token = tokens[i]
        if token.kind in ')]' or token[:2] == ('word', 'end'):
            depth -= 1
        if not depth:
            found.append(i)
        if token.kind in '([' or token[:2] == ('word', 'case'):
            depth += 1
    return found


def _closing(tokens: Sequence[Token], first: int, last: int) -> int:
    """The place of the parenthesis that closes the one at ``first``; -1 if none opens there."""
    if tokens[first].kind != '(':
        return -1
    depth = 0
    for i in range(first, last):
        depth += (tokens[i].kind == '(') - (tokens[i].kind == ')')
        if not depth:
            return i
    return -1
