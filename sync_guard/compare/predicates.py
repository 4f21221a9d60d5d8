"""When two predicates of partial indexes are the same to Prisma's engine, which compares them as
parsed: brackets that change nothing, the case of keywords, quotes that are not needed and the cast
behind a text do not count; the order of conditions and everything else does (measured)."""
from __future__ import annotations

import re

# A text with the cast that PostgreSQL prints behind it, a quoted name, a word or number, a mark.
_TOKEN = re.compile(
    r"""\s*(?:('(?:[^']|'')*')(?:::(?:"[^"]+"|[\w.]+)(?:\[\])?)?|"((?:[^"]|"")*)"|([\w.]+)"""
    r"""|(::|[<>!=~*+/%^&|#@?-]+|[(),\[\]]))""",
)
_COMPARISONS = frozenset({'=', '<>', '<', '>', '<=', '>=', '~', '~*', '!~', '!~*', '~~', '!~~'})


class _Unread(Exception):
    """Not an expression of the plain kinds that are read here."""


def normal(predicate: str) -> str:
    """A text that two predicates share where they are the same."""
    try:
        tokens = _tokens(predicate)
        found, rest = _any_of(tokens)
    except (_Unread, RecursionError):
        return _without_brackets(predicate)
    return _without_brackets(predicate) if rest else found


def _tokens(text: str) -> list[str]:
    found = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _Unread
        literal, quoted, word, mark = match.groups()
        if quoted is not None:
            plain = re.fullmatch('[a-z_][a-z0-9_]*', quoted)
            found.append(quoted if plain else f'"{quoted}"')
        elif word is not None:
            found.append(word.lower())
        else:
            found.append(literal or ('<>' if mark == '!=' else mark))
        at = match.end()
    return found


def _any_of(tokens: list[str]) -> tuple[str, list[str]]:
    return _series(tokens, 'or')


def _series(tokens: list[str], word: str) -> tuple[str, list[str]]:
    """Conditions with AND or OR between them."""
    parts = []
    while True:
        part, tokens = _series(tokens, 'and') if word == 'or' else _condition(tokens)
        parts.append(part)
        if tokens[:1] != [word]:
            break
        tokens = tokens[1:]
    return (parts[0] if len(parts) == 1 else f'({f" {word} ".join(parts)})'), tokens


def _condition(tokens: list[str]) -> tuple[str, list[str]]:
    if tokens[:1] == ['not']:
        inner, rest = _condition(tokens[1:])
        return f'(not {inner})', rest
    left, rest = _operand(tokens)
    if rest[:3] == ['is', 'not', 'null']:
        return f'({left} is not null)', rest[3:]
    if rest[:2] == ['is', 'null']:
        return f'({left} is null)', rest[2:]
    if rest and rest[0] in _COMPARISONS:
        right, left_over = _operand(rest[1:])
        return f'({left} {rest[0]} {right})', left_over
    return left, rest


def _operand(tokens: list[str]) -> tuple[str, list[str]]:
    """A name, a constant, or brackets around something; with the cast behind it."""
    if not tokens:
        raise _Unread
    first, rest = tokens[0], tokens[1:]
    if first == '-' and rest and rest[0][0].isdigit():
        first, rest = f'-{rest[0]}', rest[1:]
    if first == '(':
        first, rest = _any_of(rest)
        if rest[:1] != [')']:
            raise _Unread
        rest = rest[1:]
    elif not re.match(r'''[\w"'-]''', first) or rest[:1] == ['(']:
        raise _Unread
    while rest[:1] == ['::'] and len(rest) > 1:
        first, rest = f'{first}::{rest[1]}', rest[2:]
    return first, rest


def _without_brackets(predicate: str) -> str:
    """Without the outer ones."""
    text = predicate.strip()
    while text.startswith('(') and text.endswith(')'):
        depth = 0
        for position, character in enumerate(text):
            depth += (character == '(') - (character == ')')
            if depth == 0 and position < len(text) - 1:
                return text
        text = text[1:-1].strip()
    return text
