"""The value of an expression of a DO block, in a logic of three values: true, false, not known.

SQL's NULL is None. UNKNOWN is what only a running server could say. A text of which only parts are
known is a :class:`Partly`: enough to see what kind of statement it is.
"""
from __future__ import annotations

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
from sync_guard.postgres.replay import rows
from sync_guard.postgres.replay import system_tables
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.functions import cast
from sync_guard.postgres.replay.functions import FUNCTIONS
from sync_guard.postgres.replay.functions import is_known
from sync_guard.postgres.replay.functions import Partly
from sync_guard.postgres.replay.functions import TOLERANT
from sync_guard.postgres.replay.functions import UNKNOWN
from sync_guard.postgres.replay.functions import Unknown


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
            return cast(scope.db, expression.name[2:], arguments[0])
        tolerant = TOLERANT.get(expression.name)
        if tolerant is not None:
            return tolerant(scope.db, *arguments)
        function = FUNCTIONS.get(expression.name)
        if function is None or not all(map(is_known, arguments)):
            return UNKNOWN
        try:
            return function(scope.db, *arguments)
        except (AttributeError, TypeError):  # an argument of another type than PostgreSQL takes
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
        return FUNCTIONS[variable.name](scope.db)
    value = scope.variables.get(variable.name, UNKNOWN)
    if isinstance(value, dict) and len(value) == 1:
        # A loop over a query of one column into a variable that is no record.
        return next(iter(value.values()))
    return value


# Logic


def _and(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    return _decided_by(False, scope, arguments)


def _or(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    return _decided_by(True, scope, arguments)


def _decided_by(decisive: bool, scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    """One false decides AND, one true OR, whatever the others are."""
    found: Any = not decisive
    for argument in arguments:
        value = evaluate(scope, argument)
        if value is decisive:
            return decisive
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
    if not (is_known(left) and is_known(right)):
        return UNKNOWN
    return left == right


def _in(scope: Scope, arguments: tuple[Expression, ...]) -> Any:
    value = evaluate(scope, arguments[0])
    if isinstance(arguments[1], Query):
        items, complete = _values(scope, arguments[1])
    else:
        listed = evaluate(scope, arguments[1])
        if not isinstance(listed, list):
            return UNKNOWN
        items, complete = listed, True
    if not is_known(value):
        return UNKNOWN
    if value is None:
        return None
    if any(is_known(item) and item == value for item in items):
        return True
    return False if complete and all(is_known(item) for item in items) else UNKNOWN


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
    except (system_tables.Incomplete, rows.NotKept):
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


_SPECIAL: dict[str, Callable[[Scope, tuple[Expression, ...]], Any]] = {
    'and': _and, 'or': _or, 'not': _not, 'is null': _is_null, 'is': _is, 'in': _in,
    'exists': _exists, 'array': _array, 'coalesce': _coalesce, 'count': _count,
}


# Queries


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
    except (system_tables.Incomplete, rows.NotKept):
        return UNKNOWN
    return found


def _values(scope: Scope, query: Query) -> tuple[list[Any], bool]:
    """The first column of a query, and whether these are surely all."""
    found = each_row(scope, query)
    if isinstance(found, Unknown):
        return [], False
    return [next(iter(row.values()), None) for row in found], True


def _scalar(scope: Scope, query: Query) -> Any:
    if not query.sources and query.where is None and len(query.outputs) == 1:
        return evaluate(scope, query.outputs[0][0])
    if len(query.outputs) == 1 and isinstance(query.outputs[0][0], Call):
        if query.outputs[0][0].name == 'count' and not query.outputs[0][0].arguments:
            found = each_row(scope, query._replace(outputs=((Constant(1), 'one'),)))
            return UNKNOWN if isinstance(found, Unknown) else len(found)
        if query.outputs[0][0].name in ('array_agg', 'string_agg', 'max', 'min', 'bool_or'):
            return UNKNOWN
    values, complete = _values(scope, query)
    if not complete:
        return next(iter(unknown_row(scope, query).values()), UNKNOWN)
    return values[0] if values else None


def unknown_row(scope: Scope, query: Query) -> dict[str, Any]:
    """What is known of the outputs of a query whose rows are not: parts of texts."""
    inner = scope._replace(rows=(*scope.rows, {source.alias: {} for source in query.sources}))
    made = {name: evaluate(inner, expression) for expression, name in query.outputs}
    return {name: v if isinstance(v, Partly) else UNKNOWN for name, v in made.items()}


def _matches(
        scope: Scope, query: Query,
) -> Iterator[tuple[dict[str, system_tables.Row], bool]]:
    """The joined rows for which WHERE holds, or may hold (False). Raises Incomplete at its end if
    there may be more, and rows.NotKept for relations of data."""
    conditions = rows.conjuncts(query.where)
    incomplete = False
    joined: rows.Joined = [{}]
    for source in query.sources:
        table, complete = _source_rows(scope, source, conditions, len(query.sources))
        incomplete = incomplete or not complete
        joined = rows.join(joined, table, source.alias, conditions)
    for row in joined:
        value: Any = True
        if query.where is not None:
            value = evaluate(scope._replace(rows=(*scope.rows, row)), query.where)
        if value is True:
            yield row, True
        elif not is_known(value):
            yield row, False
    if incomplete:
        raise system_tables.Incomplete


def _is_outside(scope: Scope, expression: Expression) -> bool:
    """Whether a value is the same for all rows: no query, and no column."""
    if not isinstance(expression, Variable):
        return not isinstance(expression, Query)
    return (
        expression.of is None and expression.name in scope.variables
        and not system_tables.may_be_column(expression.name)
    )


def _source_rows(
        scope: Scope, source: Rows, conditions: list[Expression], sources: int,
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
            raise rows.NotKept
        return [{(*source.names, source.alias)[0]: item} for item in items], True
    assert source.relation is not None
    own = [c for c in conditions if rows.speaks_of(c, source.alias, sources == 1)]
    wanted: system_tables.Wanted = {}
    for condition in own:
        if isinstance(condition, Call) and condition.name == '=':
            left, right = condition.arguments
            if isinstance(left, Variable) and _is_outside(scope, right):
                value = evaluate(scope, right)
                if isinstance(value, str):
                    wanted[left.name] = value
    known = system_tables.rows(scope.db, source.relation.schema, source.relation.name, wanted)
    if known is None:
        raise rows.NotKept
    kept: list[system_tables.Row] = []
    complete = True
    try:
        for row in known:
            if all(row.get(column, value) == value for column, value in wanted.items()):
                kept.append(row)
    except system_tables.Incomplete:
        complete = False
    return kept, complete
