"""The lines that edits leave behind, laid out as ``prisma format`` would: whole groups where they
stood in columns before, else each new line as the lines around it stand."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Sequence
from typing import NamedTuple

from sync_guard.prisma import parse
from sync_guard.prisma.layout import aligned
from sync_guard.prisma.layout import groups
from sync_guard.prisma.layout import is_aligned
from sync_guard.prisma.layout import Row
from sync_guard.prisma.syntax import Block
from sync_guard.prisma.syntax import SchemaFile


class _Known(NamedTuple):
    """A member as it was: its line, where the cells of that began, and whether its group stood in
    columns."""

    line: str
    places: list[int]
    aligned: bool
    group: int


def realigned(before: str, after: str) -> str:
    """The text ``after`` edits of ``before``, with the lines they touched in their columns."""
    if before == after:
        return after
    after = _hoisted(before, after)
    known: dict[tuple[str, ...], _Known] = {}
    sizes: Counter[int] = Counter()
    for number, (block, text, rows) in enumerate(_groups(parse('', before))):
        in_columns = is_aligned(text, rows)
        for row in _members(rows):
            line = text[row.start:row.end]
            known[block + (row.name,)] = _Known(line, _places(line, row), in_columns, number)
            sizes[number] += 1
    parts: list[str] = []
    at = 0
    for block, text, rows in _groups(parse('', after)):
        members = _members(rows)
        then = [known.get(block + (row.name,)) for row in members]
        old = [one for one in then if one is not None]
        changed = [
            one is None or one.line != text[row.start:row.end]
            for one, row in zip(then, members)
        ]
        # A line may have gone that was the longest.
        touched = any(changed) or any(
            sizes[number] != count for number, count in Counter(o.group for o in old).items()
        )
        if not touched:
            continue
        if all(one.aligned for one in old):
            lines = aligned(members)
        else:
            lines = _as_around(text, members, changed, then)
        for row, line in zip(members, lines):
            parts += (text[at:row.start], line)
            at = row.end
    return ''.join([*parts, after[at:]])


def _hoisted(before: str, after: str) -> str:
    """The text with the comments that edits left behind a block's last attribute where ``prisma
    format`` takes them to: a comment goes with the attribute below it, and with none below it
    behind the block's members."""
    there = {(b.keyword, b.name) for b, _ in _dangling(parse('', before))}
    file = parse('', after)
    lines = after.splitlines(keepends=True)
    for block, (first, last) in reversed([*_dangling(file)]):
        if (block.keyword, block.name) in there:
            continue
        place = file.line(block.attributes[0].start) - 1
        while place and (not lines[place - 1].strip() or lines[place - 1].lstrip()[:2] == '//'):
            place -= 1
            if lines[place].strip() and not lines[place + 1].strip():
                place += 1
                break
        if place < file.line(block.body):
            continue
        moved = lines[first:last]
        del lines[first:last]
        lines[place:place] = moved
    return ''.join(lines)


def _dangling(file: SchemaFile) -> Iterable[tuple[Block, tuple[int, int]]]:
    """The lines, from 0, of comments behind the last attributes of blocks."""
    starts = file.line_starts
    for block in file.tree:
        if not block.attributes or not block.members:
            continue
        first, last = file.line(block.attributes[-1].end), file.line(block.close) - 1
        while first < last and not file.text[starts[last - 1]:starts[last]].strip():
            last -= 1
        is_behind = block.members[-1].start < block.attributes[0].start
        if is_behind and any(
            file.text[starts[n]:starts[n + 1]].lstrip().startswith('//') for n in range(first, last)
        ):
            yield block, (first, last)


def _groups(file: SchemaFile) -> Iterable[tuple[tuple[str, str], str, list[Row]]]:
    for block in file.tree:
        for rows in groups(file, block):
            yield (block.keyword, block.name), file.text, rows


def _members(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.kind == 'member']


def _as_around(
    text: str, members: Sequence[Row], changed: Sequence[bool], then: Sequence[_Known | None],
) -> list[str]:
    """Changed lines with their cells where they had them, new ones where most of the other lines
    have theirs; single blanks where the others have no more either."""
    others = [
        _places(text[row.start:row.end], row) for row, new in zip(members, changed) if not new
    ]
    count = max((len(places) for places in others), default=0)
    usual = [
        Counter(p[number] for p in others if number < len(p)).most_common(1)[0][0]
        for number in range(count)
    ]
    is_loose = all(
        '  ' not in text[row.start:row.end].strip()
        for row, new in zip(members, changed) if not new
    )
    lines = []
    for row, new, one in zip(members, changed, then):
        if not new:
            lines.append(text[row.start:row.end])
            continue
        places = [] if one is None else one.places
        if not is_loose:
            places = [*places, *usual[len(places):]]
        line = row.indent
        for number, cell in enumerate(cell for cell in row.cells if cell):
            if number:
                wanted = places[number] if number < len(places) else 0
                line = f'{line.ljust(wanted - 1)} '
            line += cell
        lines.append(f'{line} {row.comment}' if row.comment else line)
    return lines


def _places(line: str, row: Row) -> list[int]:
    """Where the cells of a line begin."""
    found = []
    at = 0
    for cell in row.cells:
        if cell:
            at = line.find(cell.split(' ')[0], at)
            found.append(at)
            at += len(cell.split(' ')[0])
    return found
