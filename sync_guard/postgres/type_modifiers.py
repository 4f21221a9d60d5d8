"""What PostgreSQL's types say of their modifiers: the length of ``varchar(0)``, the precision of
``numeric(2000)`` (the typmod_in functions of varchar.c, varbit.c, numeric.c and timestamp.c)."""
from __future__ import annotations

import re

Fault = tuple[str, str]  # SQLSTATE and message

_MOST_CHARACTERS = 10_485_760  # MaxAttrSize
_LENGTHS = {
    'varchar': ('varchar', _MOST_CHARACTERS), 'bpchar': ('char', _MOST_CHARACTERS),
    'bit': ('bit', 8 * _MOST_CHARACTERS), 'varbit': ('varbit', 8 * _MOST_CHARACTERS),
}
_TIMES = {
    'time': 'TIME({})', 'timetz': 'TIME({}) WITH TIME ZONE',
    'timestamp': 'TIMESTAMP({})', 'timestamptz': 'TIMESTAMP({}) WITH TIME ZONE',
}
_MOST_DIGITS = 1000  # NUMERIC_MAX_PRECISION, and NUMERIC_MAX_SCALE
# The types of pg_catalog that have a typmod_in function.
_WITH_MODIFIERS = frozenset({*_LENGTHS, *_TIMES, 'interval', 'numeric'})
# Of the others, those that the grammar itself names, and knows to have none.
_WORDS = frozenset({'bool', 'float4', 'float8', 'int2', 'int4', 'int8'})
_WHOLE = re.compile(r'[+-]?\d+', re.ASCII)


def fault(name: str, modifiers: tuple[str, ...] | None) -> Fault | None:
    """What is wrong with the modifiers of a type of pg_catalog (by its typname); None where
    PostgreSQL takes them."""
    if not modifiers:
        return None
    if name not in _WITH_MODIFIERS:
        return '42601', 'syntax error at or near "("' if name in _WORDS else (
            f'type modifier is not allowed for type "{name}"'
        )
    if name == 'interval':
        return None  # its fields are the grammar's, and a precision above 6 is cut to that
    for one in modifiers:
        if not _WHOLE.fullmatch(one):
            return '22P02', f'invalid input syntax for type integer: "{one}"'
    numbers = [int(one) for one in modifiers]
    if name == 'numeric':
        return _of_numeric(numbers)
    if len(numbers) > 1:
        return '22023', 'invalid type modifier'
    if name in _TIMES:
        return None if numbers[0] >= 0 else (
            '22023', f'{_TIMES[name].format(numbers[0])} precision must not be negative'
        )
    spelled, most = _LENGTHS[name]
    if numbers[0] < 1:
        return '22023', f'length for type {spelled} must be at least 1'
    if numbers[0] > most:
        return '22023', f'length for type {spelled} cannot exceed {most}'
    return None


def _of_numeric(numbers: list[int]) -> Fault | None:
    if len(numbers) > 2:
        return '22023', 'invalid NUMERIC type modifier'
    if not 1 <= numbers[0] <= _MOST_DIGITS:
        return '22023', f'NUMERIC precision {numbers[0]} must be between 1 and {_MOST_DIGITS}'
    if len(numbers) > 1 and not -_MOST_DIGITS <= numbers[1] <= _MOST_DIGITS:
        return '22023', (
            f'NUMERIC scale {numbers[1]} must be between -{_MOST_DIGITS} and {_MOST_DIGITS}'
        )
    return None
