"""How the schema spells what the database has: types, defaults, and texts in quotes."""
from __future__ import annotations

from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Default
from sync_guard.catalog import Name
from sync_guard.prisma.scalars import is_unsupported
from sync_guard.prisma.scalars import native_of
from sync_guard.prisma.scalars import scalar_of

_ESCAPES = {code: f'\\u{code:04x}' for code in range(32)} | {
    ord('\\'): '\\\\', ord('"'): '\\"', ord('\n'): '\\n', ord('\r'): '\\r', ord('\t'): '\\t',
}
# Of these introspection reads ARRAY['…'], and not the spelling '{…}'.
_UNREAD_LISTS = ('bytea', 'inet', 'bit', 'varbit')
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
            return Spelling(scalar, None, _default(column, 'enum', names))
    if scalar is None:
        # The name alone, with the underscore of an array's type (pg_type.typname).
        name = type_.name
        if type_.is_array and not is_unsupported(type_):
            name = f'_{name}'
        return Spelling(f'Unsupported({quoted(name)})', None, _default(column, None, {}))
    return Spelling(scalar, native_of(type_, catalog), _default(column, scalar, {}))


def quoted(text: str) -> str:
    """The text as a string of the schema language: JSON's escapes."""
    return f'"{text.translate(_ESCAPES)}"'


def _default(column: Column, scalar: str | None, labels: dict[str, str]) -> str | None:
    if column.generated is not None:
        # To introspection a generated column is one with a default.
        return f'dbgenerated({quoted(column.generated.value)})'
    default = column.default
    if column.identity is not None or (default is not None and default.kind == 'sequence'):
        return 'autoincrement()' if scalar in ('Int', 'BigInt') else _generated(default)
    if default is None or default.kind == 'client':
        return None
    if default.kind == 'any':
        return 'dbgenerated()'
    if default.kind == 'now' and scalar == 'DateTime' and not column.type.is_array:
        return 'now()'
    if default.kind == 'literal' and column.type.is_array and default.value == '[]':
        return '[]'
    if default.kind != 'literal' or scalar is None:
        return _generated(default)
    if scalar == 'DateTime' or column.type.name == 'uuid':
        # Introspection reads no literal of these types.
        return _generated(default)
    if not column.type.is_array:
        return _literal(default.value, scalar, labels)
    if column.type.name in _UNREAD_LISTS and default.text.startswith("'"):
        return _generated(default)
    return _list(default, scalar, labels)


def _list(default: Default, scalar: str, labels: dict[str, str]) -> str | None:
    import json
    try:
        items = json.loads(default.value)
    except ValueError:
        return _generated(default)
    if any(not isinstance(item, (str, int, float)) for item in items):
        # Prisma has no word for NULL or a list in a list.
        return _generated(default)
    return f'[{", ".join(_literal(_text(item), scalar, labels) for item in items)}]'


def _generated(default: Default | None) -> str | None:
    return f'dbgenerated({quoted(default.text)})' if default is not None else None


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
