from __future__ import annotations

from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'default'


def column(type_: str) -> str:
    return f'create table t (id int primary key, c {type_});'


def field(type_: str) -> str:
    return f'model t {{\n  id Int @id\n  c {type_}\n}}\n'


SILENT = [
    Silent('the same number', column('numeric default 12.50'),
           field('Decimal? @default(12.5) @db.Decimal')),
    Silent('the same text', column("text default 'it''s'"), field('String? @default("it\'s")')),
    Silent('the same JSON', column("""jsonb default '{"a": 1, "b": [2]}'"""),
           field(r'Json? @default("{\"b\":[2],\"a\":1}")')),
    Silent('the same bytes', column(r"bytea default '\x00'"), field('Bytes? @default("AA==")')),
    Silent('the same list', column("text[] default '{a,b}'"),
           field('String[] @default(["a", "b"])')),
    Silent('now', column('timestamptz default current_timestamp'),
           field('DateTime? @default(now()) @db.Timestamptz')),
    Silent('the same expression', column('uuid default gen_random_uuid()'),
           field('String? @default(dbgenerated("gen_random_uuid()")) @db.Uuid')),
    Silent('any expression', column('uuid default gen_random_uuid()'),
           field('String? @default(dbgenerated()) @db.Uuid')),
    Silent('a sequence', 'create table t (id serial primary key, c int);',
           'model t {\n  id Int @id @default(autoincrement())\n  c Int?\n}\n'),
    Silent('made by the client', column('text not null'), field('String @default(cuid())')),
    Silent('set by the client', column('timestamptz not null'),
           field('DateTime @updatedAt @db.Timestamptz')),
    Silent('any two times', column("timestamptz default '2020-01-01'"),
           field('DateTime? @default("2021-01-01T00:00:00Z") @db.Timestamptz')),
    Silent('null', column('text default null'), field('String?')),
    Silent('null with a precision', column('numeric(12, 2) default null'),
           field('Decimal? @db.Decimal(12, 2)')),
    Silent('of a domain', 'create domain d as int default 5;' + column('d'), field('Int?')),
]
SPEAKS = [
    Speaks('only the database has one, and needs it', column('int not null default 0'),
           field('Int'), 'types', 't.c has default 0, but field t.c has none',
           'write c Int @default(0)'),
    Speaks('only the schema has one, and it is needed', column('timestamptz not null'),
           field('DateTime @default(now()) @db.Timestamptz(6)'), 'types',
           't.c has no default, but field t.c has @default(now())',
           'write c DateTime @db.Timestamptz(6)'),
    Speaks('nobody makes the value', column('uuid not null'),
           field('String @default(dbgenerated()) @db.Uuid'), 'types',
           't.c has no default, but field t.c has @default(dbgenerated())',
           'write c String @db.Uuid'),
    Speaks('only the database has one', column('boolean default false'), field('Boolean?'),
           'client', 't.c has default false, but field t.c has none',
           'write c Boolean? @default(false)'),
    Speaks('only the schema has one', column('int'), field('Int? @default(1)'), 'client',
           't.c has no default, but field t.c has @default(1)', 'write c Int?'),
    Speaks('another value', column('int default 0'), field('Int? @default(1)'), 'strict',
           't.c has default 0, but field t.c has @default(1)', 'write c Int? @default(0)'),
    Speaks('another order of a list', column("int[] default '{1,2}'"),
           field('Int[] @default([2, 1])'), 'strict',
           "t.c has default '{1,2}'::integer[], but field t.c has @default([2, 1])",
           'write c Int[] @default([1, 2])'),
    Speaks('made by the client, and by the database', column('uuid default gen_random_uuid()'),
           field('String? @default(uuid()) @db.Uuid'), 'strict',
           't.c has default gen_random_uuid(), but field t.c has @default(uuid())',
           'write c String? @default(dbgenerated("gen_random_uuid()")) @db.Uuid'),
    Speaks('another clock', column("timestamptz default timezone('utc', now())"),
           field('DateTime? @default(now()) @db.Timestamptz'), 'strict',
           "t.c has default timezone('utc'::text, now()), but field t.c has @default(now())",
           'write c DateTime? @default(dbgenerated("timezone(\'utc\'::text, now())")) '
           '@db.Timestamptz(6)'),
    Speaks('an empty list', column("text[] not null default '{}'"), field('String[]'), 'strict',
           "t.c has default '{}'::text[], but field t.c has none", 'write c String[] @default([])'),
    Speaks('an identity column', 'create table t (id int generated always as identity primary key,'
           ' c int);', field('Int?'), 'types',
           't.id is an identity column, but field t.id has none',
           'write id Int @id @default(autoincrement())'),
]


@cases(SILENT)
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases(SPEAKS)
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)
