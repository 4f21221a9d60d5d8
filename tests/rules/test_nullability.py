from __future__ import annotations

from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'nullability'


def column(type_: str) -> str:
    return f'create table t (id int primary key, c {type_});'


def field(type_: str) -> str:
    return f'model t {{\n  id Int @id\n  c {type_}\n}}\n'


SILENT = [
    Silent('both may be null', column('text'), field('String?')),
    Silent('both may not', column('text not null'), field('String')),
    Silent('an array that may be null', column('text[]'), field('String[]')),
    Silent('an array that may not', column('text[] not null'), field('String[]')),
    Silent('a domain that may not', 'create domain title as text not null;' + column('title'),
           field('String')),
    Silent('a primary key', 'create table t (id int, c text, primary key (id));', field('String?')),
]
SPEAKS = [
    Speaks('a required field', column('text'), field('String'), 'types',
           't.c may be null, but field t.c is required', 'write c String?'),
    Speaks('an optional field', column("text not null default ''"), field('String? @default("")'),
           'types', 't.c is not null, but field t.c is optional', 'write c String @default("")'),
    Speaks('a later migration', column('text') + 'alter table t alter c set not null;',
           field('String?'), 'types', 't.c is not null, but field t.c is optional',
           'write c String'),
    Speaks('of a type Prisma has no name for', column('tsvector not null'),
           field('Unsupported("tsvector")?'), 'client',
           't.c is not null, but field t.c is optional', 'write c Unsupported("tsvector")'),
    Speaks('the action of a relation goes with it',
           'create table t (id int primary key, c int not null references t (id) on delete restrict'
           ' on update cascade);',
           field('Int?\n  t t? @relation("x", fields: [c], references: [id])\n'
                 '  ts t[] @relation("x")'),
           'types', 't.c is not null, but field t.c is optional', 'write c Int'),
]


@cases(SILENT)
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases(SPEAKS)
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)
