"""`sync-guard explain`: every rule has something to say."""
from __future__ import annotations

import io

import pytest

from sync_guard import rules
from sync_guard.commands.explain import explain
from sync_guard.errors import UsageError
from sync_guard.finding import ITEMS


def explained(rule: str | None) -> str:
    out = io.StringIO()
    assert explain(rule, out) == 0
    return out.getvalue()


@pytest.mark.parametrize('rule', sorted(rules.load()))
def test_a_rule_says_what_it_means_and_what_to_do(rule: str) -> None:
    first, empty, *explanation = explained(rule).splitlines()
    assert first == f'{rule}  ({ITEMS[rules.load()[rule].item]})'
    assert empty == ''
    # A summary that fits the list and the README's table, then the why.
    assert explanation[0].endswith('.') and len(explanation[0]) <= 100
    assert len(explanation) > 2


def test_without_a_rule_all_are_listed_below_their_items() -> None:
    listed = explained(None)
    titles = [line for line in listed.splitlines() if not line.startswith(' ')]
    assert titles == [title for title in ITEMS.values() if title in titles]
    assert {line.split()[0] for line in listed.splitlines() if line.startswith(' ')} == {
        *rules.load(),
    }


@pytest.mark.parametrize('typed, said', [
    ('column-without-feild', 'there is no rule column-without-feild (did you mean '
                             'column-without-field?)'),
    ('zzz', 'there is no rule zzz; `git sync-guard explain` lists them'),
])
def test_an_unknown_rule_is_answered_with_the_closest(typed: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        explain(typed, io.StringIO())
    assert str(caught.value) == said
