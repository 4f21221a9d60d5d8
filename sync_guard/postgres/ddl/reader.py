"""SQL text to operations: which statement this is, and which file of this package reads it."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sync_guard.postgres.ddl import definitions
from sync_guard.postgres.ddl import directives
from sync_guard.postgres.ddl import others
from sync_guard.postgres.ddl import queries
from sync_guard.postgres.ddl import reads
from sync_guard.postgres.ddl import routines
from sync_guard.postgres.ddl import session
from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.ddl.cursor import Misplaced
from sync_guard.postgres.ddl.cursor import Unexpected
from sync_guard.postgres.operations import Alter
from sync_guard.postgres.operations import Need
from sync_guard.postgres.operations import NotUnderstood
from sync_guard.postgres.operations import Operation
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.operations import Transaction
from sync_guard.postgres.reads import with_variables
from sync_guard.postgres.reads import without_columns
from sync_guard.postgres.scanner import CONFLICT
from sync_guard.postgres.scanner import Lines
from sync_guard.postgres.scanner import scan
from sync_guard.postgres.scanner import Statement
from sync_guard.postgres.sql_file import Rows
from sync_guard.postgres.sql_file import SqlFile
from sync_guard.postgres.sql_file import SqlProblem
from sync_guard.postgres.tokens import read as tokenise
from sync_guard.postgres.tokens import Unreadable

if TYPE_CHECKING:
    from sync_guard.postgres.blocks import Block

_WORD = re.compile(r'[A-Za-z_]+')
_ON_FUNCTION = re.compile(r'(?i:\bon\s+(?:function|procedure|routine)\s)')
_SPACE = re.compile(r'(?:\s+|--[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/)*')
# As many as say what a statement is: CREATE OR REPLACE GLOBAL TEMPORARY RECURSIVE VIEW.
_MOST_WORDS = 7
# Between CREATE and the kind of thing it creates.
_MODIFIERS = frozenset({
    'or', 'replace', 'global', 'local', 'temporary', 'temp', 'unlogged', 'unique',
    'materialized', 'recursive', 'foreign',
})
_TRANSACTION = frozenset({
    'begin', 'start', 'commit', 'end', 'rollback', 'abort', 'savepoint', 'release',
})
# What comes behind these begins a transaction.
_ENDS = frozenset({'commit', 'end', 'rollback', 'abort'})
_MAY_RUN_ALONE = frozenset({
    'alter', 'cluster', 'create', 'discard', 'drop', 'reindex', 'vacuum',
})
_QUERIES = frozenset({'select', 'with', 'values', 'insert', 'update', 'delete', 'merge'})
# Longer is data. What it says after so much is not looked up.
_LONGEST_QUERY = 100_000
_DATA = ('insert', 'delete', 'truncate')


def read_file(text: str) -> SqlFile:
    """What a file says. Never raises."""
    return _Reader(text, Lines(text)).read()


def read_command(text: str, line: int) -> list[Operation]:
    """The operations of a text that an EXECUTE at ``line`` runs. Never raises."""
    return list(_Reader(text, _OneLine(line)).read().operations)


def read_body(text: str, line: int) -> Block | None:
    """The PL/pgSQL of a function that is called at ``line``; None where it cannot be followed."""
    from sync_guard.postgres.ddl import blocks
    reader = _Reader(text, _OneLine(line))
    try:
        return blocks.body(reader.cursor(0, len(text)), reader.inner)
    except (Unexpected, Unreadable, RecursionError):
        return None


class _OneLine(Lines):
    """For a text that stands in no file: everything in it is on one line."""

    def __init__(self, line: int) -> None:
        super().__init__('')
        self._line = line

    def line(self, offset: int) -> int:
        return self._line

    def column(self, offset: int) -> int:
        return 1


class _Reader:
    """One file being read: its text, line numbers, and what has been found in it."""

    def __init__(self, text: str, lines: Lines) -> None:
        self.text = text
        self.lines = lines
        self.operations: list[Operation] = []
        self.problems: list[SqlProblem] = []
        self.rows: list[Rows] = []
        self.faults: list[int] = []
        self.declared: set[int] = set()
        # In PL/pgSQL, whose variables look like columns: those that are known, None for any.
        self.variables: frozenset[str] | None = frozenset()
        self.inside = False
        self.begins = True  # whether the next statement is a transaction's first

    def read(self) -> SqlFile:
        scanned = scan(self.text)
        for fault in scanned.problems:
            rule = 'conflict-marker' if fault.what == CONFLICT else 'unterminated-sql'
            self.problem(fault.position, rule, fault.what)
            self.faults.append(fault.position)
        spans = [(s.start, s.end) for s in scanned.statements]
        found, assumed = directives.read(self.text, scanned.comments, spans, self.lines)
        pieces = [(s.start, s.end, s.kind) for s in scanned.statements]
        for start, end in assumed:
            # The statement below is what the comment is about.
            self.declared.update([s for s, _ in spans if s >= end][:1])
            inner = scan(self.text[start:end])
            pieces += [(start + s.start, start + s.end, s.kind) for s in inner.statements]
        for start, end, kind in sorted(pieces):
            if kind == 'sql':
                self.operations += self.statement(start, end)
                if self.text[start:start + 8].lower().startswith(_DATA):
                    from sync_guard.postgres.ddl import rows
                    rows.note(self.rows, self.text, start, end, self.lines.line(start))
            elif kind == 'meta':
                word = self.text[start:end].split(None, 1)[0]
                self.problem(
                    start, 'not-understood',
                    f'syntax error at or near "\\": {word} is a command of psql, not SQL (42601)',
                )
        if scanned.odd and not scanned.problems:
            self.misfits(scanned.statements)
        self.problems.sort(key=lambda p: (p.line, p.column))
        return SqlFile(tuple(self.operations), tuple(self.problems), found, tuple(self.rows))

    def problem(self, offset: int, rule: str, message: str, blocks: bool = True) -> None:
        self.problems.append(SqlProblem(
            self.lines.line(offset), self.lines.column(offset), rule, message, blocks,
        ))

    def misfits(self, statements: tuple[Statement, ...]) -> None:
        """What the Supabase CLI cannot send as PostgreSQL would read it. In a file of psql it cuts
        wherever data looks like SQL: then the first reason is enough."""
        kinds = {statement.kind for statement in statements}
        if 'copydata' in kinds:
            for before, data in zip(statements, statements[1:]):
                if data.kind == 'copydata':
                    self.problem(
                        before.start, 'supabase-splitter',
                        'the Supabase CLI sends no data after COPY … FROM stdin: '
                        'unexpected message during COPY (SQLSTATE 08P01)',
                    )
        elif kinds == {'sql'}:
            from sync_guard.postgres.cli_splitter import cuts
            for statement, at in cuts(self.text, statements):
                self.problem(
                    at, 'supabase-splitter',
                    'the Supabase CLI ends the statement of line '
                    f'{self.lines.line(statement.start)} at this semicolon, inside of it: '
                    'syntax error at end of input (SQLSTATE 42601)',
                )

    def statement(self, start: int, end: int) -> list[Operation]:
        words = _leading_words(self.text, start, end)
        begins, self.begins = self.begins, bool(words) and words[0] in _ENDS
        alone: list[Operation] = []
        if words and words[0] in _MAY_RUN_ALONE:
            command = session.runs_alone(words)
            if command is not None:
                alone = [Transaction(self.lines.line(start), 'alone', command)]
        elif begins and words[:1] == ['lock']:
            alone = [Transaction(self.lines.line(start), 'lock')]
        try:
            return [*alone, *self.dispatch(start, end, words)]
        except Misplaced as misplaced:
            self.refused(misplaced.offset, start, end)
            return [self.not_understood(start, end, words, misplaced.offset)]
        except Unexpected as unexpected:
            offset = unexpected.offset
        except Unreadable as unreadable:
            offset = unreadable.position
        except RecursionError:  # an expression nested some thousand deep
            offset = start
        if words[0] == 'do':
            return self.unread_block(start, end, offset)
        return [self.not_understood(start, end, words, offset)]

    def refused(self, offset: int, start: int, end: int) -> None:
        """What PostgreSQL's grammar has not; said once of a statement that is broken anyway."""
        if any(start <= fault <= end for fault in self.faults):
            return
        near = (self.text[offset:end].split(None, 1) or [''])[0][:40]
        place = f'at or near "{near}"' if near else 'at end of input'
        self.problem(min(offset, end), 'not-understood', f'syntax error {place} (42601)')
        self.faults.append(offset)

    def unread_block(self, start: int, end: int, offset: int) -> list[Operation]:
        """A DO block that cannot be followed: what its DDL names is uncertain. Without DDL it
        does not matter."""
        names = others.named_in(self.text, start, end)
        if not names or start in self.declared:
            return []
        at = self.lines.line(min(offset, end))
        reason = f'this DO block cannot be followed (line {at})'
        self.problem(min(offset, end), 'not-understood', reason, blocks=False)
        return [NotUnderstood(self.lines.line(start), reason, names)]

    def not_understood(
            self, start: int, end: int, words: list[str], offset: int,
    ) -> Operation:
        kind = words[1] if len(words) > 1 else ''
        near = self.text[offset:end].split(None, 1)
        place = f'near "{near[0][:40]}"' if near else 'at its end'
        what = ' '.join(words[:2]).upper()
        reason = f'this form of {what} is not understood, {place}'
        if not any(start <= fault <= end for fault in self.faults):
            self.problem(min(offset, end), 'not-understood', reason, blocks=False)
        skip = len(words) if len(words) < 2 else _kind_index(words) + 1
        name = others.first_name(self.text, start, end, skip)
        creates = ''
        if words[0] == 'create' and len(words) > skip - 1:
            creates = words[skip - 1]
        return NotUnderstood(
            self.lines.line(start), reason, () if name is None else (name,), creates or kind,
        )

    def dispatch(self, start: int, end: int, words: list[str]) -> list[Operation]:
        text = self.text
        first = words[0] if words else ''
        line = self.lines.line(start)
        if first in ('create', 'alter', 'drop', 'comment'):
            if first != 'comment' and len(words) > 1 and _is_ignored(words):
                return self.beside(start, end, words, line)
            cursor = self.cursor(start, end)
            made = definitions.read(cursor, line)
            return cursor.newer if made is None else [*cursor.newer, self.plain(made)]
        if first in _TRANSACTION:
            return _some(session.transaction(self.cursor(start, end), line))
        if first in ('set', 'reset', 'discard'):
            if not re.search(r'(?i:search_path|schema|all|function_bodies)', text[start:end]):
                return []
            cursor = self.cursor(start, end)
            cursor.i += 1
            reader = session.set_ if first == 'set' else session.reset
            return _some(reader(cursor, line))
        if first == 'select' and 'search_path' in text[start:end].lower():
            if len(words) > 1 and words[1] in ('set_config', 'pg_catalog'):
                return _some(session.set_config(self.cursor(start, end), line))
        if first in ('select', 'call') and others.is_call(text, start, end):
            from sync_guard.postgres.ddl import functions
            return [
                *self.reads(start, end, words, line),
                *_some(functions.calls(self.cursor(start, end), line)),
            ]
        if first == 'do':
            from sync_guard.postgres.ddl import blocks  # PL/pgSQL: most files have none
            cursor = self.cursor(start, end)
            cursor.i += 1
            block = blocks.read(
                cursor, line, self.inner,
                lambda offset, message: self.problem(offset, 'not-understood', message),
            )
            return [] if block is None else [
                block._replace(declared=start in self.declared),
            ]
        if first in _QUERIES or text[start:start + 1] == '(':
            return self.reads(start, end, words, line)
        if first in ('grant', 'revoke') and _ON_FUNCTION.search(text, start, end):
            try:
                return list(routines.granted(self.cursor(start, end), line))
            except (Unexpected, Unreadable):
                return []
        if first in others.IGNORED_COMMANDS:
            return self.need(start, end, words, line)
        self.refused(start, start, end)
        return []

    def beside(self, start: int, end: int, words: list[str], line: int) -> list[Operation]:
        """Functions, triggers and policies; other kinds that the catalog does not hold."""
        verb, kind = words[0], words[_kind_index(words)]
        if verb == 'create' and kind in ('operator', 'cast'):
            return [NotUnderstood(line, '')]  # what can be called and compared is not known now
        if kind in ('function', 'procedure', 'aggregate', 'routine'):
            made: list[Operation]
            try:
                made = [getattr(routines, verb)(self.cursor(start, end), line)]
            except (Unexpected, Unreadable):
                return [NotUnderstood(line, '')]
            if verb == 'create' and others.builds(self.text, start, end):
                from sync_guard.postgres.ddl import functions
                made += _some(functions.create(self.cursor(start, end), line))
            return made
        if kind in ('policy', 'trigger', 'constraint') and (
                kind != 'constraint' or 'trigger' in words
        ):
            from sync_guard.postgres.ddl import attached
            try:
                return [self.plain(attached.read(self.cursor(start, end), line))]
            except Misplaced as misplaced:
                self.refused(misplaced.offset, start, end)
            except Unexpected as unexpected:
                if kind == 'policy' and unexpected.wanted == 'ON':
                    self.refused(unexpected.offset, start, end)
            except Unreadable:
                pass
        if kind == 'publication' and verb == 'alter':
            offset = others.misplaced_if(self.text, start, end)
            if offset is not None:
                self.refused(offset, start, end)
                return []
        return self.need(start, end, words, line)

    def reads(self, start: int, end: int, words: list[str], line: int) -> list[Operation]:
        """What a query reads; of very much data only the table."""
        if end - start > _LONGEST_QUERY:
            return self.need(start, end, words, line)
        try:
            if words[:1] in (['select'], ['with']) and 'into' in self.text[start:end].lower():
                made = queries.select_into(self.cursor(start, end), line)
                if made is not None:
                    return [made]
            found = reads.statement(self.cursor(start, end), line)
        except (Unexpected, Unreadable):
            return self.need(start, end, words, line)
        return [] if found is None else [self.plain(found)]

    def plain(self, operation: Operation) -> Operation:
        """In PL/pgSQL, a name that no table has may be a variable."""
        if not self.inside:
            return operation
        if self.variables is None:
            return without_columns(operation)
        return with_variables(operation, tuple(sorted(self.variables)))

    def inner(self, start: int, end: int, variables: frozenset[str] | None) -> list[Operation]:
        """A statement inside PL/pgSQL."""
        before = self.inside, self.variables
        self.inside, self.variables = True, variables
        try:
            return self.statement(start, end)
        finally:
            self.inside, self.variables = before

    def need(self, start: int, end: int, words: list[str], line: int) -> list[Operation]:
        refs = others.needs(self.text, start, end, words) if words else ()
        made: list[Operation] = [Need(line, refs)] if refs else []
        if words and words[0] in ('grant', 'revoke'):
            for schema in others.schemas_granted(self.text, start, end):
                made.append(Alter(line, 'schema', Ref(None, schema)))  # which changes nothing
        return made

    def cursor(self, start: int, end: int) -> Cursor:
        return Cursor(self.text, tokenise(self.text, start, end), self.lines.line)


def _some(operation: Operation | None) -> list[Operation]:
    return [] if operation is None else [operation]


def _leading_words(text: str, start: int, end: int) -> list[str]:
    """The first words of a statement, lower case, without tokenising it."""
    words: list[str] = []
    position = start
    while len(words) < _MOST_WORDS:
        word = _WORD.match(text, position, end)
        if word is None:
            break
        words.append(word[0].lower())
        space = _SPACE.match(text, word.end(), end)
        position = space.end() if space else word.end()
    return words


def _kind_index(words: list[str]) -> int:
    """Which of the words says what kind of thing is created, altered or dropped."""
    for i, word in enumerate(words[1:], 1):
        if word not in _MODIFIERS:
            return i
    return len(words) - 1


def _is_ignored(words: list[str]) -> bool:
    kind = words[_kind_index(words)]
    if kind == 'data' and 'foreign' in words:
        return True
    return kind in others.IGNORED_KINDS
