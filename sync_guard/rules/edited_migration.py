"""A migration that has landed was changed; databases that applied it will never see the change.

Supabase keeps no checksum of a migration: it looks at the version alone and skips what it has
applied. From here on new databases would differ from old ones, and nothing would tell.

Restore the file and put the change into a new migration. Where only comments or white space differ
this is a warning. A file that is meant to be edited, such as a generated consolidated schema, is
listed in sync-guard.toml: `editable = ["supabase/migrations/99999999999999_*.sql"]`.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.finding import Finding
from sync_guard.migrations.facts import Edited
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import base
from sync_guard.rules._migration import command
from sync_guard.rules._migration import doubt
from sync_guard.rules._migration import finding
from sync_guard.rules._migration import shared_ref


@rule('edited-migration', item='migration', on=Edited)
def edited_migration(fact: Edited, context: Context) -> Iterator[Finding]:
    what = ' (comments and white space alone)' if fact.cosmetic else ''
    restore = command(
        'git', 'restore', f'--source={fact.shared.ref}', '--staged', '--worktree', '--', fact.path,
    )
    yield finding(
        'edited-migration', fact.path,
        f'{base(fact.path)} has landed on {shared_ref(fact.shared)} and is changed here{what}: '
        f'databases that applied it will not apply it again{doubt(fact.shared)}',
        f'put the change into a new migration (supabase migration new NAME), then\n{restore}',
        line=fact.line, severity='warning' if fact.cosmetic else 'error',
        certain=fact.shared.certain,
        # An edit that was cosmetic and no longer is counts as new.
        detail='comments' if fact.cosmetic else '',
    )
