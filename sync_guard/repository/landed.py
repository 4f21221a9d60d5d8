"""What has landed: the migrations that the shared branch holds, and that nobody may edit."""
from __future__ import annotations

import os
from collections.abc import Iterator
from collections.abc import Sequence
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.repository.git import decode
from sync_guard.repository.git import Git
from sync_guard.repository.links import follow
from sync_guard.repository.records import Change
from sync_guard.repository.records import Entry
from sync_guard.repository.records import Landed
from sync_guard.repository.records import read_tree
from sync_guard.repository.records import SYMLINK

if TYPE_CHECKING:
    from sync_guard.repository import Repository

_DEFAULT_BRANCHES = ('main', 'master')
_PLACES = ('refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/', 'refs/remotes/origin/')
_LIST = ('ls-tree', '-r', '-z', '--full-tree')


class _Branch(NamedTuple):
    ref: str
    commit: str
    certain: bool = True
    current: bool = False


def landed(
    repository: Repository, configured: str | None, change: Change, folders: Sequence[str],
) -> Landed | None:
    """See Repository.landed()."""
    heads = _checked(repository, change)
    for branch in _branches(repository.git, configured, change.base):
        forks = _forks(repository.git, branch.commit, heads)
        if change.base not in (None, branch.commit) and forks == heads:
            # What is checked lies on that branch already: what had landed is what it built on.
            continue
        held = _held(repository, (branch.commit, *forks), folders)
        if held is None:
            # Nothing is committed yet, or the commit is not in this (broken, shallow) clone.
            continue
        tip = held[branch.commit]
        fork: dict[str, Entry] = {}
        for commit in forks:
            for path, entry in held[commit].items():
                if path not in fork or entry == tip.get(path):
                    fork[path] = entry
        return Landed(branch.ref, branch.certain, tip, fork)
    return None


def _branches(git: Git, configured: str | None, base: str | None) -> Iterator[_Branch]:
    """Where what has landed may be looked up, the best first."""
    shared = _shared(git, configured)
    if shared is not None:
        yield shared
    if base is not None:
        yield _Branch(base, base)
    local = _local(git)
    if local is not None:
        yield local
    yield _Branch('HEAD', 'HEAD', certain=False)


def _checked(repository: Repository, change: Change) -> tuple[str, ...]:
    """The commits that what is checked builds on, or is."""
    if change.tip is not None:
        return (change.tip,)
    try:
        with open(os.path.join(repository.git_dir, 'MERGE_HEAD'), 'rb') as file:
            return ('HEAD', *decode(file.read()).split())
    except OSError:
        return ('HEAD',)


def _shared(git: Git, configured: str | None) -> _Branch | None:
    """The configured branch, or the default branch of the upstream repository."""
    if configured:
        # The order in which git itself reads a short name.
        names = [f'{place}{configured}' for place in ('', *_PLACES)]
        found = _refs(git, names)
        for name in names:
            if name in found:
                return found[name]
    found = _refs(git, [f'refs/remotes/*/{name}' for name in ('HEAD', *_DEFAULT_BRANCHES)])
    remotes = sorted({name.split('/')[2] for name in found}, key=_remote_order)
    for remote in remotes:
        for branch in ('HEAD', *_DEFAULT_BRANCHES):
            name = f'refs/remotes/{remote}/{branch}'
            if name in found:
                return found[name]
    return None


def _remote_order(remote: str) -> tuple[bool, bool, str]:
    return remote != 'origin', remote != 'upstream', remote


def _local(git: Git) -> _Branch | None:
    """The local default branch, seen from another one."""
    found = _refs(git, [f'refs/heads/{name}' for name in _DEFAULT_BRANCHES])
    if any(branch.current for branch in found.values()):
        return None
    return next(iter(found.values()), None)


def _refs(git: Git, patterns: Sequence[str]) -> dict[str, _Branch]:
    """The refs that match, in git's order; a symbolic one (origin/HEAD) goes by its target."""
    (output,) = git.ask((
        'for-each-ref', '--format=%(refname)%00%(symref)%00%(objectname)%00%(HEAD)', *patterns,
    ))
    found: dict[str, _Branch] = {}
    for line in decode(output or b'').splitlines():
        name, target, commit, current = line.split('\0')
        found[name] = _Branch(target or name, commit, current=current == '*')
    return found


def _forks(git: Git, commit: str, heads: Sequence[str]) -> tuple[str, ...]:
    """Where the heads left the branch; nothing where they share no history."""
    answers = git.ask(*(('merge-base', '--all', commit, head) for head in heads))
    return tuple(dict.fromkeys(
        base for answer in answers if answer for base in decode(answer).split()
    ))


def _held(
    repository: Repository, commits: Sequence[str], folders: Sequence[str],
) -> dict[str, dict[str, Entry]] | None:
    """The ``*.sql`` files of the commits in the folders; None where one is not here."""
    listings = repository.git.ask(*((*_LIST, commit, '--', *folders) for commit in commits))
    held: dict[str, dict[str, Entry]] = {}
    for commit, listing in zip(commits, listings):
        if listing is None:
            return None
        entries = read_tree(listing, _is_sql)
        if any(entry.mode == SYMLINK for entry in entries.values()):
            # A link may lead out of the folders.
            whole = read_tree(repository.git.run(*_LIST, commit), _is_sql)
            followed = follow(whole, repository.read)
            entries = {path: followed[path] for path in entries}
        held[commit] = entries
    return held


def _is_sql(path: str) -> bool:
    return path.lower().endswith('.sql')
