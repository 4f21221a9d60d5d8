"""``// sync-guard: ignore RULE reason`` comments in a schema, and the lines they speak of."""
from __future__ import annotations

from sync_guard.prisma.expected import Directive
from sync_guard.prisma.lexer import Token
from sync_guard.prisma.syntax import SchemaFile

_MARK = 'sync-guard:'


def find_directives(file: SchemaFile, tokens: list[Token]) -> tuple[Directive, ...]:
    """The directives of a parsed file: behind something they speak of that line, on a line of
    their own of what follows, which is the whole block where a block follows."""
    if _MARK not in file.text:
        return ()
    found = []
    for at, token in enumerate(tokens):
        if token.kind != 'comment' or _MARK not in token.text:
            continue
        words = token.text.partition(_MARK)[2].removesuffix('*/').split(None, 2)
        line = file.line(token.start)
        first, last = _covered(file, tokens, at)
        verb, rule, reason = (*words, '', '', '')[:3]
        found.append(Directive(line, verb, rule, reason.strip(), first, last))
    return tuple(found)


def _covered(file: SchemaFile, tokens: list[Token], at: int) -> tuple[int, int]:
    line = file.line(tokens[at].start)
    if at and tokens[at - 1].kind not in ('newline', 'comment'):
        return line, line
    following = next((t for t in tokens[at:] if t.kind not in ('newline', 'comment')), tokens[-1])
    for block in file.tree:
        if block.start == following.start:
            return file.line(block.start), file.line(block.close)
    line = file.line(following.start)
    return line, line
