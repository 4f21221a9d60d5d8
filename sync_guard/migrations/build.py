"""What chains of migrations build, through the cache: only what is new is parsed and replayed.

Two things are cached: what a file says, by its object id, and what a prefix of a chain builds, by a
hash over the paths and ids in it. A commit that adds a file to a thousand parses that one file.
"""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import NamedTuple
from typing import Protocol
from typing import TYPE_CHECKING

from sync_guard.cache import dump
from sync_guard.cache import load
from sync_guard.catalog import Catalog
from sync_guard.catalog import Name
from sync_guard.catalog import Origin
from sync_guard.migrations.filled import NullInRows
from sync_guard.migrations.filled import nulls_in_rows

if TYPE_CHECKING:
    from sync_guard.migrations.order import Chain
    from sync_guard.migrations.order import Migration
    from sync_guard.postgres import Directive
    from sync_guard.postgres import Problem
    from sync_guard.postgres import SqlFile
    from sync_guard.postgres import SqlProblem
    from sync_guard.postgres import State

# A prefix is stored where the operations since the last stored one are more than this share of its
# tables: to write and read back a whole catalog for fewer takes longer than to replay them.
_SHARE = 0.25
# Where changes happen: near the end. Distances of the stored prefixes from it.
_DISTANCES = (0, 8, 64, 512)
# Prefixes kept per project. Two branches and their common past fit.
_KEPT = 8

Read = Callable[[Iterable[str]], Mapping[str, bytes]]


class Store(Protocol):
    """What is asked of the cache."""

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]: ...

    def put_many(self, entries: Mapping[str, bytes]) -> None: ...


class Said(NamedTuple):
    """What one file says besides its operations. Files with nothing to say have none."""

    path: str
    problems: tuple[SqlProblem, ...]
    directives: tuple[Directive, ...]
    nulls: tuple[NullInRows, ...] = ()


class Prefix(NamedTuple):
    """What the first files of a chain build, and what is to be said about their text. ``filled``
    are the tables with rows, and where they got them."""

    state: State
    said: tuple[Said, ...] = ()
    filled: dict[Name, Origin] = {}


class Build(NamedTuple):
    """What a chain builds: the catalog, what PostgreSQL would refuse, and what is to be said about
    the text of its files (of those that are passed over, their directives alone). ``state`` is all
    of it that a further migration would go on from."""

    catalog: Catalog
    problems: tuple[Problem, ...]
    said: tuple[Said, ...]
    state: State | None = None


class Builds(NamedTuple):
    """One Build a chain. ``parsed`` and ``cached`` count files, each content once."""

    builds: tuple[Build, ...]
    parsed: int
    cached: int


def build_all(chains: Sequence[Chain], read: Read, cache: Store) -> Builds:
    """Build several chains (before and after, of all projects) with one ``read`` of all the
    missing files. ``read`` gives the bytes of files by object id."""
    return _Builder(chains, read, cache).run()


class _Builder:
    def __init__(self, chains: Sequence[Chain], read: Read, cache: Store) -> None:
        self.chains = chains
        self.read = read
        self.cache = cache
        self.digests = [_digests(chain.migrations, chain.major) for chain in chains]
        self.index = self._read_index()
        self.known: dict[str, Prefix] = {}
        self.files: dict[str, SqlFile] = {}
        self.directives: dict[str, tuple[Directive, ...]] = {}
        self.parsed = 0
        self.fresh: dict[str, bytes] = {}
        self.base: State | None = None

    def run(self) -> Builds:
        self._load_prefixes()
        self._load_files()
        builds = tuple(self._build(number) for number in range(len(self.chains)))
        self._write_index()
        if self.fresh:
            self.cache.put_many(self.fresh)
        contents = {m.oid for chain in self.chains for m in chain.migrations}
        return Builds(builds, self.parsed, len(contents) - self.parsed)

    def _read_index(self) -> dict[str, tuple[str, ...]]:
        """The prefixes in the cache, newest first, by the key of their project."""
        return self._cached(_index_key(chain) for chain in self.chains)

    def _cached(self, keys: Iterable[str]) -> dict[str, Any]:
        found = {}
        for key, value in self.cache.get_many(keys).items():
            try:
                found[key] = load(value)
            except ValueError:
                pass  # damaged, or of other records: made anew
        return found

    def _load_prefixes(self) -> None:
        """The longest cached prefix of each chain."""
        wanted = set()
        for chain, digests in zip(self.chains, self.digests):
            stored = set(self.index.get(_index_key(chain), ()))
            wanted.update([d for d in reversed(digests) if d in stored][:1])
        for key, value in self._cached(f'prefix:{digest}' for digest in wanted).items():
            self.known[key.removeprefix('prefix:')] = value

    def _start(self, number: int) -> int:
        """How many files of a chain the longest known prefix covers."""
        digests = self.digests[number]
        return next((n for n in range(len(digests), 0, -1) if digests[n - 1] in self.known), 0)

    def _load_files(self) -> None:
        """What is said by each file no known prefix covers: cached, or read and parsed."""
        oids = list(dict.fromkeys(
            migration.oid for number, chain in enumerate(self.chains)
            for migration in chain.migrations[self._start(number):]
        ))
        skipped = {skipped.oid for chain in self.chains for skipped in chain.skipped}
        cached = self._cached([
            *(f'sql:{oid}' for oid in oids), *(f'directives:{oid}' for oid in skipped),
        ])
        missing = [oid for oid in oids if f'sql:{oid}' not in cached]
        unknown = [oid for oid in skipped if f'directives:{oid}' not in cached]
        blobs = self.read([*missing, *unknown]) if missing or unknown else {}
        for oid in missing:
            cached[f'sql:{oid}'] = parsed = read_sql(blobs[oid])
            self.fresh[f'sql:{oid}'] = dump(parsed)
        for oid in unknown:
            # A file that is never applied is of no interest but for what it wants ignored.
            found = read_sql(blobs[oid]).directives if b'sync-guard:' in blobs[oid] else ()
            cached[f'directives:{oid}'] = found
            self.fresh[f'directives:{oid}'] = dump(found)
        self.files = {oid: cached[f'sql:{oid}'] for oid in oids}
        self.directives = {oid: cached[f'directives:{oid}'] for oid in skipped}
        self.parsed = len(missing)

    def _build(self, number: int) -> Build:
        migrations, digests = self.chains[number].migrations, self.digests[number]
        done = self._start(number)
        prefix = self.known[digests[done - 1]] if done else Prefix(
            self._base()._replace(major=self.chains[number].major),
        )
        weight = 0
        for end in self._stops(number, done):
            part = migrations[done:end]
            prefix = self._apply(prefix, part)
            weight += sum(len(self.files[m.oid].operations) for m in part)
            done = end
            self.known[digests[end - 1]] = prefix
            if weight > _SHARE * len(prefix.state.catalog.tables):
                self.fresh[f'prefix:{digests[end - 1]}'] = dump(prefix)
                weight = 0
        passed_over = (
            Said(skipped.path, (), self.directives[skipped.oid])
            for skipped in self.chains[number].skipped if self.directives[skipped.oid]
        )
        return Build(
            prefix.state.catalog, prefix.state.problems, (*prefix.said, *passed_over), prefix.state,
        )

    def _stops(self, number: int, done: int) -> list[int]:
        """Where to keep a prefix: near the end, and where another chain goes its own way."""
        own = self.digests[number]
        stops = {len(own) - distance for distance in _DISTANCES}
        for other in self.digests:
            stops.add(sum(a == b for a, b in zip(own, other)))
        return sorted(stop for stop in stops if done < stop <= len(own))

    def _apply(self, prefix: Prefix, migrations: tuple[Migration, ...]) -> Prefix:
        from sync_guard.postgres import replay

        said, filled = list(prefix.said), dict(prefix.filled)
        for migration in migrations:
            file = self.files[migration.oid]
            nulls = tuple(nulls_in_rows(migration.path, file, filled))
            if file.problems or file.directives or nulls:
                said.append(Said(migration.path, file.problems, file.directives, nulls))
        files = ((migration.path, self.files[migration.oid]) for migration in migrations)
        return Prefix(replay(prefix.state, files), tuple(said), filled)

    def _base(self) -> State:
        """What Supabase brings, which takes longer to read as SQL than from the cache."""
        from sync_guard.postgres import base

        if self.base is None:
            self.base = self._cached(['base']).get('base')
        if self.base is None:
            self.base = base()
            self.fresh['base'] = dump(self.base)
        return self.base

    def _write_index(self) -> None:
        fresh = [k.removeprefix('prefix:') for k in self.fresh if k.startswith('prefix:')]
        for chain, digests in zip(self.chains, self.digests):
            key, own = _index_key(chain), set(digests)
            stored = self.index.get(key, ())
            new = tuple(d for d in reversed(fresh) if d in own and d not in stored)
            if new:
                self.index[key] = (*new, *stored)[:_KEPT]
                self.fresh[key] = dump(self.index[key])


def read_sql(blob: bytes) -> SqlFile:
    """What a file's bytes say; bytes that are no UTF-8 are a problem of the file."""
    from sync_guard.postgres import read
    from sync_guard.postgres import SqlProblem
    from sync_guard.text import decode

    text, unreadable = decode(blob)
    file = read(text)
    if unreadable is None:
        return file
    problem = SqlProblem(unreadable.line, 1, 'unreadable-file', f'the file {unreadable.what}')
    return file._replace(problems=(problem, *file.problems))


def _digests(migrations: Iterable[Migration], major: int | None) -> list[str]:
    """For each file a hash over itself and all before it. Paths count: origins name them."""
    from hashlib import sha256

    running: Any = sha256(f'{major}\0'.encode())
    digests = []
    for migration in migrations:
        about = f'{migration.path}\0{migration.oid}\0'
        running.update(about.encode('utf-8', 'surrogateescape'))
        digests.append(running.hexdigest())
    return digests


def _index_key(chain: Chain) -> str:
    return f'prefixes:{chain.root}'
