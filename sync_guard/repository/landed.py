"""What has landed: the migrations that the shared branch holds, and that nobody may edit."""
from __future__ import annotations

import os
from collections.abc import Iterator
from collections.abc import Sequence
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.repository.git import decode
from sync_guard.repository.links import follow
from sync_guard.repository.records import Change
from sync_guard.repository.records import Entry
from sync_guard.repository.records import Landed
from sync_guard.repository.records import SYMLINK
from sync_guard.repository.trees import files_of

if TYPE_CHECKING:
    from sync_guard.repository import Repository
    from sync_guard.repository.objects import Object

# A remote's default branch; where none is recorded (CI checks out without), its usual names.
_DEFAULT_BRANCHES = ('main', 'master')
_OF_A_REMOTE = ('HEAD', *_DEFAULT_BRANCHES)
_REMOTES = ('origin', 'upstream')


class _Branch(NamedTuple):
    ref: str
    commit: Object
    certain: bool = True


def landed(
    repository: Repository, configured: str | None, change: Change, folders: Sequence[str],
) -> Landed | None:
    """See Repository.landed()."""
    heads = _checked(repository, change)
    for branch in _branches(repository, configured, change.base):
        tip = branch.commit
        forks = _forks(repository, tip.oid, heads)
        if change.base not in (None, tip.oid) and forks == heads:
            # What is checked lies on that branch already: what had landed is what it built on.
            continue
        commits = {tip.oid: tip, **_commits(repository, forks)}
        fork: dict[str, Entry] = {}
        try:
            held = {
                oid: _files(repository, commit, folders) for oid, commit in commits.items()
            }
            for oid in forks:
                for path, entry in held[oid].items():
                    if path not in fork or entry == held[tip.oid].get(path):
                        fork[path] = entry
        except LookupError:
            # A commit or a tree is not here: a partial or a broken clone.
            continue
        return Landed(branch.ref, branch.certain, held[tip.oid], fork)
    return None


def _checked(repository: Repository, change: Change) -> list[str]:
    """The ids of the commits that what is checked builds on, or is."""
    if change.tip is not None:
        return [change.tip]
    names = ['HEAD', *repository.merge_heads()]
    return [commit.oid for commit in _commits(repository, names).values()]


def _branches(
    repository: Repository, configured: str | None, base: str | None,
) -> Iterator[_Branch]:
    """Where what has landed may be looked up, the best first."""
    shared = _shared(repository, configured)
    local: list[_Branch] = []
    if not shared:
        shared, local = _rarer(repository)
    # The base of a range is as certain as the shared branch, and known where that is of no use.
    based = [base] if base is not None else []
    yield from shared[:1]
    yield from _named(repository, based)
    yield from (*shared[1:], *local)
    for branch in _named(repository, ['HEAD']):
        yield branch._replace(certain=False)


def _shared(repository: Repository, configured: str | None) -> list[_Branch]:
    """The configured branch, then the default branch of the usual remotes."""
    names = [f'refs/remotes/{remote}/{name}' for remote in _REMOTES for name in _OF_A_REMOTE]
    if configured and not any(character.isspace() for character in configured):
        # As git reads it, or by its name at origin. One that is not here is passed over: the
        # answer says which branch was taken.
        names = [configured, f'refs/remotes/origin/{configured}', *names]
    return [
        branch._replace(ref=_target(repository, branch.ref))
        for branch in _named(repository, names)
    ]


def _target(repository: Repository, ref: str) -> str:
    """What a symbolic ref (origin/HEAD) stands for; any other ref is itself."""
    if ref.startswith('refs/') and ref.endswith('/HEAD'):
        try:
            with open(os.path.join(repository.common_dir, ref), 'rb') as file:
                return decode(file.read()).removeprefix('ref:').strip()
        except OSError:
            # Kept in another form (reftable): then its own name has to do.
            pass
    return ref


def _rarer(repository: Repository) -> tuple[list[_Branch], list[_Branch]]:
    """The default branches of other remotes; the local one, seen from another branch."""
    patterns = [f'refs/remotes/*/{name}' for name in _OF_A_REMOTE]
    patterns += [f'refs/heads/{name}' for name in _DEFAULT_BRANCHES]
    (output,) = repository.git.ask(('for-each-ref', '--format=%(HEAD) %(refname)', *patterns))
    lines = decode(output or b'').splitlines()
    remote = [line[2:] for line in lines if line[2:].startswith('refs/remotes/')]
    local = [line for line in lines if line[2:].startswith('refs/heads/')]
    if any(line.startswith('*') for line in local):
        local = []
    return (
        [branch._replace(ref=_target(repository, branch.ref))
         for branch in _named(repository, remote)],
        _named(repository, [line[2:] for line in local]),
    )


def _named(repository: Repository, names: Sequence[str]) -> list[_Branch]:
    """Those of the names that name a commit that is here."""
    found = repository.objects.get([f'{name}^{{commit}}' for name in names])
    return [_Branch(name, commit) for name, commit in zip(names, found) if commit is not None]


def _commits(repository: Repository, names: Sequence[str]) -> dict[str, Object]:
    """By id, those of the commits that are here."""
    return {branch.commit.oid: branch.commit for branch in _named(repository, names)}


def _forks(repository: Repository, tip: str, heads: Sequence[str]) -> list[str]:
    """Where the heads left the branch; nothing where they share no history."""
    others = [head for head in heads if head != tip]
    answers = repository.git.ask(*(('merge-base', '--all', tip, head) for head in others))
    found = [tip] if tip in heads else []
    for answer in answers:
        found += decode(answer or b'').split()
    return list(dict.fromkeys(found))


def _files(
    repository: Repository, commit: Object, folders: Sequence[str],
) -> dict[str, Entry]:
    """The ``*.sql`` files of a commit in the folders."""
    entries = files_of(repository.objects, commit.data, folders, _is_sql)
    if any(entry.mode == SYMLINK for entry in entries.values()):
        # A link may lead out of the folders.
        whole = files_of(repository.objects, commit.data, (), _is_sql)
        followed = follow(whole, repository.read)
        entries = {path: followed[path] for path in entries}
    return entries


def _is_sql(path: str) -> bool:
    return path.lower().endswith('.sql')
