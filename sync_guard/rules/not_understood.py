"""A statement is no SQL that PostgreSQL knows, or none that this reader knows.

Where PostgreSQL cannot read it either (a misspelt keyword), it blocks. Where it may well be good
SQL, it is a warning: what the statement touches is uncertain then, and differences there do not
block.

Correct the statement. If PostgreSQL takes it, write in front of it
`-- sync-guard: ignore not-understood REASON`, and report it, so that the reader can learn it.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.finding import Finding
from sync_guard.migrations.facts import Text
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import text_finding


@rule('not-understood', item='migration', on=Text)
def not_understood(fact: Text, context: Context) -> Iterator[Finding]:
    if fact.rule == 'not-understood':
        yield text_finding(
            fact,
            'correct it, or put in front of it: -- sync-guard: ignore not-understood REASON',
        )
