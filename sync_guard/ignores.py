"""Comments that say `sync-guard: ignore RULE reason`: what they take away, and which do nothing."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from typing import NamedTuple
from typing import Protocol

from sync_guard.catalog import Origin
from sync_guard.config import closest
from sync_guard.config import rule_names
from sync_guard.finding import Finding

# Rules that speak of a whole file: a comment anywhere in it is near enough.
_OF_FILES = frozenset({
    'misnamed-migration', 'nested-migration', 'rollback-file', 'duplicate-version', 'out-of-order',
    'edited-migration', 'renamed-migration', 'mixed-width-versions', 'oversized-version',
    'unreadable-file',
})
# Rules that speak of a change, and are silent once it has landed: a comment about them stays right.
_OF_CHANGES = frozenset({
    'duplicate-version', 'out-of-order', 'edited-migration', 'renamed-migration',
    'not-null-without-default',
})
# `assume` tells the replay what it cannot know; it is no business of this file.
_VERBS = ('ignore', 'assume')


class Directive(Protocol):
    """What the readers of SQL and of Prisma give: ``verb rule reason`` in a comment at ``line``,
    which speaks of the lines ``first`` to ``last``."""

    @property
    def line(self) -> int: ...
    @property
    def verb(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...


class Ignore(NamedTuple):
    """A directive with the path of its file."""

    path: str
    directive: Directive

    def covers(self, place: Origin | None, rule: str) -> bool:
        return place is not None and place.path == self.path and (
            rule in _OF_FILES or place.line == self.directive.line
            or self.directive.first <= place.line <= self.directive.last
        )


class Unused(NamedTuple):
    """A directive that does nothing, and why."""

    path: str
    line: int
    rule: str
    why: str


def ignores(path: str, directives: Iterable[Directive]) -> Iterator[Ignore]:
    """The directives of one file."""
    return (Ignore(path, directive) for directive in directives if directive.verb != 'assume')


def apply(
        findings: Iterable[Finding], directives: Iterable[Ignore],
) -> tuple[list[Finding], list[Unused]]:
    """The findings nothing ignores, and the directives that ignore nothing.

    Takes all findings, of every level and severity: a directive is used where it takes away one
    that would not have been shown.
    """
    every = list(findings)
    gone: set[int] = set()
    unused: list[Unused] = []
    for ignore in directives:
        rule = ignore.directive.rule
        hit = [
            number for number, found in enumerate(every) if found.rule == rule and (
                ignore.covers(found.place, rule) or ignore.covers(found.origin, rule)
            )
        ]
        why = _complaint(ignore.directive, bool(hit))
        if why is None:
            gone.update(hit)
        else:
            unused.append(Unused(ignore.path, ignore.directive.line, rule, why))
    return [found for number, found in enumerate(every) if number not in gone], unused


def _complaint(directive: Directive, hits: bool) -> str | None:
    """Why a directive does nothing, None for one that does."""
    if directive.verb not in _VERBS:
        return f'nothing is called {directive.verb}{closest(directive.verb, _VERBS)}'
    if not directive.rule:
        return 'it names no rule'
    if not hits:
        known = rule_names()
        if directive.rule not in known:
            return f'no rule is called {directive.rule}{closest(directive.rule, known)}'
        if directive.rule not in _OF_CHANGES:
            return f'{directive.rule} finds nothing here'
    return None if directive.reason else 'it gives no reason'
