"""``-- sync-guard: ignore RULE reason`` and ``-- sync-guard: assume SQL``."""
from __future__ import annotations

import re
from collections.abc import Sequence

from sync_guard.postgres.scanner import Comment
from sync_guard.postgres.scanner import Lines
from sync_guard.postgres.sql_file import Directive

_DIRECTIVE = re.compile(r'sync-guard:\s*(\S*)[ \t]*([\s\S]*)')
_CODE = re.compile(r'\S')


def read(
        text: str, comments: Sequence[Comment], statements: Sequence[tuple[int, int]],
        lines: Lines,
) -> tuple[tuple[Directive, ...], list[tuple[int, int]]]:
    """The directives of a file, and where the SQL stands that is to be assumed."""
    found: list[Directive] = []
    assumed: list[tuple[int, int]] = []
    for comment in comments:
        match = _DIRECTIVE.search(text, comment.start, comment.end)
        if match is None:
            continue
        verb = match[1]
        line = lines.line(comment.start)
        if verb == 'assume':
            end = match.end(2)
            if text.startswith('/*', comment.start):
                end = max(end - 2, match.start(2))
            assumed.append((match.start(2), end))
            found.append(Directive(line, verb, '', text[match.start(2):end].strip(), line, line))
            continue
        words = match[2].strip()
        if text.startswith('/*', comment.start):
            words = words.removesuffix('*/').strip()
        rule, _, reason = words.partition(' ')
        first, last = _covered(text, comment, statements, lines)
        found.append(Directive(line, verb, rule, reason.strip(), first, last))
    return tuple(found), assumed


def _covered(
        text: str, comment: Comment, statements: Sequence[tuple[int, int]], lines: Lines,
) -> tuple[int, int]:
    """The lines a directive speaks of: its own where SQL stands before it, else the next line of
    SQL inside the statement, else the whole statement that follows."""
    line = lines.line(comment.start)
    start_of_line = text.rfind('\n', 0, comment.start) + 1
    if text[start_of_line:comment.start].strip():
        return line, line
    for start, end in statements:
        if start < comment.start < end:
            code = _CODE.search(text, comment.end, end)
            below = line if code is None else lines.line(code.start())
            return below, below
        if start >= comment.end:
            return lines.line(start), lines.line(max(end - 1, start))
    return line, line
