"""Columns as written, with what stands beside their type."""
from __future__ import annotations

from sync_guard.catalog import Domain
from sync_guard.catalog import Key
from sync_guard.catalog import Table
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.types import format_type
from tests.postgres.chains.column_types import INTEGERS
from tests.postgres.chains.column_types import is_comparable
from tests.postgres.chains.column_types import type_and_default
from tests.postgres.chains.world import CONSTRAINTS
from tests.postgres.chains.world import listed
from tests.postgres.chains.world import TABLES
from tests.postgres.chains.world import World

ACTIONS = (
    '', ' on delete cascade', ' on delete set null', ' on update cascade on delete restrict',
    ' match full on delete set default', ' match simple on update set null',
    ' on delete no action on update restrict',
)


def columns(world: World, names: list[str]) -> list[str]:
    """Of a table to be made: one of them may be its primary key."""
    written = [column(world, name) for name in names]
    primary = [i for i, text in enumerate(written) if 'primary key' in text]
    if world.chance(20):
        return written
    return [
        text.replace('primary key', 'unique') if i in primary[1:] else text
        for i, text in enumerate(written)
    ]


def column(world: World, name: str, *, alone: bool = True) -> str:
    """A column as written; `alone` is whether it may be a key by itself."""
    written = quote_identifier(name)
    kind = world.number(14)
    if kind == 12:
        return f'{written} {world.pick(("serial", "bigserial", "smallserial"))}' + (
            world.pick(('', ' primary key', ' unique')) if alone else ''
        )
    if kind == 13 and alone:
        always = world.pick(('always', 'by default'))
        key = world.pick(('', ' primary key'))
        return f'{written} {world.pick(INTEGERS)} generated {always} as identity{key}'
    if kind == 11:
        return f'{written} integer generated always as (1 + 2) stored'
    if kind == 10 and alone:
        return f'{written} {_reference(world)}'
    type_, default = type_and_default(world)
    parts = [written, type_]
    alone = alone and is_comparable(type_)
    if type_ in ('text', 'varchar(20)') and world.chance(10):
        parts.append('collate "C"')
    if default is not None:
        parts.append(f'default {default}')
    key = named(world) + world.pick(('unique', 'primary key')) if alone and world.chance(5) else ''
    # PostgreSQL 18 refuses NULL beside PRIMARY KEY.
    parts += [world.pick(('', '', 'not null', 'not null' if key else 'null')), key]
    if world.chance(8):
        parts.append(named(world) + f'check ({written} is not null)')
    return ' '.join(part for part in parts if part)


def named(world: World) -> str:
    if not world.chance(3):
        return ''
    return f'constraint {quote_identifier(world.pick(CONSTRAINTS))} '


def _reference(world: World) -> str:
    """`integer references t (id)`: with the type that the key has."""
    found = [(t, key) for t, key in targets(world) if len(key.columns) == 1]
    if not found or world.chance(20):
        known = world.known([t.key for t in world.tables()], TABLES) or TABLES[0]
        return f'integer references {known}'
    table, key = world.pick(found)
    target = table.column(key.columns[0])
    type_ = 'integer' if target is None or world.chance(20) else format_type(target.type)
    columns = '' if key is table.primary_key and world.chance(2) else f' ({listed(key.columns)})'
    return f'{type_} {named(world)}references {world.write(table.key)}{columns}' + (
        world.pick(ACTIONS)
    )


def targets(world: World) -> list[tuple[Table, Key]]:
    """Keys to refer to. PostgreSQL has no equality of its own for a domain over an enum."""
    plain = [t for t in world.tables('table') if t.partition_of is None]
    return [
        (table, key) for table in plain for key in keys(table)
        if not any(c.type.key in world.types(Domain) for c in map(table.column, key.columns) if c)
    ]


def keys(table: Table) -> list[Key]:
    return [key for key in (table.primary_key, *table.uniques) if key is not None]
