"""What is read out of git, as plain data, and the few lines of parsing that make it."""
# Annotations are not postponed here, for the reason in catalog.py.
from collections.abc import Callable
from collections.abc import Iterator
from typing import NamedTuple

from sync_guard.repository.git import decode

# Paths are git's: relative to the top of the repository, with slashes on every system, bytes that
# are no UTF-8 as lone surrogates (surrogateescape).
Interest = Callable[[str], bool]

SYMLINK = '120000'
_SUBMODULE, _NOTHING = '160000', '000000'
_NAMES = (
    'package.json', 'sync-guard.toml', 'package-lock.json', 'npm-shrinkwrap.json',
    'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb', 'deno.lock',
)
# Prisma reads prisma.config.{js,ts,mjs,cjs,mts,cts} and .config/prisma.{…}.
_SCRIPTS = frozenset({'js', 'ts', 'mjs', 'cjs', 'mts', 'cts'})
# The same for git, which sorts 100,000 files out in a quarter of the time: pathspecs that hold
# whatever is_guarded() holds, and little else.
GUARDED = tuple(f':(top,icase)*{ending}' for ending in (
    '.sql', '.prisma', *_NAMES, 'supabase/config.toml', 'prisma.config.*', '.config/prisma.*',
))


def is_guarded(path: str) -> bool:
    """Whether a path can matter to any check: everything else is never looked at.

    Upper case endings count: Supabase passes over ``1_a.SQL`` in silence, which is a finding.
    """
    folder, _, name = path.lower().rpartition('/')
    stem, _, ending = name.rpartition('.')
    return (
        name.endswith(('.sql', '.prisma'))
        or name in _NAMES
        or (name == 'config.toml' and folder.endswith('supabase'))
        or (ending in _SCRIPTS and (
            stem == 'prisma.config' or (stem == 'prisma' and folder.endswith('.config'))
        ))
    )


class Entry(NamedTuple):
    """A file: ``mode`` is ``100644``, ``100755``, or ``120000`` for a symbolic link that leads to
    no guarded file (its bytes are its target); ``oid`` is the full id of its bytes."""

    mode: str
    oid: str


class RawChange(NamedTuple):
    """One line of ``git diff --raw``; ``before`` or ``after`` is None where there is no file."""

    path: str
    before: Entry | None
    after: Entry | None
    unmerged: bool = False


class Snapshot(NamedTuple):
    """The guarded files of the index, of a commit, or of the working tree, by path."""

    label: str
    entries: dict[str, Entry]


class Change(NamedTuple):
    """What a commit, or a range of them, makes out of what was there before.

    ``changed`` are the paths that differ; ``merging`` whether a merge is being committed. ``base``
    is the commit a range is measured from, ``tip`` the one it ends in; both are None for what is
    staged.
    """

    before: Snapshot
    after: Snapshot
    changed: frozenset[str]
    merging: bool = False
    base: str | None = None
    tip: str | None = None


class Landed(NamedTuple):
    """What the shared branch holds of the ``*.sql`` files.

    ``tip`` is the branch's newest commit known here, ``fork`` where the checked commits left it (of
    several merge bases all files, in the tip's version where one has it). ``certain`` is False
    where no shared branch is known and ``ref`` is the commit checked out.
    """

    ref: str
    certain: bool
    tip: dict[str, Entry]
    fork: dict[str, Entry]


def read_raw(output: bytes, interest: Interest) -> tuple[RawChange, ...]:
    """The lines of ``git diff… --raw -z --no-renames --no-abbrev``."""
    return tuple(_raw(output, interest))


def _raw(output: bytes, interest: Interest) -> Iterator[RawChange]:
    fields = iter(output.split(b'\0'))
    for field in fields:
        if not field:
            return
        path = decode(next(fields))
        if interest(path):
            before_mode, after_mode, before, after, status = field[1:].decode().split(' ')
            yield RawChange(
                path, _entry(before_mode, before), _entry(after_mode, after), status == 'U',
            )


def read_index(output: bytes, interest: Interest) -> tuple[dict[str, Entry], list[str]]:
    """The lines of ``git ls-files -s -z``: entries, and the paths that are not merged."""
    entries: dict[str, Entry] = {}
    unmerged: list[str] = []
    for line in output.split(b'\0')[:-1]:
        about, _, raw_path = line.partition(b'\t')
        path = decode(raw_path)
        if not interest(path):
            continue
        mode, oid, stage = about.decode().split(' ')
        entry = _entry(mode, oid)
        if stage != '0':
            unmerged.append(path)
        elif entry is not None:
            entries[path] = entry
    return entries, unmerged


def _entry(mode: str, oid: str) -> Entry | None:
    return None if mode in (_SUBMODULE, _NOTHING) else Entry(mode, oid)


def before_of(after: dict[str, Entry], changes: tuple[RawChange, ...]) -> dict[str, Entry]:
    """The files before the changes that led to ``after``."""
    before = dict(after)
    for change in changes:
        if change.before is None:
            before.pop(change.path, None)
        else:
            before[change.path] = change.before
    return before


def after_of(changes: tuple[RawChange, ...]) -> dict[str, Entry]:
    """The files that the changes lead to."""
    return {change.path: change.after for change in changes if change.after is not None}
