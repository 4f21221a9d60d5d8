"""A migration that has landed has a new name, so Supabase takes it for another one.

To a database that applied it, the old version is missing ("Remote migration versions not found in
local migrations directory") and the new one is still to be applied, which would do everything
twice.

Give the file its old name back. A new name behind the same version is nothing to Supabase, as long
as the statements stay the same.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Origin
from sync_guard.finding import Finding
from sync_guard.migrations.facts import Renamed
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import base
from sync_guard.rules._migration import command
from sync_guard.rules._migration import doubt
from sync_guard.rules._migration import finding
from sync_guard.rules._migration import shared_ref


@rule('renamed-migration', item='migration', on=Renamed)
def renamed_migration(fact: Renamed, context: Context) -> Iterator[Finding]:
    old, new = base(fact.path), base(fact.to)
    why = 'Supabase takes that for another migration'
    if old.partition('_')[0] == new.partition('_')[0]:
        why = 'databases that applied it will not apply what is changed in it'
    yield finding(
        'renamed-migration', fact.to,
        f'{old} has landed on {shared_ref(fact.shared)} and is called '
        f'{fact.to if new == old else new} here: {why}{doubt(fact.shared)}',
        command('git', 'mv', fact.to, fact.path),
        origin=Origin(fact.path, 1), certain=fact.shared.certain,
    )
