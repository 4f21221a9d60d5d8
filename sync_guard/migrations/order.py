"""Which files are migrations, in which order, and which ones Supabase passes over in silence.

The rules are the Supabase CLI's (pkg/migration/list.go, file.go), measured on 2.122 and 3.1.
"""
from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from collections.abc import Mapping
from typing import Literal
from typing import NamedTuple
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sync_guard.projects import Project
    from sync_guard.repository import Entry

# ``[0-9]`` and not ``\d``: the CLI takes no other digits. ``(?s)`` is not set: as in Go, ``.`` is
# no newline.
_PATTERN = r'([0-9]+)_(.*)\.sql\Z'
# `supabase init` of 2021 wrote a dump of the platform's own schema under this name.
# The CLI looks for it anywhere in the name.
_INIT = r'([0-9]{14})_init\.sql'
_INIT_UNTIL = '20211209000000'
# Folders that say by their name that what is in them is not meant to be applied.
_ASIDE = frozenset({
    'archive', 'archived', 'backup', 'backups', 'deprecated', 'disabled', 'down', 'examples', 'old',
    'obsolete', 'rollback', 'rollbacks', 'seed', 'seeds', 'snippets', 'test', 'tests',
})

# The mode of a symbolic link, whose bytes are its target.
_LINK = '120000'

Why = Literal[
    'hyphen', 'no number', 'no name', 'upper case', 'folder', 'aside', 'init', 'link', 'other',
]


class Migration(NamedTuple):
    """``version`` is the number as text, which is how the CLI compares it; ``name`` the rest.
    ``folder`` is the migrations folder, ``supabase`` whether it is of Supabase's layout."""

    path: str
    oid: str
    version: str
    name: str
    folder: str
    supabase: bool = True


class Skipped(NamedTuple):
    """A ``.sql`` file in a migrations folder that is never applied; or one that is a symbolic link,
    which is applied, but not followed here."""

    path: str
    oid: str
    why: Why


class Chain(NamedTuple):
    """``migrations`` in the order in which they are applied, by PostgreSQL of version ``major``,
    where that is known."""

    root: str
    migrations: tuple[Migration, ...]
    skipped: tuple[Skipped, ...] = ()
    major: int | None = None


def chain(project: Project, entries: Mapping[str, Entry]) -> Chain:
    """The chain of a project's folders, one after the other, among a snapshot's entries."""
    migrations: list[Migration] = []
    skipped: list[Skipped] = []
    for folder in project.migrations:
        files = [path for path in entries if path.startswith(f'{folder}/')]
        read = _prisma_layout if is_prisma_layout(folder, files) else _supabase_layout
        for one in read(folder, files, entries):
            if isinstance(one, Migration):
                migrations.append(one)
            else:
                skipped.append(one)
    return Chain(project.root, tuple(migrations), tuple(skipped), project.postgres_major)


def declared_chain(project: Project, entries: Mapping[str, Entry]) -> Chain:
    """The files of declarative schemas as a chain: built like one, in the order they are named."""
    return Chain(f'{project.root}:declared', tuple(
        Migration(path, entries[path].oid, '', posixpath.basename(path), posixpath.dirname(path))
        for path in project.declared if entries[path].mode != _LINK
    ), major=project.postgres_major)


def _supabase_layout(
        folder: str, files: list[str], entries: Mapping[str, Entry],
) -> Iterator[Migration | Skipped]:
    """By the order of (version, file name) as text; sub-folders are not looked into."""
    names = {path[len(folder) + 1:]: path for path in files}
    first = min((name.partition('/')[0] for name in names), default='')
    pattern, init_pattern = re.compile(_PATTERN), re.compile(_INIT)
    found = []
    for name, path in sorted(names.items()):
        if '/' in name:
            continue
        oid = entries[path].oid
        match = pattern.match(name)
        init = name == first and init_pattern.search(name)
        if init and init[1] < _INIT_UNTIL:
            yield Skipped(path, oid, 'init')
        elif match and entries[path].mode == _LINK:
            yield Skipped(path, oid, 'link')
        elif match:
            found.append(Migration(path, oid, match[1], match[2], folder))
        elif name.lower().endswith('.sql') and not name.startswith('.'):
            yield Skipped(path, oid, _why(name))
    yield from sorted(found, key=lambda m: (m.version, m.path))
    for name, path in sorted(names.items()):
        below = name.split('/')
        if len(below) > 1 and name.lower().endswith('.sql'):
            aside = any(part.lower() in _ASIDE or part[:1] in '._' for part in below[:-1])
            yield Skipped(path, entries[path].oid, 'aside' if aside else 'folder')


def _why(name: str) -> Why:
    if re.match(_PATTERN, name[:-4] + '.sql'):
        return 'upper case'
    if re.match(r'[0-9]+-', name):
        return 'hyphen'
    if re.match(r'[0-9]+\.', name):
        return 'no name'
    return 'other' if name[:1].isdigit() else 'no number'


def is_prisma_layout(folder: str, files: list[str]) -> bool:
    """Whether a configured folder holds ``<timestamp>_<name>/migration.sql``. Of supabase/
    migrations the CLI decides, and it looks into no sub-folder."""
    if f'/{folder}'.endswith('/supabase/migrations'):
        return False
    return any(path.count('/') == folder.count('/') + 2 and path.endswith('/migration.sql')
               for path in files)


def _prisma_layout(
        folder: str, files: list[str], entries: Mapping[str, Entry],
) -> Iterator[Migration]:
    """`prisma migrate deploy` takes the folders in the order of their names."""
    names = sorted(
        path[len(folder) + 1:-len('/migration.sql')] for path in files
        if path.endswith('/migration.sql') and path.count('/') == folder.count('/') + 2
    )
    for name in names:
        path = f'{folder}/{name}/migration.sql'
        version, _, rest = name.partition('_')
        yield Migration(path, entries[path].oid, version, rest, folder, supabase=False)
