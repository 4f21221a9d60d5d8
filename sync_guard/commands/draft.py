"""``git sync-guard draft``: a new migration with what the schema has and the migrations lack."""
from __future__ import annotations

import os
import posixpath
from collections.abc import Collection
from collections.abc import Mapping
from typing import cast
from typing import TextIO

from sync_guard.cache import Cache
from sync_guard.catalog import Catalog
from sync_guard.catalog import NOT_CREATED
from sync_guard.checklist.sides import find_projects
from sync_guard.checklist.sides import read_sides
from sync_guard.checklist.sides import Side
from sync_guard.compare.differences import Difference
from sync_guard.config import is_editable
from sync_guard.decisions import decided
from sync_guard.draft import Draft
from sync_guard.draft import draft as draft_steps
from sync_guard.draft import Phase
from sync_guard.draft import Wanted
from sync_guard.draft.file import migration_path
from sync_guard.draft.file import migration_text
from sync_guard.errors import UsageError
from sync_guard.finding import Level
from sync_guard.finding import LEVELS
from sync_guard.migrations import chain
from sync_guard.migrations import now
from sync_guard.projects import MIGRATIONS
from sync_guard.projects import nearest
from sync_guard.projects import Project
from sync_guard.repository import Change
from sync_guard.repository import Repository
from sync_guard.repository import Snapshot
from sync_guard.repository.replacing import create_file


def draft(
        cwd: str, environ: Mapping[str, str], out: TextIO, name: str, *,
        level: str | None = None, stdout: bool = False, clock: str | None = None,
) -> int:
    """Write the migration, or print it where ``stdout`` is asked for; nothing to do writes nothing.

    Files need not be staged or committed. ``clock`` is the present (UTC, 14 digits). Returns 0;
    raises UsageError for a name no migration can have, where there is no schema, and for a schema
    that Prisma would refuse.
    """
    repository = Repository.open(cwd, environ)
    snapshot = repository.working_tree()
    project = nearest(
        [p for p in find_projects(repository, snapshot) if p.schema_files],
        repository.below_top(cwd), 'no Prisma schema here; sync-guard.toml can name one',
    )
    folder = _folder(project, snapshot.entries)
    path = migration_path(
        name, folder, [p for p in snapshot.entries if p.startswith(f'{folder}/')],
        _versions(repository, snapshot, project), clock or now(),
    )
    cache = Cache(os.path.join(repository.common_dir, 'sync-guard', 'cache.db'))
    side, = read_sides(repository, snapshot, [project], cache).sides
    asked = cast('Level | None', level) or project.settings.level
    drafted = _draft(side, asked)
    if not drafted.steps:
        out.write(f'nothing to draft at level {asked}\n')
    elif stdout:
        out.write(migration_text(drafted, project.schema_files[0]))
        return 0
    else:
        text = migration_text(drafted, project.schema_files[0])
        # A lone surrogate, which an escape in the schema may spell, is in no UTF-8.
        create_file(repository.top, path, text.encode('utf-8', 'replace'))
        _report(path, drafted, out)
        _say_what_comes_after(path, side, out)
        _say_what_is_refused(side, out)
    _say_what_is_left(drafted, project, out)
    return 0


def _report(path: str, drafted: Draft, out: TextIO) -> None:
    out.write(f'{path}\n')
    for step in drafted.steps:
        if step.warning is None:
            out.write(f'  {step.about}\n')
        else:
            out.write(f'  commented out: {step.about} ({step.warning})\n')


def _say_what_comes_after(path: str, side: Side, out: TextIO) -> None:
    """A file that stays the last one makes its tables after the new migration would change them."""
    version = posixpath.basename(path).partition('_')[0]
    for migration in side.chain.migrations:
        if migration.supabase and migration.version > version:
            out.write(
                f'{migration.path} is applied after it: what changes its tables belongs there\n',
            )


def _say_what_is_refused(side: Side, out: TextIO) -> None:
    """The new migration is tried on what the others build, and some of those may build nothing."""
    tables = side.build.catalog.tables
    places = [(s.path, p.line) for s in side.build.said for p in s.problems if p.blocks]
    for problem in side.build.problems:
        table = tables.get(problem.object) if problem.object is not None else None
        # Of a table that is made elsewhere it is not known that it will be missing.
        if table is None or table.uncertain != NOT_CREATED:
            places.append((problem.origin.path, problem.origin.line))
    for path, line in places[:1]:
        out.write(f'{path}:{line} would be refused, and all after it: git sync-guard check --all\n')


def _draft(side: Side, level: Level) -> Draft:
    project, expectation = side.project, side.expectation
    for unreadable in expectation.unreadable:
        raise UsageError(f'the file {unreadable.why}', unreadable.path, unreadable.line)
    for problem in expectation.problems:
        if problem.uncertain is not None:
            continue
        raise UsageError(problem.message, problem.place.path, problem.place.line)
    if expectation.expected is None:
        raise UsageError(f'the schema is for {expectation.provider}, not for PostgreSQL')
    state = side.build.state
    assert state is not None
    return draft_steps(
        state, expectation.expected, _is_wanted(side, level), prisma=project.prisma_major,
        decided=decided(project.settings, state.catalog),
    )


def _is_wanted(side: Side, level: Level) -> Wanted:
    """Whether `check` would speak of a difference: its level, severity ``off``, and comments that
    say to ignore it."""
    from sync_guard.checklist.findings import shown_findings

    def is_wanted(difference: Difference, built: Catalog) -> bool:
        shown = difference.level in LEVELS[:LEVELS.index(level) + 1]
        return shown and any(shown_findings(side, [difference], level, built))

    return is_wanted


def _folder(project: Project, paths: Collection[str]) -> str:
    """The last of the project's folders, and Supabase's own where there are several. Where there is
    none yet, it is beside the CLI's configuration, or at the project's root."""
    of_supabase = [f for f in project.migrations if f'/{f}'.endswith(f'/{MIGRATIONS}')]
    if project.migrations:
        return (of_supabase or [*project.migrations])[-1]
    beside = sorted(
        (path.removesuffix('supabase/config.toml') for path in paths
         if f'/{path}'.endswith('/supabase/config.toml')), key=len,
    )
    for root in beside:
        if not project.root or f'{project.root}/'.startswith(root):
            return f'{root}{MIGRATIONS}'
    return posixpath.join(project.root, MIGRATIONS)


def _versions(repository: Repository, snapshot: Snapshot, project: Project) -> list[str]:
    """Those of all migrations, here and on the shared branch; an ``editable`` file that is to stay
    the last does not count."""
    change = Change(Snapshot('nothing', {}), snapshot, frozenset())
    landed = repository.landed(project.settings.landed, change, project.migrations)
    entries = [snapshot.entries] if landed is None else [snapshot.entries, landed.tip]
    return [
        migration.version for each in entries for migration in chain(project, each).migrations
        if not is_editable(project.settings, migration.path)
    ]


def _say_what_is_left(drafted: Draft, project: Project, out: TextIO) -> None:
    for count, what in (
        (len(drafted.left), 'no migration mends'),
        (len(drafted.unsure), 'may not be so, and nothing is drafted of'),
    ):
        if count:
            differences = 'a difference' if count == 1 else f'{count} differences'
            out.write(f'{differences} that {what}: git sync-guard check --all\n')
    makes_tables = any(step.phase is Phase.TABLE for step in drafted.steps)
    elsewhere = project.prisma_migrations
    if makes_tables and elsewhere not in (None, *project.migrations):
        out.write(f'{elsewhere} is not read: where it makes tables, name it in sync-guard.toml\n')
