"""What PostgreSQL makes of ``||``: text, an array, or of a few types that have their own."""
from __future__ import annotations

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Type
from sync_guard.postgres.expressions.common import common
from sync_guard.postgres.expressions.functions import TEXTS
from sync_guard.postgres.expressions.parts import builtin
from sync_guard.postgres.expressions.parts import Expr
from sync_guard.postgres.expressions.parts import TEXT
from sync_guard.postgres.expressions.parts import Typing

# What joins two of a kind (pg_operator), and the type it makes.
_OWN = {
    'bit': 'varbit', 'bytea': 'bytea', 'jsonb': 'jsonb', 'tsquery': 'tsquery',
    'tsvector': 'tsvector', 'varbit': 'varbit',
}

Joined = tuple[Expr, Expr, 'Type | None']


def concatenation(typing: Typing, left: Expr, right: Expr) -> Joined:
    """The two sides as the operator takes them, and its type; None where that is not certain."""
    if left.typname == '' and right.typname == '':
        return typing.coerce(left, TEXT), typing.coerce(right, TEXT), TEXT
    one, two = _bare(typing, left), _bare(typing, right)
    if left.typname == '':
        to = _beside_literal(typing, two)
        return typing.coerce(left, to or TEXT), _brought(typing, right, to), to
    if right.typname == '':
        to = _beside_literal(typing, one)
        return _brought(typing, left, to), typing.coerce(right, to or TEXT), to
    if one is not None and two is not None:
        if one.is_array or two.is_array:
            return _arrays(typing, left, right, one, two)
        if any(side.schema == BUILT_IN and side.name in TEXTS for side in (one, two)):
            # text || anynonarray takes the other side as it is.
            return _brought(typing, left, TEXT), _brought(typing, right, TEXT), TEXT
        if one == two and one.schema == BUILT_IN and one.name in _OWN:
            to = builtin(_OWN[one.name])
            return _brought(typing, left, to), _brought(typing, right, to), to
    typing.doubt()
    return left, right, None


def _bare(typing: Typing, part: Expr) -> Type | None:
    """The type under a domain; None where operators of an extension may serve it."""
    if part.type is None or not part.type.is_array and not typing.is_plain(part.type):
        return None
    bare = typing.base(part.type)
    if bare[:2] != part.type[:2]:
        typing.doubt()  # a cast of the domain to its type may be printed
    return bare._replace(modifiers=())


def _beside_literal(typing: Typing, known: Type | None) -> Type | None:
    """The type that an untyped literal is taken for, and the operator makes."""
    if known is None:
        typing.doubt()
        return None
    if known.is_array:
        return known
    return builtin(_OWN[known.name]) if known.schema == BUILT_IN and known.name in _OWN else TEXT


def _brought(typing: Typing, part: Expr, to: Type | None) -> Expr:
    """A side that has a type: strings become text and bits bit varying, others stay."""
    cast = part.typname in TEXTS and to == TEXT or part.typname == 'bit' and to != TEXT
    return typing.coerce(part, to) if to is not None and cast else part


def _arrays(typing: Typing, left: Expr, right: Expr, one: Type, two: Type) -> Joined:
    """``anycompatiblearray || anycompatible`` and its like (PostgreSQL 14): the elements of an
    array and what stands beside it come to one type."""
    element = common(typing, [
        Expr('', (bare if bare.is_array else side.type or bare)._replace(is_array=False))
        for side, bare in ((left, one), (right, two))
    ])
    if element is None:
        typing.doubt()
        return left, right, None
    return (
        typing.coerce(left, element._replace(is_array=one.is_array)),
        typing.coerce(right, element._replace(is_array=two.is_array)),
        element._replace(is_array=True),
    )
