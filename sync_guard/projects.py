"""Which migrations folders and which Prisma schema belong together.

Found layouts need no configuration: each ``<root>/supabase/migrations`` is a project, and the
nearest schema is its other side. What sync-guard.toml spells out comes before what is found.
"""
from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from typing import Literal
from typing import NamedTuple

from sync_guard.config import Config
from sync_guard.config import Settings
from sync_guard.errors import UsageError
from sync_guard.prisma_version import prisma_major
from sync_guard.schemas import config_near
from sync_guard.schemas import find_schemas
from sync_guard.schemas import is_pruned
from sync_guard.schemas import parents
from sync_guard.schemas import schema_files
from sync_guard.schemas import SchemaSource
from sync_guard.supabase_config import declared_files
from sync_guard.supabase_config import postgres_major
from sync_guard.supabase_config import switched_off

ReadText = Callable[[str], 'str | None']

MIGRATIONS = 'supabase/migrations'


class Project(NamedTuple):
    """One database: its migrations on one side, its Prisma schema on the other.

    ``root`` is '' for the top of the repository; no two projects share one. ``migrations`` are
    folders in the order they are applied, ``schema_files`` the files of one schema; either may be
    empty. ``config_path`` is sync-guard.toml where there is one, ``prisma_config`` the
    prisma.config file. ``enabled`` is False where supabase/config.toml switches migrations off.
    ``declared`` are the files of declarative schemas, in the order they are read.
    ``postgres_major`` is PostgreSQL's version where supabase/config.toml says it.
    ``prisma_migrations`` is the folder of Prisma Migrate's, which is only used if configured.
    """

    root: str
    migrations: tuple[str, ...]
    schema_files: tuple[str, ...]
    settings: Settings = Settings()
    config_path: str | None = None
    prisma_major: int | None = None
    prisma_config: str | None = None
    enabled: bool = True
    declared: tuple[str, ...] = ()
    prisma_migrations: str | None = None
    postgres_major: int | None = None


class SideGone(NamedTuple):
    """A project that had both sides and has lost one: ``path`` is gone, ``left`` still there.
    ``root`` is the project's now."""

    root: str
    side: Literal['schema', 'migrations']
    path: str
    left: str


def sides_gone(before: Iterable[Project], after: Collection[Project]) -> Iterator[SideGone]:
    """The projects that lose all of one side. Losing both is leaving, and none of our business; a
    side that moves to where it meets another is not lost."""
    known = [*before]
    had = {path for old in known for path in (*old.migrations, *old.schema_files)}
    schema_moved = any(new.schema_files and had.isdisjoint(new.schema_files) for new in after)
    migrations_moved = any(new.migrations and had.isdisjoint(new.migrations) for new in after)
    for old in known:
        if not (old.migrations and old.schema_files):
            continue
        for new in after:
            if set(new.migrations) & set(old.migrations) and not new.schema_files:
                if not schema_moved:
                    yield SideGone(new.root, 'schema', old.schema_files[0], new.migrations[0])
            elif set(new.schema_files) & set(old.schema_files) and not new.migrations:
                if not migrations_moved:
                    yield SideGone(new.root, 'migrations', old.migrations[0], new.schema_files[0])


def discover(
        paths: Collection[str], read_text: ReadText, config: Config = Config(),
) -> tuple[Project, ...]:
    """The projects among ``paths``, by root. ``read_text`` gives a file's text, None if it has
    none; it is asked for package.json and the like, and for schemas only to tell them apart.

    Raises UsageError where the configuration names what is not there.
    """
    roots = _migration_roots(paths)
    sources = find_schemas(paths, roots, read_text)
    if config.projects:
        found = _configured(config, paths, roots, sources)
    else:
        found = _pair(roots, sources, config)
    projects = sorted(
        (_complete(project, paths, read_text) for project in found), key=lambda p: p.root,
    )
    if len(projects) > 1 and not config.projects:
        # A decision at the top of the file is about one of them, and nobody can say which.
        shared = config.common._replace(decided_at={})
        return tuple(p._replace(settings=shared._replace(root=p.root)) for p in projects)
    return tuple(projects)


def nearest(projects: Iterable[Project], here: str, missing: str) -> Project:
    """The project whose root is nearest above the folder ``here`` (from the top), or the only one
    there is. Raises UsageError, with ``missing`` where there is none."""
    known = [*projects]
    around = [p for p in known if not p.root or f'{here}/'.startswith(f'{p.root}/')]
    if around:
        return max(around, key=lambda p: len(p.root))
    if len(known) > 1:
        roots = ', '.join(p.root or '.' for p in known)
        raise UsageError(f'several projects are here: run it in one of {roots}')
    if not known:
        raise UsageError(missing)
    return known[0]


def _migration_roots(paths: Collection[str]) -> dict[str, bool]:
    """Every folder that holds supabase/migrations, '' for the top, shortest first, and whether it
    is one for sure: with a migration in it, or with the CLI's configuration beside it.

    ``lib/supabase/migrations`` with some script in it may only look like one.
    """
    roots: dict[str, bool] = {}
    for path in paths:
        before, found, below = f'/{path}'.partition(f'/{MIGRATIONS}/')
        if found and not is_pruned(before):
            root = before[1:]
            sure = re.match(r'[0-9]+_[^/]*\.sql$', below) is not None
            roots[root] = sure or roots.get(root, False)
    return {
        root: roots[root] or posixpath.join(root, 'supabase/config.toml') in paths
        for root in sorted(roots, key=lambda root: (root.count('/') + bool(root), root))
    }


def _pair(
        roots: dict[str, bool], sources: list[SchemaSource], config: Config,
) -> Iterable[Project]:
    """Nearest first; each schema goes to one folder of migrations, none to a doubtful one. What is
    left over on either side is a project of its own, whose other side is not there."""
    sure = [root for root in roots if roots[root]] or list(roots)
    distances = sorted(
        (distance(root, source.home), source.rank, source.files[0], root, source)
        for root in sure for source in sources if len(sure) == 1 or _related(root, source.home)
    )
    taken: dict[str, SchemaSource] = {}
    for _, _, _, root, source in distances:
        if root not in taken and source not in taken.values():
            taken[root] = source
    for root in roots:
        yield _project(root, (posixpath.join(root, MIGRATIONS),), taken.get(root), config)
    # A second schema at the same home, or below the first, is a variant or a backup of it.
    homes = {source.home for source in taken.values()} | set(roots)
    folders = [posixpath.dirname(source.files[0]) for source in taken.values()]
    for source in sources:
        inside = any(folder and is_below(source.home, folder) for folder in folders)
        if source.home not in homes and not inside and source.is_usual:
            homes.add(source.home)
            folders.append(posixpath.dirname(source.files[0]))
            yield _project(source.home, (), source, config)


def _project(
        root: str, migrations: tuple[str, ...], source: SchemaSource | None, config: Config,
) -> Project:
    return Project(
        root, migrations, source.files if source else (), config.common._replace(root=root),
        config.path, prisma_config=source.config if source else None,
    )


def distance(one: str, other: str) -> int:
    """Steps through the tree of folders from one to the other."""
    first, second = _parts(one), _parts(other)
    shared = 0
    for a, b in zip(first, second):
        if a != b:
            break
        shared += 1
    return len(first) + len(second) - 2 * shared


def _related(one: str, other: str) -> bool:
    """Whether one holds the other, or both are in the same top folder."""
    return not one or not other or _parts(one)[0] == _parts(other)[0]


def _parts(folder: str) -> list[str]:
    return [part for part in folder.split('/') if part]


def _configured(
        config: Config, paths: Collection[str], roots: dict[str, bool], sources: list[SchemaSource],
) -> Iterable[Project]:
    """The projects the configuration spells out; what it leaves out is looked for near the root."""
    named = {folder for project in config.projects for folder in project.schema or ()}
    for settings in config.projects:
        root = settings.root
        prisma_config = None
        if settings.migrations is None:
            below = [one for one in roots if is_below(one, root)]
            below.sort(key=lambda one: distance(root, one))
            migrations = tuple(posixpath.join(one, MIGRATIONS) for one in below[:1])
        else:
            migrations = settings.migrations
            for folder in migrations:
                if not any(is_below(path, folder) for path in paths):
                    raise _missing('migrations', folder, settings, config)
        if settings.schema is None:
            free = [s for s in sources if not named.intersection(s.files) and (
                len(config.projects) == 1 or _related(root, s.home)
            )]
            free.sort(key=lambda s: (distance(root, s.home), s.rank, s.files))
            nearest = free[0] if free else None
            files = nearest.files if nearest else ()
            prisma_config = nearest.config if nearest else None
        else:
            files = ()
            for written in settings.schema:
                found = schema_files(written, paths)
                if not found:
                    raise _missing('schema', written, settings, config)
                files += found
        yield Project(
            root, migrations, files, settings, config.path,
            prisma_config=prisma_config,
        )


def _missing(key: str, path: str, settings: Settings, config: Config) -> UsageError:
    message = f'{key} names {path or "."}, where there are no such files'
    return UsageError(message, config.path, settings.lines.get(key))


def is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder ('' is the top) or inside it."""
    return not folder or f'{path}/'.startswith(f'{folder}/')


def _complete(project: Project, paths: Collection[str], read_text: ReadText) -> Project:
    major, config = project.settings.prisma, project.prisma_config
    if project.schema_files:
        near = dict.fromkeys(
            (*parents(posixpath.dirname(project.schema_files[0])), *parents(project.root)),
        )
        major = major or prisma_major(near, paths, read_text)
        # Where it names no schema it may still say which tables Prisma leaves alone.
        config = config or config_near(near, paths)
    enabled = True
    declared: tuple[str, ...] = ()
    postgres: int | None = None
    for folder in project.migrations:
        if f'/{folder}'.endswith(f'/{MIGRATIONS}'):
            beside = posixpath.dirname(folder)
            text = read_text(f'{beside}/config.toml') or ''
            enabled = enabled and not switched_off(text)
            postgres = postgres or postgres_major(text)
            declared += declared_files(beside, text, paths)
    return project._replace(
        prisma_major=major, prisma_config=config, enabled=enabled, declared=declared,
        prisma_migrations=_prisma_migrations(project.schema_files, paths),
        postgres_major=postgres,
    )


def _prisma_migrations(schema: tuple[str, ...], paths: Collection[str]) -> str | None:
    """The folder of Prisma Migrate's migrations: beside the schema, or beside its folder."""
    for folder in [*parents(posixpath.dirname(schema[0]))][:2] if schema else ():
        inside = posixpath.join(folder, 'migrations')
        if any(path.startswith(f'{inside}/') and path.endswith('/migration.sql') for path in paths):
            return inside
    return None
