"""The five items of the checklist: what was found, and what each item has to say about it."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Literal
from typing import NamedTuple

from sync_guard.errors import BLOCKED
from sync_guard.errors import IN_STEP
from sync_guard.finding import Finding
from sync_guard.finding import Item

State = Literal['pass', 'fail', 'warn', 'skipped']


class Verdict(NamedTuple):
    """One line of the checklist: the state of an item, and why in a few words."""

    item: Item
    state: State
    why: str


class Stats(NamedTuple):
    """``parsed`` and ``cached`` count files; ``seconds`` is wall time."""

    parsed: int = 0
    cached: int = 0
    seconds: float = 0.0


class Outcome(NamedTuple):
    """What a check has to say. ``subject`` is what was checked: ``this commit``, ``A...B``."""

    subject: str
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    stats: Stats = Stats()

    @property
    def exit(self) -> int:
        blocking = any(f.new and f.severity == 'error' for f in self.findings)
        return BLOCKED if blocking else IN_STEP


def told(findings: Iterable[Finding], noun: str) -> str:
    """The findings counted: ``2 differences, 1 warning``. Notes change no verdict."""
    severities = [finding.severity for finding in findings]
    numbers = (
        (severities.count('error'), noun), (severities.count('warning'), 'warning'),
        (severities.count('note'), 'note'),
    )
    return ', '.join(f'{n} {what}' if n == 1 else f'{n} {what}s' for n, what in numbers if n)


def state_of(findings: Iterable[Finding]) -> State:
    """What an item's findings make of it: one that blocks fails it, any other warns."""
    severities = {f.severity for f in findings}
    if 'error' in severities:
        return 'fail'
    return 'warn' if 'warning' in severities else 'pass'
