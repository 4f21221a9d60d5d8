"""A table that the migrations make has no model in the Prisma schema.

The generated client does not know the table: code that needs it falls back to raw SQL and loses
its types, and `prisma db push` or a generated Prisma migration would propose to drop it.

Add a model. A table that is meant to be used from SQL, policies or edge functions alone is a
decision: write it under `[supabase-only]` in sync-guard.toml with its reason.
"""
from __future__ import annotations

import re
from collections.abc import Iterator

from sync_guard.compare.differences import TableWithoutModel
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import config_path
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import is_nameless
from sync_guard.rules._schema import new_model
from sync_guard.rules._schema import schema_place


@rule('table-without-model', item='schema', on=TableWithoutModel)
def table_without_model(difference: TableWithoutModel, context: Context) -> Iterator[Finding]:
    table = difference.table
    if is_nameless(table.name):
        return
    first = new_model(table, context).partition('\n')[0]
    name = str(table.key)
    # A name that is no bare TOML key is a quoted one.
    key = name if re.fullmatch('[A-Za-z0-9_-]+', name) else f'"{name}"'
    yield finding(
        'table-without-model', difference,
        f'table {name} has no model',
        f'add to the schema      {first} … }}\n'
        f'or decide against it, under [supabase-only] in {config_path(context)}      '
        f'{key} = "why it needs no model"',
        schema_place(context), table.origin, table=name, mender='fix',
    )
