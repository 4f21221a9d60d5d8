"""What Prisma's introspection sees of a catalog, in the order in which it sees it."""
from __future__ import annotations

from collections.abc import Container
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Index
from sync_guard.catalog import is_managed
from sync_guard.catalog import Key
from sync_guard.catalog import Name
from sync_guard.catalog import NOT_CREATED
from sync_guard.catalog import Table
from sync_guard.prisma.attributes import key_columns
from sync_guard.prisma.scalars import introspected
from sync_guard.prisma.scalars import scalar_of

_MIGRATIONS = '_prisma_migrations'


class Unrelated(NamedTuple):
    key: ForeignKey
    why: str


class Database(NamedTuple):
    """``schemas`` are those listed. ``tables`` get models, ``joins`` are the tables of implicit
    many-to-many relations; both are in the order of schema and name, and so are ``enums``.
    ``partial`` says that partial indexes are seen. ``unusable`` are the tables of which no row can
    be told apart. ``unrelated`` are foreign keys that no relation can stand for, and why.
    """

    catalog: Catalog
    schemas: frozenset[str]
    tables: tuple[Table, ...]
    joins: tuple[Table, ...]
    enums: tuple[Enum, ...]
    partial: bool
    unusable: frozenset[Name]
    unrelated: dict[Name, list[Unrelated]]


def user_schemas(catalog: Catalog) -> tuple[str, ...]:
    """The schemas to list: those not the platform's that hold a table or an enum, in their order;
    ``public`` where there is none."""
    found = {t.schema for t in catalog.tables.values() if _is_visible(t)}
    found.update(enum.schema for enum in catalog.enums() if enum.labels)
    return tuple(sorted(s for s in found if not is_managed(s))) or ('public',)


def see(catalog: Catalog, schemas: Iterable[str], *, partial: bool) -> Database:
    """The database as introspected with these schemas listed."""
    listed = frozenset(schemas)
    enums = [e for e in catalog.enums() if e.schema in listed and e.labels]
    visible = {
        key: table for key, table in catalog.tables.items()
        if key.schema in listed and key.name != _MIGRATIONS and _is_visible(table)
    }
    unrelated = {
        name: [*_unrelated(table, visible, listed, catalog)] for name, table in visible.items()
    }
    tables = [
        table._replace(foreign_keys=tuple(sorted((
            key for key in table.foreign_keys if key.references in visible
            and all(key != one.key for one in unrelated[name])
        ), key=_name_of)))
        for name, table in sorted(visible.items())
    ]
    joins = {
        table.key: table for table in tables
        if _is_join(table, partial) and all(
            _has_id(visible[key.references]) for key in table.foreign_keys
        )
    }
    shown = [table for table in tables if table.key not in joins]
    known = frozenset(enum.key for enum in enums)
    return Database(
        catalog,
        listed,
        tuple(shown),
        tuple(joins.values()),
        tuple(sorted(enums, key=lambda enum: enum.key)),
        partial,
        frozenset(t.key for t in shown if not _is_usable(t, catalog, known, partial)),
        unrelated,
    )


def keys_of(table: Table) -> list[Key | Index]:
    """The uniques and indexes of a table by the names of their indexes, as they are read."""
    keys: list[Key | Index] = [*table.uniques, *table.indexes]
    return sorted(keys, key=_name_of)


def is_unique(key: Key | Index) -> bool:
    """Whether it is a unique constraint or a unique index."""
    return isinstance(key, Key) or key.unique


def is_known(table: Table) -> bool:
    """Whether the migrations say what is in the table."""
    return table.uncertain != NOT_CREATED and table.columns is not None


def unique_columns(table: Table, *, partial: bool) -> list[tuple[str, ...]]:
    """The columns of the primary key and of every unique that is seen."""
    found = [key_columns(key, partial=partial) for key in keys_of(table) if is_unique(key)]
    if table.primary_key is not None:
        found.append(key_columns(table.primary_key))
    return [columns for columns in found if columns is not None]


def _is_visible(table: Table) -> bool:
    """Partitions, views and foreign tables are not read as tables."""
    return table.kind in ('table', 'partitioned table') and table.partition_of is None and (
        table.uncertain != NOT_CREATED
    )


def _unrelated(
    table: Table, visible: Mapping[Name, Table], schemas: Container[str], catalog: Catalog,
) -> Iterator[Unrelated]:
    """For those that leave the schemas Prisma refuses to answer at all (P4002); those between
    fields of two types it writes down, and then refuses the schema."""
    for key in sorted(table.foreign_keys, key=_name_of):
        target = visible.get(key.references)
        if key.references.schema not in schemas:
            yield Unrelated(key, f'schema {key.references.schema} is not listed')
        elif target is None:
            missing = catalog.tables.get(key.references)
            if missing is not None and missing.uncertain == NOT_CREATED:
                yield Unrelated(key, f'it leads to {missing.key}, and {NOT_CREATED}')
        elif not (table.columns and target.columns):
            unknown = target if table.columns else table
            yield Unrelated(key, f'the columns of {unknown.key} are not known')
        else:
            for one, other in zip(key.columns, key.referenced_columns):
                here, there = _scalar(table, one, catalog), _scalar(target, other, catalog)
                if here != there:
                    yield Unrelated(key, f'{one} is {here}, and {other} of {target.key} {there}')
                    break


def _scalar(table: Table, name: str, catalog: Catalog) -> str | None:
    column = table.column(name)
    return scalar_of(column.type, catalog) if column is not None else None


def _is_usable(table: Table, catalog: Catalog, enums: frozenset[Name], partial: bool) -> bool:
    """Whether a primary key or unique consists of required columns that Prisma has types for."""
    columns = {column.name: introspected(column, catalog) for column in table.columns or ()}
    return any(
        all(name in columns and _is_plain(columns[name], catalog, enums) for name in names)
        for names in unique_columns(table, partial=partial)
    )


def _is_plain(column: Column, catalog: Catalog, enums: frozenset[Name]) -> bool:
    scalar = scalar_of(column.type, catalog)
    if column.nullable or column.type.is_array or scalar is None:
        return False
    return scalar != 'enum' or column.type.key in enums


def _is_join(table: Table, partial: bool) -> bool:
    """Whether the table is taken for that of an implicit many-to-many relation
    (introspection_helpers.rs, is_prisma_m_to_n_relation)."""
    if not table.name.startswith('_') or len(table.foreign_keys) != 2:
        return False
    first, second = table.foreign_keys
    letters = (first.columns[0].lower(), second.columns[0].lower())
    names = (first.references.name, second.references.name)
    if not (letters == ('a', 'b') and names[0] <= names[1]) and not (
        letters == ('b', 'a') and names[1] <= names[0]
    ):
        return False
    pairs = [tuple(map(str.lower, c)) for c in unique_columns(table, partial=partial)]
    return ('a', 'b') in pairs and any(
        tuple(map(str.lower, key_columns(index, partial=partial) or ())) == ('b',)
        for index in table.indexes if not index.unique
    )


def _has_id(table: Table) -> bool:
    """Whether rows have an id of one column: without, Prisma refuses the lists of a relation that
    it has pulled itself."""
    key = table.primary_key
    return key is not None and len(key.columns) == 1 and not key.include


def _name_of(named: Key | Index | ForeignKey) -> str:
    # Of type name, which PostgreSQL compares byte by byte; so does Python, in effect.
    return named.name
