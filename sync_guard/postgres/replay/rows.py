"""Rows of several sources joined, as a query over the system tables needs it."""
from __future__ import annotations

from typing import Any

from sync_guard.postgres.blocks import Call
from sync_guard.postgres.blocks import Expression
from sync_guard.postgres.blocks import Variable
from sync_guard.postgres.replay.system_tables import Row

# Rows of several sources, each under its alias.
Joined = list[dict[str, Row]]
# More are not joined: no guard is so wide.
_MOST_ROWS = 50_000


class NotKept(Exception):
    """A relation whose rows are data, a system table that is not kept, or too many rows."""


def join(
        joined: Joined, table: list[Row], alias: str,
        conditions: list[Expression],
) -> Joined:
    """Join one more source, by an equality with one that is there already if WHERE has any."""
    for condition in conditions:
        if not isinstance(condition, Call) or condition.name != '=' or not joined:
            continue
        for here, there in (condition.arguments, condition.arguments[::-1]):
            if not (isinstance(here, Variable) and isinstance(there, Variable)):
                continue
            if here.of != alias or there.of not in joined[0]:
                continue
            if all(here.name in row for row in table):
                by_value: dict[Any, list[Row]] = {}
                for row in table:
                    by_value.setdefault(row[here.name], []).append(row)
                return [
                    {**row, alias: one} for row in joined
                    for one in (
                        by_value.get(row[there.of][there.name], ())
                        if there.name in row[there.of] else table
                    )
                ]
    if len(joined) * len(table) > _MOST_ROWS:
        raise NotKept
    return [{**row, alias: one} for row in joined for one in table]


def conjuncts(where: Expression | None) -> list[Expression]:
    """The conditions that must all hold."""
    if isinstance(where, Call) and where.name == 'and':
        return [part for argument in where.arguments for part in conjuncts(argument)]
    return [] if where is None else [where]


def speaks_of(condition: Expression, alias: str, only: bool) -> bool:
    """Whether this is ``column = …`` of one source (``only``: there is no other)."""
    if not isinstance(condition, Call) or condition.name != '=':
        return False
    left = condition.arguments[0]
    return isinstance(left, Variable) and (left.of == alias or left.of is None and only)
