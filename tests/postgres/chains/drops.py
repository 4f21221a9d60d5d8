"""DROP, and schemas that come and go."""
from __future__ import annotations

from sync_guard.catalog import Composite
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.postgres.names import quote_identifier
from tests.postgres.chains.world import SCHEMAS
from tests.postgres.chains.world import TABLES
from tests.postgres.chains.world import TYPES
from tests.postgres.chains.world import World


def drop_table(world: World) -> str:
    tables = [t.key for t in world.tables()]
    names = [world.known(tables, TABLES) for _ in range(2 if world.chance(10) else 1)]
    return f'drop table {world.if_exists()}{", ".join(names)}{world.behaviour()}'


def drop_type(world: World) -> str:
    word = 'domain' if world.chance(15) else 'type'
    name = world.known(world.types(Enum, Composite, Domain), TYPES)
    return f'drop {word} {world.if_exists()}{name}{world.behaviour()}'


def drop_view(world: World) -> str:
    views = [t.key for t in world.tables('view', 'materialized view')]
    return f'drop view {world.if_exists()}{world.known(views, TABLES)}{world.behaviour()}'


def drop_schema(world: World) -> str:
    schema = world.pick([s for s in (*world.schemas(), 's') if s != 'public'])
    return f'drop schema {world.if_exists()}{quote_identifier(schema)}{world.behaviour()}'


def schema(world: World) -> str | None:
    free = [s for s in SCHEMAS if s not in world.catalog.schemas]
    if free and not world.chance(10):
        name = quote_identifier(world.pick(free))
        return f'create schema {world.if_not_exists(2)}{name}'
    known = [s for s in world.schemas() if s != 'public']
    if not known:
        return None
    to = quote_identifier(world.pick(SCHEMAS))
    return f'alter schema {quote_identifier(world.pick(known))} rename to {to}'


STATEMENTS = (drop_table, drop_table, drop_type, drop_view, drop_schema, schema, schema)
