from __future__ import annotations

from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'index'
TABLE = 'create table t (id int primary key, a int, b int, j jsonb);'


def model(*lines: str) -> str:
    fields = ['  id Int @id', '  a Int?', '  bB Int? @map("b")', '  j Json?']
    return '\n'.join(['model t {', *fields, *lines, '}', ''])


SILENT = [
    Silent('the same', TABLE + 'create index on t (a, b);', model('  @@index([a, bB])')),
    Silent('the same sort', TABLE + 'create index on t (a desc nulls last);',
           model('  @@index([a(sort: Desc)])')),
    Silent('the same method', TABLE + 'create index on t using gin (j jsonb_path_ops);',
           model('  @@index([j(ops: JsonbPathOps)], type: Gin)')),
    Silent('the default operator class', TABLE + 'create index on t using gin (j jsonb_ops);',
           model('  @@index([j], type: Gin)')),
    Silent('an operator class spelled raw, for which Prisma has no word',
           'create extension pg_trgm; create table t (id int primary key, a int, b int, j jsonb, '
           's text); create index on t using gin (s gin_trgm_ops);',
           model('  s String?', '  @@index([s(ops: raw("gin_trgm_ops"))], type: Gin)')),
    Silent('a partial index', TABLE + 'create index on t (a) where b > 0;', model()),
    Silent('an index on an expression', TABLE + 'create index on t (abs(a));', model()),
    Silent('made twice', TABLE + 'create index on t (a); create index again on t (a);',
           model('  @@index([a])')),
    Silent('on a column without a field', TABLE + 'alter table t add c int; create index on t (c);',
           model()),
    Silent('on a field without a column', TABLE, model('  c Int?', '  @@index([c])')),
]
SPEAKS = [
    Speaks('only in the migrations', TABLE + 'create index on t (b);', model(), 'strict',
           'index t_b_idx on t is not in model t', 'add to model t @@index([bB])'),
    Speaks('only in the migrations, with a name of its own',
           TABLE + 'create index quick on t using gin (j jsonb_path_ops);', model(), 'strict',
           'index quick on t is not in model t',
           'add to model t @@index([j(ops: JsonbPathOps)], map: "quick", type: Gin)'),
    Speaks('only in the schema', TABLE, model('  @@index([a(sort: Desc), bB], map: "Quick")'),
           'strict', 'model t has @@index([a(sort: Desc), bB], map: "Quick"), but t has no such '
           'index', 'put into a new migration create index "Quick" on t (a desc, b);\n'
           'or remove the line'),
    Speaks('another sort', TABLE + 'create index on t (a desc);', model('  @@index([a])'), 'strict',
           'index t_a_idx on t differs from @@index([a]) of model t',
           'write @@index([a(sort: Desc)])'),
    Speaks('another method', TABLE + 'create index on t using hash (a);', model('  @@index([a])'),
           'strict', 'index t_a_idx on t differs from @@index([a]) of model t',
           'write @@index([a], type: Hash)'),
    Speaks('more columns', TABLE + 'create index on t (a, b);', model('  @@index([a])'), 'strict',
           'index t_a_b_idx on t differs from @@index([a]) of model t', 'write @@index([a, bB])'),
    Speaks('an expression', TABLE + 'create index on t (abs(a));', model('  @@index([a])'),
           'strict',
           'model t has @@index([a]), but t has no such index',
           'put into a new migration create index t_a_idx on t (a);\nor remove the line'),
    Speaks('an operator class spelled raw, for which Prisma has a word',
           TABLE + 'create index on t using gin (j jsonb_path_ops);',
           model('  @@index([j(ops: raw("jsonb_path_ops"))], type: Gin)'), 'strict',
           'index t_j_idx on t differs from @@index([j(ops: raw("jsonb_path_ops"))], type: Gin) of '
           'model t', 'write @@index([j(ops: JsonbPathOps)], type: Gin)'),
    Speaks('the default operator class spelled raw',
           TABLE + 'create index on t using gin (j jsonb_ops);',
           model('  @@index([j(ops: raw("jsonb_ops"))], type: Gin)'), 'strict',
           'index t_j_idx on t differs from @@index([j(ops: raw("jsonb_ops"))], type: Gin) of '
           'model t', 'write @@index([j(ops: JsonbOps)], type: Gin)'),
    Speaks('a sort that the method has none of', TABLE + 'create index on t using brin (a);',
           model('  @@index([a(sort: Desc)], type: Brin)'), 'strict',
           'index t_a_idx on t differs from @@index([a(sort: Desc)], type: Brin) of model t',
           'write @@index([a], type: Brin)'),
    Speaks('another predicate', TABLE + 'create index on t (a) where b > 0;',
           model('  @@index([a], where: raw("b > 1"))')
           + 'generator client {\n  provider = "x"\n  previewFeatures = ["partialIndexes"]\n}\n',
           'strict', 'index t_a_idx on t differs from @@index([a], where: raw("b > 1")) of model t',
           'write @@index([a], where: raw("(b > 0)"))'),
]


@cases(SILENT)
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases(SPEAKS)
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)
