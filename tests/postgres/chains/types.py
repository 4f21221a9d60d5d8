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
from tests.postgres.chains.world import listed
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
        '', ' not null', ' constraint d2 not null', ' check (value is not null)',
        ' constraint d1 check (true)',
        ' default null', ' default null check (true) check (true)',
    ))
    return f'create domain {world.new(TYPES)} as {base}{rest}'


def change_enum(world: World) -> str | None:
    name = world.one_of(world.types(Enum))
    if name is None:
        return None
    made = world.catalog.types[name]
    assert isinstance(made, Enum)
    known = [label.text for label in made.labels] or list(LABELS)
    free = [text for text in LABELS if text not in known] or list(LABELS)
    new = quoted(world.pick(free if not world.chance(20) else LABELS))
    old = quoted(world.pick(known if not world.chance(20) else LABELS))
    if world.chance(3):
        return f'alter type {world.write(name)} rename value {old} to {new}'
    place = world.pick(('', f' before {old}', f' after {old}'))
    return f'alter type {world.write(name)} add value {world.if_not_exists(4)}{new}{place}'


def change_composite(world: World) -> str | None:
    name = world.one_of(world.types(Composite))
    if name is None:
        return None
    made = world.catalog.types[name]
    assert isinstance(made, Composite)
    names = [a.name for a in made.attributes] or [NOPE]
    free = [n for n in COLUMNS if n not in names] or list(COLUMNS)
    known = quote_identifier(world.pick(names if not world.chance(20) else COLUMNS))
    new = quote_identifier(world.pick(free if not world.chance(20) else COLUMNS))
    type_ = world.pick(BUILT_IN).text
    behaviour = world.pick(('', '', ' cascade', ' restrict'))
    action = world.pick((
        f'add attribute {new} {type_}{behaviour}', f'drop attribute {known}{behaviour}',
        f'rename attribute {known} to {new}{behaviour}',
        f'drop attribute if exists {known}{behaviour}',
        f'alter attribute {known} type {type_}{behaviour}',
        f'alter attribute {known} set data type {type_}, add attribute {new} text',
    ))
    return f'alter type {world.write(name)} {action}'


def change_domain(world: World) -> str | None:
    name = world.one_of(world.types(Domain))
    if name is None:
        return None
    made = world.catalog.types[name]
    assert isinstance(made, Domain)
    names = [c.name for c in made.checks]
    if made.not_null_name is not None:
        names.append(made.not_null_name)
    known = listed([world.pick(names or _CHECKS)])
    named = world.pick(('', f'constraint {listed([world.pick(_CHECKS)])} '))
    written = f'alter domain {world.write(name)}'
    return f'{written} ' + world.pick((
        'set not null', 'drop not null', f'add {named}check (value is not null)',
        f'drop constraint {known}', f'drop constraint if exists {known}', 'drop default',
        f'rename constraint {known} to {listed([world.pick(_CHECKS)])}',
        'set default null', f'add {named}check (value is not null) not valid',
        f'validate constraint {known}', 'owner to postgres',
    ))


def move(world: World) -> str | None:
    name = world.one_of(world.types(Enum, Domain, Composite))
    if name is None:
        return None
    is_domain = isinstance(world.catalog.types[name], Domain)
    what = 'domain' if is_domain and not world.chance(4) else 'type'
    if world.chance(2):
        return f'alter {what} {world.write(name)} rename to {world.new_name(name.schema, TYPES)}'
    return f'alter {what} {world.write(name)} set schema {world.schema()}'


STATEMENTS = (
    create_enum, create_composite, create_domain, change_enum, change_composite, change_domain,
    move,
)
