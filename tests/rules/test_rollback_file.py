from __future__ import annotations

import pytest

from tests.rules.migrations import FOLDER
from tests.rules.migrations import found


@pytest.mark.parametrize('name', [
    '1_a.up.sql', '1_rollback_users.sql', '1_shutdown.sql', '1_down_payment.sql',
    'supabase/rollbacks/1_a.down.sql',
])
def test_names_that_undo_nothing(name: str) -> None:
    assert found({name: ''}) == []


@pytest.mark.parametrize('name', [
    '1_a.down.sql', '1_a_down.sql', '1_a_rollback.sql', '1_a.rollback.sql', '1_A_ROLLBACK.sql',
])
def test_names_that_undo_something(name: str) -> None:
    # Beside its migration, of the same version: of that, duplicate-version is silent.
    finding, = found({'1_a.sql': '', name: ''})

    assert (finding.rule, finding.severity) == ('rollback-file', 'error')
    assert finding.message == (
        f'Supabase applies {name} like any migration: it knows no rollback files'
    )
    assert finding.help == f'git mv {FOLDER}/{name} supabase/{name}'


def test_it_is_said_once_whatever_has_landed() -> None:
    files = {'1_a.sql': '', '2_b.sql': '', '1_a.down.sql': ''}

    assert [f.rule for f in found(files, landed={'1_a.sql': '', '2_b.sql': ''})] == [
        'rollback-file',
    ]
