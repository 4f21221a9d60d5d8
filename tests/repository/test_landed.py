"""What has landed: the shared branch's newest commit, and where the checked commits left it."""
from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sync_guard.repository import Landed
from tests.repository.helpers import opened
from tests.support import GitRepository
from tests.support import make_repository


@pytest.fixture
def upstream(tmp_path: Path) -> GitRepository:
    return make_repository(
        tmp_path, 'upstream', files={'db/1.sql': '1', 'db/2.sql': '2', 'schema.prisma': 's'},
    )


def landed(
    repository: GitRepository, configured: str | None = None, spec: str | None = None,
    folders: tuple[str, ...] = (),
) -> tuple[str, bool, list[str], list[str]]:
    """ref, certain, the paths at the tip, the paths at the fork"""
    seen = opened(repository)
    change = seen.range(spec) if spec else seen.staged()
    found = seen.landed(configured, change, folders)
    assert found is not None
    return found.ref, found.certain, sorted(found.tip), sorted(found.fork)


FIRST = ['db/1.sql', 'db/2.sql']


def test_nothing_has_landed_before_the_first_commit(tmp_path: Path) -> None:
    seen = opened(make_repository(tmp_path))
    assert seen.landed(None, seen.staged()) is None


def test_the_upstream_default_branch_holds_what_has_landed(upstream: GitRepository) -> None:
    upstream.git('branch', '-m', 'main', 'trunk')
    clone = upstream.clone('clone')
    clone.commit('not pushed', {'db/3.sql': '3'})
    assert landed(clone) == ('refs/remotes/origin/trunk', True, FIRST, FIRST)


def test_only_sql_lands(upstream: GitRepository) -> None:
    assert 'schema.prisma' not in landed(upstream.clone('clone'))[2]


def test_the_tip_may_be_ahead_of_the_fork(upstream: GitRepository) -> None:
    clone = upstream.clone('clone')
    upstream.commit('later', {'db/3.sql': '3', 'db/1.sql': 'edited'})
    clone.git('fetch', '--quiet')
    clone.commit('mine', {'db/4.sql': '4'})
    seen = opened(clone)
    found = seen.landed(None, seen.staged())
    assert found is not None
    assert sorted(found.tip) == [*FIRST, 'db/3.sql']
    assert sorted(found.fork) == FIRST
    assert found.tip['db/1.sql'] != found.fork['db/1.sql']


def test_the_folders_asked_for_are_enough(upstream: GitRepository) -> None:
    upstream.commit('more', {'other/1.sql': '', 'db/deep/1.sql': '', 'odd [x]*/1.sql': ''})
    clone = upstream.clone('clone')
    assert landed(clone, folders=('db/deep',))[2] == ['db/deep/1.sql']
    assert landed(clone, folders=('odd [x]*', 'nowhere'))[2] == ['odd [x]*/1.sql']
    assert landed(clone, folders=('db',))[2] == [*FIRST, 'db/deep/1.sql']
    assert len(landed(clone)[2]) == 5


def test_a_sub_folder_sees_the_same(upstream: GitRepository) -> None:
    clone = upstream.clone('clone')
    seen = opened(clone, 'db')
    found = seen.landed(None, seen.staged(), ('db',))
    assert found is not None
    assert sorted(found.tip) == FIRST


@pytest.mark.parametrize(('remotes', 'expected'), [
    pytest.param(['origin'], 'refs/remotes/origin/main', id='origin'),
    pytest.param(['aaa', 'origin', 'upstream'], 'refs/remotes/origin/main', id='origin first'),
    pytest.param(['fork', 'upstream'], 'refs/remotes/upstream/main', id='then upstream'),
    pytest.param(['company'], 'refs/remotes/company/main', id='then any'),
])
def test_the_remote_is_origin_or_upstream_or_any(
        upstream: GitRepository, tmp_path: Path, remotes: list[str], expected: str,
) -> None:
    repository = make_repository(tmp_path)
    for remote in remotes:
        repository.git('remote', 'add', remote, upstream.path.as_uri())
        repository.git('fetch', '--quiet', remote)
    repository.git('reset', '--quiet', '--hard', f'{remotes[0]}/main')
    assert landed(repository) == (expected, True, FIRST, FIRST)


def test_without_a_default_of_the_remote_main_or_master_is_it(upstream: GitRepository) -> None:
    clone = upstream.clone('clone')
    clone.git('remote', 'set-head', 'origin', '--delete')
    assert landed(clone)[0] == 'refs/remotes/origin/main'
    clone.git('update-ref', 'refs/remotes/origin/master', 'HEAD')
    assert landed(clone)[0] == 'refs/remotes/origin/main'
    clone.git('update-ref', '-d', 'refs/remotes/origin/main')
    assert landed(clone)[0] == 'refs/remotes/origin/master'


def test_a_default_branch_that_is_gone_is_passed_over(upstream: GitRepository) -> None:
    clone = upstream.clone('clone')
    clone.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/gone')
    assert landed(clone)[:2] == ('refs/remotes/origin/main', True)


@pytest.mark.parametrize(('configured', 'ref'), [
    ('develop', 'refs/remotes/origin/develop'),
    ('origin/develop', 'origin/develop'),
    ('refs/remotes/origin/develop', 'refs/remotes/origin/develop'),
    ('released', 'released'),
    ('main', 'main'),
])
def test_the_configured_branch_goes_first(
        upstream: GitRepository, configured: str, ref: str,
) -> None:
    upstream.git('checkout', '--quiet', '-b', 'develop')
    upstream.commit('develop', {'db/3.sql': '3'})
    upstream.git('tag', '-a', '-m', 'x', 'released')
    upstream.git('checkout', '--quiet', 'main')
    clone = upstream.clone('clone')
    expected = FIRST if configured == 'main' else [*FIRST, 'db/3.sql']
    assert landed(clone, configured) == (ref, True, expected, FIRST)


@pytest.mark.parametrize('configured', [
    'origin/production', 'two words', 'a\nb', ' ', '--all', 'main:db', 'main^{tree}', 'tab\tb',
])
def test_a_configured_branch_that_is_not_here_is_passed_over(
        upstream: GitRepository, configured: str,
) -> None:
    clone = upstream.clone('clone')
    assert landed(clone, configured)[:2] == ('refs/remotes/origin/main', True)
    assert landed(upstream, configured)[:2] == ('HEAD', False)


def test_a_push_to_the_configured_branch_landed_on_what_was_there(
        upstream: GitRepository,
) -> None:
    upstream.git('config', 'receive.denyCurrentBranch', 'ignore')
    upstream.git('branch', 'production')
    clone = upstream.clone('clone')
    before = clone.head()
    clone.git('checkout', '--quiet', 'production')
    clone.commit('hot fix', {'db/3.sql': '3'})
    clone.git('push', '--quiet', 'origin', 'production')
    assert landed(clone, 'production', f'{before}..HEAD') == (before, True, FIRST, FIRST)


def test_without_any_remote_the_local_main_holds_what_has_landed(upstream: GitRepository) -> None:
    upstream.git('checkout', '--quiet', '-b', 'topic')
    upstream.commit('mine', {'db/3.sql': '3'})
    assert landed(upstream) == ('refs/heads/main', True, FIRST, FIRST)


def test_a_local_master_does_as_well(upstream: GitRepository) -> None:
    upstream.git('branch', '-m', 'main', 'master')
    upstream.git('checkout', '--quiet', '--detach')
    assert landed(upstream)[:2] == ('refs/heads/master', True)


def test_on_the_only_branch_nobody_knows_what_has_landed(upstream: GitRepository) -> None:
    upstream.commit('more', {'db/3.sql': '3'})
    everything = [*FIRST, 'db/3.sql']
    assert landed(upstream) == ('HEAD', False, everything, everything)


def test_a_remote_that_was_never_fetched_is_none(upstream: GitRepository) -> None:
    upstream.git('remote', 'add', 'origin', 'file:///nowhere')
    assert landed(upstream)[:2] == ('HEAD', False)


def test_a_range_begins_where_it_landed(upstream: GitRepository) -> None:
    first = upstream.head()
    upstream.commit('more', {'db/3.sql': '3'})
    for spec in (f'{first}..HEAD', f'{first}...HEAD', 'HEAD'):
        assert landed(upstream, spec=spec) == (first, True, FIRST, FIRST), spec


def test_a_branch_is_measured_against_the_shared_one_and_not_its_own_last_push(
        upstream: GitRepository,
) -> None:
    clone = upstream.clone('clone')
    clone.git('checkout', '--quiet', '-b', 'topic')
    clone.commit('pushed', {'db/3.sql': '3'})
    clone.git('push', '--quiet', 'origin', 'topic')
    clone.commit('pushed next', {'db/3.sql': 'edited'})
    expected = ('refs/remotes/origin/main', True, FIRST, FIRST)
    assert landed(clone, spec='origin/topic...HEAD') == expected
    assert landed(clone, spec='HEAD') == expected


def test_what_was_just_pushed_to_the_shared_branch_landed_on_what_was_there(
        upstream: GitRepository,
) -> None:
    # CI on a push to main: the upstream tip is the commit that is checked.
    clone = upstream.clone('clone')
    upstream.git('config', 'receive.denyCurrentBranch', 'ignore')
    before = clone.head()
    clone.commit('pushed', {'db/1.sql': 'edited', 'db/3.sql': '3'})
    clone.git('push', '--quiet', 'origin', 'main')
    assert landed(clone, spec=f'{before}..HEAD') == (before, True, FIRST, FIRST)
    clone.commit('later', {'db/4.sql': '4'})
    clone.git('push', '--quiet', 'origin', 'main')
    assert landed(clone, spec='HEAD~1') == (before, True, FIRST, FIRST)


def test_a_merge_has_all_that_landed_on_either_side(upstream: GitRepository) -> None:
    clone = upstream.clone('clone')
    clone.git('checkout', '--quiet', '-b', 'topic')
    clone.commit('mine', {'db/9.sql': '9'})
    upstream.commit('later', {'db/1.sql': 'edited', 'db/3.sql': '3'})
    clone.git('fetch', '--quiet')
    assert landed(clone)[3] == FIRST
    clone.git('merge', '--quiet', '--no-commit', '--no-ff', 'origin/main')
    seen = opened(clone)
    found = seen.landed(None, seen.staged())
    assert found is not None
    assert sorted(found.fork) == [*FIRST, 'db/3.sql']
    assert found.fork == found.tip


def test_a_history_of_its_own_shares_nothing(upstream: GitRepository) -> None:
    clone = upstream.clone('clone')
    clone.git('checkout', '--quiet', '--orphan', 'island')
    assert landed(clone) == ('refs/remotes/origin/main', True, FIRST, [])
    clone.commit('island')
    assert landed(clone) == ('refs/remotes/origin/main', True, FIRST, [])


def test_a_shallow_clone_knows_the_tip(upstream: GitRepository) -> None:
    upstream.commit('later', {'db/3.sql': '3'})
    shallow = upstream.clone('shallow', '--depth=1')
    shallow.commit('mine', {'db/4.sql': '4'})
    expected = [*FIRST, 'db/3.sql']
    assert landed(shallow) == ('refs/remotes/origin/main', True, expected, expected)


def test_a_tip_whose_objects_are_missing_is_not_known(upstream: GitRepository) -> None:
    clone = upstream.clone('clone')
    # What a broken fetch leaves: a ref to an object that is not here.
    ref = clone.path / '.git/refs/remotes/origin/main'
    ref.parent.mkdir(parents=True, exist_ok=True)
    ref.write_text('1' * 40 + '\n')
    assert landed(clone)[:2] == ('HEAD', False)


@pytest.mark.skipif(sys.platform == 'win32', reason='needs a privilege there')
def test_a_symbolic_link_is_the_file_it_leads_to(upstream: GitRepository) -> None:
    os.symlink('../db/1.sql', upstream.write('links/2.sql', '').parent / '1.sql')
    upstream.git('add', 'links')
    upstream.commit('links')
    clone = upstream.clone('clone')
    seen = opened(clone)
    change = seen.staged()
    found = seen.landed(None, change, ('links',))
    assert found is not None
    assert found.tip == {
        path: change.after.entries[path] for path in ('links/1.sql', 'links/2.sql')
    }


def test_a_sha256_repository_is_read_the_same(tmp_path: Path) -> None:
    repository = make_repository(
        tmp_path, 'modern', '--object-format=sha256', files={'db/1.sql': '1'},
    )
    clone = repository.clone('clone')
    assert landed(clone) == ('refs/remotes/origin/main', True, ['db/1.sql'], ['db/1.sql'])


def test_folders_of_many_levels_are_walked(upstream: GitRepository) -> None:
    files = {f'a/b{one}/c{two}/{one}{two}.sql': '' for one in range(8) for two in range(8)}
    upstream.commit('deep', files)
    upstream.git('update-index', '--add', '--cacheinfo', f'160000,{upstream.head()},a/sub.sql')
    upstream.git('update-index', '--chmod=+x', 'a/b0/c0/00.sql')
    upstream.commit('odd entries')
    seen = opened(upstream)
    change = seen.staged()
    found = seen.landed(None, change, ('a',))
    assert found is not None
    assert found.tip == {path: change.after.entries[path] for path in files}
    assert seen.landed(None, change) == found._replace(tip=found.tip | {
        path: change.after.entries[path] for path in FIRST
    }, fork=found.fork | {path: change.after.entries[path] for path in FIRST})


def test_a_clone_without_trees_says_that_nothing_is_known(upstream: GitRepository) -> None:
    upstream.git('config', 'uploadpack.allowFilter', 'true')
    upstream.commit('later', {'db/3.sql': '3'})
    clone = upstream.clone('clone', '--filter=tree:0')
    upstream.commit('latest', {'db/4.sql': '4'})
    clone.git('fetch', '--quiet', '--filter=tree:0')
    assert landed(clone)[:2] == ('HEAD', False)


def test_everything_is_measured_from_head(upstream: GitRepository) -> None:
    clone = upstream.clone('clone')
    seen = opened(clone)
    found = seen.landed(None, seen.everything())
    assert isinstance(found, Landed)
    assert found.ref == 'refs/remotes/origin/main'
