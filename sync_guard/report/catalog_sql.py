"""``show --format sql``: the catalog as the shortest DDL that builds it again."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Composite
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Index
from sync_guard.catalog import IndexColumn
from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.types import format_type


def catalog_sql(catalog: Catalog) -> str:
    """Schemas, sequences, types, tables, indexes and, last, foreign keys: in an order in which
    PostgreSQL accepts them. Views are named in a comment, since their text is not kept."""
    statements = [
        *(f'CREATE SCHEMA {quote_identifier(s)};' for s in catalog.schemas
          if s != 'public' and not is_managed(s)),
        *(f'CREATE SEQUENCE {_name(n)};' for n in catalog.sequences if not is_managed(n.schema)),
        *_types(catalog),
    ]
    tables = [t for t in catalog.tables.values() if not is_managed(t.schema)]
    for table in tables:
        statements.append(_table(table))
    for table in tables:
        statements.extend(_index(table, index) for index in table.indexes)
    for table in tables:
        statements.extend(_foreign_key(table, key) for key in table.foreign_keys)
    return '\n\n'.join(statements) + '\n'


def _types(catalog: Catalog) -> Iterator[str]:
    for made in catalog.types.values():
        if is_managed(made.schema):
            continue
        if isinstance(made, Enum):
            labels = ', '.join(_string(label.text) for label in made.labels)
            yield f'CREATE TYPE {_name(made.key)} AS ENUM ({labels});'
        elif isinstance(made, Domain):
            not_null = ' NOT NULL' if made.not_null else ''
            default = f' DEFAULT {made.default.text}' if made.default else ''
            name = _name(Name(made.schema, made.name))
            yield f'CREATE DOMAIN {name} AS {format_type(made.base)}{default}{not_null};'
        elif isinstance(made, Composite):
            attributes = ', '.join(
                f'{quote_identifier(a.name)} {format_type(a.type)}' for a in made.attributes
            )
            yield f'CREATE TYPE {_name(Name(made.schema, made.name))} AS ({attributes});'


def _table(table: Table) -> str:
    if table.kind in ('view', 'materialized view'):
        return f'-- {table.kind} {_name(table.key)}'
    if table.partition_of is not None:
        return f'-- partition {_name(table.key)} of {_name(table.partition_of)}'
    lines = [_column(column) for column in table.columns or ()]
    if table.primary_key is not None:
        lines.append(_constraint(table.primary_key.name, 'PRIMARY KEY', table.primary_key.columns))
    lines.extend(_constraint(key.name, 'UNIQUE', key.columns) for key in table.uniques)
    lines.extend(
        f'  CONSTRAINT {quote_identifier(check.name)} CHECK ({check.expression.text})'
        for check in table.checks if check.kind == 'check'
    )
    return f'CREATE TABLE {_name(table.key)} (\n' + ',\n'.join(lines) + '\n);'


def _column(column: Column) -> str:
    words = [quote_identifier(column.name), format_type(column.type)]
    if column.generated is not None:
        words.append(f'GENERATED ALWAYS AS ({column.generated.text}) STORED')
    elif column.identity is not None:
        words.append(f'GENERATED {column.identity.upper()} AS IDENTITY')
    elif column.default is not None:
        words.append(f'DEFAULT {column.default.text}')
    if not column.nullable:
        words.append('NOT NULL')
    return '  ' + ' '.join(words)


def _constraint(name: str, kind: str, columns: tuple[str, ...]) -> str:
    return f'  CONSTRAINT {quote_identifier(name)} {kind} ({_columns(columns)})'


def _index(table: Table, index: Index) -> str:
    unique = 'UNIQUE ' if index.unique else ''
    method = '' if index.method == 'btree' else f' USING {index.method}'
    columns = ', '.join(_index_column(column) for column in index.columns)
    include = f' INCLUDE ({_columns(index.include)})' if index.include else ''
    where = f' WHERE {index.predicate.text}' if index.predicate else ''
    return (
        f'CREATE {unique}INDEX {quote_identifier(index.name)} ON {_name(table.key)}{method} '
        f'({columns}){include}{where};'
    )


def _index_column(column: IndexColumn) -> str:
    if column.expression is not None:
        text = f'({column.expression.text})'
    else:
        text = quote_identifier(column.name or '')
    if column.opclass is not None:
        text += f' {column.opclass}'
    if column.descending:
        text += ' DESC'
    if column.nulls_first is not None and column.nulls_first != column.descending:
        text += ' NULLS FIRST' if column.nulls_first else ' NULLS LAST'
    return text


def _foreign_key(table: Table, key: ForeignKey) -> str:
    actions = ''
    if key.on_delete != 'no action':
        actions += f' ON DELETE {key.on_delete.upper()}'
    if key.on_update != 'no action':
        actions += f' ON UPDATE {key.on_update.upper()}'
    return (
        f'ALTER TABLE {_name(table.key)} ADD CONSTRAINT {quote_identifier(key.name)} '
        f'FOREIGN KEY ({_columns(key.columns)}) REFERENCES {_name(key.references)} '
        f'({_columns(key.referenced_columns)}){actions};'
    )


def _name(name: Name) -> str:
    return f'{quote_identifier(name.schema)}.{quote_identifier(name.name)}'


def _columns(names: tuple[str, ...]) -> str:
    return ', '.join(quote_identifier(name) for name in names)


def _string(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
