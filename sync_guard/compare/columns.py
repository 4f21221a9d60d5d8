"""Differences of the columns of two tables: list before type before nullability and default."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import Table
from sync_guard.catalog import Type
from sync_guard.compare import defaults
from sync_guard.compare import types
from sync_guard.compare.differences import ColumnWithoutField
from sync_guard.compare.differences import DefaultDiffers
from sync_guard.compare.differences import Difference
from sync_guard.compare.differences import FieldWithoutColumn
from sync_guard.compare.differences import ListDiffers
from sync_guard.compare.differences import NullabilityDiffers
from sync_guard.compare.differences import TypeDiffers
from sync_guard.compare.pairing import Columns
from sync_guard.compare.pairing import doubt
from sync_guard.compare.types import Sides
from sync_guard.finding import Level
from sync_guard.finding import LEVELS
from sync_guard.prisma.scalars import introspected


def compare_columns(
    table: Table, model: Table, columns: Columns, sides: Sides,
) -> Iterator[Difference]:
    for column, field in columns.pairs:
        yield from _compare_pair(table, model, column, field, sides)
    if model.uncertain is not None:
        # A line of the model cannot be read: which fields are missing is not known.
        return
    for column, field in columns.renamed:
        # Two differences in one: it shows where either of them would.
        level = min(_level_of_field(field, sides), _level_of_lack(column, sides), key=LEVELS.index)
        yield FieldWithoutColumn(table, model, field, column, level, doubt(table, column))
    for column in columns.unpaired_columns:
        yield ColumnWithoutField(
            table, model, column, _lacking_enum(column, sides),
            _level_of_lack(column, sides), doubt(table, column),
        )
    for field in columns.unpaired_fields:
        yield FieldWithoutColumn(
            table, model, field, None, _level_of_field(field, sides), doubt(table),
        )


def _compare_pair(
    table: Table, model: Table, column: Column, field: Column, sides: Sides,
) -> Iterator[Difference]:
    doubtful = doubt(table, column)
    column = introspected(column, sides.built)
    column = column._replace(type=types.as_read(column.type, sides))
    if column.type.is_array != field.type.is_array:
        # An array shows as another type, never as nullable, and with another kind of default.
        shown = _level(field.type, sides.expected, sides)
        built = _level(column.type, sides.built, sides)
        level: Level = 'types' if 'types' in (shown, built) else 'client'
        yield ListDiffers(table, model, column, field, level, doubtful)
        return
    # A type that no migration creates is the field's by its name; its defaults cannot be read.
    unknown = column.uncertain is not None and column.type.key == field.type.key
    of_type = None if unknown else types.level_of(column.type, field.type, sides)
    if of_type is not None:
        enum = _lacking_enum(column, sides)
        yield TypeDiffers(table, model, column, field, enum, of_type, doubtful)
    # PostgreSQL's NOT NULL on an array is nothing to Prisma, whose lists are never null.
    if column.nullable != field.nullable and not column.type.is_array:
        shown = _level(field.type, sides.expected, sides)
        yield NullabilityDiffers(table, model, column, field, shown, doubtful)
        # Whether a create may leave the field out differs with it.
        field = field._replace(nullable=column.nullable)
    if of_type == 'types' or unknown:
        # A default is written in the words of its type: nothing to compare between two kinds.
        return
    of_default = defaults.level_of(column, field, sides)
    if of_default == 'types' or (of_default is not None and of_type != 'client'):
        doubtful = doubtful or defaults.doubt_about(column, field, sides)
        yield DefaultDiffers(table, model, column, field, of_default, doubtful)


def _level(type_: Type, catalog: Catalog, sides: Sides) -> Level:
    """What Prisma has no type for does not show in TypeScript (``Unsupported("…")`` has no field
    there); that it exists still counts for the client."""
    return 'client' if types.kind_of(type_, catalog, sides) is None else 'types'


def _level_of_field(field: Column, sides: Sides) -> Level:
    """The client selects every field of a model but those of ``Unsupported("…")``."""
    return 'strict' if types.kind_of(field.type, sides.expected, sides) is None else 'types'


def _level_of_lack(column: Column, sides: Sides) -> Level:
    """TypeScript would not show a column that Prisma has no type for; without a field a `create`
    fails if PostgreSQL demands a value, and else nothing does."""
    if types.kind_of(column.type, sides.built, sides) is not None:
        return 'types'
    filled = column.default or column.identity or column.generated
    return 'strict' if column.nullable or filled else 'client'


def _lacking_enum(column: Column, sides: Sides) -> Enum | None:
    """The column's enum where the schema has no counterpart of it."""
    found = sides.built.types.get(column.type.key)
    if not isinstance(found, Enum) or found.schema not in sides.schemas:
        return None
    return None if found.key in sides.enums else found
