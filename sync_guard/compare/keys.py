"""Keys, uniques and indexes of a pair: by shape first, by name second.

Prisma matches by columns, uniqueness, sort, method and operator class (``indexes_match``); the name
of a match is a difference of its own. What Prisma cannot see is not compared: expression indexes,
and partial ones unless the schema has the preview feature for them.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from sync_guard.catalog import Index
from sync_guard.catalog import Key
from sync_guard.catalog import Table
from sync_guard.compare.differences import Difference
from sync_guard.compare.differences import IndexDiffers
from sync_guard.compare.differences import NameDiffers
from sync_guard.compare.differences import PrimaryKeyDiffers
from sync_guard.compare.differences import Unique
from sync_guard.compare.differences import UniqueDiffers
from sync_guard.compare.pairing import Columns
from sync_guard.compare.pairing import doubt
from sync_guard.compare.pairing import match
from sync_guard.compare.pairing import without
from sync_guard.compare.predicates import normal
from sync_guard.finding import Level

# The access methods Prisma knows; it takes any other for a btree.
_METHODS = frozenset({'btree', 'hash', 'gist', 'gin', 'spgist', 'brin'})
# Operator classes that are the default of their method: writing them changes nothing. Those of a
# brin index end in _minmax_ops, but for that of inet.
_DEFAULT_CLASSES = {
    'gin': frozenset({'jsonb_ops', 'array_ops', 'tsvector_ops'}),
    'gist': frozenset({
        'point_ops', 'box_ops', 'circle_ops', 'poly_ops', 'range_ops', 'multirange_ops',
        'tsvector_ops', 'tsquery_ops',
    }),
    'spgist': frozenset({
        'text_ops', 'inet_ops', 'quad_point_ops', 'box_ops', 'poly_ops', 'range_ops',
    }),
    'brin': frozenset({'inet_inclusion_ops', 'range_inclusion_ops', 'box_inclusion_ops'}),
}
_UNKNOWN = 'how PostgreSQL spells its predicate is not known'


class Shape(NamedTuple):
    """What makes two indexes the same. ``columns`` are (name, descending, operator class)."""

    unique: bool
    columns: tuple[tuple[str, bool, str | None], ...]
    method: str
    predicate: str | None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _, _ in self.columns)


class Partial(NamedTuple):
    """How the schema's Prisma treats partial indexes: ``compared`` under the preview feature,
    ``seen`` by version 7 and later as plain ones that nobody needs to declare."""

    compared: bool
    seen: bool


class _Entry(NamedTuple):
    shape: Shape
    record: Unique


def compare_keys(
    table: Table, model: Table, columns: Columns, partial: Partial,
) -> Iterator[Difference]:
    """Differences of primary key, uniques and indexes. Whatever touches a column without a field,
    or a field without a column, is explained by that and is silent here."""
    yield from _compare_primary_key(table, model, columns)
    if partial.compared:
        table = table._replace(indexes=tuple(map(_doubtful, table.indexes)))
    built = [e for e in _entries(table, partial) if not columns.loose_columns & {*e.shape.names}]
    wanted = [
        e for e in _entries(model, partial, declared=True)
        if not columns.loose_fields & {*e.shape.names}
    ]
    used: set[Shape] = set()
    missing = []
    for entry in wanted:
        same = [e for e in built if _matches(e.shape, entry.shape, partial)]
        used.update(e.shape for e in same)
        if not same:
            missing.append(entry)
    yield from _compare_names(table, model, built, wanted, partial)
    extra = list({
        e.shape: e for e in reversed(built)
        if e.shape not in used and not _is_needless(e, table, model, partial)
    }.values())[::-1]
    missing = [e for e in missing if not _explained_by_key(e, table, model)]
    paired = match(extra, missing, _same_columns, _same_name, _share_columns, _same_size)
    for one, other in paired:
        yield _differs(table, model, one, other)
    for entry in without(extra, [e for e, _ in paired]):
        yield _differs(table, model, entry, None)
    for entry in without(missing, [e for _, e in paired]):
        # It may be one of several on its columns, of which one has a predicate not known for sure.
        doubts = [doubt(e.record) for e in extra if e.shape.names == entry.shape.names]
        difference = _differs(table, model, None, entry)
        yield difference._replace(
            uncertain=next((d for d in (difference.uncertain, *doubts) if d is not None), None),
        )


def _matches(built: Shape, expected: Shape, partial: Partial) -> bool:
    if partial.seen and not partial.compared:
        built = built._replace(predicate=None)
    return built == expected


def _compare_names(
    table: Table, model: Table, built: list[_Entry], wanted: list[_Entry], partial: Partial,
) -> Iterator[Difference]:
    """Prisma renames no index that another one shares its columns with, and else to the name of
    the first that matches (``index_pairs``)."""
    times = Counter((e.shape.unique, e.shape.names) for e in built)
    for one in built:
        if times[one.shape.unique, one.shape.names] > 1:
            continue
        other = next((e for e in wanted if _matches(one.shape, e.shape, partial)), None)
        if other is not None and one.record.name != other.record.name:
            yield NameDiffers(
                table, model, 'unique' if one.shape.unique else 'index',
                one.record, other.record, 'strict', doubt(table, one.record),
            )


def _doubtful(index: Index) -> Index:
    """Prisma compares predicates as texts, and reads the database's as PostgreSQL prints it."""
    if index.predicate is None or index.predicate.certain or index.uncertain is not None:
        return index
    return index._replace(uncertain=_UNKNOWN)


def _compare_primary_key(table: Table, model: Table, columns: Columns) -> Iterator[Difference]:
    built, expected = table.primary_key, model.primary_key
    names, wanted = _primary(table), _primary(model)
    if columns.loose_columns & {*names} or columns.loose_fields & {*wanted}:
        return
    if names != wanted:
        same = sorted(names) == sorted(wanted)
        same = same or (built is not None and sorted(built.columns) == sorted(wanted))
        # Before Prisma 6 the table of an implicit relation had a unique index in the key's place.
        same = same or (model.label is None and _is_unique(table, wanted))
        level: Level = 'strict' if same else 'client'
        yield PrimaryKeyDiffers(table, model, built, expected, level, doubt(table, built))
    elif built is not None and expected is not None and built.name != expected.name:
        yield NameDiffers(
            table, model, 'primary key', built, expected, 'strict', doubt(table, built),
        )


def _is_unique(table: Table, names: tuple[str, ...]) -> bool:
    shapes = [entry.shape for entry in _entries(table, Partial(False, False))]
    return any(shape.unique and sorted(shape.names) == sorted(names) for shape in shapes)


def _primary(table: Table) -> tuple[str, ...]:
    """INCLUDE columns are in pg_index.indkey like the others, and so Prisma takes them for such."""
    key = table.primary_key
    return () if key is None else (*key.columns, *key.include)


def _entries(table: Table, partial: Partial, *, declared: bool = False) -> list[_Entry]:
    entries = []
    for key in table.uniques:
        # With INCLUDE, as in a primary key.
        columns = tuple((name, False, None) for name in key.columns + key.include)
        entries.append(_Entry(Shape(True, columns, 'btree', None), key))
    for index in table.indexes:
        shape = _shape(index, declared)
        if shape is not None and (shape.predicate is None or partial.compared or partial.seen):
            entries.append(_Entry(shape, index))
    return entries


def _class(opclass: str | None, method: str, declared: bool) -> str | None:
    """The operator class that counts. Of a btree or hash index in the database Prisma reads none,
    so that one ``declared`` in the schema equals nothing."""
    if method not in _DEFAULT_CLASSES:
        return opclass if declared else None
    if opclass is None or opclass in _DEFAULT_CLASSES[method]:
        return None
    is_minmax = method == 'brin' and opclass.endswith('_minmax_ops')
    return None if is_minmax and opclass != 'inet_minmax_ops' else opclass


def _shape(index: Index, declared: bool) -> Shape | None:
    """None for an index that Prisma cannot see: one with an expression in it."""
    columns: list[tuple[str, bool, str | None]] = []
    method = index.method if index.method in _METHODS else 'btree'
    for column in index.columns:
        if column.name is None:
            return None
        # Prisma reads no order of anything but a btree: one that is declared equals nothing.
        descending = column.descending and (declared or method == 'btree')
        opclass = _class(column.opclass, method, declared)
        if column.raw:  # it reads its own word for the class, which equals no other spelling
            opclass = f'raw({column.opclass})'
        columns.append((column.name, descending, opclass))
    columns += [(name, False, None) for name in index.include]
    predicate = None if index.predicate is None else normal(index.predicate.value)
    return Shape(index.unique, tuple(columns), method, predicate)


def _is_needless(entry: _Entry, table: Table, model: Table, partial: Partial) -> bool:
    """What the migrations may have and the schema need not: a partial index. Or what the primary
    key's own difference says already."""
    shape = entry.shape
    if shape.predicate is not None and not partial.compared:
        return True
    built, expected = _primary(table), _primary(model)
    return shape.unique and built != expected and shape.names in (built, expected)


def _explained_by_key(entry: _Entry, table: Table, model: Table) -> bool:
    """The model has the table's primary key as a unique: the primary key's difference says so."""
    return entry.shape.unique and entry.shape.names == _primary(table) != _primary(model)


def _same_columns(built: _Entry, expected: _Entry) -> bool:
    return sorted(built.shape.names) == sorted(expected.shape.names)


def _same_name(built: _Entry, expected: _Entry) -> bool:
    return built.record.name == expected.record.name


def _share_columns(built: _Entry, expected: _Entry) -> bool:
    one, other = {*built.shape.names}, {*expected.shape.names}
    return built.shape.unique == expected.shape.unique and (one <= other or other <= one)


def _same_size(built: _Entry, expected: _Entry) -> bool:
    return built.shape.unique == expected.shape.unique and (
        len(built.shape.names) == len(expected.shape.names)
    )


def _differs(
    table: Table, model: Table, built: _Entry | None, expected: _Entry | None,
) -> Difference:
    one = None if built is None else built.record
    other = None if expected is None else expected.record
    doubtful = doubt(table, one)
    if any(entry is not None and entry.shape.unique for entry in (built, expected)):
        level = _unique_level(built, expected, table)
        return UniqueDiffers(table, model, one, other, level, doubtful)
    assert not isinstance(one, Key) and not isinstance(other, Key)
    return IndexDiffers(table, model, one, other, 'strict', doubtful)


def _unique_level(built: _Entry | None, expected: _Entry | None, table: Table) -> Level:
    """Whatever tells which rows are one of a kind counts for a query (``findUnique``, ``upsert``);
    the order of the columns does not, nor does a unique that contains the primary key."""
    if built is not None and expected is not None:
        one, other = built.shape, expected.shape
        if one.unique == other.unique and sorted(one.names) == sorted(other.names):
            return 'strict'
    if any(e is not None and e.shape.names == _primary(table) for e in (built, expected)) and (
        built is None or expected is None
    ):
        return 'strict'
    # No query of the client goes by a partial index.
    uniques = [e for e in (built, expected) if e is not None and e.shape.unique]
    if all(e.shape.predicate is not None for e in uniques):
        return 'strict'
    return 'client'
