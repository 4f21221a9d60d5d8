"""Two migrations have the same version, and Supabase applies one of them at most.

The version (the digits before the first underscore) is the primary key of Supabase's history table.
The second file fails with `duplicate key value violates unique constraint "schema_migrations_pkey"`
(SQLSTATE 23505), and is rolled back. If the first one is deleted later, the second counts as
applied and never is.

Give the file that has not landed yet a version of its own.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Origin
from sync_guard.finding import Finding
from sync_guard.migrations.facts import SameVersion
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import base
from sync_guard.rules._migration import command
from sync_guard.rules._migration import finding


@rule('duplicate-version', item='migration', on=SameVersion)
def duplicate_version(fact: SameVersion, context: Context) -> Iterator[Finding]:
    where = f' on {fact.ref}' if fact.ref else ''
    yield finding(
        'duplicate-version', fact.path,
        f'version {fact.version} is taken by {base(fact.other)}{where}: '
        f'Supabase would refuse {base(fact.path)} (SQLSTATE 23505)',
        command('git', 'mv', fact.path, fact.better),
        origin=None if fact.ref else Origin(fact.other, 1),
        detail=fact.version,
    )
