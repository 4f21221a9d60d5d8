"""A model of the Prisma schema has no table in the migrations.

Every query of that model fails at run time: `The table public.x does not exist` (P2021).

Write the migration that creates the table, or remove the model. Where the table is there under
another name, `@@map` says so. A model over a view is fine for the client, but Prisma's own engine
misses a table of that name: declare it as a `view` block (level strict).
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Table
from sync_guard.compare.differences import ModelWithoutTable
from sync_guard.finding import Finding
from sync_guard.postgres.spelling import sql_actions
from sync_guard.postgres.spelling import sql_columns
from sync_guard.postgres.spelling import sql_name
from sync_guard.postgres.spelling import sql_reference
from sync_guard.prisma.sql import field_column
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import schema_place


@rule('model-without-table', item='schema', on=ModelWithoutTable)
def model_without_table(difference: ModelWithoutTable, context: Context) -> Iterator[Finding]:
    model, like = difference.model, difference.like
    name = model_name(model)
    origin = None if like is None else like.origin
    removal = None
    if model.label is None:
        what = f'no migration creates {model.key}, the table of an implicit relation'
        removal = 'remove the relation'
        help = f'put into a new migration      {_create(model)}\nor {removal}'
    elif like is None:
        what = f'model {name} has no table {model.key}'
        removal = f'remove model {name}{_fields_of_its_type(model, context)}'
        help = f'put into a new migration      {_create(model)}\nor {removal}'
    elif like.key == model.key:
        what = f'model {name} is for {model.key}, which is a {_kind(like.kind)}'
        help = f'declare it as  view {name} {{ … }}  or remove model {name}'
    else:
        what = f'model {name} has no table {model.key}, and table {like.key} has no model'
        help = f'write in model {name}      @@map("{like.name}")'
        if like.schema != model.schema:
            help = f'write in model {name}      @@schema("{like.schema}")'
    yield finding(
        'model-without-table', difference, what, help,
        model.origin or schema_place(context), origin, table=str(model.key),
        mender='draft' if like is None else None if like.key == model.key else 'fix',
        removal=removal,
    )


def _fields_of_its_type(model: Table, context: Context) -> str:
    """What has to go with the model, or Prisma refuses the schema."""
    assert context.expected is not None
    names = [
        model_name(other) for other in context.expected.catalog.tables.values()
        if other.key != model.key and other.label is not None and (
            any(key.references == model.key for key in other.foreign_keys)
            or any(key.references == other.key for key in model.foreign_keys)
        )
    ]
    return f', and the fields of its type in {", ".join(names)}' if names else ''


def _create(model: Table) -> str:
    parts = [field_column(field) for field in model.columns or ()]
    if model.primary_key is not None:
        parts.append(f'primary key ({sql_columns(model.primary_key.columns)})')
    parts += [f'unique ({sql_columns(key.columns)})' for key in model.uniques]
    parts += [sql_reference(key) + sql_actions(key) for key in model.foreign_keys]
    return f'create table {sql_name(model.key)} ({", ".join(parts)});'


def _kind(kind: str) -> str:
    return 'partition' if kind in ('table', 'partitioned table') else kind
