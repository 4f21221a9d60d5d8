from __future__ import annotations

from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'unique'
TABLE = 'create table t (id int primary key, a int, b int);'
PREVIEW = 'generator client {\n  provider = "x"\n  previewFeatures = ["partialIndexes"]\n}\n'


def model(*lines: str) -> str:
    fields = ['  id Int @id', '  a Int?', '  bB Int? @map("b")']
    return '\n'.join(['model t {', *fields, *lines, '}', ''])


SILENT = [
    Silent('a constraint', TABLE + 'alter table t add unique (a, b);',
           model('  @@unique([a, bB])')),
    Silent('an index', TABLE + 'create unique index t_a_key on t (a);', model('  @@unique([a])')),
    Silent('a partial index', TABLE + 'create unique index on t (a) where b > 0;', model()),
    Silent('an index on an expression', TABLE + 'create unique index on t (abs(a));', model()),
    Silent('a name for the client', TABLE + 'alter table t add unique (a, b);',
           model('  @@unique([a, bB], name: "both")')),
    Silent('on a column without a field', TABLE + 'alter table t add c int unique;', model()),
]
SPEAKS = [
    Speaks('only in the migrations', TABLE + 'alter table t add unique (b);', model(), 'client',
           't (b) is unique, but model t does not say so', 'write on field bB of model t @unique'),
    Speaks('only in the migrations, of several columns',
           TABLE + 'create unique index pair on t (a, b);', model(), 'client',
           't (a, b) is unique, but model t does not say so',
           'write in model t @@unique([a, bB], map: "pair")'),
    Speaks('only in the schema', TABLE, model('  @@unique([a, bB])'), 'client',
           'model t says (a, bB) is unique, but t has no such constraint',
           'put into a new migration alter table t add unique (a, b);\n'
           'or remove it from the model'),
    Speaks('over the primary key', TABLE, model('  @@unique([id])'), 'strict',
           'model t says (id) is unique, but t has no such constraint',
           'put into a new migration alter table t add unique (id);\n'
           'or remove it from the model'),
    Speaks('other columns', TABLE + 'alter table t add unique (a);', model('  @@unique([a, bB])'),
           'client', 't (a) is unique, but model t has a unique on (a, bB)',
           'write on field a of model t @unique'),
    Speaks('another order', TABLE + 'alter table t add unique (b, a);',
           model('  @@unique([a, bB])'),
           'strict', 't (b, a) is unique, but model t has a unique on (a, bB)',
           'write in model t @@unique([bB, a])'),
    Speaks('an index in the schema', TABLE + 'alter table t add unique (a);',
           model('  @@index([a])'),
           'client', 't (a) is unique, but model t has an index on (a)',
           'write on field a of model t @unique'),
    Speaks('an index in the migrations', TABLE + 'create index on t (a);', model('  @@unique([a])'),
           'client', 'model t says (a) is unique, but t has an index on (a)',
           'put into a new migration alter table t add unique (a);\nor remove it from the model'),
    Speaks('a partial index that the schema could say',
           TABLE + 'create unique index some on t (a) where b > 0;', model() + PREVIEW,
           'strict', 't (a) is unique where (b > 0), but model t does not say so',
           'write on field a of model t @unique(map: "some", where: raw("(b > 0)"))'),
    Speaks('a partial index of the usual name',
           TABLE + 'create unique index t_a_key on t (a) where b > 0;', model() + PREVIEW,
           'strict', 't (a) is unique where (b > 0), but model t does not say so',
           'write on field a of model t @unique(where: raw("(b > 0)"))'),
    Speaks('a partial index where the schema has a whole one',
           TABLE + 'create unique index some on t (a) where b > 0;', model('  @@unique([a])')
           + PREVIEW, 'strict', 't (a) is unique where (b > 0), but model t has a unique on (a)',
           'write on field a of model t @unique(map: "some", where: raw("(b > 0)"))'),
]


@cases(SILENT)
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases(SPEAKS)
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)
