from __future__ import annotations

from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'primary-key'
SILENT = [
    Silent('one column', 'create table t (id int primary key);', 'model t {\n  id Int @id\n}\n'),
    Silent('several', 'create table t (a int, b int, primary key (a, b));',
           'model t {\n  a Int\n  b Int\n\n  @@id([a, b])\n}\n'),
    Silent('mapped', 'create table t (the_id int primary key);',
           'model t {\n  id Int @id @map("the_id")\n}\n'),
    Silent('none', 'create table t (id int unique not null);', 'model t {\n  id Int @unique\n}\n'),
    Silent('on a column without a field', 'create table t (id int primary key, b int not null '
           'unique);', 'model t {\n  b Int @unique\n}\n'),
]
SPEAKS = [
    Speaks('a unique in the schema', 'create table t (id int primary key);',
           'model t {\n  id Int @unique\n}\n', 'client',
           'the primary key of t is (id), but model t has no @id',
           'write on field id of model t @id'),
    Speaks('a unique in the migrations', 'create table t (id int not null unique);',
           'model t {\n  id Int @id\n}\n', 'client',
           't has no primary key, but the id of model t is (id)',
           'put into a new migration alter table t add primary key (id);'),
    Speaks('other columns', 'create table t (a int, b int not null, primary key (a));',
           'model t {\n  a Int\n  bB Int @map("b")\n\n  @@id([a, bB])\n}\n', 'client',
           'the primary key of t is (a), but the id of model t is (a, bB)',
           'write on field a of model t @id'),
    Speaks('more columns', 'create table t (a int, b int, constraint x primary key (a, b));',
           'model t {\n  a Int @id\n  bB Int @map("b")\n}\n', 'client',
           'the primary key of t is (a, b), but the id of model t is (a)',
           'write in model t @@id([a, bB], map: "x")'),
    Speaks('another order', 'create table t (a int, b int, primary key (b, a));',
           'model t {\n  a Int\n  b Int\n\n  @@id([a, b])\n}\n', 'strict',
           'the primary key of t is (b, a), but the id of model t is (a, b)',
           'write in model t @@id([b, a])'),
    Speaks('an implicit relation as Prisma 5 made it', (
        'create table a (id int primary key); create table b (id int primary key);'
        'create table "_aTob" ("A" int not null references a (id) on delete cascade on update '
        'cascade, "B" int not null references b (id) on delete cascade on update cascade);'
        'create unique index "_aTob_AB_unique" on "_aTob" ("A", "B");'
        'create index "_aTob_B_index" on "_aTob" ("B");'
    ), 'model a {\n  id Int @id\n  b b[]\n}\nmodel b {\n  id Int @id\n  a a[]\n}\n', 'strict',
           '_aTob has no primary key, but the id of model _aTob is (A, B)',
           'put into a new migration alter table "_aTob" add primary key ("A", "B");'),
]


@cases(SILENT)
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases(SPEAKS)
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)
