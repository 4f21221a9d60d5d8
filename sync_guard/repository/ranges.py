"""Ranges of commits: what people write, and what pre-commit says in its environment."""
from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sync_guard.errors import UsageError
from sync_guard.repository.git import decode
from sync_guard.repository.records import after_of
from sync_guard.repository.records import Change
from sync_guard.repository.records import read_raw

if TYPE_CHECKING:
    import git as gitpython

    from sync_guard.repository import Repository

_DIFF = ('diff-tree', '-r', '--raw', '-z', '--no-renames', '--no-ext-diff', '--no-abbrev')


def range_change(repository: Repository, spec: str) -> Change:
    """See Repository.range()."""
    commands = _gitpython(repository)
    if '...' in spec:
        left, _, right = spec.partition('...')
        tip = _commit(repository, commands, right)
        base = None if _is_zeros(left) else _merge_base(
            repository, commands, _commit(repository, commands, left), tip, left, right,
        )
    elif '..' in spec:
        left, _, right = spec.partition('..')
        base = None if _is_zeros(left) else _commit(repository, commands, left)
        tip = _commit(repository, commands, right)
    else:
        tip = _commit(repository, commands, spec)
        base = _first_parent(repository, commands, tip, spec)
    before = base or repository.empty_tree
    # Against the empty tree, `diff-tree` lists a tree; unlike `ls-tree` it takes pathspecs.
    difference, listing = repository.git.run_together(
        (*_DIFF, before, tip, '--', *repository.patterns),
        (*_DIFF, repository.empty_tree, tip, '--', *repository.patterns),
    )
    return repository.change(
        base[:12] if base else 'nothing', tip[:12],
        read_raw(difference, repository.interest),
        after_of(read_raw(listing, repository.interest)), base=base, tip=tip,
    )


def _gitpython(repository: Repository) -> gitpython.Git:
    # 40 ms to import, and only for people who wait anyway. Its commands, not its Repo: that one
    # looks for the repository itself, where GIT_DIR may name another place.
    import git as gitpython
    commands = gitpython.Git(repository.top)
    commands.update_environment(**repository.git.environ)
    return commands


def _commit(repository: Repository, commands: gitpython.Git, revision: str) -> str:
    """The full id of the commit; git itself reads it, which knows every spelling and SHA-256."""
    import git as gitpython
    revision = revision or 'HEAD'
    try:
        # In two steps, for `:/text^{commit}` would look for that text.
        named = commands.rev_parse('--verify', '--quiet', '--end-of-options', revision)
        found: str = commands.rev_parse('--verify', '--quiet', f'{named}^{{commit}}')
    except gitpython.exc.GitCommandError as error:
        hint = ''
        if _is_shallow(repository):
            hint = '; this clone is shallow: git fetch --unshallow (in CI: fetch-depth: 0)'
        raise UsageError(f'unknown revision {revision}{hint}') from error
    return found


def _merge_base(
    repository: Repository, commands: gitpython.Git, left: str, right: str, *names: str,
) -> str:
    import git as gitpython
    try:
        # Of several, the first: the one `git diff A...B` takes.
        found: str = commands.merge_base('--all', left, right).split()[0]
    except gitpython.exc.GitCommandError as error:
        between = ' and '.join(name or 'HEAD' for name in names)
        raise UsageError(
            f'{between} have no common ancestor here'
            + ('; this clone is shallow: git fetch --unshallow (in CI: fetch-depth: 0)'
               if _is_shallow(repository) else ''),
        ) from error
    return found


def _first_parent(
    repository: Repository, commands: gitpython.Git, commit: str, name: str,
) -> str | None:
    parents = commands.rev_list('--parents', '--max-count=1', commit).split()[1:]
    if parents:
        found: str = parents[0]
        return found
    if commit in _shallow(repository):
        raise UsageError(
            f'the parent of {name or "HEAD"} is not in this shallow clone: '
            'git fetch --deepen=1 (in CI: fetch-depth: 2)',
        )
    return None


def _shallow(repository: Repository) -> list[str]:
    """The commits whose parents a shallow clone left out."""
    try:
        with open(os.path.join(repository.common_dir, 'shallow'), 'rb') as file:
            return decode(file.read()).split()
    except OSError:
        return []


def _is_shallow(repository: Repository) -> bool:
    return bool(_shallow(repository))


def _is_zeros(revision: str) -> bool:
    return len(revision) >= 40 and not revision.strip('0')
