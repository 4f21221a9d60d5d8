"""Where PostgreSQL's quoted things and comments end, and a copy of a text without their contents.

The rules are those of PostgreSQL's scan.l: doubled quotes, ``E'…'`` with backslashes, strings that
go on after a line end, ``$tag$`` bodies, comments that nest. Every function is linear in what it
reads.
"""
from __future__ import annotations

import re
from typing import NamedTuple

SPACE = ' \t\n\r\f\v'  # scan.l's space; a no-break space is an identifier character
# What can open something whose contents are no SQL.
_OPENER = re.compile(r"'|\"|\$|--[^\r\n]*|/\*|[^\x00-\x7f]+")
# A letter, _ or anything beyond ASCII, then digits too; said by what it is not, since a range up to
# U+10FFFF takes 4 ms to compile.
_DOLLAR_TAG = re.compile(r'\$(?:[^\x00-@\[-^`{-\x7f][^\x00-/:-@\[-^`{-\x7f]*)?\$')
_COMMENT_EDGE = re.compile(r'/\*|\*/')
_ESCAPED_BODY = re.compile(r"[^'\\]*(?:(?:\\.|'')[^'\\]*)*", re.DOTALL)
# 'a' <line end> 'b' is one literal, with only white space and -- comments between.
_CONTINUED = re.compile(
    r"[ \t\f\v]*(?:--[^\r\n]*)?[\r\n][ \t\n\r\f\v]*(?:--[^\r\n]*[\r\n][ \t\n\r\f\v]*)*'",
)
_LINE_END = re.compile(r'[\r\n]')
_NOT_A_LINE_END = re.compile(r'[^\r\n]')
UNTERMINATED = {
    "'": 'unterminated quote',
    '"': 'unterminated quote',
    '$': 'unterminated dollar quote',
    '/': 'unterminated comment',
}


def in_identifier(char: str) -> bool:
    """Whether the character can go on an unquoted identifier (scan.l's ident_cont)."""
    return char.isalnum() or char in '_$' or char >= '\x80'


def prefix(text: str, quote: int, fresh: int = 0) -> str:
    """What stands glued before the quote at this offset: ``e``, ``b``, ``x``, ``n``, ``u&``, or
    nothing. A token begins at ``fresh``, whatever stands before it (``$$a$$E'b'``)."""
    if not quote or text[quote] == '$':
        return ''
    glued = text[max(quote - 2, 0):quote].lower()
    if glued == 'u&':
        start = quote - 2
    elif glued[-1] in 'ebxn' and text[quote] == "'":
        glued, start = glued[-1], quote - 1
    else:
        return ''
    return '' if start > fresh and in_identifier(text[start - 1]) or start < fresh else glued


def end_of_quoted(text: str, start: int, fresh: int = 0) -> int:
    """One past the end of what opens at ``start``: a quote, a dollar quote, ``/*`` or ``--``.

    -1 when it never ends, 0 when a ``$`` opens nothing there (``$1``, ``a$b``). ``fresh`` is where
    the last quoted thing ended.
    """
    opener = text[start]
    if opener == "'":
        return _end_of_string(text, start, prefix(text, start, fresh))
    if opener == '"':
        return _end_of_name(text, start)
    if opener == '$':
        if start > fresh and in_identifier(text[start - 1]):
            return 0
        tag = _DOLLAR_TAG.match(text, start)
        if tag is None:
            return 0
        found = text.find(tag[0], tag.end())
        return -1 if found < 0 else found + len(tag[0])
    return _end_of_comment(text, start)


def _end_of_string(text: str, start: int, glued: str) -> int:
    position = start + 1
    while True:
        if glued == 'e':
            body = _ESCAPED_BODY.match(text, position)
            position = body.end() if body else position
            if text[position:position + 1] != "'":
                return -1
            position += 1
        else:
            position = text.find("'", position) + 1
            if not position:
                return -1
            if text[position:position + 1] == "'" and glued not in ('b', 'x'):
                position += 1
                continue
        going_on = _CONTINUED.match(text, position)
        if going_on is None:
            return position
        position = going_on.end()


def _end_of_name(text: str, start: int) -> int:
    position = start + 1
    while True:
        position = text.find('"', position) + 1
        if not position:
            return -1
        if text[position:position + 1] != '"':
            return position
        position += 1


def _end_of_comment(text: str, start: int) -> int:
    position = start + 2
    if text[start] == '-':
        line_end = _LINE_END.search(text, position)
        return line_end.start() if line_end else len(text)
    depth = 1
    while depth:
        edge = _COMMENT_EDGE.search(text, position)
        if edge is None:
            return -1
        depth += 1 if edge[0] == '/*' else -1
        position = edge.end()
    return position


class Masked(NamedTuple):
    """``text`` is as long as the original; ``open`` is the offset of what never ends, or -1."""

    text: str
    open: int


def mask(text: str) -> Masked:
    """A copy of the same length in plain ASCII that no lexer can misread.

    Contents of strings and quoted names become ``x`` (dollar quotes become ``'xxx'``), comments and
    the prefixes ``E``, ``U&``, ``B``, ``X``, ``N`` become blanks, and every character beyond ASCII
    becomes ``x``, for to PostgreSQL they are all letters. Offsets do not move.
    """
    pieces: list[str] = []
    position = done = fresh = 0
    while (match := _OPENER.search(text, position)) is not None:
        start, opener = match.start(), match[0]
        position = match.end()
        if opener[0] >= '\x80':
            shown = 'x' * len(opener)
        elif opener[0] == '-':
            shown = ' ' * len(opener)
        else:
            end = end_of_quoted(text, start, fresh)
            if end < 0:
                return Masked(text, start)
            if not end:
                continue
            position = end
            if opener == '/*':
                shown = _NOT_A_LINE_END.sub(' ', text[start:end])
            else:
                quote = '"' if opener == '"' else "'"
                shown = quote + 'x' * (end - start - 2) + quote
                before = len(prefix(text, start, fresh))
                if before:
                    pieces.append(text[done:start - before])
                    pieces.append(' ' * before)
                    done = start
        pieces.append(text[done:start])
        pieces.append(shown)
        done = position
        fresh = position if opener[0] in '\'"$/' else fresh
    pieces.append(text[done:])
    return Masked(''.join(pieces), -1)
