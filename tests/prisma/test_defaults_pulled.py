"""Defaults of every kind: what is written into the schema is what `prisma db pull` writes, and is
in step at level strict."""
from __future__ import annotations

import re

import pytest

from sync_guard.compare import compare
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.prisma import expect
from sync_guard.prisma import parse
from sync_guard.prisma.write import model_block
from tests.oracle.postgres import Oracle
from tests.oracle.prisma import Engine
from tests.oracle.prisma import Prisma

HEADER = 'generator client {\n  provider = "prisma-client-js"\n}\n' \
         'datasource db {\n  provider = "postgresql"\n}\n'
SETUP = """
create schema s;
create type mood as enum ('ok', 'x');
create type s.kind as enum ('ok');
create domain feeling as mood;
create domain short as varchar(5);
create type pair as (x integer);
create type span as range (subtype = int4);
create sequence q;
create sequence _q;
create sequence "Q q";
create function f() returns integer language sql as 'select 1';
"""
# Each is a column of its own.
COLUMNS = r"""
integer default null::integer
numeric(10,2) default null                                 -- stored, and no default to Prisma
varchar(10) default null
short default null
integer default 5
integer default '-5'::bigint
integer default 5::bigint
integer default 1 + 2
integer default f()
integer default public.f() + 1
integer default nextval('q')
integer default nextval('"Q q"')
integer default nextval('_q')                              -- no name of a sequence to Prisma
text default nextval('q')
smallint default -5
bigint default '5'::bigint
numeric(10,2) default 5
numeric default 12.50
money default 5
double precision default 1e10
boolean default 't'
text default ''
text default E'a\nb'
text default lower('A')
text default 'it''s'::varchar(3)
text default '2020-01-01'::date                            -- Prisma reads no cast behind a text
text default '-5'::integer
text default '{a,b}'::text[]
text default b'101'
text default 'ok'::mood
text default 'ok'::s.kind
varchar(3) default 'abcdef'::varchar(3)
char(3) default 'ab'
mood default 'ok'
mood default 'ok'::feeling
mood default ('o' || 'k')::mood
mood[] default array['ok'::mood]
mood[] default '{ok,x}'
feeling default 'ok'
s.kind default 'ok'                                        -- an enum of an unlisted schema
pair default '(1)'
span default 'empty'
interval default '1 day'
tsvector default ''
name default 'x'
uuid default 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'
uuid default gen_random_uuid()
inet default '127.0.0.1'
bit(3) default b'101'
json default '{"a":1}'
jsonb default '{"a":1}'
jsonb[] default '{}'
bytea default '\x00'
bytea[] default '{"\\x00"}'
bytea[] default array['\x00'::bytea]
inet[] default '{127.0.0.1}'
text[] default '{}'
text[] default '{a,NULL}'
text[] default array['a', null]
integer[] default array[1, 2]
integer[] default array[1, 2]::bigint[]
date default '2020-1-2'
date default date '2020-01-02'
date default now()
date default current_date
date[] default '{2020-01-02}'
date[] default array['2020-01-02'::date]
time default '10:00'
timetz default '10:00+02'
timetz default '10:00+05:30'
timetz default '10:00'
timestamp(3) default '2020-01-02 10:00'
timestamptz default '2020-01-02'
timestamptz default 'infinity'
timestamptz default now()
timestamptz default now() - interval '1 day'
timestamptz[] default '{}'
integer generated always as (abs(-5)) stored
integer generated always as (id * 2) stored
text generated always as ('x') stored
text generated always as (id::text) stored
mood generated always as (case when id > 1 then 'ok'::mood else 'x' end) stored
tsvector generated always as (to_tsvector('english', id::text)) stored
"""


def _columns() -> list[str]:
    lines = COLUMNS.strip().splitlines()
    return [f'c{number} {line.partition(" -- ")[0]}' for number, line in enumerate(lines)]


@pytest.mark.parametrize('engine', ['7', '6'])
def test_defaults_are_read_and_written_as_prisma_does(
        postgres: Oracle, prisma: Prisma, engine: Engine,
) -> None:
    sql = f'{SETUP}create table t (id integer primary key, {", ".join(_columns())});'
    with postgres.fresh() as connection:
        connection.execute(f"set timezone = 'UTC'; {sql}")
        pulled = prisma.pull(postgres.url, HEADER, engine)
    catalog = replay(None, [('a.sql', read(sql))]).catalog
    (table,) = (t for t in catalog.tables.values() if str(t.key) == 't')
    block = model_block(table, catalog, expect([parse('schema.prisma', HEADER)]))
    assert _fields(block) == _fields(pulled)
    assert compare(catalog, expect([parse('schema.prisma', pulled)])) == []


def _fields(schema: str) -> list[str]:
    return [' '.join(line.split()) for line in re.findall(r'^ +c\d+ .*', schema, re.MULTILINE)]
