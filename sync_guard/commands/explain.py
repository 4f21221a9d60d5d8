"""`sync-guard explain`: what a rule means, and what to do."""
from __future__ import annotations

from typing import TextIO

from sync_guard.config import closest
from sync_guard.errors import IN_STEP
from sync_guard.errors import UsageError
from sync_guard.finding import ITEMS
from sync_guard.rules import load


def explain(rule: str | None, out: TextIO) -> int:
    """Write the explanation of one rule, or the list of all rules by checklist item.

    Raises UsageError, with the names that are close, for a rule that does not exist.
    """
    rules = load()
    if rule is None:
        _list(out)
        return IN_STEP
    if rule not in rules:
        near = closest(rule, tuple(rules)) or '; `git sync-guard explain` lists them'
        raise UsageError(f'there is no rule {rule}{near}')
    found = rules[rule]
    out.write(f'{found.name}  ({ITEMS[found.item]})\n\n{found.explanation}\n')
    return IN_STEP


def _list(out: TextIO) -> None:
    rules = load().values()
    width = max((len(each.name) for each in rules), default=0)
    for item, title in ITEMS.items():
        its_rules = [each for each in rules if each.item == item]
        if its_rules:
            out.write(f'{title}\n')
        for each in its_rules:
            out.write(f'  {each.name:{width}}  {each.explanation.splitlines()[0]}\n')
