"""Runs of tokens, each from one place to before another: what stands in them."""
from __future__ import annotations

from sync_guard.postgres.tokens import Token


def ctes(tokens: list[Token], first: int, last: int) -> set[str]:
    """Names that stand before ``AS (``, also with a column list between: CTEs (and windows)."""
    found: set[str] = set()
    for i in range(first + 1, last):
        if tokens[i].value != 'as' or tokens[i].kind != 'word' or i + 1 >= last:
            continue
        following = tokens[i + 1]
        if following.kind != '(' and following.value not in ('materialized', 'not'):
            continue
        before = i - 1
        if tokens[before].kind == ')':
            while before > first and tokens[before].kind != '(':
                before -= 1
            before -= 1
        if tokens[before].kind in ('word', 'name'):
            found.add(tokens[before].value)
    return found


def dotted(tokens: list[Token], i: int, last: int) -> tuple[list[str], int]:
    """The parts of ``a.b.c``; none for ``a.*``, whose parts are no name."""
    parts = [tokens[i].value]
    i += 1
    while i + 1 < last and tokens[i].kind == '.':
        if tokens[i + 1].kind not in ('word', 'name'):
            return [], i + 2
        parts.append(tokens[i + 1].value)
        i += 2
    return parts, i


def behind(tokens: list[Token], i: int, last: int) -> int:
    """The place behind the parenthesis that opens at ``i``."""
    depth = 0
    while i < last:
        depth += (tokens[i].kind == '(') - (tokens[i].kind == ')')
        i += 1
        if not depth:
            break
    return i


def arguments(tokens: list[Token], opening: int, last: int) -> int:
    """How many arguments stand in the parenthesis at ``opening``."""
    if opening + 1 < last and tokens[opening + 1].kind == ')':
        return 0
    depth, count = 0, 1
    for token in tokens[opening:last]:
        depth += (token.kind in ('(', '[')) - (token.kind in (')', ']'))
        if not depth:
            break
        count += depth == 1 and token.kind == ','
    return count
