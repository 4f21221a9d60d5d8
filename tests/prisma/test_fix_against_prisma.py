"""Mending makes `prisma migrate diff` empty: on the table of pairs, and on random databases whose
schema and SQL have drifted apart.

`SYNC_GUARD_FIXES=2000` makes that many new random pairs.
"""
from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Mapping
from typing import Any
from typing import NamedTuple

import pytest

from sync_guard.catalog import Catalog
from sync_guard.catalog import Table
from sync_guard.compare import compare
from sync_guard.compare.differences import CrossSchemaReference
from sync_guard.compare.differences import DefaultDiffers
from sync_guard.compare.differences import Difference
from sync_guard.compare.differences import ModelWithoutTable
from sync_guard.compare.differences import RelationDiffers
from sync_guard.compare.differences import SetUp
from sync_guard.finding import Level
from sync_guard.finding import LEVELS
from sync_guard.mend import mend
from sync_guard.mend import Mending
from sync_guard.mend import Task
from sync_guard.postgres import base
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from sync_guard.prisma import expect
from sync_guard.prisma import Expected
from sync_guard.prisma import parse
from sync_guard.prisma.lexer import tokens
from sync_guard.projects import Project
from tests.oracle.postgres import apply
from tests.oracle.postgres import Oracle
from tests.oracle.prisma import Engine
from tests.oracle.prisma import Prisma
from tests.oracle.prisma import Refused
from tests.prisma.database_edits import sql_edit
from tests.prisma.databases import Choices
from tests.prisma.databases import Script
from tests.prisma.dressing import dressed
from tests.prisma.dressing import in_files
from tests.prisma.record import whole_schema
from tests.prisma.schema_edits import schema_edit
from tests.prisma.test_conformance import CASES

_PULLED = 'generator client {\n  provider = "prisma-client-js"\n}\n\n' \
          'datasource db {\n  provider = "postgresql"\n}\n'
_TWO = _PULLED.replace('"postgresql"\n', '"postgresql"\n  schemas  = ["other", "public"]\n')
_PROJECT = Project('', ('supabase/migrations',), ('schema.prisma',))
_COUNT = int(os.environ.get('SYNC_GUARD_FIXES', '80'))


class Mended(NamedTuple):
    files: dict[str, str]
    done: Mending
    expected: Expected


def mended(files: Mapping[str, str], task: Task) -> Mended:
    done = mend(files, task)
    texts = {**files, **done.files}
    trees = [parse(path, text) for path, text in texts.items()]
    expected = expect(trees)._replace(external=task.external)
    again = mend(texts, task)
    assert (again.edits, again.files) == ((), {}), texts
    assert bool(done.edits) == bool(done.files), done.edits
    for path, text in files.items():
        assert _comments(texts[path]) == _comments(text), texts[path]
    return Mended(texts, done, expected)


def is_good(files: Mapping[str, str]) -> bool:
    trees = [parse(path, text) for path, text in files.items()]
    return not any(tree.problems for tree in trees) and not expect(trees).problems


def _comments(schema: str) -> list[str]:
    return sorted(token.text for token in tokens(schema) if token.kind == 'comment')


@pytest.mark.parametrize('case', CASES, ids=lambda case: case['name'])
def test_a_pair_of_the_table_is_in_step_at_level_strict(case: dict[str, Any]) -> None:
    files = {'schema.prisma': whole_schema(case)}
    built = replay(State(Catalog()), [('a.sql', read(case['sql']))]).catalog
    task = Task(_PROJECT, built, 'strict', external=tuple(case.get('external', ())))

    made = mended(files, task)

    if not is_good(files):
        return  # one that Prisma refuses is mended as far as it is certain, or left
    left = [d for d in compare(built, made.expected, strict=True) if d.uncertain is None]
    assert is_good(made.files)
    assert [d for d in left if not _is_beyond(d)] == [], made.files


def test_random_pairs_are_in_step_and_prisma_agrees(postgres: Oracle, prisma: Prisma) -> None:
    tried: Counter[str] = Counter()
    number = 0 if 'SYNC_GUARD_FIXES' not in os.environ else random.randrange(10**9)
    while tried['pairs'] < _COUNT // 2:  # on each of two servers
        number += 1
        with postgres.fresh() as connection:
            _examine(random.Random(number), connection, postgres.url, prisma, tried)
    assert tried['unspeakable'] <= tried['pairs'] // 10, tried


def _examine(
    source: random.Random, connection: Any, url: str, prisma: Prisma, tried: Counter[str],
) -> None:
    choices = Choices(source.randrange)
    schemas = ('public', 'other') if choices.chance(4) else ('public',)
    state, taken = base(), list[str]()

    def grow(text: str) -> None:
        """One more file, where PostgreSQL takes it."""
        nonlocal state
        path = f'{len(taken)}.sql'
        outcome, = apply(connection, [(path, text)])
        if outcome.sqlstate is None:
            state = replay(state, [(path, read(text))])
            taken.append(text)

    engine: Engine = choices.pick(('7', '7', '6'))
    for statement in Script(choices, schemas, every=choices.chance(4)).write():
        grow(statement)
    try:
        schema = prisma.pull(url, _PULLED if len(schemas) == 1 else _TWO, engine)
    except Refused:
        return  # an empty database
    for _ in range(1 + choices.number(6)):
        schema = schema_edit(choices, schema)
    for _ in range(choices.number(6)):
        grow(sql_edit(choices, state.catalog))
    is_formatted = choices.chance(3)
    if not is_formatted or choices.chance(2):
        schema = dressed(choices, schema)
    files = in_files(choices, schema)
    if not is_good(files) or prisma.validate([*files.items()], engine) is not None:
        return
    tried['pairs'] += 1
    level = choices.pick((*LEVELS, 'strict'))
    if is_formatted:
        files = formatted(prisma, files, engine)

    for _ in range(1 + choices.chance(4)):
        drifted = Drifted(files, engine, level, state.catalog, tuple(taken))
        if not _is_mended(drifted, prisma, url, tried, is_formatted):
            return
        files = mended(files, _task(drifted)).files
        for _ in range(1 + choices.number(3)):
            grow(sql_edit(choices, state.catalog))


class Drifted(NamedTuple):
    """A schema beside what the ``sql`` built, and the level at which it is to be mended."""

    files: dict[str, str]
    engine: Engine
    level: Level
    built: Catalog
    sql: tuple[str, ...]


def _task(drifted: Drifted) -> Task:
    project = _PROJECT._replace(prisma_major=int(drifted.engine))
    return Task(project, drifted.built, drifted.level)


def _is_mended(
    drifted: Drifted, prisma: Prisma, url: str, tried: Counter[str], is_formatted: bool,
) -> bool:
    """Mend it, and ask Prisma; False where Prisma has no words for what there is."""
    files, engine, level, built, taken = drifted
    made = mended(files, _task(drifted))
    after = [*made.files.items()]
    shown = '\n'.join([
        f'engine {engine} level {level}', *taken, *files.values(), '-----', *made.files.values(),
        str(made.done.left),
    ])
    assert prisma.validate(after, engine) is None, shown
    left = [
        d for d in compare(built, made.expected, int(engine), strict=level == 'strict')
        if d.level in LEVELS[:LEVELS.index(level) + 1] and not _is_beyond(d)
    ]
    if any('one that Prisma refuses' in one.why for one in made.done.left):
        # A foreign key between two types, a list for a key: Prisma has no words for it.
        tried['unspeakable'] += 1
        return False
    assert not [d for d in left if d.uncertain is None], (left, shown)
    if level == 'strict' and not left and not made.done.left:
        tried['asked'] += 1
        diff = prisma.diff(after, url=url, engine=engine)
        assert diff.equal, (diff.text, shown)
    if is_formatted and not any('/*' in text for text in files.values()):  # it rewrites those
        tried['formatted'] += 1
        assert formatted(prisma, made.files, engine) == made.files, shown
    return True


def formatted(prisma: Prisma, files: Mapping[str, str], engine: Engine) -> dict[str, str]:
    """The files as `prisma format` leaves them in the end: once is not always enough for it, as
    for a comment behind the end of a block, which it takes to a line of its own first."""
    before: dict[str, str] = {}
    while files != before:
        made = dict(prisma.format_all([*files.items()], engine))
        before, files = {**files}, {path: text.lstrip('\n') for path, text in made.items()}
    return before


def _is_beyond(difference: Difference) -> bool:
    """What no edit of the schema mends. Two foreign keys on the same columns are one relation to
    Prisma, which misses the other; a schema that emulates relations wants no foreign keys; and
    there is no model of a view. No list of BigInt equals any default to it. And two sides that
    hardly know each other are left apart."""
    if isinstance(difference, (CrossSchemaReference, SetUp)):
        return True
    if isinstance(difference, RelationDiffers) and difference.emulated:
        return True
    if isinstance(difference, ModelWithoutTable):
        return difference.like is not None
    if isinstance(difference, DefaultDiffers):
        type_ = difference.column.type
        return type_.is_array and type_.name == 'int8'
    table = getattr(difference, 'table', None)
    columns = [key.columns for key in table.foreign_keys] if isinstance(table, Table) else []
    built = getattr(difference, 'built', None)
    return columns.count(getattr(built, 'columns', ())) > 1
