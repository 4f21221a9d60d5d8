"""The schema that `prisma db pull` would print, from SQL alone."""
from __future__ import annotations

import pytest

from sync_guard.catalog import Catalog
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from sync_guard.prisma.pull import pull
from tests.prisma.trees import blocks_of

SETTINGS = """\
generator client {
  provider = "prisma-client-js"
}

datasource db {
  provider = "postgresql"
}
"""


# With the join table of an implicit many-to-many relation.
POSTS_AND_TAGS = """
create table post (id int primary key);
create table tag (id int primary key);
create table "_postTotag" (
    "A" int not null references post on delete cascade on update cascade,
    "B" int not null references tag on delete cascade on update cascade,
    constraint "_postTotag_AB_pkey" primary key ("A", "B")
);
create index "_postTotag_B_index" on "_postTotag" ("B");
"""


def built(sql: str) -> Catalog:
    state = replay(None, [('a.sql', read(sql))])
    assert state.problems == ()
    return state.catalog


CASES = {
    'fields in the order of the columns, types as Prisma calls them': ("""
create table posts (
    id uuid primary key default gen_random_uuid(), title varchar(80) not null, body text,
    tags text[], search tsvector, created_at timestamptz not null default now()
);
""", """\
model posts {
  id         String                   @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  title      String                   @db.VarChar(80)
  body       String?
  tags       String[]
  search     Unsupported("tsvector")?
  created_at DateTime                 @default(now()) @db.Timestamptz(6)
}
"""),
    'models by name, enums after them; both sides of a relation after the columns': ("""
create type mood as enum ('ok', 'not so');
create table users (id int primary key, mood mood default 'ok');
create table posts (id int primary key, user_id int not null references users on delete cascade);
""", """\
model posts {
  id      Int   @id
  user_id Int
  users   users @relation(fields: [user_id], references: [id], onDelete: Cascade, onUpdate: NoAction)
}

model users {
  id    Int     @id
  mood  mood?   @default(ok)
  posts posts[]
}

enum mood {
  ok
  not_so @map("not so")
}
"""),
    'two relations between the same tables, by the names of their columns': ("""
create table users (id int primary key);
create table posts (
    id int primary key, author int references users on update cascade,
    editor int unique references users on update cascade
);
""", """\
model posts {
  id                        Int    @id
  author                    Int?
  editor                    Int?   @unique
  users_posts_authorTousers users? @relation("posts_authorTousers", fields: [author], references: [id], onDelete: NoAction)
  users_posts_editorTousers users? @relation("posts_editorTousers", fields: [editor], references: [id], onDelete: NoAction)
}

model users {
  id                        Int     @id
  posts_posts_authorTousers posts[] @relation("posts_authorTousers")
  posts_posts_editorTousers posts?  @relation("posts_editorTousers")
}
"""),
    'a table that leads to itself': ("""
create table folders (id int primary key, parent int references folders on delete set null);
""", """\
model folders {
  id            Int       @id
  parent        Int?
  folders       folders?  @relation("foldersTofolders", fields: [parent], references: [id], onUpdate: NoAction)
  other_folders folders[] @relation("foldersTofolders")
}
"""),
    'the join table of a many-to-many relation is none of the models': (POSTS_AND_TAGS, """\
model post {
  id  Int   @id
  tag tag[]
}

model tag {
  id   Int    @id
  post post[]
}
"""),
    'keys and indexes: several columns below, names that are not Prisma\'s own': ("""
create table t (a int, b int, c jsonb, d text, primary key (b, a), constraint both unique (a, b));
create index on t (d desc, a);
create index by_c on t using gin (c jsonb_path_ops);
""", """\
model t {
  a Int
  b Int
  c Json?
  d String?

  @@id([b, a])
  @@unique([a, b], map: "both")
  @@index([c(ops: JsonbPathOps)], map: "by_c", type: Gin)
  @@index([d(sort: Desc), a])
}
"""),
    'names that Prisma does not take': ("""
create table "async" (id int primary key, "2nd col" int);
create table "order lines" (id int primary key, "_x" int unique);
""", """\
/// This model has been renamed to 'Renamedasync' during introspection, because the original name 'async' is reserved.
model Renamedasync {
  id     Int  @id
  nd_col Int? @map("2nd col")

  @@map("async")
}

model order_lines {
  id Int  @id
  x  Int? @unique @map("_x")

  @@map("order lines")
}
"""),
    'what no schema can hold is said above the model': ("""
create table t (id int primary key, n int check (n > 0));
comment on table t is 'numbers';
create index on t ((n + 1));
create table log (line text);
create table days (day date primary key) partition by range (day);
create table y2020 partition of days for values from ('2020-01-01') to ('2021-01-01');
create view v as select 1 as one;
create table nothing ();
create table guarded (id int primary key, n int unique deferrable);
alter table guarded enable row level security;
comment on table guarded is 'closed';
create index on guarded (id nulls first);
""", """\
/// This table is a partition table and requires additional setup for migrations. Visit https://pris.ly/d/partition-tables for more info.
model days {
  day DateTime @id @db.Date
}

/// This model or at least one of its fields has comments in the database, and requires an additional setup for migrations: Read more: https://pris.ly/d/database-comments
/// This model has constraints using non-default deferring rules and requires additional setup for migrations. Visit https://pris.ly/d/constraint-deferring for more info.
/// This model contains row level security and requires additional setup for migrations. Visit https://pris.ly/d/row-level-security for more info.
/// This model contains an index with non-default null sort order and requires additional setup for migrations. Visit https://pris.ly/d/default-index-null-ordering for more info.
model guarded {
  id Int  @id
  n  Int? @unique

  @@index([id])
}

/// The underlying table does not contain a valid unique identifier and can therefore currently not be handled by Prisma Client.
model log {
  line String?

  @@ignore
}

/// We could not retrieve columns for the underlying table. Either it has none or you are missing rights to see them. Please check your privileges.
// model nothing {
// }

/// This table contains check constraints and requires additional setup for migrations. Visit https://pris.ly/d/check-constraints for more info.
/// This model or at least one of its fields has comments in the database, and requires an additional setup for migrations: Read more: https://pris.ly/d/database-comments
/// This model contains an expression index which requires additional setup for migrations. Visit https://pris.ly/d/expression-indexes for more info.
model t {
  id Int  @id
  n  Int?
}
"""),
    'a relation to a model without a key is ignored on the other side': ("""
create table users (id int primary key);
create table visits (at timestamptz, user_id int references users);
""", """\
model users {
  id     Int      @id
  visits visits[] @ignore
}

/// The underlying table does not contain a valid unique identifier and can therefore currently not be handled by Prisma Client.
model visits {
  at      DateTime? @db.Timestamptz(6)
  user_id Int?
  users   users?    @relation(fields: [user_id], references: [id], onDelete: NoAction, onUpdate: NoAction)

  @@ignore
}
"""),
    'a foreign key into a schema of the platform is no relation': ("""
create table profiles (id uuid primary key references auth.users on delete cascade);
""", """\
// No relation for profiles_id_fkey: schema auth is not listed.
model profiles {
  id String @id @db.Uuid
}
"""),
    'what the migrations do not say for certain is said': ("""
create table t (id int primary key);
do $$ begin if (select count(*) from t) > 1 then alter table t add n int; end if; end $$;
do $$ begin if (select count(*) from t) > 2 then create table u (id int primary key); end if; end $$;
""", """\
// Uncertain: n (a.sql:3: whether a condition of this DO block holds is not known here).
model t {
  id Int  @id
  n  Int?
}

// Uncertain: the whole model (a.sql:4: whether a condition of this DO block holds is not known here).
model u {
  id Int @id
}
"""),
}
# Where Prisma's own file would not validate.
MENDED = {
    'a relation called as a column': ("""
create table tags (id int primary key);
create table posts (id int primary key, tags text[], tag_id int references tags);
""", """\
model posts {
  id     Int      @id
  tags   String[]
  tag_id Int?
  tags2  tags?    @relation(fields: [tag_id], references: [id], onDelete: NoAction, onUpdate: NoAction)
}

model tags {
  id    Int     @id
  posts posts[]
}
"""),
    'names that are the same without what Prisma does not take': ("""
create table "a-b" (id int primary key, "x-y" int, "x y" int);
create table "a b" (id int primary key);
create type kind as enum ('a-b', 'a b');
create table "String" (id int primary key, kind kind default 'a b');
create table "1" (id int primary key, "2" int);
""", """\
model public_1 {
  id     Int  @id
  column Int? @map("2")

  @@map("1")
}

model public_String {
  id   Int   @id
  kind kind? @default(a_b2)

  @@map("String")
}

model public_a_b {
  id Int @id

  @@map("a b")
}

model public_a_b2 {
  id   Int  @id
  x_y  Int? @map("x-y")
  x_y2 Int? @map("x y")

  @@map("a-b")
}

enum kind {
  a_b  @map("a-b")
  a_b2 @map("a b")
}
"""),
    'a key over fields whose names together are a field\'s': ("""
create table t (a int, b int, a_b int primary key, unique (a, b));
""", """\
model t {
  a    Int?
  b    Int?
  a_b2 Int  @id @map("a_b")

  @@unique([a, b])
}
"""),
    'a foreign key between types that are not one to Prisma': ('''
create table a (id bigint primary key);
create table b (id int primary key, a int references a);
''', '''\
model a {
  id BigInt @id
}

// No relation for b_a_fkey: a is Int, and id of a BigInt.
model b {
  id Int  @id
  a  Int?
}
'''),
    'a key over the columns of a foreign key in another order': ("""
create table a (x int, y int, primary key (x, y));
create table b (x int, y int, primary key (y, x), foreign key (x, y) references a);
""", """\
model a {
  x Int
  y Int
  b b[]

  @@id([x, y])
}

model b {
  x Int
  y Int
  a a   @relation(fields: [x, y], references: [x, y], onDelete: NoAction, onUpdate: NoAction)

  @@id([y, x])
}
"""),
    'a unique over some of the columns of a foreign key': ("""
create table a (x int, y int, primary key (x, y));
create table b (x int primary key, y int, foreign key (x, y) references a);
""", """\
model a {
  x Int
  y Int
  b b[]

  @@id([x, y])
}

model b {
  x Int  @id
  y Int?
  a a?   @relation(fields: [x, y], references: [x, y], onDelete: NoAction, onUpdate: NoAction)
}
"""),
    'relations of tables without a letter, or with what no field may hold': ("""
create table "1" (id int primary key);
create table "2" (id int primary key, one int references "1");
create table "o.k" (id int primary key, two int references "2");
create table "_2Too.k" (
    "A" int not null references "2" on delete cascade on update cascade,
    "B" int not null references "o.k" on delete cascade on update cascade, primary key ("A", "B")
);
create index on "_2Too.k" ("B");
""", """\
model public_1 {
  id       Int        @id
  public_2 public_2[]

  @@map("1")
}

model public_2 {
  id            Int       @id
  one           Int?
  public_1      public_1? @relation(fields: [one], references: [id], onDelete: NoAction, onUpdate: NoAction)
  o_k_o_k_twoTo o_k[]     @relation("o_k_twoTo")
  o_k_2Too_k    o_k[]     @relation("2Too.k")

  @@map("2")
}

model o_k {
  id        Int        @id
  two       Int?
  o_k_twoTo public_2?  @relation("o_k_twoTo", fields: [two], references: [id], onDelete: NoAction, onUpdate: NoAction)
  Too_k     public_2[] @relation("2Too.k")

  @@map("o.k")
}
"""),
}


@pytest.mark.parametrize(('sql', 'blocks'), [*CASES.values(), *MENDED.values()], ids=[
    *CASES, *MENDED,
])
def test_blocks_are_those_of_db_pull(sql: str, blocks: str) -> None:
    assert blocks_of(pull(built(sql))) == blocks


def test_partial_indexes_need_a_preview_feature_since_prisma_7() -> None:
    catalog = built('create table t (id int primary key, n int);'
                    'create index on t (n) where n > 1; create unique index u on t (n) where n > 2;')

    assert pull(catalog) == """\
generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["partialIndexes"]
}

datasource db {
  provider = "postgresql"
}

model t {
  id Int  @id
  n  Int? @unique(map: "u", where: raw("(n > 2)"))

  @@index([n], where: raw("(n > 1)"))
}
"""
    assert 'where' not in pull(catalog, 6)


def test_schemas_are_listed_where_there_are_others_than_public() -> None:
    catalog = built('create schema shop; create schema functions;'
                    'create table shop.orders (id int primary key);'
                    "create type orders as enum ('a');")

    assert pull(catalog, 6) == """\
generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["multiSchema"]
}

datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
  schemas  = ["public", "shop"]
}

model shop_orders {
  id Int @id

  @@map("orders")
  @@schema("shop")
}

enum public_orders {
  a

  @@map("orders")
  @@schema("public")
}
"""


def test_a_database_without_tables_gives_the_settings_alone() -> None:
    assert pull(replay(State(Catalog()), []).catalog) == SETTINGS
