"""``show --format sql``: the catalog as the shortest DDL that builds it again."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Composite
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import is_managed
from sync_guard.catalog import Table
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.spelling import sql_actions
from sync_guard.postgres.spelling import sql_alter
from sync_guard.postgres.spelling import sql_columns
from sync_guard.postgres.spelling import sql_index
from sync_guard.postgres.spelling import sql_labels
from sync_guard.postgres.spelling import sql_name
from sync_guard.postgres.spelling import sql_reference
from sync_guard.postgres.types import format_type

_PATH = ('public',)


def catalog_sql(catalog: Catalog) -> str:
    """Schemas, sequences, types, tables, indexes and, last, foreign keys: in an order in which
    PostgreSQL accepts them. Views are named in a comment, since their text is not kept."""
    statements = [
        *(f'create schema {quote_identifier(s)};' for s in catalog.schemas
          if s != 'public' and not is_managed(s)),
        *(f'create sequence {sql_name(n)};' for n in catalog.sequences if not is_managed(n.schema)),
        *_types(catalog),
    ]
    tables = [t for t in catalog.tables.values() if not is_managed(t.schema)]
    for table in tables:
        statements.append(_table(table))
    for table in tables:
        statements.extend(f'{sql_index(index, table.key)};' for index in table.indexes)
    for table in tables:
        statements.extend(f'{_foreign_key(table, key)};' for key in table.foreign_keys)
    return '\n\n'.join(statements) + '\n'


def _types(catalog: Catalog) -> Iterator[str]:
    for made in catalog.types.values():
        if is_managed(made.schema):
            continue
        name = sql_name(made.key)
        if isinstance(made, Enum):
            yield f'create type {name} as enum ({sql_labels(label.text for label in made.labels)});'
        elif isinstance(made, Domain):
            not_null = ' not null' if made.not_null else ''
            default = f' default {made.default.text}' if made.default else ''
            yield f'create domain {name} as {format_type(made.base, _PATH)}{default}{not_null};'
        elif isinstance(made, Composite):
            attributes = ', '.join(
                f'{quote_identifier(a.name)} {format_type(a.type, _PATH)}' for a in made.attributes
            )
            yield f'create type {name} as ({attributes});'


def _table(table: Table) -> str:
    if table.kind in ('view', 'materialized view'):
        return f'-- {table.kind} {sql_name(table.key)}'
    if table.partition_of is not None:
        return f'-- partition {sql_name(table.key)} of {sql_name(table.partition_of)}'
    lines = [_column(column) for column in table.columns or ()]
    if table.primary_key is not None:
        lines.append(_constraint(table.primary_key.name, 'primary key', table.primary_key.columns))
    lines.extend(_constraint(key.name, 'unique', key.columns) for key in table.uniques)
    lines.extend(
        f'  constraint {quote_identifier(check.name)} check ({check.expression.text})'
        for check in table.checks if check.kind == 'check'
    )
    return f'create table {sql_name(table.key)} (\n' + ',\n'.join(lines) + '\n);'


def _column(column: Column) -> str:
    words = [quote_identifier(column.name), format_type(column.type, _PATH)]
    if column.generated is not None:
        words.append(f'generated always as ({column.generated.text}) stored')
    elif column.identity is not None:
        words.append(f'generated {column.identity} as identity')
    elif column.default is not None:
        words.append(f'default {column.default.text}')
    if not column.nullable:
        words.append('not null')
    return '  ' + ' '.join(words)


def _constraint(name: str, kind: str, columns: tuple[str, ...]) -> str:
    return f'  constraint {quote_identifier(name)} {kind} ({sql_columns(columns)})'


def _foreign_key(table: Table, key: ForeignKey) -> str:
    name = quote_identifier(key.name)
    return sql_alter(
        table.key, f'add constraint {name} {sql_reference(key)}{sql_actions(key)}',
    )
