"""Sequences: created, owned, renamed. Serial and identity columns make theirs in ``columns``."""
from __future__ import annotations

from collections.abc import Callable

from sync_guard.catalog import Default
from sync_guard.catalog import Name
from sync_guard.catalog import Sequence
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.operations import CreateSequence
from sync_guard.postgres.operations import OwnedBy
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay import columns
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import naming
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.tables import already_there


def create(db: Database, operation: CreateSequence) -> None:
    name = db.creation_name(operation.name, operation.temporary)
    if already_there(db, name, operation.if_not_exists):
        return
    db.sequences[name] = Sequence(name.schema, name.name, origin=db.origin(operation.line))
    if operation.owned_by is not None:
        own(db, name, operation.owned_by)


def get(db: Database, ref: Ref) -> Sequence:
    name = db.find(ref, db.sequences)
    if name is not None:
        return db.sequences[name]
    other = db.find(ref, db.tables, db.index_owner)
    if other is not None:
        raise errors.wrong_kind(other, 'sequence')
    if ref.schema is not None and ref.schema not in db.schemas:
        raise errors.schema_missing(ref.schema)
    wanted = db.missing_name(ref)
    raise errors.Refused(
        '42P01', f'relation "{ref}" does not exist', wanted,
        candidates=(n.name for n in db.sequences if n.schema == wanted.schema),
    )


def own(db: Database, name: Name, action: OwnedBy) -> None:
    sequence = db.sequences[name]
    if action.table is None:
        if is_identity(db, sequence):
            raise errors.plain('0A000', 'cannot change ownership of identity sequence', name)
        db.sequences[name] = sequence._replace(owned_by=None)
        return
    table = db.table(action.table)
    if sequence.schema != table.schema:
        raise errors.plain(
            '55000', 'sequence must be in same schema as table it is linked to', name,
        )
    if table.columns is not None and table.column(action.column) is None:
        raise errors.column_missing(
            table.key, action.column, (c.name for c in table.columns),
        )
    if is_identity(db, sequence):
        raise errors.plain('0A000', 'cannot change ownership of identity sequence', name)
    db.sequences[name] = sequence._replace(owned_by=(table.schema, table.name, action.column))


def is_identity(db: Database, sequence: Sequence) -> bool:
    """Whether it is part of an identity column."""
    if sequence.owned_by is None:
        return False
    schema, table, column = sequence.owned_by
    owner = db.tables.get(Name(schema, table))
    known = None if owner is None else owner.column(column)
    if known is None or known.identity is None or known.default is None:
        return False
    return _reads(known.default, Name(sequence.schema, sequence.name))


def move(db: Database, old: Name, new: Name) -> None:
    """Rename a sequence or move it; the defaults that read it follow, as they hold its identity."""
    if old == new:
        return
    if db.relation_exists(new):
        raise errors.relation_exists(new)
    db.sequences[new] = db.sequences.pop(old)._replace(schema=new.schema, name=new.name)
    _change_defaults(db, old, lambda d: _moved(d, old, new))


def _moved(default: Default, old: Name, new: Name) -> Default:
    if default.text.startswith('generated'):
        return default._replace(value=str(new))
    if default.kind == 'sequence':
        return columns.nextval(new)
    return default._replace(
        text=default.text.replace(_literal(old), _literal(new)),
        # As Prisma reads it, with `public` on the search_path.
        value=default.value.replace(_literal(old, True), _literal(new, True)),
    )


def _literal(name: Name, from_public: bool = False) -> str:
    """``'public.s'::regclass``, as it stands in any other expression than nextval() alone."""
    written = naming.quoted(name)
    if from_public and name.schema == 'public':
        written = quote_identifier(name.name)
    quoted = written.replace("'", "''")
    return f"'{quoted}'::regclass"


def drop_defaults(db: Database, name: Name) -> None:
    """DROP SEQUENCE … CASCADE takes the defaults that read it away."""
    _change_defaults(db, name, lambda _: None)


def owned(db: Database, table: Name, column: str | None = None) -> list[Name]:
    """The sequences that go with a column, or with any of a table."""
    return [
        name for name, s in db.sequences.items()
        if s.owned_by is not None and s.owned_by[:2] == tuple(table)
        and column in (None, s.owned_by[2])
    ]


def release(
        db: Database, names: list[Name], cascade: bool, gone: set[tuple[Name, str]], what: str,
) -> None:
    """Sequences are about to go: the defaults of columns that stay lose them with CASCADE, and
    without it are in the way (2BP01)."""
    for name in names:
        for table in list(db.tables.values()):
            for column in table.columns or ():
                if (
                        column.default is None or column.identity is not None
                        or not _reads(column.default, name)
                        or (table.key, column.name) in gone
                ):
                    continue
                if not cascade:
                    raise errors.others_depend(what, name, (
                        f'default value for column {column.name} of table {table.key}',
                    ))
                now = db.tables[table.key]
                db.put(now._replace(columns=tuple(
                    c._replace(default=None) if c.name == column.name else c
                    for c in now.columns or ()
                )))


def readers(db: Database, name: Name) -> list[str]:
    """The columns whose default reads the sequence, as PostgreSQL lists them."""
    return [
        f'default value for column {c.name} of table {t.key}'
        for t in db.tables.values() for c in t.columns or ()
        if c.default is not None and _reads(c.default, name)
    ]


def _reads(default: Default, name: Name) -> bool:
    if default.kind == 'sequence':
        return default.value in (str(name), f'{name.schema}.{name.name}')
    return default.kind == 'expression' and _literal(name) in default.text


def _change_defaults(
        db: Database, name: Name, change: Callable[[Default], Default | None],
) -> None:
    for table in list(db.tables.values()):
        if table.columns and any(
                c.default is not None and _reads(c.default, name) for c in table.columns
        ):
            db.put(table._replace(columns=tuple(
                c._replace(default=change(c.default))
                if c.default is not None and _reads(c.default, name) else c
                for c in table.columns
            )))
