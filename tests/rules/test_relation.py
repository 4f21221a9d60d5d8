from __future__ import annotations

from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'relation'
USERS = 'create table users (id int primary key, code text unique);'
POSTS = 'create table posts (id int primary key, user_id int references users (id));'
FORTH = ('  user User? @relation(fields: [userId], references: [id], onDelete: NoAction, '
         'onUpdate: NoAction)')
BACK = '  posts Post[]'
EMULATED = 'datasource db {\n  provider = "postgresql"\n  relationMode = "prisma"\n}'


def schema(forth: str = '', back: str = '', more: str = '') -> str:
    users = ['model User {', '  id Int @id', '  code String? @unique', back, '  @@map("users")',
             '}']
    posts = ['model Post {', '  id Int @id', '  userId Int? @map("user_id")', forth,
             '  @@map("posts")', '}']
    return '\n'.join([*users, *posts, more, ''])


SILENT = [
    Silent('on both sides', USERS + POSTS, schema(FORTH, BACK)),
    Silent('emulated', USERS + POSTS.replace(' references users (id)', ''),
           schema(
        FORTH.replace(', onDelete: NoAction, onUpdate: NoAction', ''), BACK, EMULATED)),
    Silent('to a table without a model', USERS + POSTS + 'create table x (id int primary key);'
           'alter table posts add x int references x (id);', schema(FORTH, BACK)),
    Silent('to a managed table', USERS + POSTS + 'alter table users add u uuid references '
           'auth.users (id);', schema(FORTH, BACK)),
    Silent('of a column without a field', USERS + POSTS
           + 'alter table posts add other int references users (id);', schema(FORTH, BACK)),
]
SPEAKS = [
    Speaks('only in the migrations', USERS + POSTS, schema(), 'client',
           'foreign key posts (user_id) → users (id) has no @relation in model Post',
           'add to model Post user User? @relation(fields: [userId], references: [id], '
           'onDelete: NoAction, onUpdate: NoAction)\nand to model User posts Post[]'),
    Speaks('only in the schema', USERS + POSTS.replace(' references users (id)', ''),
           schema(FORTH, BACK), 'client',
           'relation user of model Post has no foreign key posts (user_id) → users (id)',
           'put into a new migration alter table posts add foreign key (user_id) references users '
           '(id);\nor remove the relation, here and in model User'),
    Speaks('to another table', USERS + 'create table groups (id int primary key);'
           + POSTS.replace('users (id)', 'groups (id)'),
           schema(FORTH, BACK, 'model Group {\n  id Int @id\n\n  @@map("groups")\n}'), 'client',
           'foreign key posts (user_id) → groups (id) is not what relation user of model Post says',
           'write user Group? @relation(fields: [userId], references: [id], onDelete: NoAction, '
           'onUpdate: NoAction)'),
    Speaks('though relations are emulated', USERS + POSTS, schema(
        FORTH.replace(', onDelete: NoAction, onUpdate: NoAction', ''), BACK, EMULATED),
           'strict', 'foreign key posts (user_id) → users (id) is there, but relationMode "prisma" '
           'wants none',
           'drop it in a new migration alter table posts drop constraint posts_user_id_fkey;'),
    Speaks('with another order of columns',
           'create table u (a int, b int, primary key (a, b)); create table t (id int primary key, '
           'a int, b int, foreign key (b, a) references u (b, a));',
           'model u {\n  a Int\n  b Int\n  t t[]\n\n  @@id([a, b])\n}\n'
           'model t {\n  id Int @id\n  a Int?\n  b Int?\n  u u? @relation(fields: [a, b], '
           'references: [a, b], onDelete: NoAction, onUpdate: NoAction)\n}\n', 'strict',
           'foreign key t (b, a) → u (b, a) is not what relation u of model t says',
           'write u u? @relation(fields: [b, a], references: [b, a], onDelete: NoAction, '
           'onUpdate: NoAction)'),
]


@cases(SILENT)
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases(SPEAKS)
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)
