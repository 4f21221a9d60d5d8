"""`sync-guard install` and `uninstall`: the native git hooks, around any hook already there.

A hook that is already there is renamed to ``<hook>.sync-guard-chained`` and called first; taking
ours away renames it back, so it returns byte for byte, with its mode. Nothing is ever overwritten.
"""
from __future__ import annotations

import hashlib
import os
import re
import shlex
import stat
import sys
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from typing import NamedTuple
from typing import TextIO

from sync_guard.errors import IN_STEP
from sync_guard.errors import UsageError

HOOKS = ('pre-commit', 'pre-push')
CHAINED = '.sync-guard-chained'
_EDITED = '.sync-guard-edited'
# pre-commit, installed after us, renames our hook so and calls it.
_LEGACY = '.legacy'
# The last line of an installed hook; the digest tells whether it was edited since.
_SEAL = '# sync-guard hook: '


class _Place(NamedTuple):
    """``directory`` is absolute; ``shown`` is how people are told about it."""

    directory: str
    shown: str
    in_work_tree: bool
    note: str | None


def install(cwd: str, environ: Mapping[str, str], out: TextIO) -> int:
    """Put the hooks in place, or renew them; running it twice changes nothing.

    Raises UsageError, before anything is changed, where a hook cannot be put.
    """
    place = _place(cwd, environ)
    for name in HOOKS:
        _refuse_what_cannot_be_chained(os.path.join(place.directory, name))
    with _writing(place):
        os.makedirs(place.directory, exist_ok=True)
        for name in HOOKS:
            out.write(f'{name}: {_install_one(name, place)}\n')
    if place.note is not None:
        out.write(f'{place.note}\n')
    return IN_STEP


def uninstall(cwd: str, environ: Mapping[str, str], out: TextIO) -> int:
    """Take the hooks away and put back what was there before; what others put there stays."""
    place = _place(cwd, environ)
    with _writing(place):
        for name in HOOKS:
            out.write(f'{name}: {_uninstall_one(name, place)}\n')
    return IN_STEP


@contextmanager
def _writing(place: _Place) -> Iterator[None]:
    """What the system refuses (a folder of somebody else's, a full disk) is the user's to mend."""
    try:
        yield
    except OSError as error:
        raise UsageError(error.strerror or str(error), error.filename or place.directory) from None


def _install_one(name: str, place: _Place) -> str:
    hook = os.path.join(place.directory, name)
    text = _text(name, '' if place.in_work_tree else sys.executable)
    for ours in (hook, hook + _LEGACY):
        present = _read(ours)
        if present is None or not _is_ours(present):
            continue
        if present == text:
            return f'already in place in {place.shown}'
        if _is_edited(present):
            return (
                f'edited since it was installed in {place.shown}, so it is left as it is; '
                'uninstall first to renew it'
            )
        _write(ours, text)
        return f'renewed in {place.shown}'
    if not os.path.lexists(hook):
        _write(hook, text)
        return f'installed in {place.shown}'
    if os.path.lexists(hook + CHAINED):
        # Another program replaced our hook without looking; what it replaced is kept all the same.
        _set_aside(hook + CHAINED, '.old')
    new = _written(hook, text)
    os.rename(hook, hook + CHAINED)
    os.replace(new, hook)
    return (
        f'installed in {place.shown}; the hook that was there is kept as '
        f'{name}{CHAINED} and runs first'
    )


def _uninstall_one(name: str, place: _Place) -> str:
    hook = os.path.join(place.directory, name)
    chained = hook + CHAINED
    for ours in (hook, hook + _LEGACY):
        present = _read(ours)
        if present is None or not _is_ours(present):
            continue
        if _is_edited(present):
            kept = os.path.basename(_set_aside(ours, _EDITED))
            said = f'removed from {place.shown}; it was edited, so it is kept as {kept}'
        else:
            os.remove(ours)
            said = f'removed from {place.shown}'
        if os.path.lexists(chained):
            os.rename(chained, ours)
            said += '; the hook from before is back'
        return said
    if os.path.lexists(chained):
        return (
            f'replaced by another program, left as it is; the hook from before is '
            f'{name}{CHAINED} in {place.shown}'
        )
    return f'not installed in {place.shown}'


def _place(cwd: str, environ: Mapping[str, str]) -> _Place:
    from sync_guard.repository import Repository

    repository = Repository.open(cwd, environ)
    top = os.path.realpath(repository.top)
    directory = os.path.realpath(os.path.join(top, repository.hooks_directory()))
    if os.path.lexists(directory) and not os.path.isdir(directory):
        raise UsageError(f'core.hooksPath is {directory}, which is no folder: hooks are turned off')
    if os.path.basename(directory) == '_' and os.path.isfile(os.path.join(directory, 'h')):
        # husky 9 rewrites this folder at each `npm install`; its files call those one level up.
        directory = os.path.dirname(directory)
    if _is_in(directory, os.path.realpath(repository.common_dir)):
        return _Place(directory, '.git/hooks', in_work_tree=False, note=None)
    if _is_in(directory, top):
        shown = os.path.relpath(directory, top).replace(os.sep, '/')
        return _Place(directory, shown, in_work_tree=True, note=(
            f'{shown} is inside the work tree: commit the hooks, and everyone who uses them needs '
            'sync-guard on PATH'
        ))
    return _Place(directory, directory, in_work_tree=False, note=(
        f'core.hooksPath is {directory}: every repository that uses it now runs sync-guard'
    ))


def _is_in(path: str, folder: str) -> bool:
    try:
        return os.path.commonpath((path, folder)) == folder
    except ValueError:  # two drives of Windows
        return False


def _refuse_what_cannot_be_chained(hook: str) -> None:
    if os.path.isdir(hook):
        raise UsageError(f'{hook} is a folder: a hook cannot be put there')
    present = _read(hook)
    # Overcommit, husky 4 and other dispatchers look at the name they were started by.
    if present and re.search(r'basename\W{1,9}(\$0|(sys\.)?argv)|\$\{0##', present):
        raise UsageError(
            f'{hook} finds out from its own name which hook it is, so it cannot be kept under '
            'another: call `sync-guard check` from it instead',
        )


def _text(name: str, python: str) -> str:
    """The hook as it is installed: the shipped file, the Python to ask first, the seal."""
    with open(os.path.join(_shipped(), name), encoding='utf-8') as file:
        shipped = file.read()
    quoted = shlex.quote(python.replace(os.sep, '/'))
    text = shipped.replace("\npython=''\n", f'\npython={quoted}\n', 1)
    return f'{text}{_SEAL}{_digest(text)}\n'


def _shipped() -> str:
    """The folder of the hooks: inside the package when installed, beside it in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, 'hooks')
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), 'hooks')


def _is_ours(text: str) -> bool:
    return _SEAL in text


def _is_edited(text: str) -> bool:
    above, _, seal = text.rpartition(_SEAL)
    return seal != f'{_digest(above)}\n'


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()[:16]


def _read(path: str) -> str | None:
    """The text of a file, with line endings as git for Windows may not leave them; None for none.

    A hook can be a binary too, so undecodable bytes are carried along.
    """
    try:
        with open(path, encoding='utf-8', errors='surrogateescape') as file:
            return file.read()
    except FileNotFoundError:
        return None


def _write(path: str, text: str) -> None:
    """Write a hook through a rename, so that git never runs half of one."""
    os.replace(_written(path, text), path)


def _written(path: str, text: str) -> str:
    """The path of a file beside the hook, which is ready to take its place."""
    new = f'{path}.sync-guard-new'
    with open(new, 'w', encoding='utf-8', errors='surrogateescape', newline='\n') as file:
        file.write(text)
    os.chmod(new, os.stat(new).st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    return new


def _set_aside(path: str, suffix: str) -> str:
    """Rename a file to a name that is free and return that name."""
    free, number = path + suffix, 1
    while os.path.lexists(free):
        number += 1
        free = f'{path}{suffix}{number}'
    os.rename(path, free)
    return free
