"""A migration lies in a sub-folder of the migrations folder, so Supabase never applies it.

The Supabase CLI does not look into sub-folders and says nothing about them. Prisma's and drizzle's
layout, a folder with a `migration.sql` for each migration, is not Supabase's.

Move the file up as the help line says. Files that are kept for reference are better off outside of
the migrations folder; in a folder called archive, backup, tests or the like they are a warning, and
in one listed in sync-guard.toml nothing: `editable = ["supabase/migrations/reference"]`.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.finding import Finding
from sync_guard.migrations.facts import Nested
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import base
from sync_guard.rules._migration import command
from sync_guard.rules._migration import finding


@rule('nested-migration', item='migration', on=Nested)
def nested_migration(fact: Nested, context: Context) -> Iterator[Finding]:
    path = fact.skipped.path
    yield finding(
        'nested-migration', path,
        f'Supabase never applies {base(path)}: it does not look into sub-folders of migrations',
        f'{command("git", "mv", path, fact.better)}\n'
        'or, if it is not meant for Supabase, move it out of the migrations folder',
        severity='warning' if fact.aside else 'error',
    )
