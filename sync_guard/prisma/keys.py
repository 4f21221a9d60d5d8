"""Primary keys, uniques and indexes that a model asks for."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sync_guard.catalog import Index
from sync_guard.catalog import IndexColumn
from sync_guard.catalog import Key
from sync_guard.prisma.names import index_name
from sync_guard.prisma.names import primary_key_name
from sync_guard.prisma.names import unique_name
from sync_guard.prisma.operator_classes import class_of
from sync_guard.prisma.operator_classes import word_of
from sync_guard.prisma.predicates import predicate
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import names_in
from sync_guard.prisma.schema import text_argument
from sync_guard.prisma.syntax import Array
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Constant
from sync_guard.prisma.syntax import Function
from sync_guard.prisma.syntax import Value

# What an index has without `ops:`, where Prisma has a name for it all the same.
_DEFAULT_OPCLASSES = {
    'gin': ('array_ops', 'jsonb_ops'),
    'spgist': ('text_ops', 'inet_ops'),
    'brin': ('inet_inclusion_ops',),
}


class Keys(NamedTuple):
    """A model's keys as the database would hold them."""

    primary_key: Key | None
    uniques: tuple[Key, ...]
    indexes: tuple[Index, ...]


def read_keys(model: Model) -> Keys:
    """The keys and indexes of a model. Fields that are no columns are left out."""
    primary_key = None
    uniques: list[Key] = []
    indexes: list[Index] = []
    for attribute, columns in _declared(model):
        if not columns:
            continue
        names = tuple(column.name or '' for column in columns)
        origin = model.file.origin(attribute.start)
        name = _name(attribute, names, model)
        if attribute.name == 'id':
            if primary_key is None:
                primary_key = Key(name, names, origin)
            continue
        unique = attribute.name == 'unique'
        where = attribute.argument('where')
        if unique and where is None and not any(column.descending for column in columns):
            uniques.append(Key(name, names, origin))
            continue
        method = _method(attribute)
        indexes.append(Index(
            name,
            tuple(_without_default_opclass(column, method) for column in columns),
            unique=unique,
            method=method,
            predicate=predicate(where, model.columns) if where is not None else None,
            origin=origin,
        ))
    return Keys(primary_key, tuple(uniques), tuple(indexes))


def key_names(model: Model) -> Iterator[tuple[Attribute, str]]:
    """The attribute of every key and index, with the name it has in the database."""
    for attribute, columns in _declared(model):
        if columns:
            yield attribute, _name(attribute, tuple(c.name or '' for c in columns), model)


def _name(attribute: Attribute, columns: tuple[str, ...], model: Model) -> str:
    given = text_argument(attribute, 'map', unnamed=False)
    if attribute.name == 'id':
        return given or primary_key_name(model.key.name)
    if attribute.name == 'unique':
        return given or unique_name(model.key.name, columns)
    # Before @@index had `map` its `name` was the database's.
    given = given or text_argument(attribute, 'name', unnamed=False)
    return given or index_name(model.key.name, columns)


def _declared(model: Model) -> Iterator[tuple[Attribute, tuple[IndexColumn, ...]]]:
    for field in model.block.fields:
        for attribute in field.attributes:
            if attribute.name in ('id', 'unique') and field.name in model.columns:
                descending = _is_descending(attribute)
                yield attribute, (IndexColumn(model.columns[field.name], descending=descending),)
    for attribute in model.block.attributes:
        if attribute.name in ('id', 'unique', 'index'):
            yield attribute, _columns(attribute.argument('fields', unnamed=True), model)


def _columns(value: Value | None, model: Model) -> tuple[IndexColumn, ...]:
    items = value.items if isinstance(value, Array) else ()
    found = []
    for item in items:
        name = (names_in(item) or ('',))[0]
        if name in model.columns:
            opclass, raw = _opclass(item) if isinstance(item, Function) else (None, False)
            descending = isinstance(item, Function) and _is_descending(item)
            found.append(IndexColumn(
                model.columns[name], descending=descending, opclass=opclass, raw=raw,
            ))
    return tuple(found)


def _is_descending(value: Attribute | Function) -> bool:
    return any(
        a.name == 'sort' and isinstance(a.value, Constant) and a.value.value == 'Desc'
        for a in value.arguments
    )


def _method(attribute: Attribute) -> str:
    value = attribute.argument('type')
    # BTree, Hash, Gin, Gist, SpGist, Brin
    return value.value.lower() if isinstance(value, Constant) else 'btree'


def _opclass(value: Function) -> tuple[str | None, bool]:
    """The class of PostgreSQL's, and whether it is spelled raw where Prisma has a word."""
    ops = next((a.value for a in value.arguments if a.name == 'ops'), None)
    if isinstance(ops, Constant):
        return class_of(ops.value), False
    if isinstance(ops, Function):
        # raw("gin_trgm_ops")
        given = text_argument(Attribute(ops.name, ops.arguments, 0, 0), '')
        return given, given is not None and word_of(given) is not None
    return None, False


def _without_default_opclass(column: IndexColumn, method: str) -> IndexColumn:
    opclass = column.opclass
    if opclass is None or column.raw:
        return column
    if opclass in _DEFAULT_OPCLASSES.get(method, ()) or (
        method == 'brin' and opclass.endswith('_minmax_ops') and opclass != 'inet_minmax_ops'
    ):
        return column._replace(opclass=None)
    return column
