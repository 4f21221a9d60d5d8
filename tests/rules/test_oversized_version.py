from __future__ import annotations

import pytest

from tests.rules.migrations import CLOCK
from tests.rules.migrations import FOLDER
from tests.rules.migrations import found
from tests.rules.migrations import said


@pytest.mark.parametrize('name', [
    '99999999999999_consolidated_schema.sql', '9223372036854775807_a.sql',
    '00000000000000000000000001_a.sql',
])
def test_versions_of_64_bits(name: str) -> None:
    assert found({name: ''}) == []


@pytest.mark.parametrize('name', ['9223372036854775808_a.sql', '99999999999999999999_a.sql'])
def test_larger_versions(name: str) -> None:
    finding, = found({'20250101000000_first.sql': '', name: ''})

    assert said([finding]) == [('oversized-version', 'warning', f'{name}:1')]
    assert finding.help == f'git mv {FOLDER}/{name} {FOLDER}/{CLOCK}_a.sql'


def test_a_comment_anywhere_in_the_file_is_near_enough() -> None:
    sql = 'select 1;\n-- sync-guard: ignore oversized-version made by another tool\nselect 2;\n'

    assert found({'99999999999999999999_a.sql': sql}) == []
