"""DO blocks: PL/pgSQL read into statements, as far as they decide which DDL runs."""
from __future__ import annotations

import re
from collections.abc import Callable

from sync_guard.postgres.blocks import Assign
from sync_guard.postgres.blocks import Block
from sync_guard.postgres.blocks import Branch
from sync_guard.postgres.blocks import Call
from sync_guard.postgres.blocks import Constant
from sync_guard.postgres.blocks import Do
from sync_guard.postgres.blocks import Execute
from sync_guard.postgres.blocks import Expression
from sync_guard.postgres.blocks import Handler
from sync_guard.postgres.blocks import If
from sync_guard.postgres.blocks import Leave
from sync_guard.postgres.blocks import Loop
from sync_guard.postgres.blocks import Sql
from sync_guard.postgres.blocks import Statement
from sync_guard.postgres.blocks import Unread
from sync_guard.postgres.ddl import expressions
from sync_guard.postgres.ddl import functions
from sync_guard.postgres.ddl import raising
from sync_guard.postgres.ddl import reads
from sync_guard.postgres.ddl import session
from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.ddl.cursor import Unexpected
from sync_guard.postgres.ddl.raising import Report
from sync_guard.postgres.keywords import RESERVED
from sync_guard.postgres.operations import Operation
from sync_guard.postgres.reads import Reads
from sync_guard.postgres.reads import with_variables
from sync_guard.postgres.reads import without_columns
from sync_guard.postgres.tokens import read as tokenise
from sync_guard.postgres.tokens import Token

# A block without these words builds and reads nothing.
_BUILDS = re.compile(
    r'(?i:\b(?:create|alter|drop|execute|comment|truncate|perform|raise|select|insert|update|delete'
    r'|merge)\b)',
)
_ENDS = ('end', 'exception', 'elsif', 'elseif', 'else', 'when')
# Statements of PL/pgSQL that build nothing.
_INDIFFERENT = (
    'null', 'get', 'open', 'fetch', 'close', 'move', 'assert', 'call', 'perform', 'commit',
    'rollback',
)
# What PL/pgSQL declares in every block.
_EVERYWHERE = frozenset({'found', 'sqlstate', 'sqlerrm'})


# Reads the SQL statement between two offsets of the text, where these variables are (None: any).
ReadSql = Callable[[int, int, 'frozenset[str] | None'], list[Operation]]


def read(cursor: Cursor, line: int, statement: ReadSql, report: Report) -> Do | None:
    """Behind DO. ``statement`` reads SQL inside the block. None where nothing is built.

    Raises Unexpected and tokens.Unreadable for what is no PL/pgSQL that this reader knows.
    """
    body: Token | None = None
    language = 'plpgsql'
    while not cursor.at_end():
        if cursor.accept('language'):
            language = cursor.token.value
            cursor.i += 1
        elif cursor.token.kind == 'string':
            body = cursor.token
            cursor.i += 1
        else:
            raise cursor.fail('a string')
    if body is None or language.lower() != 'plpgsql':
        raise cursor.fail('PL/pgSQL')
    text = cursor.text
    if not _BUILDS.search(text, body.start, body.end):
        return None
    start, end = body.start, body.end
    if text[start] != '$':
        raise Unexpected(start, 'a dollar quote')
    tag = text.index('$', start + 1) + 1 - start
    tokens = tokenise(text, start + tag, end - tag)
    inner = Cursor(text, tokens, cursor.line_of)
    block = _Reader(inner, statement, report, _EVERYWHERE).block()
    return Do(line, block) if block.body else None


def body(cursor: Cursor, statement: ReadSql) -> Block:
    """The block of a function's body."""
    return _Reader(cursor, statement, lambda _, __: None, None).block()


class _Reader:
    """The place in the block, how SQL in it is read, and the names of the variables so far (None:
    the parameters of a function, among others)."""

    def __init__(
            self, cursor: Cursor, statement: ReadSql, report: Report,
            variables: frozenset[str] | None,
    ) -> None:
        self.cursor = cursor
        self.variables = variables
        self.statement = statement
        self.report = report

    def block(self) -> Block:
        cursor = self.cursor
        line = cursor.line
        self.label()
        body: list[Statement] = []
        if cursor.accept('declare'):
            while not cursor.at('begin'):
                body += self.declaration()
        cursor.expect('begin')
        body += self.statements()
        handlers: list[Handler] = []
        if cursor.accept('exception'):
            while cursor.accept('when'):
                conditions = [self.condition_name()]
                while cursor.accept('or'):
                    conditions.append(self.condition_name())
                cursor.expect('then')
                handlers.append(Handler(tuple(conditions), self.statements()))
        self.end()
        return Block(line, tuple(body), tuple(handlers))

    def label(self) -> None:
        if self.cursor.operator('<<'):
            self.cursor.name()
            self.cursor.operator('>>')

    def end(self, *words: str) -> None:
        self.cursor.expect('end', *words)
        if self.cursor.token.kind in ('word', 'name'):
            self.cursor.name()
        self.cursor.sign(';')

    def condition_name(self) -> str:
        if self.cursor.accept('sqlstate'):
            return self.cursor.string()
        return self.cursor.name()

    def declaration(self) -> list[Statement]:
        """``name type := value;`` as an assignment; NULL without a value."""
        cursor = self.cursor
        line = cursor.line
        if cursor.accept('declare'):
            return []
        start = cursor.i
        name = cursor.name()
        value: Expression = Constant(None)
        while not cursor.sign(';'):
            if cursor.at_end():
                raise cursor.fail(';')
            if cursor.sign(':=') or cursor.operator('=') or cursor.accept('default'):
                value = self.value()
            else:
                cursor.skip_balanced()
        self.declare(start, cursor.i)
        return [Assign(line, (name,), value)]

    def declare(self, start: int, stop: int) -> None:
        """The names in a stretch may be variables: also a cursor's arguments, an alias."""
        if self.variables is not None:
            named = self.cursor.tokens[start:stop]
            self.variables |= {t.value for t in named if t.kind in ('word', 'name')}

    def statements(self) -> tuple[Statement, ...]:
        cursor = self.cursor
        found: list[Statement] = []
        while not cursor.at_end():
            if cursor.token.kind == 'word' and cursor.token.value in _ENDS:
                break
            found += self.one()
        return tuple(found)

    def one(self) -> list[Statement]:
        cursor = self.cursor
        line = cursor.line
        self.label()
        if cursor.sign(';'):
            return []
        if cursor.at('begin') or cursor.at('declare'):
            return [self.block()]
        if cursor.accept('if'):
            return self.if_(line)
        if cursor.accept('case'):
            return [self.case(line)]
        if cursor.accept('for'):
            return self.for_(line)
        if cursor.accept('foreach'):
            return [self.foreach(line)]
        if cursor.at('while') or cursor.at('loop'):
            while not cursor.at('loop'):
                cursor.skip_balanced()
            return [Loop(line, (), Unread(''), self.loop_body())]
        if cursor.accept('execute'):
            return self.execute(line)
        if cursor.accept('raise'):
            return raising.read(cursor, line, self.report)
        if (how := cursor.accept_any('return', 'exit', 'continue')) is not None:
            return self.leave(line, how)
        if self.is_assignment():
            return self.assignment(line)
        return self.sql(line)

    def value(self) -> Expression:
        """An expression up to ``;``, THEN or LOOP; Unread where it is anything more."""
        cursor = self.cursor
        start = cursor.i
        try:
            found = (
                expressions.query(cursor) if cursor.at('select')
                else expressions.expression(cursor)
            )
            if cursor.token.kind == ';' or cursor.at('then') or cursor.at('loop') or (
                    cursor.at('using') or cursor.at('into') or cursor.token.kind == ','
            ):
                return found
        except Unexpected:
            pass
        cursor.i = start
        while not cursor.at_end() and cursor.token.kind != ';':
            if cursor.token.kind == 'word' and cursor.token.value in ('then', 'loop'):
                break
            expressions.skip_part(cursor)
        return Unread(cursor.between(start, cursor.i))

    def if_(self, line: int) -> list[Statement]:
        cursor = self.cursor
        branches: list[Branch] = []
        read_first: list[Statement] = []
        while True:
            start = cursor.i
            condition = self.value()
            if not branches:  # the others are only looked at where the first does not hold
                read_first = self.reading(line, start, cursor.i)
            cursor.expect('then')
            branches.append(Branch(condition, self.statements()))
            if not cursor.accept_any('elsif', 'elseif'):
                break
        otherwise = self.statements() if cursor.accept('else') else ()
        self.end('if')
        return [*read_first, If(line, tuple(branches), otherwise)]

    def case(self, line: int) -> If:
        cursor = self.cursor
        subject = None if cursor.at('when') else self.value_before_when()
        branches: list[Branch] = []
        while cursor.accept('when'):
            condition = self.value()
            while cursor.sign(','):
                self.value()
                condition = Unread('')
            cursor.expect('then')
            if subject is not None:
                condition = Call('=', (subject, condition))
            branches.append(Branch(condition, self.statements()))
        # Without ELSE, a CASE that finds nothing is an error.
        otherwise: tuple[Statement, ...] = (Leave(line, 'raise', None, '20000', 'case not found'),)
        if cursor.accept('else'):
            otherwise = self.statements()
        self.end('case')
        return If(line, tuple(branches), otherwise)

    def value_before_when(self) -> Expression:
        found = expressions.expression(self.cursor)
        if not self.cursor.at('when'):
            raise self.cursor.fail('WHEN')
        return found

    def for_(self, line: int) -> list[Statement]:
        cursor = self.cursor
        first = cursor.i
        targets = tuple(ref.name for ref in cursor.refs())
        self.declare(first, cursor.i)  # over numbers it declares itself
        cursor.expect('in')
        cursor.accept('reverse')
        over: Expression
        start = cursor.i
        if cursor.at('execute'):
            over = Unread('')
            while not cursor.at('loop'):
                cursor.skip_balanced()
        else:
            over = self.value()
        if cursor.sign('..'):
            over = Unread('')
        while not cursor.at('loop'):  # 1..10, BY 2, a cursor's arguments
            if cursor.at_end():
                raise cursor.fail('LOOP')
            over = Unread('')
            cursor.skip_balanced()
        read_first = self.reading(line, start, cursor.i)
        return [*read_first, Loop(line, targets, over, self.loop_body())]

    def foreach(self, line: int) -> Loop:
        cursor = self.cursor
        targets = cursor.listed(Cursor.name)
        if cursor.accept('slice'):
            cursor.i += 1
        cursor.expect('in', 'array')
        over = self.value()
        return Loop(line, targets, over, self.loop_body())

    def loop_body(self) -> tuple[Statement, ...]:
        self.cursor.expect('loop')
        body = self.statements()
        self.end('loop')
        return body

    def execute(self, line: int) -> list[Statement]:
        command = self.value()
        targets: list[str] = []
        if self.cursor.accept('into'):
            self.cursor.accept('strict')
            targets.append(self.cursor.ref().name)
            while self.cursor.sign(','):
                targets.append(self.cursor.ref().name)
        raising.to_end(self.cursor)
        made: list[Statement] = [Execute(line, command)]
        if targets:
            made.append(Assign(line, tuple(targets), Unread('')))
        return made

    def leave(self, line: int, how: str) -> list[Statement]:
        cursor = self.cursor
        condition = None
        if how != 'return':
            if cursor.token.kind in ('word', 'name') and not cursor.at('when'):
                cursor.name()
            if cursor.accept('when'):
                condition = self.value()
        raising.to_end(self.cursor)
        return [Leave(line, how, condition)]

    def is_assignment(self) -> bool:
        cursor = self.cursor
        i = cursor.i
        while i + 1 < len(cursor.tokens) and cursor.tokens[i].kind in ('word', 'name', '.'):
            i += 1
            token = cursor.tokens[i]
            if token.kind == ':=' or token[:2] == ('operator', '='):
                return True
            if token.kind != '.' and cursor.tokens[i - 1].kind != '.':
                return False
        return False

    def assignment(self, line: int) -> list[Statement]:
        token = self.cursor.token
        if token.kind == 'word' and token.value in RESERVED:
            self.report(token.start, f'syntax error at or near "{token.value}" (42601)')
        target = self.cursor.ref()
        self.cursor.i += 1
        start = self.cursor.i
        value = self.value()
        read_first = self.reading(line, start, self.cursor.i)
        raising.to_end(self.cursor)
        value = value if target.schema is None else Unread('')
        return [*read_first, Assign(line, (target.name,), value)]

    def sql(self, line: int) -> list[Statement]:
        """A statement of SQL, up to its semicolon. SELECT … INTO is an assignment."""
        cursor = self.cursor
        start = cursor.i
        into = None
        while not cursor.at_end() and cursor.token.kind != ';':
            if into is None and cursor.at('into') and cursor.i > start:
                if cursor.tokens[cursor.i - 1].value not in ('insert', 'merge'):
                    into = cursor.i
            cursor.skip_balanced()
        stop = cursor.i
        cursor.sign(';')
        first = cursor.tokens[start].value
        if into is not None and first in ('select', 'insert', 'update', 'delete', 'with'):
            return self.select_into(line, start, into, stop)
        if first == 'perform':
            return self.perform(line, start, stop)
        if first in ('commit', 'rollback') and stop > start + 1:
            following = cursor.tokens[start + 1]
            if following.value != 'and':  # AND [NO] CHAIN; there is no TO SAVEPOINT
                self.report(following.start, f'syntax error at or near "{following.value}" (42601)')
        if first in _INDIFFERENT:
            return []
        operations = self.statement(
            cursor.tokens[start].start, cursor.tokens[stop - 1].end, self.variables,
        )
        return [Sql(line, tuple(operations))] if operations else []

    def perform(self, line: int, start: int, stop: int) -> list[Statement]:
        """PERFORM is SELECT: set_config('search_path', …), or functions that build."""
        inner = Cursor(self.cursor.text, self.cursor.tokens[start:stop], self.cursor.line_of)
        made: Operation | None = session.set_config(inner, line, 'perform')
        if made is None:
            inner.i = 0
            made = functions.calls(inner, line)
        first = inner.tokens[0]._replace(value='select')
        whole = Cursor(inner.text, [first, *inner.tokens[1:]], inner.line_of)
        found = reads.expression(whole, 0, len(whole.tokens), line)
        read_first: list[Statement] = [] if found is None else [self.looked_up(line, found)]
        return read_first if made is None else [*read_first, Sql(line, (made,))]

    def reading(self, line: int, start: int, stop: int) -> list[Statement]:
        """What an expression or query reads, which PostgreSQL looks up when it runs."""
        if not any(t.kind == '(' or t.value == 'select' for t in self.cursor.tokens[start:stop]):
            return []
        found = reads.expression(self.cursor, start, stop, line)
        return [] if found is None else [self.looked_up(line, found)]

    def looked_up(self, line: int, found: Reads) -> Sql:
        if self.variables is None:
            return Sql(line, (without_columns(found),))
        return Sql(line, (with_variables(found, tuple(sorted(self.variables))),))

    def select_into(self, line: int, start: int, into: int, stop: int) -> list[Statement]:
        tokens = self.cursor.tokens
        targets_from = Cursor(self.cursor.text, tokens[into + 1:stop], self.cursor.line_of)
        targets_from.accept('strict')
        targets = tuple(ref.name for ref in targets_from.refs())
        rest = tokens[into + 1 + targets_from.i:stop]
        whole = Cursor(self.cursor.text, [*tokens[start:into], *rest], self.cursor.line_of)
        found = reads.expression(whole, 0, len(whole.tokens), line)
        read_first = [] if found is None else [self.looked_up(line, found)]
        value: Expression = Unread('')
        if tokens[start].value == 'select':
            inner = Cursor(self.cursor.text, [*tokens[start:into], *rest], self.cursor.line_of)
            try:
                value = expressions.query(inner)
                if not inner.at_end():
                    value = Unread('')
            except Unexpected:
                value = Unread('')
        return [*read_first, Assign(line, targets, value)]
