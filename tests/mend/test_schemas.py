"""Several schemas of the database in one datasource: names that are alike need a `@@map`."""
from __future__ import annotations

from tests.mend.specification import mended
from tests.oracle.prisma import Prisma

SQL = """
create schema other;
create type mood as enum ('sad');
create type other.mood as enum ('glad');
create table t (id int primary key, m mood, n other.mood);
"""
SCHEMA = """\
datasource db {
  provider = "postgresql"
  schemas  = ["other", "public"]
}

model t {
  id Int @id

  @@schema("public")
}
"""
MENDED = """\
datasource db {
  provider = "postgresql"
  schemas  = ["other", "public"]
}

model t {
  id Int         @id
  m  mood?
  n  other_mood?

  @@schema("public")
}

enum mood {
  sad

  @@schema("public")
}

enum other_mood {
  glad

  @@map("mood")
  @@schema("other")
}
"""


def test_two_new_enums_of_one_name_are_called_apart(prisma: Prisma) -> None:
    after, done = mended(SQL, SCHEMA, 'strict')

    assert (after, done.left) == (MENDED, ())
    assert prisma.validate(after) is None
    assert mended(SQL, after, 'strict')[1].edits == ()


def test_so_is_one_beside_an_enum_that_no_schema_can_have() -> None:
    sql = 'create schema other; create type mood as enum (); create table t (id int primary key);'
    enum = "create type other.mood as enum ('glad');"

    after, done = mended(sql + enum, SCHEMA, 'strict')

    block = 'enum other_mood {\n  glad\n\n  @@map("mood")\n  @@schema("other")\n}\n'
    assert (after, done.left) == (f'{SCHEMA}\n{block}', ())
