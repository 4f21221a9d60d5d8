"""The bytes of objects, and the ids of bytes."""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence

from sync_guard.errors import UsageError
from sync_guard.repository.git import decode
from sync_guard.repository.git import Git


def read(
    git: Git, oids: Sequence[str], path_of: Callable[[str], str | None],
) -> dict[str, bytes]:
    """The bytes of the objects, all from one ``git cat-file --batch``."""
    process = git.start('cat-file', '--batch', '--buffer', stdin=True)
    out, complaint = process.communicate(''.join(f'{oid}\n' for oid in oids).encode())
    found: dict[str, bytes] = {}
    position = 0
    for oid in oids:
        # OID SP TYPE SP SIZE LF BYTES LF, or OID SP "missing" LF.
        end = out.find(b'\n', position)
        about = out[position:end].split(b' ') if end != -1 else []
        if len(about) != 3:
            # git ends at the first object it would have to fetch, or that is damaged.
            raise _missing(oid, path_of(oid), decode(complaint).strip())
        position = end + 1 + int(about[2])
        found[oid] = out[end + 1:position]
        position += 1
    return found


def _missing(oid: str, path: str | None, complaint: str) -> UsageError:
    message = f'object {oid} is not in this repository'
    if complaint:
        message += f': {complaint.removeprefix("fatal: ")}'
    return UsageError(f'{message}\nIn a partial clone, `git cat-file -e {oid}` fetches it.', path)


def blob_id(data: bytes, object_format: str) -> str:
    """The id git gives to the bytes of a file, without writing an object."""
    import hashlib
    # git itself protects against SHA-1 collisions; here it names bytes, and guards nothing.
    make = hashlib.sha256 if object_format == 'sha256' else hashlib.sha1
    return make(b'blob %d\0' % len(data) + data).hexdigest()
