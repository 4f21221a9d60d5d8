from __future__ import annotations

from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'referential-action'
USERS = 'create table users (id int primary key);'


def posts(actions: str, null: str = '') -> str:
    return USERS + (
        f'create table posts (id int primary key, u int {null} references users (id) {actions});'
    )


def schema(actions: str, mark: str = '?') -> str:
    return (
        'model users {\n  id Int @id\n  posts posts[]\n}\n'
        f'model posts {{\n  id Int @id\n  u Int{mark}\n'
        f'  users users{mark} @relation(fields: [u], references: [id]{actions})\n}}\n'
    )


SILENT = [
    Silent('both spelled out', posts('on delete cascade'),
           schema(', onDelete: Cascade, onUpdate: NoAction')),
    Silent("Prisma's defaults of an optional relation",
           posts('on delete set null on update cascade'), schema('')),
    Silent("Prisma's defaults of a required relation",
           posts('on delete restrict on update cascade', 'not null'), schema('', '')),
    Silent('some columns set to null', posts('on delete set null (u) on update cascade'),
           schema('')),
]
SPEAKS = [
    Speaks('nothing said on either side', posts(''), schema(''), 'strict',
           'foreign key posts_u_fkey of posts is on delete no action, not set null and on update '
           'no action, not cascade as relation posts.users has it',
           'write in the @relation of posts.users onDelete: NoAction, onUpdate: NoAction'),
    Speaks('another action', posts('on delete cascade on update cascade'),
           schema(', onDelete: SetDefault'), 'strict',
           'foreign key posts_u_fkey of posts is on delete cascade, not set default as relation '
           'posts.users has it',
           'write in the @relation of posts.users onDelete: Cascade, onUpdate: Cascade'),
]


@cases(SILENT)
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases(SPEAKS)
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)
