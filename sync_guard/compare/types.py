"""When two column types are the same: to the generated TypeScript, to a query, to Prisma itself.

The built column comes as Prisma's introspection sees it; ``level_of`` says which of the three is
the first to tell the types apart.
"""
from __future__ import annotations

from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.catalog import Name
from sync_guard.catalog import Type
from sync_guard.finding import Level
from sync_guard.prisma.scalars import base_of
from sync_guard.prisma.scalars import native_of
from sync_guard.prisma.scalars import scalar_of

# Types of one scalar that PostgreSQL has no `=` operator between, or no assignment cast into: a
# query that binds the one where the column is the other fails ("operator does not exist: uuid =
# text", "column is of type xml but expression is of type text"). timestamp, timestamptz and date
# compare and cast among each other, and so do text, varchar, bpchar and citext.
_FAMILIES = {
    'uuid': 'uuid', 'xml': 'xml', 'inet': 'inet', 'bit': 'bit', 'varbit': 'bit', 'money': 'money',
    'time': 'time', 'timetz': 'time', 'json': 'json',
}


class Sides(NamedTuple):
    """Both catalogs, the schemas compared, and which built enum is which expected one. ``strict``
    asks for Prisma's own verdict."""

    built: Catalog
    expected: Catalog
    schemas: frozenset[str]
    enums: dict[Name, Name]
    strict: bool


def kind_of(type_: Type, catalog: Catalog, sides: Sides) -> str | Name | None:
    """Prisma's scalar, an enum by its (expected) name, or None for ``Unsupported``: so is an enum
    of a schema that the datasource does not list."""
    scalar = scalar_of(type_, catalog)
    if scalar != 'enum':
        return scalar
    name = base_of(type_, catalog).key
    if name.schema not in sides.schemas:
        return None
    return sides.enums.get(name, name) if catalog is sides.built else name


def as_read(type_: Type, sides: Sides) -> Type:
    """The built type as Prisma's engine takes it for its own verdict: of a type that is no enum of
    the schemas it lists it asks the name alone, and finds an enum of that name in the first of
    them, by their names (``sql-schema-describer``, ``get_column_type_postgresql``)."""
    found = sides.built.types.get(type_.key)
    if not sides.strict or found is None or isinstance(found, Domain) or (
        isinstance(found, Enum) and found.labels and found.schema in sides.schemas
    ):
        return type_
    alike = [
        e.schema for e in sides.built.enums()
        if e.name == type_.name and e.schema in sides.schemas and e.labels
    ]
    return type_._replace(schema=min(alike)) if alike else type_


def level_of(built: Type, expected: Type, sides: Sides) -> Level | None:
    """The lowest level at which two types differ, None where they are equal to ``prisma migrate
    diff``. Being a list or not is another difference."""
    kind = kind_of(built, sides.built, sides)
    if kind != kind_of(expected, sides.expected, sides):
        return 'types'
    if kind is None or isinstance(kind, Name):
        # Any Unsupported("…") equals any type Prisma does not know: name and modifiers unread.
        return None
    if _FAMILIES.get(built.name) != _FAMILIES.get(expected.name):
        # jsonb casts to json in an assignment, and Prisma itself casts a @db.Json in a filter.
        return 'strict' if (built.name, expected.name) == ('jsonb', 'json') else 'client'
    return None if _is_same_native_type(built, expected, sides) else 'strict'


def _is_same_native_type(built: Type, expected: Type, sides: Sides) -> bool:
    if expected.modifiers is None:
        return built.name == expected.name
    if built.is_array and not built.modifiers and expected.modifiers:
        # A bare element type has no precision, and none equals any; other types keep their length.
        return built.name == expected.name and built.name.startswith('time')
    if expected.name == 'bit' and not expected.modifiers:
        # `bit` is bit(1), which `@db.Bit` is not: Prisma's own `db push` never satisfies it.
        return False
    return native_of(built, sides.built) == native_of(expected, sides.expected)
