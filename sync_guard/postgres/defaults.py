"""Defaults and other expressions: how PostgreSQL spells them, and what they are to Prisma."""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence

from sync_guard.catalog import Catalog
from sync_guard.catalog import Default
from sync_guard.catalog import Expression
from sync_guard.catalog import Name
from sync_guard.catalog import Type
from sync_guard.postgres.expressions.constants import read_array
from sync_guard.postgres.expressions.grammar import Grammar
from sync_guard.postgres.expressions.grammar import Unknown
from sync_guard.postgres.expressions.parts import Asked
from sync_guard.postgres.expressions.parts import Expr
from sync_guard.postgres.expressions.parts import Refusal
from sync_guard.postgres.expressions.parts import Scope
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.tokens import read
from sync_guard.postgres.tokens import Unreadable
from sync_guard.postgres.types import TypeName

# Supabase: ALTER ROLE postgres SET search_path = "$user", public, extensions.
SEARCH_PATH = ('public', 'extensions')
# Prisma reads the database with this search_path, so its texts leave `public.` out.
_PRISMA_PATH = ('public',)
_WHOLE = ('int2', 'int4', 'int8', 'oid')
_TEXTS = ('text', 'varchar', 'bpchar', 'char', 'name', 'citext')
# Constants of these types are literals on columns of those.
_LITERALS = (
    (_WHOLE, _WHOLE),
    ((*_WHOLE, 'numeric', 'float4', 'float8'), ('numeric', 'float4', 'float8', 'money')),
    (_TEXTS, _TEXTS),
    (('json', 'jsonb'), ('json', 'jsonb')),
    (('bit', 'varbit'), ('bit', 'varbit')),
)


def read_default(
        expression: str, of: Type, catalog: Catalog, search_path: Sequence[str] = SEARCH_PATH,
        tell: Callable[[Refusal | Asked], None] | None = None,
) -> Default | None:
    """The default that ``DEFAULT expression`` gives to a column of this type.

    None for a plain NULL, of which PostgreSQL stores nothing; one that is cast or cut to the
    column's length is stored (``NULL::numeric``), though to Prisma it is no default either. Never
    raises: what cannot be read is an expression as it was written, and not certain. ``tell`` is
    told what PostgreSQL would refuse, and what of that only the database can know.
    """
    scope = Scope(catalog.types, catalog.extensions, {}, search_path or SEARCH_PATH)
    reading = _read(expression, scope, of)
    if reading is None:
        text = _as_written(expression)
        return Default('expression', text, text, certain=False)
    found, grammar = reading
    if tell is not None:
        for refusal in grammar.refusals:
            if refusal.sqlstate == '42703':
                # Of any name: a default cannot read a row (transformColumnRef).
                words = 'cannot use column reference in DEFAULT expression'
                refusal = Refusal('0A000', words)
            tell(refusal)
        for asked in grammar.asked:
            tell(asked)
    if found.is_null and found.type == of and (not of.modifiers or of.name == 'interval'):
        return None
    sequence = _sequence(found.text)
    if sequence is not None:
        return Default('sequence', sequence, found.text, grammar.certain)
    if found.text in ('now()', 'CURRENT_TIMESTAMP'):
        return Default('now', '', found.text, grammar.certain)
    base = grammar.base(of)
    alike = _says_the_same(found.type, base) or _is_whole(found, base)
    value = _literal(found) if alike else None
    if found.text.startswith("'") and base.name in _TEXTS and not base.is_array:
        value = found.constant  # Prisma reads no cast behind a text
    if value is not None:
        return Default('literal', value, found.text, grammar.certain)
    shown = _for_prisma(expression, scope, of, reading)
    return Default('expression', shown, found.text, grammar.certain)


def print_expression(
        expression: str, catalog: Catalog, columns: Mapping[str, Type], of: Type | None = None,
        search_path: Sequence[str] = SEARCH_PATH, spelled: Mapping[str, str] = {},
        relation: str = '', tell: Callable[[Refusal | Asked], None] | None = None,
) -> Expression:
    """An expression over columns: of a generated column (``of`` its type), an index, a check.

    ``spelled`` and ``relation`` as in :class:`Scope`. Never raises: what cannot be read is printed
    as it was written, and not certain; it may read any column that it mentions. ``tell`` as in
    :func:`read_default`.
    """
    scope = Scope(
        catalog.types, catalog.extensions, columns, search_path or SEARCH_PATH,
        spelled=spelled, relation=relation,
    )
    reading = _read(expression, scope, of)
    if reading is None:
        text = _as_written(expression)
        return Expression(text, text, _mentioned(expression, columns), False)
    found, grammar = reading
    if tell is not None:
        for refusal in grammar.refusals:
            tell(refusal)
        for asked in grammar.asked:
            tell(asked)
    shown = _for_prisma(expression, scope, of, reading)
    return Expression(found.text, shown, tuple(grammar.columns), grammar.certain)


def rename_column(
        text: str, old: str, new: str, catalog: Catalog, columns: Mapping[str, Type],
) -> str | None:
    """An expression with one of its columns under another name, and all else as it stands; None
    where it cannot be read."""
    reading = _read(text, Scope(catalog.types, catalog.extensions, columns), None)
    if reading is None:
        return None
    for start, end in reversed(reading[1].columns.get(old, ())):
        text = f'{text[:start]}{quote_identifier(new)}{text[end:]}'
    return text


def type_of(
        expression: str, catalog: Catalog, search_path: Sequence[str] = SEARCH_PATH,
        columns: Mapping[str, Type] = {},
) -> Type | None:
    """The type that an expression over these columns has by itself; None where that is not known.
    Never raises."""
    scope = Scope(catalog.types, catalog.extensions, columns, search_path or SEARCH_PATH)
    reading = _read(expression, scope, None)
    if reading is None or any(isinstance(asked, TypeName) for asked in reading[1].asked):
        return None
    return reading[0].type


def _read(expression: str, scope: Scope, of: Type | None) -> tuple[Expr, Grammar] | None:
    try:
        tokens = read(expression)
        grammar = Grammar(tokens, scope)
        found = grammar.expression()
    except (Unreadable, Unknown, RecursionError):
        return None
    if grammar.at < len(tokens):
        return None
    return (found if of is None else grammar.coerce(found, of, shown=False)), grammar


def _mentioned(expression: str, columns: Mapping[str, Type]) -> tuple[str, ...]:
    try:
        named = [t.value for t in read(expression) if t.kind in ('word', 'name')]
    except Unreadable:
        return tuple(columns)
    return tuple(name for name in dict.fromkeys(named) if name in columns)


def _for_prisma(
        expression: str, scope: Scope, of: Type | None, reading: tuple[Expr, Grammar],
) -> str:
    found, grammar = reading
    again = None
    if grammar.qualified:
        again = _read(expression, scope._replace(printed_path=_PRISMA_PATH), of)
    return again[0].text if again is not None else found.text


def _as_written(expression: str) -> str:
    return ' '.join(expression.split())


def _sequence(text: str) -> str | None:
    """The sequence in ``nextval('public.s'::regclass)``, as a Name prints itself."""
    if not text.startswith("nextval('") or not text.endswith("'::regclass)"):
        return None
    tokens = read(text[9:-12].replace("''", "'"))
    parts = [t.value for t in tokens if t.kind in ('word', 'name')]
    return str(Name(parts[-2], parts[-1])) if len(parts) > 1 else parts[-1] if parts else None


def _says_the_same(constant: Type | None, column: Type) -> bool:
    """Whether Prisma takes a constant of this type for a literal of the column's. ``5`` on text is
    an expression to it, as is ``1.5`` on an integer (sql-schema-describer, default.rs)."""
    if constant is None or constant.is_array != column.is_array:
        return False
    return constant[:2] == column[:2] or any(
        constant.name in given and column.name in taking for given, taking in _LITERALS
    )


def _is_whole(found: Expr, column: Type) -> bool:
    """Whether it is a numeric constant that Prisma reads as the integer it is: ``1e3``, and
    -9223372036854775808, whose digits alone are too large for a bigint."""
    whole = found.constant is not None and found.constant.lstrip('-').isdigit()
    return whole and found.type is not None and not found.type.is_array and (
        found.type.name == 'numeric' and column.name in _WHOLE and not column.is_array
    )


def _literal(found: Expr) -> str | None:
    """The value of a constant; a list as JSON. None for anything that has to be computed."""
    import json
    if found.items is not None and found.type is not None:
        element = found.type._replace(is_array=False)
        if any(i.type not in (None, element) for i in found.items):
            return None
        values = [i.constant if i.constant is not None else i.literal for i in found.items]
        if any(v is None for v in values):
            return None
        return json.dumps(values, ensure_ascii=False)
    if found.constant is None:
        return None
    if found.type is not None and found.type.is_array:
        items = read_array(found.constant)
        if items is not None and found.type.name == 'bool':
            items = [i and ('true' if i == 't' else 'false') for i in items]
        # Prisma knows no null in a list: it reads the word.
        return None if items is None else json.dumps(
            ['NULL' if i is None else i for i in items], ensure_ascii=False,
        )
    return found.constant
