"""Prisma itself says what its schemas expect of a database, and what is wrong with them."""
from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings

from sync_guard.prisma import expect
from sync_guard.prisma import parse
from sync_guard.prisma import refused_by
from tests.oracle.prisma import Prisma
from tests.prisma.prisma_ddl import lines_in
from tests.prisma.prisma_ddl import lines_of
from tests.prisma.schemas import HEADER
from tests.prisma.schemas import schemas
from tests.prisma.test_validate import SILENT
from tests.prisma.test_validate import SPEAKS
from tests.prisma.test_validate_arguments import REFUSED
from tests.prisma.test_validate_arguments import REFUSED_BY_7
from tests.prisma.test_validate_arguments import TAKEN

MULTI_SCHEMA = HEADER.replace('"postgresql"\n', '"postgresql"\n  schemas = ["public", "other"]\n')
LONG = 'a23456789012345678901234567890123456789012345678901234567890'
CASES = {
    'many to many, across schemas, with names over 63 bytes': MULTI_SCHEMA + f'''
model Zed {{
  id    Int     @id @default(autoincrement()) @db.SmallInt
  as    Alpha[]
  self1 Zed[]   @relation("s")
  self2 Zed[]   @relation("s")
  long1 Alpha[] @relation("{LONG}12345")
  @@map("zeds")
  @@schema("public")
}}
model Alpha {{
  key   String @id(map: "foo") @default(uuid()) @map("thekey") @db.VarChar(20)
  zs    Zed[]
  long2 Zed[]  @relation("{LONG}12345")
  @@schema("other")
}}
''',
    'names cut to 63 bytes, not in a character': HEADER + f'''
model A {{
  id    Int @id
  other Int @map("ö{LONG}")
  b     Int @unique @map("é")
  bs    B?
  @@index([other, b])
  @@map("t{LONG}ü")
}}
model B {{
  id Int @id @map("{LONG}")
  aid Int @unique @map("x{LONG}")
  a  A   @relation(fields: [aid], references: [b])
}}
''',
    'a composite key, one of whose columns is required': HEADER + '''
model A {
  id Int  @id
  x  Int?
  y  Int
  b  B?   @relation(fields: [x, y], references: [p, q])
}
model B {
  p  Int
  q  Int
  as A[]
  @@id([q, p], map: "b_key")
}
''',
    'indexes of all methods, with operator classes': HEADER + '''
model A {
  id   Int      @id
  j    Json
  s    String
  at   DateTime @db.Timestamptz(6)
  n    String   @db.Inet
  v    Unsupported("tsvector")?
  @@index([j], type: Gin, map: "j1")
  @@index([j(ops: JsonbPathOps)], type: Gin, map: "j2")
  @@index([s(ops: raw("gin_trgm_ops"))], type: Gin, map: "s1")
  @@index([n(ops: InetOps)], type: Gist, map: "n1")
  @@index([at(ops: TimestampTzMinMaxMultiOps)], type: Brin, map: "at1")
  @@index([at(ops: TimestampTzBloomOps)], type: Brin, map: "at2")
  @@index([at], type: Brin)
  @@index([id], type: Hash)
  @@index([v], type: Gin)
  @@index([s(sort: Desc), id(sort: Asc)])
}
''',
    'partial indexes': HEADER.replace(
        '"prisma-client-js"\n', '"prisma-client-js"\n  previewFeatures = ["partialIndexes"]\n',
    ) + '''
model A {
  id Int     @id
  b  Boolean @map("bb")
  c  Int?
  s  String?
  g  Int     @unique(where: raw("g > 5"))
  @@index([id], where: { b: true, c: { not: null } })
  @@index([b], where: { s: "it's", c: null })
  @@index([c], where: { s: { not: "x" }, c: 5 })
  @@unique([s], where: raw("c > 5"), map: "u")
}
''',
    'relations that are not foreign keys': HEADER.replace(
        '"postgresql"\n', '"postgresql"\n  relationMode = "prisma"\n',
    ) + '''
model A {
  id  Int @id
  bid Int
  b   B   @relation(fields: [bid], references: [id])
  cs  B[] @relation("m")
  @@index([bid])
}
model B {
  id Int @id
  as A[]
  ds A[] @relation("m")
}
''',
    'defaults of every kind': HEADER + r'''
model A {
  id Int        @id
  a  Decimal    @default(12.50)
  b  Float      @default(-5)
  c  Json       @default("[]") @db.Json
  d  Json[]     @default(["{}", "[1]"])
  e  DateTime   @default("2020-01-01T00:00:00.123+02:00") @db.Timestamptz(6)
  f  BigInt     @default(9223372036854775807)
  g  Boolean[]  @default([true, false])
  h  String     @default(nanoid(5))
  i  DateTime   @default(now()) @updatedAt
  j  DateTime   @updatedAt
  k  Int        @default(dbgenerated("1+2"))
  l  Int[]      @default([])
  m  String     @default("a\\b\"c ü \u00e9 \ud83d\ude00")
  n  DateTime   @default(now()) @db.Date
  o  String     @default("101") @db.Bit(3)
  p  E          @default(x)
  q  E[]        @default([x, y])
  r  Bytes      @default("AAE=")
  s  String     @default(dbgenerated())
  t  Unsupported("interval") @default(dbgenerated("'1 day'::interval"))
}
enum E {
  x @map("X x")
  y
}
''',
}


@pytest.mark.parametrize('schema', CASES.values(), ids=list(CASES))
def test_a_schema_expects_what_prisma_would_make(schema: str, prisma: Prisma) -> None:
    file = parse('schema.prisma', schema)
    expected = expect([file])
    assert (file.problems, refused_by(expected.problems, 7)) == ((), ())
    assert lines_of(expected) == lines_in(prisma.diff(schema, script=True).text)


@settings(
    max_examples=100, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(schemas())
def test_random_schemas_expect_what_prisma_would_make(prisma: Prisma, schema: str) -> None:
    file = parse('schema.prisma', schema)
    expected = expect([file])
    assert (file.problems, refused_by(expected.problems, 7)) == ((), ())
    assert lines_of(expected) == lines_in(prisma.diff(schema, script=True).text)


@pytest.mark.parametrize(
    ('text', 'problems'), [*SPEAKS.values(), *REFUSED.values()], ids=[*SPEAKS, *REFUSED],
)
def test_problems_are_those_of_prisma(
    text: str, problems: list[tuple[int, str]], prisma: Prisma,
) -> None:
    assert set(problems) <= set(_errors(prisma.validate(text)))
    # Prisma 6 needs a url, which moves the lines.
    said = {message for _, message in _errors(prisma.validate(text, '6'))}
    assert {message for _, message in problems} <= said


@pytest.mark.parametrize(
    ('text', 'problems'), REFUSED_BY_7.values(), ids=list(REFUSED_BY_7),
)
def test_problems_are_those_of_prisma_7(
    text: str, problems: list[tuple[int, str]], prisma: Prisma,
) -> None:
    assert set(problems) <= set(_errors(prisma.validate(text)))
    assert prisma.validate(text, '6') is not None


@pytest.mark.parametrize(
    'text', [*SILENT.values(), *TAKEN.values()], ids=[*SILENT, *TAKEN],
)
def test_where_we_are_silent_prisma_is(text: str, prisma: Prisma) -> None:
    assert prisma.validate(text) is None
    assert prisma.validate(text, '6') is None


def _errors(text: str | None) -> list[tuple[int, str]]:
    found = re.findall(r'error: (.*?)\n\s*-->\s+schema\.prisma:(\d+)', text or '', re.DOTALL)
    return [(int(line), message) for message, line in found]
