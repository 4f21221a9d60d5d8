from __future__ import annotations

import pytest

from tests.rules.migrations import CLOCK
from tests.rules.migrations import Files
from tests.rules.migrations import FOLDER
from tests.rules.migrations import found

A, B, C = '20250101000000_a.sql', '20250201000000_b.sql', '20250301000000_c.sql'
LAST = '99999999999999_all.sql'
LANDED = {A: '', C: ''}


@pytest.mark.parametrize(('files', 'landed', 'fork'), [
    pytest.param({A: '', B: '', C: ''}, None, None, id='nothing is known to have landed'),
    pytest.param({A: '', B: ''}, {}, {}, id='nothing has landed'),
    pytest.param({A: '', B: ''}, {A: ''}, None, id='after the last landed one'),
    pytest.param({A: '', C: ''}, {A: '', C: ''}, None, id='nothing new'),
    pytest.param({A: '', B: '', C: ''}, {A: '', B: '', C: ''}, {A: '', C: ''},
                 id='another branch landed it meanwhile'),
    pytest.param({A: ''}, {A: '', B: ''}, {A: ''}, id='the branch is behind, with nothing new'),
])
def test_files_in_order(files: Files, landed: Files | None, fork: Files | None) -> None:
    assert found(files, landed=landed, fork=fork) == []


def test_an_editable_file_is_never_the_last_nor_late() -> None:
    config = 'editable = ["supabase/migrations/99999999999999_*.sql", "2024*"]\n'
    files = {A: '', B: '', '20240101000000_baseline.sql': '', LAST: 'select 1;'}

    assert found(files, landed={A: '', LAST: ''}, config=config) == []


def test_a_new_file_before_a_landed_one() -> None:
    finding, = found({**LANDED, B: ''}, landed=LANDED)

    assert (finding.rule, finding.severity) == ('out-of-order', 'error')
    assert finding.place == (f'{FOLDER}/{B}', 1, 1)
    assert finding.message == (
        f'{B} is new, but comes before {C}, which is on origin/main already'
    )
    assert finding.help == (
        f'git mv {FOLDER}/{B} {FOLDER}/{CLOCK}_b.sql\n'
        'or, if it has to come first, put into it: -- sync-guard: ignore out-of-order REASON'
    )


def test_a_file_that_landed_since_this_branch_left_counts() -> None:
    finding, = found({A: '', B: ''}, landed={A: '', C: ''}, fork={A: ''})

    assert finding.message.startswith(f'{B} is new, but comes before {C}')


def test_versions_are_compared_as_text() -> None:
    files = {'9_a.sql': '', '10_b.sql': ''}

    assert 'out-of-order' in {f.rule for f in found(files, landed={'9_a.sql': ''})}


def test_the_suggested_version_keeps_to_the_style_of_the_folder() -> None:
    finding, = found({'001_a.sql': '', '003_c.sql': '', '002_b.sql': ''},
                     landed={'001_a.sql': '', '003_c.sql': ''})

    assert finding.help.startswith(f'git mv {FOLDER}/002_b.sql {FOLDER}/004_b.sql\n')


def test_each_folder_has_an_order_of_its_own() -> None:
    config = 'migrations = ["baseline", "supabase/migrations"]\n'
    landed = {'supabase/migrations/2_a.sql': ''}

    assert found({**landed, 'baseline/1_a.sql': ''}, landed=landed, config=config) == []


def test_without_a_shared_branch_it_warns_and_says_why() -> None:
    finding, = found({**LANDED, B: ''}, landed=LANDED, certain=False, ref='HEAD')

    assert finding.severity == 'warning'
    assert finding.message == (
        f'{B} is new, but comes before {C}, which is on HEAD already; no shared branch is known, '
        'so HEAD is taken for it (landed = "origin/main" in sync-guard.toml names one)'
    )


def test_a_commit_is_named_by_its_first_characters() -> None:
    finding, = found({**LANDED, B: ''}, landed=LANDED, ref='0123456789abcdef' * 2 + '01234567')

    assert finding.message.endswith('which is on 0123456789 already')
