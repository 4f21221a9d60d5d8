"""One side's findings: facts through the rules, less what is ignored, at the level asked for."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sync_guard.compare import compare
from sync_guard.decisions import decided
from sync_guard.decisions import stale_decisions
from sync_guard.finding import Finding
from sync_guard.finding import Level
from sync_guard.finding import LEVELS
from sync_guard.ignores import apply
from sync_guard.ignores import Ignore
from sync_guard.ignores import ignores
from sync_guard.migrations import migration_facts
from sync_guard.rules import Context
from sync_guard.rules import findings

if TYPE_CHECKING:
    from sync_guard.catalog import Catalog
    from sync_guard.checklist.sides import Side
    from sync_guard.compare.differences import Difference
    from sync_guard.config import Settings
    from sync_guard.projects import SideGone
    from sync_guard.repository import Landed
    from sync_guard.repository import Repository


def findings_of(
        side: Side, settings: Settings, level: Level, landed: Landed | None,
        repository: Repository, *, before: bool, gone: Iterable[SideGone] = (),
) -> list[Finding]:
    """All findings at ``level``, with the severities of ``settings``.

    ``before`` is said of what a change is measured against: there everything is found that was
    wrong, be the schema one that Prisma refuses, or one that the migrations hardly know. Of what is
    to be committed, those come first and alone. ``gone`` is what the project has lost.
    """
    context = Context(side.project, side.build.catalog, side.expectation.expected)
    facts: Iterable[object] = [*gone, *_facts(side, level, landed, repository, before)]
    directives = [*_directives(side)]
    if not directives:
        # What would not be shown is only of use to a comment that ignores it: without any, a commit
        # with nothing to show loads no rule. A finding has the level of its fact.
        shown = _shown(level)
        facts = (fact for fact in facts if getattr(fact, 'level', LEVELS[0]) in shown)
    kept, unused = apply(findings(facts, context), directives)
    kept += findings(unused, context)
    return [*_at_level(kept, settings, level)]


def findings_of_schema(side: Side, built: Catalog, level: Level) -> list[Finding]:
    """All that the rules would say of the schema if the migrations built this catalog."""
    return shown_findings(side, _differences(side, built, level, whole=True), level, built)


def shown_findings(
        side: Side, facts: Iterable[object], level: Level, built: Catalog,
) -> list[Finding]:
    """What the rules say of these facts alone, at ``level`` and with the project's severities, less
    what comments ignore. ``built`` is the catalog the facts are about."""
    context = Context(side.project, built, side.expectation.expected)
    kept, _ = apply(findings(facts, context), _directives(side))
    return [*_at_level(kept, side.project.settings, level)]


def _facts(
        side: Side, level: Level, landed: Landed | None, repository: Repository, before: bool,
) -> Iterator[object]:
    project, expectation = side.project, side.expectation
    yield from migration_facts(
        project, side.chain, side.entries, side.build, landed, repository.read,
    )
    yield from side.build.catalog.notes
    yield from expectation.unreadable
    yield from expectation.problems
    refused = bool(expectation.unreadable) or any(
        problem.uncertain is None for problem in expectation.problems
    )
    if before or not refused:
        yield from _differences(side, side.build.catalog, level, whole=before)
    yield from stale_decisions(project.settings, side.build.catalog, expectation.expected)
    if side.declared is not None and project.migrations:
        from sync_guard.compare.declared import compare_declared

        yield from compare_declared(side.build.catalog, side.declared.catalog)


def _differences(side: Side, built: Catalog, level: Level, *, whole: bool) -> list[Difference]:
    project, expected = side.project, side.expectation.expected
    if expected is None or not project.migrations:
        return []
    return compare(
        built, expected, project.prisma_major, whole=whole,
        decided=decided(project.settings, built), strict=level == 'strict',
    )


def _directives(side: Side) -> Iterator[Ignore]:
    declared = () if side.declared is None else side.declared.said
    for in_sql in (*side.build.said, *declared):
        yield from ignores(in_sql.path, in_sql.directives)
    for in_schema in side.expectation.said:
        yield from ignores(in_schema.path, in_schema.directives)


def _at_level(
        found: Iterable[Finding], settings: Settings, level: Level,
) -> Iterator[Finding]:
    """A severity in the configuration overrides the rule's, but nothing uncertain ever blocks."""
    shown = _shown(level)
    for finding in found:
        wanted = settings.severity.get(finding.rule)
        if finding.level not in shown or wanted == 'off':
            continue
        if finding.run is not None and LEVELS.index(finding.level) > LEVELS.index(settings.level):
            # Left to itself the command goes by the configured level.
            finding = finding._replace(run=f'{finding.run} --level {level}')
        if wanted is None or (wanted == 'error' and not finding.certain):
            yield finding
        else:
            yield finding._replace(severity=wanted)


def _shown(level: Level) -> tuple[Level, ...]:
    """The levels whose findings are shown at ``level``: each holds the one before."""
    return LEVELS[:LEVELS.index(level) + 1]
