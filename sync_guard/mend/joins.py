"""Implicit many-to-many relations: a list on both sides for the table between them."""
from __future__ import annotations

from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Table
from sync_guard.compare.differences import RelationDiffers
from sync_guard.mend.edits import Change
from sync_guard.mend.edits import Edit
from sync_guard.mend.edits import Said
from sync_guard.mend.edits import set_attribute
from sync_guard.mend.places import add_relation_field
from sync_guard.mend.settings import use_foreign_keys
from sync_guard.mend.view import far_side
from sync_guard.mend.view import View
from sync_guard.prisma.habit import free
from sync_guard.prisma.habit import plural_of
from sync_guard.prisma.names import join_table_name
from sync_guard.prisma.names import relation_name
from sync_guard.prisma.relations import join_tables
from sync_guard.prisma.relations import Relation
from sync_guard.prisma.schema import Model
from sync_guard.prisma.spelling import quoted
from sync_guard.prisma.vocabulary import vocabulary

if TYPE_CHECKING:
    from sync_guard.compare.differences import Difference


class Join(NamedTuple):
    """A table that Prisma takes for an implicit relation of this name between two models."""

    table: Table
    name: str
    first: Model
    second: Model


def join_of(table: Table, view: View, *, strict: bool) -> Join | None:
    """The relation that the table stands for: columns A and B, each the key of a model, unique
    together, the second with an index. ``strict`` asks for every name, and for the primary key
    that Prisma 6 and 7 give it (before, it was a unique index), as ``migrate diff`` does."""
    columns = {column.name: column for column in table.columns or ()}
    name = table.name[1:]
    if columns.keys() != {'A', 'B'} or not name or join_table_name(name) != table.name:
        return None
    if any(c.nullable or c.default or c.identity or c.generated for c in columns.values()):
        return None
    keys = {key.columns: key for key in table.foreign_keys}
    if keys.keys() != {('A',), ('B',)} or len(table.foreign_keys) != 2:
        return None
    first, second = _target(keys[('A',)], view), _target(keys[('B',)], view)
    if first is None or second is None or first.name > second.name:
        return None
    if table.schema != first.key.schema or not _has_keys(table, name, strict):
        return None
    if strict and any(
        key.name != join_table_name(name, f'_{letter}_fkey') for (letter,), key in keys.items()
    ):
        return None
    return Join(table, name, first, second)


def _target(key: ForeignKey, view: View) -> Model | None:
    """The model that the key leads to by its primary key alone."""
    if (key.on_delete, key.on_update) != ('cascade', 'cascade'):
        return None
    target = view.built.tables.get(key.references)
    primary = None if target is None else target.primary_key
    if primary is None or primary.columns != key.referenced_columns or len(primary.columns) != 1:
        return None
    name = vocabulary(view.built, view.expected).models.get(key.references)
    return view.schema.models.get(name or '')


def _has_keys(table: Table, name: str, strict: bool) -> bool:
    primary = table.primary_key
    if strict:
        return (
            primary is not None and primary.columns == ('A', 'B') and not table.uniques
            and primary.name == join_table_name(name, '_AB_pkey')
            and [(i.name, [c.name for c in i.columns], i.unique) for i in table.indexes]
            == [(join_table_name(name, '_B_index'), ['B'], False)]
        )
    together = [key.columns for key in (primary, *table.uniques) if key is not None]
    together += [tuple(c.name or '' for c in i.columns) for i in table.indexes if i.unique]
    return ('A', 'B') in together and any(
        [c.name for c in index.columns] == ['B'] for index in table.indexes
    )


def mend_join(join: Join, view: View) -> Change:
    models = (join.first, join.second)
    between = [
        relation for relation in view.relations
        if {relation.model.name, relation.other.name} == {model.name for model in models}
    ]
    is_default = join.name == relation_name(join.first.name, join.second.name)
    named = not is_default or join.first is join.second or any(r.name is None for r in between)
    attribute = f' @relation({quoted(join.name)})' if named else ''
    pascal = vocabulary(view.built, view.expected).habit.pascal_models
    taken = {model.name: {field.name for field in model.block.fields} for model in models}
    edits: list[Edit] = []
    names = set()
    for model, other in (models, models[::-1]):
        wanted = plural_of(other.name[:1].lower() + other.name[1:]) if pascal else other.name
        label = free((wanted, f'{wanted}_{join.name}'), taken[model.name])
        taken[model.name].add(label)
        names.add((model.name, label))
        ignore = other.block.attribute('ignore') is not None
        line = f'{label} {other.name}[]{attribute}{" @ignore" * ignore}'
        edits.append(add_relation_field(model, line, view))
    first = join.first
    what = f'added relation {join.name} of models {first.name} and {join.second.name}'
    said = Said(first.file.path, first.file.line(first.block.start), what, first.name)
    return Change(tuple(edits), said, frozenset(names))


def spell_out(difference: Difference, model: Table, view: View) -> Change | None:
    """The lists of an implicit relation taken out, whose table is not quite the one that Prisma
    makes: it gets a model of its own next, which can say all of it."""
    if isinstance(difference, RelationDiffers) and difference.emulated:
        return use_foreign_keys(view)
    change = remove_join(model, None, view)
    if change is None:
        return None
    what = change.said.what.partition(':')[0]
    said = change.said._replace(what=f'{what}: {model.key} gets a model of its own')
    return change._replace(said=said, whole=frozenset({(model.key, None)}))


def remove_join(table: Table, like: Table | None, view: View) -> Change | None:
    """Both lists taken out, or given the name of the table that there is."""
    side = join_tables(view.relations, view.expected.catalog.tables).get(table.key)
    if side is None:
        return None
    sides = [side, far_side(side, view.relations)]
    model, field = side.model, side.field
    if like is None or like.schema != table.schema or not like.name.startswith('_'):
        from sync_guard.mend.fields import remove_relation

        edits: list[Edit | None] = [*remove_relation(side, view)]
        what = f'removed field {field.name} and its far side: no migration creates {table.key}'
    else:
        edits = [_named(one, like.name[1:]) for one in sides if one is not None]
        what = f'field {field.name} is relation {like.name[1:]}'
    said = Said(model.file.path, model.file.line(field.start), what, model.name, field.name)
    return Change(tuple(edit for edit in edits if edit is not None), said)


def _named(relation: Relation, name: str) -> Edit | None:
    text = f'@relation({quoted(name)})'
    return set_attribute(relation.model.file, relation.field, 'relation', text)
