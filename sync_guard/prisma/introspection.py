"""A column's default as Prisma's introspection sees it (sql-schema-describer, default.rs; measured
on its engines): a literal it understands, ``now()``, a sequence, or else ``dbgenerated("…")`` with
PostgreSQL's own text."""
from __future__ import annotations

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Default
from sync_guard.catalog import Expression

_SEQUENCE = Default('sequence', '', 'autoincrement()')
# Lists of these it reads as ARRAY['…'], and not as '{…}'.
_NUMBERS = ('Int', 'BigInt', 'Float', 'Decimal')
_UNREAD_LISTS = ('bytea', 'inet', 'bit', 'varbit')


def default_of(column: Column, scalar: object, catalog: Catalog) -> Default | None:
    """The default of a built column, its domain resolved; ``scalar`` is Prisma's for its type,
    None for what Prisma can only call ``Unsupported``. ``value`` of an expression is what stands
    in ``dbgenerated("…")``."""
    if column.identity is not None:
        return _SEQUENCE
    default = column.default
    if column.generated is not None:
        default = _generated(column, column.generated, catalog)
    if default is None or default.text.upper().startswith('NULL::'):
        # DEFAULT NULL, which PostgreSQL keeps where it casts it to a length or precision.
        return None
    if default.kind == 'now' and scalar != 'DateTime':
        return _as_expression(default)
    if default.kind == 'sequence' and (
        scalar not in ('Int', 'BigInt') or _begins_with_underscore(default.text)
    ):
        # `nextval(…)` is read on whole numbers alone, and no name that begins with `_`.
        return _as_expression(default)
    if default.kind == 'literal' and not is_empty_list(default):
        if scalar in _NUMBERS and not _is_number(default):
            return _as_expression(default)
        unread_list = column.type.is_array and column.type.name in _UNREAD_LISTS
        if scalar is None or column.type.name == 'uuid' or (
            unread_list and default.text.startswith("'")
        ):
            return _as_expression(default)
    return default


def _is_number(default: Default) -> bool:
    """Not so NaN, Infinity, NULL in a list, and money, which PostgreSQL prints with its sign."""
    if default.text.endswith(('::money', '::money[]')):
        return False
    return not any(letter in default.value.lower() for letter in 'ni')


def as_seen(default: Default) -> str:
    """The text of a default that is no expression, with ``public`` on the search_path, as Prisma
    reads it."""
    return default.text.replace("'::public.", "'::").replace("('public.", "('")


def is_empty_list(default: Default | None) -> bool:
    return default is not None and default.kind == 'literal' and default.value == '[]'


def _as_expression(default: Default) -> Default:
    return default._replace(kind='expression', value=as_seen(default))


def _generated(column: Column, made: Expression, catalog: Catalog) -> Default | None:
    """A generated column's expression is in the place of its default, and read like one."""
    from sync_guard.postgres.defaults import read_default
    constant = read_default(made.text, column.type, catalog)
    if constant is None or constant.kind == 'literal':
        return constant
    return Default('expression', made.value, made.text, made.certain)


def _begins_with_underscore(text: str) -> bool:
    """Whether a name in ``nextval('public._q'::regclass)`` does, and is not quoted."""
    name = text.partition("'")[2].removeprefix('public.')
    return name.startswith('_') or '._' in name.partition("'")[0]
