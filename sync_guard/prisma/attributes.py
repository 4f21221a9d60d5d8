"""The attributes of keys, indexes and relations as the schema spells them."""
from __future__ import annotations

from collections.abc import Mapping

from sync_guard.catalog import Action
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Index
from sync_guard.catalog import Key
from sync_guard.catalog import Table
from sync_guard.prisma.names import foreign_key_name
from sync_guard.prisma.names import index_name
from sync_guard.prisma.names import primary_key_name
from sync_guard.prisma.names import unique_name
from sync_guard.prisma.spelling import quoted

_METHODS = {'hash': 'Hash', 'gist': 'Gist', 'gin': 'Gin', 'spgist': 'SpGist', 'brin': 'Brin'}
_ACTIONS: dict[Action, str] = {
    'no action': 'NoAction', 'restrict': 'Restrict', 'cascade': 'Cascade', 'set null': 'SetNull',
    'set default': 'SetDefault',
}


def id_attribute(key: Key, table: Table, labels: Mapping[str, str]) -> str:
    """``@id`` for one column, ``@@id([a, b])`` for several. ``labels`` are the fields' names by
    their columns'; a name that is not Prisma's own choice is spelled in ``map``."""
    arguments = _map(key.name, primary_key_name(table.name))
    if len(key.columns) == 1:
        return _call('@id', arguments)
    return _call('@@id', [_listed(key.columns, labels), *arguments])


def unique_attribute(key: Key | Index, table: Table, labels: Mapping[str, str]) -> str | None:
    """``@unique`` or ``@@unique([a, b])``; None for an index that Prisma cannot say."""
    columns = key_columns(key)
    if columns is None:
        return None
    descending = isinstance(key, Index) and any(column.descending for column in key.columns)
    arguments = _map(key.name, unique_name(table.name, columns))
    if len(columns) == 1:
        return _call('@unique', ['sort: Desc', *arguments] if descending else arguments)
    if isinstance(key, Index):
        return _call('@@unique', [_index_fields(key, labels), *arguments])
    return _call('@@unique', [_listed(columns, labels), *arguments])


def index_attribute(index: Index, table: Table, labels: Mapping[str, str]) -> str | None:
    """``@@index([a(sort: Desc), b])``; None for one that Prisma does not see: one over an
    expression, or (without the preview feature) a partial one."""
    columns = key_columns(index)
    if columns is None:
        return None
    arguments = [_index_fields(index, labels), *_map(index.name, index_name(table.name, columns))]
    if index.method in _METHODS:
        arguments.append(f'type: {_METHODS[index.method]}')
    return _call('@@index', arguments)


def relation_attribute(
    key: ForeignKey, table: Table, labels: Mapping[str, str], targets: Mapping[str, str],
    name: str | None, required: bool,
) -> str:
    """``@relation(fields: […], references: […], …)``. Actions are spelled where they are not what
    Prisma takes them for when nothing is said, which never is SQL's own NO ACTION; ``required``
    says that one of the columns cannot be null."""
    arguments = [quoted(name)] if name is not None else []
    arguments.append(f'fields: {_listed(key.columns, labels)}')
    arguments.append(f'references: {_listed(key.referenced_columns, targets)}')
    if key.on_delete != ('restrict' if required else 'set null'):
        arguments.append(f'onDelete: {_ACTIONS[key.on_delete]}')
    if key.on_update != 'cascade':
        arguments.append(f'onUpdate: {_ACTIONS[key.on_update]}')
    arguments.extend(_map(key.name, foreign_key_name(table.name, key.columns)))
    return _call('@relation', arguments)


def key_columns(key: Key | Index) -> tuple[str, ...] | None:
    """The columns as Prisma sees them: those of INCLUDE count as columns of the key. None for what
    it does not see: an index over an expression, a partial one."""
    if isinstance(key, Key):
        return (*key.columns, *key.include)
    names = tuple(column.name for column in key.columns if column.name is not None)
    if key.predicate is not None or len(names) != len(key.columns):
        return None
    return (*names, *key.include)


def _index_fields(index: Index, labels: Mapping[str, str]) -> str:
    fields = []
    for column in index.columns:
        options = []
        # Introspection drops what an ordinary btree index says of its operator class.
        if column.opclass is not None and index.method != 'btree':
            options.append(f'ops: raw({quoted(column.opclass)})')
        if column.descending and index.method == 'btree':
            options.append('sort: Desc')
        field = labels.get(column.name or '', column.name or '')
        fields.append(_call(field, options) if options else field)
    fields.extend(labels.get(name, name) for name in index.include)
    return f'[{", ".join(fields)}]'


def _listed(columns: tuple[str, ...], labels: Mapping[str, str]) -> str:
    return f'[{", ".join(labels.get(name, name) for name in columns)}]'


def _map(name: str, default: str) -> list[str]:
    return [] if name == default else [f'map: {quoted(name)}']


def _call(name: str, arguments: list[str]) -> str:
    return f'{name}({", ".join(arguments)})' if arguments else name
