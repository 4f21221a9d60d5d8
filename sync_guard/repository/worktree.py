"""The files on disk, with the ids git would give them."""
from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from sync_guard.errors import UsageError
from sync_guard.repository.git import decode
from sync_guard.repository.objects import blob_id
from sync_guard.repository.records import Entry
from sync_guard.repository.records import read_index
from sync_guard.repository.records import SYMLINK

if TYPE_CHECKING:
    from sync_guard.repository import Repository


def working_tree(repository: Repository) -> tuple[dict[str, Entry], dict[str, bytes]]:
    """The files git tracks or would offer to add, as they are on disk, and their bytes by id.

    Files deleted on disk are left out; those a sparse checkout leaves out are as in the index.
    """
    interest = repository.interest
    tracked, others = repository.git.run_together(
        # The tag S marks what a sparse checkout leaves out.
        ('ls-files', '--stage', '-t', '-z', '--', *repository.patterns),
        ('ls-files', '--others', '--exclude-standard', '-z', '--', *repository.patterns),
    )
    lines = tracked.split(b'\0')[:-1]
    indexed, unmerged = read_index(b''.join(line[2:] + b'\0' for line in lines), interest)
    sparse = {decode(line.partition(b'\t')[2]) for line in lines if line.startswith(b'S ')}
    untracked = (decode(path) for path in others.split(b'\0')[:-1])
    entries: dict[str, Entry] = {}
    bytes_of: dict[str, bytes] = {}
    for path in (*indexed, *dict.fromkeys(unmerged), *filter(interest, untracked)):
        known = indexed.get(path)
        try:
            found = _read(os.path.join(repository.top, path))
        except OSError as error:
            raise UsageError(error.strerror or str(error), path) from error
        if found is None:
            if known is not None and path in sparse:
                entries[path] = known
            continue
        mode, data = found
        oid = blob_id(data, repository.object_format)
        if known is not None and oid != known.oid and b'\r\n' in data:
            # core.autocrlf: on disk with CRLF, stored with LF, and unchanged to git.
            stored = data.replace(b'\r\n', b'\n')
            if blob_id(stored, repository.object_format) == known.oid:
                oid, data = known.oid, stored
        entries[path] = Entry(mode, oid)
        bytes_of[oid] = data
    return entries, bytes_of


def _read(path: str) -> tuple[str, bytes] | None:
    """Mode and bytes of a file on disk; None where there is none that git would store."""
    try:
        about = os.lstat(path)
        if stat.S_ISLNK(about.st_mode):
            return SYMLINK, os.fsencode(os.readlink(path))
        if not stat.S_ISREG(about.st_mode):
            return None
        with open(path, 'rb') as file:
            data = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return '100755' if about.st_mode & stat.S_IXUSR else '100644', data
