"""What a chain of files builds, operation by operation, and what PostgreSQL would refuse."""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from typing import Any

from sync_guard.catalog import Enum
from sync_guard.catalog import Name
from sync_guard.catalog import OtherType
from sync_guard.catalog import Table
from sync_guard.postgres import actions
from sync_guard.postgres import operations as op
from sync_guard.postgres import routines as written
from sync_guard.postgres.reads import CreateRelationAs
from sync_guard.postgres.reads import Reads
from sync_guard.postgres.replay import alter_table
from sync_guard.postgres.replay import alter_type
from sync_guard.postgres.replay import attached
from sync_guard.postgres.replay import comments
from sync_guard.postgres.replay import create_table
from sync_guard.postgres.replay import drops
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import extensions
from sync_guard.postgres.replay import indexes
from sync_guard.postgres.replay import overlays
from sync_guard.postgres.replay import partitions
from sync_guard.postgres.replay import reads
from sync_guard.postgres.replay import relations
from sync_guard.postgres.replay import routines
from sync_guard.postgres.replay import schemas
from sync_guard.postgres.replay import sequences
from sync_guard.postgres.replay import types
from sync_guard.postgres.replay import views
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.database import TEMPORARY
from sync_guard.postgres.replay.errors import Refused
from sync_guard.postgres.replay.session import in_block
from sync_guard.postgres.replay.session import resumed
from sync_guard.postgres.replay.session import Session
from sync_guard.postgres.replay.state import State
from sync_guard.postgres.replay.state import UNSURE_OF_ALL
from sync_guard.postgres.sql_file import SqlFile


def replay_files(state: State, files: Iterable[tuple[str, SqlFile]]) -> State:
    """Apply files to a state, in order. A path of '' is what the platform brings: no origins."""
    db = Database(state if state.pending is None else state.pending)
    session = resumed(db, state)
    for path, file in files:
        _replay_file(db, session, path, file)
    return session.state()


def _replay_file(db: Database, session: Session, path: str, file: SqlFile) -> None:
    db.path = path
    session.file_begins()
    for operation in file.operations:
        if isinstance(operation, op.Transaction):
            session.carry_out(operation)
        else:
            apply(db, operation)
        if isinstance(operation, op.SetSearchPath):
            session.path_set(operation)
    for name in [n for n in db.tables if n.schema == TEMPORARY]:
        db.remove(name)
    for name in [n for n in db.sequences if n.schema == TEMPORARY]:
        del db.sequences[name]


def apply(db: Database, operation: op.Operation) -> None:
    """Carry out one operation; what PostgreSQL would refuse is written down (or raised, where an
    EXCEPTION handler waits)."""
    carry_out = _APPLY.get(type(operation))
    if carry_out is None:
        # PL/pgSQL: half of the replay's import time, for a statement that most files do not have.
        from sync_guard.postgres.replay import blocks
        _APPLY.update(blocks.APPLY)
        carry_out = _APPLY[type(operation)]
    db.attempt(operation.line, carry_out, operation)


def _create_schema(db: Database, operation: op.CreateSchema) -> None:
    schemas.create(db, operation, apply)


def _alter(db: Database, operation: op.Alter) -> None:
    if operation.kind in ('view', 'materialized view', 'foreign table'):
        name = db.find(operation.name, db.tables, db.sequences, db.index_owner)
        if name is not None and not db.is_assumed(name) and (
                name not in db.tables or db.tables[name].kind != operation.kind
        ):
            raise errors.wrong_kind(name, operation.kind)
    altered = db.find(operation.name, db.tables)
    _ALTER[operation.kind](db, operation)
    if altered is not None:
        partitions.share_identity(db, altered)
    if operation.kind == 'table':
        overlays.follow(db, operation)
    if any(isinstance(a, actions.DropColumn) and a.cascade for a in operation.actions):
        routines.cascaded(db)


def _drop(db: Database, operation: op.Drop) -> None:
    drops.drop(db, operation)
    if operation.kind == 'schema':
        routines.drop_schemas(db)
    if operation.cascade:
        routines.cascaded(db)


def _alter_schema(db: Database, operation: op.Alter) -> None:
    schemas.require(db, operation.name.name)
    for action in operation.actions:
        schemas.rename(db, operation.name.name, action.to)
        routines.rename_schema(db, operation.name.name, action.to)


def _alter_index(db: Database, operation: op.Alter) -> None:
    """ALTER INDEX takes the name of a table too, as PostgreSQL does when it renames."""
    if operation.if_exists and db.find(operation.name, db.index_owner, db.tables) is None:
        return
    if db.find(operation.name, db.tables) is not None:
        alter_table.alter(db, operation)
        return
    name = _index(db, operation.name)
    for action in operation.actions:
        if isinstance(action, actions.RenameTo):
            indexes.rename(db, name, action.to)


def _index(db: Database, ref: op.Ref) -> Name:
    """ALTER says "relation" of an index that is missing, where DROP says "index"."""
    try:
        return indexes.find(db, ref)
    except Refused as refusal:
        if refusal.sqlstate != '42704':
            raise
        raise Refused(
            '42P01', f'relation "{ref}" does not exist', refusal.object,
            candidates=refusal.candidates,
        ) from None


def _alter_sequence(db: Database, operation: op.Alter) -> None:
    if operation.if_exists and db.find(operation.name, db.sequences) is None:
        return
    sequence = sequences.get(db, operation.name)
    name = Name(sequence.schema, sequence.name)
    for action in operation.actions:
        if isinstance(action, op.OwnedBy):
            sequences.own(db, name, action)
        elif isinstance(action, actions.RenameTo):
            sequences.move(db, name, Name(name.schema, action.to))
        else:
            relations.set_schema(db, name, action)


def _need(db: Database, operation: op.Need) -> None:
    for ref in operation.names:
        if not db.is_system(ref) and db.find(ref, db.sequences) is None:
            db.attempt(operation.line, Database.table, ref)


def _newer(db: Database, operation: op.Newer) -> None:
    if db.before(operation.major):
        raise errors.plain('42601', f'syntax error at or near "{operation.near}"')


def _check_bodies(db: Database, operation: written.SetCheckBodies) -> None:
    db.check_bodies = operation.on


def _not_understood(db: Database, operation: op.NotUnderstood) -> None:
    """The tables and types it names may be other than they seem from here on."""
    for ref in operation.names:
        _doubt(db, operation, ref)
    if not operation.creates:
        db.unsure = UNSURE_OF_ALL  # it may have made anything
    if operation.reason:
        db.note(operation.line, operation.reason)


def _doubt(db: Database, operation: op.NotUnderstood, ref: op.Ref) -> None:
    name = db.find(ref, db.tables)
    if name is not None:
        if db.tables[name].uncertain is None:
            db.put(db.tables[name]._replace(uncertain=operation.reason))
        return
    name = db.find(ref, db.types)
    if name is not None:
        made = db.types[name]
        if isinstance(made, Enum):
            db.types[name] = made._replace(uncertain=operation.reason)
        return
    if operation.creates in ('table', 'view'):
        name = db.creation_name(ref)
        db.put(Table(
            name.schema, name.name,
            kind='table' if operation.creates == 'table' else 'view',
            columns=None,
            origin=db.origin(operation.line),
            uncertain=operation.reason,
        ))
    elif operation.creates in ('type', 'domain'):
        name = db.creation_name(ref)
        db.types[name] = OtherType(name.schema, name.name, origin=db.origin(operation.line))


_ALTER: dict[str, Callable[[Database, op.Alter], None]] = {
    'table': alter_table.alter,
    'foreign table': alter_table.alter,
    'view': alter_table.alter,
    'materialized view': alter_table.alter,
    'index': _alter_index,
    'sequence': _alter_sequence,
    'type': alter_type.alter,
    'domain': alter_type.alter,
    'schema': _alter_schema,
    'extension': extensions.alter,
}
_APPLY: dict[type, Callable[[Database, Any], None]] = {
    op.CreateTable: create_table.create,
    CreateRelationAs: views.create,
    op.Alter: _alter,
    op.CreateEnum: types.create_enum,
    op.CreateComposite: types.create_composite,
    op.CreateDomain: types.create_domain,
    op.CreateOtherType: types.create_other,
    op.CreateSequence: sequences.create,
    op.CreateIndex: indexes.create,
    op.CreateSchema: _create_schema,
    op.CreateExtension: extensions.create,
    op.Drop: _drop,
    op.Comment: comments.comment,
    op.Need: _need,
    op.Newer: _newer,
    op.SetSearchPath: schemas.set_path,
    op.Transaction: in_block,
    op.NotUnderstood: _not_understood,
    Reads: reads.check,
    written.CreateRoutine: routines.create,
    written.AlterRoutine: routines.alter,
    written.DropRoutines: routines.drop,
    written.Attach: attached.attach,
    written.AlterAttached: attached.alter,
    written.Detach: attached.detach,
    written.SetCheckBodies: _check_bodies,
}
