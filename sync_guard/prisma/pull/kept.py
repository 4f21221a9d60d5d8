"""What ``prisma db pull`` keeps of a schema that is there already: whatever the database cannot
know (introspection_map.rs, and the ``previous`` of introspection_pair/)."""
from __future__ import annotations

from typing import NamedTuple

from sync_guard.catalog import Name
from sync_guard.prisma.keys import key_names
from sync_guard.prisma.names import join_table_name
from sync_guard.prisma.names import relation_name
from sync_guard.prisma.relations import read_relations
from sync_guard.prisma.relations import Relation
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.schema import text_argument
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.syntax import Function

# What the database knows nothing of: the client makes these values.
_CLIENT = ('uuid', 'cuid', 'nanoid', 'ulid')


class Named(NamedTuple):
    """The name of a relation, '' for none, and those of its two fields: that which holds the key
    (or is in model A), and the one back."""

    name: str
    forth: str
    back: str


class Kept(NamedTuple):
    """Names by those in the database: of models, of fields by table and column, of enums, and of
    values by enum and label. ``relations`` are by table and columns of the key, ``joins`` by the
    join table's name. ``client`` are attributes of columns, ``names`` those that the client has for
    keys, by table and constraint. ``ignored`` are the tables of models with ``@@ignore``."""

    models: dict[Name, str] = {}
    fields: dict[Name, dict[str, str]] = {}
    enums: dict[Name, str] = {}
    labels: dict[Name, dict[str, str]] = {}
    relations: dict[tuple[Name, tuple[str, ...]], Named] = {}
    joins: dict[str, Named] = {}
    client: dict[tuple[Name, str], tuple[str, ...]] = {}
    names: dict[tuple[Name, str], str] = {}
    ignored: frozenset[Name] = frozenset()


def kept_of(schema: Schema) -> Kept:
    """All that is kept of a schema."""
    models = [m for m in schema.models.values() if m.block.keyword == 'model']
    relations, joins = _relations(schema)
    return Kept(
        {model.key: model.name for model in models},
        {model.key: {c: name for name, c in model.columns.items()} for model in models},
        {enum.key: enum.block.name for enum in schema.enums.values()},
        {
            enum.key: {text: name for name, text in enum.labels.items()}
            for enum in schema.enums.values()
        },
        relations,
        joins,
        {
            (model.key, column): attributes
            for model in models for name, column in model.columns.items()
            if (attributes := _client(model, model.field(name)))
        },
        {
            (model.key, constraint): name
            for model in models for attribute, constraint in key_names(model)
            if attribute.name in ('id', 'unique')
            and (name := text_argument(attribute, 'name', unnamed=False))
        },
        frozenset(m.key for m in models if m.block.attribute('ignore') is not None),
    )


def _client(model: Model, field: Field | None) -> tuple[str, ...]:
    found = []
    for attribute in field.attributes if field is not None else ():
        value = attribute.argument('value', unnamed=True)
        if attribute.name in ('updatedAt', 'ignore') or (
            attribute.name == 'default' and isinstance(value, Function) and value.name in _CLIENT
        ):
            found.append(model.file.text[attribute.start:attribute.end])
    return tuple(found)


def _relations(
    schema: Schema,
) -> tuple[dict[tuple[Name, tuple[str, ...]], Named], dict[str, Named]]:
    """Relations with both of their fields: those that hold a key, and those of join tables."""
    held: dict[tuple[Name, tuple[str, ...]], Named] = {}
    joins: dict[str, Named] = {}
    relations = read_relations(schema)
    for relation in relations:
        back = _back(relation, relations)
        if back is None:
            continue
        named = Named(relation.name or '', relation.field.name, back.field.name)
        columns = tuple(relation.model.columns.get(name, '') for name in relation.scalars)
        if columns:
            held.setdefault((relation.model.key, columns), named)
        elif relation.is_list and back.is_list and relation.model.name < relation.other.name:
            called = relation.name or relation_name(relation.model.name, relation.other.name)
            joins.setdefault(join_table_name(called), named)
    return held, joins


def _back(relation: Relation, relations: tuple[Relation, ...]) -> Relation | None:
    return next((
        one for one in relations
        if one.model is relation.other and one.other is relation.model
        and one.name == relation.name and one.field is not relation.field and not one.scalars
    ), None)
