"""Attributes, their arguments and values, read off a cursor over the tokens."""
from __future__ import annotations

from sync_guard.prisma.lexer import Token
from sync_guard.prisma.syntax import Argument
from sync_guard.prisma.syntax import Array
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Constant
from sync_guard.prisma.syntax import Function
from sync_guard.prisma.syntax import Number
from sync_guard.prisma.syntax import Object
from sync_guard.prisma.syntax import Text
from sync_guard.prisma.syntax import Value

# Deeper nesting of values than any schema has, far above where Python stops.
_DEEPEST = 50
_ESCAPES = {
    '"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}
_BAD_ESCAPE = (
    'Unknown escape sequence. '
    'If the value is a windows-style path, `\\` must be escaped as `\\\\`.'
)
_TRAILING_COMMA = (
    'Error parsing attribute "@{}": Trailing commas are not valid in attribute arguments, '
    'please remove the comma.'
)
_NO_VALUE = 'Error parsing attribute "@{}": The `{}` argument is missing a value.'


class BadLine(Exception):
    """The line at hand makes no sense to Prisma."""


class Cursor:
    """A place among the tokens, and the problems found on the way: (offset, message).

    Within brackets line ends are stepped over; ``spread`` says that it happened.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.end = 0
        self.depth = 0
        self.spread = False
        self.problems: list[tuple[int, str]] = []

    def peek(self, ahead: int = 0) -> Token:
        return self.tokens[min(self.at + ahead, len(self.tokens) - 1)]

    def next(self) -> Token:
        """The token at hand; ``end`` of the cursor is then where it ended."""
        token = self.tokens[self.at]
        self.end = token.end
        if token.kind != 'end':
            self.at += 1
        if self.depth:
            while self.tokens[self.at].kind in ('newline', 'comment'):
                self.at += 1
                self.spread = True
        return token

    def take(self, kind: str) -> Token:
        if self.peek().kind != kind:
            raise BadLine
        return self.next()

    def opening(self, kind: str) -> Token:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise BadLine
        return self.take(kind)

    def closing(self, kind: str) -> None:
        self.depth -= 1
        self.take(kind)

    def skip_line(self) -> None:
        """To the end of the line at hand, whatever stands on it."""
        self.depth = 0
        while self.peek().kind not in ('newline', 'end'):
            self.at += 1

    def problem(self, offset: int, message: str) -> None:
        self.problems.append((offset, message))


def read_attribute(cursor: Cursor, mark: str) -> Attribute:
    """``@name(…)`` or ``@@name(…)``, as ``mark`` says. Raises BadLine."""
    start = cursor.take(mark).start
    name = cursor.take('word').text
    arguments: tuple[Argument, ...] = ()
    if cursor.peek().kind == '(':
        # Of native types Prisma looks at the arguments alone.
        arguments = _read_arguments(cursor, '' if '.' in name else name)
    return Attribute(name, arguments, start, cursor.end)


def _read_arguments(cursor: Cursor, owner: str, depth: int = 0) -> tuple[Argument, ...]:
    """Arguments with their brackets; ``owner`` is the attribute's name for the messages. Prisma
    minds a comma before the bracket in an attribute and in a function that is its argument, not in
    the functions in lists and settings (``depth`` 2 and more; measured)."""
    found = []
    comma = None
    cursor.opening('(')
    if cursor.peek().kind == ',':
        comma = cursor.next()
    while comma is None and cursor.peek().kind != ')':
        found.append(_read_argument(cursor, owner, depth))
        if cursor.peek().kind != ',':
            break
        after = cursor.next()
        if cursor.peek().kind == ')':
            comma = after
    if comma is not None and owner and depth < 2:
        cursor.problem(comma.start, _TRAILING_COMMA.format(owner))
    cursor.closing(')')
    return tuple(found)


def _read_argument(cursor: Cursor, owner: str, depth: int) -> Argument:
    first = cursor.peek()
    if first.kind != 'word' or cursor.peek(1).kind != ':' or '.' in first.text:
        value = read_value(cursor, owner, depth)
        return Argument(None, value, value.start, value.end)
    cursor.next()
    cursor.next()
    if cursor.peek().kind in (',', ')'):
        if owner:
            cursor.problem(first.start, _NO_VALUE.format(owner, first.text))
        return Argument(first.text, None, first.start, cursor.end)
    value = read_value(cursor, owner, depth)
    return Argument(first.text, value, first.start, value.end)


def read_value(cursor: Cursor, owner: str = '', depth: int = 0) -> Value:
    """One value of any kind. Raises BadLine."""
    token = cursor.peek()
    if token.kind == 'word':
        return _read_word(cursor, owner, depth)
    if token.kind == 'string':
        cursor.next()
        return Text(unescape(cursor, token), token.start, token.end)
    if token.kind == 'number':
        cursor.next()
        return Number(token.text, token.start, token.end)
    if token.kind == '[':
        return _read_array(cursor, owner)
    if token.kind == '{':
        return _read_object(cursor, owner)
    raise BadLine


def _read_word(cursor: Cursor, owner: str, depth: int) -> Value:
    token = cursor.next()
    if cursor.peek().kind == '(':
        arguments = _read_arguments(cursor, owner, depth + 1)
        return Function(token.text, arguments, token.start, cursor.end)
    if token.text[0].isdigit():
        whole, _, fraction = token.text.partition('.')
        if not (whole + fraction).isdecimal() or token.text.endswith('.'):
            raise BadLine
        return Number(token.text, token.start, token.end)
    return Constant(token.text, token.start, token.end)


def _read_array(cursor: Cursor, owner: str) -> Array:
    start = cursor.opening('[').start
    items = []
    while cursor.peek().kind != ']':
        items.append(read_value(cursor, owner, 2))
        if cursor.peek().kind != ',':
            break
        cursor.next()
        if cursor.peek().kind == ']':
            raise BadLine
    cursor.closing(']')
    return Array(tuple(items), start, cursor.end)


def _read_object(cursor: Cursor, owner: str) -> Object:
    start = cursor.opening('{').start
    entries = []
    while cursor.peek().kind != '}':
        name = cursor.take('word')
        cursor.take(':')
        value = read_value(cursor, owner, 2)
        entries.append(Argument(name.text, value, name.start, value.end))
        if cursor.peek().kind != ',':
            break
        cursor.next()
        if cursor.peek().kind == '}':
            raise BadLine
    cursor.closing('}')
    return Object(tuple(entries), start, cursor.end)


def unescape(cursor: Cursor, token: Token) -> str:
    """The value of a string token: the escapes of JSON."""
    body = token.text[1:-1]
    if '\\' not in body:
        return body
    found = []
    at = 0
    while at < len(body):
        backslash = body.find('\\', at)
        if backslash < 0:
            break
        found.append(body[at:backslash])
        escape = body[backslash + 1]
        at = backslash + 2
        digits = body[at:at + 4]
        if escape in _ESCAPES:
            found.append(_ESCAPES[escape])
        elif escape == 'u' and len(digits) == 4 and _is_hexadecimal(digits):
            found.append(chr(int(digits, 16)))
            at += 4
        else:
            cursor.problem(token.start, _BAD_ESCAPE)
            found.append('\\' + escape)
    found.append(body[at:])
    # JSON spells a character above U+FFFF as two surrogates.
    return ''.join(found).encode('utf-16', 'surrogatepass').decode('utf-16', 'replace')


def _is_hexadecimal(digits: str) -> bool:
    return all(digit in '0123456789abcdefABCDEF' for digit in digits)
