"""Indexes that back no constraint: created, renamed."""
from __future__ import annotations

from sync_guard.catalog import Expression
from sync_guard.catalog import Index
from sync_guard.catalog import IndexColumn
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.operations import CreateIndex
from sync_guard.postgres.operations import IndexElement
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay import alter_constraints
from sync_guard.postgres.replay import constraints
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import expressions
from sync_guard.postgres.replay import naming
from sync_guard.postgres.replay import volatility
from sync_guard.postgres.replay.contents import constraint_names
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.tables import already_there
from sync_guard.postgres.replay.tables import copy_keys
from sync_guard.postgres.replay.tables import shape

# Access methods that are not PostgreSQL's own, and the extensions that bring them.
_METHODS = {
    'bloom': 'bloom', 'hnsw': 'vector', 'ivfflat': 'vector', 'pgroonga': 'pgroonga', 'rum': 'rum',
}
# The like of operator classes.
_CLASSES = {
    'gin_trgm_ops': 'pg_trgm', 'gist_trgm_ops': 'pg_trgm', 'gin__int_ops': 'intarray',
    'gist__int_ops': 'intarray', 'gist__intbig_ops': 'intarray', 'gin_hstore_ops': 'hstore',
}
# What PostgreSQL's own access methods cannot do (amcanmulticol, amcanunique, amcaninclude).
_UNABLE = {
    'multicolumn indexes': ('hash', 'spgist'),
    'unique indexes': ('hash', 'spgist', 'gin', 'gist', 'brin'),
    'included columns': ('hash', 'gin', 'brin'),
}


def extension_of_class(opclass: str) -> str | None:
    """The extension that brings an operator class of this name."""
    return _CLASSES.get(opclass)


def create(db: Database, operation: CreateIndex) -> None:
    table = db.table(operation.table)
    if table.kind not in ('table', 'partitioned table', 'materialized view'):
        raise errors.plain(
            '42809', f'cannot create index on relation "{table.name}"', table.key,
        )
    if table.kind == 'partitioned table' and operation.concurrently:
        raise errors.plain('0A000', (
            f'cannot create index on partitioned table "{table.name}" concurrently'
        ), table.key)
    brought_by = _METHODS.get(operation.method)
    if brought_by is not None and brought_by not in db.extensions:
        raise errors.access_method_missing(operation.method)
    _require_ability(operation)
    # DefineIndex() looks at the predicate before it looks for the columns.
    _require_immutable(table, 'predicate', operation.predicate)
    named = [e.name for e in operation.elements if e.name is not None]
    for element in operation.elements:
        if element.name is not None:
            constraints.require_columns(table, (element.name,), '')
            if element.opclass is None:
                constraints.require_class(db, table, (element.name,), operation.method)
        brought_by = _CLASSES.get(element.opclass or '')
        if brought_by is not None and brought_by not in db.extensions and not db.unsure:
            db.refuse(errors.plain('42704', (
                f'operator class "{element.opclass}" does not exist for access method '
                f'"{operation.method}"'
            )))
    constraints.require_columns(table, operation.include, '')
    if operation.unique:
        constraints.require_partition_key(table, named, 'unique')
    for element in operation.elements:
        _require_immutable(table, 'expression', element.expression)
    if operation.name is not None and already_there(
            db, Name(table.schema, operation.name), operation.if_not_exists, is_index=True,
    ):
        return
    name = operation.name or naming.index_name(db, table, (
        *operation.elements, *(IndexElement(c) for c in operation.include),
    ))

    def printed(written: str | None) -> Expression | None:
        return None if written is None else expressions.printed(db, table, written)

    index = Index(
        name,
        tuple(
            IndexColumn(
                e.name, printed(e.expression), e.descending, e.nulls_first, e.opclass,
            )
            for e in operation.elements
        ),
        operation.unique, operation.method, printed(_predicate(operation)), operation.include,
        db.origin(operation.line),
    )
    db.put(table._replace(indexes=(*table.indexes, index)))
    if table.kind == 'partitioned table' and not operation.only:
        for child in db.heirs(table.key):
            copy_keys(db, child.key, db.tables[table.key], foreign_keys=False)


def _predicate(operation: CreateIndex) -> str | None:
    """PostgreSQL stores nothing of WHERE true (make_ands_implicit)."""
    text = operation.predicate
    return None if text is None or text.strip(' ()').lower() == 'true' else text


def _require_ability(operation: CreateIndex) -> None:
    """In the order in which DefineIndex looks."""
    wanted = (
        ('unique indexes', operation.unique),
        ('included columns', bool(operation.include)),
        ('multicolumn indexes', len(operation.elements) > 1),
    )
    for what, asked in wanted:
        if asked and operation.method in _UNABLE[what]:
            raise errors.plain(
                '0A000', f'access method "{operation.method}" does not support {what}',
            )


def _require_immutable(table: Table, part: str, text: str | None) -> None:
    if text is not None and volatility.is_mutable(text, table):
        raise errors.plain('42P17', f'functions in index {part} must be marked IMMUTABLE')


def find(db: Database, ref: Ref) -> Name:
    """The full name of an index; 42704 where there is none of this name."""
    name = db.find(ref, db.index_owner)
    if name is None:
        other = db.find(ref, db.tables, db.sequences)
        if other is not None:
            raise errors.wrong_kind(other, 'index')
        if ref.schema is not None and ref.schema not in db.schemas:
            raise errors.schema_missing(ref.schema)
        wanted = db.missing_name(ref)
        raise errors.object_missing(
            'index', str(ref), wanted,
            (n.name for n in db.index_owner if n.schema == wanted.schema),
        )
    return name


def rename(db: Database, name: Name, to: str) -> None:
    """An index that backs a constraint takes the constraint's name along, as in PostgreSQL."""
    if db.relation_exists(Name(name.schema, to)):
        raise errors.relation_exists(Name(name.schema, to))
    table = db.tables[db.index_owner[name]]
    if _is_of_constraint(table, name.name):
        alter_constraints.rename_named(db, table, name.name, to)
        return
    db.put(table._replace(indexes=tuple(
        i._replace(name=to) if i.name == name.name else i for i in table.indexes
    )))


def _is_of_constraint(table: Table, name: str) -> bool:
    """Not so an index that merely has the name of a check or a foreign key."""
    return name in constraint_names(table) and all(i.name != name for i in table.indexes)


def drop(db: Database, name: Name, cascade: bool) -> None:
    table = db.tables[db.index_owner[name]]
    if _is_of_constraint(table, name.name):
        raise errors.needed_by(
            f'index {name.name}', f'constraint {name.name} on table {table.key}', name,
        )
    index = next(i for i in table.indexes if i.name == name.name)
    above = None if table.partition_of is None else db.tables.get(table.partition_of)
    if above is not None and any(shape(i) == shape(index) for i in above.indexes):
        raise errors.needed_by(
            f'index {name.name}', f'an index of partitioned table {above.key}', name,
        )
    if index.unique and not _has_key_on(table, index):
        alter_constraints.drop_references(
            db, table, tuple(c.name or '' for c in index.columns), cascade, f'index {name.name}',
        )
        table = db.tables[table.key]
    db.put(table._replace(indexes=tuple(i for i in table.indexes if i.name != name.name)))
    for child in db.children(table.key):
        if child.partition_of == table.key:
            part = next((i for i in child.indexes if shape(i) == shape(index)), None)
            if part is not None:
                drop(db, Name(child.schema, part.name), cascade)


def _has_key_on(table: Table, index: Index) -> bool:
    wanted = sorted(c.name or '' for c in index.columns)
    return any(
        key is not None and sorted(key.columns) == wanted
        for key in (table.primary_key, *table.uniques)
    )
