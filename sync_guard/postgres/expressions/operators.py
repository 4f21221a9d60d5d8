"""What an operator makes of its two sides: the casts PostgreSQL adds, and the resulting type."""
from __future__ import annotations

from typing import NamedTuple

from sync_guard.catalog import Type
from sync_guard.postgres.expressions.concatenation import concatenation
from sync_guard.postgres.expressions.functions import NUMBERS
from sync_guard.postgres.expressions.functions import TEXTS
from sync_guard.postgres.expressions.parts import BOOL
from sync_guard.postgres.expressions.parts import builtin
from sync_guard.postgres.expressions.parts import Expr
from sync_guard.postgres.expressions.parts import TEXT
from sync_guard.postgres.expressions.parts import Typing

COMPARISONS = frozenset(('=', '<>', '<', '>', '<=', '>='))
_MATCHES = frozenset(('~', '~*', '!~', '!~*', '~~', '~~*', '!~~', '!~~*'))
# Types that are compared as another one: inet and oid.
_COMPARED = ('cidr', 'regclass')
_MOMENTS = ('date', 'timestamp', 'timestamptz', 'time', 'timetz')
# Date and time arithmetic (pg_operator): (left, operator, right) -> result.
_TIME_SUMS = {
    ('timestamptz', '+', 'interval'): 'timestamptz',
    ('timestamptz', '-', 'interval'): 'timestamptz',
    ('timestamp', '+', 'interval'): 'timestamp', ('timestamp', '-', 'interval'): 'timestamp',
    ('date', '+', 'interval'): 'timestamp', ('date', '-', 'interval'): 'timestamp',
    ('time', '+', 'interval'): 'time', ('time', '-', 'interval'): 'time',
    ('date', '+', 'int4'): 'date', ('date', '-', 'int4'): 'date', ('date', '-', 'date'): 'int4',
    ('date', '+', 'time'): 'timestamp',
    ('timestamptz', '-', 'timestamptz'): 'interval', ('timestamp', '-', 'timestamp'): 'interval',
    ('interval', '+', 'interval'): 'interval', ('interval', '-', 'interval'): 'interval',
    ('interval', '*', 'float8'): 'interval', ('float8', '*', 'interval'): 'interval',
    ('interval', '/', 'float8'): 'interval', ('interval', '+', 'timestamptz'): 'timestamptz',
    ('interval', '+', 'timestamp'): 'timestamp', ('interval', '+', 'date'): 'timestamp',
}


class Applied(NamedTuple):
    left: Expr
    right: Expr
    result: Type | None


def apply(typing: Typing, operator: str, left: Expr, right: Expr) -> Expr:
    """``(left operator right)``, each side cast as its types ask for."""
    done = resolve(typing, operator, left, right)
    return Expr(f'({beside(f"{done.left.text} {operator}", done.right.text)})', done.result)


def beside(left: str, right: str) -> str:
    """Two parts with a space between; a CASE begins a line, and no line ends in spaces."""
    return left + right if right.startswith('\n') else f'{left} {right}'


def resolve(typing: Typing, operator: str, left: Expr, right: Expr) -> Applied:
    """The sides as the operator takes them."""
    one, two = left.typname, right.typname
    for side in (left, right):
        if side.type is not None and not typing.is_plain(side.type):
            typing.doubt()  # an extension's own operator: OPERATOR(extensions.=)
    if operator in COMPARISONS:
        return _alike(typing, left, right, BOOL)
    if operator in _MATCHES:
        pattern = typing.coerce(right, TEXT) if right.typname in TEXTS else _as_text(typing, right)
        return Applied(_as_text(typing, left), pattern, BOOL)
    if operator == '||':
        return Applied(*concatenation(typing, left, right))
    if operator in ('->', '->>', '#>', '#>>') and one in ('json', 'jsonb'):
        wanted = TEXT if operator[0] == '-' else builtin('_text')
        if right.typname == 'int2':
            right = typing.coerce(right, builtin('int4'))
        elif right.typname is None:
            typing.doubt()
        elif right.typname != 'int4':
            right = typing.coerce(right, wanted)
        return Applied(left, right, TEXT if operator.endswith('>>') else left.type)
    if operator in ('@>', '<@', '&&'):
        both = 'tsquery' if operator == '&&' and 'tsquery' in (one, two) else 'bool'
        return _alike(typing, left, right, builtin(both))
    if operator in ('?', '?|', '?&') and one == 'jsonb':
        wanted = TEXT if operator == '?' else builtin('_text')
        return Applied(left, typing.coerce(right, wanted), BOOL)
    if operator == '@@' and one == 'tsvector':
        return Applied(left, typing.coerce(right, builtin('tsquery')), BOOL)
    if operator == '-' and one == 'jsonb' and two in ('', 'text', 'int4'):
        return Applied(left, typing.coerce(right, TEXT) if two == '' else right, left.type)
    if one in NUMBERS and two in (*NUMBERS, '') or one == '' and two in NUMBERS:
        return _arithmetic(typing, operator, left, right)
    if one in (*_MOMENTS, 'interval') or two in (*_MOMENTS, 'interval'):
        return _time_sum(typing, operator, left, right)
    typing.doubt()
    return Applied(*_guess(typing, left, right), None)


def _guess(typing: Typing, left: Expr, right: Expr) -> tuple[Expr, Expr]:
    if left.typname == '':
        left = typing.coerce(left, right.type or TEXT)
    if right.typname == '':
        right = typing.coerce(right, left.type or TEXT)
    return left, right


def _as_text(typing: Typing, part: Expr) -> Expr:
    if part.typname in ('', 'text', 'varchar', 'name', 'bpchar'):
        # name and bpchar have pattern operators of their own.
        return part if part.typname in ('name', 'bpchar') else typing.coerce(part, TEXT)
    if part.type is None or part.type.name != 'citext':
        typing.doubt()
    return part


def common_type(typing: Typing, left: Expr, right: Expr) -> Type | None:
    """The type both sides are brought to, or None where none is needed or known."""
    if left.typname == '' and right.typname == '':
        return TEXT
    if left.typname == '' or right.typname == '':
        known = (right if left.typname == '' else left).type
        if known is None:
            return None
        known = typing.base(known)._replace(modifiers=())
        # varchar has no operators: it is text to all of them.
        return TEXT if known == builtin('varchar') else known
    one, two = left.typname, right.typname
    if one in NUMBERS and two in NUMBERS:
        if one[:3] == two[:3] == 'int' or one[:5] == two[:5] == 'float':
            return None
        wider = max(one, two, key=NUMBERS.index)
        return builtin('float8' if wider == 'float4' else wider)
    if {one, two} == {'varchar', 'bpchar'}:
        return builtin('bpchar')  # one of them is of it; to both other strings text is preferred
    if one in TEXTS and two in TEXTS and (one != two or one == 'varchar'):
        return TEXT
    return None


def _alike(typing: Typing, left: Expr, right: Expr, result: Type) -> Applied:
    names = {left.typname, right.typname}
    if 'name' in names and names & {'text', 'varchar', 'bpchar'}:
        # text = name has an operator of its own; the other types of strings are taken for text.
        left, right = (p if p.typname == 'name' else typing.coerce(p, TEXT) for p in (left, right))
        return Applied(left, right, result)
    to = common_type(typing, left, right)
    if to is not None:
        return Applied(_widened(typing, left, to), _widened(typing, right, to), result)
    one, two = left.type, right.type
    if one is None or two is None:
        typing.doubt()
        return Applied(*_guess(typing, left, right), result)
    same = typing.base(one)[:2] == typing.base(two)[:2]
    moments = left.typname in _MOMENTS[:3] and right.typname in _MOMENTS[:3]
    if not (same or moments or left.typname in NUMBERS and right.typname in NUMBERS):
        typing.doubt()
    if any(typing.base(side)[:2] != side[:2] or side.name in _COMPARED for side in (one, two)):
        typing.doubt()  # the cast to what they are compared as is printed
    return Applied(left, right, result)


def _arithmetic(typing: Typing, operator: str, left: Expr, right: Expr) -> Applied:
    one, two = left.typname or right.typname, right.typname or left.typname
    assert one and two
    if operator in ('<<', '>>') and left.typname != '':
        return Applied(left, typing.coerce(right, builtin('int4')), left.type)
    if operator == '^':
        exact = 'numeric' in (one, two) and not {one, two} & {'float4', 'float8'}
        to = builtin('numeric' if exact else 'float8')
    elif one == two or operator in '+-*/' and one[:3] == two[:3] == 'int':
        to = None
    elif operator in ('<<', '>>') or operator in '+-*/' and {one, two} == {'float4', 'float8'}:
        to = None
    else:
        to = builtin(max(one, two, key=NUMBERS.index))
        to = builtin('float8') if to.name == 'float4' else to
    result = to or builtin(max(one, two, key=NUMBERS.index))
    if to is None:
        to = result
        left = typing.coerce(left, to) if left.typname == '' else left
        right = typing.coerce(right, to) if right.typname == '' else right
        return Applied(left, right, result)
    if operator in '+-*/':
        return Applied(_widened(typing, left, to), _widened(typing, right, to), result)
    return Applied(typing.coerce(left, to), typing.coerce(right, to), result)


def _widened(typing: Typing, side: Expr, to: Type) -> Expr:
    """A side as its operator takes it: real has operators with double precision (float48eq)."""
    if side.typname == 'float4' and to == builtin('float8'):
        return side
    return typing.coerce(side, to)


def _time_sum(typing: Typing, operator: str, left: Expr, right: Expr) -> Applied:
    one, two = left.typname, right.typname
    if two == '' and one is not None:
        # An untyped side is taken for the other's type where such an operator exists.
        for guess in (one, 'interval'):
            if (one, operator, guess) in _TIME_SUMS and one != 'date':
                right = typing.coerce(right, builtin(guess))
                break
    if one == '' and operator == '+' and two is not None:
        left = typing.coerce(left, builtin('interval'))
    for side in ('left', 'right'):
        if operator in '*/' and (left if side == 'left' else right).typname in NUMBERS:
            if side == 'left':
                left = typing.coerce(left, builtin('float8'))
            else:
                right = typing.coerce(right, builtin('float8'))
    result = _TIME_SUMS.get((left.typname or '', operator, right.typname or ''))
    if result is None:
        typing.doubt()
        return Applied(*_guess(typing, left, right), None)
    return Applied(left, right, builtin(result))
