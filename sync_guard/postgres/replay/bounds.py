"""The bounds of partitions: which values are whose, and that no two partitions claim the same.

Bounds are kept as PostgreSQL's output of their values; where that is not certain (an expression, a
text whose place depends on the collation) nothing is said of them.
"""
from __future__ import annotations

import re

from sync_guard.catalog import Bound
from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import PartitionKey
from sync_guard.catalog import Table
from sync_guard.catalog import Type
from sync_guard.postgres.defaults import read_default
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import expressions
from sync_guard.postgres.replay.contents import columns_known
from sync_guard.postgres.replay.database import Database

_NULL, _LOWEST, _HIGHEST = 'NULL', 'MINVALUE', 'MAXVALUE'
_NUMBERS = ('int2', 'int4', 'int8', 'numeric')
_MOMENTS = ('date', 'timestamp', 'timestamptz')
_MOMENT = re.compile(r'\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?')


def require_key(key: PartitionKey, table: Table) -> None:
    """22023 and 42P17 for a PARTITION BY that there is not (transformPartitionSpec)."""
    if key.strategy not in ('list', 'range', 'hash'):
        raise errors.plain(
            '22023', f'unrecognized partitioning strategy "{key.strategy}"', table.key,
        )
    if key.strategy == 'list' and key.parts > 1:
        raise errors.plain(
            '42P17', 'cannot use "list" partition strategy with more than one column', table.key,
        )


def read(db: Database, parent: Table, written: Bound) -> Bound | None:
    """The bound with its values as PostgreSQL keeps them; None where nothing is known of the
    parent's key. Refuses what does not fit it (transformPartitionBound)."""
    key = parent.partition_key
    if key is None or parent.uncertain is not None:
        return None
    if written.kind == 'default':
        if key.strategy == 'hash':
            raise errors.plain(
                '42P16', 'a hash-partitioned table may not have a default partition', parent.key,
            )
        return written
    if written.kind != key.strategy:
        raise errors.plain('42P16', (
            f'invalid bound specification for a {key.strategy} partition'
        ), parent.key)
    if key.strategy == 'hash':
        return _of_hash(parent, written)
    types = _types(parent)
    if key.strategy == 'list':
        return Bound('list', tuple(_value(db, value, types[0]) for value in written.values))
    for values, word in ((written.values, 'FROM'), (written.upper, 'TO')):
        if len(values) != key.parts:
            raise errors.plain('42P16', (
                f'{word} must specify exactly one value per partitioning column'
            ), parent.key)
    return Bound(
        'range', tuple(map(_limit, [db] * key.parts, written.values, types)),
        tuple(map(_limit, [db] * key.parts, written.upper, types)),
    )


def _of_hash(parent: Table, written: Bound) -> Bound:
    modulus, remainder = (value.strip() for value in written.values)
    if modulus.isdecimal() and remainder.isdecimal():
        if int(modulus) == 0:
            raise errors.plain(
                '42P16', 'modulus for hash partition must be an integer value greater than zero',
                parent.key,
            )
        if int(remainder) >= int(modulus):
            raise errors.plain(
                '42P16', 'remainder for hash partition must be less than modulus', parent.key,
            )
    return Bound('hash', (modulus, remainder))


def _types(parent: Table) -> list[Type | None]:
    """The types of the key's parts, None for each that is not certain."""
    assert parent.partition_key is not None
    if len(parent.partitioned_by) != parent.partition_key.parts or not columns_known(parent):
        return [None] * parent.partition_key.parts
    columns = [parent.column(name) for name in parent.partitioned_by]
    return [None if c is None or c.uncertain else c.type for c in columns]


def _limit(db: Database, written: str, of: Type | None) -> str:
    word = written.strip().upper()
    return word if word in (_LOWEST, _HIGHEST) else _value(db, written, of)


def _value(db: Database, written: str, of: Type | None) -> str:
    """The output of a constant behind ``=``, NULL, or '' where it is not known."""
    if of is None:
        return ''
    made = read_default(
        written, of, db.catalog(), db.effective_path(), expressions.judge(db),
    )
    if made is None:
        return _NULL
    return f'={made.value}' if made.kind == 'literal' and made.certain else ''


def require_free(db: Database, parent: Table, name: str, bound: Bound) -> None:
    """42P17 where a partition of the same parent has some of the values already
    (check_new_partition_bound)."""
    types = _types(parent) if parent.partition_key is not None else []
    others = [
        (part, part.bound) for part in db.children(parent.key)
        if part.partition_of == parent.key and part.bound is not None
        and part.uncertain is None and part.name != name
    ]
    if bound.kind == 'default':
        for part, other in others:
            if other.kind == 'default':
                raise errors.plain('42P17', (
                    f'partition "{name}" conflicts with existing default partition "{part.name}"'
                ), parent.key)
        return
    if bound.kind == 'range' and _order(bound.values, bound.upper, types) in (0, 1):
        raise errors.plain(
            '42P17', f'empty range bound specified for partition "{name}"', parent.key,
        )
    if bound.kind == 'hash':
        _require_factor(parent, bound, [other for _, other in others])
    for part, other in others:
        if other.kind == bound.kind and _overlap(bound, other, types):
            raise errors.plain('42P17', (
                f'partition "{name}" would overlap partition "{part.name}"'
            ), parent.key)


def _overlap(one: Bound, other: Bound, types: list[Type | None]) -> bool:
    """Whether two bounds certainly have a value in common."""
    if one.kind == 'list':
        return any(value and value in other.values for value in one.values)
    if one.kind == 'hash':
        first, second = _numbers(one), _numbers(other)
        if first is None or second is None:
            return False
        modulus = min(first[0], second[0])
        return first[1] % modulus == second[1] % modulus
    return (
        _order(one.values, other.upper, types) == -1
        and _order(other.values, one.upper, types) == -1
    )


def _numbers(bound: Bound) -> tuple[int, int] | None:
    modulus, remainder = bound.values
    if not modulus.isdecimal() or not remainder.isdecimal():
        return None
    return int(modulus), int(remainder)


def _require_factor(parent: Table, bound: Bound, others: list[Bound]) -> None:
    own = _numbers(bound)
    known = [_numbers(other) for other in others]
    if own is None or None in known:
        return
    for modulus in {numbers[0] for numbers in known if numbers is not None}:
        if max(modulus, own[0]) % min(modulus, own[0]):
            raise errors.plain('42P17', (
                'every hash partition modulus must be a factor of the next larger modulus'
            ), parent.key)


def _order(
        one: tuple[str, ...], other: tuple[str, ...], types: list[Type | None],
) -> int | None:
    """-1, 0 or 1 as one limit is below, at or above the other; None where that is not known."""
    for first, second, of in zip(one, other, types):
        found = _order_of(first, second, of)
        if found != 0 or first in (_LOWEST, _HIGHEST):
            return found
    return 0


def _order_of(first: str, second: str, of: Type | None) -> int | None:
    if first == second:
        return 0 if first else None
    if first == _LOWEST or second == _HIGHEST:
        return -1
    if first == _HIGHEST or second == _LOWEST:
        return 1
    if not first or not second or of is None or of.schema != BUILT_IN or of.is_array:
        return None
    below: bool
    if of.name in _NUMBERS:
        from decimal import Decimal

        below = Decimal(first[1:]) < Decimal(second[1:])
    elif of.name in _MOMENTS:
        moments = [_MOMENT.fullmatch(value[1:]) for value in (first, second)]
        if None in moments:
            return None
        texts = [m[0] + ('' if m[1] else ' 00:00:00') for m in moments if m is not None]
        if texts[0] == texts[1]:
            return 0
        below = texts[0] < texts[1]
    else:
        return None
    return -1 if below else 1
