"""The value of an expression of a DO block, in a logic of three values: true, false, not known.

SQL's NULL is None. UNKNOWN is what only a running server could say. A text of which only parts are
known is a :class:`Partly`: enough to see what kind of statement it is.
"""
from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterator
from typing import Any
from typing import NamedTuple

from sync_guard.postgres.blocks import Call
from sync_guard.postgres.blocks import Constant
from sync_guard.postgres.blocks import Expression
from sync_guard.postgres.blocks import Query
from sync_guard.postgres.blocks import Rows
from sync_guard.postgres.blocks import Variable
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import system_tables
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.naming import split_name

# What stands for an unknown part of a text: an identifier that nobody has.
PLACEHOLDER = 'sync_guard_unknown'
_FORMAT = re.compile(r'%(?:(\d+)\$)?(-?\d*)([sIL%])')
# A query over this many rows is not evaluated: no guard is so wide.
_MOST_ROWS = 200_000


class Unknown:
    """The type of UNKNOWN."""

    def __repr__(self) -> str:
        return 'UNKNOWN'


UNKNOWN = Unknown()


class Partly(NamedTuple):
    """A text with PLACEHOLDER for what is not known."""

    text: str


class Scope(NamedTuple):
    """Variables by name; rows of the queries around by alias, innermost last."""

    db: Database
    variables: dict[str, Any]
    rows: tuple[dict[str, system_tables.Row], ...] = ()


def evaluate(scope: Scope, expression: Expression) -> Any:
    """A str, int, bool, None, list, a dict for a whole row, Partly or UNKNOWN. Raises Refused
    where PostgreSQL would ('nope'::regclass)."""
    if isinstance(expression, Constant):
        return expression.value
    if isinstance(expression, Variable):
        return _variable(scope, expression)
    if isinstance(expression, Query):
        return _scalar(scope, expression)
    if isinstance(expression, Call):
        special = _SPECIAL.get(expression.name)
        if special is not None:
            return special(scope, expression.arguments)
        arguments = [evaluate(scope, a) for a in expression.arguments]
        if expression.name.startswith('::'):
            return _cast(scope.db, expression.name[2:], arguments[0])
        function = _FUNCTIONS.get(expression.name)
        if function is None or any(isinstance(a, Unknown) for a in arguments):
            return UNKNOWN
        try:
            return function(scope.db, *arguments)
        except (TypeError, ValueError):
            return UNKNOWN
    return UNKNOWN


def _variable(scope: Scope, variable: Variable) -> Any:
    for row in reversed(scope.rows):
        if variable.of is not None:
            if variable.of in row:
                return row[variable.of].get(variable.name, UNKNOWN)
        else:
            found = [columns[variable.name] for columns in row.values() if variable.name in columns]
            if found:
                return found[0]
    if variable.of is not None:
        record = scope.variables.get(variable.of)
        return record.get(variable.name, UNKNOWN) if isinstance(record, dict) else UNKNOWN
    if variable.name in ('current_schema', 'current_user') and variable.name not in scope.variables:
        return _FUNCTIONS[variable.name](scope.db)
    value = scope.variables.get(variable.name, UNKNOWN)
    if isinstance(value, dict) and len(value) == 1:
        # A loop over a query of one column into a variable that is no record.
        return next(iter(value.values()))
    return value


# Logic


def _and(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    found: Any = True
    for argument in arguments:
        value = evaluate(scope, argument)
        if value is False:
            return False
        if isinstance(value, Unknown) or isinstance(found, Unknown):
            found = UNKNOWN
        elif value is None:
            found = None
    return found


def _or(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    found: Any = False
    for argument in arguments:
        value = evaluate(scope, argument)
        if value is True:
            return True
        if isinstance(value, Unknown) or isinstance(found, Unknown):
            found = UNKNOWN
        elif value is None:
            found = None
    return found


def _not(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    value = evaluate(scope, arguments[0])
    return not value if isinstance(value, bool) else value if value is None else UNKNOWN


def _is_null(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    value = evaluate(scope, arguments[0])
    return UNKNOWN if isinstance(value, Unknown) else value is None


def _is(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    left, right = (evaluate(scope, a) for a in arguments)
    if not (_is_known(left) and _is_known(right)):
        return UNKNOWN
    return left == right


def _is_known(value: Any) -> bool:
    return not isinstance(value, (Unknown, Partly))


def _in(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    value = evaluate(scope, arguments[0])
    if isinstance(arguments[1], Query):
        items, complete = _values(scope, arguments[1])
    else:
        listed = evaluate(scope, arguments[1])
        if not isinstance(listed, list):
            return UNKNOWN
        items, complete = listed, True
    if not _is_known(value):
        return UNKNOWN
    if value is None:
        return None
    if any(_is_known(item) and item == value for item in items):
        return True
    return False if complete and all(_is_known(item) for item in items) else UNKNOWN


def _exists(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    query = arguments[0]
    if not isinstance(query, Query):
        return UNKNOWN
    sure = True
    try:
        for _, certain in _matches(scope, query):
            if certain:
                return True
            sure = False
    except (system_tables.Incomplete, _NotKept):
        sure = False
    return False if sure else UNKNOWN


def _array(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    return [evaluate(scope, a) for a in arguments]


def _coalesce(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    for argument in arguments:
        value = evaluate(scope, argument)
        if value is not None:
            return value
    return None


def _count(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    return UNKNOWN  # only _scalar() knows the rows it counts


# Texts


def _join(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    values = [evaluate(scope, a) for a in arguments]
    if any(value is None for value in values):
        return None
    if any(isinstance(value, list) for value in values):
        return UNKNOWN
    return _text(''.join(_part(value) for value in values), values)


def _format(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    values = [evaluate(scope, a) for a in arguments]
    template = values[0] if values else None
    if not isinstance(template, str):
        return template if isinstance(template, Partly) else UNKNOWN
    position = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal position
        if match[3] == '%':
            return '%'
        position = int(match[1]) if match[1] else position + 1
        value = values[position] if position < len(values) else UNKNOWN
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


def _text(text: str, values: list[Any]) -> Any:
    return text if all(_is_known(v) for v in values) else Partly(text)


def _like(scope: Scope, arguments: tuple[Expression, ...], fold_case: bool = False) -> Any:
    value, pattern = (evaluate(scope, a) for a in arguments)
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
    flags = re.DOTALL | (re.IGNORECASE if fold_case else 0)
    return re.fullmatch(expression, value, flags) is not None


def _ilike(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    return _like(scope, arguments, True)


_SPECIAL: dict[str, Callable[[Scope, tuple[Expression, ...]], Any]] = {
    'and': _and, 'or': _or, 'not': _not, 'is null': _is_null, 'is': _is, 'in': _in,
    'exists': _exists, 'array': _array, 'coalesce': _coalesce, 'count': _count,
    '||': _join, 'format': _format, 'concat': _join, 'like': _like, 'ilike': _ilike,
}


# Functions of known values


def _compare(operator: str) -> Callable[..., Any]:
    def compare(_: Database, left: Any, right: Any) -> Any:
        if left is None or right is None:
            return None
        if not (_is_known(left) and _is_known(right)) or type(left) is not type(right):
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


def _cast(db: Database, to: str, value: Any) -> Any:
    if value is None or not _is_known(value):
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


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{operator: _compare(operator) for operator in ('=', '<>', '<', '>', '<=', '>=')},
    'to_regclass': _to_regclass,
    'to_regtype': _to_regtype,
    'to_regnamespace': _to_regnamespace,
    'lower': lambda _, text: text.lower(),
    'upper': lambda _, text: text.upper(),
    'replace': lambda _, text, old, new: text.replace(old, new),
    'quote_ident': lambda _, text: quote_identifier(text) if isinstance(text, str) else UNKNOWN,
    'quote_literal': lambda _, text: "'" + text.replace("'", "''") + "'",
    'current_schema': lambda db: next(iter(db.effective_path()), None),
    'current_user': lambda _: 'postgres',
    'array_length': lambda _, items, dimension: len(items) or None if dimension == 1 else UNKNOWN,
    'cardinality': lambda _, items: len(items),
}


# Queries


class _NotKept(Exception):
    """A relation whose rows are data, or a system table that is not kept."""


def each_row(scope: Scope, query: Query) -> list[Any] | Unknown:
    """The rows of a query as dicts by output name, for a loop; UNKNOWN where one is not known."""
    found: list[Any] = []
    try:
        for row, certain in _matches(scope, query):
            if not certain:
                return UNKNOWN
            inner = scope._replace(rows=(*scope.rows, row))
            made: dict[str, Any] = {}
            for expression, name in query.outputs or ((Variable(None, '*'), '*'),):
                if isinstance(expression, Variable) and expression.name == '*':
                    for columns in row.values():
                        made.update(columns)
                else:
                    made[name] = evaluate(inner, expression)
            found.append(made)
    except (system_tables.Incomplete, _NotKept):
        return UNKNOWN
    return found


def _values(scope: Scope, query: Query) -> tuple[list[Any], bool]:
    """The first column of a query, and whether these are surely all."""
    rows = each_row(scope, query)
    if isinstance(rows, Unknown):
        return [], False
    return [next(iter(row.values()), None) for row in rows], True


def _scalar(scope: Scope, query: Query) -> Any:
    if not query.sources and query.where is None and len(query.outputs) == 1:
        return evaluate(scope, query.outputs[0][0])
    if len(query.outputs) == 1 and isinstance(query.outputs[0][0], Call):
        if query.outputs[0][0].name == 'count' and not query.outputs[0][0].arguments:
            rows = each_row(scope, query._replace(outputs=((Constant(1), 'one'),)))
            return UNKNOWN if isinstance(rows, Unknown) else len(rows)
        if query.outputs[0][0].name in ('array_agg', 'string_agg', 'max', 'min', 'bool_or'):
            return UNKNOWN
    values, complete = _values(scope, query)
    if not complete:
        return UNKNOWN
    return values[0] if values else None


def _matches(
        scope: Scope, query: Query,
) -> Iterator[tuple[dict[str, system_tables.Row], bool]]:
    """The joined rows for which WHERE holds, or may hold (False). Raises Incomplete at its end if
    there may be more, and _NotKept for relations of data."""
    conjuncts = _conjuncts(query.where)
    incomplete = False
    joined: list[dict[str, system_tables.Row]] = [{}]
    for source in query.sources:
        table, complete = _source_rows(scope, source, conjuncts, len(query.sources))
        incomplete = incomplete or not complete
        if len(joined) * len(table) > _MOST_ROWS:
            raise _NotKept
        joined = [{**row, source.alias: one} for row in joined for one in table]
    for row in joined:
        value: Any = True
        if query.where is not None:
            value = evaluate(scope._replace(rows=(*scope.rows, row)), query.where)
        if value is True:
            yield row, True
        elif not _is_known(value):
            yield row, False
    if incomplete:
        raise system_tables.Incomplete


def _conjuncts(where: Expression | None) -> list[Expression]:
    if isinstance(where, Call) and where.name == 'and':
        return [part for argument in where.arguments for part in _conjuncts(argument)]
    return [] if where is None else [where]


def _source_rows(
        scope: Scope, source: Rows, conjuncts: list[Expression], sources: int,
) -> tuple[list[system_tables.Row], bool]:
    """The rows of one source that its own conditions leave, and whether these are surely all."""
    if source.rows is not None:
        names = source.names or tuple(f'column{i}' for i in range(1, len(source.rows[0]) + 1))
        return [
            dict(zip(names, (evaluate(scope, e) for e in row))) for row in source.rows
        ], True
    if source.unnest is not None:
        items = evaluate(scope, source.unnest)
        if not isinstance(items, list):
            raise _NotKept
        return [{(*source.names, source.alias)[0]: item} for item in items], True
    assert source.relation is not None
    own = [c for c in conjuncts if _speaks_of(c, source.alias, sources == 1)]
    wanted: system_tables.Wanted = {}
    for condition in own:
        if isinstance(condition, Call) and condition.name == '=':
            left, right = condition.arguments
            if isinstance(left, Variable) and not isinstance(right, (Query, Variable)):
                value = evaluate(scope, right)
                if isinstance(value, str):
                    wanted[left.name] = value
    rows = system_tables.rows(scope.db, source.relation.schema, source.relation.name, wanted)
    if rows is None:
        raise _NotKept
    kept: list[system_tables.Row] = []
    complete = True
    try:
        for row in rows:
            if all(row.get(column, value) == value for column, value in wanted.items()):
                kept.append(row)
    except system_tables.Incomplete:
        complete = False
    return kept, complete


def _speaks_of(condition: Expression, alias: str, only: bool) -> bool:
    if not isinstance(condition, Call) or condition.name != '=':
        return False
    left = condition.arguments[0]
    return isinstance(left, Variable) and (left.of == alias or left.of is None and only)
