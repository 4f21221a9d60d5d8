"""From one type of a column to another: what ALTER COLUMN … TYPE has to be told, and what it loses.
"""
from __future__ import annotations

from ipaddress import ip_interface

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Catalog
from sync_guard.catalog import Type
from sync_guard.postgres.expressions.constants import refused
from sync_guard.postgres.replay.coercion import can_assign
from sync_guard.prisma.scalars import base_of
from sync_guard.prisma.scalars import is_unsupported

_TEXTS = ('text', 'varchar', 'bpchar', 'citext')
_TIMES = ('timestamp', 'timestamptz', 'time', 'timetz')
# The digits that hold every value of an integer.
_DIGITS = {'int2': 5, 'int4': 10, 'int8': 19}
# Every value of the first is one of the second. A `timestamp` is one of UTC, as Supabase's clocks
# are, and as Prisma writes them.
_WIDER = {
    'int2': ('int4', 'int8', 'float4', 'float8'), 'int4': ('int8', 'float8'),
    'oid': ('int8',), 'float4': ('float8',), 'date': ('timestamp', 'timestamptz'),
    'timestamp': ('timestamptz',), 'timestamptz': ('timestamp',), 'time': ('timetz',),
    'json': ('jsonb',), 'jsonb': ('json',), 'bit': ('varbit',), 'cidr': ('inet',),
}


def using(column: str, old: Type, new: Type, written: str, catalog: Catalog) -> str | None:
    """The expression that USING needs; None where PostgreSQL converts by itself. ``column`` is
    quoted, ``written`` is the new type's name in SQL."""
    old = base_of(old, catalog)
    if old.is_array and not new.is_array:
        return _cast(f'{column}[1]', old._replace(is_array=False), new, written, catalog)
    if new.is_array and not old.is_array:
        element = written.removesuffix('[]')
        one = _cast(column, old, new._replace(is_array=False), element, catalog)
        return f'case when {column} is not null then array[{one}] end'
    if {old.name, new.name} == {'timestamp', 'timestamptz'} and not old.is_array:
        return f"{column} at time zone 'UTC'"
    if _assigns(old, new, catalog):
        return None
    return _cast(column, old, new, written, catalog)


def _cast(text: str, old: Type, new: Type, written: str, catalog: Catalog) -> str:
    if _assigns(old, new, catalog):
        return text
    if old.name in _TEXTS or {old.name, new.name} == {'bool', 'int4'}:
        return f'{text}::{written}'
    # Whatever has no cast of its own has one through its text.
    through = 'text[]' if old.is_array else 'text'
    return f'{text}::{through}::{written}'


def _assigns(old: Type, new: Type, catalog: Catalog) -> bool:
    """Whether PostgreSQL is known to convert by itself; can_assign() is sure of refusals alone."""
    known = old.schema == new.schema == BUILT_IN or old.key == new.key or new.name in _TEXTS
    return known and not is_unsupported(new) and can_assign(old, new, catalog.types)


def is_value(text: str, type_: Type) -> bool:
    """False where a default in the schema is known to be none of the type: Prisma reads those of
    its other scalars, and takes any text for what it calls a String."""
    if type_.schema != BUILT_IN:
        return True
    if type_.name in ('bit', 'varbit'):
        return not text.strip('01')
    if type_.name == 'inet':
        try:
            ip_interface(text)
        except ValueError:
            return False
        return True
    return not refused(text, type_._replace(is_array=False))


def is_lossless(old: Type, new: Type, catalog: Catalog) -> bool:
    """Whether every value of a column is one of its new type."""
    old = base_of(old, catalog)
    if old.is_array and not new.is_array:
        return False
    if is_unsupported(new) or old.schema != BUILT_IN and old.key != new.key:
        # An enum's values, or citext, as text.
        return not is_unsupported(new) and _is_any_text(new)
    if old.key == new.key:
        return _is_as_wide(old, new)
    if _is_any_text(new):
        return True
    if new.name in ('varchar', 'bpchar') and old.name in ('varchar', 'bpchar'):
        return _length(new) >= _length(old) > 0
    if new.name == 'numeric' and old.name in _DIGITS:
        return not new.modifiers or _whole(new.modifiers) >= _DIGITS[old.name]
    if new.name not in _WIDER.get(old.name, ()):
        return False
    if old.name == 'bit':
        return not new.modifiers or _length(new) >= _length(old)
    return old.name not in _TIMES or _precision(new) >= _precision(old)


def _is_any_text(type_: Type) -> bool:
    return type_.name in _TEXTS and type_.name != 'bpchar' and not type_.modifiers


def _is_as_wide(old: Type, new: Type) -> bool:
    if old.name in _TIMES:
        return _precision(new) >= _precision(old)
    if not new.modifiers:
        return old.name != 'bit'
    if not old.modifiers:
        return False
    if old.name == 'numeric':
        kept = int(new.modifiers[1]) >= int(old.modifiers[1])
        return kept and _whole(new.modifiers) >= _whole(old.modifiers)
    return old.name in ('varchar', 'bpchar', 'varbit') and _length(new) >= _length(old)


def _whole(modifiers: tuple[str, ...]) -> int:
    """The digits before the point."""
    return int(modifiers[0]) - int(modifiers[1] if len(modifiers) > 1 else 0)


def _length(type_: Type) -> int:
    return int(type_.modifiers[0]) if type_.modifiers else 0


def _precision(type_: Type) -> int:
    return int(type_.modifiers[0]) if type_.modifiers else 6
