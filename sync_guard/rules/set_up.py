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

from sync_guard.catalog import Table
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
        nowhere = [str(table.key) for table in (*difference.missing, *difference.unknown)]
        what = (
            f'{len(nowhere)} of {len(nowhere) + difference.known} models have no table '
            f'in {" and ".join(folders) or "the migrations"} ({_listed(nowhere)}): '
            'their tables come from elsewhere'
        )
        if difference.extra:
            tables = '1 table has' if difference.extra == 1 else f'{difference.extra} tables have'
            what += f', and {tables} no model'
    else:
        what = f'not compared, since the columns are not known: {_unknown(difference.unknown)}'
    made = finding(
        'set-up', difference, what, _help(context), places,
        detail='missing' if difference.missing else '',
    )
    yield made._replace(severity='warning')


def _help(context: Context) -> str:
    """What to write, where the repository has the files; else only where to write it."""
    folders, prisma = context.project.migrations, context.project.prisma_migrations
    pull = 'write the tables into a first migration      supabase db pull'
    named = f'name every folder that makes tables in {config_path(context)}'
    if prisma is None or prisma in folders:
        return f'{pull}\nor {named}, in the order they are applied      migrations = […]'
    listed = ', '.join(f'"{one}"' for one in (prisma, *folders))
    return f'{named}, in the order they are applied:\n  migrations = [{listed}]\nor {pull}'


def _unknown(tables: tuple[Table, ...]) -> str:
    """The tables, by why nothing is known of their columns."""
    reasons = dict.fromkeys(table.uncertain for table in tables)
    return '; '.join(
        f'{_listed([str(t.key) for t in tables if t.uncertain == reason])} ({reason})'
        for reason in reasons
    )


def _listed(names: list[str]) -> str:
    rest = len(names) - _SHOWN
    return ', '.join(names[:_SHOWN]) + (f' and {rest} more' if rest > 0 else '')
