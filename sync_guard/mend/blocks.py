"""Edits of whole blocks: where a new one goes, what it is called, and taking one out."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.mend.edits import add_block_attribute
from sync_guard.mend.edits import Change
from sync_guard.mend.edits import Edit
from sync_guard.mend.edits import indent_in
from sync_guard.mend.edits import insert_lines
from sync_guard.mend.edits import line_end
from sync_guard.mend.edits import remove_lines
from sync_guard.mend.edits import Said
from sync_guard.mend.view import View
from sync_guard.prisma.schema import Model
from sync_guard.prisma.spelling import quoted
from sync_guard.prisma.syntax import Block
from sync_guard.prisma.syntax import SchemaFile


class Home(NamedTuple):
    """Behind which block of a file a new one goes; None: at the end of the file."""

    file: SchemaFile
    block: Block | None


def home_of_model(table: Table, view: View) -> Home:
    """A model goes to the file that holds most of those it has relations with, else to the one
    that holds most models; there behind the last model."""
    near = {key.references for key in table.foreign_keys}
    near.update(
        other.key for other in view.built.tables.values()
        if any(key.references == table.key for key in other.foreign_keys)
    )
    models = view.schema.models.values()
    neighbours = Counter(model.file.path for model in models if model.key in near)
    all_models = Counter(model.file.path for model in models)
    file = max(
        reversed(view.files),
        key=lambda file: (neighbours[file.path], all_models[file.path]),
    )
    return Home(file, _last(file, ('model', 'view')) or _last(file, ()))


def home_of_enum(view: View, user: Home | None) -> Home:
    """An enum goes to the file of the model that uses it, behind its last enum, else behind the
    model; one that nothing uses goes where most enums are."""
    if user is None:
        counts = Counter(one.file.path for one in view.schema.enums.values())
        counts += Counter()
        models = Counter(one.file.path for one in view.schema.models.values())
        file = max(
            reversed(view.files), key=lambda file: (counts[file.path], models[file.path]),
        )
        user = Home(file, _last(file, ()))
    return Home(user.file, _last(user.file, ('enum',)) or user.block)


def _last(file: SchemaFile, keywords: Iterable[str]) -> Block | None:
    """The last block of these kinds, of any kind where none is named."""
    wanted = tuple(keywords)
    found = [block for block in file.tree if not wanted or block.keyword in wanted]
    return found[-1] if found else None


def home_of(model: Model) -> Home:
    return Home(model.file, model.block)


def add_block(home: Home, text: str) -> Edit:
    """The block with a blank line before it, and indented as the file's others are."""
    file, behind = home
    indent = '  '
    for block in file.tree:
        if block.fields or block.values:
            indent = indent_in(file, block)
            break
    lines = [
        indent + line[2:] if line.startswith('  ') else line for line in text.splitlines()
    ]
    at = len(file.text) if behind is None else line_end(file, behind.close)
    following = file.text[at:].split('\n', 1)[0]
    if at < len(file.text) and following.strip():
        lines.append('')
    return insert_lines(file, at, ['', *lines])


def remove_block(file: SchemaFile, block: Block, also: Iterable[Edit]) -> Change:
    return Change(
        (remove_lines(file, block.start, block.close), *also),
        Said(
            file.path, file.line(block.start), f'removed {block.keyword} {block.name}', block.name,
        ),
    )


def call_block(file: SchemaFile, block: Block, key: Name, known: Name) -> Change | None:
    """The block's name in the database, by ``@@map`` and ``@@schema``."""
    edits = []
    names: frozenset[tuple[str, str]] = frozenset()
    wanted = {'map': key.name if key.name != block.name else None}
    if key.schema != known.schema:
        wanted['schema'] = key.schema
    for name, value in wanted.items():
        attribute = block.attribute(name)
        text = None if value is None else f'@@{name}({quoted(value)})'
        if attribute is not None and text is None:
            edits.append(remove_lines(file, attribute.start, attribute.end))
        elif attribute is not None and text is not None:
            if file.text[attribute.start:attribute.end] != text:
                edits.append(Edit(file.path, attribute.start, attribute.end, text))
        elif text is not None:
            edit, first = add_block_attribute(file, block, text)
            edits.append(edit)
            if first:
                names |= {(block.name, '@@')}
    if not edits:
        return None
    noun = 'table' if block.keyword == 'model' else 'type'
    what = f'{block.keyword} {block.name} is {noun} {key}, not {known}'
    said = Said(file.path, file.line(block.start), what, block.name)
    return Change(tuple(edits), said, names)
