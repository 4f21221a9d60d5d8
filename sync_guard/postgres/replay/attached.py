"""Policies and triggers: only their names are kept, and which function a trigger calls."""
from __future__ import annotations

from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay import calls
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import reads
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.state import Attached
from sync_guard.postgres.routines import AlterAttached
from sync_guard.postgres.routines import Attach
from sync_guard.postgres.routines import Detach

_Register = dict[Name, tuple[Attached, ...]]


def attach(db: Database, operation: Attach) -> None:
    """CREATE POLICY and CREATE TRIGGER."""
    table = db.attempt(operation.line, _table, operation.table)
    if operation.reads is not None:
        reads.check(db, operation.reads)
    function = None
    if operation.function is not None:
        for column in operation.columns:
            db.attempt(operation.line, _column, table, column)
        function = db.attempt(operation.line, calls.needed, operation.function)
    if table is None:
        return
    register = _register(db, operation.kind)
    there = register.get(table.key, ())
    old = next((a for a in there if a.name == operation.name), None)
    if old is not None and old.certain and not operation.or_replace:
        word = 'relation' if operation.kind == 'trigger' else 'table'
        raise errors.plain('42710', (
            f'{operation.kind} "{operation.name}" for {word} "{table.name}" already exists'
        ), table.key)
    depends = operation.reads is not None and (
        bool(operation.reads.calls) or len(operation.reads.scopes) > 1
        or bool(operation.reads.scopes[0].columns)
    )
    written = () if operation.reads is None else operation.reads.calls
    called = (db.find(call.name, db.routines) for call in written)
    made = Attached(
        operation.name, function, depends or function is not None,
        calls=frozenset(name for name in called if name is not None),
    )
    register[table.key] = (*(a for a in there if a.name != operation.name), made)


def alter(db: Database, operation: AlterAttached) -> None:
    table = db.attempt(operation.line, _table, operation.table)
    if operation.reads is not None:
        reads.check(db, operation.reads)
    if table is None:
        return
    register = _register(db, operation.kind)
    old = _find(db, operation.kind, operation.name, table)
    if operation.rename is not None:
        new = Attached(operation.rename, None, True, False) if old is None else (
            old._replace(name=operation.rename)
        )
        register[table.key] = (
            *(a for a in register.get(table.key, ()) if a is not old), new,
        )
    elif old is not None and operation.reads is not None:
        register[table.key] = tuple(
            a._replace(depends=True, calls=frozenset()) if a is old else a
            for a in register.get(table.key, ())
        )


def detach(db: Database, operation: Detach) -> None:
    if operation.if_exists:
        name = db.find(operation.table, db.tables)
        table = None if name is None else db.tables[name]
    else:
        table = db.attempt(operation.line, _table, operation.table)
    if table is None:
        return
    register = _register(db, operation.kind)
    old = None
    if not operation.if_exists:
        old = _find(db, operation.kind, operation.name, table)
    else:
        old = next(
            (a for a in register.get(table.key, ()) if a.name == operation.name), None,
        )
    if old is not None:
        register[table.key] = tuple(a for a in register[table.key] if a is not old)


def _find(db: Database, kind: str, name: str, table: Table) -> Attached | None:
    """What is attached under this name; 42704 where there is certainly nothing."""
    there = _register(db, kind).get(table.key, ())
    found = next((a for a in there if a.name == name), None)
    if found is None and not is_doubtful(db, kind, table):
        raise errors.plain_near(
            '42704', f'{kind} "{name}" for table "{table.name}" does not exist', table.key,
            name, (a.name for a in there),
        )
    return found


def doubt(db: Database, kind: str) -> None:
    """Something on tables that are not known is made or dropped."""
    db.unsure |= {kind}
    register = _register(db, kind)
    for table, there in list(register.items()):
        register[table] = tuple(a._replace(certain=False) for a in there)


def is_doubtful(db: Database, kind: str, table: Table) -> bool:
    """Whether there may be more on the table than is known: the platform's, what an event trigger
    or a parent table brings, and tables that no migration makes."""
    return (
        kind in db.unsure or is_managed(table.schema) or table.partition_of is not None
        or bool(table.inherits) or table.uncertain is not None
    )


def _table(db: Database, ref: Ref) -> Table | None:
    if db.is_system(ref):
        return None
    return db.table(ref)


def _column(db: Database, table: Table | None, column: str) -> None:
    if table is not None and table.columns is not None and table.uncertain is None:
        if table.column(column) is None:
            raise errors.column_missing(table.key, column, (c.name for c in table.columns))


def _register(db: Database, kind: str) -> _Register:
    return db.policies if kind == 'policy' else db.triggers
