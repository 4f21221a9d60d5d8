"""INSERT, DELETE and TRUNCATE, as far as they say whether a table has rows."""
from __future__ import annotations

from functools import lru_cache

from sync_guard.postgres.operations import Ref
from sync_guard.postgres.sql_file import Rows
from sync_guard.postgres.tokens import read as tokenise
from sync_guard.postgres.tokens import Unreadable

# The tables stand in front of everything else; of an INSERT with much data no more is read.
_ENOUGH = 300
_BETWEEN = ('into', 'from', 'table', 'only')


def note(rows: list[Rows], text: str, start: int, end: int, line: int) -> None:
    """Add the tables that a top-level statement fills or empties; of a series of INSERTs the first.

    A DELETE counts as emptying, whatever its WHERE: then nothing is known of the rows.
    """
    stops = [at for mark in "('$" if (at := text.find(mark, start, min(end, start + _ENOUGH))) > 0]
    head = text[start:min([end, start + _ENOUGH, *stops])]
    filled = head[:1] in 'iI'
    for table in _tables(head):
        if not rows or rows[-1][1:] != (table, filled):
            rows.append(Rows(line, table, filled))


@lru_cache(maxsize=64)
def _tables(head: str) -> tuple[Ref, ...]:
    """The tables that the first words of a statement name. Cached: seed data is a thousand INSERTs
    into the same few tables."""
    try:
        tokens = tokenise(head, 0, len(head))
    except Unreadable:
        return ()
    found: list[Ref] = []
    i = 1
    while i < len(tokens):
        if tokens[i].kind == 'word' and tokens[i].value in _BETWEEN:
            i += 1
            continue
        if tokens[i].kind not in ('word', 'name'):
            break
        if i + 2 < len(tokens) and tokens[i + 1].kind == '.':
            found.append(Ref(tokens[i].value, tokens[i + 2].value))
            i += 3
        else:
            found.append(Ref(None, tokens[i].value))
            i += 1
        if tokens[0].value != 'truncate' or i >= len(tokens) or tokens[i].kind != ',':
            break
        i += 1
    return tuple(found)
