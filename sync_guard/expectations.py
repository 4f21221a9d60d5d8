"""What the schemas of projects expect, through the cache: an unchanged schema is not parsed."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.cache import dump
from sync_guard.cache import load
from sync_guard.compare.differences import UnreadableSchema

if TYPE_CHECKING:
    from sync_guard.migrations.build import Read
    from sync_guard.migrations.build import Store
    from sync_guard.prisma import Directive
    from sync_guard.prisma import Expected
    from sync_guard.prisma import SyntaxProblem
    from sync_guard.projects import Project
    from sync_guard.repository import Entry


class SchemaSaid(NamedTuple):
    """The ``sync-guard:`` comments of one schema file."""

    path: str
    directives: tuple[Directive, ...]


class Expectation(NamedTuple):
    """What one project's schema says. ``expected`` is None without a schema, and for one of
    another database system. ``problems`` are what Prisma refuses, of the project's version."""

    expected: Expected | None = None
    problems: tuple[SyntaxProblem, ...] = ()
    unreadable: tuple[UnreadableSchema, ...] = ()
    said: tuple[SchemaSaid, ...] = ()
    provider: str | None = None


class Expectations(NamedTuple):
    """One Expectation a project. ``parsed`` and ``cached`` count schema files."""

    expectations: tuple[Expectation, ...]
    parsed: int
    cached: int


def expect_all(
        projects: Iterable[Project], entries: Mapping[str, Entry], read: Read, cache: Store,
) -> Expectations:
    """What the schemas of the projects expect; files that are no longer there are left out."""
    projects = [*projects]
    files = [
        tuple(
            (path, entries[path].oid) for path in (*p.schema_files, *_config(p)) if path in entries
        )
        for p in projects
    ]
    keys = [_key(one) for one in files]
    stored = cache.get_many(keys)
    found: list[Expectation] = []
    fresh: dict[str, bytes] = {}
    parsed = 0
    for project, key, one in zip(projects, keys, files):
        expectation = _load(stored.get(key))
        if expectation is None:
            expectation = _read(one, read)
            fresh[key] = dump(expectation)
            parsed += _schemas(one)
        # What is stored is what any version of Prisma would refuse.
        found.append(_by_version(expectation, project.prisma_major))
    if fresh:
        cache.put_many(fresh)
    return Expectations(tuple(found), parsed, sum(map(_schemas, files)) - parsed)


def _by_version(expectation: Expectation, major: int | None) -> Expectation:
    if not expectation.problems:
        return expectation
    from sync_guard.prisma import refused_by

    return expectation._replace(problems=refused_by(expectation.problems, major))


def _config(project: Project) -> tuple[str, ...]:
    return () if project.prisma_config is None else (project.prisma_config,)


def _schemas(files: tuple[tuple[str, str], ...]) -> int:
    return sum(path.endswith('.prisma') for path, _ in files)


def _key(files: tuple[tuple[str, str], ...]) -> str:
    from hashlib import sha256

    # Paths count: origins name them.
    about = '\0'.join(f'{path}\0{oid}' for path, oid in files)
    return f'schema:{sha256(about.encode("utf-8", "surrogateescape")).hexdigest()}'


def _load(stored: bytes | None) -> Expectation | None:
    if stored is None:
        return None
    try:
        expectation: Expectation = load(stored)
    except ValueError:
        return None  # damaged, or of other records: made anew
    return expectation


def _read(files: tuple[tuple[str, str], ...], read: Read) -> Expectation:
    from sync_guard.prisma import expect
    from sync_guard.prisma import parse
    from sync_guard.text import decode

    if not files:
        return Expectation()
    blobs = read([oid for _, oid in files])
    trees = []
    unreadable = []
    external: tuple[str, ...] = ()
    computed = None
    for path, oid in files:
        text, problem = decode(blobs[oid])
        if not path.endswith('.prisma'):
            from sync_guard.prisma.config_ts import read_config

            config = read_config(text)
            external = config.external
            lists = [key for key in config.unread if key.endswith('.external')]
            computed = f'{lists[0]} in {path} is computed' if lists else None
        elif problem is not None:
            unreadable.append(UnreadableSchema(path, problem.what, problem.line))
        else:
            trees.append(parse(path, text))
    said = tuple(SchemaSaid(tree.path, tree.directives) for tree in trees if tree.directives)
    expected = expect(trees)._replace(external=external, external_unread=computed)
    # Prisma says first what it cannot parse; what that leads to would only repeat it.
    problems = tuple(p for tree in trees for p in tree.problems) or expected.problems
    if not expected.is_postgresql:
        # Of another system's schema only that nobody knows the system is said.
        problems = expected.problems
        return Expectation(None, problems, tuple(unreadable), said, expected.provider)
    return Expectation(expected, problems, tuple(unreadable), said, expected.provider)
