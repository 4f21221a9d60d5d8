"""Which files are migrations, in which order, what they build, and what has landed of them."""
from __future__ import annotations

import posixpath
from collections.abc import Container
from collections.abc import Iterator
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sync_guard.catalog import Enum
from sync_guard.catalog import NOT_CREATED
from sync_guard.config import is_editable
from sync_guard.migrations import facts
from sync_guard.migrations.build import Build
from sync_guard.migrations.build import build_all
from sync_guard.migrations.build import Builds
from sync_guard.migrations.build import Read
from sync_guard.migrations.names import is_rollback
from sync_guard.migrations.names import renumbered
from sync_guard.migrations.names import well_named
from sync_guard.migrations.order import Chain
from sync_guard.migrations.order import chain
from sync_guard.migrations.order import declared_chain
from sync_guard.migrations.order import Migration
from sync_guard.migrations.order import Skipped

if TYPE_CHECKING:
    from sync_guard.catalog import Catalog
    from sync_guard.catalog import Name
    from sync_guard.postgres import Problem
    from sync_guard.projects import Project
    from sync_guard.repository import Entry
    from sync_guard.repository import Landed

# Go's int64, and in TypeScript the same: `migration list` passes over what is larger.
_LARGEST = 2 ** 63 - 1
# What may be missing here and there in the database: a relation, a type, a schema.
_MISSING = ('42P01', '42704', '3F000')

__all__ = [
    'Build', 'Builds', 'Chain', 'Migration', 'Skipped', 'build_all', 'chain', 'declared_chain',
    'migration_facts', 'now',
]


def now() -> str:
    """The present as `supabase migration new` writes it: UTC, 14 digits."""
    import time

    return time.strftime('%Y%m%d%H%M%S', time.gmtime())


def migration_facts(
        project: Project, files: Chain, entries: Mapping[str, Entry], build: Build,
        landed: Landed | None, read: Read, clock: str | None = None,
) -> Iterator[object]:
    """Everything the rules of item 'migration' look at, for one project in one snapshot.

    ``files`` is the chain of the snapshot's ``entries``, ``build`` what it builds. ``read`` gives
    bytes by object id, asked only about landed files that changed.
    """
    clock = clock or now()
    taken = [m.version for m in files.migrations if not is_editable(project.settings, m.path)]
    # Switched off, `db push` and `db reset` take no file: no name or version is wrong for them.
    if project.enabled:
        yield from _names(project, files, taken, clock)
        yield from _versions(files, landed, taken, clock)
    if landed is not None:
        from sync_guard.migrations.landing import landing

        yield from landing(project, files, entries, landed, read, clock)
    # How the CLI cuts a file is of interest where the CLI applies it.
    by_cli = {m.path for m in files.migrations if m.supabase and project.enabled}
    for said in build.said:
        for problem in said.problems:
            if problem.rule != 'supabase-splitter' or said.path in by_cli:
                yield facts.Text(said.path, *problem)
        # What has landed was applied, whatever rows there were.
        if landed is not None and said.path not in landed.tip:
            for column in said.nulls:
                yield facts.Filled(said.path, column)
    yield from _refusals(build, frozenset() if landed is None else landed.tip)


def _refusals(build: Build, landed: Container[str]) -> Iterator[facts.Refused]:
    """What PostgreSQL would refuse. The problems come in the order of the chain."""
    first: Problem | None = None
    for problem in build.problems:
        name = problem.object
        table = None if name is None else build.catalog.tables.get(name)
        missing = problem.sqlstate in _MISSING
        # What is created later is only out of order, wherever other tables come from.
        later = missing and name is not None and _is_made(name, build.catalog)
        nowhere = missing and not later
        if nowhere and first is not None and first.origin.path != problem.origin.path:
            yield facts.Refused(problem, first.object)
            continue
        if nowhere and first is None and table is not None:
            first = problem
        yield facts.Refused(problem, None, later, problem.origin.path in landed)


def _is_made(name: Name, catalog: Catalog) -> bool:
    table = catalog.tables.get(name)
    if table is not None:
        return table.uncertain != NOT_CREATED
    return isinstance(catalog.types.get(name), Enum)


def _names(
        project: Project, files: Chain, taken: list[str], clock: str,
) -> Iterator[facts.Misnamed | facts.Nested | facts.Rollback | facts.Text]:
    for skipped in files.skipped:
        if skipped.why in ('folder', 'aside') and is_editable(project.settings, skipped.path):
            continue  # kept there on purpose
        folder = next(f for f in project.migrations if skipped.path.startswith(f'{f}/'))
        better = well_named(skipped.path, folder, taken, clock)
        taken = [*taken, posixpath.basename(better).partition('_')[0]]
        if skipped.why == 'link':
            what = 'the file is a symbolic link, which is not followed: what it builds is not known'
            yield facts.Text(skipped.path, 1, 1, 'unreadable-file', what, False)
        elif skipped.why in ('folder', 'aside'):
            yield facts.Nested(skipped, better, skipped.why == 'aside')
        else:
            yield facts.Misnamed(skipped, better)
    for migration in files.migrations:
        if migration.supabase and is_rollback(migration.path):
            # Into a folder that is there: git mv makes none.
            beside = posixpath.dirname(migration.folder)
            better = posixpath.join(beside, posixpath.basename(migration.path))
            yield facts.Rollback(migration.path, better)


def _versions(
        files: Chain, landed: Landed | None, taken: list[str], clock: str,
) -> Iterator[facts.SameVersion | facts.MixedWidths | facts.Oversized]:
    """Versions used twice, or too large, and pairs whose order as text is not their order as
    numbers."""
    first: dict[tuple[str, str], Migration] = {}
    previous: dict[str, Migration] = {}
    for migration in files.migrations:
        # Of a rollback file its own rule speaks, which has it moved away.
        if not migration.supabase or is_rollback(migration.path):
            continue
        other = first.setdefault((migration.folder, migration.version), migration)
        if other is not migration:
            one, two = other.path, migration.path
            if landed is not None and two in landed.tip and one not in landed.tip:
                one, two = two, one
            better = renumbered(two, taken, clock)
            yield facts.SameVersion(two, one, migration.version, better)
        if int(migration.version) > _LARGEST:
            others = [version for version in taken if version != migration.version]
            better = renumbered(migration.path, others, clock)
            yield facts.Oversized(migration.path, migration.version, better)
        before = previous.get(migration.folder)
        if before is not None and int(before.version) > int(migration.version):
            # Dates with and without a time (8 and 14 digits) do come in the order of their text.
            if min(len(before.version), len(migration.version)) < 8:
                yield facts.MixedWidths(before.path, migration.path)
        previous[migration.folder] = migration
