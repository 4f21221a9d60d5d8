"""A place in a statement's tokens, and the few things that every statement family reads."""
from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sync_guard.postgres.keywords import RESERVED
from sync_guard.postgres.operations import Newer
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.tokens import Token
from sync_guard.postgres.types import NotAType
from sync_guard.postgres.types import parse_type
from sync_guard.postgres.types import TypeName

T = TypeVar('T')

_END = Token('end', '', -1, -1)
_OPEN = {'(': ')', '[': ']'}


class Unexpected(Exception):
    """The statement goes on in a way the reader does not know, at ``offset`` of the text."""

    def __init__(self, offset: int, wanted: str = '') -> None:
        super().__init__(offset, wanted)
        self.offset = offset
        self.wanted = wanted


class Misplaced(Unexpected):
    """PostgreSQL's own grammar has nothing of the kind there: syntax error at or near …"""


class Cursor:
    """``line_of`` turns an offset into a line. ``i`` is the token that comes next."""

    def __init__(self, text: str, tokens: list[Token], line_of: Callable[[int], int]) -> None:
        self.text = text
        self.tokens = tokens
        self.i = 0
        self.line_of = line_of
        self.newer: list[Newer] = []  # what older versions of PostgreSQL cannot read

    @property
    def token(self) -> Token:
        return self.tokens[self.i] if self.i < len(self.tokens) else _END

    @property
    def line(self) -> int:
        """The line of the next token."""
        return self.line_of(self.offset)

    @property
    def offset(self) -> int:
        if self.i < len(self.tokens):
            return self.tokens[self.i].start
        return self.tokens[-1].end if self.tokens else 0

    def at_end(self) -> bool:
        return self.i >= len(self.tokens)

    def fail(self, wanted: str = '') -> Unexpected:
        return Unexpected(self.offset, wanted)

    # Words and signs

    def at(self, *words: str) -> bool:
        """Whether these words come next, one after the other."""
        tokens, i = self.tokens, self.i
        if i + len(words) > len(tokens):
            return False
        for word in words:
            token = tokens[i]
            if token.value != word or token.kind != 'word':
                return False
            i += 1
        return True

    def accept(self, *words: str) -> bool:
        if self.at(*words):
            self.i += len(words)
            return True
        return False

    def accept_since(self, major: int, *words: str) -> bool:
        """Like :meth:`accept`, of words that PostgreSQL knows only since a version."""
        line = self.line
        if self.accept(*words):
            self.newer.append(Newer(line, major, words[-1]))
            return True
        return False

    def accept_any(self, *words: str) -> str | None:
        """One of these words, if it comes next."""
        token = self.token
        if token.kind == 'word' and token.value in words:
            self.i += 1
            return token.value
        return None

    def expect(self, *words: str) -> None:
        if not self.accept(*words):
            raise self.fail(' '.join(words).upper())

    def sign(self, kind: str) -> bool:
        if self.token.kind == kind:
            self.i += 1
            return True
        return False

    def operator(self, value: str) -> bool:
        if self.token.kind == 'operator' and self.token.value == value:
            self.i += 1
            return True
        return False

    def expect_sign(self, kind: str) -> None:
        if not self.sign(kind):
            raise self.fail(kind)

    # Names and values

    def name(self) -> str:
        token = self.token
        if token.kind not in ('word', 'name'):
            raise self.fail('a name')
        self.i += 1
        return token.value

    def identifier(self) -> str:
        """The name of a column, table or index: no reserved word (ColId in gram.y)."""
        token = self.token
        if token.kind == 'word' and token.value in RESERVED:
            raise Misplaced(self.offset, 'a name')
        return self.name()

    def relation(self) -> Ref:
        """A table's or index's name; behind a dot any word may stand."""
        start = self.i
        self.identifier()
        self.i = start
        return self.ref()

    def ref(self) -> Ref:
        """A name that may have a schema (and a database before it, which must be this one)."""
        parts = [self.name()]
        while self.token.kind == '.':
            self.i += 1
            parts.append(self.name())
        return Ref(parts[-2] if len(parts) > 1 else None, parts[-1])

    def listed(self, read: Callable[[Cursor], T]) -> tuple[T, ...]:
        """``a, b``, each as ``read`` reads it."""
        found = [read(self)]
        while self.sign(','):
            found.append(read(self))
        return tuple(found)

    def in_parentheses(self, read: Callable[[Cursor], T]) -> tuple[T, ...]:
        """``(a, b)``, each as ``read`` reads it."""
        self.expect_sign('(')
        found = self.listed(read)
        self.expect_sign(')')
        return found

    def refs(self) -> tuple[Ref, ...]:
        return self.listed(Cursor.ref)

    def names(self) -> tuple[str, ...]:
        """``(a, b)``"""
        return self.in_parentheses(Cursor.name)

    def string(self) -> str:
        token = self.token
        if token.kind != 'string':
            raise self.fail('a string')
        self.i += 1
        return token.value

    def type(self) -> TypeName:
        try:
            type_, self.i = parse_type(self.tokens, self.i)
        except NotAType as error:
            raise Unexpected(error.position, 'a type') from None
        # Where it stood is no part of what the file says.
        return type_._replace(start=-1)

    def if_exists(self) -> bool:
        return self.accept('if', 'exists')

    def if_not_exists(self) -> bool:
        return self.accept('if', 'not', 'exists')

    def cascade(self) -> bool:
        if self.accept('cascade'):
            return True
        self.accept('restrict')
        return False

    # Stretches of tokens

    def skip_balanced(self) -> None:
        """Go behind one token, or behind the whole of a parenthesis or bracket."""
        token = self.token
        self.i += 1
        if token.kind not in _OPEN:
            return
        depth = 1
        tokens = self.tokens
        while depth:
            if self.i >= len(tokens):
                raise self.fail(_OPEN[token.kind])
            kind = tokens[self.i].kind
            if kind in '([':
                depth += 1
            elif kind in ')]':
                depth -= 1
            self.i += 1

    def parenthesis(self) -> tuple[str, int, int]:
        """The text inside ``(…)``, and the token range inside."""
        if self.token.kind != '(':
            raise self.fail('(')
        first = self.i + 1
        self.skip_balanced()
        last = self.i - 1
        return self.between(first, last), first, last

    def between(self, first: int, last: int) -> str:
        """The source text of the tokens from ``first`` up to ``last``, exclusive."""
        if first >= last:
            return ''
        return self.text[self.tokens[first].start:self.tokens[last - 1].end]

    def until(self, stop: frozenset[str] = frozenset()) -> str:
        """An expression: up to a comma, a closing parenthesis, one of the words, or the end.

        The first token always belongs to it (``DEFAULT NULL``, ``DEFAULT check``)."""
        first = self.i
        while not self.at_end():
            token = self.token
            if token.kind in (',', ')', ']', ';'):
                break
            if token.kind == 'word' and token.value in stop and self.i > first:
                break
            self.skip_balanced()
        if self.i == first:
            raise self.fail('an expression')
        return self.between(first, self.i)

    def mentioned(self, first: int, last: int) -> tuple[str, ...]:
        """The names in a stretch that may be columns: no function, no type after ``::``, no
        qualifier."""
        found: dict[str, None] = {}
        tokens = self.tokens
        for i in range(first, last):
            token = tokens[i]
            if token.kind not in ('word', 'name'):
                continue
            after = tokens[i + 1].kind if i + 1 < len(tokens) else ''
            before = tokens[i - 1].kind if i else ''
            if after in ('(', '.') or before == '::':
                # in (…) and the like are words, not functions, and never columns.
                continue
            found[token.value] = None
        return tuple(found)

    def skip_options(self) -> None:
        """``WITH (fillfactor = 70)``'s parenthesis."""
        if self.token.kind == '(':
            self.skip_balanced()
