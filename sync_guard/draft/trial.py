"""Steps on trial: what the replay of the migrations makes of them."""
from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import Name
from sync_guard.draft.records import Step
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from sync_guard.postgres.scanner import scan


class Tried(NamedTuple):
    """``state`` is None where PostgreSQL would refuse a step, and ``complaint`` says why; of steps
    that change nothing both are None."""

    state: State | None = None
    complaint: str | None = None


def carry_out(steps: Sequence[Step], state: State) -> Tried:
    """What the steps make of a state, all or none."""
    statements = [statement for step in steps for statement in step.statements]
    text = ''.join(f'{statement};\n' for statement in statements)
    file = read(text)
    if file.problems or len(scan(text).statements) != len(statements):
        return Tried(complaint='it cannot be read as one statement')
    after = replay(state, [('the draft', file)])
    new = [problem for problem in after.problems if problem not in state.problems]
    if new:
        return Tried(complaint=f'{new[0].message} ({new[0].sqlstate})')
    return Tried(after if is_changed(state.catalog, after.catalog) else None)


def is_changed(before: Catalog, after: Catalog) -> bool:
    """Whether two catalogs say anything different, wherever it comes from."""
    if before.schemas != after.schemas or before.extensions != after.extensions:
        return True
    return _differ(before.tables, after.tables) or _differ(before.types, after.types)


def _differ(before: Mapping[Name, object], after: Mapping[Name, object]) -> bool:
    return before.keys() != after.keys() or not all(
        before[name] is made or _is_same(before[name], made) for name, made in after.items()
    )


def _is_same(one: object, other: object) -> bool:
    """Whether two records are equal but for the places they come from."""
    if one == other:
        return True
    if not isinstance(one, tuple) or type(one) is not type(other):
        return False
    assert isinstance(other, tuple)
    names = getattr(one, '_fields', ('',) * len(one))
    return len(one) == len(other) and all(
        name == 'origin' or _is_same(a, b) for name, a, b in zip(names, one, other)
    )
