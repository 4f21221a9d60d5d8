from __future__ import annotations

from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'list'


def column(type_: str) -> str:
    return f'create table t (id int primary key, c {type_});'


def field(type_: str) -> str:
    return f'model t {{\n  id Int @id\n  c {type_}\n}}\n'


SILENT = [
    Silent('two lists', column('text[]'), field('String[]')),
    Silent('more dimensions', column('int[][] not null'), field('Int[]')),
    Silent('no lists', column('text'), field('String?')),
]
SPEAKS = [
    Speaks('an array for a scalar field', column("text[] not null default '{}'"),
           field('String @default("")'), 'types', 't.c is text[], but field t.c is not a list',
           'write c String[] @default([])'),
    Speaks('a scalar for a list field', column('integer'), field('Int[]'), 'types',
           't.c is integer, but field t.c is a list', 'write c Int?'),
    Speaks('of another type besides', column('integer'), field('String[]'), 'types',
           't.c is integer, but field t.c is a list', 'write c Int?'),
    Speaks('of a type Prisma has no name for', column('tsvector'),
           field('Unsupported("tsvector")[]'), 'client',
           't.c is tsvector, but field t.c is a list', 'write c Unsupported("tsvector")?'),
]


@cases(SILENT)
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases(SPEAKS)
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)
