"""Constants as PostgreSQL keeps and prints them: what a type's input function makes of a literal.

PostgreSQL does not store a default as written. ``'2020-1-2'`` for a date is kept as a date and
printed ``'2020-01-02'::date``; so each type here has a reader that gives the text its output
function would print, or None where that cannot be known from the text alone.
"""
from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Sequence

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Type
from sync_guard.postgres.expressions.times import date
from sync_guard.postgres.expressions.times import interval
from sync_guard.postgres.expressions.times import time
from sync_guard.postgres.expressions.times import timestamp
from sync_guard.postgres.expressions.times import timetz
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.types import format_type

_TRUE = ('true', 'yes', 'on')
_FALSE = ('false', 'no', 'off')
# Characters that make array_out quote an element (arrayfuncs.c).
_QUOTED_ELEMENT = re.compile(r'[\s{},"\\]')


def quote_literal(text: str) -> str:
    """The text between quotes, as ruleutils.c prints it: only quotes are doubled."""
    return "'" + text.replace("'", "''") + "'"


def print_constant(value: str, of: Type, search_path: Sequence[str]) -> str:
    """A constant as get_const_expr() of ruleutils.c prints it; ``value`` is in output form."""
    if of.schema == BUILT_IN and not of.is_array:
        if of.name == 'bool':
            return value
        if of.name == 'int4' and value[:1] != '-':
            return value
        if of.name == 'numeric' and value[:1].isdigit() and re.search('[.eE]', value):
            return value
    bare = of if of.name == 'interval' else of._replace(modifiers=())
    return f'{quote_literal(value)}::{format_type(bare, search_path)}'


def output(literal: str, of: Type, enum: bool = False) -> str | None:
    """What the type's output function prints for this literal, or None where that is not known."""
    if of.is_array:
        items = read_array(literal)
        if items is None:
            return None
        element = of._replace(is_array=False)
        printed = [None if i is None else output(i, element, enum) for i in items]
        if any(p is None and i is not None for p, i in zip(printed, items)):
            return None
        if element.name == 'bool' and element.schema == BUILT_IN:
            printed = [p and p[0] for p in printed]  # boolout(): only constants are spelled out
        return print_array(printed)
    if enum:
        return literal
    if of.schema != BUILT_IN:
        # citext keeps its text; what another extension's type prints is its own affair.
        return literal if of.name == 'citext' or not literal else None
    reader = _READERS.get(of.name)
    return reader(literal) if reader is not None else None


def refused(literal: str, of: Type) -> bool:
    """Whether the type's input function is known to refuse the literal; of most types it is not
    known. Enums know their labels themselves."""
    if of.schema != BUILT_IN:
        return False
    if of.is_array:
        # '[2:3]={a,b}' sets the bounds as well.
        return re.match(r'\s*(?:\{|\[\s*[-+]?\d)', literal) is None
    if of.name in ('bool', 'uuid'):
        return output(literal, of) is None
    if of.name in ('int2', 'int4', 'int8', 'oid'):
        # 0x1F and 1_000 since PostgreSQL 16.
        return re.fullmatch(r'\s*[-+]?\d[\dxob_a-f]*\s*', literal, re.ASCII | re.IGNORECASE) is None
    if of.name in ('numeric', 'float4', 'float8', 'money'):
        return _numeric(literal) is None and re.search(r'\d', literal) is None
    if of.name in ('date', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval'):
        return not literal.strip()
    if of.name in ('json', 'jsonb'):
        import json
        try:
            json.loads(literal, parse_int=str)
        except RecursionError:
            return False
        except ValueError:
            return True
    return False


def read_array(literal: str) -> list[str | None] | None:
    """The elements of a one-dimensional array literal, NULL as None; None for anything else."""
    text = literal.strip()
    if not (text.startswith('{') and text.endswith('}')):
        return None
    text = text[1:-1]
    if not text.strip():
        return []
    items: list[str | None] = []
    position = 0
    item = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|((?:[^"{},\\]|\\.)+?))\s*(,|\Z)', re.DOTALL)
    while True:
        match = item.match(text, position)
        if match is None:
            return None
        quoted, plain, comma = match.groups()
        found: str | None = re.sub(r'\\(.)', r'\1', plain if quoted is None else quoted)
        if quoted is None and plain.lower() == 'null':
            found = None
        items.append(found)
        position = match.end()
        if not comma:
            return items


def print_array(items: Sequence[str | None]) -> str:
    """The elements as array_out() prints them."""
    return '{' + ','.join(
        'NULL' if item is None else
        '"' + item.replace('\\', '\\\\').replace('"', '\\"') + '"'
        if not item or item.lower() == 'null' or _QUOTED_ELEMENT.search(item) else item
        for item in items
    ) + '}'


def _same(literal: str) -> str:
    return literal


def _char(literal: str) -> str | None:
    """The type "char" keeps one byte."""
    return literal[:1] if literal.isascii() and '\\' not in literal else None


def _bool(literal: str) -> str | None:
    """parse_bool(): any beginning that is unique (``o`` alone is not)."""
    word = literal.strip().lower()
    if word == '1' or word and word != 'o' and any(w.startswith(word) for w in _TRUE):
        return 'true'
    if word == '0' or len(word) > 1 and 'off'.startswith(word) or word and word != 'o' and any(
        w.startswith(word) for w in _FALSE
    ):
        return 'false'
    return None


def _integer(literal: str) -> str | None:
    try:
        return str(int(literal.strip())) if literal.isascii() and '_' not in literal else None
    except ValueError:
        return None


def _numeric(literal: str) -> str | None:
    """numeric_out(): all digits kept, no exponent."""
    text = literal.strip().lower()
    if text in ('nan', 'infinity', '-infinity', 'inf', '-inf'):
        return {'n': 'NaN', 'i': 'Infinity', '-': '-Infinity'}[text[0]]
    if not re.fullmatch(r'[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?', text, re.ASCII):
        return None
    from decimal import Decimal
    printed = format(Decimal(text), 'f')
    return printed.lstrip('-') if not Decimal(text) else printed


def _float(literal: str) -> str | None:
    """float8out(): the shortest text that reads back, in C's notation."""
    text = literal.strip()
    if not re.fullmatch(r'[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?', text, re.ASCII):
        special = _numeric(text)
        return special if special and special[-1] in 'Ny' else None
    number = float(text)
    if not (1e-4 <= abs(number) < 1e15 or number == 0):
        printed = repr(number)
        return printed if 'e' in printed else None
    return repr(number).removesuffix('.0')


def _real(literal: str) -> str | None:
    """float4out() has fewer digits: known where the text is short enough to survive."""
    printed = _float(literal)
    if printed is None or 'e' in printed or len(re.sub('[-.]', '', printed).lstrip('0')) > 6:
        return None
    return printed


def _uuid(literal: str) -> str | None:
    digits = literal.strip('{}').replace('-', '').lower()
    if not re.fullmatch('[0-9a-f]{32}', digits):
        return None
    return f'{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}'


def _bytea(literal: str) -> str | None:
    """bytea_out() in hex, its default form, of what bytea_in() reads: hex, or escapes in octal."""
    if literal[:2].lower() == '\\x':
        digits = re.sub(r'\s', '', literal[2:]).lower()
        return '\\x' + digits if re.fullmatch('(?:[0-9a-f]{2})*', digits) else None
    if not re.fullmatch(r'(?:[^\\]|\\\\|\\[0-3][0-7]{2})*', literal, re.S):
        return None
    raw = re.sub(
        rb'\\(?:\\|([0-3][0-7]{2}))', lambda m: bytes([int(m[1], 8)]) if m[1] else b'\\',
        literal.encode('utf-8', 'surrogatepass'),
    )
    return '\\x' + raw.hex()


def _bits(literal: str) -> str | None:
    return literal if re.fullmatch('[01]*', literal) else None


def _inet(literal: str) -> str | None:
    """An IPv4 address or network in full; shorter forms are completed by rules of their own."""
    return literal if re.fullmatch(r'(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?', literal) else None


def _cidr(literal: str) -> str | None:
    found = _inet(literal)
    return found if found is None or '/' in found else found + '/32'


def _jsonb(literal: str) -> str | None:
    from sync_guard.postgres.expressions.json_text import jsonb_text
    return jsonb_text(literal)


def _tsvector(literal: str) -> str | None:
    if not literal:
        return ''
    return f"'{literal}'" if re.fullmatch(r'[A-Za-z0-9]+', literal) else None


def _regconfig(literal: str) -> str | None:
    """The name of a text search configuration, printed with quotes only where it needs them."""
    inner = literal[1:-1]
    if literal[:1] == '"' == literal[-1:] and inner and '"' not in inner:
        return quote_identifier(inner)
    return literal


_READERS: dict[str, Callable[[str], str | None]] = {
    'text': _same, 'varchar': _same, 'bpchar': _same, 'char': _char, 'name': _same,
    'json': _same, 'xml': _same, 'refcursor': _same, 'jsonb': _jsonb, 'bool': _bool,
    'int2': _integer, 'int4': _integer, 'int8': _integer, 'oid': _integer, 'numeric': _numeric,
    'float8': _float, 'float4': _real, 'uuid': _uuid, 'bytea': _bytea, 'bit': _bits,
    'varbit': _bits, 'inet': _inet, 'cidr': _cidr, 'date': date, 'time': time, 'timetz': timetz,
    'timestamp': timestamp, 'timestamptz': lambda text: timestamp(text, zone=True),
    'interval': interval, 'tsvector': _tsvector, 'regconfig': _regconfig,
}
