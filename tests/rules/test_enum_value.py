from __future__ import annotations

from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'enum-value'
MOOD = "create type mood as enum ('up', 'down');"


def block(*values: str) -> str:
    lines = [f'  {value}' for value in values]
    return '\n'.join(['enum Mood {', *lines, '  @@map("mood")', '}', ''])


SILENT = [
    Silent('the same values', MOOD, block('up', 'down')),
    Silent('in another order', MOOD, block('down', 'up')),
    Silent('mapped', "create type mood as enum ('so-so');", block('soSo @map("so-so")')),
    Silent('added later', MOOD + "alter type mood add value 'so';", block('up', 'down', 'so')),
    Silent('an enum on one side only', MOOD, ''),
]
SPEAKS = [
    Speaks('only in the migrations', MOOD, block('up'), 'types',
           "'down' of mood is not in enum Mood",
           'add to enum Mood down'),
    Speaks('with a label that is no name', "create type mood as enum ('up', '2-so');", block('up'),
           'types', "'2-so' of mood is not in enum Mood", 'add to enum Mood so @map("2-so")'),
    Speaks('only in the schema', MOOD, block('up', 'down', 'soSo @map("it\'s")'), 'types',
           'soSo of enum Mood is not in mood',
           "put into a new migration alter type mood add value 'it''s';\nor remove the value"),
    Speaks('under another name', MOOD, block('up', 'low'), 'types',
           "enum Mood has low, which is 'down' in mood", 'write low @map("down")'),
    Speaks('in another case', "create type mood as enum ('UP', 'down');", block('up', 'down'),
           'types', "enum Mood has up, which is 'UP' in mood", 'write up @map("UP")'),
]


@cases(SILENT)
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases(SPEAKS)
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)
