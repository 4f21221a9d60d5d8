"""Partition keys and bounds: PARTITION BY, FOR VALUES, DEFAULT."""
from __future__ import annotations

from sync_guard.catalog import Bound
from sync_guard.catalog import PartitionKey
from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.ddl.indexes import element


def key(cursor: Cursor) -> tuple[PartitionKey, tuple[str, ...]]:
    """Behind PARTITION BY: the key, and the columns in it."""
    strategy = cursor.name()
    parts = cursor.in_parentheses(element)
    columns = tuple(part.name for part in parts if part.name is not None)
    return PartitionKey(strategy, len(parts)), columns


def bound(cursor: Cursor) -> Bound:
    """Behind the partition's name or its columns. The values are expressions as written."""
    if cursor.accept('default'):
        return Bound('default')
    cursor.expect('for', 'values')
    if cursor.accept('in'):
        return Bound('list', cursor.in_parentheses(Cursor.until))
    if cursor.accept('with'):
        found = dict(cursor.in_parentheses(_modulus_or_remainder))
        return Bound('hash', (found.get('modulus', ''), found.get('remainder', '')))
    cursor.expect('from')
    lower = cursor.in_parentheses(Cursor.until)
    cursor.expect('to')
    return Bound('range', lower, cursor.in_parentheses(Cursor.until))


def _modulus_or_remainder(cursor: Cursor) -> tuple[str, str]:
    return cursor.name(), cursor.until()
