"""Drafts applied to PostgreSQL, what is commented out too: Prisma's `migrate diff` is then empty.

CI takes every fifth pair of the conformance table, and random pairs that are always the same.
`SYNC_GUARD_DRAFTS=2000` takes the whole table, and makes that many new pairs.
"""
from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import psycopg
from hypothesis import given
from hypothesis import strategies as st

from sync_guard.catalog import Catalog
from sync_guard.compare import compare
from sync_guard.compare.differences import CrossSchemaReference
from sync_guard.draft import Draft
from sync_guard.postgres import base
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from sync_guard.prisma import expect
from sync_guard.prisma import Expected
from sync_guard.prisma import parse
from tests.draft.support import drafted
from tests.draft.support import sql_of
from tests.oracle.postgres import apply
from tests.oracle.postgres import Oracle
from tests.oracle.prisma import Prisma
from tests.oracle.prisma import Refused
from tests.prisma.databases import Choices
from tests.prisma.databases import Script
from tests.prisma.examples import examples
from tests.prisma.schema_edits import schema_edit

_HEADER = 'generator client {\n  provider = "prisma-client-js"\n}\n\n' \
          'datasource db {\n  provider = "postgresql"\n}\n'
_TWO_SCHEMAS = _HEADER.replace('"postgresql"\n', '"postgresql"\n  schemas  = ["other", "public"]\n')
_CASES = json.loads(
    (Path(__file__).parents[1] / 'prisma' / 'conformance.json').read_text(encoding='utf-8'),
)
# Prisma takes any text for the default of an `inet`, and PostgreSQL does not.
_NO_VALUE = ('22P02', '22007')
_WANTED = os.environ.get('SYNC_GUARD_DRAFTS')


def test_what_is_drafted_for_the_pairs_of_the_conformance_table_satisfies_prisma(
    postgres_servers: list[Oracle], prisma: Prisma,
) -> None:
    newest = postgres_servers[-1]
    for case in _CASES[::1 if _WANTED else 5]:
        if 'external' in case or isinstance(case['prisma_7'], dict):
            continue
        text = '\n'.join(case['schema']) + '\n'
        schema = text if 'datasource' in text else _HEADER + text
        state = replay(base(), [('1.sql', read(case['sql']))])
        expected = expect([parse('schema.prisma', schema)])
        if not compare(state.catalog, expected, 7, whole=True):
            assert drafted(state, expected, prisma=7).steps == ()
            continue
        with newest.fresh() as connection:
            if apply(connection, [('1.sql', case['sql'])])[0].sqlstate is None:
                _satisfies(case['name'], [case['sql']], schema, connection, newest, prisma)


def test_what_is_drafted_for_random_pairs_satisfies_prisma(
    postgres: Oracle, prisma: Prisma,
) -> None:
    @examples(int(_WANTED or 15), new=_WANTED is not None)
    @given(st.data())
    def run(data: st.DataObject) -> None:
        choices = Choices(lambda count: data.draw(st.integers(0, count - 1)))
        schemas = ('public', 'other') if choices.chance(4) else ('public',)
        header = _HEADER if len(schemas) == 1 else _TWO_SCHEMAS
        with postgres.fresh() as connection:
            statements = [
                one for one in Script(choices, schemas).write()
                if apply(connection, [('1.sql', one)])[0].sqlstate is None
            ]
            try:
                schema = prisma.pull(postgres.url, header)
            except Refused as error:
                assert 'database was empty' in str(error)
                return
            for _ in range(1 + choices.number(4)):
                schema = schema_edit(choices, schema)
            _satisfies('', statements, schema, connection, postgres, prisma)

    run()


def test_the_first_migration_makes_all_that_a_schema_has(postgres: Oracle, prisma: Prisma) -> None:
    @examples(int(_WANTED or 6), new=_WANTED is not None)
    @given(st.data())
    def run(data: st.DataObject) -> None:
        choices = Choices(lambda count: data.draw(st.integers(0, count - 1)))
        with postgres.fresh() as connection:
            for one in Script(choices, ('public', 'other')).write():
                apply(connection, [('1.sql', one)])
            try:
                schema = prisma.pull(postgres.url, _TWO_SCHEMAS)
            except Refused:
                return
        with postgres.fresh() as connection:
            _satisfies('', [], schema, connection, postgres, prisma)

    run()


def _satisfies(
    name: str, statements: list[str], schema: str, connection: psycopg.Connection, oracle: Oracle,
    prisma: Prisma,
) -> None:
    """What is drafted is applied, and Prisma and `check` find no difference any more; but where the
    draft itself says that something stays. Without what is commented out nothing is lost."""
    file = parse('schema.prisma', schema)
    expected = expect([file])
    state = replay(base(), [('1.sql', read(one)) for one in statements])
    found = compare(state.catalog, expected, 7, whole=True)
    leaving = any(isinstance(d, CrossSchemaReference) for d in found)
    if file.problems or expected.problems or leaving or not found:
        # Whether there are differences is the business of tests/prisma.
        return
    draft = drafted(state, expected, prisma=7)
    about = '\n'.join([name, *statements, schema, str(draft.steps)])

    safe = sql_of(draft, commented_out=False)
    after = replay(state, [('2.sql', read(safe))])
    assert after.problems == state.problems, about
    assert not _lost(state.catalog, after.catalog), about
    refused, = apply(connection, [('2.sql', safe)])
    assert refused.sqlstate is None, f'{refused}\n{about}'
    rest = sql_of(draft, commented_out=True)
    refused, = apply(connection, [('3.sql', rest)])
    warnings = [step.warning or '' for step in draft.steps]
    if any('PostgreSQL would refuse it' in warning for warning in warnings):
        assert refused.sqlstate is not None, about
        return
    if any('cannot' in warning for warning in warnings) and refused.sqlstate == '42804':
        return  # what an extension's type is compared with
    assert refused.sqlstate in (None, *_NO_VALUE), f'{refused}\n{about}'
    if refused.sqlstate is not None:
        return
    diff = prisma.diff(schema, url=oracle.url)
    after = replay(after, [('3.sql', read(rest))])
    assert diff.equal or draft.left or draft.unsure, f'{diff.text}\n{about}'
    _is_settled(draft, after, expected, about)


def _is_settled(draft: Draft, after: State, expected: Expected, about: str) -> None:
    left = [d for d in compare(after.catalog, expected, 7, whole=True) if d.uncertain is None]
    assert len(left) == len(draft.left), about
    assert drafted(after, expected, prisma=7).steps == (), about


def _lost(before: Catalog, after: Catalog) -> list[Any]:
    """Tables, columns, types and values of enums that are there no more; a type's other name is no
    loss."""
    lost: list[Any] = [name for name in before.tables if name not in after.tables]
    lost += [
        (name, column.name)
        for name, table in before.tables.items() if name in after.tables
        for column in table.columns or () if after.tables[name].column(column.name) is None
    ]
    labels = {label.text for enum in after.enums() for label in enum.labels}
    lost += [
        (enum.key, label.text) for enum in before.enums() for label in enum.labels
        if label.text not in labels
    ]
    return lost
