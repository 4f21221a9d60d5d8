"""Operator classes as the schema spells them: ``JsonbPathOps`` where Prisma has a word for it, else
``raw("gin_trgm_ops")`` (psl, ``OperatorClass``)."""
from __future__ import annotations

_MULTI = frozenset((
    'date float4 float8 inet int2 int4 int8 numeric oid timestamp timestamptz time timetz uuid'
).split())
_BLOOM = _MULTI | {'bpchar', 'bytea', 'text'}
_MINMAX = _BLOOM | {'bit', 'varbit'}
# Every class that has a word, by PostgreSQL's name.
CLASSES = frozenset({
    'array_ops', 'inet_inclusion_ops', 'inet_ops', 'jsonb_ops', 'jsonb_path_ops', 'text_ops',
    *(f'{one}_bloom_ops' for one in _BLOOM), *(f'{one}_minmax_ops' for one in _MINMAX),
    *(f'{one}_minmax_multi_ops' for one in _MULTI),
})


def word_of(opclass: str) -> str | None:
    """Prisma's word for a class, None where it has none."""
    if opclass not in CLASSES:
        return None
    name = opclass.replace('timestamptz', 'timestamp_tz').replace('timetz', 'time_tz')
    name = name.replace('varbit', 'var_bit').title().replace('_', '')
    return name.replace('Minmax', 'MinMax')


def class_of(word: str) -> str:
    """``JsonbPathOps`` is jsonb_path_ops, ``TimestampTzMinMaxMultiOps`` is
    timestamptz_minmax_multi_ops: a capital begins a word, but for these three."""
    word = word.replace('MinMax', 'Minmax').replace('Tz', 'tz').replace('VarBit', 'Varbit')
    return ''.join(f'_{c.lower()}' if c.isupper() else c for c in word).lstrip('_')
