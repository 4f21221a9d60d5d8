"""What was read once, kept: object ids to parsed files, prefixes of a chain to catalogs.

A cache is never right or wrong, only there or not: a database that is missing, locked, damaged,
read-only or of another version behaves as an empty one, and it is safe to delete at any instant.

Values are stored as JSON, never pickled: whoever can write a file into ``.git`` shall not thereby
run code. Equal records are stored once, and records of one class column by column, so that reading
them back is a handful of C loops.
"""
from __future__ import annotations

import importlib
import json
import os
import sys
import time
import zlib
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_PREFIX = __name__.partition('.')[0] + '.'
_SCALARS = frozenset({str, int, bool, type(None)})
_MAX_BYTES = 64 * 1024 * 1024
# Another process writes for a few milliseconds; nobody waits longer for what can be made anew.
_PATIENCE = 0.1
_DAY = 24 * 60 * 60
# Named after its shape: another version's table is another one.
_TABLE = 'key_day_data'
# SQLite took at most 999 parameters before 3.32.
_BATCH = 900


class _Slot:
    """The place of one stored value. ``cells`` are its parts, scalars as they are and others by
    their slots; ``height`` counts the levels below it; ``number`` is its place on reading back."""

    __slots__ = ('cells', 'cls', 'height', 'number')

    def __init__(self, cls: type, cells: list[Any], height: int) -> None:
        self.cls = cls
        self.cells = cells
        self.height = height
        self.number = -1


def dump(value: object) -> bytes:
    """Any nest of the project's NamedTuples, tuples, frozensets, dicts, str, int, bool and None,
    as bytes.

    Raises TypeError for anything else. Small equal parts (types, names, origins) become one object
    on the way back; each dict stays its own, since a dict can be changed.
    """
    groups: dict[tuple[int, type, int], list[_Slot]] = {}
    for slot in _slots((value,)):
        groups.setdefault((slot.height, slot.cls, len(slot.cells)), []).append(slot)
    # Deepest parts first, so that whatever a value refers to is there before it.
    order = sorted(groups, key=lambda key: (key[0], _tag(key[1]), key[2]))
    tables = [
        (cls, groups[height, cls, width],
         [(_Slot in map(type, column), column)
          for column in zip(*[slot.cells for slot in groups[height, cls, width]])])
        for height, cls, width in order
    ]
    # Scalars that share a column with other values get places as well, before all others.
    scalars: dict[tuple[type, Any], int] = {}
    for _, _, columns in tables:
        for refers, column in columns:
            if refers:
                for cell in column:
                    if type(cell) is not _Slot:
                        scalars.setdefault((type(cell), cell), len(scalars))
    number = len(scalars)
    stored: list[Any] = [[scalar for _, scalar in scalars]]
    for cls, group, columns in tables:
        for number, slot in enumerate(group, number):
            slot.number = number
        number += 1
        stored.append((_tag(cls), getattr(cls, '_fields', ()), [
            (1, [cell.number if type(cell) is _Slot else scalars[type(cell), cell]
                 for cell in column]) if refers else (0, column)
            for refers, column in columns
        ]))
    text = json.dumps(stored, separators=(',', ':')).encode()
    return b'%08x' % zlib.crc32(text) + text


def _slots(root: tuple[Any, ...]) -> Iterable[_Slot]:
    """A slot for each value in ``root``, parts before the whole, ``root`` last.

    Only small values are compared with all others: large ones hardly ever are equal and not the
    same object.
    """
    by_content: dict[Any, _Slot] = {}
    by_identity: dict[int, _Slot] = {}
    slots: list[_Slot] = []
    alive: list[Any] = []  # what is made here keeps its identity until the end

    def place(value: Any) -> _Slot:
        known = by_identity.get(id(value))
        if known is not None:
            return known
        cls = type(value)
        parts: tuple[Any, ...]
        if cls is dict:
            parts = (tuple(value), tuple(value.values()))
            alive.append(parts)
        elif cls is frozenset:
            parts = tuple(sorted(value, key=repr))
        elif cls is tuple or (issubclass(cls, tuple) and cls.__module__.startswith(_PREFIX)):
            parts = value
        else:
            raise TypeError(f'cannot be cached: {cls.__module__}.{cls.__qualname__}')
        height = 0
        cells: list[Any] = []
        for part in parts:
            if type(part) in _SCALARS:
                cells.append(part)
            else:
                slot = place(part)
                cells.append(slot)
                if slot.height >= height:
                    height = slot.height + 1
        found = None
        if height < 2 and cls is not dict:
            # With their types, for True equals 1.
            key = (cls, *cells, *map(type, cells))
            found = by_content.get(key)
        if found is None:
            found = _Slot(cls, cells, height)
            slots.append(found)
            if height < 2 and cls is not dict:
                by_content[key] = found
        by_identity[id(value)] = found
        return found

    place(root)
    return slots


def load(data: bytes) -> Any:
    """What dump() was given. Raises ValueError for damaged bytes, and for records whose fields have
    changed since: the value is to be made anew."""
    text = data[8:]
    if data[:8] != b'%08x' % zlib.crc32(text):
        raise ValueError('damaged')
    values: list[Any]
    values, *groups = json.loads(text)
    for tag, fields, columns in groups:
        place = values.__getitem__
        rows = zip(*[map(place, column) if refers else column for refers, column in columns])
        if not columns:
            empty = {'tuple': (), 'frozenset': frozenset()}
            values.append(empty[tag] if tag in empty else _class(tag, fields)())
        elif tag == 'frozenset':
            values.extend(list(map(frozenset, rows)))
        elif tag == 'tuple':
            values.extend(list(rows))
        elif tag == 'dict':
            values.extend([dict(zip(keys, contents)) for keys, contents in rows])
        else:
            # What _make() does, without a Python call for each record.
            values.extend(list(map(partial(tuple.__new__, _class(tag, fields)), rows)))
    return values[-1][0]


def _tag(cls: type) -> str:
    """``tuple``, ``dict``, ``frozenset``, or where a record's class is defined in this package."""
    if cls is tuple or cls is dict or cls is frozenset:
        return cls.__name__
    return f'{cls.__module__.removeprefix(_PREFIX)}:{cls.__qualname__}'


def _class(tag: str, fields: list[str]) -> Any:
    module_name, _, name = tag.partition(':')
    module_name = _PREFIX + module_name
    try:
        module = sys.modules.get(module_name) or importlib.import_module(module_name)
        cls = getattr(module, name)
        if list(cls._fields) != fields:
            raise ValueError(f'{tag} has other fields now')
    except (ImportError, AttributeError) as error:
        raise ValueError(f'there is no {tag}') from error
    return cls


class Cache:
    """Bytes by key, in one SQLite database; without a path it holds nothing.

    Keys are the caller's (``sql:OID``, ``chain:HASH``); entries of another build of this program
    are not seen. No method raises for whatever state the database is in.
    """

    def __init__(self, path: str | None, *, today: int | None = None) -> None:
        """``path`` is the database's file, made when first written, with its folder. ``today`` is
        the day in days since 1970, for tests of what is dropped."""
        self._path = path
        self._today = int(time.time()) // _DAY if today is None else today
        self._connection: sqlite3.Connection | None = None
        self._prefix = ''

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """What is stored under the keys; those that are not there are left out."""
        wanted = list(dict.fromkeys(keys))
        if not wanted or self._path is None or not os.path.exists(self._path):
            return {}
        return self._attempt(partial(self._get, wanted)) or {}

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        """Store all entries, or none when the database cannot be written now."""
        if entries and self._path is not None:
            self._attempt(partial(self._put, entries))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _attempt(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        try:
            import sqlite3
        except ImportError:  # a Python built without it
            return None
        try:
            return work(self._open())
        except sqlite3.OperationalError:
            # Locked, read-only, no such folder, disk full: as if it were empty, for this time.
            self.close()
        except sqlite3.DatabaseError:
            # Damaged, or no database at all: begin anew.
            self.close()
            self._remove()
        except OSError:
            pass
        return None

    def _open(self) -> sqlite3.Connection:
        import sqlite3
        if self._connection is None:
            assert self._path is not None
            os.makedirs(os.path.dirname(self._path), exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
            self._connection = connection
            # Nothing here is worth waiting for the disk: a database cut off by a power failure is
            # a damaged one, and begins anew.
            connection.execute('PRAGMA synchronous = OFF')
            self._prefix = f'{_build()}/'
        return self._connection

    def _get(self, keys: list[str], connection: sqlite3.Connection) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        stale: list[tuple[int, str]] = []
        for start in range(0, len(keys), _BATCH):
            batch = [self._prefix + key for key in keys[start:start + _BATCH]]
            marks = ','.join('?' * len(batch))
            for key, day, data in connection.execute(
                f'SELECT key, day, data FROM {_TABLE} WHERE key IN ({marks})', batch,
            ):
                found[key[len(self._prefix):]] = data
                if day != self._today:
                    stale.append((self._today, key))
        if stale:
            # Once a day: what is in use is not dropped.
            update = f'UPDATE {_TABLE} SET day = ? WHERE key = ?'
            self._attempt(lambda connection: connection.executemany(update, stale))
        return found

    def _put(self, entries: Mapping[str, bytes], connection: sqlite3.Connection) -> None:
        connection.execute('BEGIN IMMEDIATE')
        connection.execute(
            f'CREATE TABLE IF NOT EXISTS {_TABLE} (key TEXT PRIMARY KEY, day INTEGER, data BLOB)',
        )
        connection.executemany(
            f'INSERT OR REPLACE INTO {_TABLE} VALUES (?, ?, ?)',
            [(self._prefix + key, self._today, data) for key, data in entries.items()],
        )
        connection.execute('COMMIT')
        self._shrink(connection)

    def _shrink(self, connection: sqlite3.Connection) -> None:
        """Drop what was used longest ago until half of the allowed size is left."""
        if _size(connection) <= _MAX_BYTES:
            return
        connection.execute(
            f'DELETE FROM {_TABLE} WHERE rowid NOT IN (SELECT rowid FROM (SELECT rowid, '
            f'sum(length(data)) OVER (ORDER BY day DESC, rowid DESC) AS kept FROM {_TABLE}) '
            'WHERE kept <= ?)', (_MAX_BYTES // 2,),
        )
        connection.execute('VACUUM')
        if _size(connection) > _MAX_BYTES:
            # What fills it is none of ours, or of a version that kept another table.
            self.close()
            self._remove()

    def _remove(self) -> None:
        assert self._path is not None
        for path in (self._path, f'{self._path}-journal'):
            with suppress(OSError):
                os.remove(path)


def _size(connection: sqlite3.Connection) -> int:
    (pages,), (size,) = (
        connection.execute(f'PRAGMA {what}').fetchone() for what in ('page_count', 'page_size')
    )
    return int(pages * size)


def _build() -> str:
    """Names this very build of the program: what another one read may be read otherwise here.

    The version alone would not do: between two releases, and for whoever installs from a branch, it
    stays the same while the sources change. Sizes and times of the sources cost half a
    millisecond; reading them would cost ten times that.
    """
    from sync_guard import __version__
    names: list[tuple[str, int, int]] = []
    folders = [os.path.dirname(os.path.abspath(__file__))]
    with suppress(OSError):  # in a zip file: then the version has to do
        for folder in folders:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.endswith('.py'):
                        about = entry.stat()
                        names.append((entry.path, about.st_size, about.st_mtime_ns))
                    elif entry.is_dir() and not entry.name.startswith('_'):
                        folders.append(entry.path)
    return f'{__version__}-{zlib.crc32(repr(sorted(names)).encode()):08x}'
