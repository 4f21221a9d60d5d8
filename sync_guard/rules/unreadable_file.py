"""A migration is not UTF-8 text, so PostgreSQL would refuse it or store damaged text.

UTF-16 comes from a redirection in Windows PowerShell (`> file.sql`), single bytes above 127 from an
editor set to Latin-1. A NUL byte means that the file is no text at all.

What a symbolic link points to is not read, and only warned about.

Save the file as UTF-8 without a byte order mark.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.finding import Finding
from sync_guard.migrations.facts import Text
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import text_finding


@rule('unreadable-file', item='migration', on=Text)
def unreadable_file(fact: Text, context: Context) -> Iterator[Finding]:
    if fact.rule == 'unreadable-file':
        help = 'put the file itself in its place'
        if fact.blocks:
            help = 'save the file as UTF-8 text, without NUL bytes'
        yield text_finding(fact, help)
