"""Other names, other schemas, comments."""
from __future__ import annotations

from sync_guard.postgres.names import quote_identifier
from tests.postgres.chains.constraints import constraint_names
from tests.postgres.chains.world import CONSTRAINTS
from tests.postgres.chains.world import TABLES
from tests.postgres.chains.world import World


def rename(world: World) -> str | None:
    table = world.table('table', 'partitioned table', 'view')
    if table is None:
        return None
    written = world.write(table.key)
    what = 'view' if table.kind == 'view' and not world.chance(4) else 'table'
    kind = world.number(4)
    if kind == 0:
        return f'alter {what} {written} rename to {world.new_name(table.schema, TABLES)}'
    if kind == 1:
        name = quote_identifier(world.column(table))
        to = quote_identifier(world.new_column(table))
        return f'alter {what} {written} rename column {name} to {to}'
    if kind == 2 and constraint_names(table):
        name = quote_identifier(world.pick(constraint_names(table)))
        to = quote_identifier(world.pick(CONSTRAINTS))
        return f'alter table {written} rename constraint {name} to {to}'
    return f'alter {what} {written} set schema {world.schema()}'


def comment(world: World) -> str | None:
    table = world.table()
    if table is None:
        return None
    written = world.write(table.key)
    text = world.pick(("'said'", 'null', "'it''s'"))
    if world.chance(2):
        return f'comment on column {written}.{quote_identifier(world.column(table))} is {text}'
    return f'comment on table {written} is {text}'


STATEMENTS = (rename, rename, rename, comment)
