"""The judges themselves: what the other tests rest on."""
from __future__ import annotations

import pytest

from tests.oracle.catalog_reader import catalog_of
from tests.oracle.postgres import apply
from tests.oracle.postgres import Oracle
from tests.oracle.prisma import Engine
from tests.oracle.prisma import Prisma
from tests.oracle.prisma import Refused

_SCHEMA = '''\
datasource db {
  provider = "postgresql"
}

model User {
  id    Int     @id
  email String? @unique
}
'''
_SQL = 'create table "User" (id int primary key, email text);'
_NOTHING: dict[str, object] = {'schemas': {'public': {'tables': {}, 'enums': {}}}}


def _states(postgres: Oracle, *files: str) -> list[str | None]:
    with postgres.fresh() as connection:
        named = [(str(number), text) for number, text in enumerate(files)]
        return [outcome.sqlstate for outcome in apply(connection, named)]


@pytest.mark.parametrize('leftover', [
    'create table t (a int)',
    'create schema s; create table s.t (a int); create type s.e as enum ()',
    'create extension citext schema extensions',
    'create table auth.extra (a int)',
    'alter table auth.users add column extra int',
    'insert into auth.users (id) values (gen_random_uuid())',
    'create role someone',
    "alter role anon set search_path = ''",
    'create temporary table t (a int); create publication p',
    'alter default privileges revoke execute on functions from public',
    "set search_path = ''; create table public.t (a int)",
])
def test_a_database_is_as_supabase_makes_it_whatever_was_done_before(
        postgres: Oracle, leftover: str,
) -> None:
    assert _states(postgres, leftover) == [None]
    with postgres.fresh() as connection:
        assert catalog_of(connection) == _NOTHING
    assert _states(postgres, leftover) == [None]


@pytest.mark.parametrize('files, states', [
    pytest.param(
        ['create table t (a int); select nope', 'create table t (a int)'], ['42703', None],
        id='a refused file leaves nothing behind',
    ),
    pytest.param(
        ['set search_path = extensions', 'create table public.t (a int); select * from t'],
        [None, None], id='search_path does not leak into the next file',
    ),
    pytest.param(
        ['begin; create table t (a int); commit; select nope', 'select * from t'],
        ['42703', None], id='COMMIT in a file is carried out',
    ),
    pytest.param(
        ["create type e as enum ('a')", "alter type e add value 'b'; select 'b'::e"],
        [None, '55P04'], id='a new enum label cannot be used in the same file',
    ),
    pytest.param(
        ['create table t (a int); create index concurrently on t (a); select * from t'], [None],
        id='CREATE INDEX CONCURRENTLY runs outside the transaction',
    ),
    pytest.param(
        ['create table t (a int unique deferrable initially deferred); insert into t '
         'values (1), (1)', 'select * from t'], ['23505', '42P01'],
        id='deferred constraints are checked at the end',
    ),
    pytest.param(['\\echo hello'], ['42601'], id='psql lines are syntax errors'),
    pytest.param(['copy t from stdin;\n1\n\\.\n'], ['08P01'], id='COPY has no data'),
])
def test_files_are_applied_as_the_supabase_cli_does(
        postgres: Oracle, files: list[str], states: list[str | None],
) -> None:
    assert _states(postgres, *files) == states


def test_a_refusal_names_its_statement_and_lines(postgres: Oracle) -> None:
    with postgres.fresh() as connection:
        outcome, = apply(connection, [('a.sql', '-- one\nselect 1;\n\nselect\n  nope;\n')])
    assert outcome.sqlstate == '42703'
    assert outcome.statement == 'select\n  nope'
    assert (outcome.first_line, outcome.last_line) == (4, 5)


@pytest.mark.parametrize('engine', ['7', '6'])
def test_prisma_compares_a_database_with_a_schema(
        prisma: Prisma, postgres: Oracle, engine: Engine,
) -> None:
    with postgres.fresh() as connection:
        apply(connection, [('a.sql', _SQL)])
        differs = prisma.diff(_SCHEMA, url=postgres.url, engine=engine)
        apply(connection, [('b.sql', 'create unique index "User_email_key" on "User" (email)')])
        assert prisma.diff(_SCHEMA, url=postgres.url, engine=engine).equal
        assert 'email String? @unique' in prisma.pull(postgres.url, _SCHEMA, engine)
    assert not differs.equal
    assert 'email' in differs.text


@pytest.mark.parametrize('engine', ['7', '6'])
def test_prisma_compares_two_schemas_without_a_database(prisma: Prisma, engine: Engine) -> None:
    assert prisma.diff(_SCHEMA, before=_SCHEMA, engine=engine).equal
    assert 'CREATE TABLE "User"' in prisma.diff(_SCHEMA, script=True, engine=engine).text


def test_prisma_reads_and_refuses_schemas(prisma: Prisma) -> None:
    assert prisma.validate(_SCHEMA) is None
    assert 'Nope' in (prisma.validate(_SCHEMA.replace('Int ', 'Nope')) or '')
    assert [m['name'] for m in prisma.dmmf(_SCHEMA)['models']] == ['User']
    assert prisma.format(_SCHEMA.replace('  id ', 'id ')) == _SCHEMA
    with pytest.raises(Refused):
        prisma.diff(_SCHEMA.replace('Int ', 'Nope'))
