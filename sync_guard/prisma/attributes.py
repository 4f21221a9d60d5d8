"""The attributes of keys, indexes and relations as the schema spells them."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping

from sync_guard.catalog import Action
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Index
from sync_guard.catalog import IndexColumn
from sync_guard.catalog import Key
from sync_guard.catalog import Table
from sync_guard.prisma.names import foreign_key_name
from sync_guard.prisma.names import index_name
from sync_guard.prisma.names import primary_key_name
from sync_guard.prisma.names import unique_name
from sync_guard.prisma.operator_classes import word_of
from sync_guard.prisma.spelling import quoted

_METHODS = {'hash': 'Hash', 'gist': 'Gist', 'gin': 'Gin', 'spgist': 'SpGist', 'brin': 'Brin'}
ACTIONS: dict[Action, str] = {
    'no action': 'NoAction', 'restrict': 'Restrict', 'cascade': 'Cascade', 'set null': 'SetNull',
    'set default': 'SetDefault',
}


def id_attribute(key: Key, table: Table, labels: Mapping[str, str]) -> str:
    """``@id`` for one column, ``@@id([a, b])`` for several. ``labels`` are the fields' names by
    their columns'; a name that is not Prisma's own choice is spelled in ``map``."""
    arguments = _map(key.name, primary_key_name(table.name))
    columns = (*key.columns, *key.include)
    if len(columns) == 1:
        return _call('@id', arguments)
    return _call('@@id', [_listed(columns, labels), *arguments])


def unique_attribute(
    key: Key | Index, table: Table, labels: Mapping[str, str], *, partial: bool = False,
) -> str | None:
    """``@unique`` or ``@@unique([a, b])``; None for an index that Prisma cannot say, which a
    ``partial`` one is only without the preview feature."""
    columns = key_columns(key, partial=partial)
    if columns is None:
        return None
    descending = isinstance(key, Index) and any(column.descending for column in key.columns)
    arguments = _map(key.name, unique_name(table.name, columns))
    if len(columns) == 1:
        arguments += ['sort: Desc'] if descending else []
        return _call('@unique', [*arguments, *_where(key)])
    fields = _index_fields(key, labels) if isinstance(key, Index) else _listed(columns, labels)
    return _call('@@unique', [fields, *arguments, *_where(key)])


def index_attribute(
    index: Index, table: Table, labels: Mapping[str, str], *, partial: bool = False,
) -> str | None:
    """``@@index([a(sort: Desc), b])``; None for one that Prisma does not see: one over an
    expression, or (without the preview feature) a ``partial`` one."""
    columns = key_columns(index, partial=partial)
    if columns is None:
        return None
    arguments = [_index_fields(index, labels), *_map(index.name, index_name(table.name, columns))]
    if index.method in _METHODS:
        arguments.append(f'type: {_METHODS[index.method]}')
    return _call('@@index', [*arguments, *_where(index)])


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
        arguments.append(f'onDelete: {ACTIONS[key.on_delete]}')
    if key.on_update != 'cascade':
        arguments.append(f'onUpdate: {ACTIONS[key.on_update]}')
    arguments.extend(_map(key.name, foreign_key_name(table.name, key.columns)))
    return _call('@relation', arguments)


def key_columns(key: Key | Index, *, partial: bool = False) -> tuple[str, ...] | None:
    """The columns as Prisma sees them: those of INCLUDE count as columns of the key. None for what
    it does not see: an index over an expression, a partial one unless ``partial``."""
    if isinstance(key, Key):
        return (*key.columns, *key.include)
    names = tuple(column.name for column in key.columns if column.name is not None)
    if (key.predicate is not None and not partial) or len(names) != len(key.columns):
        return None
    return (*names, *key.include)


def _index_fields(index: Index, labels: Mapping[str, str]) -> str:
    fields = []
    for column in index.columns:
        options = []
        # Introspection drops what other kinds of index say of their operator classes.
        if column.opclass is not None and index.method in _METHODS and index.method != 'hash':
            options.append(f'ops: {_opclass(column.opclass, column)}')
        if column.descending:  # no other kind than btree has it in the database
            options.append('sort: Desc')
        field = labels.get(column.name or '', column.name or '')
        fields.append(_call(field, options) if options else field)
    fields.extend(labels.get(name, name) for name in index.include)
    return f'[{", ".join(fields)}]'


def _opclass(name: str, column: IndexColumn) -> str:
    return (None if column.raw else word_of(name)) or f'raw({quoted(name)})'


def _where(key: Key | Index) -> list[str]:
    predicate = key.predicate if isinstance(key, Index) else None
    return [] if predicate is None else [f'where: raw({quoted(predicate.value)})']


def _listed(columns: Iterable[str], labels: Mapping[str, str]) -> str:
    return f'[{", ".join(labels.get(name, name) for name in columns)}]'


def _map(name: str, default: str) -> list[str]:
    return [] if name == default else [f'map: {quoted(name)}']


def _call(name: str, arguments: list[str]) -> str:
    return f'{name}({", ".join(arguments)})' if arguments else name
