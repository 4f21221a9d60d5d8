"""SQL and schema text to differences, said in short: ``type@client users.bio``."""
from __future__ import annotations

import re

from sync_guard.compare import compare
from sync_guard.compare.differences import Difference
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.prisma import expect
from sync_guard.prisma import parse

SQL = """\
create type user_role as enum ('member', 'admin');
create table organizations (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique
);
create table users (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid references organizations (id),
  email varchar(320) not null unique,
  role user_role not null default 'member',
  tags text[] not null default '{}',
  bio text,
  logins integer not null default 0,
  created_at timestamptz not null default now()
);
create index users_created_at_idx on users (created_at);
create table posts (
  id bigint generated always as identity primary key,
  author_id uuid not null references users (id) on delete cascade,
  title text not null,
  unique (author_id, title)
);
"""
SCHEMA = """\
datasource db {
  provider = "postgresql"
}

enum Role {
  member
  admin

  @@map("user_role")
}

model Organization {
  id    String @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  slug  String @unique
  users User[]

  @@map("organizations")
}

model User {
  id             String        @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  organizationId String?       @map("organization_id") @db.Uuid
  organization   Organization? @relation(fields: [organizationId], references: [id], onDelete: NoAction, onUpdate: NoAction)
  email          String        @unique @db.VarChar(320)
  role           Role          @default(member)
  tags           String[]      @default([])
  bio            String?
  logins         Int           @default(0)
  createdAt      DateTime      @default(now()) @map("created_at") @db.Timestamptz(6)
  posts          Post[]

  @@index([createdAt])
  @@map("users")
}

model Post {
  id       BigInt @id @default(autoincrement())
  authorId String @map("author_id") @db.Uuid
  author   User   @relation(fields: [authorId], references: [id], onDelete: Cascade, onUpdate: NoAction)
  title    String

  @@unique([authorId, title])
  @@map("posts")
}
"""  # noqa: E501  one line a field, as in a schema


def differences(
    sql: str, schema: str, prisma: int | None = None, *, whole: bool = False,
) -> list[Difference]:
    built = replay(None, [('a.sql', read(sql))]).catalog
    return compare(built, expect([parse('schema.prisma', schema)]), prisma, whole=whole)


def said(found: list[Difference]) -> list[str]:
    return [_said(difference) for difference in found]


def _said(difference: Difference) -> str:
    name = re.sub('(?<=[a-z])[A-Z]', lambda m: f'-{m[0]}', type(difference).__name__).lower()
    level = difference.level + ('' if difference.uncertain is None else '?')
    return f'{name.removesuffix("-differs")}@{level} {_subject(difference)}'.strip()


def _subject(difference: Difference) -> str:
    table = getattr(difference, 'table', None) or getattr(difference, 'model', None)
    column = getattr(difference, 'column', None) or getattr(difference, 'field', None)
    if table is not None and column is not None:
        return f'{table.key}.{column.name}'
    if table is None:
        records = [getattr(difference, side, None) for side in ('built', 'expected')]
        named = [getattr(record, 'text', None) or record.key for record in records if record]
        return str(named[0]) if named else ''
    sides = [getattr(difference, side, None) for side in ('built', 'expected')]
    shown = ' / '.join('-' if side is None else _columns(side) for side in sides)
    return f'{table.key} {shown}' if any(sides) else str(table.key)


def _columns(record: object) -> str:
    columns = getattr(record, 'columns', ())
    return f"({', '.join(c if isinstance(c, str) else c.name or '' for c in columns)})"
