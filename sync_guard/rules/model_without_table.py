"""A model of the Prisma schema has no table in the migrations.

Every query of that model fails at run time: `The table public.x does not exist` (P2021).

Write the migration that creates the table, or remove the model. Where the table is there under
another name, `@@map` says so. A model over a view is fine for the client, but Prisma's own engine
misses a table of that name: declare it as a `view` block (level strict).
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.compare.differences import ModelWithoutTable
from sync_guard.finding import Finding
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
    if model.label is None:
        what = f'no migration creates {model.key}, the table of an implicit relation'
        help = f'create table {model.key} in a new migration, or remove the relation'
    elif like is None:
        what = f'model {name} has no table {model.key}'
        help = f'create table {model.key} in a new migration, or remove model {name}'
    elif like.key == model.key:
        what = f'model {name} is for {model.key}, which is a {_kind(like.kind)}'
        help = f'declare it as  view {name} {{ … }}  or remove model {name}'
    else:
        what = f'model {name} has no table {model.key}, and table {like.key} has no model'
        help = f'add to model {name}      @@map("{like.name}")'
        if like.schema != model.schema:
            help = f'write in model {name}      @@schema("{like.schema}")'
    yield finding(
        'model-without-table', difference, what, help,
        model.origin or schema_place(context), origin, table=str(model.key),
    )


def _kind(kind: str) -> str:
    return 'partition' if kind in ('table', 'partitioned table') else kind
