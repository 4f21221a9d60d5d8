"""CREATE TABLE in its forms, but for partitions."""
from __future__ import annotations

from sync_guard.postgres.names import quote_identifier
from tests.postgres.chains.columns import column
from tests.postgres.chains.columns import columns
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

_IN_ITS_FILE = (
    'drop table {}', 'alter table {} add column more text', 'create index on {0} ((1))',
    'alter table {} rename to other', 'create view pg_temp.seen as select * from {}',
)


def create(world: World) -> str:
    return f'create table {world.if_not_exists()}{world.new(TABLES)} (\n  {_body(world)}\n)'


def _body(world: World) -> str:
    names = world.some(COLUMNS, 5)
    body = columns(world, names)
    keyed = any('primary key' in text for text in body)
    for _ in range(world.number(3)):
        made = table_constraint(world, names, keyed)
        if made:
            body.append(made)
            keyed = keyed or 'primary key' in made
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


def create_temporary(world: World) -> str:
    """A whole file: the table is gone when it is over; until then it hides what has its name."""
    name = quote_identifier(world.pick(TABLES))
    made = f'create temporary table {name} (a integer unique, b text) on commit drop'
    return f'{made};\n{world.pick(_IN_ITS_FILE).format(name)}'


STATEMENTS = (create, create, create, create, create, create_like, create_heir, create_heir)
