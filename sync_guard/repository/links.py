"""Symbolic links between guarded files: a link reads as the file it leads to."""
from __future__ import annotations

import posixpath
from collections.abc import Callable
from collections.abc import Iterable

from sync_guard.repository.git import decode
from sync_guard.repository.records import Entry
from sync_guard.repository.records import SYMLINK


def follow(
    entries: dict[str, Entry], read: Callable[[Iterable[str]], dict[str, bytes]],
) -> dict[str, Entry]:
    """The entries, links replaced by what they lead to.

    Supabase and Prisma read through links. One that leads out of the entries stays a link, whose
    bytes are its target.
    """
    links = {path: entry.oid for path, entry in entries.items() if entry.mode == SYMLINK}
    if not links:
        return entries
    targets = read(links.values())
    return {
        path: _end(path, entries, links, targets) if path in links else entry
        for path, entry in entries.items()
    }


def _end(
    path: str, entries: dict[str, Entry], links: dict[str, str], targets: dict[str, bytes],
) -> Entry:
    place: str = path
    passed: set[str] = set()
    while place in links and place not in passed:
        passed.add(place)
        target = decode(targets[links[place]])
        place = posixpath.normpath(posixpath.join(posixpath.dirname(place), target))
    return entries[path] if place in links else entries.get(place, entries[path])
