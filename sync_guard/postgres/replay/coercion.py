"""Whether a foreign key's column can refer to a column of another type."""
from __future__ import annotations

from collections.abc import Mapping

from sync_guard.catalog import AnyType
from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.catalog import Name
from sync_guard.catalog import Type

# btree operator families with an equality between different types (pg_amop). varchar is compared
# as text, cidr as inet.
_FAMILIES = {
    'int2': 'integer', 'int4': 'integer', 'int8': 'integer', 'float4': 'float', 'float8': 'float',
    'date': 'datetime', 'timestamp': 'datetime', 'timestamptz': 'datetime',
    'text': 'text', 'varchar': 'text', 'name': 'text', 'inet': 'network', 'cidr': 'network',
}
# Implicit casts out of a family (pg_cast): the key's type may be any of these.
_IMPLICIT = {
    'integer': ('oid', 'float4', 'float8', 'numeric'), 'numeric': ('float4', 'float8'),
    'text': ('bpchar',), 'bpchar': ('text', 'varchar', 'name'), 'char': ('text', 'varchar'),
    'time': ('interval', 'timetz'), 'bit': ('varbit',), 'varbit': ('bit',),
    'macaddr': ('macaddr8',), 'macaddr8': ('macaddr',),
}
_WITHOUT_CAST = {('name', 'bpchar')}


def can_refer(column: Type, key: Type, types: Mapping[Name, AnyType]) -> bool:
    """False where PostgreSQL is known to refuse a foreign key from a column of one type to a key
    of the other (ATAddForeignKeyConstraint). Of types that only their extension knows, True."""
    column, key = _base(column, types), _base(key, types)
    if column[:2] == key[:2] and column.is_array == key.is_array:
        return True
    if not _is_known(column, types) or not _is_known(key, types):
        return True
    if column.is_array or key.is_array or not column.schema == key.schema == BUILT_IN:
        return False
    family = _FAMILIES.get(column.name, column.name)
    if family == _FAMILIES.get(key.name, key.name):
        return True
    return key.name in _IMPLICIT.get(family, ()) and (column.name, key.name) not in _WITHOUT_CAST


def _base(type_: Type, types: Mapping[Name, AnyType]) -> Type:
    made = types.get(type_.key)
    while isinstance(made, Domain) and not type_.is_array:
        type_ = made.base
        made = types.get(type_.key)
    return type_


def _is_known(type_: Type, types: Mapping[Name, AnyType]) -> bool:
    return type_.schema == BUILT_IN or isinstance(types.get(type_.key), Enum)
