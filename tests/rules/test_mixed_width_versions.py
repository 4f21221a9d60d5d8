from __future__ import annotations

import pytest

from tests.rules.migrations import found
from tests.rules.migrations import said


@pytest.mark.parametrize('names', [
    ('1_a.sql', '2_b.sql', '9_c.sql'),
    ('001_a.sql', '002_b.sql', '20250101000000_c.sql'),
    ('20240101_a.sql', '20240101000000_b.sql', '20240102_c.sql'),
    ('10_a.sql',),
])
def test_numbers_in_the_order_of_their_text(names: tuple[str, ...]) -> None:
    assert found({name: '' for name in names}) == []


@pytest.mark.parametrize(('names', 'first', 'then'), [
    (('9_a.sql', '10_b.sql', '11_c.sql'), '11_c.sql', '9_a.sql'),
    (('3_a.sql', '20250101000000_b.sql'), '20250101000000_b.sql', '3_a.sql'),
])
def test_numbers_in_another_order_than_their_text(
        names: tuple[str, ...], first: str, then: str,
) -> None:
    finding, = found({name: '' for name in names})

    assert said([finding]) == [('mixed-width-versions', 'warning', f'{first}:1')]
    assert finding.message == (
        f'{first} is applied before {then}: Supabase compares versions as text'
    )
