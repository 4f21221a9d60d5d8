"""A key, index or foreign key has another name than the schema expects.

No query fails for it; Prisma's own `migrate diff` would rename it, and so level strict counts it.
Without `map` Prisma expects `table_pkey`, `table_column_key`, `table_column_idx` and
`table_column_fkey`, which are PostgreSQL's own default names too, except where a table or column
was renamed later or a name would be longer than 63 bytes.

Write the name with `map`, or rename the constraint in a new migration.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.compare.differences import NameDiffers
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import schema_place


@rule('name', item='schema', on=NameDiffers)
def name(difference: NameDiffers, context: Context) -> Iterator[Finding]:
    table, model = difference.table, difference.model
    built, expected = difference.built, difference.expected
    attribute = {
        'primary key': '@id' if len(_columns(difference)) == 1 else '@@id',
        'unique': '@unique' if len(_columns(difference)) == 1 else '@@unique',
        'index': '@@index', 'foreign key': '@relation',
    }[difference.kind]
    yield finding(
        'name', difference,
        f'{difference.kind} {built.name} of {table.key} is {expected.name} in the schema',
        f'write in the {attribute}      map: "{built.name}"',
        expected.origin or model.origin or schema_place(context), built.origin,
        table=str(table.key), name=built.name, detail=expected.name, mender='fix',
    )


def _columns(difference: NameDiffers) -> tuple[object, ...]:
    return difference.expected.columns
