"""Schemas and the search_path."""
from __future__ import annotations

from collections.abc import Callable

from sync_guard.catalog import Name
from sync_guard.postgres.operations import CreateSchema
from sync_guard.postgres.operations import Operation
from sync_guard.postgres.operations import SetSearchPath
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.database import DEFAULT_PATH


def create(
        db: Database, operation: CreateSchema, apply: Callable[[Database, Operation], None],
) -> None:
    """Create a schema, then its elements in it (``apply`` carries out one operation)."""
    name = operation.name
    if operation.if_not_exists and operation.elements:
        raise errors.plain(
            '0A000', 'CREATE SCHEMA IF NOT EXISTS cannot include schema elements', Name(name, ''),
        )
    if name in db.schemas and Name(name, '') not in db.missing:
        if operation.if_not_exists:
            return
        raise errors.schema_exists(name)
    _not_reserved(name)
    db.schemas[name] = None
    if operation.elements:
        path = db.search_path
        db.search_path = (name, *path)
        for element in operation.elements:
            apply(db, element)
        db.search_path = path


def _not_reserved(name: str) -> None:
    if name.startswith('pg_'):
        raise errors.plain('42939', f'unacceptable schema name "{name}"', Name(name, ''))


def require(db: Database, schema: str) -> None:
    if schema not in db.schemas:
        raise errors.schema_missing(schema)


def rename(db: Database, old: str, new: str) -> None:
    require(db, old)
    if new in db.schemas:
        raise errors.schema_exists(new)
    _not_reserved(new)
    db.schemas = {new if s == old else s: None for s in db.schemas}
    move_all(db, old, new)


def move_all(db: Database, old: str, new: str) -> None:
    """Everything in a schema is in another now, and everything that refers to it follows."""
    from sync_guard.postgres.replay import relations
    from sync_guard.postgres.replay import sequences
    from sync_guard.postgres.replay import types
    for name in [n for n in db.types if n.schema == old]:
        types.move(db, name, Name(new, name.name))
    for name in [n for n in db.tables if n.schema == old]:
        relations.move_table(db, name, Name(new, name.name))
    for name in [n for n in db.sequences if n.schema == old]:
        sequences.move(db, name, Name(new, name.name))


def set_path(db: Database, operation: SetSearchPath) -> None:
    db.search_path = DEFAULT_PATH if operation.schemas is None else operation.schemas
