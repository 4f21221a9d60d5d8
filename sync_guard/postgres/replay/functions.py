"""Functions and operators of DO blocks over values: texts, comparisons, names of relations.

Each takes the database and its arguments; what it cannot say is UNKNOWN.
"""
from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Sequence
from typing import Any
from typing import NamedTuple

from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import system_tables
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.naming import split_name

# What stands for an unknown part of a text: an identifier that nobody has.
PLACEHOLDER = 'sync_guard_unknown'
_FORMAT = re.compile(r'%(?:(\d+)\$)?(-?\d*)([sIL%])')


class Unknown:
    """The type of UNKNOWN."""

    def __repr__(self) -> str:
        return 'UNKNOWN'


UNKNOWN = Unknown()


class Partly(NamedTuple):
    """A text with PLACEHOLDER for what is not known."""

    text: str


def is_known(value: Any) -> bool:
    return not isinstance(value, (Unknown, Partly))


# Texts


def _join(_: Database, *values: Any) -> Any:
    """``||``"""
    if any(value is None for value in values):
        return None
    if any(isinstance(value, list) for value in values):
        return UNKNOWN
    return _concat(_, *values)


def _concat(_: Database, *values: Any) -> Any:
    return _text(''.join(_part(value) for value in values), values)


def _format(_: Database, template: Any, *values: Any) -> Any:
    if not isinstance(template, str):
        return template if isinstance(template, Partly) else UNKNOWN
    position = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal position
        if match[3] == '%':
            return '%'
        position = int(match[1]) if match[1] else position + 1
        value = values[position - 1] if 0 < position <= len(values) else UNKNOWN
        part = _part(value)
        if match[3] == 'I':
            return part if part == PLACEHOLDER else quote_identifier(part)
        if match[3] == 'L':
            return 'NULL' if value is None else "'" + part.replace("'", "''") + "'"
        return part

    return _text(_FORMAT.sub(replace, template), values)


def _part(value: Any) -> str:
    if isinstance(value, Partly):
        return value.text
    if isinstance(value, (Unknown, list, dict)):
        return PLACEHOLDER
    if isinstance(value, bool):
        return 't' if value else 'f'
    return '' if value is None else str(value)


def _text(text: str, values: Sequence[Any]) -> Any:
    return text if all(is_known(v) for v in values) else Partly(text)


def _like(_: Database, value: Any, pattern: Any, flags: int = re.DOTALL) -> Any:
    if not isinstance(value, str) or not isinstance(pattern, str):
        return None if value is None or pattern is None else UNKNOWN
    expression = ''
    escaped = False
    for char in pattern:
        if escaped:
            expression, escaped = expression + re.escape(char), False
        elif char == '\\':
            escaped = True
        else:
            expression += {'%': '.*', '_': '.'}.get(char) or re.escape(char)
    return re.fullmatch(expression, value, flags) is not None


def _ilike(db: Database, value: Any, pattern: Any) -> Any:
    return _like(db, value, pattern, re.DOTALL | re.IGNORECASE)


# Comparisons and names


def _compare(operator: str) -> Callable[..., Any]:
    def compare(_: Database, left: Any, right: Any) -> Any:
        if left is None or right is None:
            return None
        if not (is_known(left) and is_known(right)) or type(left) is not type(right):
            return UNKNOWN
        if operator == '=':
            return left == right
        if operator == '<>':
            return left != right
        if isinstance(left, str):
            return UNKNOWN  # the order of texts is the collation's
        return {
            '<': left < right, '>': left > right, '<=': left <= right, '>=': left >= right,
        }[operator]

    return compare


def _to_regclass(db: Database, name: Any) -> Any:
    ref = split_name(name) if isinstance(name, str) else None
    if ref is None:
        return None if name is None else UNKNOWN
    if db.is_system(ref):
        return UNKNOWN
    found = db.find(ref, db.tables, db.sequences, db.index_owner)
    return None if found is None else system_tables.relation_oid(found)


def _to_regtype(db: Database, name: Any) -> Any:
    ref = split_name(name) if isinstance(name, str) else None
    if ref is None:
        return None if name is None else UNKNOWN
    found = db.find(ref, db.types, db.tables)
    if found is None:
        return UNKNOWN if ref.schema is None and '(' in ref.name else None
    return system_tables.type_oid(found)


def _to_regnamespace(db: Database, name: Any) -> Any:
    ref = split_name(name) if isinstance(name, str) else None
    if ref is None:
        return UNKNOWN
    return system_tables.schema_oid(ref.name) if ref.name in db.schemas else None


def cast(db: Database, to: str, value: Any) -> Any:
    if value is None or not is_known(value):
        return value
    if to in ('text', 'name', 'varchar', 'information_schema.sql_identifier'):
        if isinstance(value, str):
            return UNKNOWN if value[:4] in ('rel:', 'ns:p') or value.startswith('type:') else value
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else UNKNOWN
    if to in ('text[]', 'name[]', 'varchar[]', 'oid', 'bool', 'int4'):
        return value
    if to == 'regclass' and isinstance(value, str):
        if value.startswith('rel:'):
            return value
        found = _to_regclass(db, value)
        if found is None:
            ref = split_name(value)
            assert ref is not None
            wanted = db.missing_name(ref)
            raise errors.relation_missing(str(ref), wanted, (n.name for n in db.tables))
        return found
    if to == 'regtype' and isinstance(value, str):
        found = _to_regtype(db, value)
        return UNKNOWN if found is None else found
    if to == 'regnamespace' and isinstance(value, str):
        found = _to_regnamespace(db, value)
        if found is None:
            raise errors.plain('3F000', f'schema "{value}" does not exist')
        return found
    return UNKNOWN


def _function_definition(_: Database, *values: Any) -> Any:
    """pg_get_functiondef(): a whole statement, of which at least the kind is known."""
    return Partly(f'CREATE OR REPLACE FUNCTION {PLACEHOLDER}() RETURNS void\n')


def _replace(_: Database, text: Any, old: Any, new: Any) -> Any:
    if text is None or old is None or new is None:
        return None
    if isinstance(text, str) and isinstance(old, str) and isinstance(new, str):
        return text.replace(old, new)
    if isinstance(text, Partly) and isinstance(old, str):
        return Partly(text.text.replace(old, _part(new)))
    return UNKNOWN


def _from_its_begin(_: Database, text: Any, *rest: Any) -> Any:
    """What begins as the text does: regexp_replace(), left(), substr(…, 1, …)."""
    return text if isinstance(text, Partly) else UNKNOWN


def _substring(_: Database, text: Any, first: Any = UNKNOWN, *rest: Any) -> Any:
    return text if isinstance(text, Partly) and first == 1 else UNKNOWN


# Functions that can make something of values that are not known.
TOLERANT: dict[str, Callable[..., Any]] = {
    '||': _join, 'concat': _concat, 'format': _format, 'like': _like, 'ilike': _ilike,
    'pg_get_functiondef': _function_definition, 'replace': _replace,
    'regexp_replace': _from_its_begin, 'left': _from_its_begin, 'rtrim': _from_its_begin,
    'substr': _substring, 'substring': _substring,
}
# All others are only asked when each argument is known.
FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{operator: _compare(operator) for operator in ('=', '<>', '<', '>', '<=', '>=')},
    'to_regclass': _to_regclass,
    'to_regtype': _to_regtype,
    'to_regnamespace': _to_regnamespace,
    'lower': lambda _, text: text.lower(),
    'upper': lambda _, text: text.upper(),
    'quote_ident': lambda _, text: quote_identifier(text) if isinstance(text, str) else UNKNOWN,
    'quote_literal': lambda _, text: "'" + text.replace("'", "''") + "'",
    'current_schema': lambda db: next(iter(db.effective_path()), None),
    'current_user': lambda _: 'postgres',
    'array_length': lambda _, items, dimension: len(items) or None if dimension == 1 else UNKNOWN,
    'cardinality': lambda _, items: len(items),
}
