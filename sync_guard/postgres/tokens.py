"""One statement as PostgreSQL's tokens: sqlparse's lexer, guarded.

sqlparse knows no single dialect: it takes ``\\'`` in a plain string for an escape, ``#`` for a
MySQL comment, ``[x]`` for a SQL Server name, and glues ``not null`` into one token. So its
``Lexer`` is set up here with PostgreSQL's own token rules (its documented way to be extended) and
reads a masked copy of the statement, in which no quote or comment can be misread. True values are
cut out of the original by offset.
"""
from __future__ import annotations

import re
from typing import Any
from typing import NamedTuple

from sync_guard.postgres.literals import name_value
from sync_guard.postgres.literals import string_value
from sync_guard.postgres.names import fold
from sync_guard.postgres.names import truncate
from sync_guard.postgres.quoting import mask
from sync_guard.postgres.quoting import prefix
from sync_guard.postgres.quoting import UNTERMINATED

CONFLICT_LINE = re.compile(r'^(?:<{7}|={7}|>{7}|\|{7})(?=[ \r\n]|\Z)', re.MULTILINE)
# scan.l: an operator of several characters may end in + or - only if it holds one of these.
_LICENSE_TO_END_IN_SIGN = frozenset('~!@#%^&|`?')
_lexer: Any = None  # sqlparse has no annotations


class Token(NamedTuple):
    """One token; ``start`` and ``end`` are offsets into the text that was read.

    ======== =====================================================================================
    kind     value
    ======== =====================================================================================
    word     an unquoted identifier or keyword, folded to lower case as PostgreSQL does
    name     what stood in ``"…"`` or ``U&"…"``, unescaped
    string   what stood in ``'…'``, ``E'…'``, ``U&'…'`` or ``$$…$$``, unescaped
    bits     ``b101`` or ``x1F`` for ``B'101'`` and ``X'1F'``, as in PostgreSQL's own scanner
    number   as written
    param    ``$1``
    operator ``+``, ``||``, ``->>``, ``=``, ``=>``, …
    itself   ``(`` ``)`` ``[`` ``]`` ``,`` ``;`` ``.`` ``:`` ``::`` ``:=`` ``..``
    ======== =====================================================================================
    """

    kind: str
    value: str
    start: int
    end: int


class Unreadable(Exception):
    """What stands at ``position`` is no token of PostgreSQL's."""

    def __init__(self, position: int, what: str) -> None:
        super().__init__(position, what)
        self.position = position
        self.what = what


def read(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of ``text[start:end]``, one statement, without white space and comments.

    Identifiers are cut to 63 bytes, as PostgreSQL's scanner does. Raises :class:`Unreadable`.
    """
    source = text[start:end]
    masked = mask(source)
    if masked.open >= 0:
        raise Unreadable(start + masked.open, UNTERMINATED[source[masked.open]])
    marker = CONFLICT_LINE.search(masked.text)
    if marker is not None:
        raise Unreadable(start + marker.start(), 'merge conflict marker')
    tokens: list[Token] = []
    at = 0
    escaped = False
    for kind, value in _postgres_lexer().get_tokens(masked.text):
        first, at = at, at + len(value)
        name = kind[-1]
        if name == 'Whitespace':
            continue
        if name == 'Name':
            word = fold(source[first:at])
            escaped = escaped or word == 'uescape'
            tokens.append(Token('word', truncate(word), start + first, start + at))
        elif name == 'Punctuation':
            tokens.append(Token(value, value, start + first, start + at))
        elif name == 'Operator':
            _add_operators(tokens, value, start + first)
        elif name == 'Literal' or name == 'Symbol':
            glued = prefix(source, first, tokens[-1].end - start if tokens else 0)
            if glued == 'n':
                # scan.l reads N'x' as NCHAR 'x'.
                tokens.append(Token('word', 'nchar', start + first - 1, start + first))
            tokens.append(_quoted(source[first:at], glued, start + first))
        elif name == 'Number':
            tokens.append(Token('number', value, start + first, start + at))
        elif name == 'Placeholder':
            tokens.append(Token('param', value, start + first, start + at))
        else:
            raise Unreadable(start + first, f'unexpected character {source[first]!r}')
    return _apply_uescape(tokens, text) if escaped else tokens


def _postgres_lexer() -> Any:
    """sqlparse's lexer with PostgreSQL's tokens; it sees ASCII only, quotes hold nothing but x."""
    global _lexer
    if _lexer is None:
        from sqlparse import tokens as T
        from sqlparse.lexer import Lexer
        digits = '[0-9][0-9_]*'
        lexer: Any = Lexer()
        lexer.clear()
        lexer.set_SQL_REGEX([
            (r'[ \t\n\r\f\v]+', T.Whitespace),
            (r'[a-z_][a-z0-9_$]*', T.Name),
            (r'::|:=|\.\.|[(),;\[\]:]|\.(?![0-9])', T.Punctuation),
            (rf'(?:{digits}(?:\.(?!\.)[0-9_]*)?|\.{digits})(?:e[-+]?[0-9]+)?(?!\w)', T.Number),
            (r'0(?:x[0-9a-f_]+|o[0-7_]+|b[01_]+)(?!\w)', T.Number),
            (r"'x*'", T.Literal),
            (r'"x*"', T.String.Symbol),
            (r'[-+*/<>=~!@#%^&|`?]+', T.Operator),
            (r'\$[0-9]+', T.Name.Placeholder),
        ])
        _lexer = lexer
    return _lexer


def _add_operators(tokens: list[Token], run: str, start: int) -> None:
    """A run of operator characters, cut as scan.l cuts it (``=-1`` is ``=`` and ``-``)."""
    while run:
        length = len(run)
        if length > 1 and run[-1] in '+-' and not _LICENSE_TO_END_IN_SIGN.intersection(run):
            length = len(run.rstrip('+-')) or 1
        tokens.append(Token('operator', run[:length], start, start + length))
        run, start = run[length:], start + length


def _quoted(raw: str, glued: str, at: int, escape: str = '\\') -> Token:
    """The string, bit string or name whose quotes stand at the offset ``at``."""
    begin, end = at - len(glued.strip('n')), at + len(raw)
    if raw[0] == '"':
        value = name_value(raw, glued, escape)
        if not value:
            raise Unreadable(begin, 'zero-length delimited identifier')
        return Token('name', truncate(value), begin, end)
    value = string_value(raw, glued, escape)
    if glued in ('b', 'x'):
        return Token('bits', glued + value, begin, end)
    return Token('string', value, begin, end)


def _apply_uescape(tokens: list[Token], text: str) -> list[Token]:
    """``U&'d!0061' UESCAPE '!'`` is one literal."""
    out: list[Token] = []
    for token in tokens:
        if len(out) > 1 and token.kind == 'string' and out[-1].value == 'uescape':
            quoted = out[-2]
            if text[quoted.start:quoted.start + 2].lower() == 'u&' and len(token.value) == 1:
                del out[-2:]
                raw = text[quoted.start + 2:quoted.end]
                read_again = _quoted(raw, 'u&', quoted.start + 2, token.value)
                out.append(read_again._replace(end=token.end))
                continue
        out.append(token)
    return out
