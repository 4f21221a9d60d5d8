"""Foreign keys and implicit many-to-many tables that relation fields ask for."""
from __future__ import annotations

from typing import NamedTuple

from sync_guard.catalog import Action
from sync_guard.catalog import Column
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Index
from sync_guard.catalog import IndexColumn
from sync_guard.catalog import Key
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.prisma.names import foreign_key_name
from sync_guard.prisma.names import join_table_name
from sync_guard.prisma.names import relation_name
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import names_in
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.schema import text_argument
from sync_guard.prisma.syntax import Constant
from sync_guard.prisma.syntax import Field

ACTIONS: dict[str, Action] = {
    'Cascade': 'cascade', 'Restrict': 'restrict', 'NoAction': 'no action', 'SetNull': 'set null',
    'SetDefault': 'set default',
}


class Relation(NamedTuple):
    """A relation field, the model it stands in and the one it leads to. ``name`` is None for a
    relation without one."""

    model: Model
    field: Field
    other: Model
    name: str | None

    @property
    def scalars(self) -> tuple[str, ...]:
        """The fields of this model that hold the key of the other."""
        return self._names('fields')

    @property
    def references(self) -> tuple[str, ...]:
        return self._names('references')

    def _names(self, argument: str) -> tuple[str, ...]:
        attribute = self.field.attribute('relation')
        return names_in(attribute.argument(argument)) if attribute is not None else ()

    @property
    def is_list(self) -> bool:
        return self.field.type.arity == 'list'


def read_relations(schema: Schema) -> tuple[Relation, ...]:
    """Every relation field of the schema, in its order."""
    return tuple(
        Relation(model, field, other, text_argument(field.attribute('relation'), 'name'))
        for model in schema.models.values()
        for field, other in model.relations(schema)
    )


def foreign_key(relation: Relation) -> ForeignKey | None:
    """The foreign key that the relation field asks for, where it is the side that holds one."""
    model, other = relation.model, relation.other
    held = [model.columns.get(name) for name in relation.scalars]
    referenced = [other.columns.get(name) for name in relation.references]
    columns = tuple(name for name in held if name is not None)
    targets = tuple(name for name in referenced if name is not None)
    if not columns or len(columns) != len(held) or len(targets) != len(columns):
        return None
    if 'view' in (model.block.keyword, other.block.keyword):
        return None
    attribute = relation.field.attribute('relation')
    given = text_argument(attribute, 'map', unnamed=False)
    return ForeignKey(
        given or foreign_key_name(model.key.name, columns),
        columns,
        other.key,
        targets,
        on_delete=_action(relation, 'onDelete') or _default_on_delete(relation),
        on_update=_action(relation, 'onUpdate') or 'cascade',
        origin=model.file.origin(relation.field.start),
        label=relation.field.name,
    )


def _action(relation: Relation, argument: str) -> Action | None:
    attribute = relation.field.attribute('relation')
    value = attribute.argument(argument) if attribute is not None else None
    return ACTIONS.get(value.value) if isinstance(value, Constant) else None


def _default_on_delete(relation: Relation) -> Action:
    """Prisma's default (default_on_delete_action): what cannot be null cannot be set to it."""
    fields = [relation.model.field(name) for name in relation.scalars]
    required = any(field is not None and field.type.arity == 'required' for field in fields)
    return 'restrict' if required else 'set null'


def join_tables(relations: tuple[Relation, ...], tables: dict[Name, Table]) -> dict[Name, Relation]:
    """The implicit many-to-many tables by name, each with the side that is ``A``: both sides are
    lists, and no field holds a key. ``tables`` are the models' own tables."""
    sides: dict[tuple[str, str, str | None], list[Relation]] = {}
    for relation in relations:
        if relation.is_list and not relation.scalars and relation.model.block.keyword == 'model':
            pair = sorted((relation.model.name, relation.other.name))
            sides.setdefault((pair[0], pair[1], relation.name), []).append(relation)
    found: dict[Name, Relation] = {}
    for (first, second, name), both in sides.items():
        if len(both) == 2 and (first == second or both[0].model is not both[1].model):
            # A is the model whose name comes first; of a relation to itself, either side.
            side = min(both, key=lambda relation: relation.model.name)
            key = Name(side.model.key.schema, join_table_name(name or f'{first}To{second}'))
            if side.model.key in tables and side.other.key in tables:
                found.setdefault(key, side)
    return found


def join_table(key: Name, side: Relation, tables: dict[Name, Table], with_keys: bool) -> Table:
    """The table behind an implicit many-to-many relation, as Prisma 6 and 7 make it (before, a
    unique index ``_X_AB_unique`` took the primary key's place)."""
    origin = side.model.file.origin(side.field.start)
    called = side.name or relation_name(side.model.name, side.other.name)
    columns, foreign_keys = [], []
    for letter, model in (('A', side.model), ('B', side.other)):
        target = _identity(tables[model.key])
        if target is None:  # Prisma refuses such a relation
            continue
        columns.append(Column(letter, target.type, nullable=False, origin=origin))
        foreign_keys.append(ForeignKey(
            join_table_name(called, f'_{letter}_fkey'), (letter,), model.key, (target.name,),
            'cascade', 'cascade', origin,
        ))
    return Table(
        key.schema,
        key.name,
        columns=tuple(columns),
        primary_key=Key(join_table_name(called, '_AB_pkey'), ('A', 'B'), origin),
        foreign_keys=tuple(foreign_keys) if with_keys else (),
        indexes=(
            Index(join_table_name(called, '_B_index'), (IndexColumn('B'),), origin=origin),
        ),
        origin=origin,
    )


def _identity(table: Table) -> Column | None:
    """The one column that a join table refers to."""
    key = table.primary_key
    return table.column(key.columns[0]) if key is not None and len(key.columns) == 1 else None
