"""Constraints of a table, as CREATE TABLE and ALTER TABLE ADD take them."""
from __future__ import annotations

from sync_guard.catalog import Table
from sync_guard.postgres.names import quote_identifier
from tests.postgres.chains.column_types import integers
from tests.postgres.chains.columns import ACTIONS
from tests.postgres.chains.columns import keys
from tests.postgres.chains.columns import named
from tests.postgres.chains.columns import targets
from tests.postgres.chains.world import listed
from tests.postgres.chains.world import World


def table_constraint(world: World, names: list[str], keyed: bool = False) -> str:
    """A key or a check over some of these columns; or nothing. Where the table is `keyed`, a
    second primary key is tried now and then."""
    kind = world.number(5)
    if kind == 1 and keyed and not world.chance(15):
        kind = 0
    columns = world.some(names, 2)
    name = named(world)
    if kind == 0:
        include = f' include ({listed(world.some(names, 1))})' if world.chance(6) else ''
        return f'{name}unique{_nulls(world)} ({listed(columns)}){include}{_deferrable(world)}'
    if kind == 1:
        return f'{name}primary key ({listed(columns)}){_deferrable(world)}'
    if kind == 2:
        tests = ' and '.join(f'{quote_identifier(c)} is not null' for c in columns)
        return f'{name}check ({tests})' + (' no inherit' if world.chance(12) else '')
    return ''


def _nulls(world: World) -> str:
    return ' nulls not distinct' if world.chance(10) else ''


def _deferrable(world: World) -> str:
    return ' deferrable initially deferred' if world.chance(8) else ''


def exclusion(world: World, table: Table) -> str | None:
    """Over plain integers: what other types need depends on the index method."""
    names = integers(world, table)
    if not names or table.kind == 'partitioned table':
        return None
    method = world.pick(('using btree ', '', 'using hash '))
    return f'{named(world)}exclude {method}({listed(names[:1])} with =)'


def foreign_key(world: World, table: Table) -> str | None:
    found = targets(world)
    if not found:
        return None
    target, key = world.pick(found)
    fitting: list[str] = []
    for wanted in key.columns:
        other = target.column(wanted)
        like = [
            c.name for c in world.columns(table)
            if other is not None and c.type == other.type and c.name not in fitting
        ]
        if not like and world.chance(6):
            like = [c.name for c in world.columns(table)]
        if not like:
            return None
        fitting.append(world.pick(like))
    columns = '' if key is target.primary_key and world.chance(2) else f' ({listed(key.columns)})'
    return (
        f'{named(world)}foreign key ({listed(fitting)}) references {world.write(target.key)}'
        f'{columns}{world.pick(ACTIONS)}{_deferrable(world)}'
    )


def constraint_names(table: Table) -> list[str]:
    names = [key.name for key in keys(table)]
    names += [key.name for key in table.foreign_keys]
    names += [check.name for check in table.checks]
    return names
