"""The smallest parts of expressions: literals, names of columns, and calls."""
from __future__ import annotations

from sync_guard.catalog import Type
from sync_guard.postgres.expressions import functions
from sync_guard.postgres.expressions.constants import quote_literal
from sync_guard.postgres.expressions.grammar import Grammar
from sync_guard.postgres.expressions.grammar import number
from sync_guard.postgres.expressions.grammar import Unknown
from sync_guard.postgres.expressions.operators import beside
from sync_guard.postgres.expressions.parts import BOOL
from sync_guard.postgres.expressions.parts import builtin
from sync_guard.postgres.expressions.parts import Call
from sync_guard.postgres.expressions.parts import Expr
from sync_guard.postgres.expressions.parts import Refusal
from sync_guard.postgres.expressions.parts import TEXT
from sync_guard.postgres.keywords import QUOTED
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.types import NotAType
from sync_guard.postgres.types import parse_type

# SQLValueFunction: printed as upper case words; the type of each.
_VALUES = {
    'current_date': 'date', 'current_time': 'timetz', 'current_timestamp': 'timestamptz',
    'localtime': 'time', 'localtimestamp': 'timestamp', 'current_user': 'name',
    'current_role': 'name', 'session_user': 'name', 'user': 'name', 'current_catalog': 'name',
    'current_schema': 'name',
}
_WITH_PRECISION = ('current_time', 'current_timestamp', 'localtime', 'localtimestamp')
# Words that begin forms not read here: always, and before a parenthesis.
_RESERVED = frozenset(('select', 'with', 'table'))
_UNREAD_FORMS = frozenset((
    'values', 'exists', 'row', 'overlay', 'normalize', 'xmlconcat', 'xmlelement', 'xmlexists',
    'xmlforest', 'xmlparse', 'xmlpi', 'xmlroot', 'xmlserialize',
))
# What else a name can be than a column of the user's: every row has these, and a table's own name
# is its row. Words that SQL keeps for itself are forms not read here.
_SYSTEM_COLUMNS = frozenset(('tableoid', 'ctid', 'xmin', 'xmax', 'cmin', 'cmax'))
_NO_COLUMNS = QUOTED | {'system_user'}
# Types that no parameter of a built-in type takes by a cast of PostgreSQL's own making.
_UNCAST = frozenset({
    'text', 'uuid', 'json', 'jsonb', 'bool', 'bytea', 'timestamptz', 'interval', 'tsvector',
})


def primary(grammar: Grammar) -> Expr:
    """One operand."""
    token = grammar.peek()
    if token.kind == '(':
        return _brackets(grammar)
    if token.kind == 'number':
        grammar.at += 1
        return number(grammar, token.value)
    if token.kind == 'string':
        grammar.at += 1
        return Expr(quote_literal(token.value), literal=token.value)
    if token.kind == 'bits':
        grammar.at += 1
        bits = token.value[1:]
        if token.value[0] == 'x':
            bits = ''.join(f'{int(digit, 16):04b}' for digit in bits)
        return grammar.constant(bits, builtin('bit'))
    if token.kind not in ('word', 'name'):
        raise Unknown
    return _word(grammar, token.value) if token.kind == 'word' else _name(grammar)


def _brackets(grammar: Grammar) -> Expr:
    grammar.need('(')
    if grammar.peek().value in ('select', 'with', 'values') and grammar.peek().kind == 'word':
        raise Unknown
    found = grammar.expression()
    grammar.need(')')
    return found


def _word(grammar: Grammar, word: str) -> Expr:
    ahead = grammar.peek(1).kind
    if word in ('true', 'false'):
        grammar.at += 1
        return Expr(word, BOOL, constant=word)
    if word == 'null':
        grammar.at += 1
        return Expr('NULL', is_null=True)
    if word in _VALUES and ahead != '.':
        return _value(grammar, word)
    if ahead in ('(', '[') or word == 'case':
        from sync_guard.postgres.expressions.forms import FORMS  # which are made of primaries
        form = FORMS.get(word)
        if form is not None:
            grammar.at += 1
            return form(grammar)
    if word in _RESERVED or ahead == '(' and word in _UNREAD_FORMS:
        raise Unknown
    typed = _typed_literal(grammar)
    return typed if typed is not None else _name(grammar)


def _value(grammar: Grammar, word: str) -> Expr:
    grammar.at += 1
    text = word.upper()
    if grammar.peek().kind == '(':
        if word == 'current_schema' and grammar.peek(1).kind == ')':
            grammar.at += 2
            return Expr('current_schema()', builtin('name'))
        if word not in _WITH_PRECISION:
            raise Unknown
        grammar.at += 1
        text = f'{text}({grammar.peek().value})'
        grammar.need('number')
        grammar.need(')')
    return Expr(text, builtin(_VALUES[word]))


def _typed_literal(grammar: Grammar) -> Expr | None:
    """``interval '7 days'``, ``date '2020-01-02'``, ``double precision '1.5'``."""
    start = grammar.at
    try:
        written, behind = parse_type(grammar.tokens, start)
    except NotAType:
        return None
    if behind >= len(grammar.tokens) or grammar.tokens[behind].kind != 'string':
        return None
    if written.is_array:
        return None
    grammar.at = behind + 1
    literal = grammar.tokens[behind].value
    to = grammar.lookup(written)
    if to.name == 'bpchar' and grammar.tokens[behind - 1].kind != ')':
        to = to._replace(modifiers=())  # char 'abc' is not cut to one character (ConstCharacter)
    if to == builtin('interval') and grammar.peek().kind == 'word':
        # interval '1' day: the fields stand behind the literal, and make part of the type.
        from sync_guard.postgres.expressions.times import interval
        fields = grammar.peek().value
        if fields in ('year', 'month', 'day', 'hour', 'minute', 'second'):
            grammar.at += 1
            if grammar.peek()[:2] == ('word', 'to'):
                raise Unknown
            literal = interval(f'{literal} {fields}') or literal
            to = to._replace(modifiers=(fields,))
    return grammar.cast(Expr('', literal=literal), to)


def _name(grammar: Grammar) -> Expr:
    bare = grammar.peek().kind == 'word'
    parts = grammar.qualified_name()
    if grammar.peek().kind == '(':
        grammar.at += 1
        return call(grammar, parts)
    scope, name = grammar.scope, parts[-1]
    if len(parts) > 1 and scope.relation not in ('', parts[-2]):
        raise Unknown
    column = scope.columns.get(name)
    if column is None and name == 'tableoid' and scope.relation:
        column = builtin('oid')
    if column is None:
        if name in _SYSTEM_COLUMNS or name == scope.relation or bare and name in _NO_COLUMNS:
            raise Unknown
        grammar.doubt()
        grammar.refusals.append(Refusal('42703', f'column "{name}" does not exist'))
    last = grammar.peek(-1)
    grammar.columns.setdefault(name, []).append((last.start, last.end))
    return Expr(scope.spelled.get(name) or quote_identifier(name), column)


def call(grammar: Grammar, parts: list[str]) -> Expr:
    """A function call; ``parts`` is its name, and the opening parenthesis has been taken."""
    if grammar.peek().value in ('distinct', 'variadic') or grammar.peek().value == '*':
        raise Unknown
    arguments = grammar.arguments()
    if grammar.peek()[:2] in (('word', 'over'), ('word', 'filter')):
        raise Unknown
    schema, name = (parts[-2] if len(parts) > 1 else None), parts[-1]
    candidates, printed = _candidates(grammar, schema, name)
    if not candidates:
        grammar.asked.append(Call(schema, name, len(arguments)))
    chosen = functions.choose(candidates, [a.typname for a in arguments])
    if chosen is None:
        if candidates or any(a.typname not in _UNCAST for a in arguments):
            grammar.doubt()
        typed = [grammar.coerce(a, TEXT) if a.literal is not None else a for a in arguments]
        return Expr(call_text(printed, typed), None)
    known = len(grammar.refusals)
    wanted = list(chosen.arguments)
    if wanted and wanted[-1] == 'any...':
        wanted[-1:] = ['any'] * (len(arguments) - len(wanted) + 1)
    typed = [
        a if w in ('any', 'anyelement', 'anyarray') else grammar.coerce(a, builtin(w))
        for a, w in zip(arguments, wanted)
    ]
    # The tables do not have all functions: another one may take what this one refuses.
    del grammar.refusals[known:]
    result: Type | None = builtin(chosen.result)
    for argument, to in zip(arguments, wanted):
        if to != 'any' and argument.typname is None:
            grammar.doubt()
            if any(other.result != chosen.result for other in candidates):
                result = None  # which one is called, that type decides
        elif to in ('anyelement', 'anyarray') and argument.typname == '':
            grammar.doubt()
    return Expr(call_text(printed, typed), result)


def call_text(name: str, arguments: list[Expr]) -> str:
    """``name(a, b)`` as it is printed."""
    text = ''
    for argument in arguments:
        text = beside(f'{text},', argument.text) if text else argument.text
    return f'{name}({text})'


def _candidates(
    grammar: Grammar, schema: str | None, name: str,
) -> tuple[list[functions.Signature], str]:
    """What may be called by this name, and the name as it is printed."""
    if schema in (None, 'pg_catalog'):
        found = functions.built_in().get(name)
        if found is not None:
            return found, quote_identifier(name)
        if schema is not None:
            return [], quote_identifier(name)
    extension = functions.of_extensions().get(name)
    if extension is not None:
        home = grammar.scope.extensions.get(extension)
        if home is not None and (
            schema == home or schema is None and home in grammar.scope.search_path
        ):
            return functions.of_extension(extension)[name], grammar.name_text(home, name)
    if schema is None:
        # A function of the user's, most likely; functions are not in the catalog.
        grammar.doubt()
        return [], grammar.name_text(grammar.scope.search_path[0], name)
    known = functions.of_supabase().get(f'{schema}.{name}', [])
    if not known and schema == 'extensions' and name == 'gen_random_uuid':
        known = functions.built_in()[name]
    return known, grammar.name_text(schema, name)
