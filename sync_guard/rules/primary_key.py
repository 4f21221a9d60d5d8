"""A table's primary key and its model's `@id` differ.

`findUnique`, `update`, `delete` and `upsert` find a row by its id: with another key in the
database they may find none, or several rows. Only the order of the columns: level strict.

Write the key that the migrations give the table, or change the table in a new migration.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.compare.differences import PrimaryKeyDiffers
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import field_names
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import schema_place
from sync_guard.rules._schema import sql_columns
from sync_guard.rules._schema import sql_table


@rule('primary-key', item='schema', on=PrimaryKeyDiffers)
def primary_key(difference: PrimaryKeyDiffers, context: Context) -> Iterator[Finding]:
    table, model = difference.table, difference.model
    built, expected = difference.built, difference.expected
    name = model_name(model)
    place = (expected and expected.origin) or model.origin or schema_place(context)
    origin = (built and built.origin) or table.origin
    says = f'model {name} has no @id'
    if expected is not None:
        says = f'the id of model {name} is ({field_names(expected.columns, model)})'
    if built is not None:
        has = f'({", ".join(built.columns)})'
        what = f'the primary key of {table.key} is {has}, but {says}'
        fields = field_names(built.columns, model)
        help = f'put @id on field {fields} of model {name}'
        if len(built.columns) > 1:
            help = f'write in model {name}      @@id([{fields}])'
    else:
        assert expected is not None
        has = 'none'
        what = f'{table.key} has no primary key, but {says}'
        help = (
            f'put into a new migration      alter table {sql_table(table)} add primary key '
            f'({sql_columns(expected.columns)});'
        )
    yield finding(
        'primary-key', difference, what, help, place, origin, table=str(table.key),
        detail=f'{has} / {says}',
    )
