"""Columns: added, dropped, and given another type, nullability or default."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.compare.differences import ColumnWithoutField
from sync_guard.compare.differences import DefaultDiffers
from sync_guard.compare.differences import FieldWithoutColumn
from sync_guard.compare.differences import ListDiffers
from sync_guard.compare.differences import NullabilityDiffers
from sync_guard.compare.differences import TypeDiffers
from sync_guard.draft.casts import is_lossless
from sync_guard.draft.casts import using
from sync_guard.draft.records import Phase
from sync_guard.draft.records import Step
from sync_guard.postgres.names import make_object_name
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.replay.coercion import can_refer
from sync_guard.postgres.spelling import sql_alter
from sync_guard.postgres.spelling import sql_name
from sync_guard.postgres.spelling import sql_text
from sync_guard.postgres.types import format_type
from sync_guard.prisma.scalars import base_of
from sync_guard.prisma.scalars import is_unsupported
from sync_guard.prisma.sql import computed_of
from sync_guard.prisma.sql import field_column
from sync_guard.prisma.sql import field_default
from sync_guard.prisma.sql import field_type
from sync_guard.prisma.sql import is_identity
from sync_guard.prisma.sql import is_sequence

_WHOLE = ('int2', 'int4', 'int8')


def column_line(field: Column, model: Table, catalog: Catalog) -> str:
    """The column in CREATE TABLE and ADD COLUMN."""
    others = {one.name: one.type for one in model.columns or () if one is not field}
    return field_column(field, computed_of(field, others, catalog))


def add_column(difference: FieldWithoutColumn, catalog: Catalog) -> Iterator[Step]:
    table, field = difference.table, difference.field
    name, like = sql_name(table.key), difference.like or _only_candidate(difference)
    line = column_line(field, difference.model, catalog)
    note = None
    if like is not None:
        note = (
            f'if {table.key}.{like.name} is renamed, this instead: alter table {name} rename '
            f'column {quote_identifier(like.name)} to {quote_identifier(field.name)};'
        )
    if not _is_filled(field, line) and not field.nullable and not field.type.is_array:
        # PostgreSQL refuses it on a table with rows: nullable first, and NOT NULL when it is so.
        line = column_line(field._replace(nullable=True), difference.model, catalog)
    yield Step(
        Phase.COLUMN, (sql_alter(table.key, f'add column {line}'),),
        f'add column {table.key}.{field.name}', note=note,
    )


def _only_candidate(difference: FieldWithoutColumn) -> Column | None:
    """The one column without a field that may have been this field's."""
    fields = {field.name for field in difference.model.columns or ()}
    same = [
        column for column in difference.table.columns or ()
        if column.name not in fields and column.type.key == difference.field.type.key
        and column.type.is_array == difference.field.type.is_array
    ]
    return same[0] if len(same) == 1 else None


def _is_filled(field: Column, line: str) -> bool:
    return is_identity(field) or ' default ' in line or ' generated always as ' in line


def drop_column(difference: ColumnWithoutField, catalog: Catalog) -> Iterator[Step]:
    table, column = difference.table, difference.column
    drops = [
        sql_alter(other.key, f'drop constraint {quote_identifier(key.name)}')
        for other, key in references_to(table, catalog)
        if column.name in key.referenced_columns and (
            other.key != table.key or column.name not in key.columns
        )
    ]
    yield Step(
        Phase.DROP_COLUMN,
        (*drops, sql_alter(table.key, f'drop column {quote_identifier(column.name)}')),
        f'drop column {table.key}.{column.name}', 'what is in the column is lost',
    )


def references_to(table: Table, catalog: Catalog) -> Iterator[tuple[Table, ForeignKey]]:
    """The foreign keys that lead to a table."""
    for other in catalog.tables.values():
        for key in other.foreign_keys:
            if key.references == table.key:
                yield other, key


def change_type(
    difference: TypeDiffers | ListDiffers, catalog: Catalog, expected: Catalog,
) -> Iterator[Step]:
    table, field = difference.table, difference.field
    column = table.column(field.name) or difference.column
    name, written = quote_identifier(field.name), field_type(field.type)
    if is_unsupported(field.type) and written == format_type(column.type, ('public',)):
        return  # a domain that Prisma sees through: the column is of that type
    old = base_of(column.type, catalog)
    expression = using(name, column.type, field.type, written, catalog)
    parts = [f'alter column {name} type {written}' + (f' using {expression}' if expression else '')]
    other_kind = old.key != field.type.key or old.is_array != field.type.is_array
    if column.identity is not None and field.type.name not in _WHOLE:
        parts.insert(0, f'alter column {name} drop identity')
    elif column.default is not None and column.identity is None and other_kind and not (
        column.default.kind == 'sequence' and field.type.name in _WHOLE
    ):
        # PostgreSQL converts a default with its column, or refuses to (42804).
        parts.insert(0, f'alter column {name} drop default')
        default = field_default(field)
        if default:
            parts.append(f'alter column {name} set default {default}')
    keys = [*_in_the_way(table, field, catalog, expected)] if other_kind else []
    drops = [
        sql_alter(other.key, f'drop constraint {quote_identifier(key.name)}') for other, key in keys
    ]
    about = f'change {table.key}.{field.name} to {written}'
    warning = None
    lost = next((key for other, key in keys if not _can_come_back(other, key, expected)), None)
    held = next((
        index for index in table.indexes for one in index.columns
        if one.name == field.name and one.opclass is not None
    ), None)
    if lost is not None:
        warning = f'foreign key {lost.name} cannot be between what the schema has its columns be'
    elif held is not None and other_kind and {old.name, field.type.name} != {'text', 'varchar'}:
        warning = f'index {held.name} has an operator class that cannot be one of {written}'
    elif not is_lossless(column.type, field.type, catalog):
        warning = 'values that do not fit are changed, or refused'
    yield Step(Phase.ALTER, (*drops, sql_alter(table.key, *parts)), about, warning)


def _in_the_way(
    table: Table, field: Column, catalog: Catalog, expected: Catalog,
) -> Iterator[tuple[Table, ForeignKey]]:
    """Foreign keys that cannot lead from the one type to the other: they are made again once both
    columns have changed, where the schema has them."""
    for other, key in ((t, k) for t in catalog.tables.values() for k in t.foreign_keys):
        for held, target in zip(key.columns, key.referenced_columns):
            is_holder = other.key == table.key and held == field.name
            is_target = key.references == table.key and target == field.name
            if not is_holder and not is_target or _has(expected, other, key) is None:
                continue
            end = catalog.tables[key.references].column(target) if is_holder \
                else other.column(held)
            pair = (field.type, end.type if end is not None else field.type)
            if is_unsupported(field.type) or not can_refer(
                *(pair if is_holder else pair[::-1]), catalog.types,
            ):
                yield other, key
                break


def _can_come_back(table: Table, key: ForeignKey, expected: Catalog) -> bool:
    """Whether PostgreSQL can compare what the schema has a foreign key's columns be."""
    model, target = expected.tables.get(table.key), expected.tables.get(key.references)
    if model is None or target is None:
        return True
    pairs = [
        (model.column(held), target.column(led))
        for held, led in zip(key.columns, key.referenced_columns)
    ]
    return all(
        one is None or other is None or is_unsupported(one.type) or is_unsupported(other.type)
        or can_refer(one.type, other.type, expected.types) for one, other in pairs
    )


def _has(expected: Catalog, table: Table, key: ForeignKey) -> ForeignKey | None:
    model = expected.tables.get(table.key)
    return next(
        (k for k in model.foreign_keys if k.columns == key.columns), None,
    ) if model is not None else None


def change_nullability(difference: NullabilityDiffers, catalog: Catalog) -> Iterator[Step]:
    table, field = difference.table, difference.field
    name = quote_identifier(field.name)
    if field.nullable:
        for parent in table.inherits:
            inherited = catalog.tables[parent].column(field.name)
            if inherited is not None and not inherited.nullable:
                return  # since PostgreSQL 18 the parent's NOT NULL is its heirs' (42P16)
        yield Step(
            Phase.ALTER, (sql_alter(table.key, f'alter column {name} drop not null'),),
            f'let {table.key}.{field.name} be null',
        )
        return
    default = field_default(field)
    filler = default or '…'
    yield Step(
        Phase.ALTER, (sql_alter(table.key, f'alter column {name} set not null'),),
        f'require {table.key}.{field.name}',
        'it fails where rows have no value',
        f'this gives them one: update {sql_name(table.key)} set {name} = {filler} '
        f'where {name} is null;',
    )


def change_default(difference: DefaultDiffers) -> Iterator[Step]:
    table, field = difference.table, difference.field
    if field.default is not None and field.default.kind == 'any':
        return  # what `dbgenerated()` stands for is not said
    column = table.column(field.name) or difference.column
    name = quote_identifier(field.name)
    change = f'alter column {name}'
    what = f'{table.key}.{field.name}'
    before: list[str] = []
    warning = None
    if column.generated is not None:
        before.append(f'{change} drop expression')
        warning = 'the column is computed no more'
    elif column.identity is not None:
        before.append(f'{change} drop identity')
        warning = 'its sequence, and how far that has counted, is lost'
    default = field_default(field)
    if is_sequence(field) and field.nullable:
        sequence = Name(table.schema, make_object_name(table.name, field.name, 'seq'))
        written = sql_name(sequence)
        held = f'{sql_name(table.key)}.{name}'
        yield Step(
            Phase.ALTER, (
                f'create sequence {written} owned by {held}',
                sql_alter(table.key, f'{change} set default nextval({sql_text(written)})'),
            ), f'number {what}', warning,
        )
    elif is_sequence(field):
        if column.default is not None and not before:
            before.append(f'{change} drop default')
        written = sql_name(table.key)
        add = f'{change} add generated by default as identity'
        yield Step(
            Phase.ALTER, (
                *(sql_alter(table.key, one) for one in (*before, add)),
                # It counts from 1, and there may be rows.
                f'select setval(pg_get_serial_sequence({sql_text(written)}, '
                f'{sql_text(field.name)}), greatest(max({name}), 0) + 1, false) from {written}',
            ), f'number {what}', warning,
        )
    elif default:
        before.append(f'{change} set default {default}')
        yield Step(
            Phase.ALTER, tuple(sql_alter(table.key, one) for one in before),
            f'set the default of {what} to {default}', warning,
        )
    else:
        if not before:
            before.append(f'{change} drop default')
        yield Step(
            Phase.ALTER, (sql_alter(table.key, *before),), f'drop the default of {what}', warning,
        )
