"""Views, and tables made by a query."""
from __future__ import annotations

from sync_guard.catalog import Table
from tests.postgres.chains.world import listed
from tests.postgres.chains.world import TABLES
from tests.postgres.chains.world import World


def create(world: World) -> str | None:
    source = world.table('table', 'partitioned table', 'view')
    if source is None or not source.columns:
        return None
    replace = 'or replace ' if world.chance(6) else ''
    kind = world.pick((f'{replace}view', f'{replace}view', 'materialized view'))
    return f'create {kind} {world.new(TABLES)} as {_query(world, source)}'


def create_table_as(world: World) -> str | None:
    source = world.table()
    if source is None or not source.columns:
        return None
    return f'create table {world.new(TABLES)} as {_query(world, source)}'


def _query(world: World, source: Table) -> str:
    columns = listed(world.some([c.name for c in source.columns or ()]))
    return f'select {world.pick((columns, "*"))} from {world.write(source.key)}'


STATEMENTS = (create, create_table_as)
