"""COMMENT ON: kept for tables, columns and enums; anything else must only be there."""
from __future__ import annotations

from sync_guard.catalog import Enum
from sync_guard.postgres.operations import Comment
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import indexes
from sync_guard.postgres.replay import schemas
from sync_guard.postgres.replay import sequences
from sync_guard.postgres.replay import types
from sync_guard.postgres.replay.contents import columns_known
from sync_guard.postgres.replay.contents import constraint_names
from sync_guard.postgres.replay.database import Database


def comment(db: Database, operation: Comment) -> None:
    kind, ref = operation.kind, operation.name
    if kind == 'column':
        _on_column(db, operation)
    elif kind in ('table', 'view', 'materialized view', 'foreign table'):
        table = db.table(ref)
        actual = 'table' if table.kind == 'partitioned table' else table.kind
        if actual != kind and not db.is_assumed(table.key):
            raise errors.wrong_kind(table.key, kind)
        db.put(table._replace(comment=operation.text))
    elif kind == 'constraint':
        table = db.table(ref)
        if columns_known(table) and operation.column not in tuple(constraint_names(table)):
            raise errors.plain_near('42704', (
                f'constraint "{operation.column}" for table "{table.name}" does not exist'
            ), table.key, operation.column or '', constraint_names(table))
    elif kind in ('type', 'domain'):
        made = types.get(db, ref)
        if isinstance(made, Enum):
            db.types[made.key] = made._replace(comment=operation.text)
    elif kind == 'index':
        indexes.find(db, ref)
    elif kind == 'sequence':
        sequences.get(db, ref)
    elif kind == 'schema':
        schemas.require(db, ref.name)


def _on_column(db: Database, operation: Comment) -> None:
    if operation.name.schema is None:
        # A column of a composite type is commented on in the same words.
        name = db.find(operation.name, db.tables, db.types)
        if name is not None and name in db.types:
            return
    table = db.table(operation.name)
    if table.columns is None:
        return
    column = table.column(operation.column or '')
    if column is None:
        if table.uncertain is not None:
            return
        raise errors.column_missing(
            table.key, operation.column or '', (c.name for c in table.columns),
        )
    db.put(table._replace(columns=tuple(
        c._replace(comment=operation.text) if c is column else c for c in table.columns
    )))
