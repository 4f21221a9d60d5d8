"""Item 1, Supabase migration applied: named, ordered and landed as Supabase needs it, and applying
on what came before."""
from __future__ import annotations

import posixpath
from collections.abc import Sequence

from sync_guard.checklist import state_of
from sync_guard.checklist import told
from sync_guard.checklist import Verdict
from sync_guard.checklist.sides import Side
from sync_guard.finding import Finding


def verdict(sides: Sequence[Side], changed: frozenset[str], new: Sequence[Finding]) -> Verdict:
    """``changed`` are the paths that the change touches, ``new`` its findings of any item."""
    found = [f for f in new if f.item == 'migration']
    if found:
        return Verdict('migration', state_of(found), told(found, 'problem'))
    if any(not side.project.enabled for side in sides):
        return Verdict(
            'migration', 'skipped', 'not applied: supabase/config.toml says enabled = false',
        )
    if not any(side.project.migrations for side in sides):
        return Verdict('migration', 'skipped', 'no supabase/migrations here')
    touched = [
        posixpath.basename(m.path) for side in sides for m in side.chain.migrations
        if m.path in changed
    ]
    if not touched:
        return Verdict('migration', 'pass', 'no migration changed')
    what = f'{touched[0]} is' if len(touched) == 1 else f'{len(touched)} migrations are'
    return Verdict('migration', 'pass', f'{what} in order')
