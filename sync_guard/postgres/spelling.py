"""How SQL spells what a catalog holds: names, lists of columns, keys, indexes and foreign keys.

In lower case, quoted only where PostgreSQL needs it. What lies in ``public`` is written without
its schema, as it is first on the search_path that each migration begins with.
"""
from __future__ import annotations

from collections.abc import Iterable

from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Index
from sync_guard.catalog import IndexColumn
from sync_guard.catalog import Name
from sync_guard.postgres.names import quote_identifier

# What fits in a line.
_WIDTH = 100


def sql_name(name: Name) -> str:
    """The name of a table, type or index."""
    text = quote_identifier(name.name)
    return text if name.schema == 'public' else f'{quote_identifier(name.schema)}.{text}'


def sql_columns(names: Iterable[str]) -> str:
    return ', '.join(quote_identifier(name) for name in names)


def sql_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def sql_labels(labels: Iterable[str]) -> str:
    return ', '.join(sql_text(label) for label in labels)


def sql_alter(table: Name, *actions: str) -> str:
    """ALTER TABLE, without its semicolon: each of several actions in a line of its own."""
    before = f'alter table {sql_name(table)}'
    if len(actions) == 1 and len(before) + len(actions[0]) < _WIDTH:
        return f'{before} {actions[0]}'
    return f'{before}\n  ' + ',\n  '.join(actions)


def sql_reference(key: ForeignKey, between: str = ' ') -> str:
    """``foreign key (a) references b (c)``, without its actions."""
    return (
        f'foreign key ({sql_columns(key.columns)}){between}references {sql_name(key.references)} '
        f'({sql_columns(key.referenced_columns)})'
    )


def sql_actions(key: ForeignKey) -> str:
    """`` on delete cascade``: what is not PostgreSQL's own default, NO ACTION."""
    written = ''
    if key.on_delete != 'no action':
        written += f' on delete {key.on_delete}'
    if key.on_update != 'no action':
        written += f' on update {key.on_update}'
    return written


def sql_index(index: Index, table: Name) -> str:
    """The statement that makes an index, without its semicolon."""
    unique = 'unique ' if index.unique else ''
    method = '' if index.method == 'btree' else f' using {index.method}'
    columns = ', '.join(_index_column(column) for column in index.columns)
    include = f' include ({sql_columns(index.include)})' if index.include else ''
    where = f' where {index.predicate.text}' if index.predicate else ''
    return (
        f'create {unique}index {quote_identifier(index.name)} on {sql_name(table)}{method} '
        f'({columns}){include}{where}'
    )


def _index_column(column: IndexColumn) -> str:
    if column.expression is not None:
        text = f'({column.expression.text})'
    else:
        text = quote_identifier(column.name or '')
    if column.opclass is not None:
        text += f' {column.opclass}'
    if column.descending:
        text += ' desc'
    if column.nulls_first is not None and column.nulls_first != column.descending:
        text += ' nulls first' if column.nulls_first else ' nulls last'
    return text
