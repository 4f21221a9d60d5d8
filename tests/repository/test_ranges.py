"""Ranges of commits, as people and as pre-commit write them."""
from __future__ import annotations

from pathlib import Path

import pytest

from sync_guard.errors import UsageError
from sync_guard.repository import pushed_range
from tests.repository.helpers import opened
from tests.repository.helpers import texts
from tests.support import GitRepository
from tests.support import make_repository

FORMATS = pytest.mark.parametrize('object_format', ['sha1', 'sha256'])


@pytest.fixture
def forked(tmp_path: Path) -> GitRepository:
    """main has one commit after the fork, topic (checked out) two."""
    return fork(make_repository(tmp_path, files={'a.sql': 'a', 'x.txt': 'x'}))


def fork(repository: GitRepository) -> GitRepository:
    repository.git('checkout', '--quiet', '-b', 'topic')
    repository.commit('one', {'one.sql': '1'})
    repository.commit('two', {'two.sql': '2', 'a.sql': 'changed'})
    repository.git('checkout', '--quiet', 'main')
    repository.commit('main', {'main.sql': 'm'})
    repository.git('checkout', '--quiet', 'topic')
    return repository


@FORMATS
def test_two_dots_compare_two_trees(tmp_path: Path, object_format: str) -> None:
    repository = fork(make_repository(
        tmp_path, 'repository', f'--object-format={object_format}', files={'a.sql': 'a'},
    ))
    seen = opened(repository)
    change = seen.range('main..topic')
    assert change.changed == {'a.sql', 'one.sql', 'two.sql', 'main.sql'}
    assert texts(seen, change.before) == {'a.sql': 'a', 'main.sql': 'm'}
    assert texts(seen, change.after) == {'a.sql': 'changed', 'one.sql': '1', 'two.sql': '2'}
    assert change.tip == repository.head()
    assert not change.merging


@FORMATS
def test_three_dots_compare_with_the_merge_base(tmp_path: Path, object_format: str) -> None:
    repository = fork(make_repository(
        tmp_path, 'repository', f'--object-format={object_format}', files={'a.sql': 'a'},
    ))
    seen = opened(repository)
    change = seen.range('main...topic')
    assert change.changed == {'a.sql', 'one.sql', 'two.sql'}
    assert texts(seen, change.before) == {'a.sql': 'a'}
    assert seen.base('main') == change


@FORMATS
def test_one_revision_is_that_commit(tmp_path: Path, object_format: str) -> None:
    repository = fork(make_repository(
        tmp_path, 'repository', f'--object-format={object_format}', files={'a.sql': 'a'},
    ))
    assert opened(repository).range('HEAD~1').changed == {'one.sql'}
    assert opened(repository).range('main').changed == {'main.sql'}


def test_a_merge_is_measured_from_its_first_parent(forked: GitRepository) -> None:
    forked.git('merge', '--quiet', '--no-ff', '-m', 'merge', 'main')
    assert opened(forked).range('HEAD').changed == {'main.sql'}


def test_the_first_commit_is_measured_from_nothing(forked: GitRepository) -> None:
    change = opened(forked).range('main~1')
    assert change.before.entries == {}
    assert change.changed == {'a.sql'}


@pytest.mark.parametrize(('spec', 'same'), [
    ('main..', 'main..HEAD'),
    ('..main', 'HEAD..main'),
    ('main...', 'main...HEAD'),
    ('...main', 'HEAD...main'),
    ('main^{tree}..HEAD', None),
    ('refs/heads/main..@', 'main..HEAD'),
    ('first..topic', 'main~1..topic'),
    ('topic@{0}..main', 'topic..main'),
    (':/one..main', 'topic~1..main'),
])
def test_a_side_is_written_as_git_reads_it(
        forked: GitRepository, spec: str, same: str | None,
) -> None:
    forked.git('tag', '-a', '-m', 'annotated', 'first', 'main~1')
    if same is None:
        with pytest.raises(UsageError, match='unknown revision main'):
            opened(forked).range(spec)
    else:
        assert opened(forked).range(spec) == opened(forked).range(same)


@pytest.mark.parametrize('spec', [
    'nowhere', 'nowhere..HEAD', 'HEAD...nowhere', '--all', '-n1..HEAD', 'HEAD:a.sql',
    'HEAD:a.sql..HEAD', 'a.sql', 'HEAD..main..topic', 'öß',
])
def test_what_names_no_commit_is_an_error_that_names_it(
        forked: GitRepository, spec: str,
) -> None:
    with pytest.raises(UsageError, match='^unknown revision [^ ]+$') as caught:
        opened(forked).range(spec)
    assert caught.value.message.removeprefix('unknown revision ') in spec


def test_a_repository_without_commits_has_no_head(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='unknown revision HEAD'):
        opened(make_repository(tmp_path)).range('HEAD')


def test_of_several_merge_bases_one_is_taken(forked: GitRepository) -> None:
    # Each merges the other's first commit: a criss-cross.
    left, right = forked.git('rev-parse', 'topic', 'main').split()
    forked.git('merge', '--quiet', '-m', 'x', right)
    forked.git('checkout', '--quiet', 'main')
    forked.git('merge', '--quiet', '-m', 'x', left)
    bases = forked.git('merge-base', '--all', 'main', 'topic').split()
    assert set(bases) == {left, right}
    assert opened(forked).range('main...topic').base in bases


def test_no_common_ancestor_is_an_error(forked: GitRepository) -> None:
    forked.git('checkout', '--quiet', '--orphan', 'island')
    forked.commit('island')
    with pytest.raises(UsageError) as caught:
        opened(forked).range('main...')
    assert str(caught.value) == 'main and HEAD have no common ancestor here'
    assert opened(forked).range('main..').changed == {
        'main.sql', 'one.sql', 'two.sql', 'a.sql',
    }


def test_a_shallow_clone_says_how_to_mend_it(forked: GitRepository) -> None:
    shallow = forked.clone('shallow', '--depth=1', '--no-single-branch')
    seen = opened(shallow)
    with pytest.raises(UsageError) as caught:
        seen.range('origin/main...origin/topic')
    assert 'git fetch --unshallow (in CI: fetch-depth: 0)' in str(caught.value)
    with pytest.raises(UsageError, match='unknown revision HEAD~1.*--unshallow'):
        seen.range('HEAD~1..HEAD')
    with pytest.raises(UsageError, match='the parent of HEAD is not in this shallow clone.*deepen'):
        seen.range('HEAD')
    assert seen.range('origin/main..origin/topic').changed == {
        'a.sql', 'one.sql', 'two.sql', 'main.sql',
    }
    assert seen.staged().changed == frozenset()


def test_what_is_staged_in_a_shallow_clone_is_measured_from_head(forked: GitRepository) -> None:
    shallow = forked.clone('shallow', '--depth=1')
    shallow.stage({'new.sql': 'n'})
    assert opened(shallow).staged().changed == {'new.sql'}


ZEROS = '0' * 40


@pytest.mark.parametrize(('environ', 'expected'), [
    pytest.param({}, None, id='not called by pre-commit'),
    pytest.param({'PRE_COMMIT': '1'}, None, id='a commit'),
    pytest.param({'PRE_COMMIT_FROM_REF': 'a'}, None, id='half of it'),
    pytest.param({'PRE_COMMIT_FROM_REF': '', 'PRE_COMMIT_TO_REF': 'b'}, None, id='empty'),
    pytest.param({'PRE_COMMIT_FROM_REF': 'a', 'PRE_COMMIT_TO_REF': 'b'}, 'a...b', id='a push'),
    pytest.param({'PRE_COMMIT_ORIGIN': 'a', 'PRE_COMMIT_SOURCE': 'b'}, 'a...b', id='old names'),
    pytest.param({'PRE_COMMIT_FROM_REF': ZEROS, 'PRE_COMMIT_TO_REF': 'b'}, f'{ZEROS}...b',
                 id='a new branch'),
])
def test_a_push_is_what_pre_commit_says(environ: dict[str, str], expected: str | None) -> None:
    assert pushed_range(environ) == expected


@pytest.mark.parametrize('dots', ['..', '...'])
@pytest.mark.parametrize('length', [40, 64], ids=['sha1', 'sha256'])
def test_zeros_are_nothing_at_all(forked: GitRepository, dots: str, length: int) -> None:
    change = opened(forked).range(f'{"0" * length}{dots}HEAD')
    assert change.before.entries == {}
    assert change.changed == {'a.sql', 'one.sql', 'two.sql'}


def test_a_range_is_read_in_a_linked_worktree(forked: GitRepository) -> None:
    linked = forked.worktree('linked')
    linked.commit('linked', {'linked.sql': 'l'})
    # As in a hook there.
    git_dir = linked.git('rev-parse', '--absolute-git-dir')
    for environ in ({}, {'GIT_DIR': git_dir}):
        assert opened(linked, **environ).range('topic..').changed == {'linked.sql'}


def test_a_range_needs_no_working_tree(forked: GitRepository) -> None:
    bare = forked.clone('bare.git', '--bare')
    seen = opened(bare)
    change = seen.range('main...topic')
    assert texts(seen, change.after) == {'a.sql': 'changed', 'one.sql': '1', 'two.sql': '2'}


def test_everything_is_the_index_as_if_it_were_new(forked: GitRepository) -> None:
    forked.stage({'staged.sql': 's'})
    change = opened(forked).everything()
    assert change.before.entries == {}
    assert change.changed == set(change.after.entries) == {
        'a.sql', 'one.sql', 'two.sql', 'staged.sql',
    }
