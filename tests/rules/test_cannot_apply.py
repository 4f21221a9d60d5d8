from __future__ import annotations

import pytest

from sync_guard.catalog import Origin
from tests.rules.migrations import FOLDER
from tests.rules.migrations import found
from tests.rules.migrations import said

TABLE = 'create table users (id int primary key);\n'
ELSEWHERE = (
    'or, if it is made elsewhere, put in front of it: -- sync-guard: ignore cannot-apply REASON'
)


@pytest.mark.parametrize('sql', [
    pytest.param(TABLE, id='a table'),
    pytest.param(f'{TABLE}alter table users add column name text;', id='a column for it'),
    pytest.param(f'{TABLE}create table if not exists users (id int);', id='if not exists'),
    pytest.param('drop table if exists users;', id='if exists'),
    pytest.param('create table p (id uuid references auth.users);', id='what Supabase brings'),
    pytest.param('alter table storage.objects enable row level security;', id='in storage'),
])
def test_statements_that_postgresql_carries_out(sql: str) -> None:
    assert found({'1_a.sql': sql}) == []


def test_a_missing_table_that_has_a_model_belongs_to_the_set_up() -> None:
    schema = 'model User {\n  id Int @id\n  @@map("users")\n}\n'
    sql = 'alter table users add column name text;'

    assert found({'1_a.sql': sql}, schema=schema) == []
    assert [f.rule for f in found({'1_a.sql': sql})] == ['cannot-apply']


@pytest.mark.parametrize('late', [
    pytest.param(TABLE, id='a table'),
    pytest.param(TABLE.replace('table', 'table if not exists'), id='a table, if not exists'),
])
def test_a_table_with_a_model_that_is_created_too_late(late: str) -> None:
    schema = 'model User {\n  id Int @id\n  @@map("users")\n}\n'
    files = {'1_a.sql': 'alter table users enable row level security;', '2_b.sql': late}

    new, = found(files, schema=schema)
    landed, = found(files, landed=files, schema=schema)

    assert new.place == landed.place == Origin(f'{FOLDER}/1_a.sql', 1, 1)
    assert new.message == 'relation "users" does not exist (SQLSTATE 42P01)'
    assert (new.severity, landed.severity) == ('error', 'warning')


def test_an_enum_of_the_schema_that_is_created_too_late() -> None:
    files = {
        '1_a.sql': 'create table users (id int primary key, mood "Mood");',
        '2_b.sql': """create type "Mood" as enum ('sad');""",
    }

    new, = found(files, schema='enum Mood {\n  sad\n}\n')

    assert (new.severity, new.message) == (
        'error', 'type "Mood" does not exist (SQLSTATE 42704)',
    )


@pytest.mark.parametrize('sql', [
    pytest.param('alter table _prisma_migrations enable row level security;',
                 id='the history of Prisma Migrate'),
    pytest.param('create table users (id int primary key, mood "Mood");', id='an enum'),
])
def test_what_prisma_makes_belongs_to_the_set_up(sql: str) -> None:
    schema = 'enum Mood {\n  sad\n}\n'

    assert found({'1_a.sql': sql}, schema=schema) == []
    assert [f.rule for f in found({'1_a.sql': sql})] == ['cannot-apply']


@pytest.mark.parametrize('sql', [
    pytest.param('alter table orders add column a text;', id='another table'),
    pytest.param(f'{TABLE}alter table users add column m mood;', id='a type'),
    pytest.param('create table shop.orders (id int);', id='a schema'),
])
def test_where_one_table_comes_from_elsewhere_others_may(sql: str) -> None:
    first = 'alter table profiles add column a text;'

    alone, = found({'2_b.sql': sql})
    older, other = found({'1_a.sql': first, '2_b.sql': sql})

    assert (alone.severity, older.severity, other.severity) == ('error', 'error', 'warning')
    assert other.message == alone.message + (
        '; it may come from elsewhere, as profiles does, which no migration creates'
    )
    assert other.identity == alone.identity


@pytest.mark.parametrize(('files', 'severities'), [
    pytest.param(
        {'1_a.sql': 'alter table profiles add a text; alter table orders add a text;'},
        ['error', 'error'], id='in the same file'),
    pytest.param(
        {'1_a.sql': 'alter table profiles add a text;', '2_b.sql': 'alter table users add a text;',
         '3_c.sql': TABLE},
        ['error', 'error'], id='created too late'),
    pytest.param(
        {'1_a.sql': 'alter table profiles add a text;', '2_b.sql': TABLE * 2},
        ['error', 'error'], id='nothing is missing'),
])
def test_what_comes_from_nowhere_else(files: dict[str, str], severities: list[str]) -> None:
    assert [f.severity for f in found(files)] == severities


def test_what_a_block_raises_itself_may_not_be_so() -> None:
    sql = "do $$ begin if not exists (select from pg_type where typname = 'message_record') then "
    sql += "raise exception 'too old'; end if; end $$;"

    finding, = found({'1_a.sql': sql})

    assert (finding.severity, finding.message) == ('warning', 'too old (SQLSTATE P0001)')


@pytest.mark.parametrize(('sql', 'line', 'message', 'help'), [
    pytest.param(
        '\nalter table users add column name text;', 2,
        'relation "users" does not exist (SQLSTATE 42P01)',
        f'correct the name, or create it in an earlier migration\n{ELSEWHERE}',
        id='missing table'),
    pytest.param(
        TABLE * 2, 2, 'relation "users" already exists (SQLSTATE 42P07)',
        'drop the statement, choose another name, or write IF NOT EXISTS', id='table twice'),
    pytest.param(
        f'{TABLE}alter table users add column id text;', 2,
        'column "id" of relation "users" already exists (SQLSTATE 42701)',
        'drop the statement, choose another name, or write ADD COLUMN IF NOT EXISTS',
        id='column twice'),
    pytest.param(
        f'{TABLE}alter table users drop column email;', 2,
        'column "email" of relation "users" does not exist (SQLSTATE 42703)',
        'correct the name, or add the column in an earlier migration', id='missing column'),
    pytest.param(
        f'{TABLE}alter table users drop constraint users_key;', 2,
        'constraint "users_key" of relation "users" does not exist (SQLSTATE 42704)',
        'Perhaps you meant "users_pkey".', id='missing constraint, with a hint'),
    pytest.param(
        f'{TABLE}alter table usr add column name text;', 2,
        'relation "usr" does not exist (SQLSTATE 42P01)',
        f'Perhaps you meant "users".\n{ELSEWHERE}', id='missing table, with a hint'),
])
def test_statements_that_postgresql_refuses(
        sql: str, line: int, message: str, help: str,
) -> None:
    finding, = found({'1_a.sql': sql})

    assert (finding.rule, finding.severity) == ('cannot-apply', 'error')
    assert finding.place == (f'{FOLDER}/1_a.sql', line, 1)
    assert (finding.message, finding.help) == (message, help)


def test_a_missing_table_is_one_finding_with_its_places() -> None:
    alter = 'alter table users add column a{} text;\n'

    finding, = found({
        '1_a.sql': alter.format(1), '2_b.sql': alter.format(2) + alter.format(3),
    })

    assert said([finding]) == [('cannot-apply', 'error', '1_a.sql:1')]
    assert finding.message.endswith('(SQLSTATE 42P01), here and in 2 more places')
    assert finding.table == 'users'


def test_it_stays_the_same_finding_when_another_place_comes_first() -> None:
    sql = 'alter table users add column a text;'

    before, = found({'2_b.sql': sql})
    after, = found({'1_a.sql': sql, '2_b.sql': sql})

    assert before.identity == after.identity


def test_it_can_be_ignored_where_it_stands() -> None:
    sql = (
        '-- sync-guard: ignore cannot-apply made in the dashboard\n'
        'alter table users\n  add column name text;\n'
    )

    assert found({'1_a.sql': sql}) == []
