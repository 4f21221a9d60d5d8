"""Item 3, Prisma client regenerated: said, not checked yet."""
from __future__ import annotations

from sync_guard.checklist import Verdict


def verdict(changed: frozenset[str]) -> Verdict:
    """``changed`` are the paths that the change touches."""
    if not any(path.endswith('.prisma') for path in changed):
        return Verdict('client', 'skipped', 'not checked: the schema did not change')
    return Verdict('client', 'skipped', 'not checked: run prisma generate where you work')
