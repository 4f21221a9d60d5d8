from __future__ import annotations

from sync_guard.repository import Repository
from sync_guard.repository import Snapshot
from tests.support import GitRepository


def opened(repository: GitRepository, folder: str = '', **variables: str) -> Repository:
    """The repository as a program sees it that is started in one of its folders."""
    return Repository.open(str(repository.path / folder), {**repository.environ, **variables})


def texts(repository: Repository, snapshot: Snapshot) -> dict[str, str]:
    """Path to content of a snapshot's files."""
    bytes_of = repository.read(entry.oid for entry in snapshot.entries.values())
    return {path: bytes_of[entry.oid].decode() for path, entry in snapshot.entries.items()}
