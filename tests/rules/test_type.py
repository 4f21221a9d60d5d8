from __future__ import annotations

from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'type'


def column(type_: str) -> str:
    return f'create table t (id int primary key, c {type_});'


def field(type_: str, before: str = '') -> str:
    return f'{before}model t {{\n  id Int @id\n  c {type_}\n}}\n'


SILENT = [
    Silent('text', column('text'), field('String?')),
    Silent('a length', column('varchar(255)'), field('String? @db.VarChar(255)')),
    Silent('any precision', column('timestamptz(3)'), field('DateTime? @db.Timestamptz')),
    Silent('a bare time has six digits', column('timestamptz'),
           field('DateTime? @db.Timestamptz(6)')),
    Silent('a domain', 'create domain email as citext;' + column('email'),
           field('String? @db.Citext')),
    Silent('an enum', "create type mood as enum ('a');" + column('mood'),
           field('Mood?', 'enum Mood {\n  a\n\n  @@map("mood")\n}\n')),
    Silent('what Prisma has no name for', column('tsvector'), field('Unsupported("tsquery")?')),
    Silent('an enum of a schema that is not listed',
           "create schema app; create type app.mood as enum ('a');" + column('app.mood'),
           field('Unsupported("mood")?')),
    Silent('a type no migration creates', column('geometry'), field('Unsupported("geometry")?')),
]
SPEAKS = [
    Speaks('another scalar', column('bigint'), field('Int?'), 'types',
           't.c is bigint, but field t.c says integer', 'write c BigInt?'),
    Speaks('text for an enum', "create type mood as enum ('a');" + column('mood'),
           field('String?'), 'types', 't.c is mood, but field t.c says text',
           'write c mood?\nand add to the schema enum mood {\na\n}'),
    Speaks('an enum for text', column('text'), field('Mood?', 'enum Mood {\n  a\n}\n'), 'types',
           't.c is text, but field t.c says "Mood"', 'write c String?'),
    Speaks('nothing for a type', column('integer'), field('Unsupported("integer")?'), 'types',
           't.c is integer, but field t.c says integer', 'write c Int?'),
    Speaks('text for a uuid', column('uuid'), field('String?'), 'client',
           't.c is uuid, but field t.c says text', 'write c String? @db.Uuid'),
    Speaks('jsonb for json', column('json'), field('Json?'), 'client',
           't.c is json, but field t.c says jsonb', 'write c Json? @db.Json'),
    Speaks('json for jsonb', column('jsonb'), field('Json? @db.Json'), 'strict',
           't.c is jsonb, but field t.c says json', 'write c Json?'),
    Speaks('a date for a time of day', column('time'), field('DateTime?'), 'client',
           't.c is time without time zone, but field t.c says timestamp(3) without time zone',
           'write c DateTime? @db.Time(6)'),
    Speaks('no zone', column('timestamptz not null'), field('DateTime'), 'strict',
           't.c is timestamp with time zone, but field t.c says timestamp(3) without time zone',
           'write c DateTime @db.Timestamptz(6)'),
    Speaks('another length', column('varchar(10)[]'), field('String[] @db.VarChar(20)'), 'strict',
           't.c is character varying(10)[], but field t.c says character varying(20)[]',
           'write c String[] @db.VarChar(10)'),
    Speaks('a size', column('smallint'), field('Int?'), 'strict',
           't.c is smallint, but field t.c says integer', 'write c Int? @db.SmallInt'),
    Speaks('the default goes with the type', column('integer default 3'),
           field('String? @default("3")'), 'types', 't.c is integer, but field t.c says text',
           'write c Int? @default(3)'),
]


@cases(SILENT)
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases(SPEAKS)
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)
