"""Likeness turns two differences into one where a rename is the smallest explanation, no more."""
from __future__ import annotations

import pytest

from sync_guard.catalog import Catalog
from sync_guard.catalog import Name
from sync_guard.compare import compare
from sync_guard.compare.differences import ModelWithoutTable
from sync_guard.compare.pairing import match
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from sync_guard.prisma import expect
from sync_guard.prisma import parse
from tests.compare.support import differences
from tests.compare.support import said

DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n'


def schema(*lines: str, name: str = 't') -> str:
    return DATASOURCE + '\n'.join([f'model {name} {{', '  id Int @id', *lines, '}', ''])


def table(*columns: str, name: str = 't') -> str:
    return f'create table {name} ({", ".join(["id int primary key", *columns])});'


def test_only_the_one_candidate_is_a_match() -> None:
    assert match(['a'], ['A'], lambda a, b: a.upper() == b) == [('a', 'A')]
    assert match(['a', 'á'], ['A'], lambda a, b: True) == []
    assert match(['a', 'b'], ['A', 'B'], lambda a, b: a.upper() == b, lambda a, b: True) == [
        ('a', 'A'), ('b', 'B'),
    ]


def test_very_many_leftovers_are_no_renames() -> None:
    names = [str(number) for number in range(50)]

    assert match(names, names, lambda a, b: a == b) == []


@pytest.mark.parametrize(('columns', 'fields', 'expected'), [
    (['full_name text'], ['  fullName String?'], ['field-without-column@types t.fullName']),
    (['about text'], ['  bio String?'], ['field-without-column@types t.bio']),
    (['a int', 'about text', 'z int'], ['  a Int?', '  bio String?', '  z Int?'],
     ['field-without-column@types t.bio']),
    # Another type, another nullability, another place: two things, not one renamed.
    (['about text'], ['  age Int?'],
     ['column-without-field@types t.about', 'field-without-column@types t.age']),
    (['about text not null'], ['  bio String?'],
     ['column-without-field@types t.about', 'field-without-column@types t.bio']),
    (['about text', 'z int'], ['  z Int?', '  bio String?'],
     ['column-without-field@types t.about', 'field-without-column@types t.bio']),
    # Two candidates explain nothing.
    (['about text', 'words text'], ['  bio String?'],
     ['column-without-field@types t.about', 'column-without-field@types t.words',
      'field-without-column@types t.bio']),
])
def test_columns(columns: list[str], fields: list[str], expected: list[str]) -> None:
    assert said(differences(table(*columns), schema(*fields))) == expected


@pytest.mark.parametrize(('name', 'model', 'expected'), [
    ('users', 'User', ['model-without-table@types User']),
    ('blog_posts', 'BlogPost', ['model-without-table@types BlogPost']),
    ('categories', 'Category', ['model-without-table@types Category']),
    ('people', 'User', ['model-without-table@types User', 'table-without-model@types people']),
])
def test_tables_by_name(name: str, model: str, expected: list[str]) -> None:
    assert said(differences(table(name=name), schema(name=model))) == expected


def test_tables_by_their_columns() -> None:
    sql = table('email text', 'age int', 'bio text', name='people')

    found = differences(sql, schema('  email String?', '  age Int?', '  bio String?', name='User'))

    assert said(found) == ['model-without-table@types User']


def test_a_table_that_is_to_have_no_model_is_no_renamed_one() -> None:
    sql = table('email text', 'age int', 'bio text', name='people')
    models = schema('  email String?', '  age Int?', '  bio String?', name='User')
    built = replay(State(Catalog()), [('a.sql', read(sql))]).catalog
    expected = expect([parse('schema.prisma', models)])

    found = compare(built, expected, decided={Name('public', 'people')})
    external = compare(built, expected._replace(external=('public.people',)))

    assert found == external == [ModelWithoutTable(expected.catalog.tables[Name('public', 'User')])]


def test_without_it_another_table_is_the_renamed_one() -> None:
    columns = ('email text', 'age int', 'bio text')
    sql = table(*columns, name='people') + table(*columns, name='persons')
    models = schema('  email String?', '  age Int?', '  bio String?', name='Human')
    built = replay(State(Catalog()), [('a.sql', read(sql))]).catalog
    expected = expect([parse('schema.prisma', models)])

    (found,) = compare(built, expected, decided={Name('public', 'people')})

    assert isinstance(found, ModelWithoutTable)
    assert found.like is not None
    assert found.like.name == 'persons'


def test_what_hangs_on_a_renamed_table_is_silent() -> None:
    sql = table(name='users') + table('user_id int references users (id)', name='posts')
    models = (
        schema('  posts Post[]', name='User')
        + 'model Post {\n  id Int @id\n  user_id Int?\n'
        '  user User? @relation(fields: [user_id], references: [id])\n\n  @@map("posts")\n}\n'
    )

    assert said(differences(sql, models)) == ['model-without-table@types User']


@pytest.mark.parametrize(('labels', 'values', 'expected'), [
    ("'a', 'b'", ['a', 'c'], ['enum-value@types b']),
    ("'A', 'b'", ['b', 'a'], ['enum-value@types A']),
    ("'a', 'b'", ['a'], ['enum-value@types b']),
    ("'a', 'b', 'c'", ['a', 'd'],
     ['enum-value@types b', 'enum-value@types c', 'enum-value@types d']),
])
def test_enum_values(labels: str, values: list[str], expected: list[str]) -> None:
    block = '\n'.join(['enum mood {', *values, '}', ''])

    found = differences(f'create type mood as enum ({labels});', DATASOURCE + block)

    assert said(found) == expected
