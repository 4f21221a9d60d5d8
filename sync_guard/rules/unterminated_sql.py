"""A quote, comment, dollar quote or parenthesis is opened and never closed.

Everything after it, to the end of the file, is part of one statement to PostgreSQL, which refuses
it (SQLSTATE 42601). What the rest of the file does is not known, and not checked.

Close what is open at the place named.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.finding import Finding
from sync_guard.migrations.facts import Text
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import text_finding


@rule('unterminated-sql', item='migration', on=Text)
def unterminated_sql(fact: Text, context: Context) -> Iterator[Finding]:
    if fact.rule == 'unterminated-sql':
        yield text_finding(
            fact, 'remove it, or open what it closes' if fact.message == 'unbalanced )'
            else 'close what is open here: all that follows is read as part of it',
        )
