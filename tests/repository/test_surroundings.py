"""Where the program is started: repositories of every form, and no repository at all."""
from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sync_guard.errors import UsageError
from sync_guard.repository import Repository
from tests.repository.helpers import opened
from tests.repository.helpers import texts
from tests.support import GitRepository
from tests.support import make_repository


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    return make_repository(tmp_path, files={'a.sql': 'a', 'sub/b.sql': 'b'})


@pytest.mark.parametrize('folder', ['', 'sub'])
def test_top_and_git_directory_are_absolute(repository: GitRepository, folder: str) -> None:
    seen = opened(repository, folder)
    assert seen.top == repository.path.as_posix()
    assert Path(seen.git_dir) == Path(seen.common_dir) == repository.path / '.git'
    assert seen.object_format == 'sha1'
    assert not seen.bare


def test_a_linked_worktree_has_a_git_directory_of_its_own(repository: GitRepository) -> None:
    seen = opened(repository.worktree('linked'), 'sub')
    assert Path(seen.top) == repository.path.parent / 'linked'
    assert Path(seen.common_dir) == repository.path / '.git'
    assert Path(seen.git_dir) == repository.path / '.git/worktrees/linked'


@pytest.mark.parametrize('staged', [False, True])
def test_no_repository_is_said_in_gits_words(tmp_path: Path, staged: bool) -> None:
    environ = {**make_repository(tmp_path).environ, 'GIT_CEILING_DIRECTORIES': str(tmp_path)}
    outside = tmp_path / 'outside'
    outside.mkdir()
    with pytest.raises(UsageError) as caught:
        Repository.open(str(outside), environ, staged=staged)
    assert str(caught.value) == (
        'not a git repository (or any of the parent directories): .git'
    )


def test_the_git_directory_is_no_working_tree(repository: GitRepository) -> None:
    with pytest.raises(UsageError, match='must be run in a work tree'):
        opened(repository, '.git')


def test_a_bare_repository_has_nothing_staged(repository: GitRepository) -> None:
    seen = opened(repository.clone('bare.git', '--bare'))
    assert seen.bare
    for ask in (seen.staged_changes, seen.staged, seen.everything, seen.working_tree):
        with pytest.raises(UsageError, match='must be run in a work tree'):
            ask()


def test_a_repository_of_somebody_else_is_said_with_its_remedy(repository: GitRepository) -> None:
    with pytest.raises(UsageError) as caught:
        opened(repository, GIT_TEST_ASSUME_DIFFERENT_OWNER='1')
    assert 'dubious ownership' in str(caught.value)
    assert f'git config --global --add safe.directory {repository.path}' in str(caught.value)


def test_a_machine_without_git_is_said(repository: GitRepository) -> None:
    if sys.platform == 'win32':
        pytest.skip('the parent finds the program there')
    with pytest.raises(UsageError, match='^git cannot be run: .*: is it on PATH?'):
        opened(repository, PATH=str(repository.path))


def test_a_folder_that_is_not_there_is_said(repository: GitRepository) -> None:
    with pytest.raises(UsageError, match='nowhere is not a directory$'):
        opened(repository, 'nowhere')


@pytest.mark.parametrize('start', ['', 'sub'])
def test_a_relative_git_directory_of_the_environment_is_meant_from_where_it_was_set(
        repository: GitRepository, start: str,
) -> None:
    repository.stage({'a.sql': 'staged'})
    up = '../' if start else ''
    seen = opened(repository, start, GIT_DIR=f'{up}.git', GIT_WORK_TREE=up or '.')
    assert seen.top == repository.path.as_posix()
    assert seen.staged().changed == {'a.sql'}
    assert texts(seen, seen.working_tree()) == {'a.sql': 'staged', 'sub/b.sql': 'b'}


def test_a_git_directory_may_lie_elsewhere(repository: GitRepository) -> None:
    # As people keep their dot files.
    elsewhere = repository.home / 'elsewhere.git'
    (repository.path / '.git').rename(elsewhere)
    variables = {'GIT_DIR': str(elsewhere), 'GIT_WORK_TREE': str(repository.path)}
    repository.git('add', 'a.sql', **variables)
    repository.write('a.sql', 'changed')
    repository.git('commit', '--quiet', '--all', '-m', 'x', **variables)
    seen = opened(repository, 'sub', **variables)
    assert seen.range('HEAD').changed == {'a.sql'}
    assert seen.staged().changed == frozenset()
    assert set(seen.working_tree().entries) == {'a.sql', 'sub/b.sql'}


def test_a_submodule_is_a_repository_of_its_own(repository: GitRepository) -> None:
    outer = make_repository(repository.path.parent, 'outer', files={'outer.sql': 'o'})
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add',
              repository.path.as_uri(), 'inner')
    inner = opened(outer, 'inner/sub')
    assert inner.top == (outer.path / 'inner').as_posix()
    assert Path(inner.common_dir) == outer.path / '.git/modules/inner'
    assert set(inner.everything().after.entries) == {'a.sql', 'sub/b.sql'}
    assert set(opened(outer).everything().after.entries) == {'outer.sql'}
    assert set(opened(outer).working_tree().entries) == {'outer.sql'}
    assert inner.range('HEAD').changed == {'a.sql', 'sub/b.sql'}


@pytest.mark.parametrize(('value', 'expected'), [
    (None, '{top}/.git/hooks'),
    ('.githooks', '{top}/.githooks'),
    ('sub/../hooks', '{top}/hooks'),
    ('~/my hooks', '{home}/my hooks'),
    ('/etc/hooks', '/etc/hooks'),
])
@pytest.mark.parametrize('folder', ['', 'sub'])
def test_hooks_are_where_git_looks_for_them(
        repository: GitRepository, value: str | None, expected: str, folder: str,
) -> None:
    if value is not None:
        repository.git('config', 'core.hooksPath', value)
    seen = opened(repository, folder).hooks_directory()
    wanted = expected.format(top=repository.path, home=repository.home)
    assert seen == os.path.normpath(wanted)


def test_linked_worktrees_share_their_hooks(repository: GitRepository) -> None:
    linked = opened(repository.worktree('linked'))
    assert Path(linked.hooks_directory()) == repository.path / '.git/hooks'
