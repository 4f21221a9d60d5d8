"""The hooks of .pre-commit-hooks.yaml under the real pre-commit and under prek.

Both install them out of a copy of this checkout, from the README's own text blocks.
"""
from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.shell import copy_checkout
from tests.support.shell import ENVIRON
from tests.support.shell import git
from tests.support.shell import new_repository
from tests.support.shell import readme_blocks
from tests.support.shell import run
from tests.support.shell import write

USERS = 'supabase/migrations/20250101090000_users.sql'
POSTS = 'supabase/migrations/20250102090000_posts.sql'
LAST_SEEN = 'supabase/migrations/20250120093000_last_seen.sql'
SCHEMA = 'prisma/schema.prisma'
PROJECT = {
    USERS: 'CREATE TABLE users (\n  id uuid PRIMARY KEY,\n  full_name text NOT NULL\n);\n',
    POSTS: 'CREATE TABLE posts (\n  id uuid PRIMARY KEY\n);\n',
    SCHEMA: '''\
datasource db {
  provider = "postgresql"
}

model User {
  id       String @id @db.Uuid
  fullName String @map("full_name")

  @@map("users")
}

model Post {
  id String @id @db.Uuid

  @@map("posts")
}
''',
}
NEW_COLUMN = 'ALTER TABLE users ADD COLUMN last_seen timestamptz;\n'
FIELD = '  lastSeen DateTime? @map("last_seen") @db.Timestamptz(6)\n'
MENDED = PROJECT[SCHEMA].replace('\n  @@map("users")', f'{FIELD}\n  @@map("users")')


class Framework(NamedTuple):
    """One of the two programs, and the folder in which ``work/*`` lies beside ``sync-guard``."""

    command: tuple[str, ...]
    folder: Path
    configuration: str

    def project(self, name: str) -> Path:
        """A project in step, with the hooks installed."""
        repository = new_repository(self.folder / name, {
            **PROJECT, '.pre-commit-config.yaml': self.configuration,
        })
        done = run(*self.command, 'install', cwd=repository)
        assert done.returncode == 0, done.stdout + done.stderr
        return repository


@pytest.fixture(scope='module', params=['pre-commit', 'prek'])
def framework(
        request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory,
) -> Framework:
    folder = tmp_path_factory.mktemp(request.param)
    copy_checkout(folder / 'sync-guard')
    program = shutil.which(request.param, path=os.path.dirname(sys.executable))
    assert program is not None, f'{request.param} is part of the extra "test"'
    monkeypatch = pytest.MonkeyPatch()
    request.addfinalizer(monkeypatch.undo)
    # Their environments are made once, and not among the user's own.
    monkeypatch.setitem(ENVIRON, 'PRE_COMMIT_HOME', str(folder / 'home'))
    monkeypatch.setitem(ENVIRON, 'PREK_HOME', str(folder / 'home'))
    monkeypatch.setitem(ENVIRON, 'PYTHONPATH', '')
    shown = next(block for block in readme_blocks('yaml') if 'repos:' in block)
    first = new_repository(folder / 'first', {**PROJECT, '.pre-commit-config.yaml': shown})
    done = run(program, 'autoupdate', '--bleeding-edge', cwd=first)
    assert done.returncode == 0, done.stdout + done.stderr
    return Framework((program,), folder, (first / '.pre-commit-config.yaml').read_text('utf-8'))


@pytest.fixture
def project(framework: Framework, request: pytest.FixtureRequest) -> Path:
    return framework.project(re.sub(r'\W', '-', request.node.name))


def commit(repository: Path, *args: str) -> tuple[int, str]:
    done = run('git', 'commit', '-m', 'x', *args, cwd=repository)
    return done.returncode, done.stdout + done.stderr


def test_the_commands_of_the_readme_are_those_used_here() -> None:
    assert 'pre-commit autoupdate --bleeding-edge && pre-commit install\n' in readme_blocks('sh')


def test_an_unsynced_commit_is_refused_with_the_line_to_paste(project: Path) -> None:
    write(project, {LAST_SEEN: NEW_COLUMN})
    git(project, 'add', '.')
    code, said = commit(project)
    assert code == 1
    assert 'column-without-field' in said
    assert f'from  {LAST_SEEN}:1' in said
    assert re.search(r'lastSeen +DateTime\? +@map\("last_seen"\) @db.Timestamptz\(6\)', said)


def test_the_command_of_the_help_can_be_run_where_only_the_framework_installed_it(
        project: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    folders = os.environ['PATH'].split(os.pathsep)
    monkeypatch.setitem(ENVIRON, 'PATH', os.pathsep.join(
        folder for folder in folders if shutil.which('git-sync-guard', path=folder) is None
    ))
    write(project, {LAST_SEEN: NEW_COLUMN})
    git(project, 'add', '.')
    code, said = commit(project)
    assert code == 1
    found = re.search(r'`git sync-guard` is no command: write (.+) in its place\.', said)
    assert found is not None, said

    done = run(found[1], 'fix', cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    git(project, 'add', '.')
    assert commit(project)[0] == 0


def test_a_passing_commit_prints_the_line_of_the_framework_alone(project: Path) -> None:
    write(project, {LAST_SEEN: NEW_COLUMN, SCHEMA: MENDED})
    git(project, 'add', '.')
    code, said = commit(project, '--quiet')
    assert code == 0, said
    line, = said.splitlines()
    assert re.fullmatch(r'sync-guard \(.*\)\.+.*Passed.*', line)


def test_the_deletion_of_a_migration_is_noticed_though_no_file_is_passed(project: Path) -> None:
    git(project, 'rm', '--quiet', POSTS)
    code, said = commit(project)
    assert code == 1
    assert 'model-without-table' in said


def test_what_is_staged_counts_and_not_what_the_working_tree_holds(project: Path) -> None:
    write(project, {LAST_SEEN: NEW_COLUMN})
    git(project, 'add', '.')
    write(project, {SCHEMA: MENDED})
    assert commit(project)[0] == 1

    git(project, 'add', '.')
    write(project, {SCHEMA: PROJECT[SCHEMA]})
    code, said = commit(project)
    assert code == 0, said
    assert (project / SCHEMA).read_text() == PROJECT[SCHEMA]


def test_a_merge_without_conflicts_is_checked_too(project: Path) -> None:
    # Each branch is in step; together they hold two migrations of one version.
    for branch, name, sql in (
            ('topic', 'security', 'ALTER TABLE users ENABLE ROW LEVEL SECURITY;\n'),
            ('main', 'comment', "COMMENT ON TABLE users IS 'people';\n"),
    ):
        git(project, 'switch', '--quiet', *(['-c'] if branch != 'main' else []), branch)
        write(project, {f'supabase/migrations/20250120093000_{name}.sql': sql})
        git(project, 'add', '.')
        git(project, 'commit', '--quiet', '-m', name)
    done = run('git', 'merge', '--no-edit', 'topic', cwd=project)
    assert done.returncode != 0
    assert 'duplicate-version' in done.stdout + done.stderr


@pytest.fixture
def mending(framework: Framework, request: pytest.FixtureRequest) -> Path:
    """A project in step that has the hook that mends before the one that checks."""
    first = '[{id: sync-guard}'
    hooks = framework.configuration.replace(first, f'[{{id: sync-guard-fix}}, {first[1:]}')
    assert hooks != framework.configuration
    return framework._replace(configuration=hooks).project(re.sub(r'\W', '-', request.node.name))


def test_the_mending_hook_writes_and_fails_and_passes_what_is_staged_then(mending: Path) -> None:
    write(mending, {LAST_SEEN: NEW_COLUMN})
    git(mending, 'add', '.')
    code, said = commit(mending)
    assert code == 1
    assert f'{SCHEMA}:8: added field lastSeen' in said
    assert 'git add what was written, and commit again' in said
    assert git(mending, 'diff', '--cached', '--name-only').split() == [LAST_SEEN]

    git(mending, 'add', '.')
    code, said = commit(mending)
    assert code == 0, said
    assert 'lastSeen' in git(mending, 'show', f'HEAD:{SCHEMA}')


@pytest.mark.parametrize('near', [False, True], ids=['elsewhere', 'where it mends'])
def test_the_mending_hook_loses_nothing_that_is_not_staged(mending: Path, near: bool) -> None:
    write(mending, {LAST_SEEN: NEW_COLUMN})
    git(mending, 'add', '.')
    there = '  fullName String @map("full_name")' if near else 'model Post {'
    text = PROJECT[SCHEMA].replace(there, f'{there} // mine')
    write(mending, {SCHEMA: text})

    code, said = commit(mending)

    # Where both meet, the framework takes back what the hook wrote.
    after = (mending / SCHEMA).read_text()
    assert code == 1, said
    assert '// mine' in after
    assert ('lastSeen' in after) is not near, said
    assert not near or after == text


def test_a_branch_out_of_step_cannot_be_pushed(project: Path, tmp_path: Path) -> None:
    git(tmp_path, 'init', '--quiet', '--bare', tmp_path / 'remote.git')
    git(project, 'remote', 'add', 'origin', tmp_path / 'remote.git')
    git(project, 'push', '--quiet', '--no-verify', 'origin', 'main')
    git(project, 'switch', '--quiet', '-c', 'topic')
    write(project, {LAST_SEEN: NEW_COLUMN})
    git(project, 'add', '.')
    git(project, 'commit', '--quiet', '--no-verify', '-m', 'forgotten')
    # The commit that breaks it is not the last one.
    write(project, {'notes.txt': 'x\n'})
    git(project, 'add', '.')
    git(project, 'commit', '--quiet', '--no-verify', '-m', 'notes')
    refused = run('git', 'push', 'origin', 'topic', cwd=project)
    assert refused.returncode == 1
    assert 'column-without-field' in refused.stdout + refused.stderr

    write(project, {SCHEMA: MENDED})
    git(project, 'commit', '--quiet', '-am', 'mended')
    assert run('git', 'push', 'origin', 'topic', cwd=project).returncode == 0


def test_the_hook_that_mends_fails_once_and_mixes_in_nothing_that_is_not_staged(
        project: Path,
) -> None:
    shown = readme_blocks('yaml')[1].strip()
    text = (project / '.pre-commit-config.yaml').read_text('utf-8')
    text = re.sub('^ *hooks: .*', f'  {shown}', text, count=1, flags=re.M)
    write(project, {LAST_SEEN: NEW_COLUMN, '.pre-commit-config.yaml': text})
    git(project, 'add', '.')
    # Put aside before the hooks run, and back afterwards.
    noted = f'{PROJECT[SCHEMA]}// a note\n'
    write(project, {SCHEMA: noted})
    code, said = commit(project)
    assert code == 1, said
    assert f'{SCHEMA}:8: added field lastSeen' in said

    write(project, {SCHEMA: PROJECT[SCHEMA]})
    code, said = commit(project)
    assert code == 1, said
    assert (project / SCHEMA).read_text('utf-8').count('lastSeen') == 1
    git(project, 'add', '.')
    code, said = commit(project)
    assert code == 0, said


def test_try_repo_needs_no_configuration(framework: Framework, project: Path) -> None:
    write(project, {LAST_SEEN: NEW_COLUMN})
    git(project, 'add', '.')
    (project / '.pre-commit-config.yaml').unlink()
    git(project, 'rm', '--quiet', '--cached', '.pre-commit-config.yaml')
    source = framework.folder / 'sync-guard'
    done = run(*framework.command, 'try-repo', source, 'sync-guard', '--verbose', cwd=project)
    assert done.returncode == 1
    assert 'column-without-field' in done.stdout + done.stderr
