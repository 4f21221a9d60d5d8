"""Foreign keys of a pair of tables, and those that leave what the datasource lists."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.compare.differences import ActionDiffers
from sync_guard.compare.differences import CrossSchemaReference
from sync_guard.compare.differences import Difference
from sync_guard.compare.differences import NameDiffers
from sync_guard.compare.differences import RelationDiffers
from sync_guard.compare.pairing import Columns
from sync_guard.compare.pairing import doubt
from sync_guard.compare.pairing import match
from sync_guard.compare.pairing import Tables
from sync_guard.compare.pairing import without


class Known(NamedTuple):
    """What a foreign key can be compared against: the paired tables by name with their columns,
    and whether the schema emulates relations (``relationMode = "prisma"``). ``strict`` asks for
    Prisma's own verdict."""

    columns: dict[Name, Columns]
    emulated: bool
    strict: bool


def compare_relations(
    table: Table, model: Table, columns: Columns, nullability: frozenset[str], known: Known,
) -> Iterator[Difference]:
    """Differences of foreign keys. Silent about a key whose columns, or whose target, have no
    counterpart: that is said already. ``nullability`` are columns where that differs, since it
    moves Prisma's default action (Restrict, or SetNull for an optional relation)."""
    built = [k for k in table.foreign_keys if _is_comparable(k, columns.loose_columns, known, True)]
    wanted = [
        k for k in model.foreign_keys
        if not known.emulated and _is_comparable(k, columns.loose_fields, known, False)
    ]
    free = sorted(built, key=lambda k: k.name)
    missing = []
    for key in wanted:
        same = [k for k in free if _shape(k, known) == _shape(key, known)]
        if not same:
            missing.append(key)
            continue
        # Two equal foreign keys make one relation; Prisma's engine compares it with each, but its
        # name with that of the first.
        free = without(free, same)
        named = same[0].name == key.name
        for one in same:
            found = _compare_pair(table, model, one, key, nullability)
            yield from (d for d in found if not (named and isinstance(d, NameDiffers)))
    pairs = match(free, missing, _same_columns, _same_name, _overlap)
    for one, key in pairs:
        ordered = sorted(_links(one)) == sorted(_links(key)) and one.references == key.references
        yield RelationDiffers(
            table, model, one, key, known.emulated, 'strict' if ordered else 'client',
            doubt(table, one),
        )
    for one in without(free, [k for k, _ in pairs]):
        yield RelationDiffers(
            table, model, one, None, known.emulated, 'strict' if known.emulated else 'client',
            doubt(table, one),
        )
    for key in without(missing, [k for _, k in pairs]):
        yield RelationDiffers(table, model, None, key, False, 'client', doubt(table))


def cross_schema_references(
    tables: Tables, schemas: frozenset[str], built: Catalog,
) -> Iterator[Difference]:
    """Foreign keys from compared tables into schemas the datasource does not list, also those that
    PostgreSQL makes to each partition of the table they refer to. Prisma's engine then refuses
    ``db pull`` and ``migrate diff`` altogether (P4002)."""
    partitions = _partitions_outside(built, schemas)
    leaving = tuple(
        (table, key._replace(references=target))
        for table in [*(t for t, _ in tables.pairs), *tables.unpaired_tables]
        for key in table.foreign_keys
        for target in (key.references, *partitions.get(key.references, ()))
        if target.schema not in schemas
    )
    if leaving:
        yield CrossSchemaReference(leaving, tuple(sorted(schemas)), 'strict')


def _partitions_outside(built: Catalog, schemas: frozenset[str]) -> dict[Name, list[Name]]:
    """The partitions that are in none of the schemas, by each table they are a part of."""
    found: dict[Name, list[Name]] = {}
    for table in built.tables.values():
        parent = table.partition_of if table.schema not in schemas else None
        while parent is not None:
            found.setdefault(parent, []).append(table.key)
            above = built.tables.get(parent)
            parent = None if above is None else above.partition_of
    return found


def _compare_pair(
    table: Table, model: Table, built: ForeignKey, expected: ForeignKey,
    nullability: frozenset[str],
) -> Iterator[Difference]:
    moved = nullability & {*built.columns} and expected.on_delete in ('restrict', 'set null')
    if built.on_update != expected.on_update or (
        built.on_delete != expected.on_delete and not moved
    ):
        yield ActionDiffers(table, model, built, expected, 'strict', doubt(table, built))
    if built.name != expected.name and not _is_join_table(table):
        yield NameDiffers(
            table, model, 'foreign key', built, expected, 'strict', doubt(table, built),
        )


def _is_join_table(table: Table) -> bool:
    """Prisma's engine renames no foreign key of a table of two columns, A and B: it takes it for
    one of its own (``is_prisma_implicit_m2m_fk``)."""
    return sorted(column.name for column in table.columns or ()) == ['A', 'B']


def _is_comparable(
    key: ForeignKey, loose: frozenset[str], known: Known, is_built: bool,
) -> bool:
    target = known.columns.get(key.references)
    if target is None or loose & {*key.columns}:
        return False
    there = target.loose_columns if is_built else target.loose_fields
    return not there & {*key.referenced_columns}


def _shape(key: ForeignKey, known: Known) -> tuple[object, ...]:
    """To Prisma's engine two tables of one name in two schemas are one (``foreign_keys_match``)."""
    target = key.references.name if known.strict else key.references
    return (key.columns, target, key.referenced_columns)


def _links(key: ForeignKey) -> list[tuple[str, str]]:
    return list(zip(key.columns, key.referenced_columns))


def _same_columns(built: ForeignKey, expected: ForeignKey) -> bool:
    return sorted(built.columns) == sorted(expected.columns)


def _same_name(built: ForeignKey, expected: ForeignKey) -> bool:
    return built.name == expected.name


def _overlap(built: ForeignKey, expected: ForeignKey) -> bool:
    return built.references == expected.references
