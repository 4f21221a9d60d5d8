"""Partitioned tables and their partitions, and heirs that come and go."""
from __future__ import annotations

from sync_guard.postgres.names import quote_identifier
from tests.postgres.chains.columns import column
from tests.postgres.chains.world import COLUMNS
from tests.postgres.chains.world import listed
from tests.postgres.chains.world import PARTITION_KEY
from tests.postgres.chains.world import TABLES
from tests.postgres.chains.world import World


def create_partitioned(world: World) -> str:
    names = world.some(COLUMNS, 3)
    body = [f'{PARTITION_KEY} integer not null']
    body += [column(world, name, alone=False) for name in names]
    if world.chance(2):
        keys = listed((PARTITION_KEY, *names[:world.number(2)]))
        body.append(f'{world.pick(("primary key", "unique"))} ({keys})')
    return f'create table {world.new(TABLES)} ({", ".join(body)}) partition by list (k)'


def create_partition(world: World) -> str | None:
    parent = world.table('partitioned table')
    if parent is None:
        return None
    options = ''
    if world.chance(4) and world.columns(parent):
        name = quote_identifier(world.column(parent))
        options = f' ({name} {world.pick(("not null", "default null", "unique", "check (1 > 0)"))})'
    return (
        f'create table {world.new(TABLES)} partition of {world.write(parent.key)}{options} '
        f'for values in ({world.steps}){" partition by list (k)" if world.chance(4) else ""}'
    )


def attach_or_detach(world: World) -> str | None:
    parent, part = world.table('partitioned table'), world.table('table', 'partitioned table')
    if parent is None or part is None:
        return None
    parts = [t for t in world.tables() if t.partition_of == parent.key]
    if parts and world.chance(2):
        part = world.pick(parts)
        return f'alter table {world.write(parent.key)} detach partition {world.write(part.key)}'
    alike = [
        t for t in world.tables() if t.partition_of is None and t.key != parent.key and
        sorted(c.name for c in t.columns or ()) == sorted(c.name for c in parent.columns or ())
    ]
    part = world.pick(alike) if alike and not world.chance(10) else part
    if any(c.identity is not None for c in part.columns or ()):
        return None  # since PostgreSQL 17 identity comes from the parent
    return (
        f'alter table {world.write(parent.key)} attach partition {world.write(part.key)} '
        f'for values in ({world.steps})'
    )


def inherit(world: World) -> str | None:
    plain = [
        t for t in world.tables('table') if all(c.generated is None for c in t.columns or ())
    ]
    if not plain:
        return None
    table, parent = world.pick(plain), world.pick(plain)
    if table.inherits and world.chance(2):
        parent_name = world.write(world.pick(table.inherits))
        return f'alter table {world.write(table.key)} no inherit {parent_name}'
    return f'alter table {world.write(table.key)} inherit {world.write(parent.key)}'


STATEMENTS = (create_partitioned, create_partition, attach_or_detach, inherit)
