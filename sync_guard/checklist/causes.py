"""What the change's own migrations brought about: the statement that did it, and the schema as the
side to edit.

By default a finding about something that only the schema has offers the migration that makes it.
Where the migrations of the change took it away, that would be to undo them.
"""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Container
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.catalog import Origin
from sync_guard.checklist.findings import findings_of_schema
from sync_guard.finding import COMMANDS
from sync_guard.migrations.build import read_sql

if TYPE_CHECKING:
    from sync_guard.catalog import Catalog
    from sync_guard.checklist.sides import Side
    from sync_guard.finding import Finding
    from sync_guard.finding import Level
    from sync_guard.migrations import Migration
    from sync_guard.postgres import State
    from sync_guard.postgres.operations import Operation
    from sync_guard.repository import Repository

# A report shows the first ten problems whole; to search for the causes of more is to wait for
# nothing.
_TRACED = 10

_Identity = tuple[str, ...]


class _Step(NamedTuple):
    """One operation of the migration at ``path``."""

    path: str
    operation: Operation


def with_causes(
        found: list[Finding], before: Side, after: Side, level: Level, repository: Repository,
) -> list[Finding]:
    """The findings, those about the schema traced to the change's migrations: where the schema of
    now would have been in step with the migrations of before, they name the statement that took
    them apart, and what to remove from the schema."""
    same = {m.path for m in {*before.chain.migrations} & {*after.chain.migrations}}
    asked = {f.identity for f in found if f.new and f.item == 'schema' and _may_be_of(f, same)}
    if not asked or before.chain.migrations == after.chain.migrations:
        return found

    def lacking(built: Catalog) -> set[_Identity]:
        return asked & {f.identity for f in findings_of_schema(after, built, level)}

    brought = asked - lacking(before.build.catalog)
    traced = [f.identity for f in found if f.identity in brought][:_TRACED]
    causes = dict(_causes(traced, lacking, before, after, repository))
    return [
        _told(f, causes.get(f.identity), same) if f.identity in brought else f for f in found
    ]


def _may_be_of(finding: Finding, same: Container[str]) -> bool:
    """Whether the finding would say something else: it offers a migration, or names an origin in
    one that the change leaves the same."""
    origin = finding.origin
    return finding.removal is not None or origin is not None and origin.path in same


def _told(finding: Finding, cause: Origin | None, same: Container[str]) -> Finding:
    if finding.removal is None:
        return finding._replace(origin=cause or finding.origin)
    origin = finding.origin
    if cause is None and origin is not None and origin.path not in same:
        cause = origin
    run = finding.run and finding.run.replace(COMMANDS['draft'], COMMANDS['fix'])
    return finding._replace(origin=cause, help=finding.removal, run=run)


def _causes(
        identities: Iterable[_Identity], lacking: Callable[[Catalog], set[_Identity]],
        before: Side, after: Side, repository: Repository,
) -> Iterable[tuple[_Identity, Origin]]:
    """The statement after which each finding is first there; of none where the change does more to
    the migrations than add some at the end."""
    old, state = before.chain.migrations, before.build.state
    added = after.chain.migrations[len(old):]
    if state is None or after.chain.migrations[:len(old)] != old:
        return
    steps = _steps(added, repository)
    known: dict[int, set[_Identity]] = {}

    def lacking_after(number: int) -> set[_Identity]:
        if number not in known:
            known[number] = lacking(_built(state, steps[:number]))
        return known[number]

    for identity in identities:
        low, high = 0, len(steps)
        while high - low > 1:
            middle = (low + high) // 2
            if identity in lacking_after(middle):
                high = middle
            else:
                low = middle
        if steps:
            step = steps[high - 1]
            yield identity, Origin(step.path, step.operation.line)


def _steps(migrations: Iterable[Migration], repository: Repository) -> list[_Step]:
    blobs = repository.read([migration.oid for migration in migrations])
    return [
        _Step(migration.path, operation) for migration in migrations
        for operation in read_sql(blobs[migration.oid]).operations
    ]


def _built(state: State, steps: Iterable[_Step]) -> Catalog:
    """What the steps build on the state, those of one migration in one file."""
    from sync_guard.postgres import replay
    from sync_guard.postgres import SqlFile

    files = [
        (path, SqlFile(tuple(step.operation for step in of_one)))
        for path, of_one in groupby(steps, attrgetter('path'))
    ]
    return replay(state, files).catalog
