"""Views, and tables made by a query."""
from __future__ import annotations

from sync_guard.catalog import Table
from sync_guard.postgres.names import quote_identifier
from tests.postgres.chains.world import COLUMNS
from tests.postgres.chains.world import listed
from tests.postgres.chains.world import TABLES
from tests.postgres.chains.world import World

_SOURCES = ('table', 'partitioned table', 'view', 'materialized view')


def create(world: World) -> str | None:
    source = _source(world)
    if source is None:
        return None
    kind = world.pick(('view', 'view', 'materialized view'))
    if_not_exists = world.if_not_exists() if kind == 'materialized view' else ''
    columns, query = _query(world, source)
    named = ''
    if world.chance(6):
        named = f' ({listed(world.some(COLUMNS, columns))})'
    return f'create {kind} {if_not_exists}{world.new(TABLES)}{named} as {query}'


def replace(world: World) -> str | None:
    """With the columns that it has and one more, or with others."""
    # Of a table: what a view reads of itself, PostgreSQL finds only when it is asked for rows.
    view, source = world.table('view'), world.table()
    if view is None or source is None or not source.columns:
        return None
    query = _query(world, source)[1]
    kept = [t for t in world.tables() if view.columns and _names(t) >= _names(view)]
    if kept and not world.chance(4):
        names = listed([c.name for c in view.columns or ()])
        more = world.pick(('', ', 1 as one', ", 'x'::text as more"))
        query = f'select {names}{more} from {world.write(world.pick(kept).key)}'
    return f'create or replace view {world.write(view.key)} as {query}'


def change(world: World) -> str | None:
    view = world.table('view', 'materialized view')
    if view is None:
        return None
    written = world.write(view.key)
    if view.kind == 'materialized view':
        return world.pick((
            f'refresh materialized view {written}',
            f'comment on materialized view {written} is null',
            f'alter materialized view {written} rename to {world.new_name(view.schema, TABLES)}',
            f'alter materialized view {written} set schema {world.schema()}',
        ))
    name = quote_identifier(world.column(view))
    return world.pick((
        f'alter view {written} alter column {name} set default 1', f'drop view {written}',
        f'alter view {written} rename {name} to {quote_identifier(world.new_column(view))}',
        f'alter view {written} set (security_invoker = true)', f"comment on view {written} is 'x'",
    ))


def create_table_as(world: World) -> str | None:
    source = _source(world)
    if source is None:
        return None
    query, data = _query(world, source)[1], world.pick(('', ' with no data', ' with data'))
    return f'create table {world.if_not_exists()}{world.new(TABLES)} as {query}{data}'


def _source(world: World) -> Table | None:
    found = world.table(*_SOURCES)
    return found if found is not None and found.columns else None


def _names(table: Table) -> set[str]:
    return {c.name for c in table.columns or ()}


def _query(world: World, source: Table) -> tuple[int, str]:
    """A query with the number of its columns, or with as many as are known."""
    names = world.some([c.name for c in source.columns or ()])
    written, relation = [quote_identifier(name) for name in names], world.write(source.key)
    kind = world.number(5)
    if kind == 0:
        return len(source.columns or ()), f'select * from {relation}'
    if kind == 1:
        return len(names), f'select {", ".join(f"x.{n}" for n in written)} from {relation} as x'
    if kind == 2:
        return 1, f'select {written[0]} as {quote_identifier(world.pick(COLUMNS))} from {relation}'
    if kind == 3:
        return 1, f'select l.{written[0]} from {relation} l join {relation} r on true'
    return len(names), f'select {", ".join(written)} from {relation}'


STATEMENTS = (create, create, replace, change, create_table_as)
