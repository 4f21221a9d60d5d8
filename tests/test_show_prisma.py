"""`git sync-guard show --format prisma`: the schema that Prisma would pull, printed."""
from __future__ import annotations

import codecs
import subprocess
from pathlib import Path

from tests.support.repositories import GitRepository
from tests.support.repositories import make_repository
from tests.support.shell import sync_guard

FIRST = 'supabase/migrations/20240101000000_first.sql'
SQL = """
create type mood as enum ('ok', 'bad');
create table users (
    id uuid primary key default gen_random_uuid(), email text unique, created_at timestamptz
);
create table posts (id int primary key, user_id uuid references users on delete cascade);
"""
SETTINGS = """\
generator client {
  provider = "prisma-client-js"
}

datasource db {
  provider = "postgresql"
}
"""
# Names, comments, layout and what the client does of its own accord: all of it stays.
BEFORE = SETTINGS + """
// People.
model User {
  id    String  @id @db.Uuid // made by the database
  email String?
  gone  Int?

  /// who was here
  createdAt DateTime? @updatedAt @map("created_at") @db.Timestamptz(6)

  @@map("users")
}

model Old {
  id Int @id
}
"""
AFTER = SETTINGS + """
// People.
model User {
  id    String  @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid // made by the database
  email String? @unique

  /// who was here
  createdAt DateTime? @updatedAt @map("created_at") @db.Timestamptz(6)
  posts     posts[]

  @@map("users")
}

model posts {
  id      Int     @id
  user_id String? @db.Uuid
  users   User?   @relation(fields: [user_id], references: [id], onDelete: Cascade, onUpdate: NoAction)
}

enum mood {
  ok
  bad
}
"""


def show(repository: GitRepository) -> subprocess.CompletedProcess[str]:
    return sync_guard(repository.path, 'show', '--format', 'prisma')


def read(repository: GitRepository) -> str:
    return (repository.path / 'prisma/schema.prisma').read_text(encoding='utf-8')


def test_without_a_schema_a_new_one_is_printed(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={FIRST: SQL})

    answer = show(repository)

    assert (answer.returncode, answer.stderr) == (0, '')
    assert answer.stdout == SETTINGS + """
model posts {
  id      Int     @id
  user_id String? @db.Uuid
  users   users?  @relation(fields: [user_id], references: [id], onDelete: Cascade, onUpdate: NoAction)
}

model users {
  id         String    @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  email      String?   @unique
  created_at DateTime? @db.Timestamptz(6)
  posts      posts[]
}

enum mood {
  ok
  bad
}
"""


def test_a_schema_with_nothing_in_it_is_none(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={FIRST: SQL, 'prisma/schema.prisma': '\n'})
    new = make_repository(tmp_path, 'new', files={FIRST: SQL})

    assert show(repository).stdout == show(new).stdout


def test_what_is_printed_is_in_step(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={FIRST: SQL})
    repository.write('prisma/schema.prisma', show(repository).stdout)
    repository.git('add', '.')

    assert sync_guard(repository.path, 'check', '--all', '--level', 'strict').returncode == 0
    assert show(repository).stdout == read(repository)


def test_a_schema_that_is_there_keeps_its_names_comments_and_layout(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={FIRST: SQL, 'prisma/schema.prisma': BEFORE})

    assert show(repository).stdout == AFTER
    # It is shown, not written.
    assert read(repository) == BEFORE


def test_several_files_are_printed_each_under_its_path(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={
        FIRST: 'create table a (id int primary key); create table b (id int primary key, n int);',
        'prisma/schema/a.prisma': 'model a {\n  id Int @id\n}\n',
        'prisma/schema/schema.prisma': SETTINGS + '\nmodel b {\n  id Int @id\n}\n',
    })

    assert show(repository).stdout == (
        '// prisma/schema/a.prisma\n\nmodel a {\n  id Int @id\n}\n\n'
        f'// prisma/schema/schema.prisma\n\n{SETTINGS}\n'
        'model b {\n  id Int  @id\n  n  Int?\n}\n'
    )


def test_a_schema_that_prisma_refuses_is_named_with_its_line(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={
        FIRST: SQL, 'prisma/schema.prisma': SETTINGS + '\nmodel A {\n  id Int @id\n  b B\n}\n',
    })

    answer = show(repository)

    assert (answer.returncode, answer.stdout) == (2, '')
    assert answer.stderr.startswith('sync-guard: prisma/schema.prisma:11: ')


def test_a_schema_for_another_database_is_refused(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={
        FIRST: SQL, 'prisma/schema.prisma': SETTINGS.replace('postgresql', 'mysql'),
    })

    answer = show(repository)

    assert (answer.returncode, answer.stdout) == (2, '')
    assert answer.stderr == 'sync-guard: the schema is for mysql, not for PostgreSQL\n'


def test_marks_and_line_ends_of_windows_are_read(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={FIRST: SQL})
    repository.write('schema.prisma', codecs.BOM_UTF8 + BEFORE.replace('\n', '\r\n').encode())

    assert show(repository).stdout == AFTER
