"""An entry of `[supabase-only]` in sync-guard.toml is out of date.

It names a table that the migrations do not build, or one that has a model by now. Such an entry
would silently cover a table of that name which comes later.

Remove the line from sync-guard.toml, or correct the name.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Origin
from sync_guard.config import FILE_NAME
from sync_guard.decisions import StaleDecision
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule


@rule('stale-decision', item='schema', on=StaleDecision)
def stale_decision(fact: StaleDecision, context: Context) -> Iterator[Finding]:
    why = 'the migrations build no such table'
    help = 'remove the line, or correct the name'
    if fact.model is not None:
        why, help = f'it has the model {fact.model}', 'remove the line'
    yield Finding(
        'stale-decision', 'schema', f'[supabase-only] lists {fact.entry}, but {why}',
        help,
        Origin(context.project.config_path or FILE_NAME, fact.line),
        table=fact.entry, severity='warning',
    )
