"""What a DO block says: the statements and expressions of PL/pgSQL that decide which DDL runs.

Only as much of the language as migrations use around DDL; the rest is :class:`Unread`, whose value
is not known. As with operations, everything here depends on the text alone.
"""
from __future__ import annotations

from typing import Any
from typing import NamedTuple

from sync_guard.postgres.operations import Operation
from sync_guard.postgres.operations import Ref

# An expression or statement is any record below of that heading.
Expression = Any
Statement = Any


# Expressions


class Constant(NamedTuple):
    value: str | int | bool | None


class Variable(NamedTuple):
    """A variable of the block, or a column of the query around; ``of`` is what stands before the
    dot (a record variable or an alias)."""

    of: str | None
    name: str


class Call(NamedTuple):
    """A function (``format``), a cast (``::regclass``), an operator (``=``, ``||``, ``and``,
    ``is null``, ``in``, ``like``), ``array`` or ``case`` (condition, value, …, value)."""

    name: str
    arguments: tuple[Expression, ...]


class Rows(NamedTuple):
    """A source of rows in FROM: a relation, or ``rows`` of expressions (VALUES), or ``unnest`` of
    an array. ``names`` are its column names where they are given."""

    alias: str
    relation: Ref | None = None
    rows: tuple[tuple[Expression, ...], ...] | None = None
    unnest: Expression | None = None
    names: tuple[str, ...] = ()


class Query(NamedTuple):
    """SELECT over sources joined by ``where``; ``outputs`` are (expression, name)."""

    sources: tuple[Rows, ...]
    where: Expression | None = None
    outputs: tuple[tuple[Expression, str], ...] = ()


class Unread(NamedTuple):
    text: str


# Statements


class Sql(NamedTuple):
    """A statement of SQL: what it does to the catalog."""

    line: int
    operations: tuple[Operation, ...]


class Branch(NamedTuple):
    condition: Expression
    body: tuple[Statement, ...]


class If(NamedTuple):
    line: int
    branches: tuple[Branch, ...]
    otherwise: tuple[Statement, ...] = ()


class Loop(NamedTuple):
    """FOR and FOREACH over rows or items; ``over`` is Unread for LOOP, WHILE and the like."""

    line: int
    targets: tuple[str, ...]
    over: Expression
    body: tuple[Statement, ...]


class Execute(NamedTuple):
    line: int
    command: Expression


class Assign(NamedTuple):
    line: int
    targets: tuple[str, ...]
    value: Expression


class Leave(NamedTuple):
    """``how``: ``return``, ``exit``, ``continue`` or ``raise`` (an exception of ``sqlstate``).
    With a ``condition`` only where it holds."""

    line: int
    how: str
    condition: Expression | None = None
    sqlstate: str = 'P0001'
    message: str = ''


class Handler(NamedTuple):
    """``conditions`` are condition names, lower case, or SQLSTATEs."""

    conditions: tuple[str, ...]
    body: tuple[Statement, ...]


class Block(NamedTuple):
    line: int
    body: tuple[Statement, ...]
    handlers: tuple[Handler, ...] = ()


class CreateFunction(NamedTuple):
    """An operation: a function that builds something when it is called. Its ``body`` is kept as
    text, since what it does is to be shown at the line that calls it."""

    line: int
    name: Ref
    parameters: tuple[str, ...]
    body: str


class CallFunctions(NamedTuple):
    """An operation: SELECT f(…), g(…). Functions that are not kept do nothing here."""

    line: int
    calls: tuple[tuple[Ref, tuple[Expression, ...]], ...]


class Do(NamedTuple):
    """An operation: a DO statement. ``declared``: a comment says what it does where that is not
    known (``-- sync-guard: assume …`` before it), so that nothing stays in doubt."""

    line: int
    block: Block
    declared: bool = False
