"""A PostgreSQL script cut into its top-level statements, by PostgreSQL's own rules.

As psql and libpg_query do it: a semicolon ends a statement unless it stands in quotes, a comment,
parentheses (``CREATE RULE … DO (a; b)``) or a ``BEGIN ATOMIC`` body. Lines of psql and the data
after ``COPY … FROM stdin`` are told apart. Nothing raises: what does not end is reported where it
opens.
"""
from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal
from typing import NamedTuple

from sync_guard.postgres.quoting import end_of_quoted
from sync_guard.postgres.quoting import mask
from sync_guard.postgres.quoting import SPACE
from sync_guard.postgres.quoting import UNTERMINATED

CONFLICT = 'merge conflict marker'
# Every alternative starts with a plain character, so that sre can skip to the next candidate.
_MARK = re.compile(
    r"""\(|\)|;|'|--[^\r\n]*|"|\$|/\*|\\|<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|""",
)
_BLANK = re.compile(r'[ \t\n\r\f\v]*')
_REST_OF_LINE = re.compile(r'[^\r\n]*')
_GAP = r'(?:[ \t\n\r\f\v]|--[^\r\n]*|/\*.*?\*/)+'
# Asked of few statements, and compiled when first asked.
_COPY = r'copy\b(?!\s*\().*\bfrom\s+(?:stdin|pstdin)\b'
_COPY_END = r'^\\\.[ \t]*\r?$'
_RULE = rf'create{_GAP}(?:or{_GAP}replace{_GAP})?rule\b'
_ROUTINE = rf'create{_GAP}(?:or{_GAP}replace{_GAP})?(?:function|procedure)\b'
_ATOMIC = r'(?<![\w$.])begin\s+atomic\b(?!\s+end\b)'
_END = re.compile(r'(?i:end)(?![\w$])')


class Statement(NamedTuple):
    """Offsets; no white space or comment stands in front of it, no semicolon behind."""

    kind: Literal['sql', 'copydata', 'meta']
    start: int
    end: int


class ScanProblem(NamedTuple):
    """``position`` is where the unfinished thing opens."""

    position: int
    what: str


class Comment(NamedTuple):
    """A comment that speaks to us (it holds ``sync-guard:``)."""

    start: int
    end: int


class Scan(NamedTuple):
    statements: tuple[Statement, ...]
    problems: tuple[ScanProblem, ...]
    comments: tuple[Comment, ...]
    # Whether the Supabase CLI may cut it elsewhere: what it holds is rare, and asked of few files.
    odd: bool = False


class Lines:
    """Line and column numbers, from 1, of offsets into a text. Only \\n counts, as in git."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = [0]
            position = self._text.find('\n') + 1
            while position:
                self._starts.append(position)
                position = self._text.find('\n', position) + 1
        return self._starts

    def line(self, offset: int) -> int:
        return bisect_right(self._line_starts(), offset)

    def column(self, offset: int) -> int:
        return offset - self._line_starts()[self.line(offset) - 1] + 1


def line_of(text: str, offset: int) -> int:
    """The line, from 1, of one offset; for many offsets of a text take :class:`Lines`."""
    return text.count('\n', 0, offset) + 1


def scan(text: str) -> Scan:
    """The statements of a script in order, with what is wrong and the comments meant for us.

    Never raises, and reads no character more than a few times. A parenthesis or ``BEGIN ATOMIC``
    that is never closed would swallow the rest of the text, as it does for PostgreSQL; it is
    reported, and from its statement on each semicolon ends a statement, so that one slip does not
    hide every table after it.
    """
    return _Scanner(text).scan()


class _Scanner:
    """The state of one scan: a class only because the steps share eight variables."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.statements: list[Statement] = []
        self.problems: list[ScanProblem] = []
        self.comments: list[Comment] = []
        self.opened: list[int] = []  # offsets of the parentheses that are open
        self.conflict: int | None = None  # open parentheses at <<<<<<<, None outside a conflict
        self.atomic: bool | None = None  # in a BEGIN ATOMIC body, after its END, None before
        self.lenient = False
        self.odd = False
        self.begin = 0
        self.restart: tuple[int, int, int | None] = (0, 0, None)
        self.listening = 'sync-guard:' in text

    def scan(self) -> Scan:
        text, opened = self.text, self.opened
        position = self.start_statement(1 if text.startswith('\ufeff') else 0)
        fresh = 0
        while True:
            match = _MARK.search(text, position)
            if match is None:
                again = self.finish(len(text))
                if again is None:
                    break
                position = again
                continue
            start, mark = match.start(), match[0]
            position = match.end()
            if mark == '(':
                opened.append(start)
            elif mark == ')':
                if opened:
                    opened.pop()
                else:
                    self.problems.append(ScanProblem(start, 'unbalanced )'))
            elif mark == ';':
                position = self.semicolon(start)
            elif mark == '\\':
                self.odd = True
                if start == self.begin:
                    position = self.psql_line(start)
            elif mark[0] in '<=>|':
                position = self.marker(start, mark)
            else:
                end = position if mark[0] == '-' else end_of_quoted(text, start, fresh)
                self.odd |= not end or text.startswith('$$$', start)
                if end < 0:
                    self.problems.append(ScanProblem(start, UNTERMINATED[mark[0]]))
                    opened.clear()  # one fault is enough: everything after it is a guess
                    self.atomic = None
                    self.finish(len(text))
                    break
                position = end or position
                fresh = end or fresh
                if mark[0] in '-/':
                    self.comment(start, position)
        return Scan(
            tuple(self.statements), tuple(self.problems), tuple(self.comments), self.odd,
        )

    def start_statement(self, position: int) -> int:
        self.begin = self.skip_blank(position)
        self.atomic = None
        self.restart = (len(self.problems), len(self.comments), self.conflict)
        return self.begin

    def skip_blank(self, position: int) -> int:
        blank = _BLANK.match(self.text, position)
        return blank.end() if blank else position

    def add(self, kind: Literal['sql', 'copydata', 'meta'], start: int, end: int) -> None:
        text = self.text
        while end > start and text[end - 1] in SPACE:
            end -= 1
        if end > start:
            self.statements.append(Statement(kind, start, end))

    def begins_with(self, pattern: str, end: int) -> bool:
        first = self.text[self.begin:self.begin + 2].lower()
        return first == pattern[:2] and bool(
            re.compile(pattern, re.IGNORECASE | re.DOTALL).match(self.text, self.begin, end),
        )

    def comment(self, start: int, end: int) -> None:
        if start == self.begin:
            self.begin = self.skip_blank(end)
        if self.listening and 'sync-guard:' in self.text[start:end]:
            self.comments.append(Comment(start, end))

    def semicolon(self, at: int) -> int:
        """End the statement here, if it ends here; where to read on."""
        text = self.text
        self.odd |= bool(self.opened)
        if self.opened:
            if not self.lenient or self.begins_with(_RULE, at):
                return at + 1
            self.problems.append(ScanProblem(self.opened[0], 'unbalanced ('))
            self.opened.clear()
        if self.atomic is None and not self.lenient:
            self.atomic = self.opens_atomic(at)
        if self.atomic:
            self.odd = True
            # Every statement of the body ends in a semicolon, so its END can only follow one.
            self.atomic = not _END.match(text, self.skip_comments(at + 1))
            return at + 1
        self.add('sql', self.begin, at)
        if self.begins_with(_COPY, at):
            return self.copy_data(at + 1)
        return self.start_statement(at + 1)

    def opens_atomic(self, end: int) -> bool:
        if not self.begins_with(_ROUTINE, end):
            return False
        if 'atomic' not in (source := self.text[self.begin:end].lower()):
            return False
        return bool(re.search(_ATOMIC, mask(source).text))

    def skip_comments(self, position: int) -> int:
        while True:
            position = self.skip_blank(position)
            if not self.text.startswith(('--', '/*'), position):
                return position
            end = end_of_quoted(self.text, position)
            if end < 0:
                return position
            position = end

    def copy_data(self, position: int) -> int:
        """The lines after the one of ``COPY … FROM stdin;``, up to ``\\.``."""
        self.odd = True
        first = self.text.find('\n', position) + 1
        last = first and re.compile(_COPY_END, re.MULTILINE).search(self.text, first)
        if not last:
            self.problems.append(ScanProblem(self.begin, 'COPY data not ended by \\.'))
            return self.start_statement(len(self.text))
        self.statements.append(Statement('copydata', first, last.start()))
        return self.start_statement(last.end())

    def psql_line(self, start: int) -> int:
        rest = _REST_OF_LINE.match(self.text, start)
        end = rest.end() if rest else start
        self.add('meta', start, end)
        return self.start_statement(end)

    def marker(self, start: int, mark: str) -> int:
        """A line that git left in an unfinished merge; its words (a branch) are not SQL."""
        text = self.text
        after = text[start + 7:start + 8]
        if start and text[start - 1] not in '\r\n\ufeff' or after not in ('', ' ', '\r', '\n'):
            return start + 7
        if mark[0] == '<':
            self.problems.append(ScanProblem(start, CONFLICT))
            self.conflict = len(self.opened)
        elif self.conflict is None:
            self.problems.append(ScanProblem(start, CONFLICT))
        elif mark[0] == '>':
            self.conflict = None
        else:
            del self.opened[self.conflict:]  # the other side starts from where this one started
        rest = _REST_OF_LINE.match(text, start)
        end = rest.end() if rest else start + 7
        if start == self.begin:
            self.begin = self.skip_blank(end)
        return end

    def finish(self, end: int) -> int | None:
        """The text ends. Where to read again, leniently, or None."""
        if not self.opened and not self.atomic:
            self.add('sql', self.begin, end)
            return None
        fault = ScanProblem(
            *(self.opened[0], 'unbalanced (') if self.opened
            else (self.begin, 'BEGIN ATOMIC without END'),
        )
        if self.lenient:
            self.problems.append(fault)
            self.add('sql', self.begin, end)
            return None
        problems, comments, self.conflict = self.restart
        del self.problems[problems:], self.comments[comments:]
        if not self.opened:
            self.problems.append(fault)
        self.opened.clear()
        self.atomic = None
        self.lenient = True
        return self.begin
