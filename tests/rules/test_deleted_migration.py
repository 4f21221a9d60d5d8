from __future__ import annotations

import pytest

from tests.rules.migrations import Files
from tests.rules.migrations import FOLDER
from tests.rules.migrations import found

A, B = '20250101000000_a.sql', '20250201000000_b.sql'
ONE, TWO = 'create table a (id int);', 'create table b (id int);'


@pytest.mark.parametrize(('files', 'landed', 'fork'), [
    pytest.param({A: ONE}, {A: ONE}, None, id='all there'),
    pytest.param({A: ONE}, None, None, id='nothing is known to have landed'),
    pytest.param({A: ONE}, {A: ONE, B: TWO}, {A: ONE}, id='the branch is behind'),
    pytest.param({A: ONE}, {A: ONE}, {A: ONE, B: TWO}, id='deleted on the shared branch'),
    pytest.param({A: ONE}, {A: ONE, 'readme-x.sql': TWO}, None, id='it was never applied'),
])
def test_files_that_are_still_there(
        files: Files, landed: Files | None, fork: Files | None,
) -> None:
    assert found(files, landed=landed, fork=fork) == []


def test_files_that_may_be_deleted() -> None:
    assert found({A: ONE}, landed={A: ONE, B: TWO}, config='editable = ["*_b.sql"]\n') == []


def test_a_deleted_file() -> None:
    finding, = found({B: TWO}, landed={A: ONE, B: TWO})

    assert (finding.rule, finding.severity) == ('deleted-migration', 'error')
    assert finding.place == (f'{FOLDER}/{A}', 1, 1)
    assert finding.message == (
        f'{A} has landed on origin/main and is deleted here: '
        'databases that applied it would refuse the next push'
    )
    assert finding.help == (
        f'git restore --source=origin/main --staged --worktree -- {FOLDER}/{A}\n'
        f'or, after a squash, say so in sync-guard.toml      editable = ["{FOLDER}/{A}"]'
    )
    editable = f'editable = ["{FOLDER}/{A}"]\n'
    assert found({B: TWO}, landed={A: ONE, B: TWO}, config=editable) == []


def test_another_file_in_its_place_does_not_make_it_renamed() -> None:
    new = '20250301000000_c.sql'

    rules = [f.rule for f in found({B: TWO, new: 'drop table b;'}, landed={A: ONE, B: TWO})]

    assert rules == ['deleted-migration']


def test_without_a_shared_branch_it_warns() -> None:
    finding, = found({B: TWO}, landed={A: ONE, B: TWO}, certain=False, ref='HEAD')

    assert finding.severity == 'warning'
    assert 'no shared branch is known' in finding.message
