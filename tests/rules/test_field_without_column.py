from __future__ import annotations

from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import found
from tests.rules.schemas import MIGRATION
from tests.rules.schemas import SCHEMA
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'field-without-column'
USERS = 'create table users (id int primary key, bio text);\n'


def model(*lines: str) -> str:
    return '\n'.join(['model users {', '  id Int @id', '  bio String?', *lines, '}', ''])


@cases([
    Silent('every field has a column', USERS, model()),
    Silent('a column added later', USERS + 'alter table users add age int;', model('  age Int?')),
    Silent('a mapped field', USERS + 'alter table users add full_name text;',
           model('  fullName String? @map("full_name")')),
    Silent('relation fields', USERS + 'create table t (id int primary key references users (id));',
           model('  t t?') + 'model t {\n  id Int @id\n  u users @relation(fields: [id], '
           'references: [id])\n}\n'),
    Silent('a field of a type that is not there', USERS, model('  age Foo')),
    Silent('the field of a model without a table', '', model()),
])
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases([
    Speaks('an optional field', USERS, model('  age Int?'), 'types',
           'field users.age has no column users.age',
           'put into a new migration alter table users add column age integer;\n'
           'or remove the field'),
    Speaks('a required field with a default', USERS,
           model('  seenAt DateTime @default(now()) @map("seen_at") @db.Timestamptz(6)'), 'types',
           'field users.seenAt has no column users.seen_at',
           'put into a new migration alter table users add column seen_at timestamptz not null '
           'default now();\nor remove the field'),
    Speaks('a list', USERS, model('  tags String[] @default([])'), 'types',
           'field users.tags has no column users.tags',
           "put into a new migration alter table users add column tags text[] default '{}';\n"
           'or remove the field'),
    Speaks('of a type Prisma has no name for', USERS, model('  v Unsupported("vector(3)")?'),
           'strict', 'field users.v has no column users.v',
           'put into a new migration alter table users add column v vector(3);\n'
           'or remove the field'),
    Speaks('a name that needs quotes, and a unique', USERS,
           model('  nickName String @unique @default("it\'s")'), 'types',
           'field users.nickName has no column users.nickName',
           'put into a new migration alter table users add column "nickName" text not null default '
           "'it''s';\nor remove the field"),
    Speaks('the column is there in another habit', USERS + 'alter table users add full_name text;',
           model('  fullName String?'), 'types',
           'field users.fullName has no column users.fullName, and users.full_name has no field',
           'write in field users.fullName @map("full_name")'),
    Speaks('the column is there under a new name', 'create table users (id int primary key, about '
           'text);', model(), 'types',
           'field users.bio has no column users.bio, and users.about has no field',
           'write in field users.bio @map("about")'),
    Speaks('the column has the name the field has', USERS + 'alter table users add age int;',
           model('  age Int? @map("years")'), 'types',
           'field users.age has no column users.years, and users.age has no field',
           'remove from field users.age @map("years")'),
])
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)


def test_it_points_at_the_field_and_at_the_table() -> None:
    (finding,) = found('\n' + USERS, model('  age Int?'))

    assert finding.place == (SCHEMA, 4, 3)
    assert finding.origin is not None and finding.origin[:2] == (MIGRATION, 2)
    assert (finding.table, finding.name) == ('users', 'age')
