"""The files of a commit, walked down from its tree: only the folders asked for are read."""
from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sync_guard.repository.git import decode
from sync_guard.repository.records import Entry
from sync_guard.repository.records import Interest

if TYPE_CHECKING:
    from sync_guard.repository.objects import Objects

_FOLDER, _SUBMODULE = '40000', '160000'


def files_of(
    objects: Objects, commit: bytes, folders: Sequence[str], interest: Interest,
) -> dict[str, Entry]:
    """The files in the folders of a commit (its bytes, as stored); without folders, all of them.

    Raises LookupError where a tree is not in this repository, as in some partial clones.
    """
    root = decode(commit.partition(b'\n')[0]).removeprefix('tree ')
    level = {'': root}
    if folders:
        level = {}
        for folder in folders:
            tree = _descend(objects, root, folder)
            if tree is not None:
                level[f'{folder}/'] = tree
    entries: dict[str, Entry] = {}
    while level:
        below: dict[str, str] = {}
        for prefix, children in zip(level, _trees(objects, list(level.values()))):
            for mode, name, oid in children:
                path = prefix + name
                if mode == _FOLDER:
                    below[f'{path}/'] = oid
                elif mode != _SUBMODULE and interest(path):
                    entries[path] = Entry(mode, oid)
        level = below
    return entries


def _descend(objects: Objects, tree: str, folder: str) -> str | None:
    """The id of a folder's tree, or None where there is no such folder."""
    for part in folder.split('/'):
        (children,) = _trees(objects, [tree])
        below = {name: oid for mode, name, oid in children if mode == _FOLDER}
        if part not in below:
            return None
        tree = below[part]
    return tree


def _trees(objects: Objects, oids: Sequence[str]) -> Iterator[Iterator[tuple[str, str, str]]]:
    for oid, tree in zip(oids, objects.get(oids)):
        if tree is None:
            raise LookupError(oid)
        yield _children(tree.data, len(oid) // 2)


def _children(data: bytes, width: int) -> Iterator[tuple[str, str, str]]:
    """Mode, name and id of what a tree holds: MODE SP NAME NUL and ``width`` bytes of id each."""
    start = 0
    while start < len(data):
        space = data.index(b' ', start)
        end = data.index(b'\0', space)
        mode = data[start:space].decode()
        start = end + 1 + width
        yield mode, decode(data[space + 1:end]), data[end + 1:start].hex()
