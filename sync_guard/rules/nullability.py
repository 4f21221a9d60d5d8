"""A column may be null and its field may not, or the other way round.

A required field over a nullable column: TypeScript promises a value that may be null, and the
client throws when it reads one (P2032). An optional field over a NOT NULL column: TypeScript lets
a `create` leave it out or set null, and PostgreSQL refuses it (P2011).

Write or remove the `?`, or change the column in a new migration. PostgreSQL's NOT NULL on an array
is not compared: Prisma's lists are never null.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.compare.differences import NullabilityDiffers
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import column_name
from sync_guard.rules._schema import field_name
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import line_of
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import schema_place


@rule('nullability', item='schema', on=NullabilityDiffers)
def nullability(difference: NullabilityDiffers, context: Context) -> Iterator[Finding]:
    table, model = difference.table, difference.model
    column, field = difference.column, difference.field
    name = f'{model_name(model)}.{field_name(field)}'
    if column.nullable:
        what = f'{column_name(table, column)} may be null, but field {name} is required'
    else:
        what = f'{column_name(table, column)} is not null, but field {name} is optional'
    yield finding(
        'nullability', difference, what,
        f'write      {line_of(column, table, context)}',
        field.origin or schema_place(context), column.origin,
        table=str(table.key), name=column.name, detail='nullable' if column.nullable else '',
        mender='fix',
    )
