"""A migration that has landed was deleted, but databases have it in their history.

`supabase db push` answers "Remote migration versions not found in local migrations directory" and
applies nothing more, until the file is back or the history of each database is repaired.

Restore the file. To undo what it did, write a new migration that does so. After a planned
`supabase migration squash`, repair the history of each database (`supabase migration repair
--status reverted VERSION`) and say so in sync-guard.toml: `editable = ["supabase/migrations/*"]`
for that one change, or set `deleted-migration = "off"` under `[severity]`.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.finding import Finding
from sync_guard.migrations.facts import Deleted
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import base
from sync_guard.rules._migration import command
from sync_guard.rules._migration import doubt
from sync_guard.rules._migration import finding
from sync_guard.rules._migration import shared_ref
from sync_guard.rules._schema import config_path


@rule('deleted-migration', item='migration', on=Deleted)
def deleted_migration(fact: Deleted, context: Context) -> Iterator[Finding]:
    gone = 'deleted' if fact.to is None else f'moved to {fact.to}'
    back = command('git', 'mv', fact.to, fact.path) if fact.to is not None else command(
        'git', 'restore', f'--source={fact.shared.ref}', '--staged', '--worktree', '--', fact.path,
    )
    yield finding(
        'deleted-migration', fact.path,
        f'{base(fact.path)} has landed on {shared_ref(fact.shared)} and is {gone} here: '
        f'databases that applied it would refuse the next push{doubt(fact.shared)}',
        f'{back}\nor, after a squash, say so in {config_path(context)}      '
        f'editable = ["{fact.path}"]',
        certain=fact.shared.certain,
    )
