"""Item 2, Prisma schema updated: it expects what the migrations build."""
from __future__ import annotations

from collections.abc import Sequence

from sync_guard.checklist import state_of
from sync_guard.checklist import told
from sync_guard.checklist import Verdict
from sync_guard.checklist.sides import Side
from sync_guard.finding import Finding
from sync_guard.finding import Level


def verdict(sides: Sequence[Side], level: Level | None, new: Sequence[Finding]) -> Verdict:
    """``new`` are the change's findings of any item; ``level`` is the one asked for, None for each
    project's own."""
    found = [f for f in new if f.item == 'schema']
    if found:
        return Verdict('schema', state_of(found), told(found, 'difference'))
    reasons = [reason for side in sides if (reason := _not_compared(side)) is not None]
    if len(reasons) == len(sides):
        return Verdict('schema', 'skipped', reasons[0] if reasons else 'no project here')
    levels = dict.fromkeys(level or side.project.settings.level for side in sides)
    return Verdict('schema', 'pass', f'in step at level {" and ".join(levels)}')


def _not_compared(side: Side) -> str | None:
    if not side.project.schema_files:
        return 'not checked: there is no Prisma schema'
    if not side.project.migrations:
        return 'not checked: there is no supabase/migrations'
    if side.expectation.expected is None:
        return f'not checked: the schema is for {side.expectation.provider}'
    return None
