"""The predicate of a partial index (Prisma 7.4 and later) as SQL."""
from __future__ import annotations

from sync_guard.catalog import Expression
from sync_guard.prisma.syntax import Argument
from sync_guard.prisma.syntax import Constant
from sync_guard.prisma.syntax import Function
from sync_guard.prisma.syntax import Object
from sync_guard.prisma.syntax import simple
from sync_guard.prisma.syntax import Text
from sync_guard.prisma.syntax import Value


def predicate(where: Value, columns: dict[str, str]) -> Expression:
    """What stands in ``where:`` as SQL; ``columns`` are the columns' names by field."""
    text = _text(where, columns)
    return Expression(text, text)


def _text(where: Value, columns: dict[str, str]) -> str:
    """``raw("…")`` is SQL as it stands; ``{ published: true, at: { not: null } }`` is spelled as
    Prisma's migrations spell it."""
    if isinstance(where, Function):
        given = where.arguments[0].value if where.arguments else None
        return given.value if isinstance(given, Text) else ''
    if isinstance(where, Object):
        return ' AND '.join(_condition(entry, columns) for entry in where.entries)
    return ''


def _condition(entry: Argument, columns: dict[str, str]) -> str:
    field = entry.name or ''
    name = columns.get(field, field).replace('"', '""')
    value, equals, null = entry.value, '=', 'IS NULL'
    if isinstance(value, Object):
        value, equals, null = value.entries[0].value if value.entries else None, '!=', 'IS NOT NULL'
    if isinstance(value, Constant) and value.value == 'null':
        return f'"{name}" {null}'
    return f'"{name}" {equals} {_literal(value)}'


def _literal(value: Value | None) -> str:
    text = simple(value) or ''
    return "'" + text.replace("'", "''") + "'" if isinstance(value, Text) else text
