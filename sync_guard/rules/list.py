"""A column is an array and its field is not a list, or the other way round.

TypeScript says `string[]` for what is one string, or one for many; the client fails on the first
row it reads.

Write or remove the `[]`, or change the column in a new migration.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.compare.differences import ListDiffers
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import column_name
from sync_guard.rules._schema import field_name
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import line_of
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import schema_place
from sync_guard.rules._schema import sql_type


@rule('list', item='schema', on=ListDiffers)
def list_differs(difference: ListDiffers, context: Context) -> Iterator[Finding]:
    table, model = difference.table, difference.model
    column, field = difference.column, difference.field
    is_not = 'is not a list' if column.type.is_array else 'is a list'
    yield finding(
        'list', difference,
        f'{column_name(table, column)} is {sql_type(column.type)}, but field {model_name(model)}.'
        f'{field_name(field)} {is_not}',
        f'write      {line_of(column, table, context)}',
        field.origin or schema_place(context), column.origin,
        table=str(table.key), name=column.name, detail=is_not, mender='fix',
    )
