"""Forms that SQL spells with words: CAST, CASE, COALESCE, ARRAY[…], EXTRACT and their like."""
from __future__ import annotations

from sync_guard.postgres.expressions.common import common
from sync_guard.postgres.expressions.functions import NUMBERS
from sync_guard.postgres.expressions.functions import TEXTS
from sync_guard.postgres.expressions.grammar import Grammar
from sync_guard.postgres.expressions.grammar import LIKE
from sync_guard.postgres.expressions.grammar import Unknown
from sync_guard.postgres.expressions.operators import resolve
from sync_guard.postgres.expressions.parts import builtin
from sync_guard.postgres.expressions.parts import Expr
from sync_guard.postgres.expressions.parts import TEXT
from sync_guard.postgres.expressions.primaries import call
from sync_guard.postgres.expressions.primaries import call_text
from sync_guard.postgres.names import quote_identifier


def _cast(grammar: Grammar) -> Expr:
    grammar.need('(')
    part = grammar.expression()
    if not grammar.word('as'):
        raise Unknown
    to = grammar.type()
    grammar.need(')')
    return grammar.cast(part, to)


def _array(grammar: Grammar) -> Expr:
    if not grammar.take('['):
        raise Unknown
    items: list[Expr] = []
    if not grammar.take(']'):
        while True:
            if grammar.peek().kind == '[':
                raise Unknown
            items.append(grammar.expression())
            if grammar.take(']'):
                break
            grammar.need(',')
    if not items:
        return Expr('ARRAY[]', items=())
    to = common(grammar, items)
    if to is None:
        grammar.doubt()
        return Expr(f'ARRAY[{", ".join(i.text for i in items)}]')
    typed = [grammar.coerce(i, to) for i in items]
    # A cast around the whole reaches the items as they were written.
    text = f'ARRAY[{", ".join(i.text for i in typed)}]'
    return Expr(text, to._replace(is_array=True), items=tuple(items))


def _coalesce(grammar: Grammar) -> Expr:
    return _of_one_type(grammar, 'COALESCE')


def _greatest(grammar: Grammar) -> Expr:
    return _of_one_type(grammar, 'GREATEST')


def _least(grammar: Grammar) -> Expr:
    return _of_one_type(grammar, 'LEAST')


def _of_one_type(grammar: Grammar, word: str) -> Expr:
    grammar.need('(')
    parts = grammar.arguments()
    to = common(grammar, parts)
    if to is None:
        grammar.doubt()
    typed = [grammar.coerce(p, to or TEXT) if to or p.typname == '' else p for p in parts]
    return Expr(call_text(word, typed), to)


def _nullif(grammar: Grammar) -> Expr:
    grammar.need('(')
    parts = grammar.arguments()
    if len(parts) != 2:
        raise Unknown
    done = resolve(grammar, '=', *parts)
    # A side may be compared as another type (regclass as oid), and that is what is made of it.
    one, two = done.left.typname, done.right.typname
    known = one in TEXTS or one in NUMBERS and two in NUMBERS or one is not None and one == two
    to = done.left.type if known and not (one or '').startswith('reg') else None
    return Expr(f'NULLIF({done.left.text}, {done.right.text})', to)


def _extract(grammar: Grammar) -> Expr:
    grammar.need('(')
    field = grammar.peek()
    grammar.at += 1
    if field.kind not in ('word', 'string') or not grammar.word('from'):
        raise Unknown
    part = grammar.expression()
    grammar.need(')')
    if part.typname == '':
        raise Unknown
    return Expr(f'EXTRACT({quote_identifier(field.value)} FROM {part.text})', builtin('numeric'))


def _as_text(grammar: Grammar, part: Expr) -> str:
    """A text in one of SQL's own forms: a cast that is implicit there is not printed
    (get_func_sql_syntax). Bytes and bits have these forms too."""
    if part.typname == '':
        return grammar.coerce(part, TEXT).text
    if part.typname not in TEXTS:
        grammar.doubt()
    return part.text


def _position(grammar: Grammar) -> Expr:
    grammar.need('(')
    part = grammar.expression(LIKE)
    if not grammar.word('in'):
        raise Unknown
    whole = grammar.expression(LIKE)
    grammar.need(')')
    text = f'POSITION(({_as_text(grammar, part)}) IN ({_as_text(grammar, whole)}))'
    return Expr(text, builtin('int4'))


def _substring(grammar: Grammar) -> Expr:
    start = grammar.at
    grammar.need('(')
    parts = [grammar.expression()]
    if grammar.peek().kind == ',':
        grammar.at = start + 1
        return call(grammar, ['substring'])
    words = ''
    for word, to in (('from', 'int4'), ('for', 'int4')):
        if grammar.word(word):
            part = grammar.expression()
            if part.typname != to:
                raise Unknown
            words += f' {word.upper()} {part.text}'
    grammar.need(')')
    if ' FROM ' not in words:
        raise Unknown
    made = TEXT if parts[0].typname in ('', *TEXTS) else None
    return Expr(f'SUBSTRING({_as_text(grammar, parts[0])}{words})', made)


def _trim(grammar: Grammar) -> Expr:
    grammar.need('(')
    side = next((w for w in ('both', 'leading', 'trailing') if grammar.word(w)), 'both')
    characters = ''
    part = None
    if not grammar.word('from'):
        part = grammar.expression()
    if part is None or grammar.word('from'):
        if part is not None:
            characters = f' {_as_text(grammar, part)}'
        part = grammar.expression()
    grammar.need(')')
    made = TEXT if part.typname in ('', *TEXTS) else None
    return Expr(f'TRIM({side.upper()}{characters} FROM {_as_text(grammar, part)})', made)


def _case(grammar: Grammar) -> Expr:
    """Printed over several lines, as pg_get_expr() does without being asked to be pretty."""
    subject = None if grammar.peek()[:2] == ('word', 'when') else grammar.expression()
    arms: list[tuple[Expr, Expr]] = []
    while grammar.word('when'):
        test = grammar.expression()
        if not grammar.word('then'):
            raise Unknown
        arms.append((test, grammar.expression()))
    last = grammar.expression() if grammar.word('else') else Expr('NULL', is_null=True)
    if not arms or not grammar.word('end'):
        raise Unknown
    to = common(grammar, [last] + [r for _, r in arms])  # ELSE comes first (transformCaseExpr)
    if any('\nCASE' in part.text for arm in arms for part in arm):
        grammar.doubt()  # one inside another is indented further
    if to is None:
        raise Unknown
    head = 'CASE'
    if subject is not None:
        subject = grammar.coerce(subject, TEXT) if subject.literal is not None else subject
        head += f' {subject.text}'
    lines = [head]
    for test, result in arms:
        if subject is not None:
            test = resolve(grammar, '=', subject, test).right
        lines.append(f'    WHEN {test.text} THEN {grammar.coerce(result, to).text}')
    lines.append(f'    ELSE {grammar.coerce(last, to).text}')
    return Expr('\n' + '\n'.join([*lines, 'END']), to)


FORMS = {
    'cast': _cast, 'array': _array, 'coalesce': _coalesce, 'greatest': _greatest, 'least': _least,
    'nullif': _nullif, 'extract': _extract, 'substring': _substring, 'trim': _trim, 'case': _case,
    'position': _position,
}
