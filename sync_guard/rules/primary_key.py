"""A table's primary key and its model's `@id` differ.

`findUnique`, `update`, `delete` and `upsert` find a row by its id: with another key in the
database they may find none, or several rows. Only the order of the columns: level strict.

Write the key that the migrations give the table, or change the table in a new migration.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.compare.differences import PrimaryKeyDiffers
from sync_guard.finding import Finding
from sync_guard.postgres.spelling import sql_columns
from sync_guard.postgres.spelling import sql_name
from sync_guard.prisma.attributes import id_attribute
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import field_names
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import labels_of
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import schema_place


@rule('primary-key', item='schema', on=PrimaryKeyDiffers)
def primary_key(difference: PrimaryKeyDiffers, context: Context) -> Iterator[Finding]:
    table, model = difference.table, difference.model
    built, expected = difference.built, difference.expected
    name = model_name(model)
    has = says = 'none'
    removal = None
    if expected is not None:
        says = f'({field_names(expected.columns, model)})'
    if built is None:
        assert expected is not None
        what = f'{table.key} has no primary key, but the id of model {name} is {says}'
        help = (
            f'put into a new migration      alter table {sql_name(table.key)} add primary key '
            f'({sql_columns(expected.columns)});'
        )
    else:
        has = f'({", ".join(built.columns)})'
        what = f'the primary key of {table.key} is {has}, but model {name} has no @id'
        if expected is not None:
            what = f'the primary key of {table.key} is {has}, but the id of model {name} is {says}'
        attribute = id_attribute(built, table, labels_of(model))
        help = f'write in model {name}      {attribute}'
        if len(built.columns) == 1:
            field = field_names(built.columns, model)
            help = f'write on field {field} of model {name}      {attribute}'
    yield finding(
        'primary-key', difference, what, help,
        (expected and expected.origin) or model.origin or schema_place(context),
        (built and built.origin) or table.origin,
        table=str(table.key), detail=f'{has} / {says}',
        mender='draft' if built is None else 'fix', removal=removal,
    )
