"""What declarative schemas say against what the migrations build: two catalogs of one kind.

Names, types, nullability, defaults, keys, foreign keys and indexes are compared; the text of
expressions is not, which two people write in two ways. What is uncertain on a side is passed over.
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.catalog import Origin
from sync_guard.catalog import Table
from sync_guard.postgres.types import format_type

_VIEWS = ('view', 'materialized view')


class Part(NamedTuple):
    """A part of a table that differs: what each side has, None where it has no such part. The
    texts are PostgreSQL's own words."""

    what: str
    built: str | None
    declared: str | None


class DeclaredDiffers(NamedTuple):
    """A table or enum type that the two sides do not have alike. An origin is None where that side
    does not have it at all; then there are no parts."""

    kind: str
    name: Name
    built: Origin | None
    declared: Origin | None
    parts: tuple[Part, ...] = ()


def compare_declared(built: Catalog, declared: Catalog) -> Iterator[DeclaredDiffers]:
    """What `supabase db diff` would make a migration of, table by table. Files that declare no
    table, but functions and policies alone, are no declarative schema."""
    if not _tables(declared):
        return
    pairs = ('table', _tables(built), _tables(declared)), ('enum', _enums(built), _enums(declared))
    for kind, ours, theirs in pairs:
        for name in {**theirs, **ours}:
            one, other = ours.get(name), theirs.get(name)
            if any(side is not None and side.uncertain is not None for side in (one, other)):
                continue
            parts: tuple[Part, ...] = ()
            if isinstance(one, Table) and isinstance(other, Table):
                parts = (*_columns(one, other), *_others(one, other, built, declared))
            elif isinstance(one, Enum) and isinstance(other, Enum):
                parts = tuple(_labels(one, other))
            if parts or one is None or other is None:
                yield DeclaredDiffers(kind, name, one and one.origin, other and other.origin, parts)


def _tables(catalog: Catalog) -> dict[Name, Table]:
    return {
        name: table for name, table in catalog.tables.items()
        if table.kind not in _VIEWS and not is_managed(name.schema)
    }


def _enums(catalog: Catalog) -> dict[Name, Enum]:
    return {e.key: e for e in catalog.enums() if not is_managed(e.schema)}


def _labels(built: Enum, declared: Enum) -> Iterator[Part]:
    one, other = (', '.join(label.text for label in side.labels) for side in (built, declared))
    if one != other:
        yield Part('labels', one, other)


def _columns(built: Table, declared: Table) -> Iterator[Part]:
    ours, theirs = ({c.name: c for c in side.columns or ()} for side in (built, declared))
    for name in {**theirs, **ours}:
        one, other = ours.get(name), theirs.get(name)
        unsure = any(side is not None and side.uncertain is not None for side in (one, other))
        if not unsure and _differ(one, other):
            yield Part(f'column {name}', _column(one), _column(other))


def _others(
        built: Table, declared: Table, before: Catalog, after: Catalog,
) -> Iterator[Part]:
    ours, theirs = _constraints(built, before), _constraints(declared, after)
    for name in {**theirs, **ours}:
        if ours.get(name) != theirs.get(name):
            yield Part(name, ours.get(name), theirs.get(name))


def _differ(one: Column | None, other: Column | None) -> bool:
    """Whether two columns differ in more than how an expression is written."""
    if one is None or other is None:
        return True
    if (one.type, one.nullable, one.identity) != (other.type, other.nullable, other.identity):
        return True
    if (one.generated is None) != (other.generated is None):
        return True
    first, second = one.default, other.default
    if first is None or second is None:
        return first is not second
    if not (first.certain and second.certain) or 'expression' in (first.kind, second.kind):
        return False
    return (first.kind, first.value) != (second.kind, second.value)


def _column(column: Column | None) -> str | None:
    if column is None:
        return None
    text = format_type(column.type, ('public',))
    if not column.nullable:
        text += ' not null'
    if column.identity is not None:
        text += f' generated {column.identity} as identity'
    elif column.generated is not None:
        text += ' generated'
    elif column.default is not None:
        text += f' default {column.default.text}'
    return text


def _constraints(table: Table, catalog: Catalog) -> dict[str, str]:
    """Keys, foreign keys, checks and indexes by name, as text that shows what matters of them."""
    found = {}
    primary = table.primary_key
    if primary is not None:
        found[f'constraint {primary.name}'] = _list('primary key', primary.columns)
    for unique in table.uniques:
        found[f'constraint {unique.name}'] = _list('unique', unique.columns)
    for key in table.foreign_keys:
        # Declared in front of the table it refers to, a key does not know that one's columns.
        target = catalog.tables.get(key.references)
        known = target.primary_key.columns if target and target.primary_key else ()
        there = _list(f'references {key.references}', key.referenced_columns or known)
        found[f'constraint {key.name}'] = (
            f'{_list("foreign key", key.columns)} {there} '
            f'on delete {key.on_delete} on update {key.on_update}'
        )
    for check in table.checks:
        found[f'constraint {check.name}'] = check.kind
    for index in table.indexes:
        columns = tuple(c.name or 'an expression' for c in index.columns)
        text = _list(f'{"unique " if index.unique else ""}using {index.method}', columns)
        found[f'index {index.name}'] = text if index.predicate is None else f'{text} where …'
    return found


def _list(what: str, columns: tuple[str, ...]) -> str:
    return f'{what} ({", ".join(columns)})'
