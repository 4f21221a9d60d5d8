"""The cases in ``cases/*.txt``: what mending does, byte for byte.

    == what is shown (at level client, unless another one is named)
    the migrations
    --
    the schema before
    --
    the schema after

A datasource stands before each schema. ``python -m tests.mend.specification`` writes what is
printed now after each schema: read what it changes.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import Origin
from sync_guard.finding import Level
from sync_guard.mend import mend
from sync_guard.mend import Mending
from sync_guard.mend import Task
from sync_guard.mend.renames import renamed_lines
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from sync_guard.projects import Project

FOLDER = Path(__file__).parent / 'cases'
PATH = 'prisma/schema.prisma'
DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n\n'


class Case(NamedTuple):
    what: str
    sql: str
    before: str
    after: str = ''

    @property
    def level(self) -> Level:
        found = re.search(r'\((types|client|strict)\)$', self.what)
        return cast('Level', found[1]) if found else 'client'


def cases() -> Iterator[Case]:
    for file in sorted(FOLDER.glob('*.txt')):
        yield from _read(file)


def _read(file: Path) -> Iterator[Case]:
    for part in re.split(r'^== ', file.read_text('utf-8'), flags=re.M)[1:]:
        what, _, rest = part.partition('\n')
        yield Case(what, *re.split(r'^--\n', rest, flags=re.M))


def task_of(sql: str, level: Level) -> Task:
    """All that the migration builds, and what it renames."""
    lines = renamed_lines(sql)

    def renamed(origin: Origin | None) -> bool:
        return origin is not None and origin.line in lines

    built = replay(State(Catalog()), [('a.sql', read(sql))])
    assert built.problems == ()
    project = Project('', ('supabase/migrations',), (PATH,))
    return Task(project, built.catalog, level, renamed=renamed)


def mended(sql: str, schema: str, level: Level) -> tuple[str, Mending]:
    """The schema, with its datasource, and what was said of it."""
    done = mend({PATH: schema}, task_of(sql, level))
    return done.files.get(PATH, schema), done


if __name__ == '__main__':
    for file in sorted(FOLDER.glob('*.txt')):
        text = ''
        for case in _read(file):
            after, _ = mended(case.sql, DATASOURCE + case.before, case.level)
            after = after.removeprefix(DATASOURCE)
            text += f'== {case.what}\n{case.sql}--\n{case.before}--\n{after}'
        file.write_text(text, 'utf-8', newline='\n')
