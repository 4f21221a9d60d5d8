"""Expressions and queries of PL/pgSQL, read as far as conditions over the catalog need.

What cannot be read is Unread where it stands, so that ``known AND strange`` keeps what is known.
"""
from __future__ import annotations

from sync_guard.postgres.blocks import Call
from sync_guard.postgres.blocks import Constant
from sync_guard.postgres.blocks import Expression
from sync_guard.postgres.blocks import Query
from sync_guard.postgres.blocks import Rows
from sync_guard.postgres.blocks import Unread
from sync_guard.postgres.blocks import Variable
from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.ddl.cursor import Unexpected

_COMPARISONS = ('=', '<>', '!=', '<', '>', '<=', '>=', '~', '~*', '!~', '!~*')
_CONSTANTS: dict[str, bool | None] = {'true': True, 'false': False, 'null': None}
# What ends an expression in PL/pgSQL or in a query, at its own level of parentheses.
_STOP = frozenset({
    'then', 'loop', 'into', 'using', 'from', 'where', 'group', 'order', 'limit', 'having',
    'union', 'except', 'intersect', 'when', 'else', 'end', 'as', 'on', 'join', 'inner', 'left',
    'right', 'full', 'cross', 'asc', 'desc', 'nulls', 'offset', 'for', 'fetch', 'strict',
})


def expression(cursor: Cursor) -> Expression:
    """An expression, up to a word or sign that ends it."""
    return _either(cursor)


def _either(cursor: Cursor) -> Expression:
    parts = [_both(cursor)]
    while cursor.accept('or'):
        parts.append(_both(cursor))
    return parts[0] if len(parts) == 1 else Call('or', tuple(parts))


def _both(cursor: Cursor) -> Expression:
    parts = [_negated(cursor)]
    while cursor.accept('and'):
        parts.append(_negated(cursor))
    return parts[0] if len(parts) == 1 else Call('and', tuple(parts))


def _negated(cursor: Cursor) -> Expression:
    if cursor.accept('not'):
        return Call('not', (_negated(cursor),))
    start = cursor.i
    try:
        found = _predicate(cursor)
        if _goes_on(cursor):
            raise cursor.fail()
        return found
    except Unexpected:
        cursor.i = start
        return _skip(cursor)


def _goes_on(cursor: Cursor) -> bool:
    """Whether something follows that belongs to the expression and was not read."""
    token = cursor.token
    if cursor.at_end() or token.kind in (')', ']', ',', ';', '..'):
        return False
    return not (token.kind == 'word' and (token.value in _STOP or token.value in ('and', 'or')))


def _skip(cursor: Cursor) -> Unread:
    start = cursor.i
    while not cursor.at_end():
        token = cursor.token
        if token.kind in (')', ']', ',', ';'):
            break
        if token.kind == 'word' and (token.value in _STOP or token.value in ('and', 'or')):
            if token.value != 'from' or cursor.tokens[cursor.i - 1].value != 'distinct':
                break
        skip_part(cursor)
    if cursor.i == start and not cursor.at_end():
        raise cursor.fail('an expression')
    return Unread(cursor.between(start, cursor.i))


def skip_part(cursor: Cursor) -> None:
    """Go behind one token, a whole parenthesis, or a whole CASE … END."""
    if not cursor.at('case'):
        cursor.skip_balanced()
        return
    cursor.i += 1
    while not cursor.accept('end'):
        if cursor.at_end():
            raise cursor.fail('END')
        skip_part(cursor)


def _predicate(cursor: Cursor) -> Expression:
    left = _joined(cursor)
    token = cursor.token
    if token.kind == 'operator' and token.value in _COMPARISONS:
        cursor.i += 1
        name = '<>' if token.value == '!=' else token.value
        if name == '=' and cursor.accept_any('any', 'some'):
            return Call('in', (left, _in_parentheses(cursor)))
        return Call(name, (left, _joined(cursor)))
    if cursor.accept('is'):
        negated = cursor.accept('not')
        if cursor.accept('null'):
            test: Expression = Call('is null', (left,))
        elif cursor.accept('distinct', 'from'):
            test = Call('not', (Call('is', (left, _joined(cursor))),))
        else:
            word = cursor.accept_any('true', 'false')
            if word is None:
                raise cursor.fail('NULL')
            test = Call('is', (left, Constant(_CONSTANTS[word])))
        return Call('not', (test,)) if negated else test
    negated = cursor.accept('not')
    if cursor.accept('in'):
        test = Call('in', (left, _in_list(cursor)))
    elif (word := cursor.accept_any('like', 'ilike')) is not None:
        test = Call(word, (left, _joined(cursor)))
    elif negated:
        raise cursor.fail('IN')
    else:
        return left
    return Call('not', (test,)) if negated else test


def _in_parentheses(cursor: Cursor) -> Expression:
    cursor.expect_sign('(')
    found = query(cursor) if cursor.at('select') else expression(cursor)
    cursor.expect_sign(')')
    return found


def _in_list(cursor: Cursor) -> Expression:
    cursor.expect_sign('(')
    if cursor.at('select'):
        found: Expression = query(cursor)
    else:
        found = Call('array', listed(cursor))
    cursor.expect_sign(')')
    return found


def listed(cursor: Cursor) -> tuple[Expression, ...]:
    """Expressions between commas."""
    return cursor.listed(expression)


def _joined(cursor: Cursor) -> Expression:
    """Parts joined by ``||``."""
    parts = [_cast(cursor)]
    while cursor.operator('||'):
        parts.append(_cast(cursor))
    return parts[0] if len(parts) == 1 else Call('||', tuple(parts))


def _cast(cursor: Cursor) -> Expression:
    found = _primary(cursor)
    while cursor.sign('::'):
        type_ = cursor.type()
        found = Call(f'::{type_.name}{"[]" if type_.is_array else ""}', (found,))
    return found


def _primary(cursor: Cursor) -> Expression:
    token = cursor.token
    if token.kind == 'string':
        cursor.i += 1
        return Constant(token.value)
    if token.kind == 'number':
        cursor.i += 1
        return Constant(int(token.value)) if token.value.isdigit() else Unread(token.value)
    if token.kind == '(':
        return _in_parentheses(cursor)
    if token.kind not in ('word', 'name'):
        raise cursor.fail('an expression')
    if token.kind == 'word':
        if token.value in _CONSTANTS:
            cursor.i += 1
            return Constant(_CONSTANTS[token.value])
        if cursor.accept('exists'):
            cursor.expect_sign('(')
            found = query(cursor)
            cursor.expect_sign(')')
            return Call('exists', (found,))
        if cursor.accept('array'):
            return _array(cursor)
        if token.value == 'cast':
            return _spelled_cast(cursor)
        called = token.value in ('left', 'right') and (  # functions, too
            cursor.i + 1 < len(cursor.tokens) and cursor.tokens[cursor.i + 1].kind == '('
        )
        if token.value == 'case' or token.value in _STOP and not called:
            raise cursor.fail('an expression')
    return _name_or_call(cursor)


def _array(cursor: Cursor) -> Expression:
    if cursor.token.kind == '(':
        return _in_parentheses(cursor)
    cursor.expect_sign('[')
    items: tuple[Expression, ...] = ()
    if cursor.token.kind != ']':
        items = listed(cursor)
    cursor.expect_sign(']')
    return Call('array', items)


def _spelled_cast(cursor: Cursor) -> Expression:
    cursor.i += 1
    cursor.expect_sign('(')
    inner = expression(cursor)
    cursor.expect('as')
    type_ = cursor.type()
    cursor.expect_sign(')')
    return Call(f'::{type_.name}', (inner,))


def _name_or_call(cursor: Cursor) -> Expression:
    start = cursor.i
    ref = cursor.ref()
    if cursor.token.kind == '(':
        cursor.i += 1
        if cursor.operator('*'):
            cursor.expect_sign(')')
            return Call(ref.name, ())
        arguments = () if cursor.token.kind == ')' else listed(cursor)
        cursor.expect_sign(')')
        if cursor.at('filter') or cursor.at('over'):
            raise cursor.fail()
        return Call(ref.name, arguments)
    if cursor.token.kind == '[':
        cursor.i = start
        raise cursor.fail('an expression')
    return Variable(ref.schema, ref.name)


# Queries


def query(cursor: Cursor) -> Expression:
    """A SELECT (or VALUES) with plain sources; raises Unexpected for any other query."""
    if cursor.accept('values'):
        rows = _value_rows(cursor)
        return Query((Rows('', rows=rows),), None, ())
    cursor.expect('select')
    if cursor.accept('distinct') and cursor.at('on'):
        raise cursor.fail()
    outputs: list[tuple[Expression, str]] = []
    while not (cursor.at_end() or cursor.at('from') or cursor.at('into')) and (
            cursor.token.kind not in (')', ';')
    ):
        outputs.append(_output(cursor))
        if not cursor.sign(','):
            break
    sources: list[Rows] = []
    where: list[Expression] = []
    if cursor.accept('from'):
        _sources(cursor, sources, where)
    if cursor.accept('where'):
        where.append(expression(cursor))
    _skip_order(cursor)
    condition = None
    if where:
        condition = where[0] if len(where) == 1 else Call('and', tuple(where))
    return Query(tuple(sources), condition, tuple(outputs))


def _output(cursor: Cursor) -> tuple[Expression, str]:
    if cursor.operator('*'):
        return Variable(None, '*'), '*'
    found = expression(cursor)
    if cursor.accept('as') or (
            cursor.token.kind in ('word', 'name') and cursor.token.value not in _STOP
    ):
        return found, cursor.name()
    name = found.name if isinstance(found, (Variable, Call)) else '?column?'
    return found, name


def _sources(cursor: Cursor, sources: list[Rows], where: list[Expression]) -> None:
    sources.append(_source(cursor))
    while True:
        if cursor.sign(','):
            sources.append(_source(cursor))
            continue
        inner = cursor.accept('inner') or cursor.accept('cross')
        if not cursor.accept('join'):
            if inner or cursor.at('left') or cursor.at('right') or cursor.at('full'):
                raise cursor.fail()  # an outer join keeps rows that its condition refuses
            return
        sources.append(_source(cursor))
        if cursor.accept('on'):
            where.append(expression(cursor))
        elif cursor.accept('using'):
            left, right = sources[-2], sources[-1]
            for name in cursor.names():
                where.append(Call('=', (
                    Variable(left.alias, name), Variable(right.alias, name),
                )))


def _source(cursor: Cursor) -> Rows:
    made = Rows('')
    if cursor.sign('('):
        cursor.expect('values')
        made = made._replace(rows=_value_rows(cursor))
        cursor.expect_sign(')')
    elif cursor.accept('unnest'):
        made = made._replace(alias='unnest', unnest=_in_parentheses(cursor))
    else:
        ref = cursor.ref()
        if cursor.token.kind == '(':
            raise cursor.fail()
        made = made._replace(alias=ref.name, relation=ref)
    if cursor.accept('as') or (
            cursor.token.kind in ('word', 'name') and cursor.token.value not in _STOP
    ):
        made = made._replace(alias=cursor.name())
        if cursor.token.kind == '(':
            made = made._replace(names=cursor.names())
    return made


def _value_rows(cursor: Cursor) -> tuple[tuple[Expression, ...], ...]:
    return cursor.listed(lambda row: row.in_parentheses(expression))


def _skip_order(cursor: Cursor) -> None:
    """ORDER BY and LIMIT 1 do not change whether there is a row; GROUP BY and UNION may."""
    if cursor.accept('order', 'by'):
        cursor.listed(_skip_sort_key)
    if cursor.accept('limit'):
        cursor.i += 1
    if not cursor.at_end() and cursor.token.kind not in (')', ';'):
        if not (cursor.at('loop') or cursor.at('into') or cursor.at('then')):
            raise cursor.fail()


def _skip_sort_key(cursor: Cursor) -> None:
    expression(cursor)
    cursor.accept_any('asc', 'desc')
    if cursor.accept('nulls'):
        cursor.name()
