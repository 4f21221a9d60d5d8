"""Partitioned tables and their partitions, and heirs that come and go."""
from __future__ import annotations

from sync_guard.catalog import Table
from sync_guard.postgres.names import quote_identifier
from tests.postgres.chains.columns import column
from tests.postgres.chains.world import COLUMNS
from tests.postgres.chains.world import listed
from tests.postgres.chains.world import NOPE
from tests.postgres.chains.world import PARTITION_KEYS
from tests.postgres.chains.world import TABLES
from tests.postgres.chains.world import World


def create_partitioned(world: World) -> str:
    strategy = world.pick(tuple(PARTITION_KEYS))
    key = PARTITION_KEYS[strategy]
    names = world.some(COLUMNS, 3)
    body = [f'{key} integer not null', *(column(world, n, alone=False) for n in names)]
    if world.chance(2):
        keys = listed((key, *names[:world.number(2)]))
        body.append(f'{world.pick(("primary key", "unique"))} ({keys})')
    return f'create table {world.new(TABLES)} ({", ".join(body)}) partition by {strategy} ({key})'


def create_partition(world: World) -> str | None:
    parent = world.table('partitioned table')
    if parent is None:
        return None
    options = ''
    if world.chance(4) and world.columns(parent):
        # A default beside the parent's expression PostgreSQL 15 takes.
        plain = [c.name for c in world.columns(parent) if c.generated is None] or [NOPE]
        option = world.pick(('not null', 'default null', 'unique', 'check (1 > 0)'))
        options = f' ({quote_identifier(world.pick(plain))} {option})'
    again = ' partition by list (k)' if _strategy(parent) == 'list' and world.chance(4) else ''
    return (
        f'create table {world.new(TABLES)} partition of {world.write(parent.key)}{options} '
        f'{_bound(world, parent)}{again}'
    )


def _strategy(parent: Table) -> str:
    by_key = {key: strategy for strategy, key in PARTITION_KEYS.items()}
    return by_key.get(''.join(parent.partitioned_by), 'list')


def _bound(world: World, parent: Table) -> str:
    """Values that no other partition has. A second DEFAULT is tried now and then."""
    number, strategy = world.fresh(), _strategy(parent)
    if strategy == 'hash':
        return f'for values with (modulus 256, remainder {number})'
    if world.chance(12):
        return 'default'
    if strategy == 'range':
        return f'for values from ({number}) to ({number + 1})'
    return f'for values in ({number})'


def attach_or_detach(world: World) -> str | None:
    parent, part = world.table('partitioned table'), world.table('table', 'partitioned table')
    # What it says of a table that is not partitioned any more depends on the version.
    if parent is None or part is None or not world.is_seen():
        return None
    parts = [t for t in world.tables() if t.partition_of == parent.key]
    if parts and world.chance(2):
        part = world.pick(parts)
        return f'alter table {world.write(parent.key)} detach partition {world.write(part.key)}'
    alike = [
        t for t in world.tables() if t.partition_of is None and t.key != parent.key and
        sorted(c.name for c in t.columns or ()) == sorted(c.name for c in parent.columns or ())
    ]
    if not alike and not world.chance(10):
        return None
    part = world.pick(alike) if alike and not world.chance(10) else part
    if any(c.identity is not None for c in part.columns or ()):
        return None  # since PostgreSQL 17 identity comes from the parent
    return (
        f'alter table {world.write(parent.key)} attach partition {world.write(part.key)} '
        f'{_bound(world, parent)}'
    )


def create_like_parent(world: World) -> str | None:
    """A table that can be attached."""
    parent = world.table('partitioned table')
    if parent is None:
        return None
    including = world.pick(('', ' including all', ' including defaults'))
    return f'create table {world.new(TABLES)} (like {world.write(parent.key)}{including})'


def inherit(world: World) -> str | None:
    plain = [
        t for t in world.tables('table') if all(c.generated is None for c in t.columns or ())
    ]
    if not plain:
        return None
    table = world.pick(plain)
    if table.inherits and world.chance(2):
        parent_name = world.write(world.pick(table.inherits))
        return f'alter table {world.write(table.key)} no inherit {parent_name}'
    names = {c.name for c in table.columns or ()}
    parents = [t for t in plain if t != table and names >= {c.name for c in t.columns or ()}]
    if not world.chance(15):
        plain = parents
    parent = world.one_of(plain)
    if parent is None:
        return None
    return f'alter table {world.write(table.key)} inherit {world.write(parent.key)}'


STATEMENTS = (
    create_partitioned, create_partition, create_partition, create_like_parent, attach_or_detach,
    attach_or_detach, inherit,
)
