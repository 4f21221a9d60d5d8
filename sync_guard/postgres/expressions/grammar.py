"""The grammar of expressions: tokens to :class:`Expr`, by precedence (gram.y's a_expr)."""
from __future__ import annotations

from collections.abc import Sequence

from sync_guard.catalog import Type
from sync_guard.postgres.expressions.common import common
from sync_guard.postgres.expressions.functions import NUMBERS
from sync_guard.postgres.expressions.operators import apply
from sync_guard.postgres.expressions.operators import COMPARISONS
from sync_guard.postgres.expressions.operators import resolve
from sync_guard.postgres.expressions.parts import BOOL
from sync_guard.postgres.expressions.parts import builtin
from sync_guard.postgres.expressions.parts import Expr
from sync_guard.postgres.expressions.parts import Scope
from sync_guard.postgres.expressions.parts import TEXT
from sync_guard.postgres.expressions.parts import Typing
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.tokens import Token
from sync_guard.postgres.types import NotAType
from sync_guard.postgres.types import parse_type

# Binding powers, loosest first.
OR, AND, NOT, IS, COMPARE, LIKE, OTHER, PLUS, TIMES, POWER, AT, COLLATE, MINUS, INDEX, CAST = range(
    1, 16,
)
_LIKE = {'like': '~~', 'ilike': '~~*', 'similar': '~'}
# Unary operators that make of a number one of its own type.
_OF_NUMBERS = ('+', '-', '@', '~')
_ARITHMETIC = {'+': PLUS, '-': PLUS, '*': TIMES, '/': TIMES, '%': TIMES, '^': POWER}


class Unknown(Exception):
    """An expression this reader does not know (a subquery, a row, …): it may be good SQL."""


class Grammar(Typing):
    """One expression being read. ``at`` is the index of the next token."""

    def __init__(self, tokens: Sequence[Token], scope: Scope) -> None:
        super().__init__(scope)
        self.tokens = tokens
        self.at = 0

    # Tokens

    def peek(self, ahead: int = 0) -> Token:
        index = self.at + ahead
        return self.tokens[index] if index < len(self.tokens) else Token('end', '', -1, -1)

    def word(self, *words: str) -> bool:
        """Take these words if they come next."""
        for ahead, word in enumerate(words):
            if self.peek(ahead)[:2] != ('word', word):
                return False
        self.at += len(words)
        return True

    def take(self, kind: str) -> bool:
        if self.peek().kind != kind:
            return False
        self.at += 1
        return True

    def need(self, kind: str) -> None:
        if not self.take(kind):
            raise Unknown

    # Operators

    def expression(self, power: int = 0) -> Expr:
        left = self.prefix()
        while True:
            found = self.infix(left, power)
            if found is None:
                return left
            left = found

    def prefix(self) -> Expr:
        from sync_guard.postgres.expressions.primaries import primary
        token = self.peek()
        if self.word('not'):
            part = self.expression(NOT)
            return Expr(f'(NOT {part.text})', BOOL)
        if token.kind != 'operator':
            return primary(self)
        self.at += 1
        if token.value in ('+', '-'):
            part = self.expression(MINUS)
            if token.value == '-' and part.number is not None:
                # doNegate(): a constant of its own
                return number(self, f'-{part.number}'.removeprefix('--'))
        else:
            part = self.expression(OTHER)
        if part.typname == '':
            raise Unknown
        # Of other operators (|/ and !!), or for other types, what is made may be of another type.
        same = token.value in _OF_NUMBERS and part.typname in (*NUMBERS, 'interval')
        if not same:
            self.doubt()
        return Expr(f'({token.value} {part.text})', part.type if same else None)

    def infix(self, left: Expr, power: int) -> Expr | None:
        """What the next token makes of what was read, or None where the expression ends."""
        token = self.peek()
        if token.kind == '::' and power < CAST:
            self.at += 1
            return self.cast(left, self.type())
        if token.kind == '[' and power < INDEX:
            return self.subscript(left)
        if token.kind == 'operator':
            return self.operator(left, token.value, power)
        if token.kind != 'word':
            return None
        if token.value in ('or', 'and'):
            binding = OR if token.value == 'or' else AND
            return self.chain(left, token.value, binding) if power < binding else None
        if token.value in ('is', 'isnull', 'notnull') and power < IS:
            return self.is_(left)
        if power < LIKE:
            found = self.between_in_like(left)
            if found is not None:
                return found
        if power < AT and self.word('at', 'time', 'zone'):
            right = self.expression(AT)
            if right.typname == '':
                right = self.coerce(right, TEXT)
            turned = {'timestamptz': 'timestamp', 'timestamp': 'timestamptz'}
            name = turned.get(left.typname or '')
            if name is None:
                self.doubt()
            return Expr(f'({left.text} AT TIME ZONE {right.text})', name and builtin(name) or None)
        if power < COLLATE and self.word('collate'):
            if left.literal is not None:
                left = self.coerce(left, TEXT)
            collation = '.'.join(map(quote_identifier, self.qualified_name()))
            self.doubt()  # PostgreSQL drops it where the outermost cast makes it void
            return Expr(f'({left.text} COLLATE {collation})', left.type)
        return None

    def operator(self, left: Expr, sign: str, power: int) -> Expr | None:
        if sign in ('=>', ':='):
            raise Unknown  # an argument by its name
        sign = '<>' if sign == '!=' else sign
        if sign in COMPARISONS:
            binding = COMPARE
        else:
            binding = _ARITHMETIC.get(sign, OTHER)
        if power >= binding:
            return None
        self.at += 1
        if self.quantified():
            return self.any_or_all(left, sign)
        return apply(self, sign, left, self.expression(binding))

    def chain(self, left: Expr, word: str, binding: int) -> Expr:
        """AND and OR are one node with many arms, as long as the chain grows at its end:
        ``(a AND b AND c)`` (makeAndExpr)."""
        self.at += 1
        right = self.expression(binding)
        left, right = (self.coerce(s, BOOL) if s.typname == '' else s for s in (left, right))
        before = left.joined[1] if left.joined and left.joined[0] == word else (left.text,)
        arms = (*before, right.text)
        return Expr(f'({f" {word.upper()} ".join(arms)})', BOOL, joined=(word, arms))

    def is_(self, left: Expr) -> Expr:
        if self.word('isnull') or self.word('is', 'null'):
            test = 'IS NULL'
        elif self.word('notnull') or self.word('is', 'not', 'null'):
            test = 'IS NOT NULL'
        else:
            self.at += 1
            negated = 'NOT ' if self.word('not') else ''
            if self.word('distinct', 'from'):
                right = self.expression(IS)
                nulls = [s.is_null and s.type is None for s in (left, right)]
                if any(nulls):
                    # transformAExprDistinct() makes a test for NULL of it.
                    other = right if nulls[0] else left
                    other = self.coerce(other, TEXT) if other.typname == '' else other
                    return Expr(f'({other.text} IS {"" if negated else "NOT "}NULL)', BOOL)
                done = resolve(self, '=', left, right)
                text = f'({done.left.text} IS DISTINCT FROM {done.right.text})'
                return Expr(f'(NOT {text})' if negated else text, BOOL)
            token = self.peek()
            if token.value not in ('true', 'false', 'unknown'):
                raise Unknown
            self.at += 1
            test = f'IS {negated}{token.value.upper()}'
        left = self.coerce(left, TEXT) if left.literal is not None else left
        return Expr(f'({left.text} {test})', BOOL)

    def between_in_like(self, left: Expr) -> Expr | None:
        start = self.at
        negated = self.word('not')
        if self.word('between'):
            self.word('asymmetric')
            low = self.expression(LIKE)
            if not self.word('and'):
                raise Unknown
            high = self.expression(LIKE)
            signs, joint = (('<', '>'), 'OR') if negated else (('>=', '<='), 'AND')
            arms = [apply(self, s, left, b).text for s, b in zip(signs, (low, high))]
            return Expr(f'({f" {joint} ".join(arms)})', BOOL)
        if self.word('in'):
            return self.in_list(left, negated)
        for word, sign in _LIKE.items():
            if word != 'similar' and self.word(word):
                if self.quantified():
                    return self.any_or_all(left, ('!' if negated else '') + sign)
                right = self.expression(LIKE)
                if self.peek()[:2] == ('word', 'escape'):
                    raise Unknown
                return apply(self, ('!' if negated else '') + sign, left, right)
        self.at = start
        return None

    def in_list(self, left: Expr, negated: bool) -> Expr:
        self.need('(')
        if self.peek().value in ('select', 'with', 'values'):
            raise Unknown
        items = self.arguments()
        sign = '<>' if negated else '='
        if len(items) == 1:
            return apply(self, sign, left, items[0])
        to = common(self, [left, *items])
        if to is None:
            raise Unknown
        to = self.base(to)._replace(modifiers=())
        texts = ', '.join(self.coerce(i, to).text for i in items)
        array = f'ARRAY[{texts}]'
        if to == builtin('varchar'):
            left, array = self.coerce(left, TEXT), f'({array})::text[]'
        else:
            left = resolve(self, '=', left, Expr('', to)).left
        return Expr(f'({left.text} {sign} {"ALL" if negated else "ANY"} ({array}))', BOOL)

    def quantified(self) -> bool:
        return self.peek().value in ('any', 'all', 'some') and self.peek(1).kind == '('

    def any_or_all(self, left: Expr, sign: str) -> Expr:
        which = 'ALL' if self.peek().value == 'all' else 'ANY'
        self.at += 1
        self.need('(')
        part = self.expression()
        self.need(')')
        if part.type is None or not part.type.is_array:
            raise Unknown
        done = resolve(self, sign, left, Expr('', part.type._replace(is_array=False)))
        text = part.text
        if done.right.text and done.right.type is not None:
            text = f'({text})::{self.type_text(done.right.type._replace(is_array=True))}'
        return Expr(f'({done.left.text} {sign} {which} ({text}))', BOOL)

    def subscript(self, left: Expr) -> Expr:
        self.need('[')
        index = self.expression()
        self.need(']')
        if left.type is None or not left.type.is_array:
            raise Unknown
        text = left.text if left.text.isidentifier() else f'({left.text})'
        return Expr(f'{text}[{index.text}]', left.type._replace(is_array=False))

    # Parts that several forms share

    def type(self) -> Type:
        try:
            written, self.at = parse_type(self.tokens, self.at)
        except NotAType:
            raise Unknown from None
        return self.lookup(written)

    def arguments(self) -> list[Expr]:
        """Expressions up to the closing parenthesis, which is taken."""
        found: list[Expr] = []
        if self.take(')'):
            return found
        while True:
            found.append(self.expression())
            if self.take(')'):
                return found
            self.need(',')

    def qualified_name(self) -> list[str]:
        parts: list[str] = []
        while True:
            if self.peek().kind not in ('word', 'name'):
                raise Unknown
            parts.append(self.peek().value)
            self.at += 1
            if not self.take('.'):
                return parts


def number(typing: Typing, written: str) -> Expr:
    """A numeric constant as it stands: integer, bigint or numeric by its size."""
    digits = written.replace('_', '')
    try:
        value = int(digits, 0) if 'x' in digits.lower() else int(digits)
    except ValueError:
        made = typing.constant(digits, builtin('numeric'))
    else:
        whole = 'int4' if -2**31 <= value < 2**31 else 'int8'
        name = whole if -2**63 <= value < 2**63 else 'numeric'
        made = typing.constant(str(value), builtin(name))
    return made._replace(number=digits)
