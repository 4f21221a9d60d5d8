"""The working tree: files as they are on disk, under the ids git would give them."""
from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sync_guard.errors import UsageError
from tests.repository.helpers import opened
from tests.repository.helpers import texts
from tests.support import GitRepository
from tests.support import make_repository

FORMATS = pytest.mark.parametrize('object_format', ['sha1', 'sha256'])


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    return make_repository(
        tmp_path, files={'a.sql': 'a\n', 'b.sql': 'b\n', 'x.txt': 'x', '.gitignore': 'ignored/\n'},
    )


@FORMATS
def test_ids_are_those_git_would_give(tmp_path: Path, object_format: str) -> None:
    repository = make_repository(
        tmp_path, 'repository', f'--object-format={object_format}', files={'a.sql': 'a\n'},
    )
    contents = {'a.sql': b'changed\n', 'new.sql': b'', 'bytes.sql': bytes(range(256))}
    for path, content in contents.items():
        repository.write(path, content)
    seen = opened(repository)
    entries = seen.working_tree().entries
    assert {path: entry.oid for path, entry in entries.items()} == {
        path: repository.git('hash-object', path) for path in contents
    }
    read = seen.read(entry.oid for entry in entries.values())
    assert {path: read[entry.oid] for path, entry in entries.items()} == contents


def test_what_is_on_disk_counts(repository: GitRepository) -> None:
    repository.stage({'a.sql': 'staged'})
    repository.write('a.sql', 'on disk')
    repository.write('new.sql', 'untracked')
    repository.write('deep/er/new.sql', 'untracked too')
    repository.write('ignored/c.sql', 'ignored')
    repository.write('y.txt', 'not of interest')
    (repository.path / 'b.sql').unlink()
    seen = opened(repository)
    assert texts(seen, seen.working_tree()) == {
        'a.sql': 'on disk', 'new.sql': 'untracked', 'deep/er/new.sql': 'untracked too',
    }


def test_a_file_assumed_unchanged_is_read_from_disk(repository: GitRepository) -> None:
    repository.git('update-index', '--assume-unchanged', 'a.sql')
    repository.write('a.sql', 'on disk')
    seen = opened(repository)
    assert texts(seen, seen.working_tree())['a.sql'] == 'on disk'


def test_an_announced_file_is_on_disk(repository: GitRepository) -> None:
    repository.write('later.sql', 'later')
    repository.git('add', '--intent-to-add', 'later.sql')
    seen = opened(repository)
    assert texts(seen, seen.working_tree())['later.sql'] == 'later'


def test_a_file_that_is_not_merged_is_what_git_wrote(repository: GitRepository) -> None:
    repository.git('checkout', '--quiet', '-b', 'side')
    repository.commit('side', {'a.sql': 'theirs\n'})
    repository.git('checkout', '--quiet', 'main')
    repository.commit('main', {'a.sql': 'ours\n'})
    assert repository.run('git', 'merge', 'side').returncode == 1
    seen = opened(repository)
    assert texts(seen, seen.working_tree())['a.sql'].startswith('<<<<<<< HEAD\nours\n')


def test_a_folder_in_the_place_of_a_file_is_no_file(repository: GitRepository) -> None:
    (repository.path / 'a.sql').unlink()
    repository.write('a.sql/inner.sql', 'inner')
    assert set(opened(repository).working_tree().entries) == {'a.sql/inner.sql', 'b.sql'}


def test_line_endings_on_disk_are_no_change(repository: GitRepository) -> None:
    repository.write('a.sql', 'a\r\n')
    repository.write('b.sql', 'changed\r\n')
    seen = opened(repository)
    tree = seen.working_tree()
    assert tree.entries['a.sql'] == seen.everything().after.entries['a.sql']
    assert texts(seen, tree) == {'a.sql': 'a\n', 'b.sql': 'changed\r\n'}


@pytest.mark.skipif(sys.platform == 'win32', reason='needs a privilege there')
def test_symbolic_links_are_read_through(repository: GitRepository) -> None:
    os.symlink('a.sql', repository.path / 'link.sql')
    os.symlink('nowhere', repository.path / 'broken.sql')
    os.symlink('.', repository.path / 'loop')
    seen = opened(repository)
    tree = seen.working_tree()
    assert texts(seen, tree) == {
        'a.sql': 'a\n', 'b.sql': 'b\n', 'link.sql': 'a\n', 'broken.sql': 'nowhere',
    }
    repository.git('add', '.')
    assert opened(repository).everything().after.entries == tree.entries


@pytest.mark.skipif(sys.platform == 'win32', reason='no such bit there')
def test_the_executable_bit_is_as_git_would_store_it(repository: GitRepository) -> None:
    (repository.path / 'a.sql').chmod(0o755)
    assert opened(repository).working_tree().entries['a.sql'].mode == '100755'


def test_a_file_that_cannot_be_read_is_said(repository: GitRepository) -> None:
    (repository.path / 'a.sql').chmod(0)
    if os.access(repository.path / 'a.sql', os.R_OK):
        pytest.skip('this user reads everything')
    with pytest.raises(UsageError, match='^a.sql: '):
        opened(repository).working_tree()


@pytest.mark.parametrize('index', [(), ('--sparse-index',)], ids=['full index', 'sparse index'])
def test_what_a_sparse_checkout_leaves_out_is_not_deleted(
        tmp_path: Path, index: tuple[str, ...],
) -> None:
    repository = make_repository(
        tmp_path, files={'app/a.sql': 'a', 'app/b.sql': 'b', 'db/deep/c.sql': 'c'},
    )
    repository.git('sparse-checkout', 'init', '--cone', *index)
    repository.git('sparse-checkout', 'set', 'app')
    (repository.path / 'app/b.sql').unlink()
    repository.write('app/new.sql', 'n')
    seen = opened(repository)
    assert texts(seen, seen.working_tree()) == {
        'app/a.sql': 'a', 'app/new.sql': 'n', 'db/deep/c.sql': 'c',
    }


def test_it_is_the_same_before_the_first_commit(tmp_path: Path) -> None:
    repository = make_repository(tmp_path)
    repository.write('a.sql', 'a')
    seen = opened(repository)
    assert texts(seen, seen.working_tree()) == {'a.sql': 'a'}
