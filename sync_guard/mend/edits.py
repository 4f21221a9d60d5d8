"""Edits of a schema's text that keep every other byte, and what they are put together from."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from typing import NamedTuple

from sync_guard.catalog import Name
from sync_guard.prisma.layout import place_of
from sync_guard.prisma.lexer import tokens
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Block
from sync_guard.prisma.syntax import EnumValue
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.syntax import SchemaFile


class Edit(NamedTuple):
    """``text`` in the place of what stands from ``start`` to ``end``. ``whole`` edits are about
    whole lines: several may come to the same place."""

    path: str
    start: int
    end: int
    text: str
    whole: bool = False


class Said(NamedTuple):
    """What a change does, about a member of a block (about the block itself where it is '');
    ``line`` is where that stood before."""

    path: str
    line: int
    what: str
    block: str = ''
    member: str = ''


class Change(NamedTuple):
    """Edits that belong together. ``names`` are those that they bring into use, as (block,
    member); ``whole`` are tables, and columns of tables, whose differences are then to be mended
    at every level."""

    edits: tuple[Edit, ...]
    said: Said
    names: frozenset[tuple[str, str]] = frozenset()
    whole: frozenset[tuple[Name, str | None]] = frozenset()


def newline_of(text: str) -> str:
    """The line end that a file has, by its first line."""
    end = text.find('\n')
    if end < 0:
        return '\r' if '\r' in text else '\n'
    return '\r\n' if text[end - 1:end] == '\r' else '\n'


def line_start(file: SchemaFile, offset: int) -> int:
    return file.line_starts[file.line(offset) - 1]


def line_end(file: SchemaFile, offset: int) -> int:
    """The offset behind the line's end."""
    line = file.line(offset)
    return file.line_starts[line] if line < len(file.line_starts) else len(file.text)


def indent_at(file: SchemaFile, offset: int) -> str:
    line = file.text[line_start(file, offset):offset]
    return line if not line.strip() else ''


def insert_lines(file: SchemaFile, offset: int, lines: Iterable[str]) -> Edit:
    """The lines put in where a line begins, or at the end of the text."""
    newline = newline_of(file.text)
    text = ''.join(line + newline for line in lines)
    if offset == len(file.text) and offset and file.text[-1] not in '\r\n':
        text = newline + text.removesuffix(newline)
    return Edit(file.path, offset, offset, text, True)


def remove_lines(file: SchemaFile, start: int, end: int) -> Edit:
    """The lines from one offset to the other taken out; their comments stay."""
    first, last = line_start(file, start), line_end(file, end)
    newline = newline_of(file.text)
    indent = indent_at(file, start)
    comments = [t.text for t in tokens(file.text[first:last]) if t.kind == 'comment']
    return Edit(file.path, first, last, ''.join(indent + c + newline for c in comments), True)


def set_attribute(
    file: SchemaFile, member: Field | EnumValue, name: str, text: str | None,
) -> Edit | None:
    """A member's attribute written anew, put in where ``prisma format`` would have it, or taken
    out; None where nothing changes. ``name`` is without ``@``; ``db.`` is any native type."""
    known = next((a for a in member.attributes if _is_called(a, name)), None)
    if known is not None:
        if text is None:
            return take_out(file, known.start, known.end)
        if file.text[known.start:known.end] == text:
            return None
        return Edit(file.path, known.start, known.end, text)
    if text is None:
        return None
    at = member.type.end if isinstance(member, Field) else member.start + len(member.name)
    place = place_of(name, of_block=False)
    for attribute in member.attributes:
        if place_of(attribute.name, of_block=False) <= place:
            at = attribute.end
    return Edit(file.path, at, at, f' {text}')


def _is_called(attribute: Attribute, name: str) -> bool:
    return attribute.name == name or (name.endswith('.') and attribute.name.startswith(name))


def take_out(file: SchemaFile, start: int, end: int) -> Edit:
    """A part of a line taken out, with the blanks before it."""
    while file.text[start - 1] in ' \t':
        start -= 1
    return Edit(file.path, start, end, '')


def set_argument(
    file: SchemaFile, attribute: Attribute, name: str, text: str | None,
) -> Edit | None:
    """An argument of an attribute written anew, put in, or taken out; None where nothing
    changes. New ones come last, as Prisma has them: ``onDelete``, ``onUpdate``, ``map``."""
    given = attribute.arguments
    at = next((n for n, one in enumerate(given) if one.name == name), None)
    if at is None:
        if text is None:
            return None
        if given:
            before = [one for one in given if (one.name or '') not in _LAST_ARGUMENTS[name]]
            if not before:
                first = given[0].start
                return Edit(file.path, first, first, f'{name}: {text}, ')
            return Edit(file.path, before[-1].end, before[-1].end, f', {name}: {text}')
        bracketed = file.text[attribute.end - 1] == ')'
        start = file.text.rfind('(', attribute.start, attribute.end) if bracketed else attribute.end
        return Edit(file.path, start, attribute.end, f'({name}: {text})')
    if text is not None:
        written = f'{name}: {text}'
        if file.text[given[at].start:given[at].end] == written:
            return None
        return Edit(file.path, given[at].start, given[at].end, written)
    if len(given) == 1:
        start = file.text.rfind('(', attribute.start, given[at].start)
        return Edit(file.path, start, attribute.end, '')
    if at:
        return Edit(file.path, given[at - 1].end, given[at].end, '')
    return Edit(file.path, given[0].start, given[1].start, '')


# What stands behind an argument, where it is put in.
_LAST_ARGUMENTS: dict[str, tuple[str, ...]] = {
    'map': ('type', 'where', 'sort', 'length', 'ops'),
    'onUpdate': ('map',),
    'onDelete': ('onUpdate', 'map'),
    'fields': ('references', 'onDelete', 'onUpdate', 'map'),
    'references': ('onDelete', 'onUpdate', 'map'),
}


def add_block_attribute(file: SchemaFile, block: Block, text: str) -> tuple[Edit, bool]:
    """A block attribute put in where ``prisma format`` would have it, and whether it is the
    block's first: two of those would each bring the blank line before them."""
    name = text.removeprefix('@@').partition('(')[0]
    place = place_of(name, of_block=True)
    before = [a for a in block.attributes if place_of(a.name, of_block=True) <= place]
    after = [a for a in block.attributes if place_of(a.name, of_block=True) > place]
    if before:
        last = before[-1]
        line = indent_at(file, last.start) + text
        return insert_lines(file, line_end(file, last.start), [line]), False
    if after:
        at = _above_comments(file, after[0].start, block)
        return insert_lines(file, at, [indent_at(file, after[0].start) + text]), False
    line = indent_in(file, block) + text
    at = line_start(file, block.close)
    previous = file.text[:at].rstrip('\r\n')
    is_apart = not file.text[line_start(file, len(previous)):at].strip()
    first = not block.members or is_apart
    return insert_lines(file, at, [line] if first else ['', line]), True


def _above_comments(file: SchemaFile, offset: int, block: Block) -> int:
    """The start of the line, or of the comments right above it."""
    line = file.line(offset)
    while line > file.line(block.body):
        above = file.text[file.line_starts[line - 2]:file.line_starts[line - 1]]
        if not above.lstrip().startswith('//'):
            break
        line -= 1
    return file.line_starts[line - 1]


def indent_in(file: SchemaFile, block: Block) -> str:
    """The indentation of the lines in a block: that of its first, or Prisma's own."""
    starts = [node.start for node in block.members] + [node.start for node in block.attributes]
    return indent_at(file, starts[0]) if starts else '  '


def accept(changes: Iterable[Change]) -> list[Change]:
    """The changes that can be made at once, the first ones first: the others wait for their turn,
    since what they say may be about to change."""
    taken: list[Change] = []
    edits: list[Edit] = []
    names: set[tuple[str, str]] = set()
    for change in changes:
        if names & change.names or any(_clash(a, b) for a in change.edits for b in edits):
            continue
        taken.append(change)
        edits.extend(change.edits)
        names |= change.names
    return taken


def _clash(one: Edit, other: Edit) -> bool:
    if one.path != other.path:
        return False
    if one.start == one.end == other.start == other.end:
        return not (one.whole and other.whole)
    if one.start == one.end or other.start == other.end:
        point, span = (one, other) if one.start == one.end else (other, one)
        return span.start < point.start < span.end or (
            not (point.whole and span.whole) and point.start in (span.start, span.end)
        )
    return one.start < other.end and other.start < one.end


def applied(texts: Mapping[str, str], changes: Iterable[Change]) -> dict[str, str]:
    """The texts after the changes, which do not clash."""
    of_file: dict[str, list[Edit]] = {}
    for change in changes:
        for edit in change.edits:
            of_file.setdefault(edit.path, []).append(edit)
    return {**texts, **{path: edited(texts[path], edits) for path, edits in of_file.items()}}


def edited(text: str, edits: Iterable[Edit]) -> str:
    """One text after its edits."""
    parts: list[str] = []
    at = size = 0
    gaps: list[int] = []
    # Of several at one place those that put something in come first.
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        put = edit.text
        is_blank = put[:1] in ('\r', '\n') and edit.start == edit.end
        if is_blank and not any(part.strip() for part in (*parts, text[at:edit.start])):
            # The first block of a file needs no blank line before it.
            parts, gaps, size, at = [], [], 0, edit.start
            put = put.lstrip('\r\n')
        if edit.start == at and edit.whole and parts and _ends_blank(parts[-1]):
            # Two blocks put in behind each other need one blank line between them.
            put = put.lstrip('\r\n')
        parts += (text[at:edit.start], put)
        size += edit.start - at + len(put)
        at = edit.end
        if edit.whole and not edit.text:
            gaps.append(size)
    made = ''.join([*parts, text[at:]])
    for gap in reversed(gaps):
        made = _closed(made, gap)
    return made


def _ends_blank(text: str) -> bool:
    return len(text.splitlines()) > 1 and not text.splitlines()[-1].strip()


def _begins_attributes(lines: list[str]) -> bool:
    """Whether a blank line is the one before a block's attributes, which is there even where
    nothing else is."""
    return len(lines) > 1 and lines[1].lstrip().startswith('@@')


def _closed(text: str, gap: int) -> str:
    """The text without the blank lines that are too many where lines were taken out: behind another
    one, or at the beginning or end of a block or a file."""
    before = text[:gap].splitlines(keepends=True)
    after = text[gap:].splitlines(keepends=True)
    above = before[-1].strip() if before else '{'
    if not above or above.endswith('{'):
        while after and not after[0].strip() and not (
            above and _begins_attributes(after)
        ):
            del after[0]
    if not above and (not after or after[0].strip().startswith('}')):
        del before[-1]
    return ''.join([*before, *after])
