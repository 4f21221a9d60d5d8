"""Edits of models: tables without one, models without a table, rows that nothing tells apart."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Enum
from sync_guard.compare.differences import ModelWithoutTable
from sync_guard.compare.differences import TableWithoutModel
from sync_guard.mend.blocks import add_block
from sync_guard.mend.blocks import call_block
from sync_guard.mend.blocks import home_of_model
from sync_guard.mend.blocks import remove_block
from sync_guard.mend.edits import add_block_attribute
from sync_guard.mend.edits import Change
from sync_guard.mend.edits import Edit
from sync_guard.mend.edits import Said
from sync_guard.mend.edits import set_attribute
from sync_guard.mend.enums import add_enum
from sync_guard.mend.fields import remove_relation
from sync_guard.mend.joins import join_of
from sync_guard.mend.joins import mend_join
from sync_guard.mend.joins import remove_join
from sync_guard.mend.view import View
from sync_guard.prisma.schema import Model
from sync_guard.prisma.validate_keys import is_identified
from sync_guard.prisma.vocabulary import model_names
from sync_guard.prisma.vocabulary import vocabulary
from sync_guard.prisma.write import model_block


def mend_table(
    difference: TableWithoutModel, view: View, *, strict: bool, whole: bool,
) -> Change | None:
    """The model of a table, without its relations: those are differences of their own, once it is
    there. The table of an implicit relation gets a list on both sides instead, but not where the
    ``whole`` of it is wanted in a model."""
    table = difference.table
    block = view.expected.catalog.tables.get(table.key)
    if block is not None:
        return _no_view(view.model(block))
    join = None if whole else join_of(table, view, strict=strict)
    if join is not None:
        return mend_join(join, view)
    words = vocabulary(view.built, view.expected)
    name = model_names((table.key,), words)[table.key]
    home = home_of_model(table, view)
    edit = add_block(home, model_block(table, view.built, view.expected, relations=False))
    edits = [edit]
    names = {(name, '')}
    for column in table.columns or ():
        enum = view.built.types.get(column.type.key)
        if isinstance(enum, Enum) and enum.labels and enum.key in words.enums:
            called = words.enums[enum.key]
            if called not in view.schema.enums and (called, '') not in names:
                added = add_enum(enum, view, home)
                edits += added.edits
                names |= added.names
    return Change(
        tuple(edits),
        Said(home.file.path, home.file.line(edit.start), f'added model {name}', name),
        frozenset(names),
        frozenset({(table.key, None)}),
    )


def _no_view(model: Model) -> Change:
    """A view block made a model: there is a table of its name."""
    file, block = model.file, model.block
    edit = Edit(file.path, block.start, block.start + len('view'), 'model')
    said = Said(file.path, file.line(block.start), f'view {model.name} is a model', model.name)
    return Change((edit,), said, whole=frozenset({(model.key, None)}))


def mend_model(difference: ModelWithoutTable, view: View) -> Change | None:
    model, like = difference.model, difference.like
    if model.label is None:
        return remove_join(model, like, view)
    found = view.model(model)
    if like is None:
        edits: list[Edit] = []
        for relation in view.relations:
            if relation.model is found and relation.other is not found:
                edits += remove_relation(relation, view)
        # Those of the model's own fields go with it.
        own = range(found.block.start, found.block.end)
        others = [
            edit for edit in dict.fromkeys(edits)
            if edit.path != found.file.path or edit.start not in own
        ]
        return remove_block(found.file, found.block, others)
    if like.key == model.key:
        return None
    return call_block(found.file, found.block, like.key, model.key)


def unidentified(view: View) -> Iterator[Change]:
    """Models whose rows nothing tells apart: Prisma refuses them, unless it may ignore them."""
    for model in view.schema.models.values():
        block = model.block
        if block.keyword != 'model':
            continue
        ignored = block.attribute('ignore') is not None
        if not ignored and not is_identified(model):
            edit, first = add_block_attribute(model.file, block, '@@ignore')
            yield Change(
                (edit,), _said(model, f'model {model.name} is ignored: it has no key'),
                frozenset({(model.name, '@@')} if first else ()),
            )
        for relation in view.relations:
            to_ignored = relation.other.block.attribute('ignore') is not None
            if relation.model is model and to_ignored and not ignored:
                edited = set_attribute(model.file, relation.field, 'ignore', '@ignore')
                if edited is not None:
                    name = relation.field.name
                    yield Change((edited,), _said(model, f'field {name} is ignored', name))
        for field in block.fields:
            if ignored:
                edited = set_attribute(model.file, field, 'ignore', None)
                if edited is not None:
                    what = f'field {field.name} is ignored with its model'
                    yield Change((edited,), _said(model, what, field.name))


def _said(model: Model, what: str, member: str = '') -> Said:
    return Said(model.file.path, model.file.line(model.block.start), what, model.name, member)

