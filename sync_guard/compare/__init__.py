"""Pair by database name first, compare second: what the migrations build against what the schema
expects, as Differences without wording.

A difference hangs on the smallest thing that explains it. A table without a model is only that,
none of its columns, keys, relations or enums is missing besides; a column without a field takes
its keys with it; a type that differs takes the default written in its words. So one edit on either
side makes one difference.
"""
from __future__ import annotations

from collections.abc import Container
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sync_guard.catalog import Catalog
from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.compare.columns import compare_columns
from sync_guard.compare.differences import Difference
from sync_guard.compare.differences import EnumDiffers
from sync_guard.compare.differences import EnumValueDiffers
from sync_guard.compare.differences import ExtensionMissing
from sync_guard.compare.differences import ModelWithoutTable
from sync_guard.compare.differences import NullabilityDiffers
from sync_guard.compare.differences import SetUp
from sync_guard.compare.differences import TableWithoutModel
from sync_guard.compare.enums import compare_enums
from sync_guard.compare.enums import pair_enums
from sync_guard.compare.keys import compare_keys
from sync_guard.compare.keys import Partial
from sync_guard.compare.pairing import Columns
from sync_guard.compare.pairing import doubt
from sync_guard.compare.pairing import IGNORED_TABLES
from sync_guard.compare.pairing import pair_columns
from sync_guard.compare.pairing import pair_tables
from sync_guard.compare.pairing import Tables
from sync_guard.compare.relations import compare_relations
from sync_guard.compare.relations import cross_schema_references
from sync_guard.compare.relations import Known
from sync_guard.compare.types import kind_of
from sync_guard.compare.types import Sides
from sync_guard.finding import Level
from sync_guard.prisma.scalars import introspected

if TYPE_CHECKING:
    from sync_guard.prisma import Expected

# With fewer than half of the models' tables in the migrations, and this many missing, the tables
# come from elsewhere (Prisma's own migrations, the dashboard): one message, not one for each.
_MANY = 3
# PostgreSQL creates it in every database.
_ALWAYS_THERE = frozenset({'plpgsql'})


def compare(
    built: Catalog, expected: Expected, prisma: int | None = None, *, whole: bool = False,
    decided: Container[Name] = (), strict: bool = False,
) -> list[Difference]:
    """All differences: tables and models first, then pair by pair in the schema's order. ``prisma``
    is the project's major version (None: the current one), which decides how partial indexes are
    seen. Two schemas that hardly know each other are one SetUp, unless the ``whole`` is wanted.
    The tables in ``decided`` need no model, and are nobody's under another name. ``strict`` leaves
    out what fails at run time but is equal to ``prisma migrate diff`` (docs/levels.md)."""
    if not expected.is_postgresql:
        return []
    schemas = frozenset(expected.schemas)
    alone = frozenset(t for t in built.tables if t in decided or _is_external(t, expected))
    tables = pair_tables(built, expected.catalog, schemas, alone)
    enums = pair_enums(built, expected.catalog, schemas, tables.pairs)
    sides = Sides(built, expected.catalog, schemas, enums, strict)
    columns = {model.key: pair_columns(table, model) for table, model in tables.pairs}
    known = Known(
        {**_unseen(built, expected.catalog), **columns}, expected.relation_mode == 'prisma', strict,
    )
    partial = Partial('partialIndexes' in expected.preview_features, prisma is None or prisma >= 7)
    found = [*_compare_existence(tables, sides, expected, alone, whole)]
    apart = not whole and any(isinstance(d, SetUp) and d.missing for d in found)
    for table, model in tables.unknown:
        found += _compare_added(table, model, sides, expected)
    for table, model in tables.pairs:
        found += _compare_pair(table, model, columns[model.key], sides, known, partial, expected)
    for difference in compare_enums(
        built, expected.catalog, schemas, enums, built.tables.values(),
        expected.catalog.tables.values(),
    ):
        if difference.built is not None and difference.expected is not None:
            found.append(difference)
        elif not apart:
            found += _one_sided(difference, expected)
    found += cross_schema_references(tables, schemas, built)
    found += [
        ExtensionMissing(name, 'strict') for name in expected.catalog.extensions
        if name not in built.extensions and name not in _ALWAYS_THERE
    ]
    return found


def _compare_pair(
    table: Table, model: Table, columns: Columns, sides: Sides, known: Known, partial: Partial,
    expected: Expected,
) -> Iterator[Difference]:
    of_columns = [*compare_columns(table, model, columns, sides)]
    nullability = frozenset(d.column.name for d in of_columns if isinstance(d, NullabilityDiffers))
    found = [*of_columns]
    if model.uncertain is None:
        found += compare_keys(table, model, columns, partial)
        found += compare_relations(table, model, columns, nullability, known)
    external = _is_external(table.key, expected)
    for difference in found:
        if external and difference.level == 'strict':
            continue  # migrate diff passes the table over; its client reads it all the same
        # What is marked @@ignore or @ignore is not in the client: only Prisma's engine compares it.
        field = getattr(difference, 'field', None)
        ignored = (model.key, None), (model.key, field.name if field is not None else '')
        yield (
            difference._replace(level='strict')
            if any(one in expected.ignored for one in ignored) else difference
        )


def _compare_added(
    table: Table, model: Table, sides: Sides, expected: Expected,
) -> Iterator[Difference]:
    """Columns that migrations add to a table they do not make. What else it has is not known."""
    known = table._replace(columns=table.added, uncertain=None)
    columns = pair_columns(known, model)
    unpaired = (*columns.unpaired_columns, *(column for column, _ in columns.renamed))
    alone = columns._replace(
        pairs=(), renamed=(), unpaired_columns=unpaired, unpaired_fields=(),
    )
    for difference in compare_columns(known, model, alone, sides):
        ignored = (model.key, None) in expected.ignored
        yield difference._replace(level='strict') if ignored else difference


def _compare_existence(
    tables: Tables, sides: Sides, expected: Expected, alone: frozenset[Name], whole: bool,
) -> Iterator[Difference]:
    missing = []
    for model in tables.unpaired_models:
        if not _is_external(model.key, expected):
            there = sides.built.tables.get(model.key)
            if there is None:
                missing.append(model)
            else:
                # Prisma's engine misses a table there, though the client can query a view.
                yield ModelWithoutTable(model, there, 'strict', doubt(there))
    extra = [t for t in tables.unpaired_tables if t.key not in alone]
    unknown = tuple(table for table, _ in tables.unknown)
    known = len(tables.pairs)
    nowhere = [*missing, *(model for _, model in tables.renamed)]
    if len(nowhere) >= _MANY and known < len(nowhere):
        # Two schemas that hardly know each other: what either lacks of the other says nothing.
        yield SetUp(tuple(nowhere), unknown, known, len(extra) + len(tables.renamed))
        if not whole:
            return
    elif unknown:
        yield SetUp((), unknown, known)
    # Where that many tables come from elsewhere, one that no migration even mentions may too.
    many = len(unknown) >= _MANY
    elsewhere = f'{len(unknown)} other tables come from elsewhere' if many else None
    for model in missing:
        ignored = (model.key, None) in expected.ignored
        yield ModelWithoutTable(model, None, 'strict' if ignored else 'types', elsewhere)
    for table, model in tables.renamed:
        yield ModelWithoutTable(model, table, 'types', doubt(table))
    for table in extra:
        doubtful = doubt(table) or expected.external_unread
        yield TableWithoutModel(table, _level_of_table(table, sides), doubtful)


def _one_sided(
    difference: EnumDiffers | EnumValueDiffers, expected: Expected,
) -> Iterator[Difference]:
    """An enum or a value of one side alone. Enums that Prisma leaves to others are missed nowhere,
    as tables are; their values are still compared, since the client has a type of them."""
    if isinstance(difference, EnumDiffers):
        enum = difference.built or difference.expected
        if enum is not None and _is_external(enum.key, expected):
            return
        difference = difference._replace(
            uncertain=difference.uncertain or expected.external_unread,
        )
    yield difference


def _level_of_table(table: Table, sides: Sides) -> Level:
    if table.key in sides.expected.tables or table.partition_of is not None:
        # The schema has it as a view, which serves the client, or the whole that it is a part of:
        # only Prisma's engine misses a model.
        return 'strict'
    return 'types' if _is_queryable(table, sides) else 'client'


def _is_queryable(table: Table, sides: Sides) -> bool:
    """Whether a model of the table shows in TypeScript: it needs a primary key or a unique over
    required columns, all of types that Prisma knows; without, ``db pull`` writes ``@@ignore``."""
    keys = [*table.uniques] + ([] if table.primary_key is None else [table.primary_key])
    names = [k.columns for k in keys] + [
        tuple(c.name or '' for c in index.columns) for index in table.indexes if index.unique
    ]
    columns = {c.name: introspected(c, sides.built) for c in table.columns or ()}
    return any(
        all(
            name in columns and not columns[name].nullable
            and kind_of(columns[name].type, sides.built, sides) is not None
            for name in key
        ) for key in names
    )


def _is_external(name: Name, expected: Expected) -> bool:
    """Whether prisma.config.ts lists the table or enum as one that Prisma does not manage."""
    return f'{name.schema}.{name.name}' in expected.external or name.name in expected.external


def _unseen(built: Catalog, expected: Catalog) -> dict[Name, Columns]:
    """Tables that are not compared, though foreign keys to them are: models of the platform's, and
    those that Prisma's engines pass over."""
    names = [name for name in expected.tables if is_managed(name.schema)]
    names += [n for n in (*built.tables, *expected.tables) if n.name in IGNORED_TABLES]
    return dict.fromkeys(names, Columns((), (), (), ()))
