"""What ``prisma db pull`` says above a block about things that no schema can hold
(rendering/models.rs, rendering/enums.rs), in its words."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Enum
from sync_guard.catalog import Index
from sync_guard.catalog import Table
from sync_guard.prisma.habit import is_reserved
from sync_guard.prisma.pull.database import Database

_SETUP = 'requires additional setup for migrations. Visit https://pris.ly/d/{} for more info.'
_COMMENTS = (
    'comments in the database, and requires an additional setup for migrations: Read more: '
    'https://pris.ly/d/database-comments'
)


def model_remarks(table: Table, database: Database, name: str) -> Iterator[str]:
    """The lines above a model, without their ``///``."""
    columns = table.columns or ()
    kinds = {check.kind for check in table.checks}
    if is_reserved(table.name):
        yield (
            f"This model has been renamed to '{name}' during introspection, because the original "
            f"name '{table.name}' is reserved."
        )
    if _has_children(table, database):
        if table.kind == 'partitioned table':
            yield 'This table is a partition table and ' + _SETUP.format('partition-tables')
        else:
            yield 'This table has subclasses and ' + _SETUP.format('table-inheritance')
    if 'check' in kinds:
        yield 'This table contains check constraints and ' + _SETUP.format('check-constraints')
    if 'exclude' in kinds:
        yield 'This table contains exclusion constraints and ' + _SETUP.format(
            'exclusion-constraints',
        )
    if not columns:
        yield (
            'We could not retrieve columns for the underlying table. Either it has none or you are '
            'missing rights to see them. Please check your privileges.'
        )
    elif table.key in database.unusable:
        yield (
            'The underlying table does not contain a valid unique identifier and can therefore '
            'currently not be handled by Prisma Client.'
        )
    if table.comment is not None or any(column.comment is not None for column in columns):
        yield f'This model or at least one of its fields has {_COMMENTS}'
    if _has_deferrable(table, database):
        yield 'This model has constraints using non-default deferring rules and ' + _SETUP.format(
            'constraint-deferring',
        )
    if table.row_security:
        yield 'This model contains row level security and ' + _SETUP.format('row-level-security')
    if any(_has_other_null_order(index) for index in table.indexes):
        yield 'This model contains an index with non-default null sort order and ' + _SETUP.format(
            'default-index-null-ordering',
        )
    if any(column.name is None for index in table.indexes for column in index.columns):
        yield 'This model contains an expression index which ' + _SETUP.format('expression-indexes')


def enum_remarks(enum: Enum) -> Iterator[str]:
    """The lines above an enum, without their ``///``."""
    if enum.comment is not None:
        yield (
            'This enum is commented in the database, and requires an additional setup for '
            'migrations: Read more: https://pris.ly/d/database-comments'
        )


def _has_children(table: Table, database: Database) -> bool:
    return any(
        table.key in (*other.inherits, other.partition_of)
        for other in database.catalog.tables.values()
    )


def _has_deferrable(table: Table, database: Database) -> bool:
    """Neither exclusion constraints count nor foreign keys to what is not seen (partitions)."""
    unrelated = (
        one.key for one in database.unrelated[table.key]
        if one.key.references.schema in database.schemas
    )
    keys = (table.primary_key, *table.uniques, *table.foreign_keys, *unrelated)
    return any(key is not None and key.deferrable for key in keys)


def _has_other_null_order(index: Index) -> bool:
    return index.method == 'btree' and index.predicate is None and all(
        column.name is not None for column in index.columns
    ) and any(
        column.nulls_first is not None and column.nulls_first != column.descending
        for column in index.columns
    )
