"""Mending makes `prisma migrate diff` empty: on the table of pairs, and on random databases whose
schema and SQL have drifted apart.

`SYNC_GUARD_FIXES=2000` makes that many new random pairs.
"""
from __future__ import annotations

import os
import random
import re
from collections import Counter
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
from sync_guard.projects import Project
from tests.oracle.postgres import apply
from tests.oracle.postgres import Oracle
from tests.oracle.prisma import Prisma
from tests.oracle.prisma import Refused
from tests.prisma.databases import Choices
from tests.prisma.databases import Script
from tests.prisma.databases import sql_edit
from tests.prisma.record import whole_schema
from tests.prisma.schema_edits import schema_edit
from tests.prisma.test_conformance import CASES

_PULLED = 'generator client {\n  provider = "prisma-client-js"\n}\n\n' \
          'datasource db {\n  provider = "postgresql"\n}\n'
_TWO = _PULLED.replace('"postgresql"\n', '"postgresql"\n  schemas  = ["other", "public"]\n')
_PROJECT = Project('', ('supabase/migrations',), ('schema.prisma',))
_COUNT = int(os.environ.get('SYNC_GUARD_FIXES', '30'))


class Mended(NamedTuple):
    text: str
    done: Mending
    expected: Expected


def mended(schema: str, built: Catalog, level: Level, external: tuple[str, ...] = ()) -> Mended:
    task = Task(_PROJECT, built, level, external=external)
    done = mend({'schema.prisma': schema}, task)
    text = done.files.get('schema.prisma', schema)
    expected = expect([parse('schema.prisma', text)])._replace(external=external)
    assert mend({'schema.prisma': text}, task).edits == (), text
    assert _comments(text) == _comments(schema), text
    return Mended(text, done, expected)


def is_good(schema: str) -> bool:
    file = parse('schema.prisma', schema)
    return not file.problems and not expect([file]).problems


def _comments(schema: str) -> list[str]:
    return sorted(re.findall('//.*', schema))


@pytest.mark.parametrize('case', CASES, ids=lambda case: case['name'])
def test_a_pair_of_the_table_is_in_step_at_level_strict(case: dict[str, Any]) -> None:
    schema = whole_schema(case)
    if not is_good(schema):
        pytest.skip('Prisma refuses the schema')
    built = replay(State(Catalog()), [('a.sql', read(case['sql']))]).catalog

    made = mended(schema, built, 'strict', tuple(case.get('external', ())))

    left = [d for d in compare(built, made.expected, strict=True) if d.uncertain is None]
    assert is_good(made.text)
    assert [d for d in left if not _is_beyond(d)] == [], made.text


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

    for statement in Script(choices, schemas).write():
        grow(statement)
    try:
        schema = prisma.pull(url, _PULLED if len(schemas) == 1 else _TWO)
    except Refused:
        return  # an empty database
    for _ in range(1 + choices.number(4)):
        schema = schema_edit(choices, schema)
    for _ in range(choices.number(4)):
        grow(sql_edit(choices, state.catalog))
    if not is_good(schema) or prisma.validate(schema) is not None:
        return
    tried['pairs'] += 1
    level = choices.pick((*LEVELS, 'strict'))
    is_formatted = choices.chance(2)
    if is_formatted:
        schema = prisma.format(schema)

    made = mended(schema, state.catalog, level)

    shown = '\n'.join([*taken, schema, made.text, str(made.done.left)])
    assert prisma.validate(made.text) is None, shown
    left = [
        d for d in compare(state.catalog, made.expected, strict=level == 'strict')
        if d.level in LEVELS[:LEVELS.index(level) + 1] and not _is_beyond(d)
    ]
    if any('one that Prisma refuses' in one.why for one in made.done.left):
        # A foreign key between two types, a list for a key: Prisma has no words for it.
        tried['unspeakable'] += 1
        return
    assert not [d for d in left if d.uncertain is None], (left, shown)
    if level == 'strict' and not left and not made.done.left:
        tried['asked'] += 1
        assert prisma.diff(made.text, url=url).equal, shown
    if is_formatted:
        assert prisma.format(made.text) == made.text, shown


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
