"""The datasource lists an extension that no migration creates.

Under the preview feature `postgresqlExtensions` Prisma's own `migrate diff` counts it. Extensions
that are only in the database are never counted.

Create the extension in a new migration, or take it off the list.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.compare.differences import ExtensionMissing
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import schema_place


@rule('extension', item='schema', on=ExtensionMissing)
def extension(difference: ExtensionMissing, context: Context) -> Iterator[Finding]:
    yield finding(
        'extension', difference,
        f'the datasource lists extension {difference.name}, which no migration creates',
        f'put into a new migration      create extension "{difference.name}";\n'
        'or take it off the list',
        schema_place(context), name=difference.name,
    )
