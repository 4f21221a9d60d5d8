"""DROP, and schemas that come and go."""
from __future__ import annotations

from sync_guard.catalog import Composite
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.postgres.names import quote_identifier
from tests.postgres.chains.columns import column
from tests.postgres.chains.world import COLUMNS
from tests.postgres.chains.world import SCHEMAS
from tests.postgres.chains.world import TABLES
from tests.postgres.chains.world import TYPES
from tests.postgres.chains.world import World


def drop_table(world: World) -> str | None:
    tables = [t.key for t in world.tables()]
    names = [world.known(tables, TABLES) for _ in range(2 if world.chance(10) else 1)]
    return _drop(world, 'table', ', '.join(name for name in names if name))


def drop_type(world: World) -> str | None:
    word = 'domain' if world.chance(15) else 'type'
    return _drop(world, word, world.known(world.types(Enum, Composite, Domain), TYPES))


def drop_view(world: World) -> str | None:
    kind = world.pick(('view', 'materialized view'))
    known = [t.key for t in world.tables(kind if not world.chance(10) else 'view')]
    return _drop(world, kind, world.known(known, TABLES))


def drop_schema(world: World) -> str | None:
    known = [s for s in world.schemas() if s != 'public']
    if world.chance(15):
        known.append('s')
    name = world.one_of(known)
    return _drop(world, 'schema', name and quote_identifier(name))


def _drop(world: World, what: str, name: str | None) -> str | None:
    return f'drop {what} {world.if_exists()}{name}{world.behaviour()}' if name else None


def create_schema(world: World) -> str | None:
    free = [s for s in SCHEMAS if s not in world.catalog.schemas]
    name = world.one_of(free if not world.chance(10) else SCHEMAS)
    if name is None:
        return None
    elements = ''
    if world.chance(4):
        made = column(world, world.pick(COLUMNS))
        table = quote_identifier(world.pick(TABLES))
        elements = f' create table {table} ({made})' + (
            world.pick(('', f' create view seen as select * from {table}'))
        )
    if_not_exists = '' if elements else world.if_not_exists(2)
    return f'create schema {if_not_exists}{quote_identifier(name)}{elements}'


def rename_schema(world: World) -> str | None:
    known = [s for s in world.schemas() if s != 'public']
    free = [s for s in SCHEMAS if s not in world.catalog.schemas]
    if not known or not free and not world.chance(10):
        return None
    to = quote_identifier(world.pick(free or SCHEMAS))
    return f'alter schema {quote_identifier(world.pick(known))} rename to {to}'


STATEMENTS = (
    drop_table, drop_table, drop_type, drop_view, drop_schema, create_schema, create_schema,
    rename_schema,
)
