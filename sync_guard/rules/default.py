"""A column and its field have different defaults.

`types`: a `create` may leave the field out on one side and not on the other, so either TypeScript
demands a value the database would give, or PostgreSQL refuses the row (P2011). `client`: only one
side has a default. `strict`: both have one, and they differ; `migrate diff` compares the database's
text (`now()` is not `timezone('utc', now())`, `gen_random_uuid()` is not `uuid()`).

Values the client makes itself (`uuid()`, `cuid()`, `@updatedAt`) need no default in the database.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Column
from sync_guard.compare.differences import DefaultDiffers
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import column_name
from sync_guard.rules._schema import field_name
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import line_of
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import schema_place


@rule('default', item='schema', on=DefaultDiffers)
def default(difference: DefaultDiffers, context: Context) -> Iterator[Finding]:
    table, model = difference.table, difference.model
    column, field = difference.column, difference.field
    built, expected = _built(column), _expected(field)
    yield finding(
        'default', difference,
        f'{column_name(table, column)} {built}, but field {model_name(model)}.{field_name(field)} '
        f'{expected}',
        f'write      {line_of(column, table, context)}',
        field.origin or schema_place(context), column.origin,
        table=str(table.key), name=column.name, detail=f'{built} / {expected}', mender='fix',
    )


def _built(column: Column) -> str:
    if column.identity is not None:
        return 'is an identity column'
    if column.generated is not None:
        return f'is generated as {column.generated.value}'
    return 'has no default' if column.default is None else f'has default {column.default.text}'


def _expected(field: Column) -> str:
    if field.default is None:
        return 'has none'
    text = field.default.text
    return f'has {text}' if text.startswith('@') else f'has @default({text})'
