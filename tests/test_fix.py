"""`git sync-guard fix` as people meet it: real repositories, files on disk, exit codes."""
from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path

import pytest

from sync_guard.commands.check import check
from sync_guard.commands.fix import fix
from sync_guard.commands.fix import Mode
from sync_guard.errors import UsageError
from sync_guard.repository import replacing
from tests.support import GitRepository
from tests.support import make_repository

NEEDS_LINKS = pytest.mark.skipif(
    sys.platform == 'win32', reason='making links needs a right there',
)
FIRST = 'supabase/migrations/20250101000000_users.sql'
SECOND = 'supabase/migrations/20250120093000_last_seen.sql'
SCHEMA = 'prisma/schema.prisma'
CONFIG = 'sync-guard.toml'
USERS_SQL = 'create table users (id uuid primary key, email text not null, first_name text);\n'
DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n'
USERS = f'''\
{DATASOURCE}
model User {{
  id        String  @id @db.Uuid
  email     String // never shown
  firstName String? @map("first_name")

  @@map("users")
}}
'''
MENDED = f'''\
{DATASOURCE}
model User {{
  id        String    @id @db.Uuid
  email     String // never shown
  firstName String?   @map("first_name")
  lastSeen  DateTime? @map("last_seen") @db.Timestamptz(6)

  @@map("users")
}}
'''
LAST_SEEN = 'alter table users add column last_seen timestamptz;\n'
ADDED = f'{SCHEMA}:9: added field lastSeen\n'


class Answer:
    def __init__(self, code: int, out: str) -> None:
        self.code, self.out = code, out


def run(
    repository: GitRepository, mode: Mode = 'write', *, level: str | None = None,
    staged: bool = False, cwd: str = '',
) -> Answer:
    out = io.StringIO()
    code = fix(
        str(repository.path / cwd), repository.environ, out, level=level, mode=mode, staged=staged,
    )
    return Answer(code, out.getvalue())


def in_step(repository: GitRepository, level: str = 'client') -> bool:
    repository.git('add', '--all')
    out = io.StringIO()
    return check(
        str(repository.path), repository.environ, out, everything=True, level=level,
    ) == 0


def schema(repository: GitRepository, path: str = SCHEMA) -> str:
    return (repository.path / path).read_bytes().decode()


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    made = make_repository(tmp_path)
    made.commit(files={FIRST: USERS_SQL, SCHEMA: USERS})
    return made


def test_the_schema_is_mended_and_each_edit_said(repository: GitRepository) -> None:
    repository.write(SECOND, LAST_SEEN)

    answer = run(repository)

    assert (answer.code, answer.out) == (0, ADDED)
    assert schema(repository) == MENDED
    assert in_step(repository)
    again = run(repository)
    assert (again.code, again.out) == (0, 'sync-guard: nothing to fix\n')


def test_a_diff_can_be_applied_and_writes_nothing(repository: GitRepository) -> None:
    repository.write(SECOND, LAST_SEEN)

    answer = run(repository, 'diff')

    assert schema(repository) == USERS
    repository.write('fix.diff', answer.out)
    repository.git('apply', 'fix.diff')
    assert (answer.code, schema(repository)) == (0, MENDED)


def test_a_diff_of_files_with_windows_line_ends_and_no_last_one_can_be_applied(
    repository: GitRepository,
) -> None:
    repository.write(SECOND, LAST_SEEN)
    repository.write(SCHEMA, USERS.rstrip('\n').replace('\n', '\r\n'))

    repository.write('fix.diff', run(repository, 'diff').out)
    repository.git('apply', 'fix.diff')

    assert schema(repository) == MENDED.rstrip('\n').replace('\n', '\r\n')


@pytest.mark.parametrize('behind', [True, False])
def test_asked_to_check_it_writes_nothing(repository: GitRepository, behind: bool) -> None:
    if behind:
        repository.write(SECOND, LAST_SEEN)

    answer = run(repository, 'check')

    assert answer.code == int(behind)
    assert answer.out == (ADDED if behind else 'sync-guard: nothing to fix\n')
    assert schema(repository) == USERS


def test_every_byte_around_the_edit_stays(repository: GitRepository) -> None:
    repository.write(SECOND, LAST_SEEN)
    path = repository.write(SCHEMA, b'\xef\xbb\xbf' + USERS.replace('\n', '\r\n').encode())
    path.chmod(0o640)

    run(repository)

    assert path.read_bytes() == b'\xef\xbb\xbf' + MENDED.replace('\n', '\r\n').encode()
    if sys.platform != 'win32':
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [*path.parent.iterdir()] == [path]


@NEEDS_LINKS
def test_a_link_stays_a_link(repository: GitRepository) -> None:
    repository.write('db/real.prisma', USERS)
    path = repository.path / SCHEMA
    path.unlink()
    path.symlink_to('../db/real.prisma')
    repository.git('add', '--all')
    repository.write(SECOND, LAST_SEEN)

    assert run(repository).code == 0

    assert path.is_symlink()
    assert schema(repository, 'db/real.prisma') == MENDED


def test_a_file_that_cannot_be_replaced_leaves_all_as_they_were(
    repository: GitRepository, monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths = {'a.txt': b'new a', 'b.txt': b'new b'}
    for path in paths:
        repository.write(path, 'old')
    real = os.replace

    def replace(source: str, target: str) -> None:
        if target.endswith('b.txt'):
            raise PermissionError(13, 'Permission denied')
        real(source, target)

    monkeypatch.setattr(os, 'replace', replace)

    with pytest.raises(UsageError, match='b.txt: Permission denied'):
        replacing.replace_files(str(repository.path), paths)

    left = sorted(path.name for path in repository.path.iterdir() if path.is_file())
    assert left == ['a.txt', 'b.txt']
    assert {(repository.path / path).read_bytes() for path in paths} == {b'old'}


def test_a_model_goes_to_the_file_of_its_neighbours(repository: GitRepository) -> None:
    repository.git('rm', '--quiet', SCHEMA)
    repository.stage({
        'prisma/schema/a.prisma': DATASOURCE,
        'prisma/schema/blog.prisma': 'model Post {\n  id Int @id\n\n  @@map("posts")\n}\n',
        'prisma/schema/people.prisma': USERS.removeprefix(DATASOURCE).lstrip()
        + '\nmodel Team {\n  id Int @id\n\n  @@map("teams")\n}\n',
    })
    repository.write(SECOND, '''\
create table posts (id int primary key); create table teams (id int primary key);
create type kind as enum ('a');
create table comments (
  id int primary key, post_id int references posts on update cascade on delete cascade,
  kind kind, "by" uuid not null
);
''')

    answer = run(repository)

    assert answer.code == 0
    assert schema(repository, 'prisma/schema/blog.prisma') == '''\
model Post {
  id       Int       @id
  comments Comment[]

  @@map("posts")
}

model Comment {
  id     Int    @id
  postId Int?   @map("post_id")
  kind   Kind?
  by     String @db.Uuid
  post   Post?  @relation(fields: [postId], references: [id], onDelete: Cascade)

  @@map("comments")
}

enum Kind {
  a

  @@map("kind")
}
'''
    assert 'Comment' not in schema(repository, 'prisma/schema/people.prisma')
    assert in_step(repository, 'strict')


# What is left -------------------------------------------------------------------------------

NEW_MODEL = '\nmodel Invoice {\n  id Int @id\n}\n'
NEW_FIELD = USERS.replace('  @@map', '  nick String\n\n  @@map')


@pytest.mark.parametrize('text', [USERS + NEW_MODEL, NEW_FIELD], ids=['a model', 'a field'])
def test_what_git_does_not_have_is_not_removed(repository: GitRepository, text: str) -> None:
    repository.write(SCHEMA, text)

    answer = run(repository)

    assert answer.code == 1
    assert 'left: git does not have it, so nobody could bring it back' in answer.out
    assert schema(repository) == text
    repository.git('add', '--all')
    assert run(repository).code == 0
    assert [line.split() for line in schema(repository).splitlines() if line.split()] == [
        line.split() for line in USERS.splitlines() if line.split()
    ]


def test_what_prisma_refuses_is_left_as_it_is(repository: GitRepository) -> None:
    broken = USERS.replace('String // never', 'Strin // never')
    repository.stage({SCHEMA: broken, SECOND: LAST_SEEN})

    answer = run(repository)

    assert answer.code == 1
    assert f'{SCHEMA}:7:' in answer.out
    assert 'left: Prisma refuses the schema: mend that first' in answer.out
    assert schema(repository) == broken


def test_a_schema_whose_tables_come_from_elsewhere_is_left_as_it_is(
    repository: GitRepository,
) -> None:
    models = ''.join(f'\nmodel m{number} {{\n  id Int @id\n}}\n' for number in range(5))
    repository.stage({SCHEMA: DATASOURCE + models})

    answer = run(repository)

    assert answer.code == 0  # it warns
    assert 'set-up' in answer.out
    assert schema(repository) == DATASOURCE + models


def test_what_is_decided_ignored_or_switched_off_is_not_touched(repository: GitRepository) -> None:
    commented = USERS.replace('  email', '  // sync-guard: ignore nullability never null\n  email')
    repository.stage({
        CONFIG: '[supabase-only]\nlogs = "read in SQL"\n[severity]\ntable-without-model = "off"\n',
        SCHEMA: commented,
        SECOND: 'create table logs (id int primary key); create table more (id int primary key);\n'
                'alter table users alter column email drop not null;\n'
                '-- sync-guard: ignore column-without-field for the import\n'
                'alter table users add column legacy text;\n',
    })

    answer = run(repository)

    assert (answer.code, answer.out) == (0, 'sync-guard: nothing to fix\n')
    assert schema(repository) == commented


def test_the_level_decides_what_is_mended(repository: GitRepository) -> None:
    repository.stage({SECOND: 'create index on users (email);\n'})

    assert run(repository).out == 'sync-guard: nothing to fix\n'
    answer = run(repository, level='strict')
    assert answer.out == f'{SCHEMA}:5: model User has an index on (email)\n'
    assert '  @@index([email])\n  @@map("users")\n' in schema(repository)
    assert in_step(repository, 'strict')


def test_what_postgresql_would_refuse_is_named_beside_what_was_mended(
    repository: GitRepository,
) -> None:
    refused = 'alter table nobody drop column gone;\ndrop table nothing;\n'
    repository.write(SECOND, LAST_SEEN + refused)

    answer = run(repository)

    assert answer.code == 0
    assert 'added field lastSeen' in answer.out
    assert answer.out.endswith(
        f'{SECOND}:2: PostgreSQL would refuse this statement (and 1 more): only what is certain '
        'was mended\n  git sync-guard check --all says why\n',
    )


def test_a_repository_without_both_sides_has_nothing_to_fix(tmp_path: Path) -> None:
    made = make_repository(tmp_path)
    made.commit(files={FIRST: USERS_SQL})

    with pytest.raises(UsageError, match='no migrations with a Prisma schema for PostgreSQL'):
        run(made)


def test_a_schema_that_git_does_not_know_yet_gets_what_it_lacks_and_loses_nothing(
    repository: GitRepository,
) -> None:
    repository.git('rm', '--quiet', '--cached', SCHEMA)
    repository.commit(files={SECOND: LAST_SEEN})
    repository.write(SCHEMA, NEW_FIELD)

    answer = run(repository)

    assert answer.code == 1
    assert 'added field lastSeen' in answer.out
    assert 'left: git does not have it' in answer.out
    assert 'nick' in schema(repository)


@pytest.mark.parametrize(('text', 'message'), [
    (USERS.replace('  email', '<<<<<<< HEAD\n  email').encode(), ':7: a conflict is not resolved'),
    (USERS.encode('utf-16'), ':1: the file is UTF-16LE'),
    (USERS.replace('never', 'näver').encode('latin-1'), ':7: the file holds the byte 0xE4'),
], ids=['conflict markers', 'UTF-16', 'Latin 1'])
@pytest.mark.parametrize('staged', [False, True])
def test_what_cannot_be_read_is_one_message(
    repository: GitRepository, text: bytes, message: str, staged: bool,
) -> None:
    repository.stage({SCHEMA: text, SECOND: LAST_SEEN})

    with pytest.raises(UsageError, match=message):
        run(repository, staged=staged)

    assert (repository.path / SCHEMA).read_bytes() == text


def test_a_read_only_file_is_left_alone(repository: GitRepository) -> None:
    repository.write(SECOND, LAST_SEEN)
    (repository.path / SCHEMA).chmod(0o444)

    with pytest.raises(UsageError, match=f'{SCHEMA}: the file is read-only'):
        run(repository)

    assert schema(repository) == USERS
    assert [one.name for one in (repository.path / SCHEMA).parent.iterdir()] == ['schema.prisma']
    (repository.path / SCHEMA).chmod(0o644)


# As a hook ----------------------------------------------------------------------------------

def test_the_hook_writes_fails_and_leaves_the_staging_to_the_user(
    repository: GitRepository,
) -> None:
    repository.stage({SECOND: LAST_SEEN})
    index = repository.git('ls-files', '--stage')

    answer = run(repository, staged=True)

    assert answer.code == 1
    assert answer.out == f'{ADDED}sync-guard: mended; git add what was written, and commit again\n'
    assert schema(repository) == MENDED
    assert repository.git('ls-files', '--stage') == index
    repository.git('add', '--all')
    assert (run(repository, staged=True).code, run(repository, staged=True).out) == (0, '')


def test_the_hook_is_silent_where_nothing_guarded_is_staged(repository: GitRepository) -> None:
    repository.write(SECOND, LAST_SEEN)
    repository.stage({'README': 'text\n'})

    assert run(repository, staged=True).out == ''


def test_the_hook_mends_what_the_commit_brings_and_nothing_older(
    repository: GitRepository,
) -> None:
    older = 'supabase/migrations/20250110000000_older.sql'
    repository.commit(files={older: 'alter table users add column older int;\n'})
    repository.stage({SECOND: LAST_SEEN})

    assert run(repository, staged=True).code == 1
    assert schema(repository) == MENDED


def test_the_hook_looks_at_no_migration_that_is_not_staged(repository: GitRepository) -> None:
    repository.stage({SECOND: LAST_SEEN})
    later = 'supabase/migrations/20250130000000_later.sql'
    repository.write(later, 'alter table users add column later int;\n')

    run(repository, staged=True)

    assert schema(repository) == MENDED


def test_the_hook_refuses_to_mix_its_edits_with_what_is_not_staged(
    repository: GitRepository,
) -> None:
    repository.stage({SECOND: LAST_SEEN})
    text = USERS.replace('never shown', 'shown')
    repository.write(SCHEMA, text)

    with pytest.raises(UsageError, match=f'{SCHEMA}: has unstaged changes'):
        run(repository, staged=True)

    assert schema(repository) == text


@NEEDS_LINKS
def test_the_hook_knows_what_is_not_staged_of_the_file_that_a_link_leads_to(
    repository: GitRepository,
) -> None:
    path = repository.path / SCHEMA
    path.unlink()
    path.symlink_to('../db/real.prisma')
    repository.write('db/real.prisma', USERS)
    repository.git('add', '--all')
    repository.commit()
    repository.stage({SECOND: LAST_SEEN})
    text = USERS.replace('never shown', 'shown')
    repository.write('db/real.prisma', text)

    with pytest.raises(UsageError, match=f'{SCHEMA}: has unstaged changes'):
        run(repository, staged=True)

    assert schema(repository, 'db/real.prisma') == text


def test_the_hook_takes_nothing_back_that_the_commit_adds(repository: GitRepository) -> None:
    repository.stage({SCHEMA: NEW_FIELD})

    answer = run(repository, staged=True)

    assert answer.code == 1
    assert 'git sync-guard draft NAME' in answer.out
    assert schema(repository) == NEW_FIELD


def test_the_command_line_names_the_modes(repository: GitRepository) -> None:
    repository.write(SECOND, LAST_SEEN)

    for arguments, code in ((('--check',), 1), (('--diff',), 0), ((), 0), (('--check',), 0)):
        done = repository.run(sys.executable, '-m', 'sync_guard', 'fix', *arguments)
        assert done.returncode == code, done.stdout + done.stderr
