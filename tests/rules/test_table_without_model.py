from __future__ import annotations

from sync_guard.config import Settings
from tests.rules.schemas import assert_silent
from tests.rules.schemas import assert_speaks
from tests.rules.schemas import cases
from tests.rules.schemas import found
from tests.rules.schemas import MIGRATION
from tests.rules.schemas import SCHEMA
from tests.rules.schemas import Silent
from tests.rules.schemas import Speaks

RULE = 'table-without-model'
MODEL = 'model User {\n  id Int @id\n\n  @@map("users")\n}\n'
USERS = 'create table users (id int primary key);\n'


@cases([
    Silent('every table has a model', USERS, MODEL),
    Silent('a dropped table', USERS + 'create table x (id int); drop table x;', MODEL),
    Silent('a table whose name an EXECUTE makes up', USERS + "do $$ begin execute 'alter "
           "table users rename to x_' || current_setting('a.b'); end $$;", MODEL),
    Silent('a temporary table', USERS + 'create temporary table x (id int);', MODEL),
    Silent('a view', USERS + 'create view v as select id from users;', MODEL),
    Silent('a partition', 'create table users (id int primary key) partition by range (id);'
           'create table users_1 partition of users for values from (1) to (9);', MODEL),
    Silent('a schema that is not listed', USERS + 'create schema app; create table app.x (id int);',
           MODEL),
    Silent("Prisma's own history", USERS + 'create table _prisma_migrations (id text);', MODEL),
    Silent('an ignored model', USERS, MODEL.replace('@@map', '@@ignore\n  @@map')),
    Silent('managed schemas, though listed', USERS,
           MODEL.replace('@@map', '@@schema("public")\n  @@map')
           + 'datasource db {\n  provider = "postgresql"\n  schemas = ["public", "auth"]\n}\n'),
    Silent('an implicit many-to-many table', (
        'create table a (id int primary key); create table b (id int primary key);'
        'create table "_aTob" ("A" int references a (id) on delete cascade on update cascade,'
        ' "B" int references b (id) on delete cascade on update cascade,'
        ' constraint "_aTob_AB_pkey" primary key ("A", "B"));'
        'create index "_aTob_B_index" on "_aTob" ("B");'
    ), 'model a {\n  id Int @id\n  b b[]\n}\nmodel b {\n  id Int @id\n  a a[]\n}\n'),
])
def test_silent(case: Silent) -> None:
    assert_silent(RULE, case)


@cases([
    Speaks('a table', USERS + 'create table blog_posts (id int primary key);', MODEL, 'types',
           'table blog_posts has no model',
           'add to the schema model BlogPost { … }\n'
           'or decide against it, under [supabase-only] in sync-guard.toml '
           'blog_posts = "why it needs no model"'),
    Speaks('a table that Prisma could only ignore', USERS + 'create table log (line text);', MODEL,
           'client', 'table log has no model',
           'add to the schema model Log { … }\n'
           'or decide against it, under [supabase-only] in sync-guard.toml '
           'log = "why it needs no model"'),
    Speaks('in another listed schema',
           'create schema app; create table app.x (id int primary key);',
           'datasource db {\n  provider = "postgresql"\n  schemas = ["public", "app"]\n}\n',
           'types', 'table app.x has no model',
           'add to the schema model x { … }\n'
           'or decide against it, under [supabase-only] in sync-guard.toml '
           '"app.x" = "why it needs no model"'),
    Speaks('with all that hangs on it', USERS + "create type mood as enum ('a');"
           'create table x (id int primary key, m mood, u int references users (id) unique);'
           'create index on x (m);', MODEL, 'types', 'table x has no model',
           'add to the schema model X { … }\n'
           'or decide against it, under [supabase-only] in sync-guard.toml '
           'x = "why it needs no model"'),
])
def test_speaks(case: Speaks) -> None:
    assert_speaks(RULE, case)


def test_a_decision_in_the_configuration_silences_it() -> None:
    sql = USERS + 'create table log (id int primary key); create table logs (id int primary key);'

    decided = found(sql, MODEL, Settings(supabase_only={'log': 'written by triggers'}))

    assert [finding.table for finding in decided] == ['logs']


def test_it_points_at_the_schema_and_at_the_migration() -> None:
    (finding,) = found(USERS + '\ncreate table x (id int primary key);', MODEL)

    assert finding.place == (SCHEMA, 1, 1)
    assert finding.origin is not None and finding.origin[:2] == (MIGRATION, 3)
