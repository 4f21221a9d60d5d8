"""The names Prisma gives to constraints, indexes and join tables that nobody named
(prisma-engines, ``constraint_names.rs`` and ``sql_schema_calculator.rs``)."""
from __future__ import annotations

from collections.abc import Sequence

# PostgreSQL's NAMEDATALEN - 1.
_LIMIT = 63


def primary_key_name(table: str) -> str:
    return _cut(table, _LIMIT - len('_pkey')) + '_pkey'


def unique_name(table: str, columns: Sequence[str]) -> str:
    return _name(table, columns, '_key')


def index_name(table: str, columns: Sequence[str]) -> str:
    return _name(table, columns, '_idx')


def foreign_key_name(table: str, columns: Sequence[str]) -> str:
    return _name(table, columns, '_fkey')


def relation_name(model: str, other: str) -> str:
    """The name of a relation without one: both model names in their order, ``CategoryToPost``."""
    first, second = sorted((model, other))
    return f'{first}To{second}'


def join_table_name(relation: str, suffix: str = '') -> str:
    """An implicit many-to-many relation's table, or with a suffix one of its keys.

    This one counts characters, not bytes.
    """
    return f'_{relation}'[:_LIMIT - len(suffix)] + suffix


def _name(table: str, columns: Sequence[str], suffix: str) -> str:
    """Unlike PostgreSQL, which shortens the longer part, Prisma cuts the end off the whole."""
    return _cut('_'.join((table, *columns)), _LIMIT - len(suffix)) + suffix


def _cut(text: str, size: int) -> str:
    """At most ``size`` bytes of UTF-8, never half a character."""
    encoded = text.encode('utf-8', 'surrogatepass')
    if len(encoded) <= size:
        return text
    return encoded[:size].decode('utf-8', 'ignore')
