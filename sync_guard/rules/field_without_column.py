"""A field of the Prisma schema has no column in the migrations.

Every query of that model fails at run time, since the client selects all fields:
`The column x does not exist in the current database` (P2022).

Write the migration that adds the column, or remove the field. Where the column is there under
another name, `@map` says so.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Column
from sync_guard.catalog import Table
from sync_guard.compare.differences import FieldWithoutColumn
from sync_guard.finding import Finding
from sync_guard.postgres.spelling import sql_name
from sync_guard.prisma.sql import field_column
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import column_name
from sync_guard.rules._schema import field_name
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import schema_place


@rule('field-without-column', item='schema', on=FieldWithoutColumn)
def field_without_column(difference: FieldWithoutColumn, context: Context) -> Iterator[Finding]:
    table, model, field = difference.table, difference.model, difference.field
    like = difference.like
    name = f'{model_name(model)}.{field_name(field)}'
    what = f'field {name} has no column {column_name(table, field)}'
    removal = None
    if like is None:
        origin = table.origin
        removal = f'remove the field{_uses(field, model, context)}'
        help = (
            f'put into a new migration      alter table {sql_name(table.key)} add column '
            f'{field_column(field)};\nor {removal}'
        )
    else:
        origin = like.origin
        what += f', and {column_name(table, like)} has no field'
        help = f'write in field {name}      @map("{like.name}")'
        if like.name == field_name(field):
            help = f'remove from field {name}      @map("{field.name}")'
    yield finding(
        'field-without-column', difference, what, help,
        field.origin or model.origin or schema_place(context), origin,
        table=str(table.key), name=field.name,
        mender='draft' if like is None else 'fix', removal=removal,
    )


def _uses(field: Column, model: Table, context: Context) -> str:
    """What has to go with the field, or Prisma refuses the schema."""
    assert context.expected is not None
    models = context.expected.catalog.tables
    relations = [
        f'relation {key.label or key.name} (with its other side in model '
        f'{model_name(models[key.references])})'
        for key in model.foreign_keys
        if field.name in key.columns and key.references in models
    ]
    keys = [model.primary_key, *model.uniques]
    # A key of one field is an attribute of that field, and goes with it.
    listed = any(key and field.name in key.columns and len(key.columns) > 1 for key in keys) or any(
        field.name == column.name for index in model.indexes for column in index.columns
    )
    uses = [*relations, *(['the @@ lines that list it'] if listed else [])]
    return f', {" and ".join(uses)}' if uses else ''
