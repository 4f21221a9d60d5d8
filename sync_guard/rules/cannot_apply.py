"""PostgreSQL would refuse a statement, because of what the migrations before it have built.

A table, column, type or constraint is missing, or is there already. The message is PostgreSQL's
own, with its SQLSTATE. `supabase db reset` and every new database would stop at this statement, and
`supabase db push` too unless somebody had changed the database by hand.

Mend the statement, or create what is missing in an earlier migration. A table that no migration
creates but that has a model is not reported here: its place is the project's set-up.
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sync_guard.finding import Finding
from sync_guard.migrations.facts import Refused
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import finding

if TYPE_CHECKING:
    from sync_guard.postgres import Problem

_ADVICE = {
    '42P01': 'correct the name, or create it in an earlier migration',
    '42P07': 'drop the statement, choose another name, or write IF NOT EXISTS',
    '42701': 'drop the statement, choose another name, or write ADD COLUMN IF NOT EXISTS',
    '42703': 'correct the name, or add the column in an earlier migration',
    '42704': 'correct the name, or create it in an earlier migration',
    '42710': 'drop the statement, or choose another name',
    '42P06': 'write CREATE SCHEMA IF NOT EXISTS',
    '3F000': 'write CREATE SCHEMA before it',
    '2BP01': 'drop what depends on it first, or write CASCADE',
    '42P16': 'drop the primary key that is there first',
    '42830': 'give the referenced columns a primary key or a unique constraint first',
}


@rule('cannot-apply', item='migration', on=Refused)
def cannot_apply(fact: Refused, context: Context) -> Iterator[Finding]:
    problem = fact.problem
    if _is_set_up(problem, context):
        return
    others = len(problem.origins) - 1
    places = f', here and in {others} more {"place" if others == 1 else "places"}'
    yield finding(
        'cannot-apply', problem.origin.path,
        f'{problem.message} (SQLSTATE {problem.sqlstate}){places if others > 0 else ""}',
        problem.hint or _ADVICE.get(problem.sqlstate, 'mend the statement'),
        line=problem.origin.line, column=problem.origin.column,
        table=None if problem.object is None else str(problem.object),
        detail=f'{problem.sqlstate} {problem.message}',
        # It stays the same finding when another place comes first.
    )._replace(name=None)


def _is_set_up(problem: Problem, context: Context) -> bool:
    """Whether a missing table has a model: it comes from elsewhere, which is said once."""
    return (
        problem.sqlstate == '42P01' and problem.object is not None
        and context.expected is not None and problem.object in context.expected.catalog.tables
    )
