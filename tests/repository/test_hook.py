"""What is committed, seen from inside a real pre-commit hook, whatever form of commit runs it."""
from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import GitRepository
from tests.support import make_repository

pytestmark = pytest.mark.skipif(sys.platform == 'win32', reason='the hook is a shell script')

# Says what the hook sees, to a file beside the repository.
_SPY = '''\
import json, os, sys
from sync_guard.repository import Repository

repository = Repository.open(os.getcwd(), os.environ, staged=True)
change = repository.staged()
entries = change.after.entries
bytes_of = repository.read(entry.oid for entry in entries.values())
landed = repository.landed(None, change)
with open(sys.argv[1], 'w') as file:
    json.dump({
        'changed': sorted(change.changed),
        'after': {path: bytes_of[entry.oid].decode() for path, entry in entries.items()},
        'before': sorted(change.before.entries),
        'merging': change.merging,
        'landed': landed and [landed.ref, landed.certain, sorted(landed.tip), sorted(landed.fork)],
        'working tree': sorted(repository.working_tree().entries),
        'hooks': repository.hooks_directory(),
        'top': repository.top,
        'common': repository.common_dir,
    }, file)
'''


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    repository = make_repository(tmp_path, files={'a.sql': 'a', 'b.sql': 'b', 'sub/x.txt': 'x'})
    (tmp_path / 'spy.py').write_text(_SPY)
    for stage in ('pre-commit', 'pre-merge-commit'):
        hook = repository.write(
            f'.git/hooks/{stage}',
            f'#!/bin/sh\nexec "{sys.executable}" "{tmp_path}/spy.py" "{tmp_path}/seen.json"\n',
        )
        hook.chmod(0o755)
    return repository


def seen_by(repository: GitRepository, *command: str, cwd: str = '') -> dict[str, Any]:
    """What the hook saw while the command ran, and that the command made what it saw."""
    place = repository.home.parent / 'seen.json'
    place.unlink(missing_ok=True)
    done = repository.run(*command, cwd=cwd)
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(place.read_text())
    committed = repository.git('ls-tree', '-r', '--name-only', 'HEAD').splitlines()
    assert sorted(seen['after']) == sorted(path for path in committed if path.endswith('.sql'))
    for path, content in seen['after'].items():
        assert repository.run('git', 'show', f'HEAD:{path}').stdout == content
    return seen


def test_a_plain_commit_is_the_index(repository: GitRepository) -> None:
    repository.stage({'a.sql': 'staged'})
    repository.write('a.sql', 'on disk')
    seen = seen_by(repository, 'git', 'commit', '-m', 'x')
    assert seen['changed'] == ['a.sql']
    assert seen['after'] == {'a.sql': 'staged', 'b.sql': 'b'}


def test_commit_all_takes_what_is_on_disk(repository: GitRepository) -> None:
    repository.write('a.sql', 'on disk')
    (repository.path / 'b.sql').unlink()
    seen = seen_by(repository, 'git', 'commit', '-a', '-m', 'x')
    assert seen['changed'] == ['a.sql', 'b.sql']
    assert seen['after'] == {'a.sql': 'on disk'}


def test_commit_of_a_path_leaves_out_what_else_is_staged(repository: GitRepository) -> None:
    repository.stage({'a.sql': 'staged', 'new.sql': 'new'})
    repository.write('b.sql', 'on disk')
    seen = seen_by(repository, 'git', 'commit', '-m', 'x', '--', 'b.sql')
    assert seen['changed'] == ['b.sql']
    assert seen['after'] == {'a.sql': 'a', 'b.sql': 'on disk'}


def test_a_part_of_a_file_is_what_was_chosen(repository: GitRepository) -> None:
    lines = ''.join(f'{number}\n' for number in range(20))
    repository.commit('lines', {'a.sql': lines})
    repository.write('a.sql', f'first\n{lines}last\n')
    seen = seen_by(repository, 'sh', '-c', 'printf "y\\nn\\n" | git commit -p -m x')
    assert seen['after']['a.sql'] == f'first\n{lines}'


def test_amending_is_measured_from_the_commit_it_replaces(repository: GitRepository) -> None:
    repository.commit('second', {'c.sql': 'c'})
    repository.stage({'a.sql': 'amended'})
    seen = seen_by(repository, 'git', 'commit', '--amend', '--no-edit')
    assert seen['changed'] == ['a.sql']
    assert seen['before'] == ['a.sql', 'b.sql', 'c.sql']


def test_the_first_commit_has_nothing_before_it(repository: GitRepository) -> None:
    repository.git('checkout', '--quiet', '--orphan', 'fresh')
    seen = seen_by(repository, 'git', 'commit', '-m', 'x')
    assert seen['before'] == []
    assert seen['changed'] == ['a.sql', 'b.sql']


def test_a_commit_from_a_sub_folder_is_the_whole_repository(repository: GitRepository) -> None:
    repository.write('a.sql', 'on disk')
    seen = seen_by(repository, 'git', 'commit', '-a', '-m', 'x', cwd='sub')
    assert seen['changed'] == ['a.sql']
    assert seen['top'] == str(repository.path)


def test_a_clean_merge_is_measured_from_head(repository: GitRepository) -> None:
    repository.git('checkout', '--quiet', '-b', 'side')
    repository.commit('side', {'side.sql': 'side'})
    repository.git('checkout', '--quiet', 'main')
    seen = seen_by(repository, 'git', 'merge', '--quiet', '--no-ff', '-m', 'x', 'side')
    assert seen['changed'] == ['side.sql']


def test_a_resolved_merge_knows_that_it_is_one(repository: GitRepository) -> None:
    repository.git('checkout', '--quiet', '-b', 'side')
    repository.commit('side', {'a.sql': 'side'})
    repository.git('checkout', '--quiet', 'main')
    repository.commit('main', {'a.sql': 'main'})
    assert repository.run('git', 'merge', 'side').returncode == 1
    repository.stage({'a.sql': 'both'})
    seen = seen_by(repository, 'git', 'commit', '-m', 'x')
    assert seen['merging']
    assert seen['changed'] == ['a.sql']


@pytest.mark.parametrize('form', [('-m', 'x'), ('-a', '-m', 'x'), ('-m', 'x', '--', 'a.sql')],
                         ids=['the index', 'all', 'a path'])
def test_a_linked_worktree_has_its_own_index_and_the_shared_hooks(
        repository: GitRepository, form: tuple[str, ...],
) -> None:
    linked = repository.worktree('linked')
    linked.write('a.sql', 'linked')
    if form == ('-m', 'x'):
        linked.git('add', 'a.sql')
    seen = seen_by(linked, 'git', 'commit', *form)
    assert seen['changed'] == ['a.sql']
    assert seen['after']['a.sql'] == 'linked'
    assert seen['top'] == str(linked.path)
    assert seen['common'] == str(repository.path / '.git')
    assert seen['hooks'] == str(repository.path / '.git/hooks')
    assert seen['landed'] == ['refs/heads/main', True, ['a.sql', 'b.sql'], ['a.sql', 'b.sql']]


def test_a_submodule_is_a_repository_of_its_own(repository: GitRepository) -> None:
    outer = make_repository(repository.path.parent, 'outer', files={'outer.sql': 'o'})
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add',
              repository.path.as_uri(), 'inner')
    inner = GitRepository(outer.path / 'inner', outer.home)
    hooks = outer.path / '.git/modules/inner/hooks'
    hooks.mkdir(exist_ok=True)
    (repository.path / '.git/hooks/pre-commit').rename(hooks / 'pre-commit')
    inner.write('a.sql', 'inner')
    seen = seen_by(inner, 'git', 'commit', '-a', '-m', 'x')
    assert seen['changed'] == ['a.sql']
    assert seen['top'] == str(inner.path)
    assert seen['hooks'] == str(hooks)
    assert seen['landed'] == ['refs/remotes/origin/main', True, ['a.sql', 'b.sql'],
                              ['a.sql', 'b.sql']]


def test_a_sha256_repository_is_read_the_same(tmp_path: Path, repository: GitRepository) -> None:
    modern = make_repository(tmp_path, 'modern', '--object-format=sha256', files={'a.sql': 'a'})
    hooks = modern.path / '.git/hooks'
    hooks.mkdir(exist_ok=True)
    (repository.path / '.git/hooks/pre-commit').rename(hooks / 'pre-commit')
    modern.write('a.sql', 'b')
    seen = seen_by(modern, 'git', 'commit', '-a', '-m', 'x')
    assert seen['changed'] == ['a.sql']
    assert seen['landed'] == ['HEAD', False, ['a.sql'], ['a.sql']]
