"""A column and its field have different types.

`types`: the generated TypeScript is wrong (`number` for what is text, a missing enum value).
`client`: TypeScript is right, but PostgreSQL refuses the query (`operator does not exist: uuid =
text`), or takes no value of that type. `strict`: queries work, and Prisma's own `migrate diff`
still calls the native types different (`timestamp with time zone` and a plain `DateTime`, which
means `timestamp(3)`).

Write the type the migrations give the column, or change the column in a new migration.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.compare.differences import TypeDiffers
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import column_name
from sync_guard.rules._schema import field_name
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import line_of
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import new_enum
from sync_guard.rules._schema import schema_place
from sync_guard.rules._schema import sql_type


@rule('type', item='schema', on=TypeDiffers)
def type_differs(difference: TypeDiffers, context: Context) -> Iterator[Finding]:
    table, model = difference.table, difference.model
    column, field = difference.column, difference.field
    built, expected = sql_type(column.type), sql_type(field.type)
    help = f'write      {line_of(column, table, context)}'
    if difference.enum is not None:
        help += f'\nand add to the schema      {new_enum(difference.enum, context)}'
    yield finding(
        'type', difference,
        f'{column_name(table, column)} is {built}, but field {model_name(model)}.'
        f'{field_name(field)} says {expected}',
        help, field.origin or schema_place(context), column.origin,
        table=str(table.key), name=column.name, detail=f'{built} / {expected}', mender='fix',
    )
