"""When two defaults are the same. What a database has is read as Prisma's introspection reads it
(facts measured on Prisma's engines; ``sql_schema_differ/column.rs``, ``defaults_match``)."""
from __future__ import annotations

from sync_guard.catalog import Column
from sync_guard.catalog import Default
from sync_guard.catalog import Name
from sync_guard.compare.types import kind_of
from sync_guard.compare.types import Sides
from sync_guard.finding import Level
from sync_guard.prisma.introspection import as_seen
from sync_guard.prisma.introspection import default_of
from sync_guard.prisma.introspection import is_empty_list

_UNREAD_DATES = ('literal', 'expression', 'now')


def level_of(column: Column, field: Column, sides: Sides) -> Level | None:
    """The lowest level at which the defaults of a pair differ. The pair's types are alike."""
    built = _built(column, sides)
    expected = field.default
    if expected is not None and expected.kind == 'client':
        # Made by the client at each write: the database needs none, and Prisma wants it to have
        # none.
        return None if built is None else 'strict'
    if sides.strict and built is None and expected is not None and expected.kind == 'any':
        # Whatever the database has is right, nothing too, though a `create` without it then fails.
        return None
    if _is_optional(column, built) != _is_optional(field, expected):
        # TypeScript has no field for what Prisma has no type for.
        return 'client' if kind_of(column.type, sides.built, sides) is None else 'types'
    if (built is None) != (expected is None):
        if expected is not None and expected.kind == 'any':
            return None
        # Prisma's engine counts a generated column's expression as a default; the client gets its
        # value either way. A list that is left out is empty, with `@default([])` or without.
        harmless = column.generated is not None or is_empty_list(built or expected)
        return 'strict' if harmless else 'client'
    if built is None or expected is None or _is_same(built, expected, column, sides):
        return None
    return 'strict'


def doubt_about(column: Column, field: Column, sides: Sides) -> str | None:
    """Why it is not sure that the two defaults differ: that both sides have one is."""
    built, expected = _built(column, sides), field.default
    if built is None or built.certain or expected is None or expected.kind == 'client':
        return None
    return 'how PostgreSQL spells this default is not known'


def _built(column: Column, sides: Sides) -> Default | None:
    return default_of(column, kind_of(column.type, sides.built, sides), sides.built)


def _is_optional(column: Column, default: Default | None) -> bool:
    """Whether the create input of the generated types may leave the field out."""
    return column.nullable or column.type.is_array or default is not None


def _is_same(built: Default, expected: Default, column: Column, sides: Sides) -> bool:
    scalar = kind_of(column.type, sides.built, sides)
    if expected.kind == 'any':
        # Its engine takes dbgenerated() for no default where the type is an enum.
        return built.kind != 'sequence' and not isinstance(scalar, Name)
    if (built.kind, expected.kind, scalar) == ('literal', 'expression', 'DateTime'):
        # `db pull` writes a date's literal as dbgenerated("…"), and `migrate diff` takes that back.
        return as_seen(built).lower() == expected.value.lower()
    if (expected.kind, scalar) == ('literal', 'DateTime') and built.kind in _UNREAD_DATES:
        # It reads no date, and compares nothing with what it has not read; `{}` it reads.
        return is_empty_list(built) <= is_empty_list(expected)
    if built.kind != expected.kind:
        return False
    if built.kind in ('now', 'sequence'):
        return True
    if built.kind == 'expression':
        return built.value.lower() == expected.value.lower()
    if column.type.is_array:
        if scalar == 'Json' and built.text.startswith("'"):
            # Of a list in braces it compares the texts, not the values.
            scalar = 'String'
        return _items_are_same(built.value, expected.value, scalar)
    return _literals_are_same(built.value, expected.value, scalar)


def _items_are_same(built: str, expected: str, scalar: object) -> bool:
    import json
    try:
        left, right = json.loads(built), json.loads(expected)
    except ValueError:
        return built == expected
    if not isinstance(left, list) or not isinstance(right, list) or len(left) != len(right):
        return False
    if scalar == 'BigInt' and left:
        # Its engine reads `{1}` as a list of Int and never finds it equal to one of BigInt.
        return False
    return all(_literals_are_same(_text(a), _text(b), scalar) for a, b in zip(left, right))


def _text(item: object) -> str:
    return str(item).lower() if isinstance(item, bool) else str(item)


def _literals_are_same(built: str, expected: str, scalar: object) -> bool:
    if built == expected:
        return True
    if scalar in ('Int', 'BigInt', 'Float', 'Decimal'):
        from decimal import Decimal
        from decimal import InvalidOperation
        try:
            return Decimal(built) == Decimal(expected)
        except InvalidOperation:
            return False
    if scalar == 'Json':
        return _json(built) == _json(expected)
    if scalar == 'Bytes':
        return _bytes(built) == expected
    return False


def _json(text: str) -> object:
    """What two texts of one JSON value share. To Prisma 1 and 1.0 are two values."""
    import json
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text


def _bytes(literal: str) -> str:
    """``\\x00`` as Prisma writes bytes: base64."""
    from binascii import b2a_base64
    try:
        return b2a_base64(bytes.fromhex(literal.removeprefix('\\x')), newline=False).decode()
    except ValueError:
        return literal
