"""Where the Supabase CLI cuts a migration into statements, and PostgreSQL does not.

The CLI sends a file statement by statement, cut by a small state machine of its own. It knows
quotes, comments and ``BEGIN ATOMIC``, and takes any ``)`` to close all parentheses that are open.
The rules here are those of its code in 3.1.0 (2.122 has the same).
"""
from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from collections.abc import Iterator

from sync_guard.postgres.quoting import end_of_quoted
from sync_guard.postgres.quoting import in_identifier
from sync_guard.postgres.scanner import Statement

# BEGIN and ATOMIC are told by what stands before them, not by what follows, and with white space
# between them only.
_MARK = (
    r"""[;()\\'"]|--|/\*|\$|[eE][nN][dD]"""
    r'|[bB][eE][gG][iI][nN][ \t\n\r\f\v]+[aA][tT][oO][mM][iI][cC]'
)
# Unlike PostgreSQL's, a tag may begin with a digit.
_TAG = r'\$[^\x00-/:-@\[-^`{-\x7f]*\$'


def cuts(text: str, statements: Iterable[Statement]) -> Iterator[tuple[Statement, int]]:
    """The statements that the CLI sends in pieces, each with the offset of the first cut.

    The first piece is unfinished, and PostgreSQL refuses it with SQLSTATE 42601: what is cut is a
    quote, a parenthesis or a body that has not been closed.
    """
    ends = splits(text)
    for statement in statements:
        place = bisect_left(ends, statement.start)
        if place < len(ends) and ends[place] < statement.end:
            yield statement, ends[place]


def splits(text: str) -> list[int]:
    """The offsets of the semicolons at which the CLI cuts. A BEGIN ATOMIC inside of another, or in
    parentheses, which PostgreSQL does not know, is not followed."""
    search = re.compile(_MARK).search
    found: list[int] = []
    position = 0
    opened = False
    body: int | None = None  # in BEGIN ATOMIC: where the inner statement starts
    while (match := search(text, position)) is not None:
        start, mark = match.start(), match[0]
        position = match.end()
        if mark == ';':
            if body is not None and not opened:
                body = position
            elif not opened:
                found.append(start)
        elif mark in '()':
            opened = mark == '('
        elif mark == '\\':
            # It takes the next character; a letter goes on to be part of its word, and a
            # parenthesis closes all the same.
            after = text[position:position + 1]
            position += not (after.isalnum() or after == ')')
        elif mark == '$':
            position = _end_of_dollar(text, start)
        elif mark in ('--', '/*', "'", '"'):
            position = end_of_quoted(text, start)
            if position < 0:
                break
        elif start and in_identifier(text[start - 1]):
            position = start + 1
        elif len(mark) > len('end'):
            body = position if body is None else body
        elif body is not None and not opened and not in_identifier(text[position:position + 1]):
            body = None if _only_comments(text, body, start) else body
    return found


def _end_of_dollar(text: str, start: int) -> int:
    """Where to read on after a ``$``: behind the body it opens, if it opens one."""
    tag = re.compile(_TAG).match(text, start)
    if tag is None or start and in_identifier(text[start - 1]):
        return start + 1
    # The end may overlap the opening: the third $ of $$$ ends what the first two begin.
    end = text.find(tag[0], start + 1)
    return len(text) if end < 0 else end + len(tag[0])


def _only_comments(text: str, start: int, end: int) -> bool:
    while start < end:
        if text.startswith(('--', '/*'), start):
            start = end_of_quoted(text, start)
        elif text[start] in ' \t\n\r\f\v':
            start += 1
        else:
            return False
    return True
