from __future__ import annotations

from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'enum'
MOOD = "create type mood as enum ('up', 'down');"
BLOCK = 'enum Mood {\n  up\n  down\n\n  @@map("mood")\n}\n'
SILENT = [
    Silent('on both sides', MOOD, BLOCK),
    Silent('of a schema that is not listed', "create schema app; create type app.x as enum ('a');",
           ''),
    Silent('without a value', 'create type mood as enum ();', ''),
    Silent('of a table without a model', MOOD + 'create table t (id int primary key, m mood);', ''),
    Silent('of a column without a field', MOOD + 'create table t (id int primary key, m mood);',
           'model t {\n  id Int @id\n}\n'),
    Silent('of a model without a table', '', BLOCK + 'model t {\n  id Int @id\n  m Mood\n}\n'),
    Silent('of a column that is text in the schema',
           MOOD + 'create table t (id int primary key, m mood);',
           'model t {\n  id Int @id\n  m String?\n}\n'),
    Silent('dropped', MOOD + 'drop type mood;', ''),
]
SPEAKS = [
    Speaks('only in the migrations', MOOD, '', 'types', 'enum mood has no enum block',
           'add to the schema enum mood {\nup\ndown\n}'),
    Speaks('only in the schema', '', BLOCK, 'types', 'enum Mood has no type mood in the migrations',
           "put into a new migration create type mood as enum ('up', 'down');\n"
           'or remove enum Mood'),
    Speaks('under a name that needs quotes', '', 'enum Mood {\n  up\n}\n', 'types',
           'enum Mood has no type Mood in the migrations',
           'put into a new migration create type "Mood" as enum (\'up\');\nor remove enum Mood'),
    Speaks('under another name', MOOD + 'create table t (id int primary key, a mood, b mood[]);',
           'enum Mood {\n  up\n  down\n}\nmodel t {\n  id Int @id\n  a Mood?\n  b Mood[]\n}\n',
           'types',
           'enum Mood has no type Mood in the migrations: the columns that use it are mood',
           'write in enum Mood @@map("mood")'),
]


@cases(SILENT)
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases(SPEAKS)
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)
