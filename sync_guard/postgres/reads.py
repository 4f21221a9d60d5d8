"""What a query, a policy or a function's body reads and calls, as written: the form between ``ddl``
and ``replay``. Looked up only when the statement is carried out; depends on the text alone.
"""
# Annotations are not postponed here, for the reason in catalog.py.
from typing import NamedTuple

from sync_guard.catalog import TableKind
from sync_guard.postgres.operations import Operation
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.types import TypeName


class Source(NamedTuple):
    """An entry of a FROM list, or the table that is written to. ``relation`` is None where the
    columns are not to be had from the text: a subquery, a function, a CTE, renamed columns."""

    line: int
    alias: str
    relation: Ref | None


class Operand(NamedTuple):
    """A column, behind its alias or ''; or a value of the built-in ``type``."""

    alias: str
    column: str
    type: str = ''


class Compared(NamedTuple):
    """``left = right`` or ``left <> right``."""

    line: int
    left: Operand
    operator: str
    right: Operand


class Scope(NamedTuple):
    """One SELECT, INSERT, UPDATE or DELETE. ``parent`` is the place of the scope around it, -1 for
    none. ``columns`` are (alias or '', name); ``targets`` are columns of the first source that are
    written to; ``compared`` is what is plain to see on both sides."""

    line: int
    parent: int
    sources: tuple[Source, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    targets: tuple[str, ...] = ()
    compared: tuple[Compared, ...] = ()


class Called(NamedTuple):
    """A function that PostgreSQL itself does not bring."""

    line: int
    name: Ref
    arguments: int


class Reads(NamedTuple):
    """An operation: PostgreSQL refuses a statement whose relations, columns or functions are
    missing. ``known`` are names that no table has to have: a function's parameters."""

    line: int
    scopes: tuple[Scope, ...]
    calls: tuple[Called, ...] = ()
    known: tuple[str, ...] = ()


class Output(NamedTuple):
    """One entry of a select list: ``name`` is its column name; it is ``column`` of ``table`` (``*``
    for all columns), or an expression of ``type``."""

    name: str | None
    table: Ref | None = None
    column: str | None = None
    type: TypeName | None = None


class CreateRelationAs(NamedTuple):
    """CREATE VIEW, CREATE MATERIALIZED VIEW, CREATE TABLE … AS, SELECT … INTO.

    ``names`` are the column names written before AS; ``outputs`` what the query's select list
    plainly gives (None where it does not); ``sources`` the relations the query reads, of which
    those that are only CTEs have been taken away; ``reads`` what it reads of them.
    """

    line: int
    name: Ref
    kind: TableKind
    names: tuple[str, ...] = ()
    outputs: tuple[Output, ...] | None = None
    sources: tuple[Ref, ...] = ()
    if_not_exists: bool = False
    or_replace: bool = False
    temporary: bool = False
    passing: bool = False
    reads: Reads | None = None


def with_variables(operation: Operation, variables: tuple[str, ...]) -> Operation:
    """An operation inside PL/pgSQL: a name that no table has may be one of these variables."""
    if isinstance(operation, CreateRelationAs) and operation.kind == 'table':
        reads = operation.reads
        return operation._replace(
            reads=None if reads is None else with_variables(reads, variables),
        )
    if isinstance(operation, Reads):
        return operation._replace(known=tuple(dict.fromkeys((*operation.known, *variables))))
    return operation


def without_columns(operation: Operation) -> Operation:
    """An operation inside PL/pgSQL whose variables are not known, which have the form of columns.
    In a view there are none."""
    if isinstance(operation, CreateRelationAs) and operation.kind == 'table':
        reads = operation.reads
        return operation._replace(reads=None if reads is None else without_columns(reads))
    if isinstance(operation, Reads):
        return operation._replace(scopes=tuple(
            scope._replace(columns=(), targets=(), compared=()) for scope in operation.scopes
        ))
    return operation
