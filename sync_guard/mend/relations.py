"""Edits of relations: both sides of a new one, what a key says when rows go, one too many."""
from __future__ import annotations

from sync_guard.catalog import Action
from sync_guard.compare.differences import ActionDiffers
from sync_guard.compare.differences import RelationDiffers
from sync_guard.mend.edits import Change
from sync_guard.mend.edits import Edit
from sync_guard.mend.edits import Said
from sync_guard.mend.edits import set_argument
from sync_guard.mend.fields import remove_relation
from sync_guard.mend.places import add_relation_field
from sync_guard.mend.settings import use_foreign_keys
from sync_guard.mend.view import labels_of
from sync_guard.mend.view import View
from sync_guard.prisma.attributes import ACTIONS
from sync_guard.prisma.relations import Relation
from sync_guard.prisma.scalars import introspected
from sync_guard.prisma.write_relations import relation_lines


def mend_relation(difference: RelationDiffers, view: View) -> Change | None:
    built, expected = difference.built, difference.expected
    if difference.emulated:
        return use_foreign_keys(view)
    if expected is None:
        return _add(difference, view)
    relation = _relation(difference, view)
    if relation is None:
        return None
    model, field = relation.model, relation.field
    said = Said(
        model.file.path, model.file.line(field.start), f'removed relation {field.name}',
        model.name, field.name,
    )
    # A key that leads elsewhere is a relation of its own, which the next round puts in.
    whole = frozenset((difference.table.key, column) for column in expected.columns)
    if built is None or built.references != expected.references:
        return Change(tuple(remove_relation(relation, view)), said, whole=whole)
    target = view.schema.models[relation.other.name]
    attribute = field.attribute('relation')
    assert attribute is not None
    own = _listed(built.columns, labels_of(model))
    others = _listed(built.referenced_columns, labels_of(target))
    edits = [
        set_argument(model.file, attribute, 'fields', own),
        set_argument(model.file, attribute, 'references', others),
    ]
    made = tuple(edit for edit in edits if edit is not None)
    return Change(made, said._replace(
        what=f'relation {field.name} leads from ({", ".join(built.columns)}) to '
             f'({", ".join(built.referenced_columns)})',
    )) if made else None


def _add(difference: RelationDiffers, view: View) -> Change | None:
    table, built = difference.table, difference.built
    assert built is not None
    lines = relation_lines(built, table, view.built, view.expected)
    if lines is None:
        return None
    model, other = view.schema.models.get(lines.model), view.schema.models.get(lines.other)
    if model is None or other is None:
        return None
    forth, back = lines.line, lines.back
    if other.block.attribute('ignore') is not None and model.block.attribute('ignore') is None:
        forth += ' @ignore'
    if model.block.attribute('ignore') is not None and other.block.attribute('ignore') is None:
        back += ' @ignore'
    label = forth.partition(' ')[0]
    edits: list[Edit] = [
        add_relation_field(model, forth, view), add_relation_field(other, back, view),
    ]
    names = frozenset({(lines.model, label), (lines.other, back.partition(' ')[0])})
    if len(names) < 2:
        return None
    return Change(
        tuple(edits),
        Said(
            model.file.path, model.file.line(model.block.start),
            f'added relation {label} to {lines.other}', lines.model, label,
        ),
        names,
        frozenset([
            *((table.key, column) for column in built.columns),
            *((built.references, column) for column in built.referenced_columns),
        ]),
    )


def mend_action(difference: ActionDiffers, view: View) -> Change | None:
    relation = _relation(difference, view)
    attribute = None if relation is None else relation.field.attribute('relation')
    if relation is None or attribute is None:
        return None
    file, built = relation.model.file, difference.built
    columns = [c for c in difference.table.columns or () if c.name in built.columns]
    required = any(not introspected(c, view.built).nullable for c in columns)
    wanted: dict[str, tuple[Action, Action]] = {
        'onDelete': (built.on_delete, 'restrict' if required else 'set null'),
        'onUpdate': (built.on_update, 'cascade'),
    }
    missing = []
    edits: list[Edit] = []
    for name, (action, default) in wanted.items():
        text = None if action == default else ACTIONS[action]
        if attribute.argument(name) is None and text is not None:
            missing.append(f'{name}: {text}')
            continue
        edit = set_argument(file, attribute, name, text)
        if edit is not None:
            edits.append(edit)
    if len(missing) == 2:
        # Both come to one place.
        name, _, text = missing[0].partition(': ')
        both = set_argument(file, attribute, name, f'{text}, {missing[1]}')
        edits += [both] if both is not None else []
    elif missing:
        name, _, text = missing[0].partition(': ')
        one = set_argument(file, attribute, name, text)
        edits += [one] if one is not None else []
    if not edits:
        return None
    field = relation.field
    what = f'relation {field.name} is on delete {built.on_delete}, on update {built.on_update}'
    line = file.line(field.start)
    return Change(tuple(edits), Said(file.path, line, what, relation.model.name, field.name))


def _relation(
    difference: RelationDiffers | ActionDiffers, view: View,
) -> Relation | None:
    """The field that the expected key comes from; None for an implicit relation's."""
    expected = difference.expected
    if expected is None:
        return None
    return next((
        relation for relation in view.relations
        if relation.model.name == difference.model.label
        and relation.field.name == expected.label
    ), None)


def _listed(columns: tuple[str, ...], labels: dict[str, str]) -> str:
    return f'[{", ".join(labels.get(name, name) for name in columns)}]'
