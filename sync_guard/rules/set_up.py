"""The migrations do not make the tables that the schema's models are for.

Most models have no table in these migrations: the tables come from somewhere else, from Prisma's
own migrations or from the dashboard. Comparing would give a hundred findings that say nothing, so
this says it once. Tables that migrations change and none creates are said here too: what columns
they have is not known, and they are not compared.

Name all folders that make tables, in the order they are applied:
`migrations = ["prisma/migrations", "supabase/migrations"]` in sync-guard.toml; or let
`supabase db pull` write what is missing into a migration.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.compare.differences import SetUp
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import config_path
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import schema_place

_SHOWN = 5


@rule('set-up', item='schema', on=SetUp)
def set_up(difference: SetUp, context: Context) -> Iterator[Finding]:
    folders = context.project.migrations
    places = schema_place(context)
    if difference.missing:
        total = len(difference.missing) + len(difference.unknown) + difference.known
        missing = _listed([str(m.key) for m in difference.missing])
        what = (
            f'{len(difference.missing) + len(difference.unknown)} of {total} models have no table '
            f'in {" and ".join(folders) or "the migrations"} ({missing}): '
            'their tables come from elsewhere'
        )
        if difference.extra:
            tables = '1 table has' if difference.extra == 1 else f'{difference.extra} tables have'
            what += f', and {tables} no model'
    else:
        unknown = _listed([f'{t.key} ({t.uncertain})' for t in difference.unknown])
        what = f'not compared, since the columns are not known: {unknown}'
    listed = ', '.join(f'"{one}"' for one in dict.fromkeys(('prisma/migrations', *folders)))
    made = finding(
        'set-up', difference, what,
        f'name every folder that makes tables in {config_path(context)}, in the order they are '
        f'applied:\n  migrations = [{listed}]\nor write the tables into a first migration'
        '      supabase db pull',
        places, detail='missing' if difference.missing else '',
    )
    yield made._replace(severity='warning')


def _listed(names: list[str]) -> str:
    rest = len(names) - _SHOWN
    return ', '.join(names[:_SHOWN]) + (f' and {rest} more' if rest > 0 else '')
