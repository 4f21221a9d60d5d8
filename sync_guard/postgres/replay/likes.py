"""LIKE in CREATE TABLE: columns come with the table, all else once it is there."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Column
from sync_guard.catalog import Composite
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.operations import LikeSpec
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay import columns
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import tables
from sync_guard.postgres.replay.contents import constraint_names
from sync_guard.postgres.replay.database import Database


def source(db: Database, ref: Ref) -> Table:
    """What LIKE copies: a table or view, or a composite type, which has columns and nothing else
    (transformTableLikeClause)."""
    name = db.find(ref, db.tables, db.types)
    made = None if name is None or name in db.tables else db.types[name]
    if isinstance(made, Composite):
        return Table(made.schema, made.name, columns=made.attributes)
    return db.table(ref)


def columns_of(db: Database, name: Name, like: LikeSpec, source: Table) -> Iterator[Column]:
    """The columns of ``source`` as the table ``name`` gets them; with IDENTITY each brings a
    sequence of its own."""
    for column in source.columns or ():
        plain = Column(
            column.name, column.type, column.nullable,
            origin=db.origin(like.line), uncertain=column.uncertain,
            comment=column.comment if 'comments' in like.including else None,
            not_null=column.not_null,
        )
        if column.identity is not None:
            if 'identity' in like.including:
                plain = columns.identity(db, name, plain, column.identity)
        elif column.generated is not None:
            if 'generated' in like.including:
                plain = plain._replace(generated=column.generated, default=column.default)
        elif 'defaults' in like.including:
            plain = plain._replace(default=column.default)
        yield plain


def constrain(db: Database, name: Name, like: LikeSpec, source: Name) -> None:
    """Checks keep their names, keys and indexes get new ones (expandTableLikeClause)."""
    copied = db.tables.get(source)
    if copied is None:
        return  # a composite type
    if 'constraints' in like.including:
        table = db.tables[name]
        for check in copied.checks:
            if check.kind == 'check':
                if check.name in constraint_names(table):
                    raise errors.constraint_exists(name, check.name)
                table = table._replace(checks=(*table.checks, check._replace(local=True)))
        db.put(table)
    if 'indexes' in like.including:
        if copied.primary_key is not None and db.tables[name].primary_key is not None:
            raise errors.two_primary_keys(name)
        tables.copy_keys(db, name, copied, like.line, foreign_keys=False)
