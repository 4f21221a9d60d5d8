from __future__ import annotations

from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'name'


def schema(*lines: str, id_: str = '@id') -> str:
    return '\n'.join(['model t {', f'  id Int {id_}', '  a Int?', *lines, '}', ''])


LONG = 'a_table_whose_name_is_so_long_that_nothing_fits_beside_it'
SILENT = [
    Silent('the default names', 'create table t (id int primary key, a int unique);'
           'create index on t (a, id);', schema('  @@unique([a])', '  @@index([a, id])')),
    Silent('mapped names', 'create table t (id int constraint x primary key, a int constraint y '
           'unique);', schema('  @@unique([a], map: "y")', id_='@id(map: "x")')),
    Silent('one of two', 'create table t (id int primary key, a int);'
           'create index t_a_idx on t (a); create index x on t (a);', schema('  @@index([a])')),
    Silent('of a check', 'create table t (id int primary key, a int constraint x check (a > 0));',
           schema()),
]
SPEAKS = [
    Speaks('of a primary key', 'create table t (id int constraint x primary key, a int);', schema(),
           'strict', 'primary key x of t is t_pkey in the schema', 'write in the @id map: "x"'),
    Speaks('of a unique', 'create table t (id int primary key, a int constraint x unique);',
           schema('  @@unique([a])'), 'strict', 'unique x of t is t_a_key in the schema',
           'write in the @unique map: "x"'),
    Speaks('of a unique index', 'create table t (id int primary key, a int);'
           'create unique index on t (a, id);', schema('  @@unique([a, id])'), 'strict',
           'unique t_a_id_idx of t is t_a_id_key in the schema',
           'write in the @@unique map: "t_a_id_idx"'),
    Speaks('of an index', 'create table t (id int primary key, a int); create index x on t (a);',
           schema('  @@index([a])'), 'strict', 'index x of t is t_a_idx in the schema',
           'write in the @@index map: "x"'),
    Speaks('of a foreign key', 'create table t (id int primary key, a int);'
           'alter table t add constraint x foreign key (a) references t (id);',
           schema('  t t? @relation("x", fields: [a], references: [id], onDelete: NoAction, '
                  'onUpdate: NoAction)', '  ts t[] @relation("x")'), 'strict',
           'foreign key x of t is t_a_fkey in the schema', 'write in the @relation map: "x"'),
    Speaks('after a column was renamed', 'create table t (id int primary key, old int unique);'
           'alter table t rename old to a;', schema('  @@unique([a])'), 'strict',
           'unique t_old_key of t is t_a_key in the schema',
           'write in the @unique map: "t_old_key"'),
]


@cases(SILENT)
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases(SPEAKS)
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)
