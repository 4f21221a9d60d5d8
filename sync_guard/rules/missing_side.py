"""All migrations, or the whole Prisma schema, are deleted while the other side stays.

What stays can no longer be held against anything: the next difference would go unnoticed. A schema
that moved to another place is found there; this one is nowhere.

Restore what is gone. Where it moved to a place that is not found, name it in sync-guard.toml:
`schema = "…"` or `migrations = ["…"]`. A team that leaves Prisma or Supabase behind for good has no
use for this check any more: `git sync-guard uninstall`.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Origin
from sync_guard.finding import Finding
from sync_guard.projects import SideGone
from sync_guard.rules import Context
from sync_guard.rules import rule


@rule('missing-side', item='schema', on=SideGone)
def missing_side(fact: SideGone, context: Context) -> Iterator[Finding]:
    yield Finding(
        'missing-side', 'migration' if fact.side == 'migrations' else 'schema',
        f'{fact.path} is gone, and {fact.left} is left with nothing to be compared to',
        f'git restore --source=HEAD --staged --worktree -- {fact.path}\n'
        f'or name its new place in sync-guard.toml: {fact.side} = "…"',
        Origin(fact.left, 1), name=fact.path,
    )
