"""What PostgreSQL can do with values of one type where another is wanted, or an order of them."""
from __future__ import annotations

from collections.abc import Mapping

from sync_guard.catalog import AnyType
from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Composite
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
# Casts that an assignment may use, implicit ones among them (pg_cast, castcontext i and a). To the
# types of strings everything can be assigned, through its text.
_STRINGS = ('text', 'varchar', 'bpchar', 'name')
_ASSIGNABLE = {
    'bit': 'varbit', 'box': 'polygon', 'bpchar': 'char', 'char': '', 'cidr': 'inet',
    'date': 'timestamp timestamptz', 'float4': 'float8 int2 int4 int8 numeric',
    'float8': 'float4 int2 int4 int8 numeric', 'inet': 'cidr',
    'int2': 'float4 float8 int4 int8 numeric oid',
    'int4': 'float4 float8 int2 int8 money numeric oid',
    'int8': 'float4 float8 int2 int4 money numeric oid', 'interval': 'time', 'json': 'jsonb',
    'jsonb': 'json', 'macaddr': 'macaddr8', 'macaddr8': 'macaddr', 'money': 'numeric',
    'numeric': 'float4 float8 int2 int4 int8 money', 'oid': 'int4 int8', 'path': 'polygon',
    'point': 'box', 'polygon': 'path', 'text': 'char', 'time': 'interval timetz',
    'timestamp': 'date time timestamptz', 'timestamptz': 'date time timestamp timetz',
    'timetz': 'time', 'varbit': 'bit', 'varchar': 'char',
}
# Types of pg_catalog that no btree index can order (no default operator class in pg_opclass).
_UNORDERED = frozenset({
    'json', 'xml', 'jsonpath', 'point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle',
    'txid_snapshot', 'pg_snapshot', 'aclitem',
})
# What the other methods have one for. Those of btree_gist and btree_gin are not among them.
_DEFAULT_CLASSES = {
    'hash': (
        'aclitem anyarray anyenum anymultirange anyrange bool bpchar bytea char cid date float4 '
        'float8 inet int2 int4 int8 interval jsonb macaddr macaddr8 name numeric oid oidvector '
        'pg_lsn record text tid time timestamp timestamptz timetz uuid xid xid8'
    ),
    'gin': 'anyarray jsonb tsvector',
    'gist': 'anymultirange anyrange box circle point polygon tsquery tsvector',
    'brin': (
        'anyrange bit box bpchar bytea char date float4 float8 inet int2 int4 int8 interval '
        'macaddr macaddr8 name numeric oid pg_lsn text tid time timestamp timestamptz timetz uuid '
        'varbit'
    ),
    'spgist': 'anyrange box inet point polygon text',
}
# Types that are taken for another one, being stored alike.
_SAME_CLASSES = {'varchar': 'text', 'cidr': 'inet'}


def can_assign(source: Type, target: Type, types: Mapping[Name, AnyType]) -> bool:
    """False where PostgreSQL is known not to convert one type to the other by itself, as ALTER
    COLUMN TYPE without USING wants it (can_coerce_type). Of types that only their extension knows,
    True."""
    source, target = _base(source, types), _base(target, types)
    if source[:2] == target[:2] and source.is_array == target.is_array:
        return True
    if target.schema == BUILT_IN and target.name in _STRINGS and not target.is_array:
        return True
    if source.is_array and target.is_array:  # of domains each element is converted
        return can_assign(
            source._replace(is_array=False), target._replace(is_array=False), types,
        )
    if not _is_known(source, types) or not _is_known(target, types):
        return True
    if source.is_array or target.is_array:
        return False
    if source.schema != BUILT_IN or target.schema != BUILT_IN:
        return False
    return target.name in _ASSIGNABLE.get(source.name, '').split()


def has_class(type_: Type, method: str, types: Mapping[Name, AnyType]) -> bool:
    """Whether an index of this method takes it without being told an operator class. True where
    that is not known."""
    type_ = _base(type_, types)
    if method == 'btree':
        return type_.is_array or type_.schema != BUILT_IN or type_.name not in _UNORDERED
    wanted = _DEFAULT_CLASSES.get(method)
    if wanted is None or not _is_known(type_, types):
        return True
    made = types.get(type_.key)
    if type_.is_array:
        family = 'anyarray'
    elif made is not None:
        family = 'record' if isinstance(made, Composite) else 'anyenum'
    elif type_.name.endswith('range'):
        family = 'anymultirange' if type_.name.endswith('multirange') else 'anyrange'
    else:
        family = _SAME_CLASSES.get(type_.name, type_.name)
    return family in wanted.split() or family.startswith('reg') and 'oid' in wanted.split()


def can_refer(column: Type, key: Type, types: Mapping[Name, AnyType]) -> bool:
    """False where PostgreSQL is known to refuse a foreign key from a column of one type to a key
    of the other (ATAddForeignKeyConstraint). Of types that only their extension knows, True."""
    if _is_domain_of_enum(column, types) or _is_domain_of_enum(key, types):
        return False  # the equality is anyenum's, which takes no domain
    column, key = _base(column, types), _base(key, types)
    if column[:2] == key[:2] and column.is_array == key.is_array:
        return True
    if not _is_known(column, types) or not _is_known(key, types):
        return True
    if column.is_array or key.is_array:
        return False
    if isinstance(types.get(column.key), Composite) and isinstance(types.get(key.key), Composite):
        return True  # compared as records
    if not column.schema == key.schema == BUILT_IN:
        return False
    family = _FAMILIES.get(column.name, column.name)
    if family == _FAMILIES.get(key.name, key.name):
        return True
    return key.name in _IMPLICIT.get(family, ()) and (column.name, key.name) not in _WITHOUT_CAST


def _is_domain_of_enum(type_: Type, types: Mapping[Name, AnyType]) -> bool:
    base = _base(type_, types)
    return base is not type_ and not base.is_array and isinstance(types.get(base.key), Enum)


def _base(type_: Type, types: Mapping[Name, AnyType]) -> Type:
    made = types.get(type_.key)
    while isinstance(made, Domain) and not type_.is_array:
        type_ = made.base
        made = types.get(type_.key)
    return type_


def _is_known(type_: Type, types: Mapping[Name, AnyType]) -> bool:
    return type_.schema == BUILT_IN or isinstance(
        types.get(type_.key), (Composite, Domain, Enum),
    )
