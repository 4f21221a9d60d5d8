"""SQL and schema text to a draft and its text, without git."""
from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sync_guard.draft import Draft
from sync_guard.draft import draft
from sync_guard.draft.file import formatted
from sync_guard.finding import Level
from sync_guard.finding import LEVELS
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from sync_guard.prisma import expect
from sync_guard.prisma import Expected
from sync_guard.prisma import parse
from sync_guard.prisma import refused_by

DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n'


class Case(NamedTuple):
    """``level`` stands in the name, behind an @; without one it is strict."""

    name: str
    level: Level
    sql: str
    schema: str
    draft: str


def cases_in(file: Path) -> list[Case]:
    """The cases of a file: ``=== NAME``, then the parts ``--- sql``, ``--- schema`` and
    ``--- draft``, which hold what the migration says below its first paragraph."""
    found = []
    for block in file.read_text('utf-8').split('=== ')[1:]:
        title, _, rest = block.partition('\n--- sql\n')
        sql, _, rest = rest.partition('--- schema\n')
        schema, _, text = rest.partition('--- draft\n')
        name, _, level = title.partition(' @')
        found.append(Case(name, _level(level or 'strict'), sql, schema, text.strip('\n')))
    return found


def _level(name: str) -> Level:
    return next(level for level in LEVELS if level == name)


def built(sql: str) -> State:
    state = replay(None, [('1_before.sql', read(sql))])
    assert state.problems == ()
    return state


def expected_of(schema: str) -> Expected:
    """A schema without a datasource gets one behind it, which moves no line."""
    file = parse('schema.prisma', schema if 'datasource ' in schema else schema + DATASOURCE)
    expected = expect([file])
    assert (file.problems, refused_by(expected.problems, 7)) == ((), ())
    return expected


def drafted(
    before: State, expected: Expected, level: Level = 'strict', prisma: int | None = None,
) -> Draft:
    shown = LEVELS[:LEVELS.index(level) + 1]
    return draft(
        before, expected, lambda difference, catalog: difference.level in shown,
        prisma=prisma,
    )


def sql_of(draft: Draft, *, commented_out: bool) -> str:
    """The statements that are commented out, or those that are not."""
    return ''.join(
        f'{formatted(f"{statement};")}\n' for step in draft.steps
        if (step.warning is not None) is commented_out for statement in step.statements
    )
