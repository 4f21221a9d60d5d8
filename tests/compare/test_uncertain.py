"""What the reader could not know makes a difference uncertain, and a guess is never made."""
from __future__ import annotations

from collections.abc import Sequence

import pytest

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import Index
from sync_guard.catalog import IndexColumn
from sync_guard.catalog import Key
from sync_guard.catalog import Label
from sync_guard.catalog import Name
from sync_guard.catalog import Origin
from sync_guard.catalog import Table
from sync_guard.catalog import Type
from sync_guard.compare import compare
from sync_guard.compare.differences import Difference
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from sync_guard.prisma import expect
from sync_guard.prisma import parse
from tests.compare.support import said

WHY = 'dynamic SQL in a.sql:3 may change it'
MODEL = 'datasource db {\n  provider = "postgresql"\n}\nmodel t {\n  id Int @id\n  c String?\n}\n'
ID = Column('id', Type(BUILT_IN, 'int4'), False)
TEXT = Column('c', Type(BUILT_IN, 'text'), True)
KEY = Key('t_pkey', ('id',))


def found(
    schema: str, columns: Sequence[Column] = (ID, TEXT), uncertain: str | None = None,
    indexes: tuple[Index, ...] = (), enums: tuple[Enum, ...] = (),
) -> list[Difference]:
    table = Table(
        'public', 't', columns=tuple(columns), primary_key=KEY, indexes=indexes,
        origin=Origin('a.sql', 1), uncertain=uncertain,
    )
    built = Catalog(tables={table.key: table}, types={enum.key: enum for enum in enums})
    return compare(built, expect([parse('schema.prisma', schema)]))


def test_an_uncertain_table_that_agrees_is_silent() -> None:
    assert found(MODEL, uncertain=WHY) == []


@pytest.mark.parametrize(('schema', 'columns', 'expected'), [
    (MODEL, (ID,), 'field-without-column@types? t.c'),
    (MODEL, (ID, TEXT, TEXT._replace(name='extra')), 'column-without-field@types? t.extra'),
    (MODEL, (ID, TEXT._replace(nullable=False)), 'nullability@types? t.c'),
    (MODEL.replace('String?', 'Int?'), (ID, TEXT), 'type@types? t.c'),
    (MODEL.replace('String?', 'String? @unique'), (ID, TEXT), 'unique@client? t - / (c)'),
    (MODEL.replace('String?', 'String @default("")'), (ID, TEXT._replace(nullable=False)),
     'default@types? t.c'),
])
def test_every_difference_of_an_uncertain_table_is_uncertain(
    schema: str, columns: tuple[Column, ...], expected: str,
) -> None:
    differences = found(schema, columns, WHY)

    assert said(differences) == [expected]
    assert differences[0].uncertain == WHY


def test_an_uncertain_column_makes_only_its_own_differences_uncertain() -> None:
    columns = (ID, TEXT._replace(nullable=False, uncertain=WHY), TEXT._replace(name='extra'))

    assert said(found(MODEL, columns)) == [
        'nullability@types? t.c', 'column-without-field@types t.extra',
    ]


def test_an_uncertain_index_makes_only_its_own_difference_uncertain() -> None:
    index = Index('t_c_idx', (IndexColumn('c'),), uncertain=WHY)

    assert said(found(MODEL, indexes=(index,))) == ['index@strict? t (c) / -']


def test_an_uncertain_enum_makes_its_values_uncertain() -> None:
    enum = Enum('public', 'mood', (Label('up'), Label('down')), uncertain=WHY)
    schema = MODEL + 'enum mood {\n  up\n}\n'

    assert said(found(schema, enums=(enum,))) == ['enum-value@types? down']


def test_a_table_without_a_model_that_may_not_be_there_is_uncertain() -> None:
    differences = found('datasource db {\n  provider = "postgresql"\n}\n', uncertain=WHY)

    assert said(differences) == ['table-without-model@types? t']


def test_a_column_of_a_type_that_no_migration_creates_is_taken_by_its_name() -> None:
    column = Column('c', Type('public', 'mood'), True, uncertain='no migration creates type mood')
    schema = MODEL.replace('String?', 'mood? @default(up)') + 'enum mood {\n  up\n}\n'

    assert found(schema, (ID, column)) == []
    assert said(found(schema.replace('mood?', 'mood'), (ID, column))) == ['nullability@types? t.c']


def test_a_table_of_which_no_columns_are_known_is_not_compared() -> None:
    table = Table('public', 't', columns=None, uncertain='its columns come from a query')
    built = Catalog(tables={Name('public', 't'): table})

    differences = compare(built, expect([parse('schema.prisma', MODEL)]))

    assert said(differences) == ['set-up@types']


def built_and_expected(sql: str, field: str, more: str = '') -> list[Difference]:
    """`sql` makes table t, of which `field` is a line in the model."""
    catalog = replay(State(Catalog()), [('a.sql', read(sql))]).catalog
    schema = MODEL.replace('  c String?\n', f'  {field}\n{more}')
    return compare(catalog, expect([parse('schema.prisma', schema)]))


SPELLING = 'how PostgreSQL spells this default is not known'
MADE = 'create table t (id integer primary key, c text {});'


@pytest.mark.parametrize(('column', 'field', 'expected', 'why'), [
    ('default my_function(1, 2)', '@default(dbgenerated("f(1, 2)"))', 'default@strict? t.c',
     SPELLING),
    ("default overlay('a' placing 'b' from 1)", '@default("b")', 'default@strict? t.c', SPELLING),
    ("generated always as (overlay(id::text placing 'b' from 1)) stored",
     '@default(dbgenerated("overlay(id)"))', 'default@strict? t.c', SPELLING),
    # That there is a default, or none, does not hang on its spelling.
    ("default overlay('a' placing 'b' from 1)", '', 'default@client t.c', None),
    ("default overlay('a' placing 'b' from 1)", '@default(uuid())', 'default@strict t.c', None),
    # Nor does one that is known.
    ("default lower('A')", '@default(dbgenerated("upper()"))', 'default@strict t.c', None),
])
def test_another_default_is_uncertain_where_postgresqls_spelling_is_not_known(
    column: str, field: str, expected: str, why: str | None,
) -> None:
    differences = built_and_expected(MADE.format(column), f'c String? {field}')

    assert said(differences) == [expected]
    assert differences[0].uncertain == why


PARTIAL = MADE.format('') + 'create index t_c_idx on t (c) where {};'
PREVIEW = 'generator client {\n  provider = "prisma-client-js"\n' \
          '  previewFeatures = ["partialIndexes"]\n}\n'


@pytest.mark.parametrize(('predicate', 'where', 'expected'), [
    ("c = 'x'", "(c = 'x'::text)", []),
    ("c = 'x'", "(c = 'y'::text)", ['index@strict t (c) / (c)']),
    ('my_function(1, c)', 'f(c)', ['index@strict? t (c) / (c)']),
])
def test_another_predicate_is_uncertain_where_postgresqls_spelling_is_not_known(
    predicate: str, where: str, expected: list[str],
) -> None:
    index = f'  @@index([c], where: raw("{where}"))\n'
    catalog = replay(State(Catalog()), [('a.sql', read(PARTIAL.format(predicate)))]).catalog
    schema = PREVIEW + MODEL.replace('String?\n', f'String?\n{index}')

    assert said(compare(catalog, expect([parse('schema.prisma', schema)]))) == expected


def test_of_several_partial_indexes_with_unknown_predicates_none_is_missed_for_certain() -> None:
    sql = PARTIAL.format('f(1, c)') + 'create index other on t (c) where f(2, c);'
    catalog = replay(State(Catalog()), [('a.sql', read(sql))]).catalog
    schema = PREVIEW + MODEL.replace('String?\n', (
        'String?\n  @@index([c], where: raw("g(1)"), map: "a")\n'
        '  @@index([c], where: raw("g(2)"), map: "b")\n'
    ))
    differences = compare(catalog, expect([parse('schema.prisma', schema)]))

    assert len(differences) == 4
    assert all(difference.uncertain for difference in differences)
