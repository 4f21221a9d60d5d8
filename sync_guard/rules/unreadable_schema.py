"""A file of the Prisma schema is not UTF-8 text, so nothing could be compared.

UTF-16 comes from a redirection in Windows PowerShell (`> schema.prisma`). A NUL byte means that the
file is no text at all.

Save the file as UTF-8.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Origin
from sync_guard.compare.differences import UnreadableSchema
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule


@rule('unreadable-schema', item='schema', on=UnreadableSchema)
def unreadable_schema(fact: UnreadableSchema, context: Context) -> Iterator[Finding]:
    yield Finding(
        'unreadable-schema', 'schema', f'the schema {fact.why}, so nothing is compared',
        'save the file as UTF-8', Origin(fact.path, fact.line), name=fact.path,
    )
