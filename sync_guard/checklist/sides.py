"""A project in one snapshot, read whole: what its migrations build and what its schema expects."""
from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.checklist import Stats
from sync_guard.config import Config
from sync_guard.config import FILE_NAME
from sync_guard.config import read as read_config
from sync_guard.errors import UsageError
from sync_guard.expectations import expect_all
from sync_guard.expectations import Expectation
from sync_guard.migrations import Build
from sync_guard.migrations import build_all
from sync_guard.migrations import Chain
from sync_guard.migrations import chain
from sync_guard.migrations import declared_chain
from sync_guard.projects import discover
from sync_guard.projects import Project
from sync_guard.text import decode

if TYPE_CHECKING:
    from sync_guard.cache import Cache
    from sync_guard.repository import Entry
    from sync_guard.repository import Repository
    from sync_guard.repository import Snapshot


class Side(NamedTuple):
    """One project at one snapshot. ``entries`` are all guarded files of the snapshot; ``declared``
    is what its declarative schemas build, None where it has none."""

    project: Project
    entries: Mapping[str, Entry]
    chain: Chain
    build: Build
    expectation: Expectation
    declared: Build | None = None


class Sides(NamedTuple):
    """Each project's Side, and what reading them cost; no ``seconds`` yet."""

    sides: tuple[Side, ...]
    stats: Stats


def find_projects(repository: Repository, snapshot: Snapshot) -> tuple[Project, ...]:
    """The projects of a snapshot, as configured in it. Raises UsageError for a broken
    configuration."""
    texts = _Texts(repository, snapshot.entries)
    text = texts.read(FILE_NAME)
    config = Config() if text is None else read_config(text)
    return discover(snapshot.entries.keys(), texts.read, config)


def read_sides(
        repository: Repository, snapshot: Snapshot, projects: Sequence[Project], cache: Cache,
) -> Sides:
    """Build and expect for each project; only what the cache lacks is read and parsed."""
    chains = [chain(project, snapshot.entries) for project in projects]
    declaring = [project for project in projects if project.declared]
    declared_chains = [declared_chain(project, snapshot.entries) for project in declaring]
    builds = build_all([*chains, *declared_chains], repository.read, cache)
    declared = dict(zip((p.root for p in declaring), builds.builds[len(chains):]))
    expectations = expect_all(projects, snapshot.entries, repository.read, cache)
    return Sides(
        tuple(
            Side(
                project, snapshot.entries, files, build, expectation, declared.get(project.root),
            )
            for project, files, build, expectation in
            zip(projects, chains, builds.builds, expectations.expectations)
        ),
        Stats(builds.parsed + expectations.parsed, builds.cached + expectations.cached),
    )


class _Texts:
    """Texts of small files by path. The first one asked for brings all of its kind along: git is
    started once."""

    def __init__(self, repository: Repository, entries: Mapping[str, Entry]) -> None:
        self._repository = repository
        self._entries = entries
        self._blobs: Mapping[str, bytes] = {}

    def read(self, path: str) -> str | None:
        entry = self._entries.get(path)
        if entry is None:
            return None
        if entry.oid not in self._blobs:
            wanted = {entry.oid}
            if not self._blobs:
                wanted.update(e.oid for p, e in self._entries.items() if _is_small(p))
            self._blobs = {**self._blobs, **self._repository.read(wanted)}
        text, problem = decode(self._blobs[entry.oid])
        if problem is not None and path == FILE_NAME:
            raise UsageError(f'the file {problem.what}', path, problem.line)
        return text


def _is_small(path: str) -> bool:
    return 'node_modules/' not in path and not path.endswith(('.sql', '.prisma', '.lock', '.lockb'))
