"""Functions, triggers and policies as written: the form between ``ddl`` and ``replay``."""
# Annotations are not postponed here, for the reason in catalog.py.
from typing import NamedTuple

from sync_guard.postgres.operations import Ref
from sync_guard.postgres.reads import Reads
from sync_guard.postgres.types import TypeName


class Parameter(NamedTuple):
    """``mode`` is ``in``, ``out``, ``inout``, ``variadic`` or ``table`` (a column of RETURNS
    TABLE). ``type`` is None for one that only the catalog can tell (``t.c%TYPE``)."""

    mode: str
    name: str
    type: TypeName | None
    default: bool = False


class Declared(NamedTuple):
    """A variable of PL/pgSQL's outermost DECLARE: PostgreSQL looks its type up before it creates
    the function. ``relation`` is that of ``t%ROWTYPE`` and, with ``column``, of ``t.c%TYPE``."""

    line: int
    type: TypeName | None
    relation: Ref | None = None
    column: str | None = None


class CreateRoutine(NamedTuple):
    """CREATE FUNCTION, PROCEDURE or AGGREGATE. ``parameters`` is None where they are not read.
    ``path`` is what its own SET search_path says, None for the session's. ``body`` is what a body
    in SQL reads, which PostgreSQL looks up before it creates the function. An ``atomic`` body
    (BEGIN ATOMIC, RETURN) depends on what it reads."""

    line: int
    kind: str
    name: Ref
    parameters: tuple[Parameter, ...] | None
    or_replace: bool = False
    returns: TypeName | None = None
    setof: bool = False
    path: tuple[str, ...] | None = None
    body: Reads | None = None
    declared: tuple[Declared, ...] = ()
    atomic: bool = False


class AlterRoutine(NamedTuple):
    """``types`` is None where no parameter list is written."""

    line: int
    kind: str
    name: Ref
    types: tuple[TypeName | None, ...] | None
    rename: str | None = None
    schema: str | None = None


class DropRoutines(NamedTuple):
    line: int
    kind: str
    names: tuple[tuple[Ref, tuple[TypeName | None, ...] | None], ...]
    if_exists: bool = False
    cascade: bool = False


class Attach(NamedTuple):
    """CREATE TRIGGER and CREATE POLICY: ``kind`` is that word. ``function`` is a trigger's;
    ``columns`` those of UPDATE OF; ``reads`` a policy's conditions."""

    line: int
    kind: str
    name: str
    table: Ref
    or_replace: bool = False
    function: Ref | None = None
    columns: tuple[str, ...] = ()
    reads: Reads | None = None


class AlterAttached(NamedTuple):
    """ALTER POLICY or ALTER TRIGGER."""

    line: int
    kind: str
    name: str
    table: Ref
    rename: str | None = None
    reads: Reads | None = None


class Detach(NamedTuple):
    """DROP TRIGGER and DROP POLICY."""

    line: int
    kind: str
    name: str
    table: Ref
    if_exists: bool = False


class SetCheckBodies(NamedTuple):
    """SET check_function_bodies, which pg_dump turns off."""

    line: int
    on: bool
