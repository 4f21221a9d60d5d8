"""What Prisma refuses about relations."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.relations import Relation
from sync_guard.prisma.validate_keys import candidate_keys

_NO_OPPOSITE = (
    'Error validating field `{field}` in {kind} `{model}`: The relation field `{field}` on {kind} '
    '`{model}` is missing an opposite relation field on the model `{other}`. '
    'Either run `prisma format` or add it manually.'
)
_NO_FIELDS = (
    'Error parsing attribute "@relation": The relation field `{field}` on Model `{model}` must '
    'specify the `fields` argument in the @relation attribute. '
    'You can run `prisma format` to fix this automatically.'
)
_NO_REFERENCES = (
    'Error parsing attribute "@relation": The relation field `{field}` on Model `{model}` must '
    'specify the `references` argument in the @relation attribute.'
)
_UNKNOWN_FIELDS = (
    'Error validating: The argument fields must refer only to existing fields. '
    'The following fields do not exist in this model: {}'
)
_UNKNOWN_REFERENCES = (
    'Error validating: The argument `references` must refer only to existing fields in the related '
    'model `{0}`. The following fields do not exist in the related model: {1}'
)
_COUNT = (
    'Error validating: You must specify the same number of fields in `fields` and `references`.'
)
_AMBIGUOUS = (
    'Error validating model "{0}": Ambiguous relation detected. The fields `{1}` and `{2}` in '
    'model `{0}` both refer to `{3}`. Please provide different relation names for them by adding '
    '`@relation(<name>).'
)
_TYPES = (
    'Error parsing attribute "@relation": The type of the field `{}` in the model `{}` is not '
    'matching the type of the referenced field `{}` in model `{}`.'
)
_OPTIONAL = (
    'Error validating: The relation field `{}` uses the scalar fields {}. At least one of those '
    'fields is optional. Hence the relation field must be optional as well.'
)
_NOT_UNIQUE = (
    'Error parsing attribute "@relation": A one-to-one relation must use unique fields on the '
    'defining side. Either add an `@unique` attribute to the field `{}`, or change the relation to '
    'one-to-many.'
)


def relation_problems(relations: tuple[Relation, ...]) -> Iterator[SyntaxProblem]:
    """Relations without a field back, without the fields that hold them, or to fields that do
    not exist."""
    unknown = [problem for relation in relations for problem in _unknown(relation)]
    yield from unknown
    if unknown:
        return
    sides: dict[tuple[str, str, str | None], int] = {}
    for relation in relations:
        way = (relation.model.name, relation.other.name, relation.name)
        sides[way] = sides.get(way, 0) + 1
    for relation in relations:
        back = sides.get((relation.other.name, relation.model.name, relation.name), 0)
        if back < (2 if relation.model is relation.other else 1):
            yield _problem(relation, _NO_OPPOSITE)
    yield from _ambiguous(relations)
    for first, second in _pairs(relations):
        if 'view' not in (first.model.block.keyword, second.model.block.keyword):
            yield from _pair_problems(first, second)


def _ambiguous(relations: tuple[Relation, ...]) -> Iterator[SyntaxProblem]:
    """Several relations between two models need names to tell them apart."""
    found: dict[tuple[str, str, str | None], list[Relation]] = {}
    for relation in relations:
        way = (relation.model.name, relation.other.name, relation.name)
        found.setdefault(way, []).append(relation)
    for (model, other, name), alike in found.items():
        if name is None and model != other and len(alike) > 1:
            message = _AMBIGUOUS.format(model, alike[0].field.name, alike[1].field.name, other)
            yield SyntaxProblem(alike[0].model.file.origin(alike[0].field.start), message)
            return


def _pair_problems(first: Relation, second: Relation) -> Iterator[SyntaxProblem]:
    if first.is_list and second.is_list:
        return
    holders = [side for side in (first, second) if side.scalars or side.references]
    if not holders:
        # Of one to many it is the one that must hold the key; of one to one either could.
        holders = [side for side in (first, second) if not side.is_list][:1]
    if len(holders) > 1:
        return
    side = holders[0]
    if not side.scalars:
        yield _problem(side, _NO_FIELDS)
    if not side.references:
        yield _problem(side, _NO_REFERENCES)
    if side.scalars and side.references:
        yield from _key_problems(side, second if side is first else first)


def _key_problems(side: Relation, back: Relation) -> Iterator[SyntaxProblem]:
    """Columns that cannot hold the key: of other types, optional, or not unique."""
    scalars = [field for name in side.scalars if (field := side.model.field(name)) is not None]
    targets = [field for name in side.references if (field := side.other.field(name)) is not None]
    place = side.model.file.origin(side.field.start)
    for scalar, target in zip(scalars, targets):
        if scalar.type.name != target.type.name:
            yield SyntaxProblem(place, _TYPES.format(
                scalar.name, side.model.name, target.name, side.other.name,
            ))
    if side.field.type.arity == 'required' and any(s.type.arity == 'optional' for s in scalars):
        yield SyntaxProblem(place, _OPTIONAL.format(side.field.name, ', '.join(side.scalars)))
    keys = candidate_keys(side.model)
    if not back.is_list and len(scalars) == 1 and not any(
        set(key) == set(side.scalars) for key in keys
    ):
        yield SyntaxProblem(place, _NOT_UNIQUE.format(side.scalars[0]))


def _pairs(relations: tuple[Relation, ...]) -> list[tuple[Relation, Relation]]:
    """Both sides of each relation that has exactly two."""
    found: dict[tuple[str, str, str | None], list[Relation]] = {}
    for relation in relations:
        first, second = sorted((relation.model.name, relation.other.name))
        found.setdefault((first, second, relation.name), []).append(relation)
    return [
        (both[0], both[1]) for both in found.values()
        if len(both) == 2 and both[0].other is both[1].model and both[1].other is both[0].model
    ]


def _unknown(relation: Relation) -> Iterator[SyntaxProblem]:
    attribute = relation.field.attribute('relation')
    place = relation.model.file.origin(
        relation.field.start if attribute is None else attribute.start,
    )
    here = [name for name in relation.scalars if relation.model.field(name) is None]
    there = [name for name in relation.references if relation.other.field(name) is None]
    if here:
        yield SyntaxProblem(place, _UNKNOWN_FIELDS.format(', '.join(here)))
    if there:
        message = _UNKNOWN_REFERENCES.format(relation.other.name, ', '.join(there))
        yield SyntaxProblem(place, message)
    counts = len(relation.scalars), len(relation.references)
    if not here and not there and all(counts) and counts[0] != counts[1]:
        yield SyntaxProblem(place, _COUNT)


def _problem(relation: Relation, message: str) -> SyntaxProblem:
    return SyntaxProblem(
        relation.model.file.origin(relation.field.start),
        message.format(
            field=relation.field.name, kind=relation.model.block.keyword,
            model=relation.model.name, other=relation.other.name,
        ),
    )
