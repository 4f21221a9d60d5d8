"""At level strict the verdict is Prisma's own: of random databases against the schema that Prisma
pulls from them, and after each of some random edits to one side or the other.

The databases of CI are always the same. `SYNC_GUARD_VERDICTS=20000` makes that many new edits.
"""
from __future__ import annotations

import functools
import os
from collections import Counter
from random import Random
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import seed
from hypothesis import strategies as st

from sync_guard.compare import compare
from sync_guard.compare.differences import CrossSchemaReference
from sync_guard.compare.pairing import IGNORED_TABLES
from sync_guard.postgres import base
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from sync_guard.prisma import expect
from sync_guard.prisma import Expected
from sync_guard.prisma import parse
from sync_guard.prisma import refused_by
from tests.oracle.postgres import apply
from tests.oracle.postgres import Oracle
from tests.oracle.prisma import Engine
from tests.oracle.prisma import Prisma
from tests.oracle.prisma import Refused
from tests.prisma.database_edits import sql_edit
from tests.prisma.databases import Choices
from tests.prisma.examples import examples
from tests.prisma.features import database
from tests.prisma.schema_edits import schema_edit
from tests.prisma.types_shown import differences
from tests.prisma.types_shown import types_shown

_HEADER = 'generator client {\n  provider = "prisma-client-js"\n}\n\n' \
          'datasource db {\n  provider = "postgresql"\n}\n'
_TWO_SCHEMAS = _HEADER.replace('"postgresql"\n', '"postgresql"\n  schemas  = ["other", "public"]\n')
_WANTED = os.environ.get('SYNC_GUARD_VERDICTS')
# Of one database: edits of the schema that Prisma pulls from it, then one of the database itself,
# tried again where PostgreSQL refuses it; and the schema as pulled is one more verdict.
_SCHEMA_EDITS = 4
_TRIES = 5
_VERDICTS = _SCHEMA_EDITS + 1

_supabase = functools.cache(base)
Verdict = str


class Pair:
    """A database, on the server and in the replay."""

    def __init__(
        self, connection: psycopg.Connection, url: str, prisma: Prisma, engine: Engine,
    ) -> None:
        self.connection = connection
        self.url = url
        self.prisma = prisma
        self.engine = engine
        self.state: State = _supabase()
        self.files: list[str] = []

    def apply(self, text: str) -> bool:
        """Whether PostgreSQL takes one more file. What it takes the replay takes too."""
        path = f'{len(self.files)}.sql'
        outcome, = apply(self.connection, [(path, text)])
        if outcome.sqlstate is not None:
            return False
        self.files.append(text)
        state = replay(self.state, [(path, read(text))])
        assert state.problems == self.state.problems, (text, state.problems)
        self.state = state
        return True

    def theirs(self, schema: str) -> tuple[Verdict, str]:
        try:
            diff = self.prisma.diff(schema, url=self.url, engine=self.engine)
        except Refused as error:
            return 'refused', str(error)
        return 'equal' if diff.equal else 'different', diff.text

    def ours(self, schema: str, *, strict: bool = True) -> tuple[Verdict, Any]:
        """`unsure` where every difference hangs on what the replay cannot know."""
        file = parse('schema.prisma', schema)
        expected = expect([file])
        problems = [*file.problems, *refused_by(expected.problems, int(self.engine))]
        if problems:
            return 'refused', problems
        found = compare(self.state.catalog, expected, int(self.engine), strict=strict)
        if any(isinstance(d, CrossSchemaReference) for d in found):
            return 'refused', found
        if not found:
            return 'equal', found
        sure = any(getattr(d, 'uncertain', None) is None for d in found)
        return 'different' if sure else 'unsure', found

    def agree(self, schema: str) -> Verdict:
        theirs, text = self.theirs(schema)
        ours, found = self.ours(schema)
        assert ours == theirs or (ours, theirs) == ('unsure', 'equal'), '\n'.join(
            [*self.files, schema, f'Prisma {self.engine}: {theirs}', text, f'{ours}: {found}'],
        )
        return theirs

    def agree_about_types(self, pulled: str, schema: str) -> None:
        """Whether the generated TypeScript of two schemas differs, by Prisma's own datamodels. What
        is ignored, views, the lists of many-to-many relations, the schema an enum is in, and what
        other schemas than those listed have, are not measured there."""
        files = [parse('schema.prisma', text) for text in (pulled, schema)]
        before, after = expect([files[0]]), expect([files[1]])
        verdict, found = self.ours(schema, strict=False)
        if verdict not in ('equal', 'different') or (
            before.ignored != after.ignored or '\nview ' in schema
            or before.schemas != after.schemas or _places(before) != _places(after)
            or any(name.name in IGNORED_TABLES for name in before.catalog.tables)
        ):
            return
        try:
            shown = [types_shown(self.prisma.dmmf(text, self.engine)) for text in (pulled, schema)]
        except Refused:
            return
        joins = before.join_tables.keys() | after.join_tables.keys()
        ours = [
            d for d in found if getattr(d, 'level', 'types') == 'types' and not joins & {
                getattr(getattr(d, side, None), 'key', None) for side in ('table', 'model')
            }
        ]
        theirs = [*differences(*shown)]
        assert bool(theirs) == bool(ours), '\n'.join(
            [*self.files, schema, str(theirs), str(ours)])


def _places(schema: Expected) -> dict[str, list[str]]:
    """The schemas that the enums of a name are in."""
    names = sorted(enum.key for enum in schema.catalog.enums())
    return {name.name: [n.schema for n in names if n.name == name.name] for name in names}


@pytest.mark.parametrize('engine', ['7', '6'])
def test_the_verdict_on_random_edits_is_prismas(
    postgres: Oracle, prisma: Prisma, engine: Engine,
) -> None:
    made: Counter[tuple[str, str]] = Counter()

    # By a number that the choices follow from: drawn one by one, hundreds of them, Hypothesis
    # makes the same few databases over and over.
    @examples(_databases(engine), new=_WANTED is not None)
    @given(st.integers(0, 2**64 - 1))
    def run(number: int) -> None:
        choices = Choices(Random(number).randrange, made)
        with postgres.fresh() as connection:
            _examine(Pair(connection, postgres.url, prisma, engine), choices)

    (run if _WANTED else seed(10 * postgres.version + int(engine))(run))()

    print(f'PostgreSQL {postgres.version}, Prisma {engine}:')  # `pytest -rP` shows it
    for (family, name), times in sorted(made.items()):
        print(f'  {times:4} {family}: {name}')


def _databases(engine: Engine) -> int:
    """As many as make the verdicts wanted, four of five by engine 7, on one of two servers."""
    whole = int(_WANTED or 500) // _VERDICTS // 2
    return max(1, whole // 5 if engine == '6' else whole - whole // 5)


def _examine(pair: Pair, choices: Choices) -> None:
    schemas = ('public', 'other') if choices.chance(4) else ('public',)
    header = _HEADER if len(schemas) == 1 else _TWO_SCHEMAS
    for statement in database(choices, schemas):
        pair.apply(statement)  # one that PostgreSQL refuses is left out
    try:
        pulled = pair.prisma.pull(pair.url, header, pair.engine)
    except Refused as error:
        if 'database was empty' not in str(error):
            pair.agree(header)  # refused there too: foreign keys into a schema not listed
        return
    # Of what it has no name for Prisma writes a comment, and then finds it missing; an enum of a
    # schema not listed it takes for another of that name. Then the schema pulled is not the
    # database.
    is_whole = pair.agree(pulled) == pair.ours(pulled, strict=False)[0] == 'equal'
    for _ in range(_SCHEMA_EDITS):
        edited = schema_edit(choices, pulled, every=True)
        pair.agree(edited)
        if is_whole:
            pair.agree_about_types(pulled, edited)
    for _ in range(_TRIES):
        if pair.apply(sql_edit(choices, pair.state.catalog, every=True)):
            pair.agree(pulled)
            return
