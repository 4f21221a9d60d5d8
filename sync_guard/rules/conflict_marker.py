"""A line of a merge conflict (`<<<<<<<`, `=======`, `>>>>>>>`) was left in a migration.

PostgreSQL would refuse it, and both sides of the conflict are read as if they were meant.

Decide for one side, remove the markers and stage the file again.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.finding import Finding
from sync_guard.migrations.facts import Text
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import text_finding


@rule('conflict-marker', item='migration', on=Text)
def conflict_marker(fact: Text, context: Context) -> Iterator[Finding]:
    if fact.rule == 'conflict-marker':
        yield text_finding(fact, 'keep one side, remove the markers, and git add the file')
