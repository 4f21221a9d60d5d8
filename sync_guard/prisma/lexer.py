"""Prisma schema text to tokens. Nothing of the text is lost: each token carries the blanks before
it, so that the tokens of a file, joined, are the file (an editor can keep every other byte).

The grammar is prisma-engines' ``datamodel.pest`` as Prisma 5 to 7 read it.
"""
from __future__ import annotations

import re
from typing import NamedTuple

# pest's SPACE_SEPARATOR (Unicode Zs) and the tab; a line end is a token of its own, since a field
# ends with its line.
_BLANKS = '[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]*'
# The first character is a letter of any script or an ASCII digit.
_NAME = r'(?:[^\W\d_]|[0-9])[\w-]*'
_PATTERN = (
    rf'{_BLANKS}(?:'
    # A path (`db.VarChar`) has no blanks in it; a trailing dot belongs to it. `10` and `1.5` are
    # words too: whether a word is a number depends on where it stands.
    rf'(?P<word>{_NAME}(?:\.(?:{_NAME})?)*)'
    r'|(?P<newline>\r\n|\n|\r)'
    r'|(?P<mark>@@|[@(){}\[\],:=?!])'
    r'|(?P<string>"(?:\\[\s\S]|[^"\\\x00-\x1f])*")'
    r'|(?P<comment>//[^\r\n]*|/\*[\s\S]*?\*/)'
    r'|(?P<number>-\d+(?:\.\d+)?)'
    r'|(?P<other>[\s\S])'
    r'|(?P<end>\Z))'
)


class Token(NamedTuple):
    """``kind`` is word, newline, string, comment, number, other, end, or the mark itself (``@@``,
    ``@``, ``(``, …). ``start`` is the offset of ``text``; ``blanks`` precede it."""

    kind: str
    text: str
    start: int
    blanks: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def tokens(text: str) -> list[Token]:
    """All tokens of ``text``, the last of which is of kind ``end``. Never raises."""
    found = []
    for match in re.finditer(_PATTERN, text):
        kind = match.lastgroup or ''
        value = match[kind]
        start = match.start(kind)
        found.append(Token(value if kind == 'mark' else kind, value, start, start - match.start()))
        if kind == 'end':
            break
    return found
