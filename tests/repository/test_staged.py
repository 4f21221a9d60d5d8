"""What is staged: HEAD before, the index after, and nothing read from the working tree."""
from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sync_guard.errors import UsageError
from sync_guard.repository import is_guarded
from sync_guard.repository import Repository
from tests.repository.helpers import opened
from tests.repository.helpers import texts
from tests.support import GitRepository
from tests.support import make_repository


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    return make_repository(
        tmp_path, files={'a.sql': 'a\n', 'db/b.sql': 'b\n', 'schema.prisma': 's\n', 'x.txt': 'x'},
    )


def test_nothing_staged_is_nothing_to_check(repository: GitRepository) -> None:
    repository.write('a.sql', 'only on disk')
    repository.write('new.sql', 'untracked')
    assert opened(repository).staged_changes() == ()


def test_files_that_no_check_reads_are_never_looked_at(repository: GitRepository) -> None:
    repository.stage({'x.txt': 'y', 'new.py': 'z'})
    change = opened(repository).staged()
    assert change.changed == frozenset()
    assert set(change.after.entries) == {'a.sql', 'db/b.sql', 'schema.prisma'}


GUARDED = {
    'a.sql', 'B.SQL', '.sql', 'a.b.sql', 'schema.prisma', 'x/Y.Prisma', 'package.json',
    'x/package.json', 'sync-guard.toml', 'supabase/config.toml', 'x/supabase/config.toml',
    'prisma.config.ts', 'x/prisma.config.mjs', '.config/prisma.ts', 'x/.config/prisma.cjs',
    'package-lock.json', 'pnpm-lock.yaml', 'x/yarn.lock', 'bun.lock', 'bun.lockb', 'deno.lock',
    'npm-shrinkwrap.json',
}
UNGUARDED = {
    'sql', 'a.sqlx', 'new.sql/b', 'prisma', 'my-package.json', 'config.toml', 'x/config.toml',
    'prisma.config.json', 'prisma.ts', 'config/prisma.tsx', 'my-sync-guard.toml',
}


def test_git_and_the_predicate_agree_on_what_is_guarded(tmp_path: Path) -> None:
    repository = make_repository(tmp_path)
    repository.stage(dict.fromkeys(GUARDED | UNGUARDED, 'something'))
    seen = opened(repository)
    assert seen.staged().changed == GUARDED
    assert set(seen.working_tree().entries) == GUARDED
    repository.commit()
    assert seen.range('HEAD').changed == GUARDED
    assert {path for path in GUARDED | UNGUARDED if is_guarded(path)} == GUARDED


@pytest.mark.parametrize('way', ['LITERAL', 'GLOB', 'NOGLOB', 'ICASE'])
def test_how_the_user_writes_pathspecs_changes_nothing(
        repository: GitRepository, way: str,
) -> None:
    repository.stage({'deep/er/A.SQL': '', 'package.json': '{}'})
    seen = opened(repository, **{f'GIT_{way}_PATHSPECS': '1'})
    assert seen.staged().changed == {'deep/er/A.SQL', 'package.json'}


def test_a_path_of_interest_is_the_callers_choice(repository: GitRepository) -> None:
    repository.stage({'x.txt': 'y'})
    chosen = Repository.open(
        str(repository.path), repository.environ, lambda path: path.endswith('.txt'), ('*.txt',),
    )
    assert set(chosen.staged().after.entries) == {'x.txt'}


def test_staged_bytes_count_and_not_those_on_disk(repository: GitRepository) -> None:
    repository.stage({'a.sql': 'staged\n'})
    repository.write('a.sql', 'on disk\n')
    seen = opened(repository)
    change = seen.staged()
    assert texts(seen, change.before)['a.sql'] == 'a\n'
    assert texts(seen, change.after)['a.sql'] == 'staged\n'


def test_asking_ahead_gives_the_same_answer(repository: GitRepository) -> None:
    repository.stage({'a.sql': 'staged\n'})
    asked = Repository.open(str(repository.path), repository.environ, staged=True)
    assert asked.staged_changes() == opened(repository).staged_changes()
    assert asked.staged() == opened(repository).staged()


def test_a_deleted_file_is_only_before(repository: GitRepository) -> None:
    repository.git('rm', '--quiet', 'db/b.sql')
    change = opened(repository).staged()
    assert change.changed == {'db/b.sql'}
    assert 'db/b.sql' in change.before.entries
    assert 'db/b.sql' not in change.after.entries


def test_a_file_removed_from_the_index_alone_is_deleted(repository: GitRepository) -> None:
    repository.git('rm', '--quiet', '--cached', 'a.sql')
    assert 'a.sql' not in opened(repository).staged().after.entries


def test_a_rename_is_a_deletion_and_an_addition(repository: GitRepository) -> None:
    repository.git('config', 'diff.renames', 'copies')
    repository.git('mv', 'a.sql', 'c.sql')
    change = opened(repository).staged()
    assert change.changed == {'a.sql', 'c.sql'}
    assert change.before.entries['a.sql'] == change.after.entries['c.sql']


def test_a_rename_out_of_sight_is_a_deletion(repository: GitRepository) -> None:
    repository.git('mv', 'a.sql', 'a.txt')
    change = opened(repository).staged()
    assert change.changed == {'a.sql'}
    assert 'a.sql' not in change.after.entries


def test_a_change_of_mode_is_a_change(repository: GitRepository) -> None:
    repository.git('update-index', '--chmod=+x', 'a.sql')
    change = opened(repository).staged()
    assert change.changed == {'a.sql'}
    assert change.before.entries['a.sql'].mode == '100644'
    assert change.after.entries['a.sql'].mode == '100755'


def link(repository: GitRepository, path: str, target: str) -> None:
    """Stage a symbolic link, also where the file system has none."""
    oid = repository.git('hash-object', '-w', str(repository.write('../target', target)))
    repository.git('update-index', '--add', '--cacheinfo', f'120000,{oid},{path}')


def test_a_symbolic_link_is_read_through(repository: GitRepository) -> None:
    link(repository, 'db/link.sql', '../a.sql')
    link(repository, 'db/again.sql', 'link.sql')
    seen = opened(repository)
    change = seen.staged()
    assert change.changed == {'db/link.sql', 'db/again.sql'}
    assert texts(seen, change.after)['db/link.sql'] == 'a\n'
    assert texts(seen, change.after)['db/again.sql'] == 'a\n'


def test_what_a_symbolic_link_leads_to_changes_the_link(repository: GitRepository) -> None:
    link(repository, 'db/link.sql', '../a.sql')
    repository.commit('link')
    repository.stage({'a.sql': 'changed'})
    seen = opened(repository)
    change = seen.staged()
    assert change.changed == {'a.sql', 'db/link.sql'}
    assert texts(seen, change.before)['db/link.sql'] == 'a\n'
    assert texts(seen, change.after)['db/link.sql'] == 'changed'


@pytest.mark.parametrize('target', ['../nowhere.sql', '/etc/passwd', '../../out.sql', 'link.sql'],
                         ids=['to no file', 'an absolute path', 'out of the repository', 'itself'])
def test_a_symbolic_link_that_leads_nowhere_stays_a_link(
        repository: GitRepository, target: str,
) -> None:
    link(repository, 'db/link.sql', target)
    seen = opened(repository)
    change = seen.staged()
    assert change.after.entries['db/link.sql'].mode == '120000'
    assert texts(seen, change.after)['db/link.sql'] == target


def test_everything_is_new_before_the_first_commit(tmp_path: Path) -> None:
    repository = make_repository(tmp_path)
    assert opened(repository).staged_changes() == ()
    repository.stage({'a.sql': 'a'})
    change = opened(repository).staged()
    assert change.before.entries == {}
    assert set(change.after.entries) == change.changed == {'a.sql'}


def test_a_branch_without_a_history_starts_from_nothing(repository: GitRepository) -> None:
    repository.git('checkout', '--quiet', '--orphan', 'fresh')
    change = opened(repository).staged()
    assert change.before.entries == {}
    assert 'a.sql' in change.after.entries


def test_a_merge_in_progress_is_measured_from_head(repository: GitRepository) -> None:
    repository.git('checkout', '--quiet', '-b', 'side')
    repository.commit('side', {'side.sql': 'side'})
    repository.git('checkout', '--quiet', 'main')
    assert not opened(repository).staged().merging
    repository.git('merge', '--quiet', '--no-ff', '--no-commit', 'side')
    change = opened(repository).staged()
    assert change.merging
    assert change.changed == {'side.sql'}


def test_a_merge_of_many_branches_is_a_merge(repository: GitRepository) -> None:
    for side in ('one', 'two'):
        repository.git('checkout', '--quiet', '-b', side, 'main')
        repository.commit(side, {f'{side}.sql': side})
    repository.git('checkout', '--quiet', 'main')
    repository.commit('main', {'main.sql': 'main'})
    repository.git('merge', '--quiet', '--no-commit', 'one', 'two')
    change = opened(repository).staged()
    assert change.merging
    assert change.changed == {'one.sql', 'two.sql'}


def conflict(repository: GitRepository, path: str) -> None:
    repository.git('checkout', '--quiet', '-b', 'side')
    repository.commit('side', {path: 'theirs'})
    repository.git('checkout', '--quiet', 'main')
    repository.commit('main', {path: 'ours'})
    assert repository.run('git', 'merge', 'side').returncode == 1


def test_a_guarded_file_that_is_not_merged_is_an_error_with_its_path(
        repository: GitRepository,
) -> None:
    conflict(repository, 'a.sql')
    with pytest.raises(UsageError) as caught:
        opened(repository).staged()
    assert str(caught.value) == 'a.sql: not merged yet: resolve it and `git add` it'


def test_a_conflict_elsewhere_is_not_our_business(repository: GitRepository) -> None:
    conflict(repository, 'x.txt')
    assert opened(repository).staged().changed == frozenset()


def test_an_announced_file_is_absent_from_what_is_committed(repository: GitRepository) -> None:
    repository.write('later.sql', 'later')
    repository.write('empty later.sql', '')
    repository.git('add', '--intent-to-add', 'later.sql', 'empty later.sql')
    repository.write('empty.sql', '')
    repository.git('add', 'empty.sql')
    (repository.path / 'later.sql').unlink()
    change = opened(repository).staged()
    assert change.changed == {'empty.sql'}
    assert set(change.after.entries) == {'a.sql', 'db/b.sql', 'empty.sql', 'schema.prisma'}
    assert 'later.sql' not in change.before.entries
    assert set(opened(repository).everything().after.entries) == set(change.after.entries)


def test_an_announced_file_is_absent_before_the_first_commit(tmp_path: Path) -> None:
    repository = make_repository(tmp_path)
    repository.write('later.sql', 'later')
    repository.git('add', '--intent-to-add', 'later.sql')
    assert opened(repository).staged_changes() == ()
    assert opened(repository).staged().after.entries == {}


def test_an_empty_file_may_have_any_name(repository: GitRepository) -> None:
    repository.stage({':(top)*.sql': '', '[x].sql': ''})
    assert opened(repository).staged().changed == {':(top)*.sql', '[x].sql'}


def test_a_file_assumed_unchanged_is_as_it_is_staged(repository: GitRepository) -> None:
    repository.git('update-index', '--assume-unchanged', 'a.sql')
    repository.write('a.sql', 'changed on disk')
    assert opened(repository).staged().changed == frozenset()


def test_a_submodule_is_no_file(repository: GitRepository) -> None:
    repository.git('update-index', '--add', '--cacheinfo', f'160000,{repository.head()},sub.sql')
    change = opened(repository).staged()
    assert 'sub.sql' not in change.after.entries


def test_a_file_that_becomes_a_submodule_is_deleted(repository: GitRepository) -> None:
    repository.git('rm', '--quiet', 'a.sql')
    repository.git('update-index', '--add', '--cacheinfo', f'160000,{repository.head()},a.sql')
    change = opened(repository).staged()
    assert change.changed == {'a.sql'}
    assert 'a.sql' in change.before.entries
    assert 'a.sql' not in change.after.entries


@pytest.mark.parametrize('index', [(), ('--sparse-index',)], ids=['full index', 'sparse index'])
def test_a_sparse_checkout_hides_nothing(tmp_path: Path, index: tuple[str, ...]) -> None:
    repository = make_repository(
        tmp_path, files={'app/a.sql': 'a', 'db/deep/b.sql': 'b', 'other/c.prisma': 'c'},
    )
    repository.git('sparse-checkout', 'init', '--cone', *index)
    repository.git('sparse-checkout', 'set', 'app')
    assert not (repository.path / 'db').exists()
    if index:
        assert 'db/\n' in repository.git('ls-files', '--sparse') + '\n'
    repository.stage({'app/a.sql': 'changed'})
    seen = opened(repository)
    change = seen.staged()
    assert change.changed == {'app/a.sql'}
    assert texts(seen, change.after) == {
        'app/a.sql': 'changed', 'db/deep/b.sql': 'b', 'other/c.prisma': 'c',
    }


def test_line_endings_are_those_git_stores(tmp_path: Path) -> None:
    repository = make_repository(tmp_path)
    repository.git('config', 'core.autocrlf', 'true')
    repository.git('config', 'core.safecrlf', 'false')
    repository.stage({'crlf.sql': 'select\r\n1;\r\n'})
    seen = opened(repository)
    assert texts(seen, seen.staged().after) == {'crlf.sql': 'select\n1;\n'}


ODD_NAMES = [
    pytest.param('with space.sql', id='spaces'),
    pytest.param('"quoted".sql', id='quotes', marks=pytest.mark.skipif(
        sys.platform == 'win32', reason='no such file name there')),
    pytest.param('new\nline\tand\\.sql', id='newline, tab and backslash', marks=pytest.mark.skipif(
        sys.platform == 'win32', reason='no such file name there')),
    pytest.param('größe/表.sql', id='non-ASCII'),
    pytest.param('-n.sql', id='like an option'),
    pytest.param('invalid\udcff\udce4.sql', id='no UTF-8', marks=pytest.mark.skipif(
        sys.platform != 'linux', reason='file names are Unicode there')),
]


@pytest.mark.parametrize('name', ODD_NAMES)
@pytest.mark.parametrize('folder', ['', 'odd folder/é/'], ids=['at the top', 'in a folder'])
def test_any_name_is_read_as_git_has_it(
        repository: GitRepository, folder: str, name: str,
) -> None:
    path = folder + name
    repository.stage({path: 'content'})
    seen = opened(repository)
    change = seen.staged()
    assert change.changed == {path}
    assert texts(seen, change.after)[path] == 'content'
    assert path in seen.working_tree().entries


@pytest.mark.parametrize('folder', ['db', 'db/deep'])
def test_a_sub_folder_sees_the_whole_repository(repository: GitRepository, folder: str) -> None:
    repository.stage({'a.sql': 'changed', 'db/deep/c.sql': 'c'})
    repository.git('config', 'diff.relative', 'true')
    below = opened(repository, folder)
    assert below.top == opened(repository).top
    assert below.staged() == opened(repository).staged()
    assert below.working_tree() == opened(repository).working_tree()


HOSTILE = {
    'diff.external': 'false', 'diff.noprefix': 'true', 'diff.renames': 'copies',
    'diff.orderFile': '/nowhere', 'core.quotePath': 'true', 'core.abbrev': '4',
    'color.ui': 'always', 'diff.submodule': 'log', 'core.pager': 'false', 'diff.relative': 'true',
    'log.showSignature': 'true', 'status.relativePaths': 'true', 'diff.ignoreSubmodules': 'all',
}


def test_no_personal_setting_changes_the_answer(repository: GitRepository) -> None:
    repository.stage({'a.sql': 'changed', 'new.sql': 'n'})
    plain = opened(repository, 'db').staged()
    for key, value in HOSTILE.items():
        repository.git('config', key, value)
    assert opened(repository, 'db').staged() == plain


def test_reading_writes_nothing(repository: GitRepository) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {
            os.path.join(folder, name): (about.st_mtime_ns, about.st_size)
            for folder, _, names in os.walk(repository.path) for name in names
            for about in [os.stat(os.path.join(folder, name))]
        }
    repository.stage({'a.sql': 'changed'})
    # A file touched since: `git status` would now write what it learns into the index.
    os.utime(repository.path / 'db/b.sql', (1, 1))
    before = state()
    seen = opened(repository)
    change = seen.staged()
    texts(seen, change.after)
    seen.everything()
    seen.working_tree()
    seen.landed(None, change)
    seen.range('HEAD')
    assert state() == before


def processes(repository: GitRepository, act: Callable[[Repository], object]) -> list[str]:
    """The git commands that ``act`` starts on what is staged, by git's own account."""
    trace = repository.home / 'trace'
    seen = Repository.open(
        str(repository.path), {**repository.environ, 'GIT_TRACE2_EVENT': str(trace)}, staged=True,
    )
    act(seen)
    del seen
    events = [json.loads(line) for line in trace.read_text().splitlines()]
    return [event['argv'][1] for event in events if event['event'] == 'start']


def test_a_commit_of_other_files_costs_two_processes(repository: GitRepository) -> None:
    repository.stage({'x.txt': 'changed'})
    started = processes(repository, lambda seen: seen.staged_changes())
    assert sorted(started) == ['diff-index', 'rev-parse']


def test_a_commit_of_a_migration_costs_five_processes(repository: GitRepository) -> None:
    clone = repository.clone('clone')
    clone.commit('mine', {'db/c.sql': 'c'})
    clone.stage({'db/d.sql': 'd'})

    def check(seen: Repository) -> None:
        change = seen.staged()
        texts(seen, change.after)
        assert seen.landed(None, change, ('db',)) is not None
        assert seen.landed(None, change, ('other',)) is not None
    started = processes(clone, check)
    assert sorted(started) == ['cat-file', 'diff-index', 'ls-files', 'merge-base', 'rev-parse']
