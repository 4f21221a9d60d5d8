"""Tables: made whole, and dropped."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Catalog
from sync_guard.catalog import Key
from sync_guard.catalog import Table
from sync_guard.compare.differences import ModelWithoutTable
from sync_guard.compare.differences import TableWithoutModel
from sync_guard.draft.columns import column_line
from sync_guard.draft.columns import references_to
from sync_guard.draft.records import Phase
from sync_guard.draft.records import Step
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.spelling import sql_alter
from sync_guard.postgres.spelling import sql_columns
from sync_guard.postgres.spelling import sql_name


def create_table(difference: ModelWithoutTable, catalog: Catalog) -> Iterator[Step]:
    """With its keys. Its indexes and foreign keys are differences once the table is there."""
    model, like = difference.model, difference.like
    if like is not None and like.key == model.key:
        return  # a view or partition has the name
    lines = [column_line(field, model, catalog) for field in model.columns or ()]
    if model.primary_key is not None:
        lines.append(key_line(model.primary_key, 'primary key'))
    lines += [key_line(key, 'unique') for key in model.uniques]
    body = ',\n'.join(f'  {line}' for line in lines)
    note = None
    if like is not None:
        note = f'if {like.key} is renamed, this instead: {_rename(like, model)}'
    yield Step(
        Phase.TABLE, (f'create table {sql_name(model.key)} (\n{body}\n)',),
        f'create table {model.key}', note=note, table=model.key,
    )


def key_line(key: Key, kind: str) -> str:
    return f'constraint {quote_identifier(key.name)} {kind} ({sql_columns(key.columns)})'


def _rename(like: Table, model: Table) -> str:
    if like.schema != model.schema:
        schema = quote_identifier(model.schema)
        return f'alter table {sql_name(like.key)} set schema {schema};'
    return f'alter table {sql_name(like.key)} rename to {quote_identifier(model.name)};'


def drop_table(difference: TableWithoutModel, catalog: Catalog) -> Iterator[Step]:
    table = difference.table
    drops = [
        sql_alter(other.key, f'drop constraint {quote_identifier(key.name)}')
        for other, key in references_to(table, catalog) if other.key != table.key
    ]
    yield Step(
        Phase.DROP_TABLE, (*drops, f'drop table {sql_name(table.key)}'),
        f'drop table {table.key}', 'the table and all its rows are lost',
    )
