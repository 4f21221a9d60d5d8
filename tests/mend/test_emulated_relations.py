"""`relationMode = "prisma"`: Prisma wants no foreign key then, and the migrations make some."""
from __future__ import annotations

import pytest

from sync_guard.finding import Level
from tests.mend.specification import mended
from tests.oracle.postgres import apply
from tests.oracle.postgres import Oracle
from tests.oracle.prisma import Prisma

SQL = """
create table a (id int primary key);
create table b (id int primary key, a_id int references a on delete cascade, c_id int);
"""
KEY = 'alter table b add foreign key (c_id) references a;'
SCHEMA = """\
datasource db {
  provider     = "postgresql"
  relationMode = "prisma" // from elsewhere
}

model a {
  id Int @id
  bs b[] @relation("a")
  cs b[] @relation("c")
}

model b {
  id   Int  @id
  a_id Int?
  c_id Int?
  a    a?   @relation("a", fields: [a_id], references: [id], onDelete: Cascade)
  c    a?   @relation("c", fields: [c_id], references: [id])
}
"""
MENDED = SCHEMA.replace('"prisma" //', '"foreignKeys" //').replace(
    'onDelete: Cascade)', 'onDelete: Cascade, onUpdate: NoAction)',
).replace(
    '@relation("c", fields: [c_id], references: [id])',
    '@relation("c", fields: [c_id], references: [id], onDelete: NoAction, onUpdate: NoAction)',
)


def test_with_a_key_behind_every_relation_prisma_is_told_of_them(
    postgres: Oracle, prisma: Prisma,
) -> None:
    after, done = mended(SQL + KEY, SCHEMA, 'strict')

    assert (after, done.left) == (MENDED, ())
    with postgres.fresh() as connection:
        apply(connection, [('a.sql', SQL + KEY)])
        assert not prisma.diff(SCHEMA, url=postgres.url).equal
        assert prisma.diff(after, url=postgres.url).equal


@pytest.mark.parametrize(
    ('sql', 'level'), [(SQL, 'strict'), (SQL, 'client'), (SQL + KEY, 'client')],
    ids=['a key is missing', 'at client too', 'and all are there'],
)
def test_no_relation_is_lost_for_it(sql: str, level: Level) -> None:
    after, done = mended(sql, SCHEMA, level)

    assert after == SCHEMA
    assert [one.why for one in done.left] == [
        'relations without a foreign key are why the schema emulates them all',
    ] * (level == 'strict')
