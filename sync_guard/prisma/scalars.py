"""Prisma's scalars and native types against PostgreSQL's types (facts of Prisma's connector,
``postgres_datamodel_connector.rs``, and of its introspection, measured)."""
from __future__ import annotations

from typing import NamedTuple

from sync_guard.catalog import AnyType
from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.catalog import Type

# What a scalar without `@db.…` is in the database.
DEFAULT_TYPES: dict[str, Type] = {
    'String': Type(BUILT_IN, 'text'),
    'Boolean': Type(BUILT_IN, 'bool'),
    'Int': Type(BUILT_IN, 'int4'),
    'BigInt': Type(BUILT_IN, 'int8'),
    'Float': Type(BUILT_IN, 'float8'),
    'Decimal': Type(BUILT_IN, 'numeric', ('65', '30')),
    'DateTime': Type(BUILT_IN, 'timestamp', ('3',)),
    'Json': Type(BUILT_IN, 'jsonb'),
    'Bytes': Type(BUILT_IN, 'bytea'),
}


class NativeType(NamedTuple):
    """``@db.<name>``: the type's internal name, its scalar, and the modifiers it may take.

    ``any_modifiers``: without a number in parentheses it stands for every precision.
    """

    name: str
    type: str
    scalar: str
    modifiers: int = 0
    any_modifiers: bool = False


_NATIVE = (
    NativeType('Text', 'text', 'String'),
    NativeType('VarChar', 'varchar', 'String', 1),
    NativeType('Char', 'bpchar', 'String', 1),
    NativeType('Uuid', 'uuid', 'String'),
    NativeType('Xml', 'xml', 'String'),
    NativeType('Inet', 'inet', 'String'),
    NativeType('Citext', 'citext', 'String'),
    NativeType('Bit', 'bit', 'String', 1),
    NativeType('VarBit', 'varbit', 'String', 1),
    NativeType('Boolean', 'bool', 'Boolean'),
    NativeType('Integer', 'int4', 'Int'),
    NativeType('SmallInt', 'int2', 'Int'),
    NativeType('Oid', 'oid', 'Int'),
    NativeType('BigInt', 'int8', 'BigInt'),
    NativeType('DoublePrecision', 'float8', 'Float'),
    NativeType('Real', 'float4', 'Float'),
    NativeType('Decimal', 'numeric', 'Decimal', 2),
    NativeType('Money', 'money', 'Decimal'),
    NativeType('Timestamp', 'timestamp', 'DateTime', 1, True),
    NativeType('Timestamptz', 'timestamptz', 'DateTime', 1, True),
    NativeType('Date', 'date', 'DateTime'),
    NativeType('Time', 'time', 'DateTime', 1, True),
    NativeType('Timetz', 'timetz', 'DateTime', 1, True),
    NativeType('JsonB', 'jsonb', 'Json'),
    NativeType('Json', 'json', 'Json'),
    NativeType('ByteA', 'bytea', 'Bytes'),
)
NATIVE_TYPES: dict[str, NativeType] = {native.name: native for native in _NATIVE}
_BY_TYPE: dict[str, NativeType] = {native.type: native for native in _NATIVE}
# "char", the one-byte type, is introspected as @db.Char.
_BY_TYPE['char'] = NATIVE_TYPES['Char']
# The modifiers PostgreSQL gives a bare type; an array's element keeps none (measured).
_BARE: dict[str, tuple[str, ...]] = {
    'timestamp': ('6',), 'timestamptz': ('6',), 'time': ('6',), 'timetz': ('6',), 'bit': ('1',),
}


def native_type(name: str, arguments: tuple[str, ...]) -> Type | None:
    """The database type of ``@db.<name>(<arguments>)``, None where Prisma knows no such type."""
    native = NATIVE_TYPES.get(name)
    if native is None:
        return None
    if not arguments and native.any_modifiers:
        return Type(BUILT_IN, native.type, None)
    return Type(BUILT_IN, native.type, arguments)


def unsupported(text: str) -> Type:
    """The type of a field ``Unsupported("text")``: its schema is empty, as no real type's is."""
    return Type('', text)


def is_unsupported(type_: Type) -> bool:
    """Whether a field was declared ``Unsupported(…)``; any type Prisma has no name for equals
    it, whatever the text (measured)."""
    return type_.schema == ''


def base_of(type_: Type, catalog: Catalog) -> Type:
    """The type Prisma sees for a column: that under a domain, except in a list of a domain. Under a
    domain over a domain it sees the other domain, and knows no such type."""
    domain = _made(type_, catalog)
    if not isinstance(domain, Domain) or type_.is_array:
        return type_
    base = domain.base
    return unsupported(base.name) if isinstance(_made(base, catalog), Domain) else base


def introspected(column: Column, catalog: Catalog) -> Column:
    """The column as Prisma sees it: a domain is its base type with the domain's NOT NULL, and
    without its default."""
    domain = _made(column.type, catalog)
    if not isinstance(domain, Domain) or column.type.is_array:
        return column
    nullable = column.nullable and not domain.not_null
    return column._replace(type=base_of(column.type, catalog), nullable=nullable)


def scalar_of(type_: Type, catalog: Catalog) -> str | None:
    """The Prisma scalar a column of any database type becomes: ``Int``, …, ``enum``, or None for
    what Prisma can only call ``Unsupported`` (an empty enum, a list of a domain, ``interval``)."""
    type_ = base_of(type_, catalog)
    found = _made(type_, catalog)
    if isinstance(found, Enum):
        return 'enum' if found.labels else None
    native = _known(type_)
    return native.scalar if native else None


def native_of(type_: Type, catalog: Catalog) -> str | None:
    """The annotation ``db pull`` writes for a database type (``Timestamptz(6)``), None where the
    scalar alone says it. Only for types that have a scalar."""
    type_ = base_of(type_, catalog)
    native = _known(type_)
    if native is None:
        return None
    modifiers = type_.modifiers or ()
    if not modifiers and not type_.is_array:
        modifiers = _BARE.get(type_.name, ())
    if type_.name == 'numeric' and len(modifiers) == 1:
        modifiers = (*modifiers, '0')
    if Type(BUILT_IN, type_.name, modifiers) == DEFAULT_TYPES[native.scalar]:
        return None
    return f'{native.name}({", ".join(modifiers)})' if modifiers else native.name


def _made(type_: Type, catalog: Catalog) -> AnyType | None:
    """What is known of a type that is not PostgreSQL's own. Most columns are of those, where
    nobody can create any, and each is asked about several times."""
    return None if type_.schema == BUILT_IN else catalog.types.get(type_.key)


def _known(type_: Type) -> NativeType | None:
    # citext is an extension's type: Prisma knows it by its name, wherever it lives.
    if type_.schema == BUILT_IN or type_.name == 'citext':
        return _BY_TYPE.get(type_.name)
    return None
