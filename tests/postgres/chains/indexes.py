"""Indexes."""
from __future__ import annotations

from sync_guard.catalog import Column
from sync_guard.postgres.names import quote_identifier
from tests.postgres.chains.column_types import is_integer
from tests.postgres.chains.column_types import is_string
from tests.postgres.chains.column_types import strings
from tests.postgres.chains.columns import keys
from tests.postgres.chains.world import INDEXES
from tests.postgres.chains.world import listed
from tests.postgres.chains.world import NOPE
from tests.postgres.chains.world import World


def create(world: World) -> str | None:
    table = world.table()
    if table is None or not world.columns(table):
        return None
    names = [quote_identifier(n) for n in world.some([c.name for c in world.columns(table)], 2)]
    if table.kind == 'partitioned table':
        names += table.partitioned_by
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


def create_by_method(world: World) -> str | None:
    """Of one column, by what its type can be searched by."""
    table = world.table()
    column = world.one_of(world.columns(table)) if table is not None else None
    if table is None or column is None or not world.is_seen():
        return None
    method, suffix = world.pick(_methods(column))
    return (
        f'create index {quote_identifier(world.pick(INDEXES))} '
        f'on {world.write(table.key)} using {method} ({quote_identifier(column.name)}{suffix})'
    )


def _methods(column: Column) -> list[tuple[str, str]]:
    """Index methods, each with an operator class or nothing."""
    name, is_array = column.type.name, column.type.is_array
    if is_array:
        return [('gin', ''), ('btree', '')]
    if name == 'jsonb':
        return [('gin', ''), ('gin', ' jsonb_path_ops'), ('btree', '')]
    if name in ('tsvector', 'int4range'):
        return [('gist', ''), ('btree', '')]
    if name == 'point':
        return [('gist', ''), ('spgist', '')]
    if is_integer(column) or is_string(column):
        return [('hash', ''), ('brin', ''), ('btree', ' desc')]
    return [('btree', ' desc'), ('btree', ' nulls first')]


def change(world: World) -> str | None:
    names = [
        (t.schema, n) for t in world.tables()
        for n in (*(i.name for i in t.indexes), *(k.name for k in keys(t)))
    ]
    if not names:
        return f'drop index {world.if_exists(2)}{NOPE}' if world.chance(10) else None
    schema, name = world.pick(names)
    written = f'{quote_identifier(schema)}.{quote_identifier(name)}'
    if world.chance(2):
        return f'alter index {written} rename to {quote_identifier(world.pick(INDEXES))}'
    return f'drop index {written}{world.behaviour()}'


STATEMENTS = (create, create, create, create_by_method, change)
