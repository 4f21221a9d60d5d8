"""The migration that takes what the migrations build to what the schema expects.

Each statement is tried on the replay: one that PostgreSQL would refuse, or that changes nothing, is
no help to anybody. And what a statement makes can be compared again, so that a column that is added
brings the keys it is in, whatever was silent about them while it was missing.
"""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Container
from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import Name
from sync_guard.compare import compare
from sync_guard.compare.differences import Difference
from sync_guard.compare.differences import RelationDiffers
from sync_guard.draft.records import Draft
from sync_guard.draft.records import Phase
from sync_guard.draft.records import Step
from sync_guard.draft.steps import steps_for
from sync_guard.draft.trial import carry_out
from sync_guard.draft.trial import is_changed
from sync_guard.postgres import State
from sync_guard.prisma import Expected

__all__ = ['Draft', 'Phase', 'Step', 'draft']

# A table, its keys, what refers to it: more rounds than that only go in a circle.
_ROUNDS = 8
# Whether a difference is to be mended; the catalog is the one that has it.
Wanted = Callable[[Difference, Catalog], bool]
_FOLLOWS = 'it follows from what is commented out above'


class _Task(NamedTuple):
    """``before`` is what the migrations build; ``wanted`` says of a difference whether it is to be
    mended."""

    before: Catalog
    expected: Expected
    wanted: Wanted
    prisma: int | None
    decided: Container[Name]


def draft(
    before: State, expected: Expected, wanted: Wanted, *,
    prisma: int | None = None, decided: Container[Name] = (),
) -> Draft:
    """The steps from ``before`` to what the schema expects. ``wanted`` says whether a difference is
    to be mended (its level, and what is ignored); whatever it says, a new table or column comes
    whole. Nothing is drafted of what is uncertain. ``prisma`` and ``decided`` are those of
    :func:`sync_guard.compare.compare`."""
    task = _Task(before.catalog, expected, wanted, prisma, decided)
    unsure = tuple(d for d in _found(before.catalog, task) if d.uncertain is not None)
    safe, state = _mend(before, task, lambda step: step.warning is None)
    safe = _in_order(safe, before, state)
    rest, state = _mend(state, task, lambda step: True)
    refused = [
        step._replace(warning=f'PostgreSQL would refuse it: {complaint}')
        for step in _steps(state, task)
        if (complaint := carry_out([step], state).complaint) is not None
    ]
    warned = [step._replace(warning=step.warning or _FOLLOWS) for step in rest]
    steps = (*safe, *warned, *refused)
    left = tuple(d for d in _found(state.catalog, task) if d.uncertain is None) \
        if not refused else ()
    return Draft(steps, left, unsure)


def _mend(
    state: State, task: _Task, chosen: Callable[[Step], bool],
) -> tuple[list[Step], State]:
    """The chosen steps that can be carried out, one after the other, and what they make."""
    done: list[Step] = []
    been: list[tuple[int, State]] = []
    for _ in range(_ROUNDS):
        been.append((len(done), state))
        steps = [*filter(chosen, _steps(state, task))]
        made, state = _all_at_once(steps, state, task) or _one_by_one(steps, state)
        if not made:
            break
        done += made
        for count, earlier in been:
            if not is_changed(earlier.catalog, state.catalog):
                return done[:count], earlier  # what one round undoes of another mends nothing
    return done, state


def _all_at_once(
    steps: list[Step], state: State, task: _Task,
) -> tuple[list[Step], State] | None:
    """None where a step is refused, or mends nothing."""
    after = carry_out(steps, state).state
    if after is None:
        return None
    tried = {step.statements for step in steps}
    return None if any(s.statements in tried for s in _steps(after, task)) else (steps, after)


def _one_by_one(steps: list[Step], state: State) -> tuple[list[Step], State]:
    """Those that change anything; one that is refused may only come too early."""
    made = []
    for step in steps:
        after = carry_out([step], state).state
        if after is not None:
            made.append(step)
            state = after
    return made, state


def _steps(state: State, task: _Task) -> list[Step]:
    certain = [d for d in _found(state.catalog, task) if d.uncertain is None]
    return steps_for(certain, state.catalog, task.expected.catalog, task.before)


def _found(catalog: Catalog, task: _Task) -> list[Difference]:
    fresh = _fresh(catalog, task.before)
    return [
        difference for difference in compare(
            catalog, task.expected, task.prisma, whole=True, decided=task.decided,
        )
        if _is_of(difference, fresh) or _is_lost(difference, task)
        or task.wanted(difference, catalog)
    ]


def _fresh(catalog: Catalog, before: Catalog) -> frozenset[tuple[Name, str]]:
    """The columns that were not there to begin with."""
    found: set[tuple[Name, str]] = set()
    for name, table in catalog.tables.items():
        old = before.tables.get(name)
        known = {c.name for c in old.columns or ()} if old is not None else frozenset()
        found.update((name, c.name) for c in table.columns or () if c.name not in known)
    return frozenset(found)


def _is_of(difference: Difference, fresh: frozenset[tuple[Name, str]]) -> bool:
    table = getattr(difference, 'table', None)
    if table is None or not fresh:
        return False
    records = [getattr(difference, part, None) for part in ('column', 'built', 'expected')]
    names = [
        name for record in records if record is not None
        for name in _names(record)
    ]
    return any((table.key, name) in fresh for name in names)


def _names(record: object) -> tuple[str, ...]:
    columns = getattr(record, 'columns', None)
    if columns is None:
        return (getattr(record, 'name', ''),)
    return tuple(c if isinstance(c, str) else c.name or '' for c in columns)


def _is_lost(difference: Difference, task: _Task) -> bool:
    """Whether it is a foreign key that was there, and stood in the way of another type."""
    if not isinstance(difference, RelationDiffers) or difference.expected is None:
        return False
    before = task.before.tables.get(difference.table.key)
    return difference.built is None and before is not None and any(
        key.columns == difference.expected.columns for key in before.foreign_keys
    )


def _in_order(steps: list[Step], before: State, after: State) -> list[Step]:
    """The steps by their kind, as people write them, where that leads to the same."""
    ordered = sorted(steps, key=lambda step: step.phase)
    made = carry_out(ordered, before).state
    same = made is not None and not is_changed(made.catalog, after.catalog)
    return ordered if same else steps
