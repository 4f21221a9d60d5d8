"""What Prisma refuses about relations."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.relations import Relation
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import names_in
from sync_guard.prisma.validate_keys import odd_items
from sync_guard.prisma.validate_keys_of_relations import action_problems
from sync_guard.prisma.validate_keys_of_relations import held_key_problems

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
_RELATED_FIELDS = (
    'Error validating: The argument fields must refer only to scalar fields. But it is referencing '
    'the following relation fields: {}'
)
_RELATED_REFERENCES = (
    'Error validating: The argument `references` must refer only to scalar fields in the related '
    'model `{}`. But it is referencing the following relation fields: {}'
)
_COUNT = (
    'Error validating: You must specify the same number of fields in `fields` and `references`.'
)
_AMBIGUOUS = (
    'Error validating model "{0}": Ambiguous relation detected. The fields {1} in model `{0}` both '
    'refer to `{2}`. Please provide different relation names for them by adding '
    '`@relation(<name>).'
)
_NAMELESS_SELF = (
    'Error validating model "{0}": Ambiguous self relation detected. The fields {1} in model `{0}` '
    'both refer to `{0}`. If they are part of the same relation add the same relation name for '
    'them with `@relation(<name>)`.'
)
_THREE_NAMELESS = (
    'Error validating model "{0}": Unnamed self relation detected. The fields {1} in model `{0}` '
    'have no relation name. Please provide a relation name for one of them by adding '
    '`@relation(<name>).'
)
_THREE_NAMED = (
    'Error validating model "{0}": Wrongly named self relation detected. The fields {1} in model '
    '`{0}` have the same relation name. At most two relation fields can belong to the same '
    'relation and therefore have the same name. Please assign a different relation name to one of '
    'them.'
)
_WRONGLY_NAMED = (
    'Error validating model "{0}": Wrongly named relation detected. The fields {1} in model `{0}` '
    'both use the same relation name. Please provide different relation names for them through '
    '`@relation(<name>).'
)
_BOTH_HOLD = (
    'Error parsing attribute "@relation": The relation fields `{0}` on Model `{1}` and `{2}` on '
    'Model `{3}` both provide the `{4}` argument in the @relation attribute. You have to provide '
    'it only on one of the two fields.'
)
_NEITHER_HOLDS = (
    'Error parsing attribute "@relation": The relation fields `{0}` on Model `{1}` and `{2}` on '
    'Model `{3}` do not provide the `{4}` argument in the @relation attribute. You have to provide '
    'it on one of the two fields.'
)
_LIST_HOLDS = (
    'Error parsing attribute "@relation": The relation field `{0}` on Model `{1}` must not specify '
    'the `fields` or `references` argument in the @relation attribute. You must only specify it on '
    'the opposite field `{2}` on model `{3}`.'
)
_BACK_ACTS = (
    'Error parsing attribute "@relation": The relation field `{0}` on Model `{1}` must not specify '
    'the `onDelete` or `onUpdate` argument in the @relation attribute. You must only specify it on '
    'the opposite field `{2}` on model `{3}`, or in case of a many to many relation, in an '
    'explicit join table.'
)
_EMBEDDED = (
    'Error validating: Embedded many-to-many relations are not supported on Postgres. Please use '
    'the syntax defined in https://pris.ly/d/relational-database-many-to-many'
)
_LISTS_REFER = (
    'Error parsing attribute "@relation": Implicit many-to-many relation should not have '
    'references argument defined. Either remove it, or change the relation to one-to-many.'
)
_LISTS_ACT = (
    'Error validating: Referential actions on implicit many-to-many relations are not supported'
)
_NO_ID = (
    'Error validating field `{field}` in model `{model}`: The relation field `{field}` on model '
    '`{model}` references `{other}` which does not have an `@id` field. Models without `@id` '
    'cannot be part of a many to many relation. Use an explicit intermediate Model to represent '
    'this relationship.'
)
_IGNORED = (
    'Error parsing attribute "@ignore": The relation field `{field}` on Model `{model}` must '
    'specify the `@ignore` attribute, because the model {other} it is pointing to is marked '
    'ignored.'
)

_NO_NAME = 'Error parsing attribute "@relation": A relation cannot have an empty name.'


def relation_problems(
    relations: tuple[Relation, ...], emulated: bool,
) -> Iterator[SyntaxProblem]:
    """Relations without a field back, or without the fields that hold them."""
    sides: dict[tuple[str, str, str | None], int] = {}
    for relation in relations:
        way = (relation.model.name, relation.other.name, relation.name)
        sides[way] = sides.get(way, 0) + 1
    for relation in relations:
        back = sides.get((relation.other.name, relation.model.name, relation.name), 0)
        if relation.name == '':
            yield _problem(relation, _NO_NAME)
        if back < (2 if relation.model is relation.other else 1):
            yield _problem(relation, _NO_OPPOSITE)
        yield from _ignored(relation)
    yield from _ambiguous(relations)
    for first, second in _pairs(relations):
        if 'view' not in (first.model.block.keyword, second.model.block.keyword):
            yield from _pair_problems(first, second, emulated)


def _ambiguous(relations: tuple[Relation, ...]) -> Iterator[SyntaxProblem]:
    """Several relations between two models need names to tell them apart."""
    found: dict[tuple[str, str, str | None], list[Relation]] = {}
    for relation in relations:
        way = (relation.model.name, relation.other.name, relation.name)
        found.setdefault(way, []).append(relation)
    for (model, other, name), alike in found.items():
        fields = [f'`{relation.field.name}`' for relation in alike]
        if len(alike) < 2 or (model == other and len(alike) == 2 and name is not None):
            continue
        both = ' and '.join((', '.join(fields[:-1]), fields[-1]))
        if model != other:
            message = _AMBIGUOUS if name is None else _WRONGLY_NAMED
        elif len(alike) == 2:
            message = _NAMELESS_SELF
        else:
            message = _THREE_NAMELESS if name is None else _THREE_NAMED
        place = alike[0].model.file.origin(alike[0].field.start)
        yield SyntaxProblem(place, message.format(model, both, other))
        return


def _ignored(relation: Relation) -> Iterator[SyntaxProblem]:
    """What leads from the client to where the client does not go."""
    model, other = relation.model.block, relation.other.block
    if other.attribute('ignore') is not None and model.attribute('ignore') is None and (
        relation.field.attribute('ignore') is None
    ):
        yield _problem(relation, _IGNORED)


def _pair_problems(
    first: Relation, second: Relation, emulated: bool,
) -> Iterator[SyntaxProblem]:
    if first.is_list and second.is_list:
        for side in (first, second):
            yield from _list_problems(side)
        return
    if not first.is_list and not second.is_list:
        yield from _one_to_one(first, second)
        holders = [side for side in (first, second) if side.scalars or side.references]
        if len(holders) != 1:
            return
        side = holders[0]
    else:
        side = second if first.is_list else first
    back = second if side is first else first
    if back.is_list and (back.scalars or back.references):
        yield _of_two(back, side, _LIST_HOLDS)
    if _acts(back):
        yield _of_two(back, side, _BACK_ACTS)
    yield from action_problems(side, emulated)
    if not side.scalars:
        yield _problem(side, _NO_FIELDS)
    if not side.references:
        yield _problem(side, _NO_REFERENCES)
    if side.scalars and side.references:
        yield from held_key_problems(side, back)


def _list_problems(side: Relation) -> Iterator[SyntaxProblem]:
    """Of a many-to-many relation: what holds it is Prisma's own table, which needs one id."""
    if side.scalars:
        yield _problem(side, _EMBEDDED)
    elif side.references:
        yield _problem(side, _LISTS_REFER)
    if _acts(side):
        yield _problem(side, _LISTS_ACT)
    ids = [field.name for field in side.other.block.fields if field.attribute('id') is not None]
    whole = side.other.block.attribute('id')
    if whole is not None:
        ids = list(names_in(whole.argument('fields', unnamed=True)))
    if len(ids) != 1:
        yield _problem(side, _NO_ID)


def _one_to_one(first: Relation, second: Relation) -> Iterator[SyntaxProblem]:
    for argument, here, there in (
        ('fields', first.scalars, second.scalars),
        ('references', first.references, second.references),
    ):
        if here and there:
            yield _of_two(first, second, _BOTH_HOLD, argument)
            yield _of_two(first, second, _BOTH_HOLD, argument, place=second)
        elif not (first.scalars or first.references or second.scalars or second.references):
            yield _of_two(first, second, _NEITHER_HOLDS, argument)
            yield _of_two(second, first, _NEITHER_HOLDS, argument)


def _acts(side: Relation) -> bool:
    attribute = side.field.attribute('relation')
    return attribute is not None and any(
        argument.name in ('onDelete', 'onUpdate') for argument in attribute.arguments
    )


def _of_two(
    one: Relation, other: Relation, message: str, argument: str = '',
    place: Relation | None = None,
) -> SyntaxProblem:
    at = place or one
    return SyntaxProblem(at.model.file.origin(at.field.start), message.format(
        one.field.name, one.model.name, other.field.name, other.model.name, argument,
    ))


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


def unknown_fields(relation: Relation) -> Iterator[SyntaxProblem]:
    """Fields of a relation that do not exist, or are no columns."""
    attribute = relation.field.attribute('relation')
    place = relation.model.file.origin(
        relation.field.start if attribute is None else attribute.start,
    )
    if attribute is not None:
        for name in ('fields', 'references'):
            yield from odd_items(attribute.argument(name), relation.model, 'constant value')
    here = [name for name in relation.scalars if relation.model.field(name) is None]
    there = [name for name in relation.references if relation.other.field(name) is None]
    if here:
        yield SyntaxProblem(place, _UNKNOWN_FIELDS.format(', '.join(here)))
    if there:
        message = _UNKNOWN_REFERENCES.format(relation.other.name, ', '.join(there))
        yield SyntaxProblem(place, message)
    related = [name for name in relation.scalars if _is_relation(relation.model, name)]
    if not here and related:
        yield SyntaxProblem(place, _RELATED_FIELDS.format(', '.join(related)))
    related = [name for name in relation.references if _is_relation(relation.other, name)]
    if not there and related:
        message = _RELATED_REFERENCES.format(relation.other.name, ', '.join(related))
        yield SyntaxProblem(place, message)
    counts = len(relation.scalars), len(relation.references)
    if not here and not there and all(counts) and counts[0] != counts[1]:
        yield SyntaxProblem(place, _COUNT)


def _is_relation(model: Model, name: str) -> bool:
    return model.field(name) is not None and name not in model.columns


def _problem(relation: Relation, message: str) -> SyntaxProblem:
    return SyntaxProblem(
        relation.model.file.origin(relation.field.start),
        message.format(
            field=relation.field.name, kind=relation.model.block.keyword,
            model=relation.model.name, other=relation.other.name,
        ),
    )
