"""What one file says, all in all: its operations, what cannot be read in it, what is said to us."""
# Annotations are not postponed here, for the reason in catalog.py.
from typing import NamedTuple

from sync_guard.postgres.operations import Operation
from sync_guard.postgres.operations import Ref


class SqlProblem(NamedTuple):
    """Text that cannot be read. ``blocks`` is False where it may well be good SQL that only this
    reader does not know."""

    line: int
    column: int
    rule: str
    message: str
    blocks: bool = True


class Directive(NamedTuple):
    """A ``-- sync-guard:`` comment at ``line``; it covers the lines ``first`` to ``last``."""

    line: int
    verb: str
    rule: str
    reason: str
    first: int = 0
    last: int = 0


class Rows(NamedTuple):
    """A table that a statement fills, or empties where ``filled`` is False."""

    line: int
    table: Ref
    filled: bool


class SqlFile(NamedTuple):
    """``rows`` says which tables have some; it is about data, and nothing is built by it."""

    operations: tuple[Operation, ...] = ()
    problems: tuple[SqlProblem, ...] = ()
    directives: tuple[Directive, ...] = ()
    rows: tuple[Rows, ...] = ()
