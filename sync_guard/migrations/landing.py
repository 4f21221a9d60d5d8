"""What a snapshot does to the migrations that have landed on the shared branch."""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.config import is_editable
from sync_guard.migrations.facts import Deleted
from sync_guard.migrations.facts import Edited
from sync_guard.migrations.facts import OutOfOrder
from sync_guard.migrations.facts import Renamed
from sync_guard.migrations.facts import SameVersion
from sync_guard.migrations.facts import Shared
from sync_guard.migrations.names import is_rollback
from sync_guard.migrations.names import renumbered
from sync_guard.migrations.order import Chain
from sync_guard.migrations.order import chain
from sync_guard.migrations.order import Migration

if TYPE_CHECKING:
    from sync_guard.projects import Project
    from sync_guard.repository import Entry
    from sync_guard.repository import Landed

Read = Callable[[Iterable[str]], Mapping[str, bytes]]

# A file that keeps this share of its lines under a new name is the same file, as to git.
_SIMILAR = 0.5


class _View(NamedTuple):
    """What is compared: the files that landed for good, and those that are there now."""

    project: Project
    landed: Landed
    entries: Mapping[str, Entry]
    now: Chain
    tip: Chain
    shared: Shared


def landing(
        project: Project, now: Chain, entries: Mapping[str, Entry], landed: Landed, read: Read,
        clock: str,
) -> Iterator[Edited | Deleted | Renamed | OutOfOrder | SameVersion]:
    """What the files ``entries`` (whose chain is ``now``) change about what has landed.

    ``editable`` files of the configuration may change as they like, and nothing is late because of
    them. ``read`` gives the bytes of files, asked only about changed ones; ``clock`` is the present
    as ``migration new`` would write it (UTC, 14 digits).
    """
    view = _View(
        project, landed, entries, now, _tip(project, now, entries, landed),
        Shared(landed.ref, landed.certain),
    )
    yield from _edited(view, read)
    renamed = dict(_renamed(view, read))
    applied = {m.path: m for m in now.migrations}
    for migration in _gone(view):
        to = renamed.get(migration.path)
        if to is None or to not in applied:
            yield Deleted(migration.path, view.shared, to)
        elif not _is_same(migration, applied[to], read):
            yield Renamed(migration.path, to, view.shared)
    yield from _late(view, frozenset(renamed.values()), clock)


def _tip(
        project: Project, now: Chain, entries: Mapping[str, Entry], landed: Landed,
) -> Chain:
    """The chain of what has landed. Mostly it is all there unchanged: then it needs no sorting."""
    if landed.tip.items() <= entries.items():
        return Chain(project.root, tuple(m for m in now.migrations if m.path in landed.tip))
    return chain(project, landed.tip)


def _settled(view: _View) -> Iterator[Migration]:
    """Landed files that what is checked builds on, and that may not change."""
    for migration in view.tip.migrations:
        if migration.path in view.landed.fork and (
            not is_editable(view.project.settings, migration.path)
        ):
            yield migration


def _edited(view: _View, read: Read) -> Iterator[Edited]:
    for migration in view.tip.migrations:
        path = migration.path
        entry, fork = view.entries.get(path), view.landed.fork.get(path)
        # What the shared branch itself changed meanwhile is not this change's doing.
        theirs = (migration.oid, fork.oid if fork else None)
        if entry is None or entry.oid in theirs or is_editable(view.project.settings, path):
            continue
        blobs = read((migration.oid, entry.oid))
        old, new = blobs[migration.oid], blobs[entry.oid]
        yield Edited(path, _first_difference(old, new), _same_statements(old, new), view.shared)


def _is_same(old: Migration, new: Migration, read: Read) -> bool:
    """Whether databases that applied the one need not know the other: Supabase looks at the
    version, and never at the rest of the name."""
    if (old.folder, old.version) != (new.folder, new.version):
        return False
    return old.oid == new.oid or _same_statements(*read((old.oid, new.oid)).values())


def _first_difference(old: bytes, new: bytes) -> int:
    lines = new.split(b'\n')
    for number, (one, other) in enumerate(zip(old.split(b'\n'), lines), 1):
        if one.rstrip() != other.rstrip():
            return number
    return max(1, min(old.count(b'\n') + 2, len(lines)))


def _same_statements(old: bytes, new: bytes) -> bool:
    """Whether two files differ in comments and white space alone."""
    first, second = _statements(old), _statements(new)
    return first is not None and first == second


def _statements(blob: bytes) -> list[list[tuple[str, str]]] | None:
    from sync_guard.postgres.scanner import scan
    from sync_guard.postgres.tokens import read
    from sync_guard.postgres.tokens import Unreadable
    from sync_guard.text import decode

    text, unreadable = decode(blob)
    found = scan(text)
    if unreadable or found.problems:
        return None
    try:
        return [
            [(token.kind, token.value) for token in read(text, part.start, part.end)]
            if part.kind == 'sql' else [(part.kind, text[part.start:part.end])]
            for part in found.statements
        ]
    except Unreadable:
        return None


def _gone(view: _View) -> Iterator[Migration]:
    return (m for m in _settled(view) if m.path not in view.entries)


def _renamed(view: _View, read: Read) -> Iterator[tuple[str, str]]:
    """Pairs of (landed path, new path): the same contents first, then the most alike."""
    gone = list(_gone(view))
    known = {**view.landed.tip, **view.landed.fork}
    fresh = {
        path: entry.oid for path, entry in view.entries.items()
        if path not in known and path.lower().endswith('.sql')
    } if gone else {}
    if not fresh:
        return
    for migration in list(gone):
        same = sorted(
            (path for path, oid in fresh.items() if oid == migration.oid),
            # Of equal files the one that kept most of its name.
            key=lambda path: (not path.endswith(f'_{migration.name}.sql'), path),
        )
        if same:
            gone.remove(migration)
            del fresh[same[0]]
            yield migration.path, same[0]
    fresh = {path: oid for path, oid in fresh.items() if _may_be(path, view)}
    if not gone or not fresh:
        return
    blobs = read([*(m.oid for m in gone), *fresh.values()])
    alike = sorted(
        ((_likeness(blobs[m.oid], blobs[oid]), m.path, path)
         for m in gone for path, oid in fresh.items()),
        key=lambda found: (-found[0], found[1:]),
    )
    paired: set[str] = set()
    for likeness, path, to in alike:
        if likeness >= _SIMILAR and not paired.intersection((path, to)):
            paired.update((path, to))
            yield path, to


def _may_be(path: str, view: _View) -> bool:
    return any(path.startswith(f'{folder}/') for folder in view.project.migrations)


def _likeness(one: bytes, other: bytes) -> float:
    """The share of lines that two files have in common, 0 to 1."""
    first, second = (
        [line.strip() for line in blob.split(b'\n') if line.strip()] for blob in (one, other)
    )
    rest = list(first)
    common = 0
    for line in second:
        if line in rest:
            rest.remove(line)
            common += 1
    return common / max(len(first), len(second), 1)


def _late(
        view: _View, moved: frozenset[str], clock: str,
) -> Iterator[OutOfOrder | SameVersion]:
    """New files that sort before the last landed one, or share a version with one that landed
    since this branch left."""
    settings = view.project.settings
    known = (view.landed.tip, view.landed.fork, moved)
    fresh = [
        m for m in view.now.migrations
        if m.supabase and not any(m.path in paths for paths in known)
        and not is_editable(settings, m.path) and not is_rollback(m.path)
    ]
    if not fresh:
        return
    landed: dict[str, list[Migration]] = {}
    for migration in view.tip.migrations:
        if not is_editable(settings, migration.path) and not is_rollback(migration.path):
            landed.setdefault(migration.folder, []).append(migration)
    taken = [m.version for m in (*view.now.migrations, *view.tip.migrations)
             if not is_editable(settings, m.path)]
    for migration in fresh:
        path = migration.path
        before = landed.get(migration.folder)
        if not before:
            continue
        twins = [m for m in before if m.version == migration.version]
        last = before[-1]
        if twins:
            other = twins[0].path
            if other not in view.entries and other not in view.landed.fork:
                better = renumbered(path, taken, clock)
                yield SameVersion(path, other, migration.version, better, view.shared.ref)
        elif migration.version < last.version:
            yield OutOfOrder(path, last.path, renumbered(path, taken, clock), view.shared)
