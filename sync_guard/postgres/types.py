"""Types as they are written, and as format_type() prints them."""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Type
from sync_guard.postgres.names import quote_identifier

if TYPE_CHECKING:  # a replay of what the cache holds reads no token
    from sync_guard.postgres.tokens import Token

# Every type of pg_catalog a column can have, by pg_type.typname (PostgreSQL 15).
BUILT_IN_NAMES = frozenset("""
aclitem bit bool box bpchar bytea char cid cidr circle date datemultirange daterange float4 float8
gtsvector inet int2 int4 int4multirange int4range int8 int8multirange int8range interval json jsonb
jsonpath line lseg macaddr macaddr8 money name numeric nummultirange numrange oid path pg_lsn
pg_node_tree pg_snapshot point polygon refcursor regclass regcollation regconfig regdictionary
regnamespace regoper regoperator regproc regprocedure regrole regtype text tid time timestamp
timestamptz timetz tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot uuid
varbit varchar xid xid8 xml int2vector oidvector
""".split())
# The words of the grammar itself (gram.y, SimpleTypename): always pg_catalog's.
_KEYWORDS = {
    'int': 'int4', 'integer': 'int4', 'smallint': 'int2', 'bigint': 'int8', 'real': 'float4',
    'float': 'float8', 'double': 'float8', 'decimal': 'numeric', 'dec': 'numeric',
    'numeric': 'numeric', 'boolean': 'bool', 'character': 'bpchar', 'char': 'bpchar',
    'nchar': 'bpchar', 'national': 'bpchar', 'varchar': 'varchar', 'bit': 'bit',
    'time': 'time', 'timestamp': 'timestamp', 'interval': 'interval',
}
# transformColumnDefinition takes these, without a schema, for a type and a sequence.
_SERIAL = {
    'serial': 'int4', 'serial4': 'int4', 'bigserial': 'int8', 'serial8': 'int8',
    'smallserial': 'int2', 'serial2': 'int2',
}
_PRINTED = {
    'bit': '"bit"', 'bool': 'boolean', 'char': '"char"', 'float4': 'real',
    'float8': 'double precision', 'int2': 'smallint', 'int4': 'integer', 'int8': 'bigint',
    'numeric': 'numeric', 'varbit': 'bit varying', 'varchar': 'character varying',
    'time': 'time{} without time zone', 'timestamp': 'timestamp{} without time zone',
    'timestamptz': 'timestamp{} with time zone', 'timetz': 'time{} with time zone',
}
_INTERVAL_FIELDS = ('year', 'month', 'day', 'hour', 'minute', 'second')
# PostGIS prints the shapes of its modifiers in this case.
_SHAPES = {shape.lower(): shape for shape in (
    'Geometry', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon',
    'GeometryCollection', 'CircularString', 'CompoundCurve', 'CurvePolygon', 'MultiCurve',
    'MultiSurface', 'PolyhedralSurface', 'Triangle', 'Tin',
)}
_MOST_INTEGER = 2**31 - 1
_TIMES = ('time', 'timestamp', 'timetz', 'timestamptz', 'interval')


class TypeName(NamedTuple):
    """A type as written, before it is looked up.

    ``schema`` is None where none was written and the search path decides (pg_catalog first);
    PostgreSQL's own words (``int``, ``varchar``, ``timestamp with time zone``) come resolved.
    ``modifiers`` are as in :class:`~sync_guard.catalog.Type`; for interval the fields come first
    (``('day to second', '3')``). ``serial``: an integer with a sequence, and not null.
    ``setof``: what only functions return.
    """

    schema: str | None
    name: str
    modifiers: tuple[str, ...] = ()
    is_array: bool = False
    serial: bool = False
    start: int = -1
    setof: bool = False


class NotAType(Exception):
    """No type can be read at ``position`` (an offset into the text)."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


def parse_type(tokens: Sequence[Token], i: int) -> tuple[TypeName, int]:
    """The type whose first token is ``tokens[i]``, and the index behind it.

    Raises :class:`NotAType`.
    """
    setof = i < len(tokens) and tokens[i][:2] == ('word', 'setof')
    i += setof
    if i >= len(tokens) or tokens[i].kind not in ('word', 'name'):
        raise NotAType(tokens[i].start if i < len(tokens) else tokens[-1].end if tokens else 0)
    first = tokens[i]
    if first.kind == 'word' and first.value in _KEYWORDS and not _kind_at(tokens, i + 1, '.'):
        made, i = _keyword_type(tokens, i)
    else:
        made, i = _generic_type(tokens, i)
    is_array, i = _array_bounds(tokens, i)
    return made._replace(is_array=is_array, start=first.start, setof=setof), i


def built_in(written: TypeName) -> Type | None:
    """The type of pg_catalog that is meant, or None where the search path has to be asked."""
    if written.schema in (None, BUILT_IN):
        if written.name in BUILT_IN_NAMES:
            modifiers = normal_modifiers(written.name, written.modifiers)
            return Type(BUILT_IN, written.name, modifiers, written.is_array)
        # int4[] may be written _int4, as dumps and hand-made catalogs do.
        if written.name[:1] == '_' and written.name[1:] in BUILT_IN_NAMES:
            return Type(BUILT_IN, written.name[1:], written.modifiers, True)
    return None


def normal_modifiers(name: str, modifiers: tuple[str, ...]) -> tuple[str, ...]:
    """The modifiers as PostgreSQL keeps them: ``numeric(10)`` has scale 0, times at most 6."""
    if name == 'numeric' and len(modifiers) == 1:
        return (modifiers[0], '0')
    if name in ('geometry', 'geography') and modifiers:
        return _shape(name, modifiers)
    if name in _TIMES and modifiers and modifiers[-1].isdigit() and int(modifiers[-1]) > 6:
        return (*modifiers[:-1], '6')
    return modifiers


def _shape(name: str, modifiers: tuple[str, ...]) -> tuple[str, ...]:
    """``geography(pointz)`` as PostGIS prints it: ``geography(PointZ,4326)``."""
    word = modifiers[0].lower()
    plain = word if word in _SHAPES else word.rstrip('zm')
    reference = modifiers[1] if len(modifiers) > 1 else '4326' if name == 'geography' else '0'
    made = _SHAPES.get(plain, modifiers[0]) + word[len(plain):].upper()
    return (made,) if reference == '0' else (made, reference)


def format_type(of: Type, search_path: Sequence[str] = ()) -> str:
    """The type as PostgreSQL's format_type() prints it, by default with an empty search path."""
    name = of.name
    modifiers = of.modifiers or ()
    if of.schema != BUILT_IN:
        text = quote_identifier(name)
        if of.schema not in search_path:
            text = f'{quote_identifier(of.schema)}.{text}'
    elif name == 'bpchar':
        text = 'character' if modifiers else 'bpchar'
    elif name == 'bit' and modifiers:
        text = 'bit'
    elif name == 'interval':
        fields = [m for m in modifiers if not m.isdigit()]
        digits = [m for m in modifiers if m.isdigit()]
        text = ' '.join(['interval', *fields]) + (f'({digits[0]})' if digits else '')
        modifiers = ()
    else:
        text = _PRINTED.get(name) or quote_identifier(name)
    listed = f'({",".join(modifiers)})' if modifiers else ''
    text = text.replace('{}', listed, 1) if '{}' in text else text + listed
    return text + '[]' if of.is_array else text


def _kind_at(tokens: Sequence[Token], i: int, kind: str) -> bool:
    return i < len(tokens) and tokens[i].kind == kind


def _word_at(tokens: Sequence[Token], i: int, *words: str) -> bool:
    """Whether these words stand at ``i``, one after the other."""
    return len(tokens) >= i + len(words) and all(
        tokens[i + n][:2] == ('word', word) for n, word in enumerate(words)
    )


def _modifiers(tokens: Sequence[Token], i: int) -> tuple[tuple[str, ...], int]:
    """What stands in parentheses at ``i``: ``(10, 2)``, ``(Point, 4326)``, ``(-3)``."""
    if not _kind_at(tokens, i, '('):
        return (), i
    found = ['']
    for end in range(i + 1, len(tokens)):
        token = tokens[end]
        if token.kind == ')':
            return tuple(found), end + 1
        if token.kind == ',':
            found.append('')
        elif token.kind in ('word', 'name', 'number', 'string', 'operator'):
            found[-1] += token.value
        else:
            break
    raise NotAType(tokens[i].start)


def _constant(tokens: Sequence[Token], i: int) -> tuple[tuple[str, ...], int]:
    """The whole number that the grammar has behind its own words: ``(3)``. Of other types the
    modifiers are expressions."""
    if not _kind_at(tokens, i, '('):
        return (), i
    for place, kind in ((i + 1, 'number'), (i + 2, ')')):
        if not _kind_at(tokens, place, kind):
            raise NotAType(tokens[min(place, len(tokens) - 1)].start)
    number = tokens[i + 1]
    if not number.value.isdigit() or int(number.value) > _MOST_INTEGER:
        raise NotAType(number.start)  # no Iconst
    return (number.value,), i + 3


def _keyword_type(tokens: Sequence[Token], i: int) -> tuple[TypeName, int]:
    word = tokens[i].value
    name = _KEYWORDS[word]
    i += 1
    if word == 'double':
        if not _word_at(tokens, i, 'precision'):
            return _generic_type(tokens, i - 1)  # double is no reserved word: a type of the user
        i += 1
    elif name == 'bpchar':
        if word == 'national':
            if not _word_at(tokens, i, 'character') and not _word_at(tokens, i, 'char'):
                raise NotAType(tokens[i - 1].start)
            i += 1
        if _word_at(tokens, i, 'varying'):
            name, i = 'varchar', i + 1
    elif name == 'bit' and _word_at(tokens, i, 'varying'):
        name, i = 'varbit', i + 1
    if name == 'interval':
        return _interval(tokens, i)
    listed = name in ('bit', 'varbit', 'numeric')
    modifiers, i = (_modifiers if listed else _constant)(tokens, i)
    if name in ('bpchar', 'bit') and not modifiers:
        modifiers = ('1',)
    if word == 'float' and modifiers:
        name, modifiers = 'float4' if int(modifiers[0]) <= 24 else 'float8', ()
    elif name in ('time', 'timestamp'):
        if _word_at(tokens, i, 'with', 'time', 'zone'):
            name, i = name + 'tz', i + 3
        elif _word_at(tokens, i, 'without', 'time', 'zone'):
            i += 3
    return TypeName(BUILT_IN, name, normal_modifiers(name, modifiers)), i


def _interval(tokens: Sequence[Token], i: int) -> tuple[TypeName, int]:
    digits, i = _constant(tokens, i)
    fields = ''
    if i < len(tokens) and tokens[i].kind == 'word' and tokens[i].value in _INTERVAL_FIELDS:
        fields = tokens[i].value
        i += 1
        if _word_at(tokens, i, 'to') and i + 1 < len(tokens):
            fields = f'{fields} to {tokens[i + 1].value}'
            i += 2
        if not digits and fields.endswith('second'):
            digits, i = _constant(tokens, i)
    modifiers = normal_modifiers('interval', (fields, *digits) if fields else digits)
    return TypeName(BUILT_IN, 'interval', modifiers), i


def _generic_type(tokens: Sequence[Token], i: int) -> tuple[TypeName, int]:
    parts = [tokens[i].value]
    i += 1
    while _kind_at(tokens, i, '.') and i + 1 < len(tokens):
        if tokens[i + 1].kind not in ('word', 'name'):
            raise NotAType(tokens[i + 1].start)
        parts.append(tokens[i + 1].value)
        i += 2
    modifiers, i = _modifiers(tokens, i)
    schema, name = (parts[-2] if len(parts) > 1 else None), parts[-1]  # database.schema.name
    if schema is None and name in _SERIAL:
        return TypeName(BUILT_IN, _SERIAL[name], modifiers, serial=True), i
    return TypeName(schema, name, normal_modifiers(name, modifiers)), i


def _array_bounds(tokens: Sequence[Token], i: int) -> tuple[bool, int]:
    """``[]``, ``[3][4]``, ``ARRAY``, ``ARRAY[4]``: whether there are any, and the index behind."""
    is_array = _word_at(tokens, i, 'array')
    if is_array:
        i += 1
    while _kind_at(tokens, i, '['):
        close = i + 2 if _kind_at(tokens, i + 1, 'number') else i + 1
        if not _kind_at(tokens, close, ']'):
            raise NotAType(tokens[i].start)
        is_array, i = True, close + 1
    return is_array, i
