"""Edits of keys and indexes, and of the names that anything has in the database."""
from __future__ import annotations

from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Index
from sync_guard.catalog import Key
from sync_guard.catalog import Table
from sync_guard.compare.differences import IndexDiffers
from sync_guard.compare.differences import NameDiffers
from sync_guard.compare.differences import PrimaryKeyDiffers
from sync_guard.compare.differences import Unique
from sync_guard.compare.differences import UniqueDiffers
from sync_guard.mend.edits import add_block_attribute
from sync_guard.mend.edits import Change
from sync_guard.mend.edits import Edit
from sync_guard.mend.edits import remove_lines
from sync_guard.mend.edits import Said
from sync_guard.mend.edits import set_argument
from sync_guard.mend.edits import set_attribute
from sync_guard.mend.edits import take_out
from sync_guard.mend.view import attribute_at
from sync_guard.mend.view import far_side
from sync_guard.mend.view import labels_of
from sync_guard.mend.view import View
from sync_guard.prisma.attributes import id_attribute
from sync_guard.prisma.attributes import index_attribute
from sync_guard.prisma.attributes import unique_attribute
from sync_guard.prisma.keys import key_names
from sync_guard.prisma.names import foreign_key_name
from sync_guard.prisma.names import index_name
from sync_guard.prisma.names import primary_key_name
from sync_guard.prisma.names import unique_name
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import names_in
from sync_guard.prisma.spelling import quoted
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Field


def mend_primary_key(difference: PrimaryKeyDiffers, view: View) -> Change | None:
    table, built, expected = difference.table, difference.built, difference.expected
    model = view.model(difference.model)
    text = None if built is None else id_attribute(built, table, labels_of(model))
    known = None if expected is None else attribute_at(model, expected.origin)
    columns = () if built is None else built.columns
    twins = [
        (field, attribute) for field, attribute in _attributes(model)
        if attribute.name == 'unique' and _columns(field, attribute, model) == columns
    ]
    return _exchange(
        model, text, columns, ([] if known is None else [known]) + twins,
        f'has id ({", ".join(columns)})' if columns else 'has no id', table,
        () if expected is None else expected.columns, view,
    )


def mend_unique(difference: UniqueDiffers, view: View) -> Change | None:
    return _mend_index(difference, difference.built, difference.expected, view)


def mend_index(difference: IndexDiffers, view: View) -> Change | None:
    return _mend_index(difference, difference.built, difference.expected, view)


def _mend_index(
    difference: UniqueDiffers | IndexDiffers, built: Unique | None, expected: Unique | None,
    view: View,
) -> Change | None:
    table, model = difference.table, view.model(difference.model)
    known = None if expected is None else attribute_at(model, expected.origin)
    text = None
    columns: tuple[str, ...] = ()
    if built is not None:
        text = spelled(built, table, labels_of(model))
        if text is None:
            return None
        columns = _names(built)
        called = None if known is None else known[1].argument('name')
        if known is not None and called is not None and known[0] is None and text[:4] == '@@un':
            # What the client calls it is not the database's.
            text = f'{text[:-1]}, name: {model.file.text[called.start:called.end]})'
    shown = f'({", ".join(columns or ())})'
    if built is None and expected is not None:
        shown = f'({", ".join(_names(expected))})'
    is_unique = isinstance(built, Key) or (built is not None and built.unique)
    what = f'has no unique or index on {shown}'
    if built is not None:
        what = f'has {"a unique" if is_unique else "an index"} on {shown}'
    return _exchange(
        model, text, columns, [] if known is None else [known], what, table,
        () if expected is None else _names(expected), view, is_unique=is_unique,
    )


def spelled(built: Unique, table: Table, labels: dict[str, str]) -> str | None:
    """The attribute of a unique or index, a partial one too."""
    if isinstance(built, Key) or built.unique:
        return unique_attribute(built, table, labels, partial=True)
    return index_attribute(built, table, labels, partial=True)


def _exchange(
    model: Model, text: str | None, columns: tuple[str, ...],
    known: list[tuple[Field | None, Attribute]], what: str, table: Table,
    before: tuple[str, ...], view: View, *, is_unique: bool = True,
) -> Change | None:
    """One attribute in the place of others, or alone: on a field, or in the block."""
    file, block = model.file, model.block
    names: frozenset[tuple[str, str]] = frozenset()
    edits: list[Edit] = []
    in_block = text is not None and text.startswith('@@')
    label = '' if in_block else labels_of(model).get(columns[0], '') if columns else ''
    field = None if in_block else model.field(label)
    if text is not None and field is not None and _is_taken(field, text, known):
        # Another unique is on the field: of two, one is the block's.
        text, in_block, field = _for_block(text, field), True, None
    for owner, attribute in known:
        there = owner.name if owner is not None else None
        same = in_block if owner is None else field is not None and there == field.name
        if text is not None and same:
            edits.append(Edit(file.path, attribute.start, attribute.end, text))
            text = None
        elif owner is None:
            edits.append(remove_lines(file, attribute.start, attribute.end))
        else:
            edits.append(take_out(file, attribute.start, attribute.end))
    if text is not None and in_block:
        edit, first = add_block_attribute(file, block, text)
        edits.append(edit)
        names = frozenset({(model.name, '@@')} if first else ())
    elif text is not None and field is not None:
        edited = set_attribute(file, field, text[1:].partition('(')[0], text)
        if edited is not None:
            edits.append(edited)
    if not edits:
        return None
    edits += _lists(model, {*columns} if is_unique else set(), before, view)
    said = Said(
        file.path, file.line(block.start), f'model {model.name} {what}', model.name,
        '' if in_block else label,
    )
    whole = frozenset((table.key, column) for column in (*columns, *before))
    return Change(tuple(edits), said, names, whole)


def _is_taken(
    field: Field, text: str, known: list[tuple[Field | None, Attribute]],
) -> bool:
    there = field.attribute(text[1:].partition('(')[0])
    return there is not None and all(attribute != there for _, attribute in known)


def _for_block(text: str, field: Field) -> str:
    """``@unique(map: "x", sort: Desc)`` of a field as ``@@unique([a(sort: Desc)], map: "x")``."""
    name, _, arguments = text.partition('(')
    given = [one for one in arguments.removesuffix(')').split(', ') if one]
    sort = '(sort: Desc)' if 'sort: Desc' in given else ''
    rest = ''.join(f', {one}' for one in given if one != 'sort: Desc')
    return f'@{name}([{field.name}{sort}]{rest})'


def _lists(
    model: Model, columns: set[str], before: tuple[str, ...], view: View,
) -> list[Edit]:
    """The far sides of relations that no unique makes one to one any more, as lists. ``columns``
    are unique now, those ``before`` were so."""
    if not before:
        return []
    left = [
        {*_columns(field, attribute, model)} for field, attribute in _attributes(model)
        if attribute.name in ('id', 'unique')
    ]
    if {*before} in left:
        left.remove({*before})
    edits = []
    for relation in view.relations:
        held = {model.columns.get(name, '') for name in relation.scalars}
        if relation.model is not model or held != {*before} or held in (columns, *left):
            continue
        back = far_side(relation, view.relations)
        if back is not None and back.field.type.arity == 'optional':
            type_ = back.field.type
            edits.append(Edit(back.model.file.path, type_.start, type_.end, f'{type_.name}[]'))
    return edits


def mend_name(difference: NameDiffers, view: View) -> Change | None:
    table, built, expected = difference.table, difference.built, difference.expected
    model = view.model(difference.model)
    attribute: Attribute | None
    if isinstance(expected, ForeignKey):
        field = model.field(expected.label or '')
        attribute = None if field is None else field.attribute('relation')
    else:
        known = attribute_at(model, expected.origin)
        field, attribute = (None, None) if known is None else known
    if attribute is None:
        return None
    if field is None and any(
        name == built.name and other is not attribute for other, name in key_names(model)
    ):
        # It is declared twice, and the other one has the right name.
        gone = remove_lines(model.file, attribute.start, attribute.end)
        line = model.file.line(attribute.start)
        what = f'removed {difference.kind} {expected.name}: it is {built.name}'
        return Change((gone,), Said(model.file.path, line, what, model.name))
    text = None if built.name == _default_name(built, table, difference) else quoted(built.name)
    if text is None and attribute.name == 'index' and attribute.argument('name') is not None:
        # Before @@index had `map` its `name` was the database's.
        text = quoted(built.name)
    edit = set_argument(model.file, attribute, 'map', text)
    if edit is None:
        return None
    line = model.file.line(attribute.start)
    what = f'{difference.kind} {expected.name} is called {built.name}'
    return Change((edit,), Said(
        model.file.path, line, what, model.name, '' if field is None else field.name,
    ))


def _default_name(
    built: Key | Index | ForeignKey, table: Table, difference: NameDiffers,
) -> str:
    if difference.kind == 'primary key':
        return primary_key_name(table.name)
    if isinstance(built, ForeignKey):
        return foreign_key_name(table.name, built.columns)
    if difference.kind == 'unique':
        return unique_name(table.name, _names(built))
    return index_name(table.name, _names(built))


def _names(record: Unique) -> tuple[str, ...]:
    if isinstance(record, Key):
        return (*record.columns, *record.include)
    return (*(column.name or '' for column in record.columns), *record.include)


def _attributes(model: Model) -> list[tuple[Field | None, Attribute]]:
    found: list[tuple[Field | None, Attribute]] = [
        (field, attribute) for field in model.block.fields for attribute in field.attributes
    ]
    return found + [(None, attribute) for attribute in model.block.attributes]


def _columns(field: Field | None, attribute: Attribute, model: Model) -> tuple[str, ...]:
    if field is not None:
        return (model.columns.get(field.name, ''),)
    names = names_in(attribute.argument('fields', unnamed=True))
    return tuple(model.columns.get(name, '') for name in names)
