"""The SQL specification: `cases/*.sql`, each file one statement's, each case one clause.

A case begins with `-- case: SENTENCE` and ends where the next one begins. In it stand for
themselves on a line:

    -- file             the next file of the chain begins
    -- refused: 42P01   PostgreSQL refuses this file with that SQLSTATE
    -- refused before 18: 42601   PostgreSQL before that version does
    -- since: 16        PostgreSQL before this version does not know it
    -- uncertain        the replay may say that it does not know
    -- not yet: WHY     the replay does not say so yet; a test fails when it does
"""
from __future__ import annotations

import os
import re
from typing import NamedTuple

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'cases')
_CASE = re.compile(r'^-- case: (.+)\n', re.M)
_FILE = re.compile(r'^-- file\n', re.M)
_REFUSED = re.compile(r'^-- refused: (\w{5})\b', re.M)
_REFUSED_BEFORE = re.compile(r'^-- refused before (\d+): (\w{5})\b', re.M)
_SINCE = re.compile(r'^-- since: (\d+)\n', re.M)
_NOT_YET = re.compile(r'^-- not yet: (.+)\n', re.M)
_UNCERTAIN = re.compile(r'^-- uncertain\b', re.M)


class Case(NamedTuple):
    """`files` are (path, text); `refusals` the SQLSTATE of each, None where it is applied.
    `earlier` are the versions before which a file is refused, and with what."""

    name: str
    files: tuple[tuple[str, str], ...]
    refusals: tuple[str | None, ...]
    since: int
    uncertain: bool
    not_yet: str | None
    earlier: tuple[tuple[int, str] | None, ...]

    def refusals_of(self, version: int) -> tuple[str | None, ...]:
        """What a version of PostgreSQL says to each file."""
        return tuple(
            old[1] if old is not None and version < old[0] else refusal
            for refusal, old in zip(self.refusals, self.earlier)
        )


def cases() -> list[Case]:
    found = []
    for entry in sorted(os.listdir(_FOLDER)):
        with open(os.path.join(_FOLDER, entry), encoding='utf-8') as stream:
            _, *parts = _CASE.split(stream.read())
        title = entry.removesuffix('.sql').replace('_', ' ')
        for sentence, text in zip(parts[::2], parts[1::2]):
            found.append(_case(f'{title}: {sentence}', text))
    return found


def _case(name: str, text: str) -> Case:
    texts = _FILE.split(text)
    refusals = (_REFUSED.search(part) for part in texts)
    earlier = [_REFUSED_BEFORE.search(part) for part in texts]
    since = _SINCE.search(text)
    not_yet = _NOT_YET.search(text)
    return Case(
        name,
        tuple((f'{number}.sql', part) for number, part in enumerate(texts, 1)),
        tuple(refusal[1] if refusal else None for refusal in refusals),
        int(since[1]) if since else 0,
        _UNCERTAIN.search(text) is not None,
        not_yet[1] if not_yet else None,
        tuple((int(old[1]), old[2]) if old else None for old in earlier),
    )
