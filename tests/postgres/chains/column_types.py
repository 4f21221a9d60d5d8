"""Types of random columns, and defaults for them."""
from __future__ import annotations

from typing import NamedTuple

from sync_guard.catalog import BUILT_IN as PG_CATALOG
from sync_guard.catalog import Column
from sync_guard.catalog import Composite
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.catalog import Type
from sync_guard.postgres.types import format_type
from tests.postgres.chains.world import quoted
from tests.postgres.chains.world import World


class BuiltIn(NamedTuple):
    """A type as written, with defaults for it."""

    text: str
    defaults: tuple[str, ...]


BUILT_IN = (
    BuiltIn('integer', ('0', '-1', '1 + 1', 'NULL')),
    BuiltIn('text', ("''", "'x'", "'it''s'::text", "'a' || 'b'", "E'\\n'")),
    BuiltIn('boolean', ('true', 'false', "'t'")),
    BuiltIn('timestamptz', ('now()', 'CURRENT_TIMESTAMP', "now() + interval '1 day'")),
    BuiltIn('uuid', ('gen_random_uuid()', 'extensions.uuid_generate_v4()')),
    BuiltIn('bigint', ('0', '10000000000')),
    BuiltIn('smallint', ('1',)),
    BuiltIn('numeric(10,2)', ('0', '1.50')),
    BuiltIn('numeric', ('0.1',)),
    BuiltIn('varchar(20)', ("'v'",)),
    BuiltIn('character varying', ("''",)),
    BuiltIn('char(3)', ("'abc'",)),
    BuiltIn('jsonb', ("'{}'", "'[]'::jsonb")),
    BuiltIn('json', ("'{}'",)),
    BuiltIn('date', ('CURRENT_DATE', 'now()')),
    BuiltIn('timestamp', ('now()', 'LOCALTIMESTAMP')),
    BuiltIn('timestamp(3) without time zone', ('CURRENT_TIMESTAMP',)),
    BuiltIn('double precision', ('0', '1.5')),
    BuiltIn('real', ('0',)),
    BuiltIn('text[]', ("'{}'", "ARRAY['a', 'b']", 'ARRAY[]::text[]')),
    BuiltIn('integer array', ("'{1,2}'",)),
    BuiltIn('bytea', ("'\\x00'",)),
    BuiltIn('time', ("'12:00'",)),
    BuiltIn('interval', ("'1 day'",)),
    BuiltIn('inet', ("'127.0.0.1'",)),
    BuiltIn('bit varying(5)', ("B'101'",)),
    BuiltIn('point', ("'(0,0)'",)),
    BuiltIn('int4range', ("'[1,2)'",)),
    BuiltIn('tsvector', ()),
    BuiltIn('oid', ()),
)
INTEGERS = ('int2', 'int4', 'int8')
STRINGS = ('text', 'varchar')
_MISSING = ('nope', 's.nope', 'public.nope', 'citext')


def type_and_default(world: World) -> tuple[str, str | None]:
    """A type as written, and perhaps a default of it."""
    made = world.types(Enum, Domain, Composite)
    if made and world.chance(3):
        name = world.pick(made)
        array = '[]' if world.chance(8) else ''
        return world.write(name) + array, None if array else _default_of(world, name)
    if world.chance(60):
        return world.pick(_MISSING), None
    found = world.pick(BUILT_IN)
    return found.text, world.pick(found.defaults) if found.defaults and world.chance(3) else None


def _default_of(world: World, name: Name) -> str | None:
    made = world.catalog.types[name]
    if isinstance(made, Enum) and made.labels and world.chance(2):
        label = quoted(world.pick(made.labels).text)
        return world.pick((label, f'{label}::{world.write(name)}'))
    return None


def is_comparable(written: str) -> bool:
    """Whether the type, as written, has a B-tree, so that it can be a key."""
    return written not in ('json', 'point')


def fitting_defaults(known: Column | None) -> list[str]:
    """Defaults of the built-in type that a column has."""
    if known is None:
        return []
    spelled = format_type(known.type).split('(')[0]
    return [d for b in BUILT_IN for d in b.defaults if b.text.split('(')[0] == spelled]


def is_integer(column: Column) -> bool:
    return column.type in [Type(PG_CATALOG, name) for name in INTEGERS]


def is_string(column: Column) -> bool:
    type_ = column.type
    return type_.schema == PG_CATALOG and type_.name in STRINGS and not type_.is_array


def integers(world: World, table: Table) -> list[str]:
    return [c.name for c in world.columns(table) if is_integer(c)]


def strings(world: World, table: Table) -> list[str]:
    return [c.name for c in world.columns(table) if is_string(c)]
