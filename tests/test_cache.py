"""The cache: what goes in comes out, and whatever its database is like, nothing breaks."""
from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_guard import cache as cache_module
from sync_guard.cache import Cache
from sync_guard.cache import dump
from sync_guard.cache import load
from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Default
from sync_guard.catalog import Enum
from sync_guard.catalog import Label
from sync_guard.catalog import Name
from sync_guard.catalog import Origin
from sync_guard.catalog import Table
from sync_guard.catalog import Type

TOP = Path(__file__).resolve().parents[1]


def exactly(value: Any) -> Any:
    """A form in which values are equal only when they are of the same types and order all over."""
    if isinstance(value, dict):
        return 'dict', [(exactly(key), exactly(part)) for key, part in value.items()]
    if isinstance(value, frozenset):
        return 'frozenset', {repr(exactly(part)) for part in value}
    if isinstance(value, tuple):
        return type(value), [exactly(part) for part in value]
    return type(value), value


TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers(-2, 2) | st.integers() | TEXT
ORIGINS = st.builds(Origin, TEXT, st.integers(0, 3), st.integers(0, 3))
NAMES = st.builds(Name, TEXT, TEXT)
LABELS = st.builds(Label, TEXT, st.none() | ORIGINS, st.none() | TEXT)
TYPES = st.builds(Type, TEXT, TEXT, st.none() | st.tuples(TEXT), st.booleans())
COLUMNS = st.builds(
    Column, TEXT, TYPES, st.booleans(),
    st.none() | st.builds(Default, st.just('literal'), TEXT, TEXT), origin=st.none() | ORIGINS,
)
VALUES = st.recursive(
    SCALARS | ORIGINS | NAMES | LABELS | COLUMNS,
    lambda parts: (
        st.lists(parts, max_size=5).map(tuple)
        | st.dictionaries(TEXT | NAMES, parts, max_size=4)
        # Records do not mind what their fields hold.
        | st.builds(Label, parts, parts, parts)
        | st.builds(Name, parts, parts)
        | st.frozensets(TEXT | NAMES, max_size=3)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_what_goes_in_comes_out(value: object) -> None:
    assert exactly(load(dump(value))) == exactly(value)


CASES: dict[str, object] = {
    'nothing': None,
    'a number': 7,
    'true beside one': ((True, 1), (1, True), (False, 0, None, '')),
    'equal records of two classes and a tuple': (Name('a', 'b'), ('a', 'b'), Name('a', 'b')),
    'empty things': ((), {}, '', Catalog()),
    'scalars beside records': (1, Name('a', 'b'), None, True, 'x', ()),
    'sets': (frozenset(), frozenset({'a', 'b'}), frozenset({('a', 1), Name('a', 'b')})),
    'records that are large, equal and apart': (
        Table('a', 'b', columns=(Column('c', Type('d', 'e'), True),)),
        Table('a', 'b', columns=(Column('c', Type('d', 'e'), True),)),
    ),
    'keys of both kinds': {'a': 1, Name('a', 'b'): {'c': {}}},
    'the order of a mapping': {'z': 1, 'a': 2, 'm': 3},
    'text of any kind': ('\0', '\ud800', '\udcff', '表\u2028', '"\\'),
    'large numbers': (2**63, -2**100),
}


@pytest.mark.parametrize('value', CASES.values(), ids=CASES)
def test_a_value_keeps_its_form(value: object) -> None:
    assert exactly(load(dump(value))) == exactly(value)


def test_the_same_value_gives_the_same_bytes() -> None:
    first, second = ({Name('a', 'b'): (Origin('p', 1), Origin('p', 1))} for _ in range(2))
    assert dump(first) == dump(second)


def test_equal_records_become_one() -> None:
    first, second = load(dump((Origin('p', 1), Origin('p', 1))))
    assert first is second


def test_mappings_stay_apart_since_they_can_be_changed() -> None:
    shared: dict[str, int] = {}
    first, second = load(dump((Catalog(tables={}), Catalog(tables={}))))
    assert first.tables is not second.tables
    assert first.tables is not first.types
    first, second = load(dump(({'a': shared}, {'a': dict(shared)})))
    assert first['a'] is not second['a']


class Foreign(NamedTuple):
    text: str


@pytest.mark.parametrize('value', [
    [1], {1}, 1.5, b'x', Foreign('x'), object(), {'a': (1, [2])}, os.stat_result(range(10)),
], ids=repr)
def test_other_values_are_refused(value: object) -> None:
    with pytest.raises(TypeError, match='cannot be cached'):
        dump(value)


SAMPLE = dump({Name('public', 'mood'): Enum('public', 'mood', (Label('sad'), Label('ok')))})


@pytest.mark.parametrize('position', range(0, len(SAMPLE), 7))
def test_a_damaged_byte_is_noticed(position: int) -> None:
    damaged = bytearray(SAMPLE)
    damaged[position] ^= 4
    with pytest.raises(ValueError):
        load(bytes(damaged))


@pytest.mark.parametrize('length', [0, 1, 8, 9, len(SAMPLE) - 1])
def test_a_lost_end_is_noticed(length: int) -> None:
    with pytest.raises(ValueError):
        load(SAMPLE[:length])


def stored(groups: str) -> bytes:
    import zlib
    return b'%08x' % zlib.crc32(groups.encode()) + groups.encode()


@pytest.mark.parametrize('text', [
    pytest.param('[[],["catalog:Name",["schema"],[[0,["a"]]]]]', id='other fields'),
    pytest.param('[[],["catalog:Nothing",["a"],[[0,["a"]]]]]', id='no such class'),
    pytest.param('[[],["nowhere:Name",["a"],[[0,["a"]]]]]', id='no such module'),
    pytest.param('[[],["catalog:is_managed",["a"],[[0,["a"]]]]]', id='no class'),
    pytest.param('[[],["errors:UsageError",["a"],[[0,["a"]]]]]', id='no record'),
])
def test_a_record_that_has_changed_since_is_made_anew(text: str) -> None:
    with pytest.raises(ValueError):
        load(stored(text))


def test_a_catalog_of_three_thousand_columns_loads_in_a_blink() -> None:
    def column(table: int, number: int) -> Column:
        return Column(
            f'column_{number}', Type('pg_catalog', ('int4', 'text', 'uuid')[number % 3]),
            bool(number % 2), Default('now', '', 'now()') if number % 5 == 0 else None,
            origin=Origin(f'supabase/migrations/{table}.sql', number),
        )
    tables = [
        Table('public', f'table_{table}', columns=tuple(column(table, n) for n in range(15)))
        for table in range(200)
    ]
    data = dump(Catalog(tables={table.key: table for table in tables}))
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        load(data)
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.025


# The database


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / 'git/sync-guard/cache.db')


def test_what_is_put_is_there_for_the_next_process(path: str) -> None:
    first = Cache(path)
    assert first.get_many(['a', 'b']) == {}
    first.put_many({'a': b'1', 'b': b''})
    assert first.get_many(['a', 'b', 'c', 'a']) == {'a': b'1', 'b': b''}
    first.close()
    assert Cache(path).get_many(['a']) == {'a': b'1'}


def test_looking_makes_no_file(path: str) -> None:
    assert Cache(path).get_many(['a']) == {}
    Cache(path).put_many({})
    assert not os.path.exists(os.path.dirname(path))


def test_what_is_put_again_is_replaced(path: str) -> None:
    cache = Cache(path)
    cache.put_many({'a': b'1'})
    cache.put_many({'a': b'2'})
    assert cache.get_many(['a']) == {'a': b'2'}


def test_without_a_path_nothing_is_kept() -> None:
    cache = Cache(None)
    cache.put_many({'a': b'1'})
    assert cache.get_many(['a']) == {}
    cache.close()


def test_any_number_of_keys_is_asked_at_once(path: str) -> None:
    entries = {str(number): b'%d' % number for number in range(3000)}
    cache = Cache(path)
    cache.put_many(entries)
    assert cache.get_many(entries) == entries


def test_another_build_of_the_program_sees_nothing(
        path: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    Cache(path).put_many({'a': b'1'})
    monkeypatch.setattr('sync_guard.__version__', '9.9.9')
    assert Cache(path).get_many(['a']) == {}


def test_a_changed_source_is_another_build(tmp_path: Path) -> None:
    package = tmp_path / 'sync_guard'
    package.mkdir()
    for name in ('__init__.py', 'cache.py'):
        (package / name).write_bytes((TOP / 'sync_guard' / name).read_bytes())
    (package / 'room').mkdir()
    source = package / 'room/reader.py'
    source.write_text('pass')

    def build() -> str:
        return subprocess.run(
            (sys.executable, '-c', 'from sync_guard.cache import _build; print(_build())'),
            cwd=tmp_path, capture_output=True, encoding='utf-8', check=True,
            env={**os.environ, 'PYTHONPATH': str(tmp_path)},
        ).stdout
    first = build()
    assert build() == first
    source.write_text('pass\n')
    assert build() != first


DAMAGE = {
    'empty': b'',
    'no database': b'nonsense' * 1000,
    'cut off': None,
    'zeros': bytes(8192),
}


@pytest.mark.parametrize('content', DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_database_begins_anew(path: str, content: bytes | None) -> None:
    cache = Cache(path)
    cache.put_many({str(number): bytes(500) for number in range(200)})
    cache.close()
    with open(path, 'r+b') as file:
        if content is None:
            file.truncate(10_000)
        else:
            file.truncate(0)
            file.write(content)
    keys = [str(number) for number in range(200)]
    damaged = Cache(path)
    assert set(damaged.get_many(keys).values()) <= {bytes(500)}
    damaged.put_many({'a': b'1'})
    damaged.put_many({'a': b'1'})
    assert damaged.get_many(['a']) == {'a': b'1'}


def test_a_damaged_page_is_never_an_error(path: str) -> None:
    cache = Cache(path)
    cache.put_many({str(number): bytes(500) for number in range(200)})
    cache.close()
    with open(path, 'r+b') as file:
        for page in range(1, 40):
            file.seek(page * 4096 + 100)
            file.write(b'\xff' * 2000)
    damaged = Cache(path)
    damaged.get_many([str(number) for number in range(200)])
    damaged.put_many({'a': b'1'})
    damaged.put_many({'a': b'1'})
    assert damaged.get_many(['a']) == {'a': b'1'}


def foreign_database(path: str, size: int) -> None:
    os.makedirs(os.path.dirname(path))
    other = sqlite3.connect(path)
    other.execute('CREATE TABLE entry (something BLOB)')
    other.execute('INSERT INTO entry VALUES (zeroblob(?))', (size,))
    other.commit()
    other.close()


def test_a_table_of_another_version_is_passed_over(path: str) -> None:
    foreign_database(path, 10)
    cache = Cache(path)
    assert cache.get_many(['a']) == {}
    cache.put_many({'a': b'1'})
    assert cache.get_many(['a']) == {'a': b'1'}


def test_a_table_of_another_version_does_not_fill_it_for_ever(
        path: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cache_module, '_MAX_BYTES', 400_000)
    foreign_database(path, 500_000)
    cache = Cache(path)
    cache.put_many({'a': b'1'})
    cache.put_many({'a': b'1'})
    assert cache.get_many(['a']) == {'a': b'1'}
    assert os.path.getsize(path) < 100_000


def test_a_locked_database_is_not_waited_for(path: str) -> None:
    Cache(path).put_many({'a': b'1'})
    other = sqlite3.connect(path, isolation_level=None)
    other.execute('BEGIN EXCLUSIVE')
    start = time.monotonic()
    cache = Cache(path)
    assert cache.get_many(['a']) == {}
    cache.put_many({'b': b'2'})
    assert time.monotonic() - start < 2
    other.execute('ROLLBACK')
    assert cache.get_many(['a', 'b']) == {'a': b'1'}


def test_a_read_only_database_is_read(path: str) -> None:
    Cache(path).put_many({'a': b'1'})
    os.chmod(path, 0o444)
    os.chmod(os.path.dirname(path), 0o555)
    if os.access(path, os.W_OK):
        pytest.skip('this user writes anywhere')
    cache = Cache(path, today=99_999)
    assert cache.get_many(['a']) == {'a': b'1'}
    cache.put_many({'b': b'2'})
    assert cache.get_many(['a', 'b']) == {'a': b'1'}


@pytest.mark.parametrize('place', ['file/cache.db', 'folder'], ids=['below a file', 'a folder'])
def test_a_place_that_cannot_be_is_an_empty_cache(tmp_path: Path, place: str) -> None:
    (tmp_path / 'file').write_text('')
    (tmp_path / 'folder').mkdir()
    cache = Cache(str(tmp_path / place))
    cache.put_many({'a': b'1'})
    assert cache.get_many(['a']) == {}


def test_a_python_without_sqlite_has_an_empty_cache(
        path: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    Cache(path).put_many({'a': b'1'})
    monkeypatch.setitem(sys.modules, 'sqlite3', None)
    cache = Cache(path)
    assert cache.get_many(['a']) == {}
    cache.put_many({'b': b'2'})


def test_deleting_it_at_any_instant_is_safe(path: str) -> None:
    cache = Cache(path)
    cache.put_many({'a': b'1'})
    assert cache.get_many(['a']) == {'a': b'1'}
    if sys.platform != 'win32':  # an open file cannot be deleted there
        os.remove(path)
    cache.put_many({'b': b'2'})
    cache.get_many(['a', 'b'])
    cache.close()
    again = Cache(path)
    again.put_many({'c': b'3'})
    assert again.get_many(['c']) == {'c': b'3'}


_WRITER = '''
import sys
from sync_guard.cache import Cache
for number in range(30):
    cache = Cache(sys.argv[1])
    cache.put_many({f'{sys.argv[2]}{number}': bytes(20_000)})
    cache.get_many([f'{other}{number}' for other in 'ab'])
    cache.close()
'''


def test_two_processes_at_once_do_no_harm(path: str) -> None:
    writers = [
        subprocess.Popen((sys.executable, '-W', 'error', '-c', _WRITER, path, name), cwd=TOP)
        for name in 'ab'
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    found = Cache(path).get_many([f'{name}{number}' for name in 'ab' for number in range(30)])
    assert len(found) > 30
    assert set(found.values()) == {bytes(20_000)}


def test_what_was_not_used_for_longest_is_dropped(
        path: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cache_module, '_MAX_BYTES', 400_000)
    old = Cache(path, today=1)
    old.put_many({f'old{number}': bytes(10_000) for number in range(30)})
    old.put_many({'in use': bytes(10_000)})
    used = Cache(path, today=2)
    assert len(used.get_many(['in use'])) == 1
    used.put_many({f'new{number}': bytes(10_000) for number in range(12)})
    assert os.path.getsize(path) < 250_000
    kept = used.get_many(
        [f'old{n}' for n in range(30)] + [f'new{n}' for n in range(12)] + ['in use'],
    )
    assert 'in use' in kept
    assert {f'new{number}' for number in range(12)} <= set(kept)
    assert len(kept) < 25
