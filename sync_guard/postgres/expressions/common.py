"""The one type that several parts of an expression are brought to."""
from __future__ import annotations

from collections.abc import Sequence

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Type
from sync_guard.postgres.expressions.functions import MOMENTS
from sync_guard.postgres.expressions.functions import NUMBERS
from sync_guard.postgres.expressions.functions import TEXTS
from sync_guard.postgres.expressions.functions import widens
from sync_guard.postgres.expressions.parts import Expr
from sync_guard.postgres.expressions.parts import TEXT
from sync_guard.postgres.expressions.parts import Typing


def common(typing: Typing, parts: Sequence[Expr]) -> Type | None:
    """The type that ARRAY[…], COALESCE, CASE and IN bring their parts to
    (select_common_type): text if none has one, the first, or a wider one that it casts to.
    None where that is not certain. A domain stays one where all parts are of it."""
    found: Type | None = None
    typed = [part.type for part in parts if part.typname != '']
    if len(typed) == len(parts) and len({t and t._replace(modifiers=()) for t in typed}) == 1:
        return typed[0] and typed[0]._replace(modifiers=())
    for type_ in typed:
        if type_ is None:
            return None
        bare = typing.base(type_)._replace(modifiers=())
        if found is None:
            found = bare
        elif bare != found:
            kin = bare.schema == found.schema == BUILT_IN and any(
                {bare.name, found.name} <= {*kind} for kind in (NUMBERS, TEXTS, MOMENTS)
            )
            if not kin or bare.is_array or found.is_array:
                return None
            # Of strings the first one stays, as they cast to each other both ways; but name
            # casts to text alone, and the others give way to it (pg_cast).
            if bare.name not in TEXTS and widens(found.name, bare.name) or (
                bare.name == 'name' and found.name != 'text'
            ):
                found = bare
    return found or TEXT
