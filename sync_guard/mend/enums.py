"""Edits of enum blocks and their values."""
from __future__ import annotations

from sync_guard.catalog import Enum
from sync_guard.compare.differences import EnumDiffers
from sync_guard.compare.differences import EnumValueDiffers
from sync_guard.mend.blocks import add_block
from sync_guard.mend.blocks import call_block
from sync_guard.mend.blocks import Home
from sync_guard.mend.blocks import home_of_enum
from sync_guard.mend.blocks import remove_block
from sync_guard.mend.edits import Change
from sync_guard.mend.edits import Edit
from sync_guard.mend.edits import indent_at
from sync_guard.mend.edits import indent_in
from sync_guard.mend.edits import insert_lines
from sync_guard.mend.edits import line_end
from sync_guard.mend.edits import line_start
from sync_guard.mend.edits import remove_lines
from sync_guard.mend.edits import Said
from sync_guard.mend.edits import set_attribute
from sync_guard.mend.view import View
from sync_guard.prisma.schema import EnumBlock
from sync_guard.prisma.spelling import quoted
from sync_guard.prisma.syntax import EnumValue
from sync_guard.prisma.vocabulary import value_names
from sync_guard.prisma.vocabulary import vocabulary
from sync_guard.prisma.write import enum_block


def mend_enum(difference: EnumDiffers, view: View) -> Change | None:
    built, expected = difference.built, difference.expected
    if expected is None:
        assert built is not None
        return add_enum(built, view, None)
    enum = view.enum(expected)
    if built is not None:
        return call_block(enum.file, enum.block, built.key, expected.key)
    return remove_block(enum.file, enum.block, ())


def add_enum(enum: Enum, view: View, user: Home | None) -> Change:
    """The block of an enum, near the model that uses it."""
    name = vocabulary(view.built, view.expected).enums[enum.key]
    home = home_of_enum(view, user)
    # Under the name that its fields go by.
    edit = add_block(home, enum_block(enum, view.expected, name))
    said = Said(home.file.path, home.file.line(edit.start), f'added enum {name}', name)
    return Change((edit,), said, frozenset({(name, '')}))


def mend_value(difference: EnumValueDiffers, view: View, *, rename: bool) -> Change | None:
    """A value that is new stands behind the one it follows in the database; one that takes the
    place of another without a ``rename`` takes its name too."""
    built, expected = difference.built, difference.expected
    enum = view.enum(difference.expected_enum)
    file, block = enum.file, enum.block
    users = frozenset(
        (table.key, column.name) for table in view.built.tables.values()
        for column in table.columns or () if column.type.key == difference.built_enum.key
    )
    if built is None:
        assert expected is not None
        value = _value(enum, expected.label or expected.text)
        line = file.line(value.start)
        return Change(
            (remove_lines(file, value.start, value.end),),
            Said(file.path, line, f'removed value {value.name}', block.name, value.name),
            whole=users,
        )
    if expected is not None:
        value = _value(enum, expected.label or expected.text)
        name = value.name
        edits: list[Edit | None] = []
        if not rename:
            name = value_names(difference.built_enum, _names(enum))[built.text]
            edits.append(Edit(file.path, value.start, value.start + len(value.name), name))
        text = None if built.text == name else f'@map({quoted(built.text)})'
        edits.append(set_attribute(file, value, 'map', text))
        line = file.line(value.start)
        what = f"value {value.name} is '{built.text}', not '{expected.text}'"
        if not rename:
            what = f'value {name} is in the place of {value.name}'
        made = tuple(edit for edit in edits if edit is not None)
        said = Said(file.path, line, what, block.name, name)
        return Change(made, said, frozenset({(block.name, name)}), users) if made else None
    names = _names(enum)
    name = value_names(difference.built_enum, names)[built.text]
    mapped = f' @map({quoted(built.text)})' if name != built.text else ''
    edit = _insertion(enum, [label.text for label in difference.built_enum.labels], built.text,
                      name + mapped)
    line = file.line(edit.start)
    said = Said(file.path, line, f'added value {name}', block.name, name)
    return Change((edit,), said, frozenset({(block.name, name)}))


def _insertion(enum: EnumBlock, order: list[str], label: str, line: str) -> Edit:
    """The line of a value behind that of the nearest label before it, or before that behind it."""
    file, block = enum.file, enum.block
    there = {enum.labels[value.name]: value for value in block.values}
    at = order.index(label)
    before = [there[text] for text in order[:at] if text in there]
    after = [there[text] for text in order[at + 1:] if text in there]
    if before:
        place = line_end(file, before[-1].start)
        return insert_lines(file, place, [indent_at(file, before[-1].start) + line])
    if after:
        place = line_start(file, after[0].start)
        return insert_lines(file, place, [indent_at(file, after[0].start) + line])
    place = line_end(file, block.name_start)
    return insert_lines(file, place, [indent_in(file, block) + line])


def _names(enum: EnumBlock) -> dict[str, str]:
    """The values' names by their labels."""
    return {label: name for name, label in enum.labels.items()}


def _value(enum: EnumBlock, name: str) -> EnumValue:
    return next(value for value in enum.block.values if value.name == name)
