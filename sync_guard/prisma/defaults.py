"""What ``@default`` and ``@updatedAt`` ask of the database."""
from __future__ import annotations

from sync_guard.catalog import Default
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import Array
from sync_guard.prisma.syntax import Constant
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.syntax import Function
from sync_guard.prisma.syntax import simple
from sync_guard.prisma.syntax import Text
from sync_guard.prisma.syntax import Value


def read_default(field: Field, schema: Schema, text: str) -> Default | None:
    """The default of a field; ``text`` is the text of its file.

    ``Default.text`` is what stands in ``@default(…)``. A literal's value is the text of the
    constant: an enum's label as the database has it, bytes in base64, a list as JSON.
    """
    attribute = field.attribute('default')
    value = attribute.argument('value', unnamed=True) if attribute is not None else None
    if value is None:
        # The client sets it at each write; the database knows nothing of it.
        updated = field.attribute('updatedAt') is not None
        return Default('client', '@updatedAt', '@updatedAt') if updated else None
    shown = text[value.start:value.end]
    if isinstance(value, Function):
        return _function(value, shown)
    enum = schema.enums.get(field.type.name)
    labels = enum.labels if enum is not None else {}
    if isinstance(value, Array):
        import json
        items = [_literal(item, labels) for item in value.items]
        return Default('literal', json.dumps(items, ensure_ascii=False), shown)
    return Default('literal', _literal(value, labels), shown)


def _function(value: Function, shown: str) -> Default:
    if value.name == 'now':
        return Default('now', '', shown)
    if value.name in ('autoincrement', 'sequence'):
        return Default('sequence', '', shown)
    if value.name == 'dbgenerated':
        given = value.arguments[0].value if value.arguments else None
        if isinstance(given, Text):
            return Default('expression', given.value, shown)
        return Default('any', '', shown)
    # uuid(), cuid(), nanoid(), ulid(), and those that a later Prisma may bring.
    return Default('client', shown, shown)


def _literal(value: Value, labels: dict[str, str]) -> str:
    text = simple(value) or ''
    return labels.get(text, text) if isinstance(value, Constant) else text
