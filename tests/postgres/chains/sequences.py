"""Sequences, and who owns them."""
from __future__ import annotations

from sync_guard.postgres.names import quote_identifier
from tests.postgres.chains.column_types import integers
from tests.postgres.chains.world import quoted
from tests.postgres.chains.world import SEQUENCES
from tests.postgres.chains.world import World


def create(world: World) -> str:
    owned = ''
    table = world.table('table')
    if table is not None and world.columns(table) and world.chance(2):
        owned = f' owned by {world.write(table.key)}.{quote_identifier(world.column(table))}'
    kind = world.pick(('', '', ' as smallint', ' increment by 2 start 4', ' cycle'))
    return f'create sequence {world.if_not_exists()}{world.new(SEQUENCES)}{kind}{owned}'


def change(world: World) -> str | None:
    name = world.one_of(world.sequences())
    if name is None:
        return None
    written = world.write(name)
    kind = world.number(6)
    table = world.table('table')
    if kind == 0:
        return f'alter sequence {written} rename to {world.new_name(name.schema, SEQUENCES)}'
    if kind == 1 and table is not None and world.columns(table):
        column = quote_identifier(world.column(table))
        return f'alter sequence {written} owned by {world.write(table.key)}.{column}'
    if kind == 2:
        moved = f'set schema {world.schema()}'
        return f'alter sequence {written} {world.pick(("owned by none", moved))}'
    whole = integers(world, table) if table is not None else []
    if kind == 3 and table is not None and whole:
        column = quote_identifier(world.pick(whole))
        default = f'nextval({quoted(written)})'
        return f'alter table {world.write(table.key)} alter {column} set default {default}'
    if kind == 4:
        changed = world.pick(('restart', 'increment by 3', 'as bigint', 'owner to postgres'))
        return f'alter sequence {world.if_exists()}{written} {changed}'
    return f'drop sequence {world.if_exists()}{written}{world.behaviour()}'


STATEMENTS = (create, change)
