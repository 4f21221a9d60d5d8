"""Pair by database name first, compare second: what the migrations build against what the schema
expects, as Differences without wording.

A difference hangs on the smallest thing that explains it. A table without a model is only that,
none of its columns, keys, relations or enums is missing besides; a column without a field takes
its keys with it; a type that differs takes the default written in its words. So one edit on either
side makes one difference.
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sync_guard.catalog import Catalog
from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.compare.columns import compare_columns
from sync_guard.compare.differences import ColumnWithoutField
from sync_guard.compare.differences import Difference
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
from sync_guard.compare.pairing import pair_columns
from sync_guard.compare.pairing import pair_tables
from sync_guard.compare.pairing import Tables
from sync_guard.compare.relations import compare_relations
from sync_guard.compare.relations import cross_schema_references
from sync_guard.compare.relations import Known
from sync_guard.compare.types import Sides

if TYPE_CHECKING:
    from sync_guard.prisma import Expected

# With fewer than half of the models' tables in the migrations, and this many missing, the tables
# come from elsewhere (Prisma's own migrations, the dashboard): one message, not one for each.
_MANY = 3


def compare(built: Catalog, expected: Expected, prisma: int | None = None) -> list[Difference]:
    """All differences, in the schema's order, then the migrations'. ``prisma`` is the project's
    major version (None: the current one), which decides how partial indexes are seen."""
    schemas = frozenset(expected.schemas)
    tables = pair_tables(built, expected.catalog, schemas)
    enums = pair_enums(built, expected.catalog, schemas, tables.pairs)
    sides = Sides(built, expected.catalog, schemas, enums)
    columns = {model.key: pair_columns(table, model) for table, model in tables.pairs}
    known = Known({**_managed(expected.catalog), **columns}, expected.relation_mode == 'prisma')
    partial = Partial('partialIndexes' in expected.preview_features, prisma is None or prisma >= 7)
    found = [*_compare_existence(built, tables, expected)]
    for table, model in tables.pairs:
        pair = columns[model.key]
        of_columns = [*compare_columns(table, model, pair, sides)]
        nullability = frozenset(
            d.column.name for d in of_columns if isinstance(d, NullabilityDiffers)
        )
        of_pair = [
            *of_columns,
            *compare_keys(table, model, pair, partial),
            *compare_relations(table, model, pair, nullability, known),
        ]
        found += _strict(of_pair) if model.key in expected.ignored else of_pair
    found += compare_enums(
        built, expected.catalog, schemas, enums, built.tables.values(),
        expected.catalog.tables.values(),
    )
    found += cross_schema_references(built, tables, schemas)
    found += [
        ExtensionMissing(name, 'strict') for name in expected.catalog.extensions
        if name not in built.extensions
    ]
    return found


def _compare_existence(built: Catalog, tables: Tables, expected: Expected) -> Iterable[Difference]:
    missing = []
    for model in tables.unpaired_models:
        if not _is_external(model.key, expected):
            there = built.tables.get(model.key)
            if there is None:
                missing.append(model)
            else:
                # Prisma's engine misses a table there, though the client can query a view.
                yield ModelWithoutTable(model, there, 'strict', doubt(there))
    known = len(tables.pairs) + len(tables.renamed)
    elsewhere = len(missing) >= _MANY and known < len(missing)
    unknown = tuple(model for _, model in tables.unknown)
    if elsewhere or unknown:
        yield SetUp(tuple(missing) if elsewhere else (), unknown, known)
    if not elsewhere:
        for model in missing:
            yield ModelWithoutTable(model)
    for table, model in tables.renamed:
        yield ModelWithoutTable(model, table, 'types', doubt(table))
    for table in tables.unpaired_tables:
        if not _is_external(table.key, expected):
            yield TableWithoutModel(table, 'types', doubt(table))


def _is_external(name: Name, expected: Expected) -> bool:
    """Whether prisma.config.ts lists the table as one that Prisma does not manage."""
    return str(name) in expected.external or f'{name.schema}.{name.name}' in expected.external


def _managed(expected: Catalog) -> dict[Name, Columns]:
    """Models of the platform's tables: relations to them are compared, they are not."""
    nothing = Columns((), (), (), ())
    return {name: nothing for name in expected.tables if is_managed(name.schema)}


def _strict(differences: Iterable[Difference]) -> list[Difference]:
    """An ``@@ignore``\\ d model is not in the client: only Prisma's engine still compares it."""
    return [d._replace(level='strict') for d in differences]
