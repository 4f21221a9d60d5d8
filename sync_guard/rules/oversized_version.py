"""A version is too large a number for `supabase migration list`, which never shows it.

The Supabase CLI applies such a file and records it, since versions are text in its history table.
But wherever it compares versions as numbers, it passes over those above 9223372036854775807: in
`migration list` the file is neither local nor remote, and nobody sees whether it was applied.

Give the file a version of 14 digits, as `supabase migration new` writes it, before it lands.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.finding import Finding
from sync_guard.migrations.facts import Oversized
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import base
from sync_guard.rules._migration import command
from sync_guard.rules._migration import finding


@rule('oversized-version', item='migration', on=Oversized)
def oversized_version(fact: Oversized, context: Context) -> Iterator[Finding]:
    yield finding(
        'oversized-version', fact.path,
        f'version {fact.version} of {base(fact.path)} is no 64-bit integer: '
        '`supabase migration list` never shows it',
        command('git', 'mv', fact.path, fact.better), severity='warning', detail=fact.version,
    )
