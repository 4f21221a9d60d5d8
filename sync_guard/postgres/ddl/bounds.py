"""Partition keys and bounds: PARTITION BY, FOR VALUES, DEFAULT."""
from __future__ import annotations

from sync_guard.catalog import Bound
from sync_guard.catalog import PartitionKey
from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.ddl.indexes import element


def key(cursor: Cursor) -> tuple[PartitionKey, tuple[str, ...]]:
    """Behind PARTITION BY: the key, and the columns in it."""
    strategy = cursor.name()
    cursor.expect_sign('(')
    parts = [element(cursor)]
    while cursor.sign(','):
        parts.append(element(cursor))
    cursor.expect_sign(')')
    columns = tuple(part.name for part in parts if part.name is not None)
    return PartitionKey(strategy, len(parts)), columns


def bound(cursor: Cursor) -> Bound:
    """Behind the partition's name or its columns. The values are expressions as written."""
    if cursor.accept('default'):
        return Bound('default')
    cursor.expect('for', 'values')
    if cursor.accept('in'):
        return Bound('list', _values(cursor))
    if cursor.accept('with'):
        found: dict[str, str] = {}
        cursor.expect_sign('(')
        while True:
            what = cursor.name()
            found[what] = cursor.until()
            if not cursor.sign(','):
                break
        cursor.expect_sign(')')
        return Bound('hash', (found.get('modulus', ''), found.get('remainder', '')))
    cursor.expect('from')
    lower = _values(cursor)
    cursor.expect('to')
    return Bound('range', lower, _values(cursor))


def _values(cursor: Cursor) -> tuple[str, ...]:
    cursor.expect_sign('(')
    found = [cursor.until()]
    while cursor.sign(','):
        found.append(cursor.until())
    cursor.expect_sign(')')
    return tuple(found)
