"""A NOT NULL column without a default is added to a table that has rows.

PostgreSQL refuses it as long as there is a row (`column "x" of relation "t" contains null values`,
SQLSTATE 23502). An earlier migration has filled the table; whether the rows are still there, only
the database knows.

Give the column a default, or add it without NOT NULL, fill it with an UPDATE, and then write
`ALTER COLUMN … SET NOT NULL`.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.finding import Finding
from sync_guard.migrations.facts import Filled
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import finding


@rule('not-null-without-default', item='migration', on=Filled)
def not_null_without_default(fact: Filled, context: Context) -> Iterator[Finding]:
    line, table, column, filled = fact.column
    yield finding(
        'not-null-without-default', fact.path,
        f'{table}.{column} is NOT NULL without a default, and {table} has rows: PostgreSQL refuses '
        'it while there is one (SQLSTATE 23502)',
        'give it a default, or add it without NOT NULL, fill it, and SET NOT NULL then',
        line=line, origin=filled, table=str(table), severity='note', detail=column,
    )
