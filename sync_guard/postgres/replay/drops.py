"""DROP, with what falls along: what an object owns always, what depends on it with CASCADE."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Composite
from sync_guard.catalog import Domain
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.operations import Drop
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay import alter_columns
from sync_guard.postgres.replay import columns
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import indexes
from sync_guard.postgres.replay import sequences
from sync_guard.postgres.replay import views
from sync_guard.postgres.replay.database import Database

_KINDS = {
    'table': ('table', 'partitioned table'),
    'view': ('view',),
    'materialized view': ('materialized view',),
    'foreign table': ('foreign table',),
}


def drop(db: Database, operation: Drop) -> None:
    """Names of one statement are dropped together: they may depend on each other."""
    found: list[Name] = []
    for ref in operation.names:
        name = db.attempt(operation.line, _find, operation.kind, ref, operation.if_exists)
        if name is not None:
            found.append(name)
    for name in found:
        db.attempt(operation.line, _drop, operation.kind, name, operation.cascade, found)


def _find(db: Database, kind: str, ref: Ref, if_exists: bool) -> Name | None:
    """The one place for IF EXISTS of DROP: None where there is nothing to do."""
    if kind == 'schema':
        if ref.name in db.schemas:
            return Name(ref.name, '')
        missing = errors.plain('3F000', f'schema "{ref.name}" does not exist', Name(ref.name, ''))
    elif kind == 'extension':
        if ref.name in db.extensions:
            return Name('', ref.name)
        missing = errors.Refused(
            '42704', f'extension "{ref.name}" does not exist', candidates=db.extensions,
        )
    else:
        name = _look_up(db, kind, ref)
        if name is not None:
            return name
        if ref.schema is not None and ref.schema not in db.schemas:
            missing = errors.plain(
                '3F000', f'schema "{ref.schema}" does not exist', Name(ref.schema, ''),
            )
        else:
            wanted = db.missing_name(ref)
            missing = errors.object_missing(kind, str(ref), wanted, (
                n.name for n in (*db.tables, *db.types, *db.index_owner, *db.sequences)
                if n.schema == wanted.schema
            ))
    if if_exists:
        return None
    raise missing


def _look_up(db: Database, kind: str, ref: Ref) -> Name | None:
    if kind in ('type', 'domain'):
        name = db.find(ref, db.types)
        if name is not None and kind == 'domain' and not isinstance(db.types[name], Domain):
            if not db.is_assumed(name):
                raise errors.wrong_kind(name, 'domain')
        row = None if name is not None else db.find(ref, db.tables)
        if row is not None:
            raise errors.needed_by(f'type {row}', f'{_word(db.tables[row])} {row}', row)
        return name
    name = db.find(ref, db.tables, db.sequences, db.index_owner)
    if name is None:
        return None
    if name in db.tables:
        right = kind in _KINDS and db.tables[name].kind in _KINDS[kind]
        right = right or kind in _KINDS and db.is_assumed(name)
    else:
        right = kind == ('sequence' if name in db.sequences else 'index')
    if not right:
        # PostgreSQL says so even with IF EXISTS.
        raise errors.wrong_kind(name, kind)
    return name


def _drop(db: Database, kind: str, name: Name, cascade: bool, together: list[Name]) -> None:
    if kind == 'schema':
        _drop_schema(db, name.schema, cascade)
    elif kind == 'extension':
        _drop_extension(db, name.name, cascade)
    elif kind in ('type', 'domain'):
        if name in db.types:
            drop_type(db, name, cascade)
    elif kind == 'sequence':
        if name in db.sequences:
            _drop_sequence(db, name, cascade)
    elif kind == 'index':
        if name in db.index_owner:
            indexes.drop(db, name, cascade)
    elif name in db.tables:
        drop_table(db, name, cascade, together)


def drop_table(db: Database, name: Name, cascade: bool, together: list[Name]) -> None:
    """Drop a table or view. Its indexes, constraints, owned sequences and partitions are its own;
    views on it, foreign keys to it and heirs are not."""
    table = db.tables[name]
    heirs = [t.key for t in db.children(name) if t.partition_of != name]
    partitions = [t.key for t in db.children(name) if t.partition_of == name]
    gone = {name, *partitions, *together}
    reading = [v for v in views.readers(db, name) if v not in gone]
    meant = {name, *(above for above in _parents(db, table) if above not in gone)}
    linked = [
        t for t in db.tables.values()
        if t.key not in gone and any(k.references in meant for k in t.foreign_keys)
    ]
    typed = _columns_of_type(db, name, gone)
    if not cascade:
        dependants = [
            *(f'{db.tables[v].kind} {v} depends on it' for v in reading if v in db.tables),
            *(
                f'constraint {k.name} on table {t.key} depends on it'
                for t in linked for k in t.foreign_keys if k.references in meant
            ),
            *(f'table {h} inherits from it' for h in heirs if h not in gone),
            *(f'column {c} of table {t} has its type' for t, c in typed),
        ]
        if dependants:
            raise errors.others_depend(f'{_word(table)} {name}', name, dependants)
    own = {(t, c.name) for t in gone if t in db.tables for c in db.tables[t].columns or ()}
    sequences.release(db, sequences.owned(db, name), cascade, own, f'{_word(table)} {name}')
    for partition in partitions:
        if partition in db.tables:
            drop_table(db, partition, cascade, [*together, name])
    for view in reading:
        if view in db.tables:
            drop_table(db, view, True, together)
    for other in linked:
        now = db.tables[other.key]
        db.put(now._replace(
            foreign_keys=tuple(k for k in now.foreign_keys if k.references not in meant),
        ))
    for heir in heirs:
        if heir in db.tables and heir not in together:
            drop_table(db, heir, True, together)
    for owner, typed_column in typed:
        alter_columns.drop_column(db, owner, typed_column, True)
    for column in db.tables[name].columns or ():
        columns.drop_sequence_of(db, name, column.name)
    db.remove(name)


def _parents(db: Database, table: Table) -> Iterator[Name]:
    """The partitioned tables that it is a part of. A foreign key to one of them is one to each of
    its partitions too."""
    above = table.partition_of
    while above is not None and above in db.tables:
        yield above
        above = db.tables[above].partition_of


def _word(table: Table) -> str:
    return 'table' if table.kind == 'partitioned table' else table.kind


def _columns_of_type(db: Database, name: Name, gone: set[Name]) -> list[tuple[Name, str]]:
    return [
        (t.key, c.name)
        for t in db.tables.values() if t.key not in gone and t.kind in _KINDS['table']
        for c in t.columns or () if c.type.key == name
    ]


def drop_type(db: Database, name: Name, cascade: bool) -> None:
    """DROP TYPE: with CASCADE the columns of the type go too, and domains over it."""
    typed = _columns_of_type(db, name, set())
    domains = [
        n for n, t in db.types.items()
        if isinstance(t, Domain) and t.base.key == name or
        isinstance(t, Composite) and any(a.type.key == name for a in t.attributes)
    ]
    viewed = [
        t.key for t in db.tables.values()
        if t.kind in ('view', 'materialized view') and
        any(c.type.key == name for c in t.columns or ())
    ]
    made_of = [t.key for t in db.tables.values() if t.of_type == name]
    if not cascade and (typed or domains or viewed or made_of):
        raise errors.others_depend(f'type {name}', name, (
            *(f'table {t} depends on it' for t in made_of),
            *(f'column {c} of table {t} depends on it' for t, c in typed),
            *(f'type {d} depends on it' for d in domains),
            *(f'view {v} depends on it' for v in viewed),
        ))
    del db.types[name]
    for relation in (*viewed, *made_of):
        if relation in db.tables:
            drop_table(db, relation, True, [])
    for table, column in typed:
        if table in db.tables:
            alter_columns.drop_column(db, table, column, True)
    for other in domains:
        made = db.types.get(other)
        if isinstance(made, Composite):
            db.types[other] = made._replace(
                attributes=tuple(a for a in made.attributes if a.type.key != name),
            )
        elif made is not None:
            drop_type(db, other, True)


def _drop_sequence(db: Database, name: Name, cascade: bool) -> None:
    sequence = db.sequences[name]
    if sequence.owned_by is not None:
        schema, table, column = sequence.owned_by
        if sequences.is_identity(db, sequence):
            raise errors.needed_by(
                f'sequence {name}', f'column {column} of table {Name(schema, table)}', name,
            )
    readers = sequences.readers(db, name)
    if readers and not cascade:
        raise errors.others_depend(
            f'sequence {name}', name, (f'{r} depends on it' for r in readers),
        )
    sequences.drop_defaults(db, name)
    del db.sequences[name]


def _drop_schema(db: Database, schema: str, cascade: bool) -> None:
    tables = [n for n in db.tables if n.schema == schema]
    types = [n for n in db.types if n.schema == schema]
    loose = [n for n in db.sequences if n.schema == schema]
    if (tables or types or loose) and not cascade:
        raise errors.others_depend(f'schema {schema}', Name(schema, ''), (
            f'{n} depends on it' for n in (*tables, *types, *loose)
        ))
    for name in tables:
        if name in db.tables:
            drop_table(db, name, True, tables)
    for name in types:
        if name in db.types:
            drop_type(db, name, True)
    for name in loose:
        if name in db.sequences:
            _drop_sequence(db, name, True)
    for extension in [e for e, home in db.extensions.items() if home == schema]:
        del db.extensions[extension]
    db.schemas.pop(schema, None)


def _drop_extension(db: Database, name: str, cascade: bool) -> None:
    types = [n for n, t in db.types.items() if getattr(t, 'extension', None) == name]
    used = [pair for n in types for pair in _columns_of_type(db, n, set())]
    if used and not cascade:
        raise errors.others_depend(f'extension {name}', Name('', name), (
            f'column {c} of table {t} depends on it' for t, c in used
        ))
    for type_ in types:
        drop_type(db, type_, True)
    del db.extensions[name]
