"""JSON as jsonb keeps it: keys sorted and unique, numbers as numeric, one way of spacing."""
from __future__ import annotations

import json


class _Number(str):
    """A number by its digits: jsonb keeps ``1.0`` and ``0.10``, a float would not."""


def jsonb_text(text: str) -> str | None:
    """What jsonb_out() prints, or None if this is no JSON."""
    try:
        value = json.loads(
            text, parse_int=_Number, parse_float=_Number, parse_constant=_refuse,
            object_pairs_hook=_Pairs,
        )
        return _print(value)
    except (ValueError, RecursionError):
        return None


class _Pairs(list[tuple[str, object]]):
    """An object's pairs in the order written, so that the last of equal keys can win."""


def _refuse(_: str) -> None:
    raise ValueError


def _print(value: object) -> str:
    if isinstance(value, _Number):
        return _number(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, _Pairs):
        # lengthCompareJsonbString(): shorter keys first, then by bytes.
        pairs = sorted(dict(value).items(), key=lambda p: (len(p[0].encode()), p[0].encode()))
        return '{' + ', '.join(f'{_print(k)}: {_print(v)}' for k, v in pairs) + '}'
    if isinstance(value, list):
        return '[' + ', '.join(map(_print, value)) + ']'
    return 'null' if value is None else 'true' if value else 'false'


def _number(digits: str) -> str:
    """numeric_out(): no exponent, and no negative zero."""
    from decimal import Decimal
    number = Decimal(digits)
    printed = format(number, 'f')
    return printed if number else printed.lstrip('-')
