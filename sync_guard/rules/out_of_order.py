"""A new migration sorts before one that has landed, and `supabase db push` would refuse it.

Databases have applied the landed migration already. Supabase answers "Found local migration files
to be inserted before the last migration on remote database" and stops, after the merge, in the
deployment. `--include-all` would apply it there, in another order than everywhere else.

Give the file a version that comes after all others. A baseline that has to come first is ignored
inside of it, and recorded in each database: `supabase migration repair --status applied VERSION`.
Files listed under `editable` in
sync-guard.toml (a consolidated schema file called 99999999999999_…) do not count as the last.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.finding import Finding
from sync_guard.migrations.facts import OutOfOrder
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import base
from sync_guard.rules._migration import command
from sync_guard.rules._migration import doubt
from sync_guard.rules._migration import finding
from sync_guard.rules._migration import shared_ref


@rule('out-of-order', item='migration', on=OutOfOrder)
def out_of_order(fact: OutOfOrder, context: Context) -> Iterator[Finding]:
    yield finding(
        'out-of-order', fact.path,
        f'{base(fact.path)} is new, but comes before {base(fact.last)}, '
        f'which is on {shared_ref(fact.shared)} already{doubt(fact.shared)}',
        f'{command("git", "mv", fact.path, fact.better)}\n'
        'or, if it has to come first, put into it: -- sync-guard: ignore out-of-order REASON',
        certain=fact.shared.certain,
    )
