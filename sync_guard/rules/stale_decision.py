"""An entry of `[supabase-only]` in sync-guard.toml is out of date.

It names a table that the migrations do not build, or one that has a model by now. Such an entry
would silently cover a table of that name which comes later.

Remove the line from sync-guard.toml, or correct the name.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Origin
from sync_guard.config import FILE_NAME
from sync_guard.config import names
from sync_guard.finding import Finding
from sync_guard.migrations.facts import Decision
from sync_guard.rules import Context
from sync_guard.rules import rule


@rule('stale-decision', item='schema', on=Decision)
def stale_decision(fact: Decision, context: Context) -> Iterator[Finding]:
    if not context.project.migrations:
        return
    built = [table for table in context.built.tables if names(fact.entry, table)]
    models = [] if context.expected is None else [
        table for table in context.expected.catalog.tables.values() if table.key in built
    ]
    if not built:
        why = 'the migrations build no such table'
    elif len(models) == len(built):
        why = f'it has the model {models[0].label or models[0].key}'
    else:
        return
    yield Finding(
        'stale-decision', 'schema', f'[supabase-only] lists {fact.entry}, but {why}',
        f'remove the line, or correct the name: {fact.entry}',
        Origin(context.project.config_path or FILE_NAME, fact.line),
        table=fact.entry, severity='warning',
    )
