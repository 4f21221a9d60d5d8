"""PostgreSQL would refuse a statement, because of what the migrations before it have built.

A table, column, type or constraint is missing, or is there already. The message is PostgreSQL's
own, with its SQLSTATE. `supabase db reset` and every new database would stop at this statement, and
`supabase db push` too unless somebody had changed the database by hand.

Mend the statement, or create what is missing in an earlier migration. A table or enum that no
migration creates but that the Prisma schema has is not reported here: its place is the project's
set-up. One that a later migration creates is, and warns where the statement has landed: the
database had it from elsewhere. Where an earlier migration needs a table that none creates, tables
come from elsewhere (the dashboard, another tool); then another one that is missing may come from
there, and is a warning. So is what a DO block raises itself: what it looks for may be in the data
or in an extension.
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
    '42804': 'give both columns the same type',
    'P0001': 'see to it that the condition holds, or ignore this if it does',
    '42P07': 'drop the statement, choose another name, or write IF NOT EXISTS',
    '42701': 'drop the statement, choose another name, or write ADD COLUMN IF NOT EXISTS',
    '42703': 'correct the name, or add the column in an earlier migration',
    '42704': 'correct the name, or create it in an earlier migration',
    '42710': 'drop the statement, or choose another name',
    '42P06': 'write CREATE SCHEMA IF NOT EXISTS',
    '42723': 'write CREATE OR REPLACE, or drop the one that is there first',
    '42883': 'correct the name or the arguments, or create it in an earlier migration',
    '3F000': 'write CREATE SCHEMA before it',
    '2BP01': 'drop what depends on it first, or write CASCADE',
    '42P16': 'drop the primary key that is there first',
    '42830': 'give the referenced columns a primary key or a unique constraint first',
}

_MADE_ELSEWHERE = (
    'or, if it is made elsewhere, put in front of it: -- sync-guard: ignore cannot-apply REASON'
)


@rule('cannot-apply', item='migration', on=Refused)
def cannot_apply(fact: Refused, context: Context) -> Iterator[Finding]:
    problem = fact.problem
    comes_from_elsewhere = _is_set_up(problem, context)
    if comes_from_elsewhere and not fact.later:
        return
    others = len(problem.origins) - 1
    places = f', here and in {others} more {"place" if others == 1 else "places"}'
    what = f'{problem.message} (SQLSTATE {problem.sqlstate}){places if others > 0 else ""}'
    help = problem.hint or _ADVICE.get(problem.sqlstate, 'mend the statement')
    if problem.sqlstate == '42P01':
        help += f'\n{_MADE_ELSEWHERE}'
    if fact.outside is not None:
        what += f'; it may come from elsewhere, as {fact.outside} does, which no migration creates'
    yield finding(
        'cannot-apply', problem.origin.path, what, help,
        line=problem.origin.line, column=problem.origin.column,
        table=None if problem.object is None else str(problem.object),
        detail=f'{problem.sqlstate} {problem.message}',
        # What a landed file needed was there, and has been written down since.
        certain=fact.outside is None and problem.sqlstate != 'P0001'
        and not (comes_from_elsewhere and fact.landed),
        # It stays the same finding when another place comes first.
    )._replace(name=None)


def _is_set_up(problem: Problem, context: Context) -> bool:
    """Whether the Prisma schema has what is missing, or Prisma makes it for itself: it comes from
    elsewhere, which is said once."""
    name = problem.object
    if name is None or context.expected is None:
        return False
    there = context.expected.catalog
    if problem.sqlstate == '42P01':
        return name in there.tables or name.name == '_prisma_migrations'
    return problem.sqlstate == '42704' and name in there.types
