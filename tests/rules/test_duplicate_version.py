from __future__ import annotations

import pytest

from sync_guard.catalog import Origin
from tests.rules.migrations import CLOCK
from tests.rules.migrations import Files
from tests.rules.migrations import FOLDER
from tests.rules.migrations import found

A, B = '20250101000000_a.sql', '20250101000000_b.sql'


@pytest.mark.parametrize(('files', 'landed'), [
    pytest.param({'1_a.sql': '', '2_a.sql': ''}, None, id='two versions'),
    pytest.param({'01_a.sql': '', '1_b.sql': ''}, None, id='the same number, another text'),
    pytest.param({A: ''}, {A: ''}, id='the landed file itself'),
    pytest.param({A: '', '20250101000000-b.sql': ''}, {A: ''}, id='a file that is never applied'),
])
def test_versions_that_are_used_once(files: Files, landed: Files | None) -> None:
    assert 'duplicate-version' not in {f.rule for f in found(files, landed=landed)}


def test_migrations_of_two_tools_have_a_history_each() -> None:
    files = {A: '', 'prisma/migrations/20250101000000_a/migration.sql': ''}

    assert found(files, config='migrations = ["prisma/migrations", "supabase/migrations"]') == []


def test_two_files_of_one_version() -> None:
    finding, = found({A: '', B: ''})

    assert (finding.rule, finding.severity) == ('duplicate-version', 'error')
    assert finding.place == (f'{FOLDER}/{B}', 1, 1)
    assert finding.origin == Origin(f'{FOLDER}/{A}', 1)
    assert finding.message == (
        f'version 20250101000000 is taken by {A}: Supabase would refuse {B} (SQLSTATE 23505)'
    )
    assert finding.help == f'git mv {FOLDER}/{B} {FOLDER}/{CLOCK}_b.sql'


def test_three_files_of_one_version_are_two_too_many() -> None:
    assert len(found({'1_a.sql': '', '1_b.sql': '', '1_c.sql': ''})) == 2


def test_the_file_that_has_not_landed_is_the_one_to_rename() -> None:
    finding, = found({A: '', B: ''}, landed={B: ''})

    assert finding.place.path == f'{FOLDER}/{A}'


def test_the_version_of_a_file_that_landed_since_this_branch_left() -> None:
    finding, = found({A: ''}, landed={B: ''}, fork={})

    assert finding.message == (
        f'version 20250101000000 is taken by {B} on origin/main: '
        f'Supabase would refuse {A} (SQLSTATE 23505)'
    )
    assert finding.origin is None


def test_it_is_no_case_of_out_of_order_besides() -> None:
    files = {A: '', B: '', '20250301000000_c.sql': ''}
    landed = {A: '', '20250301000000_c.sql': ''}

    assert [f.rule for f in found(files, landed=landed)] == ['duplicate-version']
