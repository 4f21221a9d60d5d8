"""What can differ: one record a rule, holding both sides' records and no wording.

``built`` is what the migrations make, ``expected`` what the Prisma schema says; of a pair,
``table`` and ``column`` are the built ones, ``model`` and ``field`` the expected ones. ``level`` is
the lowest one at which this very difference shows (docs/levels.md). ``uncertain`` is why the reader
cannot be sure of it (dynamic SQL, say); such a difference warns and never blocks.
"""
# Annotations are not postponed here, for the reason in catalog.py.
from typing import Literal
from typing import NamedTuple

from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Index
from sync_guard.catalog import Key
from sync_guard.catalog import Label
from sync_guard.catalog import Table
from sync_guard.finding import Level

# To Prisma a UNIQUE constraint and a unique index are the same thing.
Unique = Key | Index


class TableWithoutModel(NamedTuple):
    table: Table
    level: Level = 'types'
    uncertain: str | None = None


class ModelWithoutTable(NamedTuple):
    """``like`` is the table without a model that looks like it under another name, or the view or
    partition of that very name."""

    model: Table
    like: Table | None = None
    level: Level = 'types'
    uncertain: str | None = None


class ColumnWithoutField(NamedTuple):
    """``enum`` is the column's enum where the schema does not have that either."""

    table: Table
    model: Table
    column: Column
    enum: Enum | None = None
    level: Level = 'types'
    uncertain: str | None = None


class FieldWithoutColumn(NamedTuple):
    """``like`` is the column without a field that looks like it under another name."""

    table: Table
    model: Table
    field: Column
    like: Column | None = None
    level: Level = 'types'
    uncertain: str | None = None


class TypeDiffers(NamedTuple):
    table: Table
    model: Table
    column: Column
    field: Column
    enum: Enum | None = None
    level: Level = 'types'
    uncertain: str | None = None


class NullabilityDiffers(NamedTuple):
    table: Table
    model: Table
    column: Column
    field: Column
    level: Level = 'types'
    uncertain: str | None = None


class ListDiffers(NamedTuple):
    table: Table
    model: Table
    column: Column
    field: Column
    level: Level = 'types'
    uncertain: str | None = None


class DefaultDiffers(NamedTuple):
    table: Table
    model: Table
    column: Column
    field: Column
    level: Level = 'types'
    uncertain: str | None = None


class EnumDiffers(NamedTuple):
    """One side is None where the enum is missing there; both are given where only the name
    differs."""

    built: Enum | None
    expected: Enum | None
    level: Level = 'types'
    uncertain: str | None = None


class EnumValueDiffers(NamedTuple):
    """One label is None where the value is missing there; both are given for a renamed value."""

    built_enum: Enum
    expected_enum: Enum
    built: Label | None
    expected: Label | None
    level: Level = 'types'
    uncertain: str | None = None


class PrimaryKeyDiffers(NamedTuple):
    table: Table
    model: Table
    built: Key | None
    expected: Key | None
    level: Level = 'types'
    uncertain: str | None = None


class UniqueDiffers(NamedTuple):
    """Also where one side is unique and the other a plain index on the same columns."""

    table: Table
    model: Table
    built: Unique | None
    expected: Unique | None
    level: Level = 'types'
    uncertain: str | None = None


class IndexDiffers(NamedTuple):
    table: Table
    model: Table
    built: Index | None
    expected: Index | None
    level: Level = 'types'
    uncertain: str | None = None


class RelationDiffers(NamedTuple):
    """``emulated``: the schema has ``relationMode = "prisma"`` and wants no foreign keys."""

    table: Table
    model: Table
    built: ForeignKey | None
    expected: ForeignKey | None
    emulated: bool = False
    level: Level = 'types'
    uncertain: str | None = None


class ActionDiffers(NamedTuple):
    table: Table
    model: Table
    built: ForeignKey
    expected: ForeignKey
    level: Level = 'types'
    uncertain: str | None = None


class NameDiffers(NamedTuple):
    """The same key, index or foreign key under another name."""

    table: Table
    model: Table
    kind: Literal['primary key', 'unique', 'index', 'foreign key']
    built: Key | Index | ForeignKey
    expected: Key | Index | ForeignKey
    level: Level = 'types'
    uncertain: str | None = None


class ExtensionMissing(NamedTuple):
    """An extension the datasource block lists, under preview ``postgresqlExtensions``."""

    name: str
    level: Level = 'types'
    uncertain: str | None = None


class CrossSchemaReference(NamedTuple):
    """Foreign keys that leave the schemas the datasource lists."""

    references: tuple[tuple[Table, ForeignKey], ...]
    schemas: tuple[str, ...]
    level: Level = 'types'
    uncertain: str | None = None


class SetUp(NamedTuple):
    """The models' tables come from elsewhere. ``missing`` are the models no migration makes a
    table for (empty when they are few: then each is a difference of its own), ``unknown`` the
    tables with a model whose columns are not known, ``known`` how many are paired, ``extra`` how
    many tables have no model (0 when each is a difference of its own)."""

    missing: tuple[Table, ...]
    unknown: tuple[Table, ...]
    known: int
    extra: int = 0
    level: Level = 'types'
    uncertain: str | None = None


Difference = (
    TableWithoutModel | ModelWithoutTable | ColumnWithoutField | FieldWithoutColumn | TypeDiffers
    | NullabilityDiffers | ListDiffers | DefaultDiffers | EnumDiffers | EnumValueDiffers
    | PrimaryKeyDiffers | UniqueDiffers | IndexDiffers | RelationDiffers | ActionDiffers
    | NameDiffers | ExtensionMissing | CrossSchemaReference | SetUp
)


class UnreadableSchema(NamedTuple):
    """A schema file that is no UTF-8 text: nothing was compared. ``why`` is a predicate:
    ``is UTF-16LE``, ``holds a NUL byte``."""

    path: str
    why: str
    line: int = 1
