"""File names of migrations: what they reveal, and better ones to suggest."""
from __future__ import annotations

import posixpath
import re
from collections.abc import Collection

_ROLLBACK_ENDS = ('.down.sql', '.rollback.sql', '_rollback.sql', '_down.sql')
# What may be meant as a version: digits, or a date with hyphens.
_NUMBER = r'[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])|[0-9]+'
# A version of this form is a moment in UTC, as `supabase migration new` writes it.
_DIGITS = 14


def is_rollback(path: str) -> bool:
    """Whether the file name says that it undoes a migration."""
    return path.lower().endswith(_ROLLBACK_ENDS)


def next_version(taken: Collection[str], clock: str) -> str:
    """A version that is applied after all those ``taken``, in their style where it is a plain
    count (``007``), else the present (``clock``, UTC, 14 digits) or the next second after them."""
    last = max(taken, default='')
    if not last or last < clock and len(last) >= 8:
        return clock
    following = str(int(last) + 1).zfill(len(last))
    # 999 + 1 would be applied before 999: versions are compared as text.
    if len(following) > len(last):
        return clock if clock > last else f'{last}0'
    return following


def renumbered(path: str, taken: Collection[str], clock: str) -> str:
    """A migration's path with a version that is applied after all those ``taken``."""
    folder, name = posixpath.split(path)
    return posixpath.join(folder, f'{next_version(taken, clock)}_{name.partition("_")[2]}')


def well_named(path: str, folder: str, taken: Collection[str], clock: str) -> str:
    """A path directly in ``folder`` that Supabase takes, as near to the given one as can be."""
    name = posixpath.basename(path)
    stem = name[:-len('.sql')]
    number = re.match(_NUMBER, stem)
    if name == 'migration.sql' and posixpath.dirname(path) != folder:
        # Prisma's and drizzle's layout: the folder has the name.
        stem = posixpath.basename(posixpath.dirname(path))
        number = re.match(_NUMBER, stem)
    version = number[0].replace('-', '') if number else next_version(taken, clock)
    if version in taken:
        version = next_version(taken, clock)
    rest = re.sub(r'\A[-_. ]+', '', stem[number.end() if number else 0:])
    # A file that is passed over for being called `init` needs another name, not another form.
    rest = {'': 'migration', 'init': 'init_schema'}.get(rest, rest)
    return f'{folder}/{version}_{rest}.sql'
