"""A file that undoes a migration has a name that Supabase applies like any other.

Supabase knows no down migrations: `20250131_users.down.sql` and `20250131_users_rollback.sql` are
migrations of their own, and `supabase db push` runs them after the one they undo.

Move the file out of the migrations folder. To undo a migration that has landed, write a new one
that does it.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.finding import Finding
from sync_guard.migrations.facts import Rollback
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import base
from sync_guard.rules._migration import command
from sync_guard.rules._migration import finding


@rule('rollback-file', item='migration', on=Rollback)
def rollback_file(fact: Rollback, context: Context) -> Iterator[Finding]:
    yield finding(
        'rollback-file', fact.path,
        f'Supabase applies {base(fact.path)} like any migration: it knows no rollback files',
        command('git', 'mv', fact.path, fact.better),
    )
