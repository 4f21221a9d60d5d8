"""What Prisma refuses about the names of keys, indexes and foreign keys: two of one name where
PostgreSQL has room for one (psl, ``constraint_namespace.rs``), and names it would cut."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.keys import key_names
from sync_guard.prisma.relations import foreign_key
from sync_guard.prisma.relations import Relation
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.schema import text_argument
from sync_guard.prisma.syntax import Attribute

_NOT_UNIQUE = (
    'Error parsing attribute "{}": The given constraint name `{}` has to be unique in the '
    'following namespace: {}. Please provide a different name using the `map` argument.'
)
_GLOBAL = 'global for primary key, indexes and unique constraints'
_LOCAL = 'on model `{}` for primary key, indexes, unique constraints and foreign keys'
_TOO_LONG = (
    'Error validating model "{}": The constraint name \'{}\' specified in the `map` argument for '
    'the `{}` constraint is too long for your chosen provider. The maximum allowed length is 63 '
    'bytes.'
)
_SAME_NAME = (
    'Error parsing attribute "@@{}": The given custom name `{}` has to be unique on the model. '
    'Please provide a different name for the `name` argument.'
)
# PostgreSQL's NAMEDATALEN - 1.
_LIMIT = 63


class _Named(NamedTuple):
    """A constraint as Prisma speaks of it. Only a primary key or a foreign key is looked for within
    its model: of two indexes it is said already."""

    model: Model
    attribute: str
    name: str
    start: int
    is_key: bool


def constraint_problems(
    schema: Schema, relations: tuple[Relation, ...],
) -> Iterator[SyntaxProblem]:
    models = [m for m in schema.models.values() if m.block.keyword == 'model']
    indexes = [
        _Named(model, _written(attribute, model), name, attribute.start, attribute.name == 'id')
        for model in models for attribute, name in key_names(model)
    ]
    foreign = [
        _Named(relation.model, '@relation', key.name, relation.field.start, True)
        for relation in relations if (key := foreign_key(relation)) is not None
    ]
    for model in models:
        yield from _custom_names(model)
    # PostgreSQL keeps the names of indexes by schema, those of other constraints by table.
    everywhere = Counter((one.model.key.schema, one.name) for one in indexes)
    within = Counter((one.model.name, one.name) for one in (*indexes, *foreign))
    for one in indexes:
        if everywhere[one.model.key.schema, one.name] > 1:
            yield _problem(one, _GLOBAL)
    for one in (*indexes, *foreign):
        if one.is_key and within[one.model.name, one.name] > 1:
            yield _problem(one, _LOCAL.format(one.model.name))
    for one in (*indexes, *foreign):
        if len(one.name.encode('utf-8', 'surrogatepass')) > _LIMIT:  # none that Prisma makes is
            yield SyntaxProblem(
                one.model.file.origin(one.start),
                _TOO_LONG.format(one.model.name, one.name, one.attribute),
            )


def _custom_names(model: Model) -> Iterator[SyntaxProblem]:
    """What the client calls keys of several fields."""
    named = [
        (attribute, name) for attribute in model.block.attributes
        if attribute.name in ('id', 'unique')
        and (name := text_argument(attribute, 'name', unnamed=False)) is not None
    ]
    times = Counter(name for _, name in named)
    for attribute, name in named:
        if times[name] > 1:
            message = _SAME_NAME.format(attribute.name, name)
            yield SyntaxProblem(model.file.origin(attribute.start), message)


def _problem(one: _Named, namespace: str) -> SyntaxProblem:
    message = _NOT_UNIQUE.format(one.attribute, one.name, namespace)
    return SyntaxProblem(one.model.file.origin(one.start), message)


def _written(attribute: Attribute, model: Model) -> str:
    return f'@@{attribute.name}' if attribute in model.block.attributes else f'@{attribute.name}'
