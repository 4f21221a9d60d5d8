"""A `sync-guard: ignore` comment does nothing: nothing is wrong there, or it is not complete.

A comment that outlives what it was written for would one day hide something else. It reads
`-- sync-guard: ignore RULE reason` in SQL, `// sync-guard: ignore RULE reason` in a Prisma schema,
names one rule and gives a reason. It speaks of its own line or, on a line of its own, of what
follows.

Remove the comment, or complete it.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.config import closest_of
from sync_guard.config import rule_names
from sync_guard.finding import Finding
from sync_guard.ignores import Unused
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import finding


@rule('unused-ignore', item='migration', on=Unused)
def unused_ignore(fact: Unused, context: Context) -> Iterator[Finding]:
    known = rule_names()
    rule_ = fact.rule if fact.rule in known else closest_of(fact.rule, known) or 'RULE'
    yield finding(
        'unused-ignore', fact.path, f'this comment ignores nothing: {fact.why}',
        f'remove it, or write: sync-guard: ignore {rule_} REASON',
        line=fact.line, severity='warning', detail=f'{fact.rule} {fact.why}',
    )
