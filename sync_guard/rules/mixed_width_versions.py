"""Two versions of different width are applied in another order than their numbers say.

Supabase compares versions as text: `10_b.sql` is applied before `9_a.sql`, and a date such as
`20250131_x.sql` before `3_y.sql`.

Write all versions with the same number of digits, best with the 14 of `supabase migration new`. A
migration that has landed keeps its name: give the later ones a version that sorts behind it.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Origin
from sync_guard.finding import Finding
from sync_guard.migrations.facts import MixedWidths
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import base
from sync_guard.rules._migration import finding


@rule('mixed-width-versions', item='migration', on=MixedWidths)
def mixed_width_versions(fact: MixedWidths, context: Context) -> Iterator[Finding]:
    yield finding(
        'mixed-width-versions', fact.path,
        f'{base(fact.path)} is applied before {base(fact.other)}: '
        'Supabase compares versions as text',
        'write versions with the same number of digits, best the 14 of `supabase migration new`',
        origin=Origin(fact.other, 1), severity='warning', detail=base(fact.other),
    )
