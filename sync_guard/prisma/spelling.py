"""How the schema spells what the database has: types, defaults, and texts in quotes."""
from __future__ import annotations

from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Default
from sync_guard.catalog import Name
from sync_guard.prisma.introspection import as_seen
from sync_guard.prisma.introspection import default_of
from sync_guard.prisma.introspection import is_empty_list
from sync_guard.prisma.scalars import is_unsupported
from sync_guard.prisma.scalars import native_of
from sync_guard.prisma.scalars import scalar_of

_ESCAPES = {code: f'\\u{code:04x}' for code in range(32)} | {
    ord('\\'): '\\\\', ord('"'): '\\"', ord('\n'): '\\n', ord('\r'): '\\r', ord('\t'): '\\t',
}
# Scalars whose literal defaults db pull writes as they are, not as a text.
_BARE = frozenset({'Int', 'BigInt', 'Float', 'Decimal', 'Boolean'})


class Spelling(NamedTuple):
    """``type`` without ``?`` and ``[]``, ``native`` without its prefix, ``default`` as it stands
    in ``@default(…)``; None where there is none."""

    type: str
    native: str | None
    default: str | None


def spell(
    column: Column, catalog: Catalog, enums: dict[Name, str], labels: dict[Name, dict[str, str]],
) -> Spelling:
    """The type and default of a column, its domain resolved, as ``db pull`` writes them.

    ``enums`` are the names of the enum blocks there are or will be, ``labels`` Prisma's names of
    their values by the database's labels. Any other enum is not visible to Prisma.
    """
    type_ = column.type
    scalar = scalar_of(type_, catalog)
    if scalar == 'enum':
        scalar = enums.get(type_.key)
        names = labels.get(type_.key, {})
        if scalar is not None:
            return Spelling(scalar, None, _default(column, 'enum', names, catalog))
    if scalar is None:
        # The name alone, with the underscore of an array's type (pg_type.typname).
        name = type_.name
        if type_.is_array and not is_unsupported(type_):
            name = f'_{name}'
        return Spelling(f'Unsupported({quoted(name)})', None, _default(column, None, {}, catalog))
    return Spelling(scalar, native_of(type_, catalog), _default(column, scalar, {}, catalog))


def quoted(text: str) -> str:
    """The text as a string of the schema language: JSON's escapes."""
    return f'"{text.translate(_ESCAPES)}"'


def _default(
    column: Column, scalar: str | None, labels: dict[str, str], catalog: Catalog,
) -> str | None:
    default = default_of(column, scalar, catalog)
    if default is None or default.kind == 'client':
        return None
    if default.kind == 'any':
        return 'dbgenerated()'
    if default.kind == 'now':
        return 'now()'
    if default.kind == 'sequence':
        return 'autoincrement()'
    if default.kind == 'expression':
        return f'dbgenerated({quoted(default.value)})'
    if column.type.is_array and is_empty_list(default):
        return '[]'
    if scalar is None or scalar == 'DateTime':
        # A literal that is equal to any of its type, and is pulled as it stands.
        return f'dbgenerated({quoted(as_seen(default))})'
    if column.type.is_array:
        return _list(default, scalar, labels)
    return _literal(default.value, scalar, labels)


def _list(default: Default, scalar: str, labels: dict[str, str]) -> str | None:
    import json
    items = json.loads(default.value)
    if any(not isinstance(item, (str, int, float)) for item in items):
        # Prisma has no word for NULL or a list in a list.
        return f'dbgenerated({quoted(as_seen(default))})'
    return f'[{", ".join(_literal(_text(item), scalar, labels) for item in items)}]'


def _text(item: object) -> str:
    return item if isinstance(item, str) else str(item).lower()


def _literal(value: str, scalar: str, labels: dict[str, str]) -> str:
    if scalar == 'enum':
        return labels.get(value, value)
    if scalar in _BARE:
        return value
    if scalar == 'Bytes':
        from binascii import b2a_base64
        try:
            raw = bytes.fromhex(value.removeprefix('\\x'))
        except ValueError:
            raw = value.encode('utf-8', 'surrogatepass')
        return quoted(b2a_base64(raw, newline=False).decode())
    return quoted(value)
