"""Shapes that real repositories are full of: nothing there fails, so nothing blocks by default."""
from __future__ import annotations

from typing import NamedTuple

import pytest

from sync_guard.compare.differences import SetUp
from sync_guard.finding import LEVELS
from tests.compare.support import differences
from tests.compare.support import said

DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n'


class Shape(NamedTuple):
    what: str
    sql: str
    schema: str
    strict: list[str]


def column(type_: str) -> str:
    return f'create table t (id int primary key, c {type_});'


def field(type_: str) -> str:
    return f'{DATASOURCE}model t {{\n  id Int @id\n  c {type_}\n}}\n'


USERS = DATASOURCE + 'model users {\n  id Int @id\n  posts posts[]\n}\n'
SHAPES = [
    Shape('timestamptz and a plain DateTime', column('timestamptz not null default now()'),
          field('DateTime @default(now())'), ['type@strict t.c']),
    Shape('a date and a plain DateTime', column('date'), field('DateTime?'), ['type@strict t.c']),
    Shape('varchar and a plain String', column('varchar(255)'), field('String?'),
          ['type@strict t.c']),
    Shape('numeric and a plain Decimal', column('numeric(10, 2)'), field('Decimal?'),
          ['type@strict t.c']),
    Shape('smallint and a plain Int', column('smallint'), field('Int?'), ['type@strict t.c']),
    Shape('a value made twice', column('text not null default gen_random_uuid()::text'),
          field('String @default(uuid())'), ['default@strict t.c']),
    Shape('a time set by both', column('timestamptz not null default now()'),
          field('DateTime @updatedAt @db.Timestamptz(6)'), ['default@strict t.c']),
    Shape('another clock', column("timestamptz not null default timezone('utc'::text, now())"),
          field('DateTime @default(now()) @db.Timestamptz(6)'), ['default@strict t.c']),
    Shape('an empty list', column("text[] not null default '{}'"), field('String[]'),
          ['default@strict t.c']),
    Shape('a search column', column("tsvector generated always as (to_tsvector('english', 'a')) "
                                    'stored'),
          field('Unsupported("tsvector")?'), ['default@strict t.c']),
    Shape('a plain foreign key and a bare relation',
          'create table users (id int primary key);'
          'create table posts (id int primary key, u int not null references users (id));',
          USERS + 'model posts {\n  id Int @id\n  u Int\n'
          '  users users @relation(fields: [u], references: [id])\n}\n',
          ['action@strict posts (u) / (u)']),
    Shape('names of constraints', 'create table t (id int constraint x primary key, '
          'c text constraint y unique);', field('String? @unique'),
          ['name@strict t (id) / (id)', 'name@strict t (c) / (c)']),
    Shape('indexes in the migrations alone', column('text')
          + 'create index on t (c); create index on t (lower(c)); '
            'create unique index on t (c) where id > 0;',
          field('String?'), ['index@strict t (c) / -']),
    Shape('a model over a view', column('text') + 'create view v as select id, c from t;',
          field('String?') + 'model v {\n  id Int @id\n  c String?\n}\n',
          ['model-without-table@strict v']),
    Shape('a view block over a table', column('text'), DATASOURCE
          + 'view t {\n  id Int @unique\n  c String?\n}\n', ['table-without-model@strict t']),
    Shape('everything the platform has', "create table profiles (id uuid primary key references "
          'auth.users (id) on delete cascade); create extension vector; '
          'alter table profiles enable row level security; create policy p on profiles for select '
          'using (auth.uid() = id); create publication x for table profiles; '
          'alter publication supabase_realtime add table profiles; '
          "insert into storage.buckets (id, name) values ('a', 'a');",
          DATASOURCE + 'model profiles {\n  id String @id @db.Uuid\n}\n',
          ['cross-schema-reference@strict']),
    Shape('the platform\'s own tables as models', 'create table t (id int primary key);',
          'datasource db {\n  provider = "postgresql"\n  schemas = ["public", "auth"]\n}\n'
          'model t {\n  id Int @id\n  @@schema("public")\n}\n'
          'model users {\n  id String @id @db.Uuid\n  never_heard_of String\n'
          '  @@schema("auth")\n}\n'
          'model mfa_things {\n  id String @id\n  @@schema("auth")\n}\n'
          'enum aal_level {\n  aal1\n  @@schema("auth")\n}\n', []),
    Shape('an implicit relation as Prisma 5 made it',
          'create table a (id int primary key); create table b (id int primary key);'
          'create table "_aTob" ("A" int not null references a (id) on delete cascade on update '
          'cascade, "B" int not null references b (id) on delete cascade on update cascade);'
          'create unique index "_aTob_AB_unique" on "_aTob" ("A", "B");'
          'create index "_aTob_B_index" on "_aTob" ("B");',
          DATASOURCE + 'model a {\n  id Int @id\n  b b[]\n}\nmodel b {\n  id Int @id\n  a a[]\n}\n',
          ['primary-key@strict _aTob - / (A, B)']),
]


@pytest.mark.parametrize('shape', SHAPES, ids=lambda shape: shape.what)
def test_nothing_shows_at_level_client(shape: Shape) -> None:
    found = differences(shape.sql, shape.schema)

    assert said([d for d in found if d.level in LEVELS[:2]]) == []
    assert said(found) == shape.strict


def test_external_tables_and_enums_are_missed_on_neither_side() -> None:
    from sync_guard.compare import compare
    from sync_guard.postgres import read
    from sync_guard.postgres import replay
    from sync_guard.prisma import expect
    from sync_guard.prisma import parse
    schema = DATASOURCE + 'model there {\n  id Int @id\n}\n\nenum elsewhere {\n  a\n}\n'
    sql = "create table here (id int primary key); create type near as enum ('a', 'b');"
    built = replay(None, [('a.sql', read(sql))]).catalog
    expected = expect([parse('schema.prisma', schema)])

    assert len(compare(built, expected)) == 4
    names = ('public.here', 'public.there', 'public.near', 'public.elsewhere')
    external = expected._replace(external=names)
    assert compare(built, external) == []


def test_of_an_external_table_counts_what_its_client_meets() -> None:
    from sync_guard.compare import compare
    from sync_guard.postgres import read
    from sync_guard.postgres import replay
    from sync_guard.prisma import expect
    from sync_guard.prisma import parse
    schema = DATASOURCE + 'model t {\n  id Int @id\n  a Int\n  b String?\n}\n'
    sql = 'create table t (id int primary key, a varchar not null); create index on t (a);'
    built = replay(None, [('a.sql', read(sql))]).catalog
    expected = expect([parse('schema.prisma', schema)])

    everything = ['type@types t.a', 'field-without-column@types t.b', 'index@strict t (a) / -']
    assert sorted(said(compare(built, expected))) == sorted(everything)
    external = compare(built, expected._replace(external=('public.t',)))
    assert sorted(said(external)) == sorted(everything[:2])


def test_a_schema_whose_models_the_migrations_hardly_know_is_one_difference() -> None:
    models = ''.join(f'model m{n} {{\n  id Int @id\n}}\n' for n in range(100))

    (found,) = differences('create table m0 (id int primary key);', DATASOURCE + models)

    assert isinstance(found, SetUp)
    assert (len(found.missing), found.known) == (99, 1)


def test_where_schemas_hardly_know_each_other_an_enum_more_says_nothing() -> None:
    models = ''.join(f'model m{n} {{\n  id Int @id\n}}\n' for n in range(3))
    schema = DATASOURCE + models + 'enum e {\n  a\n}\n'

    assert said(differences("create type mood as enum ('a');", schema)) == ['set-up@types']


def test_the_whole_of_two_schemas_that_hardly_know_each_other_is_said_on_demand() -> None:
    models = ''.join(f'model m{n} {{\n  id Int @id\n}}\n' for n in range(3))
    sql = 'create table t (id int primary key);'

    assert said(differences(sql, DATASOURCE + models, whole=True)) == [
        'set-up@types', *(f'model-without-table@types m{n}' for n in range(3)),
        'table-without-model@types t',
    ]


def test_a_model_without_a_table_is_uncertain_where_several_tables_come_from_elsewhere() -> None:
    names = ('a', 'b', 'c', 'd')
    models = ''.join(f'model {n} {{\n  id Int @id\n}}\n' for n in names)
    made = 'create table t (id int primary key);'
    schema = DATASOURCE + models + 'model t {\n  id Int @id\n}\n'
    altered = [f'alter table {n} enable row level security;' for n in names]

    assert said(differences(made + ''.join(altered[:2]), schema)) == [
        'set-up@types', 'model-without-table@types c', 'model-without-table@types d',
    ]
    assert said(differences(made + ''.join(altered[:3]), schema)) == [
        'set-up@types', 'model-without-table@types? d',
    ]
