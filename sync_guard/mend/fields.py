"""Edits of fields: types, nullability and defaults, fields that are missing or too many."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator

from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import Table
from sync_guard.compare.differences import ColumnWithoutField
from sync_guard.compare.differences import DefaultDiffers
from sync_guard.compare.differences import FieldWithoutColumn
from sync_guard.compare.differences import ListDiffers
from sync_guard.compare.differences import NullabilityDiffers
from sync_guard.compare.differences import TypeDiffers
from sync_guard.mend.blocks import home_of
from sync_guard.mend.edits import Change
from sync_guard.mend.edits import Edit
from sync_guard.mend.edits import indent_at
from sync_guard.mend.edits import indent_in
from sync_guard.mend.edits import insert_lines
from sync_guard.mend.edits import line_end
from sync_guard.mend.edits import remove_lines
from sync_guard.mend.edits import Said
from sync_guard.mend.edits import set_attribute
from sync_guard.mend.enums import add_enum
from sync_guard.mend.view import far_side
from sync_guard.mend.view import View
from sync_guard.prisma.relations import Relation
from sync_guard.prisma.scalars import introspected
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import names_in
from sync_guard.prisma.spelling import quoted
from sync_guard.prisma.spelling import spell
from sync_guard.prisma.spelling import Spelling
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.vocabulary import field_names
from sync_guard.prisma.vocabulary import vocabulary
from sync_guard.prisma.write import field_line

# Functions whose values the client makes, which are texts.
_OF_CLIENT = ('uuid', 'cuid', 'nanoid', 'ulid')


def mend_type(difference: TypeDiffers, view: View) -> Change | None:
    model, field, spelling = _at_hand(difference.model, difference.field, difference.column, view)
    file = model.file
    arity = {'list': '[]', 'optional': '?', 'required': ''}[field.type.arity]
    before = file.text[field.type.start:field.type.end]
    edits = [_type(model, field, spelling.type + arity)]
    if before != spelling.type + arity:
        # A default is written in the words of its type.
        edits += _new_kind(model, field, spelling)
    # Last, where it stands: two may come to one place.
    edits.append(_native(model, field, spelling, view))
    native = '' if spelling.native is None else f' @{view.expected.datasource}.{spelling.native}'
    change = _change(model, field, edits, f'is {spelling.type}{native}')
    if change is None or difference.enum is None:
        return change
    return _with_enum(change, difference.enum, view, model)


def mend_list(difference: ListDiffers, view: View) -> Change | None:
    model, field, spelling = _at_hand(difference.model, difference.field, difference.column, view)
    column = introspected(difference.column, view.built)
    arity = '[]' if column.type.is_array else '?' if column.nullable else ''
    edits = [
        _type(model, field, spelling.type + arity), *_new_kind(model, field, spelling),
        _native(model, field, spelling, view),
    ]
    is_not = 'a list' if column.type.is_array else 'no list'
    change = _change(model, field, edits, f'is {is_not}')
    found = view.built.types.get(column.type.key)
    if change is None or not isinstance(found, Enum) or spelling.type in view.schema.enums:
        return change
    return _with_enum(change, found, view, model) if found.labels else change


def mend_nullability(difference: NullabilityDiffers, view: View) -> Change | None:
    model = view.model(difference.model)
    field = _field(model, difference.field)
    optional = introspected(difference.column, view.built).nullable
    edits: list[Edit | None] = [_type(model, field, _base(model, field) + '?' * optional)]
    table = difference.table
    nullable = {c.name for c in table.columns or () if introspected(c, view.built).nullable}
    for relation in view.relations:
        if relation.model is model and field.name in relation.scalars:
            # A relation is as optional as the fields that hold its key.
            columns = {model.columns.get(name, '') for name in relation.scalars}
            held = relation.field
            edits.append(_type(model, held, _base(model, held) + '?' * bool(columns & nullable)))
    return _change(model, field, edits, 'may be null' if optional else 'is required')


def mend_default(difference: DefaultDiffers, view: View) -> Change | None:
    model, field, spelling = _at_hand(difference.model, difference.field, difference.column, view)
    text = None if spelling.default is None else f'@default({spelling.default})'
    return _change(
        model, field, [set_attribute(model.file, field, 'default', text)],
        'has no default' if text is None else f'has {text}',
    )


def mend_column(difference: ColumnWithoutField, view: View) -> Change | None:
    """The field goes behind that of the column before."""
    table, column, model = difference.table, difference.column, view.model(difference.model)
    file, block = model.file, model.block
    line = field_line(column, table, view.built, view.expected)
    name = field_names(table, view.expected, vocabulary(view.built, view.expected).habit)
    label = name[column.name]
    fields = {column: field for field, column in model.columns.items()}
    order = [c.name for c in table.columns or ()]
    before = [fields[c] for c in order[:order.index(column.name)] if c in fields]
    if before:
        anchor = model.field(before[-1])
        assert anchor is not None
        place, indent = line_end(file, anchor.start), indent_at(file, anchor.start)
    else:
        place, indent = line_end(file, block.name_start), indent_in(file, block)
    change = Change(
        (insert_lines(file, place, [indent + line]), *_id_before(column, table, model)),
        Said(file.path, file.line(block.start), f'added field {label}', model.name, label),
        frozenset({(model.name, label)}),
        frozenset({(table.key, column.name)}),
    )
    if difference.enum is None:
        return change
    return _with_enum(change, difference.enum, view, model)


def _id_before(column: Column, table: Table, model: Model) -> Iterator[Edit]:
    """The id that the model has so far, taken out where the new field is the key: Prisma takes no
    two."""
    if table.primary_key is None or table.primary_key.columns != (column.name,):
        return
    for field in model.block.fields:
        edit = set_attribute(model.file, field, 'id', None)
        if edit is not None:
            yield edit
    for attribute in model.block.attributes:
        if attribute.name == 'id':
            yield remove_lines(model.file, attribute.start, attribute.end)


def mend_field(difference: FieldWithoutColumn, view: View) -> Change | None:
    model = view.model(difference.model)
    field = _field(model, difference.field)
    if difference.like is not None:
        name = difference.like.name
        text = None if name == field.name else f'@map({quoted(name)})'
        return _change(
            model, field, [set_attribute(model.file, field, 'map', text)],
            f'is column {name}, not {difference.field.name}',
        )
    edits = [remove_lines(model.file, field.start, field.end)]
    for attribute in model.block.attributes:
        if attribute.name in ('id', 'unique', 'index') and field.name in _fields(attribute):
            edits.append(remove_lines(model.file, attribute.start, attribute.end))
    gone = [
        relation for relation in view.relations
        if (relation.model is model and field.name in relation.scalars)
        or (relation.other is model and field.name in relation.references)
    ]
    for relation in gone:
        edits += remove_relation(relation, view)
    columns = {(difference.table.key, column) for column in model.columns.values()}
    return Change(
        tuple(dict.fromkeys(edits)),
        Said(model.file.path, model.file.line(field.start), f'removed field {field.name}',
             model.name, field.name),
        whole=frozenset(columns),
    )


def remove_relation(relation: Relation, view: View) -> list[Edit]:
    """Both sides of a relation taken out."""
    sides = [relation, far_side(relation, view.relations)]
    return [
        remove_lines(side.model.file, side.field.start, side.field.end)
        for side in sides if side is not None
    ]


def _with_enum(change: Change, enum: Enum, view: View, user: Model) -> Change:
    """The change with the block of an enum that the schema does not have yet."""
    added = add_enum(enum, view, home_of(user))
    return change._replace(
        edits=change.edits + added.edits, names=change.names | added.names,
    )


def _at_hand(
    model: Table, field: Column, column: Column, view: View,
) -> tuple[Model, Field, Spelling]:
    words = vocabulary(view.built, view.expected)
    found = view.model(model)
    spelling = spell(introspected(column, view.built), view.built, words.enums, words.labels)
    return found, _field(found, field), spelling


def _field(model: Model, field: Column) -> Field:
    found = model.field(field.label or field.name)
    assert found is not None
    return found


def _base(model: Model, field: Field) -> str:
    """The type as written, without ``?`` and ``[]``."""
    return model.file.text[field.type.start:field.type.end].rstrip('[]?!')


def _type(model: Model, field: Field, text: str) -> Edit | None:
    type_ = field.type
    if model.file.text[type_.start:type_.end] == text:
        return None
    return Edit(model.file.path, type_.start, type_.end, text)


def _native(model: Model, field: Field, spelling: Spelling, view: View) -> Edit | None:
    prefix = f'{view.expected.datasource}.'
    text = None if spelling.native is None else f'@{prefix}{spelling.native}'
    return set_attribute(model.file, field, prefix, text)


def _new_kind(model: Model, field: Field, spelling: Spelling) -> list[Edit | None]:
    """What else changes with the kind of a field: its default, and what no other kind may have."""
    file = model.file
    edits: list[Edit | None] = []
    default = field.attribute('default')
    kept = default is not None and file.text[default.start:default.end].startswith(
        tuple(f'@default({name}(' for name in _OF_CLIENT),
    )
    text = None if spelling.default is None else f'@default({spelling.default})'
    if text is not None or not (kept and spelling.type == 'String'):
        edits.append(set_attribute(file, field, 'default', text))
    if spelling.type != 'DateTime':
        edits.append(set_attribute(file, field, 'updatedAt', None))
    return edits


def _change(
    model: Model, field: Field, edits: Iterable[Edit | None], what: str,
) -> Change | None:
    made = tuple(edit for edit in edits if edit is not None)
    if not made:
        return None
    line = model.file.line(field.start)
    said = Said(model.file.path, line, f'field {field.name} {what}', model.name, field.name)
    return Change(made, said)


def _fields(attribute: Attribute) -> tuple[str, ...]:
    return names_in(attribute.argument('fields', unnamed=True))
