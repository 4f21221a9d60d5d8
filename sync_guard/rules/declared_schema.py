"""The declarative schema and the migrations describe two different databases.

With files in supabase/schemas (or where `schema_paths` in supabase/config.toml points), a change is
written there first, and `supabase db diff` makes the migration of it. Only migrations are applied.
What is declared and in no migration is in no database; what is in a migration alone, the next
`supabase db diff` takes back.

Let the CLI write the migration that is missing: `supabase db diff -f NAME`. Declare what a
migration has made by hand.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Origin
from sync_guard.compare.declared import DeclaredDiffers
from sync_guard.compare.declared import Part
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import command
from sync_guard.rules._migration import finding

_SHOWN = 3


@rule('declared-schema', item='migration', on=DeclaredDiffers)
def declared_schema(fact: DeclaredDiffers, context: Context) -> Iterator[Finding]:
    parts = [_said(part) for part in fact.parts]
    if fact.declared is None:
        what = 'is built by the migrations and not declared'
    elif fact.built is None:
        what = 'is declared, and no migration builds it'
    else:
        what = 'is not what the migrations build: ' + '; '.join(parts[:_SHOWN])
        if len(parts) > _SHOWN:
            what += f'; and {len(parts) - _SHOWN} more'
    place = fact.declared or fact.built or Origin(context.project.declared[0], 1)
    diff = command('supabase', 'db', 'diff', '-f', f'change_{fact.name.name}')
    only_built = fact.declared is None or all(part.declared is None for part in fact.parts)
    yield finding(
        'declared-schema', place.path, f'{fact.kind} {fact.name} {what}',
        f'declare it too; the next {diff} would take it back' if only_built and fact.built
        else diff,
        line=place.line, column=place.column, severity='warning', table=str(fact.name),
        origin=fact.built if fact.declared else None, detail='; '.join(parts),
    )


def _said(part: Part) -> str:
    if part.built is None:
        return f'{part.what} is only declared'
    if part.declared is None:
        return f'{part.what} is only in the migrations'
    return f'{part.what} is {part.built}, declared {part.declared}'
