"""How ``prisma format`` lays out the lines of a block (reformatter.rs; measured on its engines).

Names, types and attributes stand in columns, one blank apart; a column is as wide as its longest
text in bytes. A blank line begins new columns, a comment does not; one behind a field follows it
after a single blank. Attributes come in an order of their own.
"""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from typing import Literal
from typing import NamedTuple

from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Block
from sync_guard.prisma.syntax import EnumValue
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.syntax import SchemaFile

# A name that begins with one of these has its place, all others come last (`@db.Uuid`, `@@schema`).
_FIELD_ORDER = ('id', 'unique', 'default', 'updatedAt', 'map', 'relation', 'ignore')
_BLOCK_ORDER = ('id', 'unique', 'index', 'map', 'ignore')


class Row(NamedTuple):
    """One line of a block: ``start`` and ``end`` are its offsets without the line end. ``cells``
    are what stands in columns, and ``comment`` what follows; both only of a member."""

    kind: Literal['member', 'comment', 'blank', 'other']
    start: int
    end: int
    indent: str = ''
    name: str = ''
    cells: tuple[str, ...] = ()
    comment: str = ''


def place_of(attribute: str, *, of_block: bool) -> int:
    """Where an attribute stands among others, by its name without ``@``."""
    order = _BLOCK_ORDER if of_block else _FIELD_ORDER
    for place, name in enumerate(order):
        if attribute.startswith(name):
            return place
    return len(order)


def groups(file: SchemaFile, block: Block) -> list[list[Row]]:
    """The rows of a block that stand in the same columns; blank lines are left out, and so are
    the block's attributes."""
    found: list[list[Row]] = [[]]
    for row in _rows(file, block):
        if row.kind in ('member', 'comment'):
            found[-1].append(row)
        elif found[-1]:
            found.append([])
    return [group for group in found if any(row.kind == 'member' for row in group)]


def is_aligned(text: str, rows: Iterable[Row]) -> bool:
    """Whether the members of a group stand in columns, whatever their indentation is."""
    members = [row for row in rows if row.kind == 'member']
    return len({row.indent for row in members}) < 2 and all(
        line == (text[row.start:row.end] if row.comment else text[row.start:row.end].rstrip())
        for row, line in zip(members, aligned(members))
    )


def aligned(members: Sequence[Row]) -> list[str]:
    """The lines of the members of a group, in columns, indented like the first."""
    indent = members[0].indent if members else ''
    return [
        f'{indent}{line} {row.comment}' if row.comment else f'{indent}{line}'
        for line, row in zip(in_columns([row.cells for row in members]), members)
    ]


def in_columns(table: Sequence[tuple[str, ...]]) -> list[str]:
    """Each row's cells one blank apart, all but the last of them as wide as their column."""
    count = max((len(cells) for cells in table), default=0)
    widths = [
        max(_size(cells[number]) for cells in table if number < len(cells))
        for number in range(count)
    ]
    lines = []
    for cells in table:
        padded = (cell + ' ' * (width - _size(cell)) for cell, width in zip(cells, widths))
        lines.append(' '.join(padded).rstrip())
    return lines


def _size(text: str) -> int:
    return len(text.encode('utf-8', 'surrogatepass'))


def _rows(file: SchemaFile, block: Block) -> Iterable[Row]:
    text = file.text
    members: dict[int, Field | EnumValue] = {
        file.line(member.start): member for member in block.members
    }
    settings = {file.line(one.start): one for one in block.properties}
    for number in range(file.line(block.body), file.line(block.close)):
        start = file.line_starts[number - 1]
        end = start + len(text[start:file.line_starts[number]].rstrip('\r\n'))
        line = text[start:end]
        indent = line[:len(line) - len(line.lstrip())]
        member, setting = members.get(number), settings.get(number)
        if not line.strip():
            yield Row('blank', start, end)
        elif member is not None and member.end <= end:
            cells: tuple[str, ...] = (member.name, _attributes(member.attributes, text))
            if isinstance(member, Field):
                cells = (member.name, text[member.type.start:member.type.end], cells[1])
            comment = text[member.end:end].lstrip()  # with the blanks behind it
            yield Row('member', start, end, indent, member.name, cells, comment)
        elif setting is not None and setting.end <= end:
            value = text[setting.start + len(setting.name):setting.end].lstrip()
            comment = text[setting.end:end].lstrip()
            yield Row('member', start, end, indent, setting.name, (setting.name, value), comment)
        else:
            kind: Literal['comment', 'other'] = (
                'comment' if line.lstrip().startswith('//') else 'other'
            )
            yield Row(kind, start, end, indent)


def _attributes(attributes: Iterable[Attribute], text: str) -> str:
    return ' '.join(text[one.start:one.end] for one in attributes)
