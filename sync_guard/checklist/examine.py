"""A change of a repository to the findings it brings: which projects it touches, what is wrong in
them after it, and what of that was wrong before."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.checklist import Stats
from sync_guard.checklist.findings import findings_of
from sync_guard.checklist.sides import find_projects
from sync_guard.checklist.sides import read_sides
from sync_guard.checklist.sides import Side
from sync_guard.errors import UsageError
from sync_guard.finding import Finding
from sync_guard.finding import Level
from sync_guard.projects import Project
from sync_guard.projects import SideGone
from sync_guard.projects import sides_gone

if TYPE_CHECKING:
    from sync_guard.cache import Cache
    from sync_guard.repository import Change
    from sync_guard.repository import Landed
    from sync_guard.repository import Repository
    from sync_guard.repository import Snapshot

_READ = ('.sql', '.prisma')


class Examined(NamedTuple):
    """The touched projects as they are after the change, and their findings: ``new`` where the
    change brings them. ``stats`` have no ``seconds`` yet."""

    sides: tuple[Side, ...] = ()
    findings: tuple[Finding, ...] = ()
    stats: Stats = Stats()


def examine(
        repository: Repository, change: Change, cache: Cache, level: Level | None = None,
) -> Examined:
    """Examine the projects that the change touches, at ``level`` or at each one's own.

    Raises UsageError for a broken configuration, and for objects that are not there.
    """
    projects = find_projects(repository, change.after)
    gone = _gone(repository, change, projects)
    touched = [project for project in projects if _is_touched(project, change, gone)]
    after = read_sides(repository, change.after, touched, cache)
    landed = {side.project.root: _landed(repository, change, side.project) for side in after.sides}
    found = {
        side.project.root: findings_of(
            side, side.project.settings, level or side.project.settings.level,
            landed[side.project.root], repository, before=False,
            gone=[fact for fact in gone if fact.root == side.project.root],
        ) for side in after.sides
    }
    cost = after.stats
    if any(found.values()):
        for snapshot in _before(repository, change):
            cost = _mark_older(
                repository, snapshot, touched, found, landed, cache, level, cost, after.sides,
            )
    findings = tuple(finding for findings in found.values() for finding in findings)
    return Examined(after.sides, findings, cost)


def _before(repository: Repository, change: Change) -> Iterator[Snapshot]:
    """What the change is measured against. What a merge brings in was wrong before if it was on
    either side."""
    if change.before.entries:
        yield change.before
    if change.merging:
        yield from repository.merged()


def _mark_older(
        repository: Repository, snapshot: Snapshot, touched: Iterable[Project],
        found: dict[str, list[Finding]], landed: dict[str, Landed | None], cache: Cache,
        level: Level | None, cost: Stats, after: Iterable[Side],
) -> Stats:
    """Mark the findings that the snapshot had too, trace the others to what changed in the sides
    ``after``, and return what everything cost so far.

    It is measured at the level and with the severities of now: raising them is no reason to block.
    But its own decisions count: to take one back is a change like any other.
    """
    from sync_guard.checklist.causes import with_causes

    now = {project.root: project.settings for project in touched}
    projects = [
        project for project in _projects_before(repository, snapshot, touched)
        if project.root in now
    ]
    before = read_sides(repository, snapshot, projects, cache)
    sides = {side.project.root: side for side in after}
    for side in before.sides:
        root = side.project.root
        older = {finding.identity for finding in findings_of(
            side, now[root], level or now[root].level, landed[root], repository,
            before=True,
        )}
        found[root] = [
            finding._replace(new=False) if finding.identity in older else finding
            for finding in found[root]
        ]
        found[root] = with_causes(
            found[root], side, sides[root], level or now[root].level, repository,
        )
    return Stats(cost.parsed + before.stats.parsed, cost.cached)


def _projects_before(
        repository: Repository, snapshot: Snapshot, now: Iterable[Project],
) -> Iterable[Project]:
    try:
        return find_projects(repository, snapshot)
    except UsageError:
        # The configuration was broken, and this change mends it.
        return now


def _gone(
        repository: Repository, change: Change, projects: tuple[Project, ...],
) -> tuple[SideGone, ...]:
    """The projects that lose a side; looked for only where a file of one is deleted."""
    deleted = (path for path in change.changed if path not in change.after.entries)
    if not any(path.lower().endswith(_READ) for path in deleted):
        return ()
    return tuple(sides_gone(_projects_before(repository, change.before, projects), projects))


def _is_touched(project: Project, change: Change, gone: Iterable[SideGone]) -> bool:
    """Whether the change is about the project: it loses a side, one of its files changes, or a file
    that says how projects hang together does (sync-guard.toml, package.json, …)."""
    return any(fact.root == project.root for fact in gone) or any(
        path in project.schema_files or _holds_migrations(project, path)
        or project.declared and (path in project.declared or path not in change.after.entries)
        or not path.lower().endswith(_READ)
        # One of several files of a schema that is deleted is in no project any more.
        or path.endswith('.prisma') and path not in change.after.entries
        for path in change.changed
    )


def _landed(repository: Repository, change: Change, project: Project) -> Landed | None:
    """What has landed; not asked for where no migration changes."""
    if not any(_holds_migrations(project, path) for path in change.changed):
        return None
    return repository.landed(project.settings.landed, change, project.migrations)


def _holds_migrations(project: Project, path: str) -> bool:
    return path.startswith(tuple(f'{folder}/' for folder in project.migrations))
