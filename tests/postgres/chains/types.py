"""Enums, composite types and domains."""
from __future__ import annotations

from sync_guard.catalog import Composite
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.postgres.names import quote_identifier
from tests.postgres.chains.column_types import BUILT_IN
from tests.postgres.chains.column_types import type_and_default
from tests.postgres.chains.world import COLUMNS
from tests.postgres.chains.world import LABELS
from tests.postgres.chains.world import NOPE
from tests.postgres.chains.world import quoted
from tests.postgres.chains.world import TYPES
from tests.postgres.chains.world import World

# Of domains: guards over pg_constraint know those of tables alone.
_CHECKS = ('d1', 'd2', 'D3')


def create_enum(world: World) -> str:
    labels = ', '.join(map(quoted, world.some(LABELS, 3)))
    return f'create type {world.new(TYPES)} as enum ({labels})'


def create_composite(world: World) -> str:
    names = world.some(COLUMNS, 3)
    parts = (f'{quote_identifier(n)} {type_and_default(world)[0]}' for n in names)
    return f'create type {world.new(TYPES)} as ({", ".join(parts)})'


def create_domain(world: World) -> str:
    base = type_and_default(world)[0] if world.chance(3) else world.pick(BUILT_IN).text
    rest = world.pick((
        '', ' not null', ' check (value is not null)', ' constraint d1 check (true)',
    ))
    return f'create domain {world.new(TYPES)} as {base}{rest}'


def change(world: World) -> str | None:
    name = world.one_of(world.types(Enum, Domain, Composite))
    if name is None:
        return None
    made = world.catalog.types[name]
    written = world.write(name)
    kind = world.number(5)
    what = 'domain' if isinstance(made, Domain) else 'type'
    if kind == 0:
        return f'alter {what} {written} rename to {world.new_name(name.schema, TYPES)}'
    if kind == 1:
        return f'alter {what} {written} set schema {world.schema()}'
    if isinstance(made, Enum):
        return f'alter type {written} {_enum_change(world, made)}'
    if isinstance(made, Composite):
        return f'alter type {written} {_composite_change(world, made)}'
    assert isinstance(made, Domain)
    return f'alter domain {written} {_domain_change(world, made)}'


def _enum_change(world: World, made: Enum) -> str:
    known = [label.text for label in made.labels] or list(LABELS)
    if world.chance(3):
        return f'rename value {quoted(world.pick(known))} to {quoted(world.pick(LABELS))}'
    free = [text for text in LABELS if text not in known] or list(LABELS)
    new = quoted(world.pick(free if not world.chance(20) else LABELS))
    beside = quoted(world.pick(known if not world.chance(20) else LABELS))
    place = world.pick(('', f' before {beside}', f' after {beside}'))
    return f'add value {world.if_not_exists(4)}{new}{place}'


def _composite_change(world: World, made: Composite) -> str:
    names = [a.name for a in made.attributes] or [NOPE]
    known = quote_identifier(world.pick(names if not world.chance(10) else COLUMNS))
    new = quote_identifier(world.pick(COLUMNS))
    type_ = world.pick(BUILT_IN).text
    return world.pick((
        f'add attribute {new} {type_}', f'drop attribute {known}',
        f'rename attribute {known} to {new}', f'drop attribute if exists {known}',
        f'alter attribute {known} type {type_}',
    ))


def _domain_change(world: World, made: Domain) -> str:
    checks = [c.name for c in made.checks] or list(_CHECKS)
    known = quote_identifier(world.pick(checks))
    name = world.pick(('', f'constraint {quote_identifier(world.pick(_CHECKS))} '))
    return world.pick((
        'set not null', 'drop not null', f'add {name}check (value is not null)',
        f'drop constraint {known}', f'drop constraint if exists {known}', 'drop default',
        f'rename constraint {known} to {quote_identifier(world.pick(_CHECKS))}',
        'set default null',
    ))


STATEMENTS = (create_enum, create_composite, create_domain, change, change)
