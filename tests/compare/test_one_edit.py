"""One edit on either side makes one difference, of the right kind and level."""
from __future__ import annotations

from typing import NamedTuple

import pytest

from sync_guard.compare.differences import ModelWithoutTable
from tests.compare.support import differences
from tests.compare.support import said
from tests.compare.support import SCHEMA
from tests.compare.support import SQL


class Edit(NamedTuple):
    """Replace ``old`` by ``new`` in the SQL, or in the schema; an empty ``old`` appends."""

    what: str
    old: str
    new: str
    differences: list[str]


def edited(text: str, edit: Edit) -> str:
    if not edit.old:
        return text + edit.new
    assert text.count(edit.old) >= 1, edit.old
    return text.replace(edit.old, edit.new, 1)


def test_both_sides_are_in_step() -> None:
    assert said(differences(SQL, SCHEMA)) == []


IN_SQL = [
    Edit('a table is added', '', 'create table tags (id int primary key);',
         ['table-without-model@types tags']),
    Edit('a table that Prisma cannot query is added', '', 'create table tags (id int);',
         ['table-without-model@client tags']),
    Edit('a table is added that refers to others and has an enum of its own', '',
         "create type mood as enum ('a');"
         'create table tags (id int primary key, u uuid references users (id), m mood);',
         ['table-without-model@types tags']),
    Edit('a table is dropped', '', 'drop table posts;', ['model-without-table@types posts']),
    Edit('a table that others refer to is dropped', '', 'drop table users cascade;',
         ['model-without-table@types users']),
    Edit('a table is renamed', '', 'alter table users rename to people;',
         ['model-without-table@types users']),
    Edit('a table moves to another schema', '',
         'create schema app; alter table posts set schema app;',
         ['model-without-table@types posts']),
    Edit('a column is added', '', 'alter table users add last_seen timestamptz;',
         ['column-without-field@types users.last_seen']),
    Edit('a column is added that Prisma has no type for', '', 'alter table users add v tsvector;',
         ['column-without-field@strict users.v']),
    Edit('a required column is added that Prisma has no type for', '',
         'alter table users add v tsvector not null;',
         ['column-without-field@client users.v']),
    Edit('a generated column is added that Prisma has no type for', '',
         "alter table users add v tsvector not null generated always as ('a'::tsvector) stored;",
         ['column-without-field@strict users.v']),
    Edit('a unique column is added', '', 'alter table users add code text unique;',
         ['column-without-field@types users.code']),
    Edit('a foreign key column is added', '',
         'alter table users add boss uuid references users (id); create index on users (boss);',
         ['column-without-field@types users.boss']),
    Edit('a column of a new enum is added', '',
         "create type mood as enum ('a'); alter table users add mood mood;",
         ['column-without-field@types users.mood']),
    Edit('a column is dropped', '', 'alter table users drop bio;',
         ['field-without-column@types users.bio']),
    Edit('a column in a key is dropped', '', 'alter table posts drop title;',
         ['field-without-column@types posts.title']),
    Edit('a foreign key column is dropped', '', 'alter table users drop organization_id;',
         ['field-without-column@types users.organization_id']),
    Edit('a column is renamed', '', 'alter table users rename bio to about;',
         ['field-without-column@types users.bio']),
    Edit('the primary key is renamed', '', 'alter table users rename id to user_id;',
         ['field-without-column@types users.id']),
    Edit('a column changes its scalar', 'bio text', 'bio integer', ['type@types users.bio']),
    Edit('a column with a default changes its scalar', 'logins integer not null default 0',
         "logins text not null default '0'", ['type@types users.logins']),
    Edit('a column leaves its type family', 'bio text', 'bio inet', ['type@client users.bio']),
    Edit('a column changes its native type', 'varchar(320)', 'varchar(254)',
         ['type@strict users.email']),
    Edit('an enum column becomes text', "role user_role not null default 'member'",
         "role text not null default 'member'", ['type@types users.role']),
    Edit('a column becomes required', '', 'alter table users alter bio set not null;',
         ['nullability@types users.bio']),
    Edit('a foreign key column becomes required', '',
         'alter table users alter organization_id set not null;',
         ['nullability@types users.organization_id']),
    Edit('an array becomes a scalar', "tags text[] not null default '{}'",
         "tags text not null default ''", ['list@types users.tags']),
    Edit('a default is dropped', '', 'alter table users alter logins drop default;',
         ['default@types users.logins']),
    Edit('a default is added to what may be null', '',
         "alter table users alter bio set default '';",
         ['default@client users.bio']),
    Edit('a default changes', '', 'alter table users alter logins set default 1;',
         ['default@strict users.logins']),
    Edit('a type of another family has another default', '',
         'alter table users alter id drop default, alter id type text;',
         ['type@client users.id', 'default@types users.id']),
    Edit('an empty list is no default any more', '', 'alter table users alter tags drop default;',
         ['default@strict users.tags']),
    Edit('an enum is added', '', "create type mood as enum ('a');", ['enum@types mood']),
    Edit('an enum is renamed', '', 'alter type user_role rename to role;', ['enum@types role']),
    Edit('an enum value is added', '', "alter type user_role add value 'guest';",
         ['enum-value@types guest']),
    Edit('an enum value is renamed', '', "alter type user_role rename value 'admin' to 'owner';",
         ['enum-value@types owner']),
    Edit('the primary key is dropped', '', 'alter table posts drop constraint posts_pkey;',
         ['primary-key@client posts - / (id)']),
    Edit('the primary key is another one', '',
         'alter table posts drop constraint posts_pkey; alter table posts add primary key (title);',
         ['primary-key@client posts (title) / (id)']),
    Edit('the primary key becomes a unique', '',
         'alter table posts drop constraint posts_pkey; alter table posts add unique (id);',
         ['primary-key@client posts - / (id)']),
    Edit('a unique is dropped', '', 'alter table users drop constraint users_email_key;',
         ['unique@client users - / (email)']),
    Edit('a unique is added', '', 'alter table users add unique (logins);',
         ['unique@client users (logins) / -']),
    Edit('a unique gets another column', 'unique (author_id, title)', 'unique (author_id)',
         ['unique@client posts (author_id) / (author_id, title)']),
    Edit('the columns of a unique are in another order', 'unique (author_id, title)',
         'unique (title, author_id)',
         ['unique@strict posts (title, author_id) / (author_id, title)']),
    Edit('a unique becomes an index', 'unique (author_id, title)\n);',
         'check (true)\n); create index posts_author_id_title_key on posts (author_id, title);',
         ['unique@client posts (author_id, title) / (author_id, title)']),
    Edit('a unique of the primary key is added', '', 'alter table users add unique (id);',
         ['unique@strict users (id) / -']),
    Edit('a foreign key is dropped', '', 'alter table posts drop constraint posts_author_id_fkey;',
         ['relation@client posts - / (author_id)']),
    Edit('a foreign key is added', '',
         'alter table users add foreign key (bio) references organizations (slug);',
         ['relation@client users (bio) / -']),
    Edit('a foreign key leads elsewhere', 'author_id uuid not null references users (id)',
         'author_id uuid not null references organizations (id)',
         ['relation@client posts (author_id) / (author_id)']),
    Edit('an action changes', 'on delete cascade', 'on delete restrict',
         ['action@strict posts (author_id) / (author_id)']),
    Edit('both actions change', 'on delete cascade', 'on update cascade',
         ['action@strict posts (author_id) / (author_id)']),
    Edit('an index is dropped', '', 'drop index users_created_at_idx;',
         ['index@strict users - / (created_at)']),
    Edit('an index is added', '', 'create index on users (bio);', ['index@strict users (bio) / -']),
    Edit('an index is descending', 'on users (created_at)', 'on users (created_at desc)',
         ['index@strict users (created_at) / (created_at)']),
    Edit('an index gets a column', 'on users (created_at)', 'on users (created_at, bio)',
         ['index@strict users (created_at, bio) / (created_at)']),
    Edit('an index is on another column', 'on users (created_at)', 'on users (bio)',
         ['index@strict users (bio) / (created_at)']),
    Edit('an index is made twice', '', 'create index twice on users (created_at);', []),
    Edit('an index is renamed', '', 'alter index users_created_at_idx rename to recent;',
         ['name@strict users (created_at) / (created_at)']),
    Edit('a unique is renamed', '',
         'alter table users rename constraint users_email_key to one_email;',
         ['name@strict users (email) / (email)']),
    Edit('a primary key is renamed', '',
         'alter table users rename constraint users_pkey to users_id;',
         ['name@strict users (id) / (id)']),
    Edit('a foreign key is renamed', '',
         'alter table posts rename constraint posts_author_id_fkey to written_by;',
         ['name@strict posts (author_id) / (author_id)']),
    Edit('what Prisma does not see is added', '',
         'create index on users (lower(bio)); create index on users (logins) where logins > 0;'
         'create view v as select id from users; alter table users enable row level security;'
         'alter table users add check (logins >= 0); create schema app;'
         "create table app.x (id int); comment on table users is 'people';"
         'create extension citext; create function f() returns int language sql as $$ select 1 $$;',
         []),
    Edit('a key leaves for a managed schema', '',
         'alter table users add foreign key (id) references auth.users (id);',
         ['cross-schema-reference@strict']),
]


@pytest.mark.parametrize('edit', IN_SQL, ids=lambda edit: edit.what)
def test_one_edit_of_the_migrations(edit: Edit) -> None:
    assert said(differences(edited(SQL, edit), SCHEMA)) == edit.differences


IN_SCHEMA = [
    Edit('a model is added', '', 'model Tag {\n  id Int @id\n}\n',
         ['model-without-table@types Tag']),
    Edit('a model is removed', SCHEMA[SCHEMA.index('model Post {'):], '',
         ['table-without-model@types posts']),
    Edit('the name of a table is removed', '  @@map("users")\n', '',
         ['model-without-table@types User']),
    Edit('a many-to-many relation is added', '  posts          Post[]\n',
         '  posts          Post[]\n  fans User[] @relation("fans")\n'
         '  idols User[] @relation("fans")\n', ['model-without-table@types _fans']),
    Edit('a field is added', '  bio            String?\n', '  bio String?\n  phone String?\n',
         ['field-without-column@types users.phone']),
    Edit('a field is removed', '  bio            String?\n', '',
         ['column-without-field@types users.bio']),
    Edit('the name of a column is removed', ' @map("created_at")', '',
         ['field-without-column@types users.createdAt']),
    Edit('a field in a relation is removed',
         '  organizationId String?       @map("organization_id") @db.Uuid\n', '',
         ['column-without-field@types users.organization_id']),
    Edit('a field has a type that is not there', 'bio            String?', 'bio Strin?', []),
    Edit('a line cannot be read', '  bio            String?\n', '  bio\n', []),
    Edit('a relation is removed', SCHEMA[
        SCHEMA.index('  organization   Org'):SCHEMA.index('  email          ')], '',
         ['relation@client users (organization_id) / -']),
    Edit('a field has another scalar', 'bio            String?', 'bio Int?',
         ['type@types users.bio']),
    Edit('a native type is removed', ' @db.VarChar(320)', '', ['type@strict users.email']),
    Edit('a native type of another family is removed', '@map("author_id") @db.Uuid',
         '@map("author_id")', ['type@client posts.author_id']),
    Edit('a time has no zone', ' @map("created_at") @db.Timestamptz(6)', ' @map("created_at")',
         ['type@strict users.created_at']),
    Edit('an enum field is a string', 'Role          @default(member)',
         'String        @default("member")', ['type@types users.role']),
    Edit('a field is optional', 'authorId String ', 'authorId String?',
         ['nullability@types posts.author_id']),
    Edit('a field is required', 'bio            String?', 'bio String',
         ['nullability@types users.bio']),
    Edit('a list is a scalar', 'String[]      @default([])', 'String @default("")',
         ['list@types users.tags']),
    Edit('a default is removed', ' @default(0)', '', ['default@types users.logins']),
    Edit('a default is made by the client', '@default(dbgenerated("gen_random_uuid()")) @db.Uuid\n'
         '  organizationId', '@default(uuid()) @db.Uuid\n  organizationId',
         ['default@strict users.id']),
    Edit('an enum is added', '', 'enum Mood {\n  happy\n}\n', ['enum@types Mood']),
    Edit('the name of an enum is removed', '\n  @@map("user_role")\n', '',
         ['enum@types user_role']),
    Edit('an enum value is added', '  admin\n', '  admin\n  guest\n', ['enum-value@types guest']),
    Edit('an enum value is removed', '  admin\n', '', ['enum-value@types admin']),
    Edit('an id becomes a unique', 'BigInt @id', 'BigInt @unique',
         ['primary-key@client posts (id) / -']),
    Edit('a unique is added', 'bio            String?', 'bio String? @unique',
         ['unique@client users - / (bio)']),
    Edit('a unique is added where there is an index', '@@index([createdAt])',
         '@@index([createdAt])\n  @@unique([createdAt])', ['unique@client users - / (created_at)']),
    Edit('a unique is removed', 'slug  String @unique', 'slug  String',
         ['unique@client organizations (slug) / -']),
    Edit('a unique loses a column', '@@unique([authorId, title])', '@@unique([title])',
         ['unique@client posts (author_id, title) / (title)']),
    Edit('an action is removed', ', onDelete: Cascade', '',
         ['action@strict posts (author_id) / (author_id)']),
    Edit('an index is removed', '  @@index([createdAt])\n', '',
         ['index@strict users (created_at) / -']),
    Edit('an index has another name', '@@index([createdAt])', '@@index([createdAt], map: "recent")',
         ['name@strict users (created_at) / (created_at)']),
    Edit('a model is ignored', '  @@unique([authorId, title])', '  @@ignore', [
        'unique@strict posts (author_id, title) / -']),
    Edit('an ignored field has another type', 'bio            String?', 'bio Int? @ignore',
         ['type@strict users.bio']),
    Edit('relations are emulated', 'provider = "postgresql"',
         'provider = "postgresql"\n  relationMode = "prisma"', [
             'relation@strict users (organization_id) / -',
             'relation@strict posts (author_id) / -']),
    Edit('the schema is for another database', '"postgresql"', '"sqlite"', []),
]


@pytest.mark.parametrize('edit', IN_SCHEMA, ids=lambda edit: edit.what)
def test_one_edit_of_the_schema(edit: Edit) -> None:
    assert said(differences(SQL, edited(SCHEMA, edit))) == edit.differences


def test_a_renamed_table_is_said_with_its_model() -> None:
    found = differences(SQL + 'alter table users rename to people;', SCHEMA)

    assert len(found) == 1
    difference = found[0]
    assert isinstance(difference, ModelWithoutTable)
    assert difference.like is not None
    assert (difference.model.label, difference.like.name) == ('User', 'people')
