"""``git sync-guard check``: what a change breaks, item by item."""
from __future__ import annotations

import os
import time
from collections.abc import Iterable
from collections.abc import Mapping
from typing import cast
from typing import NamedTuple
from typing import TextIO
from typing import TYPE_CHECKING

from sync_guard.checklist import Outcome
from sync_guard.checklist import Stats
from sync_guard.checklist import Verdict
from sync_guard.errors import UsageError
from sync_guard.finding import Finding
from sync_guard.finding import ITEMS
from sync_guard.finding import Level
from sync_guard.finding import LEVELS
from sync_guard.repository import pushed_range
from sync_guard.repository import Repository

if TYPE_CHECKING:
    from sync_guard.cache import Cache
    from sync_guard.checklist.sides import Side
    from sync_guard.projects import Project
    from sync_guard.projects import SideGone
    from sync_guard.repository import Change
    from sync_guard.repository import Landed
    from sync_guard.repository import Snapshot


class Request(NamedTuple):
    """What to check: a range, a ``pushed`` range, the branch since ``base``, everything, or (none
    of them) what is staged. ``level`` overrides the configuration."""

    range_: str | None = None
    pushed: str | None = None
    base: str | None = None
    everything: bool = False
    level: Level | None = None


def check(
        cwd: str, environ: Mapping[str, str], out: TextIO, *, range_: str | None = None,
        staged: bool = False, base: str | None = None, everything: bool = False,
        level: str | None = None, format_: str = 'text', stats: bool = False,
) -> int:
    """Run the check and write its report to ``out``. Returns the exit code.

    Without any choice pre-commit's range (PRE_COMMIT_FROM_REF, PRE_COMMIT_TO_REF) is checked where
    there is one, else what is staged. Raises UsageError for what the user can mend.
    """
    start = time.perf_counter()
    asked = bool(range_ or base or everything)
    pushed = None if asked or staged else pushed_range(environ)
    request = Request(range_, pushed, base, everything, cast('Level | None', level))
    is_staged = not (asked or pushed)
    repository = Repository.open(cwd, environ, staged=is_staged)
    if is_staged and not repository.staged_changes():
        outcome = _nothing('this commit')
    else:
        outcome = _examine(repository, request)
    seconds = time.perf_counter() - start
    outcome = outcome._replace(stats=outcome.stats._replace(seconds=seconds))
    if format_ == 'json':
        from sync_guard.report.json import write_json

        write_json(outcome, out)
    else:
        from sync_guard.report.text import write_stats
        from sync_guard.report.text import write_text

        write_text(outcome, out, asked=asked)
        if stats:
            write_stats(outcome, out)
    return outcome.exit


def _nothing(subject: str) -> Outcome:
    """Nothing that is guarded changes."""
    why = 'nothing of it changed'
    return Outcome(subject, tuple(Verdict(item, 'skipped', why) for item in ITEMS), ())


def _examine(repository: Repository, request: Request) -> Outcome:
    from sync_guard.cache import Cache
    from sync_guard.checklist import client
    from sync_guard.checklist import migration
    from sync_guard.checklist import schema
    from sync_guard.checklist import tests
    from sync_guard.checklist import types
    from sync_guard.checklist.sides import find_projects
    from sync_guard.checklist.sides import read_sides

    change, subject = _change(repository, request)
    projects = find_projects(repository, change.after)
    gone = _gone(repository, change, projects)
    touched = _touched(projects, change, {fact.root for fact in gone})
    if not touched:
        return _nothing(subject)
    cache = Cache(os.path.join(repository.common_dir, 'sync-guard', 'cache.db'))
    after = read_sides(repository, change.after, touched, cache)
    landed = _landed(repository, change, touched)
    found = _findings(after.sides, request, landed, gone, repository)
    cost = after.stats
    if any(f.severity != 'note' for f in found) and change.before.entries:
        older, more = _findings_before(repository, change, after.sides, request, landed, cache)
        found = [f._replace(new=f.identity not in older) for f in found]
        cost = Stats(cost.parsed + more.parsed, cost.cached)
    new = [f for f in found if f.new]
    return Outcome(subject, (
        migration.verdict(after.sides, change.changed, new),
        schema.verdict(after.sides, _level(after.sides[0].project, request), new),
        client.verdict(change.changed),
        types.verdict(),
        tests.verdict(),
    ), tuple(found), cost)


def _change(repository: Repository, request: Request) -> tuple[Change, str]:
    if request.everything:
        return repository.everything(), 'this repository'
    if request.base is not None:
        return repository.base(request.base), f'{request.base}...HEAD'
    if request.range_ is not None:
        return repository.range(request.range_), request.range_
    if request.pushed is not None:
        return repository.range(request.pushed), 'this push'
    return repository.staged(), 'this commit'


def _gone(
        repository: Repository, change: Change, projects: tuple[Project, ...],
) -> list[SideGone]:
    """The projects that lose a side; asked only where a file of one is deleted."""
    from sync_guard.projects import sides_gone

    deleted = (path for path in change.changed if path not in change.after.entries)
    if not any(path.lower().endswith(('.sql', '.prisma')) for path in deleted):
        return []
    return [*sides_gone(_projects_before(repository, change.before, projects), projects)]


def _projects_before(
        repository: Repository, snapshot: Snapshot, now: tuple[Project, ...],
) -> tuple[Project, ...]:
    from sync_guard.checklist.sides import find_projects

    try:
        return find_projects(repository, snapshot)
    except UsageError:
        # The configuration was broken, and this change mends it.
        return now


def _touched(
        projects: Iterable[Project], change: Change, roots: set[str],
) -> tuple[Project, ...]:
    """The projects with these roots, and those whose files change; all of them where a file that
    says how they hang together changes (sync-guard.toml, package.json, …)."""
    if any(not path.lower().endswith(('.sql', '.prisma')) for path in change.changed):
        return tuple(projects)
    return tuple(project for project in projects if project.root in roots or any(
        path in project.schema_files or path.startswith(tuple(f'{m}/' for m in project.migrations))
        # One of several files of a schema that is deleted is in no project any more.
        or path.endswith('.prisma') and path not in change.after.entries
        for path in change.changed
    ))


def _landed(
        repository: Repository, change: Change, projects: Iterable[Project],
) -> dict[str, Landed | None]:
    """What has landed, by project root; not asked for where no migration changes."""
    return {
        project.root: repository.landed(project.settings.landed, change, project.migrations)
        for project in projects
        if any(path.startswith(tuple(f'{m}/' for m in project.migrations))
               for path in change.changed)
    }


def _findings(
        sides: Iterable[Side], request: Request, landed: Mapping[str, Landed | None],
        gone: Iterable[SideGone], repository: Repository,
) -> list[Finding]:
    from sync_guard.checklist.findings import findings_of

    return [finding for side in sides for finding in findings_of(
        side, side.project.settings, _level(side.project, request),
        landed.get(side.project.root), repository, refused_schema=False,
        gone=[fact for fact in gone if fact.root == side.project.root],
    )]


def _findings_before(
        repository: Repository, change: Change, after: Iterable[Side], request: Request,
        landed: Mapping[str, Landed | None], cache: Cache,
) -> tuple[set[tuple[str, ...]], Stats]:
    """The identities of what was wrong before: it does not block.

    Measured at the level and with the severities of now: raising them is no reason to block. But
    its own decisions count: to take one back is a change like any other. What a merge brings in
    was wrong before if it was on either side.
    """
    from sync_guard.checklist.findings import findings_of
    from sync_guard.checklist.sides import read_sides

    now = {side.project.root: side.project for side in after}
    older: set[tuple[str, ...]] = set()
    cost = Stats()
    for snapshot in (change.before, *(repository.merged() if change.merging else ())):
        projects = _projects_before(repository, snapshot, tuple(now.values()))
        known = tuple(project for project in projects if project.root in now)
        before = read_sides(repository, snapshot, known, cache)
        cost = Stats(cost.parsed + before.stats.parsed)
        for side in before.sides:
            project = now[side.project.root]
            older.update(finding.identity for finding in findings_of(
                side, project.settings, _level(project, request), landed.get(project.root),
                repository, refused_schema=True,
            ))
    return older, cost


def _level(project: Project, request: Request) -> Level:
    level = request.level or project.settings.level
    assert level in LEVELS
    return level
