"""Pulling again over a schema: what the database cannot know stays, and so do comments and layout."""
from __future__ import annotations

from random import Random

import pytest

from sync_guard.mend.again import pull_again
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.prisma import parse
from sync_guard.prisma.pull.database import see
from tests.oracle.postgres import Oracle
from tests.oracle.prisma import Prisma
from tests.oracle.prisma import Refused
from tests.prisma.databases import Choices
from tests.prisma.databases import Script
from tests.prisma.schema_edits import schema_edit
from tests.prisma.test_pull import built
from tests.prisma.test_pull import POSTS_AND_TAGS
from tests.prisma.test_pull_against_prisma import applied
from tests.prisma.test_pull_against_prisma import header
from tests.prisma.trees import loose_tree

_DATABASES = 12
SETTINGS = header(None, partial=False)
POSTS = """
create table users (id uuid primary key, email text);
create table posts (id int primary key, user_id uuid references users on delete cascade);
"""
# Name: the schema, SQL, and the schema pulled again.
CASES = {
    'nothing to change': ("""\
// Who writes.
model User {
  id    String  @id @default(cuid()) @db.Uuid // made by us
  mail  String? @map("email")
  posts Post[]   @relation("written")

  @@map(name: "users")
}

model Post {
  author User?   @relation("written", fields: [by], onDelete: Cascade, onUpdate: NoAction, references: [id])
  by     String? @map("user_id") @db.Uuid

  /// the number
  id Int @id @map("id")

  @@map("posts")
}
""", POSTS, None),
    'a field, a model and an enum more': ("""\
model a {
  id   Int @id // one
  last Int?
}
""", """
create type mood as enum ('ok');
create table a (id int primary key, mood mood not null, last int);
create table b (id int primary key);
""", """\
model a {
  id   Int @id // one
  mood mood
  last Int?
}

model b {
  id Int @id
}

enum mood {
  ok
}
"""),
    'a field, a model, a value and an enum less': ("""\
model a {
  id  Int @id
  // Not any more.
  old Int? @unique // gone

  @@unique([id, old])
  @@index([id])
}

/// What was here.
model b {
  id Int @id
}

enum mood {
  ok
  bad
}

enum other {
  x
}
""", "create type mood as enum ('ok'); create table a (id int primary key);", """\
model a {
  id  Int @id
  // Not any more.
  // gone
}

enum mood {
  ok
}
"""),
    'types and attributes, where they stand': ("""\
model a {
  id   Int      @id @default(autoincrement()) // key
  n    Int      @default(1)  @map("m")
  at   DateTime @default(now()) @db.Timestamptz(3) @updatedAt
  gone String   @default(uuid())

  @@index([n], map: "by_n")
}
""", """
create table a (id bigint primary key, m smallint, at timestamptz, gone text not null default 'x');
create index by_n on a (m desc);
""", """\
model a {
  id   BigInt      @id // key
  n    Int?      @map("m") @db.SmallInt
  at   DateTime? @updatedAt @db.Timestamptz(6)
  gone String   @default("x")

  @@index([n(sort: Desc)], map: "by_n")
}
"""),
    'a relation that is not called as one that is there': ("""\
model users {
  id    Int     @id
  users posts[] @relation("x")
}

model posts {
  id    Int    @id
  by    Int?
  users users? @relation("x", fields: [by], references: [id], onDelete: NoAction, onUpdate: NoAction)
}
""", """
create table users (id int primary key);
create table posts (id int primary key, by int references users, also int references users);
""", """\
model users {
  id    Int     @id
  posts_posts_alsoTousers posts[] @relation("posts_alsoTousers")
  users posts[] @relation("x")
}

model posts {
  id    Int    @id
  by    Int?
  also Int?
  users_posts_alsoTousers users? @relation("posts_alsoTousers", fields: [also], references: [id], onDelete: NoAction, onUpdate: NoAction)
  users users? @relation("x", fields: [by], references: [id], onDelete: NoAction, onUpdate: NoAction)
}
"""),
    'views, ignored models, and names of the client\'s stay': ("""\
model a {
  id Int @id
  b  Int? @ignore
  c  Int?

  @@unique([b, c], name: "both")
  @@ignore
}

view v {
  id Int @unique
}
""", 'create table a (id int primary key, b int, c int, unique (b, c)); '
     'create view v as select id from a;', None),
    'what nobody knows stays': ("""\
model elsewhere {
  id   Int     @id
  made made[]
}

model maybe {
  id  Int  @id
  n   Int?
  two Int?
}

model made {
  id    Int        @id
  where Int?
  other elsewhere? @relation(fields: [where], references: [id])
}
""", """
create table made (id int primary key, "where" int references elsewhere);
alter table elsewhere add column n int;
do $$ begin if (select count(*) from made) > 1 then create table maybe (id int primary key, n int);
end if; end $$;
""", None),
    'remarks stay as they are above what is there, and stand above what is new': ("""\
/// mine
model a {
  id Int @id
}

/// This model contains row level security and requires additional setup for migrations. Visit https://pris.ly/d/row-level-security for more info.
// theirs
model b {
  id Int @id
}

/// We could not retrieve columns for the underlying table. Either it has none or you are missing rights to see them. Please check your privileges.
// model nothing {
// }
""", """
create table a (id int primary key deferrable);
create table b (id int primary key);
create table nothing ();
create table c (id int primary key deferrable);
alter table a enable row level security;
alter table c enable row level security;
alter table nothing enable row level security;
""", """\
/// mine
model a {
  id Int @id
}

/// This model contains row level security and requires additional setup for migrations. Visit https://pris.ly/d/row-level-security for more info.
// theirs
model b {
  id Int @id
}

/// We could not retrieve columns for the underlying table. Either it has none or you are missing rights to see them. Please check your privileges.
// model nothing {
// }

/// This model has constraints using non-default deferring rules and requires additional setup for migrations. Visit https://pris.ly/d/constraint-deferring for more info.
/// This model contains row level security and requires additional setup for migrations. Visit https://pris.ly/d/row-level-security for more info.
model c {
  id Int @id
}
"""),
    'a many-to-many relation keeps its fields': ("""\
model post {
  id   Int   @id
  tags tag[]
}

model tag {
  id    Int    @id
  posts post[]
}
""", POSTS_AND_TAGS, None),
}


@pytest.mark.parametrize(('before', 'sql', 'after'), CASES.values(), ids=list(CASES))
def test_pulling_again_changes_what_is_not_so(before: str, sql: str, after: str | None) -> None:
    catalog = replay(None, [('a.sql', read(sql))]).catalog

    pulled = pull_again({'schema.prisma': SETTINGS + before}, catalog, 7)

    assert pulled == {'schema.prisma': SETTINGS + (before if after is None else after)}


def test_models_of_the_platform_get_relations_alone() -> None:
    settings = SETTINGS.replace('"postgresql"\n', '"postgresql"\n  schemas  = ["auth", "public"]\n')
    users = 'model users {\n  id    String  @id @db.Uuid\n  older String?\n{}\n  @@schema("auth")\n}\n'
    profiles = 'model profiles {\n  id String @id @db.Uuid\n{}\n  @@schema("public")\n}\n'
    catalog = built(
        'create table profiles (id uuid primary key references auth.users on delete cascade);',
    )

    text = pull_again(
        {'s.prisma': settings + users.replace('{}', '') + profiles.replace('{}', '')}, catalog, 7,
    )['s.prisma']

    model = text.partition('model users {')[2].partition('}')[0]
    assert '  older String?\n' in model
    assert 'profiles profiles?\n' in model
    assert 'encrypted_password' not in model
    assert 'users users @relation(fields: [id], references: [id], onDelete: Cascade' in text


def test_relations_that_prisma_emulates_stay() -> None:
    before = SETTINGS.replace('}\n\nmodel', '}').replace(
        '"postgresql"\n', '"postgresql"\n  relationMode = "prisma"\n',
    ) + 'model users {\n  id String @id @db.Uuid\n  email String?\n  posts posts[]\n}\n\n' \
        'model posts {\n  id Int @id\n  user_id String? @db.Uuid\n' \
        '  users users? @relation(fields: [user_id], references: [id])\n}\n'
    catalog = built(POSTS)

    assert pull_again({'s.prisma': before}, catalog, 7) == {'s.prisma': before}


def test_a_partial_index_brings_the_preview_feature_that_it_needs() -> None:
    catalog = built(
        'create table a (id int primary key, n int); create index i on a (n) where n > 1;',
    )
    model = 'model a {\n  id Int @id\n  n  Int?\n}\n'
    listed = SETTINGS.replace('-js"\n', '-js"\n  previewFeatures = ["views"]\n')

    for before, feature in ((SETTINGS, '["partialIndexes"]'), (listed, '["views", "partialIndexes"]')):
        text = pull_again({'s.prisma': before + model}, catalog, 7)['s.prisma']
        assert f'previewFeatures = {feature}' in text
        assert '@@index([n], map: "i", where: raw("(n > 1)"))' in text
        assert pull_again({'s.prisma': text}, catalog, 7) == {'s.prisma': text}
    assert pull_again({'s.prisma': SETTINGS + model}, catalog, 6) == {'s.prisma': SETTINGS + model}


def test_pulling_again_is_what_prisma_makes_of_the_schema(
    postgres: Oracle, prisma: Prisma,
) -> None:
    random = Random(postgres.version)
    compared = 0
    for _ in range(_DATABASES):
        choices = Choices(random.randrange)
        with postgres.fresh() as connection:
            state = applied(connection, Script(choices, ('public',)).write())
            if see(state.catalog, ['public'], partial=True).joins:
                continue  # Prisma changes their two fields over where the models are called otherwise
            try:
                edited = prisma.pull(postgres.url, SETTINGS)
            except Refused as error:
                assert 'database was empty' in str(error)
                continue
            for _ in range(1 + choices.number(3)):
                edited = schema_edit(choices, edited)
            if 'map: "renamed"' in edited or prisma.validate(edited) is not None:
                continue  # Prisma keeps the wrong name of a foreign key
            theirs = prisma.pull(postgres.url, edited, again=True)
            ours = pull_again({'schema.prisma': edited}, state.catalog, 7)['schema.prisma']
        if prisma.validate(theirs) is None:
            assert loose_tree(ours) == loose_tree(theirs), f'{edited}\ntheirs:\n{theirs}'
            compared += 1
        assert parse('', ours).problems == ()
    assert compared
