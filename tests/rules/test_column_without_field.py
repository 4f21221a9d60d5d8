from __future__ import annotations

from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import found
from tests.rules.schemas import MIGRATION
from tests.rules.schemas import SCHEMA
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'column-without-field'
MODEL = 'model User {\n  id Int @id\n  bio String?\n\n  @@map("users")\n}\n'
CAMEL = 'model User {\n  id Int @id\n  fullName String? @map("full_name")\n\n  @@map("users")\n}\n'


@cases([
    Silent('every column has a field', 'create table users (id int primary key, bio text);', MODEL),
    Silent('a dropped column', 'create table users (id int primary key, bio text, x int);'
           'alter table users drop x;', MODEL),
    Silent('a table without a model', 'create table posts (id int primary key);', MODEL),
    Silent('a column whose field cannot be read',
           'create table users (id int primary key, bio text);',
           'model User {\n  id Int @id\n  bio\n\n  @@map("users")\n}\n'),
    Silent('a column whose name an EXECUTE makes up', 'create table users (id int primary key, '
           "bio text); do $$ begin execute 'alter table users add ' || current_setting('a.b') || "
           "' int'; end $$;", MODEL),
])
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases([
    Speaks('a plain column', 'create table users (id int primary key, bio text, age int);', MODEL,
           'types', 'users.age (integer) has no field in model User',
           'add to model User age Int?'),
    Speaks('in the habit of the schema',
           'create table users (id int primary key, full_name text, last_seen timestamptz);', CAMEL,
           'types', 'users.last_seen (timestamp with time zone) has no field in model User',
           'add to model User lastSeen DateTime? @map("last_seen") @db.Timestamptz(6)'),
    Speaks('with its unique', 'create table users (id int primary key, bio text, email text '
           'not null unique);', MODEL, 'types',
           'users.email (text) has no field in model User',
           'add to model User email String @unique'),
    Speaks('of a type Prisma has no name for',
           'create table users (id int primary key, bio text, v tsvector);', MODEL, 'strict',
           'users.v (tsvector) has no field in model User',
           'add to model User v Unsupported("tsvector")?'),
    Speaks('with its enum', "create type mood as enum ('up', 'down');"
           'create table users (id int primary key, bio text, mood mood not null);', MODEL, 'types',
           'users.mood (mood) has no field in model User',
           'add to model User mood Mood\n'
           'and to the schema enum Mood {\nup\ndown\n\n@@map("mood")\n}'),
    Speaks('that is the new key', 'create table users (key uuid primary key, id int not null, bio '
           'text);', MODEL, 'types', 'users.key (uuid) has no field in model User',
           'add to model User key String @id @db.Uuid\nand remove from it @id'),
    Speaks('that is the new key of several columns before',
           'create table users (id int not null, bio text not null, key uuid primary key);',
           'model users {\n  id Int\n  bio String\n\n  @@id([id, bio])\n}\n', 'types',
           'users.key (uuid) has no field in model users',
           'add to model users key String @id @db.Uuid\nand remove from it @@id([id, bio])'),
])
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)


def test_it_points_at_the_model_and_at_the_migration() -> None:
    sql = 'create table users (\n  id int primary key,\n  bio text,\n  age int\n);'
    (finding,) = found(sql, MODEL)

    assert finding.place[:2] == (SCHEMA, 1)
    assert finding.origin is not None and finding.origin[:2] == (MIGRATION, 4)
    assert (finding.table, finding.name, finding.severity) == ('users', 'age', 'error')


def test_where_the_reader_is_not_sure_it_warns_and_says_why() -> None:
    sql = (
        'create table users (id int primary key, bio text, age int);'
        "do $$ begin execute current_setting('a.b'); end $$;"
        'create table logs as select * from users;'
    )
    uncertain = [f for f in found(sql, MODEL) if f.table == 'logs']

    assert [(f.severity, f.certain) for f in uncertain] == [('warning', False)]
    assert uncertain[0].message.endswith('as far as can be known (its columns come from a query)')
