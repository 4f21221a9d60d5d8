"""The text to paste, from SQL to the schema's own habit; Prisma takes all of it back."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings

from sync_guard.catalog import Catalog
from sync_guard.catalog import Name
from sync_guard.compare import compare
from sync_guard.compare.differences import DefaultDiffers
from sync_guard.compare.differences import Difference
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from sync_guard.prisma import expect
from sync_guard.prisma import Expected
from sync_guard.prisma import parse
from sync_guard.prisma.habit import camel_case
from sync_guard.prisma.habit import clean
from sync_guard.prisma.habit import Habit
from sync_guard.prisma.habit import habit_of
from sync_guard.prisma.habit import pascal_case
from sync_guard.prisma.habit import plural_of
from sync_guard.prisma.habit import singular_of
from sync_guard.prisma.write import enum_block
from sync_guard.prisma.write import field_line
from sync_guard.prisma.write import model_block
from sync_guard.prisma.write_relations import relation_lines
from tests.oracle.prisma import Prisma
from tests.prisma.schemas import HEADER
from tests.prisma.schemas import schemas

# A schema in each habit, around table `users`.
CAMEL = HEADER + (
    'model User {\n  id Int @id\n  createdAt DateTime? @map("created_at")\n  @@map("users")\n}\n'
)
RELATED = '''\
model user {{
  id   Int    @id
  {1} post[]
}}

model post {{
  id        Int  @id
  author_id Int
  {0}      user @relation(fields: [author_id], references: [id])
}}
'''
AS_IS = HEADER + 'model users {\n  id Int @id\n  created_at DateTime?\n}\n'


def built(sql: str) -> Catalog:
    state = replay(State(Catalog()), [('a.sql', read(sql))])
    # A random default may be no value of its type.
    assert [p for p in state.problems if p.sqlstate not in ('22P02', '42804')] == []
    return state.catalog


def schema(text: str) -> Expected:
    expected = expect([parse('schema.prisma', text)])
    assert expected.problems == ()
    return expected


@pytest.mark.parametrize(('name', 'cleaned'), [
    ('name', 'name'), ('1st', 'st'), ('2nd col', 'nd_col'), ('has-dash', 'has_dash'),
    ('_under', 'under'), ('__x', 'x'), ('$dollar', 'dollar'), ('a é b', 'a___b'), ('9', ''),
    ('user.data', 'user_data'), ('camelCase', 'camelCase'),
])
def test_names_are_cleaned_as_introspection_cleans_them(name: str, cleaned: str) -> None:
    assert clean(name) == cleaned


@pytest.mark.parametrize(('name', 'camel', 'pascal'), [
    ('users', 'users', 'Users'), ('last_seen', 'lastSeen', 'LastSeen'),
    ('lastSeen', 'lastSeen', 'LastSeen'), ('LAST_SEEN', 'lastSeen', 'LastSeen'), ('ID', 'id', 'Id'),
    ('a__b_', 'aB', 'AB'), ('utm_1st', 'utm1st', 'Utm1st'), ('BlogPost', 'BlogPost', 'BlogPost'),
])
def test_names_in_both_cases(name: str, camel: str, pascal: str) -> None:
    assert (camel_case(name), pascal_case(name)) == (camel, pascal)


@pytest.mark.parametrize(('plural', 'singular'), [
    ('Users', 'User'), ('Categories', 'Category'), ('Addresses', 'Address'), ('Boxes', 'Box'),
    ('Branches', 'Branch'), ('Courses', 'Course'), ('Statuses', 'Status'),
    ('BlogPosts', 'BlogPost'),
    ('People', 'Person'), ('News', 'News'), ('UserStatus', 'UserStatus'), ('Access', 'Access'),
    ('Analysis', 'Analysis'), ('Movies', 'Movie'), ('Series', 'Series'),
])
def test_singulars(plural: str, singular: str) -> None:
    assert singular_of(plural) == singular


@pytest.mark.parametrize(('singular', 'plural'), [
    ('post', 'posts'), ('category', 'categories'), ('day', 'days'), ('box', 'boxes'),
    ('branch', 'branches'), ('posts', 'posts'), ('status', 'statuses'),
])
def test_plurals(singular: str, plural: str) -> None:
    assert plural_of(singular) == plural


@pytest.mark.parametrize(('text', 'habit'), [
    ('', Habit(False, False, False)),
    (CAMEL, Habit(True, True, True, True, True)),
    (AS_IS, Habit(False, False, False)),
    ('model User {\n  id Int @id\n  createdAt DateTime\n}\n',
     Habit(True, True, False, True, True)),
    ('model Users {\n  id Int @id\n  created_at DateTime\n  @@map("users")\n}\n',
     Habit(False, True, False, True, True)),
    (RELATED.format('author', 'posts'), Habit(False, False, False, True, True)),
    (RELATED.format('user', 'post'), Habit(False, False, False)),
    (RELATED.format('user', 'posts'), Habit(False, False, False, False, True)),
], ids=[
    'no models', 'camel case', 'as in the database', 'camel case columns', 'plural',
    'relations by hand', 'relations as pulled', 'relations of both kinds',
])
def test_the_habit_of_a_schema(text: str, habit: Habit) -> None:
    assert habit_of(schema(text)) == habit


@pytest.mark.parametrize(('column', 'line'), [
    ('last_seen timestamptz', 'lastSeen DateTime? @map("last_seen") @db.Timestamptz(6)'),
    ('last_seen timestamptz(3) not null',
     'lastSeen DateTime @map("last_seen") @db.Timestamptz(3)'),
    ('seen timestamp(3) not null default now()', 'seen DateTime @default(now())'),
    ('seen date not null default current_date',
     'seen DateTime @default(dbgenerated("CURRENT_DATE")) @db.Date'),
    ('name text not null', 'name String'),
    ('name varchar(20) unique', 'name String? @unique @db.VarChar(20)'),
    ('name varchar(20) default null', 'name String? @db.VarChar(20)'),
    ('name text default (\'a\')::varchar', 'name String? @default("a")'),
    ('n integer generated always as (abs(id)) stored', 'n Int? @default(dbgenerated("abs(id)"))'),
    ('name varchar constraint mine unique', 'name String? @unique(map: "mine") @db.VarChar'),
    ('key uuid not null default gen_random_uuid()',
     'key String @default(dbgenerated("gen_random_uuid()")) @db.Uuid'),
    ('n int not null default -5', 'n Int @default(-5)'),
    ('n bigserial', 'n BigInt @default(autoincrement())'),
    ('n int generated always as identity', 'n Int @default(autoincrement())'),
    ('n int generated always as (id * 2) stored', 'n Int? @default(dbgenerated("(id * 2)"))'),
    ('n numeric', 'n Decimal? @db.Decimal'),
    ('n numeric(10)', 'n Decimal? @db.Decimal(10, 0)'),
    ('n numeric(65, 30)', 'n Decimal?'),
    ('n smallint default 1', 'n Int? @default(1) @db.SmallInt'),
    ('n double precision default 1.5', 'n Float? @default(1.5)'),
    ('ok boolean not null default true', 'ok Boolean @default(true)'),
    ('t text default \'it\'\'s "so" \\ then\'', 't String? @default("it\'s \\"so\\" \\\\ then")'),
    ("j jsonb default '{\"a\": 1}'", r'j Json? @default("{\"a\": 1}")'),
    ('j json', 'j Json? @db.Json'),
    (r"b bytea default '\x0001'", 'b Bytes? @default("AAE=")'),
    ("tags text[] not null default '{}'", 'tags String[] @default([])'),
    ("d date default '2020-01-02'",
     'd DateTime? @default(dbgenerated("\'2020-01-02\'::date")) @db.Date'),
    ("i inet[] default '{127.0.0.1}'",
     'i String[] @default(dbgenerated("\'{127.0.0.1}\'::inet[]")) @db.Inet'),
    ("i inet[] default array['127.0.0.1'::inet]", 'i String[] @default(["127.0.0.1"]) @db.Inet'),
    ("v tsvector[] default '{}'", 'v Unsupported("_tsvector")[] @default([])'),
    ("a date[] default '{}'", 'a DateTime[] @default([]) @db.Date'),
    ("a uuid[] default '{00000000-0000-0000-0000-000000000000}'",
     'a String[] @default(dbgenerated("\'{00000000-0000-0000-0000-000000000000}\'::uuid[]")) '
     '@db.Uuid'),
    ("tags text[] default '{a,b}'", 'tags String[] @default(["a", "b"])'),
    ('times timestamptz[]', 'times DateTime[] @db.Timestamptz'),
    ("mood mood default 'so so'", 'mood Mood? @default(so_so)'),
    ("moods mood[] default '{ok}'", 'moods Mood[] @default([ok])'),
    ('d email not null', 'd String'),
    ('d required', 'd Int'),
    ('v tsvector', 'v Unsupported("tsvector")?'),
    ("v interval default '1 day'",
     'v Unsupported("interval")? @default(dbgenerated("\'1 day\'::interval"))'),
    ('v point[]', 'v Unsupported("_point")[]'),
    ('"1st" int', 'st Int? @map("1st")'),
    ('created_at2 int', 'createdAt2 Int? @map("created_at2")'),
])
def test_the_line_of_a_column(column: str, line: str) -> None:
    catalog = built(
        "create type mood as enum ('ok', 'so so'); create domain email as text;"
        'create domain required as int not null; '
        f'create table users (id int primary key, {column});',
    )
    table = catalog.tables[Name('public', 'users')]
    assert table.columns is not None
    assert field_line(table.columns[-1], table, catalog, schema(CAMEL)) == line


def test_names_stay_as_they_are_where_that_is_the_habit() -> None:
    catalog = built('create table users (id int primary key, last_seen date);')
    table = catalog.tables[Name('public', 'users')]
    (_, column) = table.columns or ()
    assert field_line(column, table, catalog, schema(AS_IS)) == 'last_seen DateTime? @db.Date'


@pytest.mark.parametrize(('field', 'column', 'line'), [
    ('createdAt DateTime @updatedAt @map("created_at")', 'created_at timestamptz not null',
     'createdAt DateTime @updatedAt @map("created_at") @db.Timestamptz(6)'),
    ('createdAt DateTime @default(now()) @updatedAt @map("created_at")',
     'created_at timestamptz not null default now()',
     'createdAt DateTime @default(now()) @updatedAt @map("created_at") @db.Timestamptz(6)'),
    ('key String @default(uuid()) @map("created_at")', 'created_at uuid not null',
     'key String @default(uuid()) @map("created_at") @db.Uuid'),
    ('secret String? @map("created_at") @ignore', 'created_at text not null',
     'secret String @map("created_at") @ignore'),
], ids=['@updatedAt', 'a default and @updatedAt', 'a default of the client', '@ignore'])
def test_a_field_keeps_its_name_and_what_the_database_does_not_know(
    field: str, column: str, line: str,
) -> None:
    catalog = built(f'create table users (id int primary key, {column});')
    table = catalog.tables[Name('public', 'users')]
    (_, made) = table.columns or ()
    text = HEADER + f'model User {{\n  id Int @id\n  {field}\n  @@map("users")\n}}\n'
    assert field_line(made, table, catalog, schema(text)) == line


def test_a_name_that_is_taken_is_not_taken_again() -> None:
    catalog = built('create table users (id int primary key, "lastSeen" date, last_seen date);')
    table = catalog.tables[Name('public', 'users')]
    text = CAMEL.replace('createdAt DateTime? @map("created_at")', 'lastSeen DateTime? @db.Date')
    assert table.columns is not None
    line = field_line(table.columns[2], table, catalog, schema(text))
    assert line == 'last_seen DateTime? @db.Date'


POSTS = '''
create type post_state as enum ('draft', 'in review');
create table users (id int primary key, created_at timestamp(3));
create table blog_posts (
  id uuid primary key default gen_random_uuid(),
  author_id int not null references users (id) on delete cascade,
  editor_id int references users (id),
  parent_id uuid references blog_posts (id),
  slug text not null unique,
  state post_state not null default 'in review',
  body tsvector,
  unique (author_id, slug)
);
create index on blog_posts (state, slug desc);
create index search on blog_posts using gin (body);
create index on blog_posts (lower(slug));
create index on blog_posts (slug) where state = 'draft';
'''


NO_ACTION = 'onDelete: NoAction, onUpdate: NoAction'
BLOCK = f"""\
model BlogPost {{
  id              String                   @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  authorId        Int                      @map("author_id")
  editorId        Int?                     @map("editor_id")
  parentId        String?                  @map("parent_id") @db.Uuid
  slug            String                   @unique
  state           PostState                @default(in_review)
  body            Unsupported("tsvector")?
  author          User                     @relation("BlogPostAuthor", fields: [authorId], \
references: [id], onDelete: Cascade, onUpdate: NoAction)
  editor          User?                    @relation("BlogPostEditor", fields: [editorId], \
references: [id], {NO_ACTION})
  parent          BlogPost?                @relation("BlogPostParent", fields: [parentId], \
references: [id], {NO_ACTION})
  blogPostsParent BlogPost[]               @relation("BlogPostParent")

  @@unique([authorId, slug])
  @@index([state, slug(sort: Desc)])
  @@index([body], map: "search", type: Gin)
  @@map("blog_posts")
}}"""


def test_a_model_with_its_relations() -> None:
    catalog = built(POSTS)
    expected = schema(CAMEL)
    table = catalog.tables[Name('public', 'blog_posts')]
    assert model_block(table, catalog, expected) == BLOCK


def test_an_enum() -> None:
    catalog = built(POSTS)
    (enum,) = catalog.enums()
    assert enum_block(enum, schema(CAMEL)) == '''\
enum PostState {
  draft
  in_review @map("in review")

  @@map("post_state")
}'''
    assert enum_block(enum, schema(AS_IS)).startswith('enum post_state {\n  draft\n')


def test_an_enum_keeps_its_name_and_those_of_its_values() -> None:
    catalog = built(POSTS)
    (enum,) = catalog.enums()
    text = CAMEL + 'enum State {\n  reviewed @map("in review")\n  @@map("post_state")\n}\n'
    assert enum_block(enum, schema(text)) == '''\
enum State {
  draft
  reviewed @map("in review")

  @@map("post_state")
}'''


def test_both_sides_of_a_relation() -> None:
    catalog = built('''
        create table users (id int primary key, created_at date);
        create table posts (id int primary key, user_id int not null unique references users (id));
    ''')
    text = CAMEL + 'model Post {\n  id Int @id\n  userId Int @unique @map("user_id")\n' \
        '  @@map("posts")\n}\n'
    posts = catalog.tables[Name('public', 'posts')]
    lines = relation_lines(posts.foreign_keys[0], posts, catalog, schema(text))
    assert lines == (
        'Post',
        'user User @relation(fields: [userId], references: [id], onDelete: NoAction, '
        'onUpdate: NoAction)',
        'User',
        'post Post?',
    )


def test_a_relation_that_is_there_keeps_its_field_and_its_name() -> None:
    catalog = built('''
        create table users (id int primary key, created_at date);
        create table posts (id int primary key, user_id int references users (id));
    ''')
    text = CAMEL.replace('  @@map', '  written Post[] @relation("w")\n  @@map') + (
        'model Post {\n  id Int @id\n  userId Int? @map("user_id")\n'
        '  writer User? @relation("w", fields: [userId], references: [id])\n  @@map("posts")\n}\n'
    )
    posts = catalog.tables[Name('public', 'posts')]
    lines = relation_lines(posts.foreign_keys[0], posts, catalog, schema(text))
    assert lines is not None
    assert lines.line.startswith('writer User? @relation("w", fields: [userId]')


def test_a_relation_needs_a_model_on_both_sides() -> None:
    catalog = built('''
        create table users (id int primary key, created_at date);
        create table posts (id int primary key, user_id int references users (id));
    ''')
    posts = catalog.tables[Name('public', 'posts')]
    assert relation_lines(posts.foreign_keys[0], posts, catalog, schema(CAMEL)) is None


def test_a_model_nobody_can_tell_rows_of_apart_is_ignored() -> None:
    catalog = built('create table logs (at date, "9" int);')
    (table,) = catalog.tables.values()
    assert model_block(table, catalog, schema(CAMEL)) == '''\
model Log {
  at     DateTime? @db.Date
  column Int?      @map("9")

  @@map("logs")
  @@ignore
}'''


@pytest.mark.parametrize(('sql', 'head'), [
    ('create table "class" (id int primary key);', 'model Renamedclass {'),
    ('create table "String" (id int primary key);', 'model RenamedString {'),
    ('create table "123" (id int primary key);', 'model public_123 {'),
    ('create table users2 (id int primary key);', 'model users2 {'),
])
def test_names_no_model_can_have(sql: str, head: str) -> None:
    catalog = built(sql)
    (table,) = catalog.tables.values()
    assert model_block(table, catalog, schema(AS_IS)).startswith(head)


def whole(catalog: Catalog, expected: Expected, text: str) -> str:
    """The schema with everything added that it lacks."""
    known = expected.enums.values()
    blocks = [enum_block(enum, expected) for enum in catalog.enums() if enum.key not in known]
    blocks += [
        model_block(table, catalog, expected, catalog.tables) for table in catalog.tables.values()
    ]
    return '\n\n'.join([text, *blocks, ''])


@pytest.mark.parametrize(
    'head', [HEADER, CAMEL.replace('User', 'Other').replace('users', 'others')],
    ids=['as in the database', 'camel case'],
)
def test_prisma_takes_what_is_written(head: str, prisma: Prisma) -> None:
    catalog = built(POSTS)
    text = whole(catalog, schema(head), head)
    assert prisma.validate(text) is None
    pasted = text.removeprefix(head)
    # Laid out as `prisma format` would.
    assert prisma.format(text).endswith(pasted.strip() + '\n')


@settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(schemas())
def test_what_is_written_for_a_database_is_in_step_with_it(prisma: Prisma, random: str) -> None:
    catalog = built(prisma.diff(random, script=True).text)
    text = whole(catalog, schema(HEADER), HEADER)
    assert prisma.validate(text) is None
    # To Prisma the default of a list of BigInt differs from itself, so nobody can write it.
    assert [d for d in compare(catalog, schema(text)) if not _is_default_of_bigints(d)] == []


def _is_default_of_bigints(difference: Difference) -> bool:
    return isinstance(difference, DefaultDiffers) and (
        difference.column.type.name == 'int8' and difference.column.type.is_array
    )
