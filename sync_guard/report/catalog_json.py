"""``show --format json``: the catalog as plain JSON values, described in docs/formats.md."""
from __future__ import annotations

from typing import Any

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Domain
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Index
from sync_guard.catalog import is_managed
from sync_guard.catalog import Note
from sync_guard.catalog import Table
from sync_guard.postgres.types import format_type


def catalog_json(catalog: Catalog) -> dict[str, Any]:
    """``{"schemas": {NAME: {"tables": {NAME: …}, "enums": {NAME: […]}}}, "notes": […]}``.

    Types and default values read as with an empty search_path. What Supabase, PostgreSQL or an
    extension owns is left out. Lists without an order of their own are sorted by name.
    """
    schemas: dict[str, Any] = {
        name: {'tables': {}, 'enums': {}} for name in catalog.schemas if not is_managed(name)
    }
    for table in catalog.tables.values():
        if table.schema in schemas:
            schemas[table.schema]['tables'][table.name] = _table(table, catalog)
    for enum in catalog.enums():
        if enum.schema in schemas:
            schemas[enum.schema]['enums'][enum.name] = [label.text for label in enum.labels]
    return {'schemas': schemas, 'notes': [_note(note) for note in catalog.notes]}


def _table(table: Table, catalog: Catalog) -> dict[str, Any]:
    key = table.primary_key
    plain = (i for i in table.indexes if i.unique and i.predicate is None)
    uniques: list[list[Any]] = [
        *(list(unique.columns) for unique in table.uniques),
        *(names for names in map(_index_columns, plain) if None not in names),
    ]
    return {
        'kind': table.kind,
        'columns': None if table.columns is None else [
            _column(column, catalog) for column in table.columns
        ],
        'primary_key': None if key is None else list(key.columns),
        'unique': sorted(uniques),
        'foreign_keys': [_foreign_key(f) for f in sorted(table.foreign_keys, key=_name_of)],
        'indexes': [_index(i) for i in sorted(table.indexes, key=_name_of)],
    }


def _column(column: Column, catalog: Catalog) -> dict[str, Any]:
    # An identity column and a generated one have no default of their own (information_schema).
    default = None if column.identity or column.generated else column.default
    # Nor may a column be null whose domain is not (information_schema again).
    domain = None if column.type.is_array else catalog.types.get(column.type.key)
    not_null = isinstance(domain, Domain) and domain.not_null
    return {
        'name': column.name,
        'type': format_type(column.type),
        'nullable': column.nullable and not not_null,
        'has_default': default is not None,
        'default': None if default is None else default.text,
        'identity': column.identity,
        'generated': column.generated is not None,
    }


def _foreign_key(key: ForeignKey) -> dict[str, Any]:
    return {
        'name': key.name,
        'columns': list(key.columns),
        'references': f'{key.references.schema}.{key.references.name}',
        'referenced_columns': list(key.referenced_columns),
        'on_delete': key.on_delete,
        'on_update': key.on_update,
    }


def _index(index: Index) -> dict[str, Any]:
    return {
        'name': index.name,
        'columns': _index_columns(index),
        'unique': index.unique,
        'method': index.method,
        'partial': index.predicate is not None,
    }


def _index_columns(index: Index) -> list[str | None]:
    return [column.name for column in index.columns]


def _name_of(named: ForeignKey | Index) -> str:
    return named.name


def _note(note: Note) -> dict[str, Any]:
    origin = note.origin
    return {
        'text': note.text,
        'path': None if origin is None else origin.path,
        'line': None if origin is None else origin.line,
    }
