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
_NUMBER_ITEM = r"(?:\((-?\d+(?:\.\d+)?)\)|(\d+(?:\.\d+)?)|'(-?\d+(?:\.\d+)?)')"
_TEXT_ITEM = r"'((?:[^']|'')*)'"


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
    if default.kind == 'expression' and column.type.is_array:
        default = _constructed(default, scalar)
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
        if scalar is None or column.type.name == 'uuid':
            return _as_expression(default)
        if column.type.is_array and default.text.startswith("'") and (
            column.type.name in _UNREAD_LISTS
            or (scalar not in (*_NUMBERS, 'Boolean', 'DateTime') and not _are_words(default.text))
        ):
            return _as_expression(default)
    return default


def _are_words(literal: str) -> bool:
    """Whether it can read ``'{a,"b c"}'::text[]``: what PostgreSQL prints without quotes has to
    look like a name."""
    import re
    item = r'(?:[A-Za-z][\w-]*|"(?:[^"\\]|\\.)*")'
    return re.match(rf"'{{{item}(?:,{item})*}}'", literal, re.ASCII | re.DOTALL) is not None


def _constructed(default: Default, scalar: object) -> Default:
    """``ARRAY[1.5, (2)::numeric]``, ``ARRAY['a'::character varying(3)]``: in a list it reads
    constants through casts, those of texts and of numbers with a fraction. Anything else stays an
    expression."""
    import json
    import re
    inner = re.fullmatch(r'ARRAY\[(.*)\]', default.text, re.DOTALL)
    item = _NUMBER_ITEM if scalar in ('Float', 'Decimal') else _TEXT_ITEM
    if inner is None or scalar in (None, 'Boolean', 'Int', 'BigInt', 'DateTime', 'Json', 'Bytes'):
        return default
    item += r'(?:::[a-z][a-z ]*(?:\(\d+(?:,\d+)?\))?)?'
    if re.fullmatch(f'{item}(?:, {item})*', inner[1]) is None:
        return default
    items = [
        next(one for one in found.groups() if one is not None).replace("''", "'")
        for found in re.finditer(item, inner[1])
    ]
    return default._replace(kind='literal', value=json.dumps(items, ensure_ascii=False))


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
