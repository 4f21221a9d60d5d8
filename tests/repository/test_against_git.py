"""Whatever is staged: the snapshots are the trees that git itself would write."""
from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from sync_guard.repository import Entry
from tests.repository.helpers import opened
from tests.support import GitRepository
from tests.support import make_repository

PATHS = ('a.sql', 'b c.sql', 'd/a.sql', 'd/é/a.sql', 'x.txt', 'schema.prisma')
STEPS = st.lists(
    st.tuples(
        st.sampled_from(['stage', 'write', 'announce', 'forget', 'delete', 'mode', 'commit']),
        st.sampled_from(PATHS),
        st.sampled_from(['', 'one\n', 'two\n']),
    ),
    min_size=1, max_size=12,
)


def take(repository: GitRepository, step: str, path: str, content: str) -> None:
    """One thing a user may do; git refuses some, where there is no such file."""
    if step in ('stage', 'write', 'announce'):
        repository.write(path, content)
    run = {
        'stage': ('git', 'add', '--', path),
        'announce': ('git', 'add', '--intent-to-add', '--', path),
        'forget': ('git', 'rm', '--quiet', '--cached', '--force', '--', path),
        'delete': ('git', 'rm', '--quiet', '--force', '--', path),
        'mode': ('git', 'update-index', '--chmod=+x', '--', path),
        'commit': ('git', 'commit', '--quiet', '--allow-empty', '-m', 'x'),
    }.get(step)
    if run:
        repository.run(*run)


def tree(repository: GitRepository, treeish: str) -> dict[str, Entry]:
    """The guarded files of a tree, by git's own listing."""
    entries = {}
    for line in repository.git('ls-tree', '-r', '-z', treeish).split('\0')[:-1]:
        about, path = line.split('\t', 1)
        mode, _, oid = about.split()
        if not path.endswith('.txt'):
            entries[path] = Entry(mode, oid)
    return entries


@pytest.fixture(scope='module')
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp('repositories')


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_snapshots_are_the_trees_git_would_write(folder: Path, steps: list[tuple[str, str, str]],
                                                 ) -> None:
    number = len(list(folder.iterdir()))
    repository = make_repository(folder, f'{number}', files={'d/a.sql': 'one\n', 'x.txt': ''})
    for step in steps:
        take(repository, *step)
    seen = opened(repository)
    change = seen.staged()
    assert change.before.entries == tree(repository, 'HEAD')
    assert change.after.entries == tree(repository, repository.git('write-tree'))
    assert seen.everything().after == change.after
    assert {path for path, entry in change.before.entries.items()
            if change.after.entries.get(path) != entry} | (
        change.after.entries.keys() - change.before.entries.keys()
    ) == change.changed
    assert seen.range('HEAD').after.entries == change.before.entries
