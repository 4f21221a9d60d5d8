"""Indexes."""
from __future__ import annotations

from sync_guard.postgres.names import quote_identifier
from tests.postgres.chains.column_types import strings
from tests.postgres.chains.columns import keys
from tests.postgres.chains.world import INDEXES
from tests.postgres.chains.world import listed
from tests.postgres.chains.world import NOPE
from tests.postgres.chains.world import PARTITION_KEY
from tests.postgres.chains.world import World


def create(world: World) -> str | None:
    table = world.table()
    if table is None or not world.columns(table):
        return None
    names = [quote_identifier(n) for n in world.some([c.name for c in world.columns(table)], 2)]
    if table.kind == 'partitioned table':
        names.append(PARTITION_KEY)
    if world.chance(25):
        names.append(NOPE)
    parts = [name + world.pick(('', '', ' desc', ' asc nulls last')) for name in names]
    text = strings(world, table)
    if text and world.chance(4):
        parts.append(world.pick((
            f'lower({listed(text[:1])})', f"({listed(text[:1])} || 'x')",
            f'{listed(text[:1])} text_pattern_ops',
        )))
    unique = 'unique ' if world.chance(3) else ''
    if_not_exists = world.if_not_exists()
    name = quote_identifier(world.pick(INDEXES)) if if_not_exists or world.chance(2) else ''
    include = f' include ({names[0]})' if world.chance(8) and table.kind == 'table' else ''
    where = f' where {names[0]} is not null' if world.chance(5) else ''
    return (
        f'create {unique}index {if_not_exists}{name} '
        f'on {world.write(table.key)} ({", ".join(parts)}){include}{where}'
    )


def change(world: World) -> str | None:
    names = [
        (t.schema, n) for t in world.tables()
        for n in (*(i.name for i in t.indexes), *(k.name for k in keys(t)))
    ]
    if not names:
        return f'drop index {world.if_exists(2)}{NOPE}'
    schema, name = world.pick(names)
    written = f'{quote_identifier(schema)}.{quote_identifier(name)}'
    if world.chance(2):
        return f'alter index {written} rename to {quote_identifier(world.pick(INDEXES))}'
    return f'drop index {written}{world.behaviour()}'


STATEMENTS = (create, create, create, change)
