"""The bytes of objects, all from one ``git cat-file --batch``, and the ids of bytes."""
from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.repository.git import decode
from sync_guard.repository.git import wording

if TYPE_CHECKING:
    import subprocess

    from sync_guard.repository.git import Git

# Requests under way at once: few enough that they fit into the smallest pipe of any system (4 KiB),
# so that neither side ever waits for the other to read.
_AT_ONCE = 30


class Object(NamedTuple):
    """``kind`` is ``blob``, ``tree``, ``commit`` or ``tag``."""

    oid: str
    kind: str
    data: bytes


class Objects:
    """A git process that answers for objects, started when first asked, or ahead of it."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None
        # What git said when it last broke off: at an object that is damaged, or not fetched.
        self.complaint = ''

    def start(self) -> None:
        """Start the process without waiting for it, for a caller that will ask soon."""
        if self._process is None:
            self._process = self._git.start('cat-file', '--batch', stdin=True)

    def get(self, names: Sequence[str]) -> list[Object | None]:
        """The objects of these names (ids or revisions, without spaces); None for one that is not
        in this repository."""
        found: list[Object | None] = []
        while len(found) < len(names):
            batch = names[len(found):len(found) + _AT_ONCE]
            found += self._batch(batch)
        return found

    def _batch(self, names: Sequence[str]) -> Iterator[Object | None]:
        self.start()
        assert self._process is not None
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None and answers is not None
        try:
            requests.write(''.join(f'{name}\n' for name in names).encode())
            requests.flush()
        except OSError:
            # It has ended; what it still said is read below.
            pass
        for _ in names:
            # OID SP KIND SP SIZE LF BYTES LF, or NAME SP "missing" LF.
            head = answers.readline()
            about = decode(head).split()
            if len(about) == 3 and about[2] != 'missing':
                yield Object(about[0], about[1], answers.read(int(about[2]) + 1)[:-1])
                continue
            yield None
            if not head:
                # git ends at an object it would have to fetch, or that is damaged. The others are
                # asked of another process.
                self._end()
                return

    def _end(self) -> None:
        assert self._process is not None
        process, self._process = self._process, None
        _, complaint = process.communicate()
        self.complaint = f': {wording(complaint)}' if complaint else ''

    def close(self) -> None:
        if self._process is not None:
            self._end()

    __del__ = close


def blob_id(data: bytes, object_format: str) -> str:
    """The id git gives to the bytes of a file, without writing an object."""
    import hashlib
    # git itself guards against forged SHA-1; here it only names bytes.
    make = hashlib.sha256 if object_format == 'sha256' else hashlib.sha1
    return make(b'blob %d\0' % len(data) + data).hexdigest()
