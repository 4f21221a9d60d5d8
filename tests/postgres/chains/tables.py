"""CREATE TABLE in its forms, but for partitions."""
from __future__ import annotations

from tests.postgres.chains.columns import column
from tests.postgres.chains.constraints import table_constraint
from tests.postgres.chains.world import COLUMNS
from tests.postgres.chains.world import TABLES
from tests.postgres.chains.world import World

_LIKE = (
    '', ' including all', ' including defaults', ' including constraints', ' including indexes',
    ' including identity including defaults', ' including generated', ' including comments',
    ' including all excluding indexes', ' including all excluding constraints',
    ' including statistics including storage',
)


def create(world: World) -> str:
    return f'create table {world.if_not_exists()}{world.new(TABLES)} (\n  {_body(world)}\n)'


def _body(world: World) -> str:
    names = world.some(COLUMNS, 5)
    body = [column(world, name) for name in names]
    body += [c for c in (table_constraint(world, names) for _ in range(world.number(3))) if c]
    return ',\n  '.join(body)


def create_like(world: World) -> str | None:
    source = world.table('table', 'partitioned table', 'view')
    if source is None:
        return None
    like = f'like {world.write(source.key)}{world.pick(_LIKE)}'
    more = f', {column(world, world.new_column(source))}' if world.chance(3) else ''
    return f'create table {world.new(TABLES)} ({like}{more})'


def create_heir(world: World) -> str | None:
    parents = world.some([t for t in world.tables('table')], 2)
    if not parents:
        return None
    # What becomes of two ways to fill a column depends on the version.
    filled = {c.name for t in parents for c in t.columns or () if c.default or c.generated}
    free = [name for name in COLUMNS if name not in filled]
    body = [column(world, n) for n in world.some(free, 2)] if world.chance(2) else []
    heirs = ', '.join(world.write(parent.key) for parent in parents)
    return f'create table {world.new(TABLES)} ({", ".join(body)}) inherits ({heirs})'


STATEMENTS = (create, create, create, create, create, create_like, create_heir, create_heir)
