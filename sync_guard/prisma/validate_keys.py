"""What Prisma refuses about ids, uniques and indexes."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import names_in
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import Array
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Number
from sync_guard.prisma.syntax import Text
from sync_guard.prisma.syntax import Value

_NO_IDENTITY = (
    'Each model must have at least one unique criteria that has only required fields. Either mark '
    'a single field with `@id`, `@unique` or add a multi field criterion with `@@id([])` or '
    '`@@unique([])` to the model.'
)
_NOT_CONSIDERED = (
    ' The following unique criterias were not considered as they contain fields that are not '
    'required:\n{}'
)
_TWO_IDS = 'At most one field must be marked as the id field with the `@id` attribute.'
_BOTH_IDS = (
    'Each model must have at most one id criteria. '
    "You can't have `@id` and `@@id` at the same time."
)
_OPTIONAL_ID = 'Error parsing attribute "@id": Fields that are marked as id must be required.'
_OPTIONAL_IDS = (
    'The id definition refers to the optional field{} {}. ID definitions must reference only '
    'required fields.'
)
_CLASH = (
    'The field `{0}` clashes with the `@@{1}`{2} name. Please resolve the conflict by '
    'providing a custom id name: `@@{1}([...], name: "custom_name")`'
)
_NO_NAME = 'Expected a {}, but received {} value `{}`.'
_KINDS = {Text: 'string', Number: 'numeric', Array: 'array'}
_REPEATED = 'The unique index definition refers to the field {} multiple times.'


def key_problems(model: Model, schema: Schema) -> Iterator[SyntaxProblem]:
    """Fields that do not exist or cannot be keys, and ids of which there is another."""
    yield from _unfit_fields(model, schema)
    if model.block.keyword == 'view':
        return
    start = model.file.origin(model.block.start)
    about = f'Error validating model "{model.name}": '
    ids = [field for field in model.block.fields if field.attribute('id') is not None]
    optional = [
        attribute for field in ids for attribute in field.attributes
        if attribute.name == 'id' and field.type.arity != 'required'
    ] if model.block.attribute('ignore') is None else []
    for attribute in optional:
        yield SyntaxProblem(model.file.origin(attribute.start), _OPTIONAL_ID)
    if len(ids) > 1:
        yield SyntaxProblem(start, about + _TWO_IDS)
    elif ids and model.block.attribute('id') is not None:
        yield SyntaxProblem(start, about + _BOTH_IDS)


def identity_problems(model: Model) -> Iterator[SyntaxProblem]:
    """Models whose rows no key tells apart, and keys that the client cannot name."""
    block = model.block
    about = f'Error validating model "{model.name}": '
    for attribute in block.attributes:
        if attribute.name in ('id', 'unique'):
            names = names_in(attribute.argument('fields', unnamed=True))
            clash = _clash(names, model)
            if clash is not None:
                what = " attribute's" if attribute.name == 'id' else ''
                message = about + _CLASH.format(clash, attribute.name, what)
                yield SyntaxProblem(model.file.origin(attribute.start), message)
    if block.keyword == 'view' or block.attribute('ignore') is not None or is_identified(model):
        return
    message = about + _NO_IDENTITY
    candidates = candidate_keys(model)
    if candidates:
        listed = '\n'.join(f'- {", ".join(names)}' for names in candidates)
        message += _NOT_CONSIDERED.format(listed)
    yield SyntaxProblem(model.file.origin(block.start), message)


def _unfit_fields(model: Model, schema: Schema) -> Iterator[SyntaxProblem]:
    for attribute in model.block.attributes:
        if attribute.name not in ('id', 'unique', 'index'):
            continue
        place = model.file.origin(attribute.start)
        value = attribute.argument('fields', unnamed=True)
        if value is None:
            yield SyntaxProblem(place, 'Argument "fields" is missing.')
            continue
        odd = odd_items(value, model, 'constant literal value')
        if odd:
            yield from odd
            continue
        names = names_in(value)
        related = [
            name for name in names
            if (field := model.field(name)) is not None and field.type.name in schema.models
        ]
        unknown = [name for name in names if model.field(name) is None]
        if unknown:
            message = f'Error validating model "{model.name}": {_refers(attribute, unknown)}'
            yield SyntaxProblem(place, message)
        elif related:
            message = f'Error validating model "{model.name}": {_relates(attribute, related)}'
            if attribute.name != 'id':
                message += _meant(attribute, names, model)
            yield SyntaxProblem(place, message)
        elif not names:
            yield SyntaxProblem(place, _empty(attribute))
        else:
            yield from _unfit_key(attribute, names, model)


def odd_items(value: Value | None, model: Model, wanted: str) -> list[SyntaxProblem]:
    """What stands among the names of fields and is none."""
    items = value.items if isinstance(value, Array) else ()
    return [
        SyntaxProblem(model.file.origin(item.start), _NO_NAME.format(
            wanted, _KINDS[type(item)], model.file.text[item.start:item.end],
        )) for item in items if type(item) in _KINDS
    ]


def _unfit_key(
    attribute: Attribute, names: tuple[str, ...], model: Model,
) -> Iterator[SyntaxProblem]:
    place = model.file.origin(attribute.start)
    about = f'Error validating model "{model.name}": '
    repeated = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    fields = {name: field for name in names if (field := model.field(name)) is not None}
    optional = [f'`{name}`' for name, f in fields.items() if f.type.arity != 'required']
    if repeated:
        yield SyntaxProblem(place, about + _REPEATED.format(', '.join(repeated)))
    elif attribute.name == 'id' and optional and model.block.attribute('ignore') is None:
        many = 's' if len(optional) > 1 else ''
        yield SyntaxProblem(place, about + _OPTIONAL_IDS.format(many, ', '.join(optional)))


def _clash(names: tuple[str, ...], model: Model) -> str | None:
    """The client calls a key of several fields ``a_b``, which no scalar field may be called then;
    Prisma refuses that of keys with a name of their own too (measured)."""
    made = '_'.join(names)
    return made if len(names) > 1 and made in model.columns else None


def _refers(attribute: Attribute, unknown: list[str]) -> str:
    if attribute.name == 'id':
        listed = ', '.join(f'`{name}`' for name in unknown)
        many = 's' if len(unknown) > 1 else ''
        return f'The multi field id declaration refers to the unknown field{many} {listed}.'
    kind = 'unique index' if attribute.name == 'unique' else 'index'
    return f'The {kind} definition refers to the unknown fields: {", ".join(unknown)}.'


def _relates(attribute: Attribute, related: list[str]) -> str:
    if attribute.name == 'id':
        listed = ', '.join(f'`{name}`' for name in related)
        many = 's' if len(related) > 1 else ''
        return (
            f'The id definition refers to the relation field{many} {listed}. '
            'ID definitions must reference only scalar fields.'
        )
    kind = 'unique index' if attribute.name == 'unique' else 'index'
    return (
        f'The {kind} definition refers to the relation fields {", ".join(related)}. '
        'Index definitions must reference only scalar fields.'
    )


def _meant(attribute: Attribute, names: tuple[str, ...], model: Model) -> str:
    """The attribute over the fields that hold the relations' keys."""
    meant: list[str] = []
    for name in names:
        field = model.field(name)
        relation = field.attribute('relation') if field is not None else None
        held = names_in(relation.argument('fields')) if relation is not None else ()
        if name not in model.columns and not held:
            return ''
        meant.extend(held or [name])
    return f' Did you mean `@@{attribute.name}([{", ".join(meant)}])`?'


def _empty(attribute: Attribute) -> str:
    what = 'an `@@id()` attribute' if attribute.name == 'id' else 'an index'
    return (
        f'Error parsing attribute "@@{attribute.name}": The list of fields in {what} cannot be '
        'empty. Please specify at least one field.'
    )


def candidate_keys(model: Model) -> list[tuple[str, ...]]:
    """The fields of each key that could tell rows apart."""
    found: list[tuple[str, ...]] = [
        (field.name,) for field in model.block.fields
        if field.attribute('id') is not None or field.attribute('unique') is not None
    ]
    found += [
        names_in(attribute.argument('fields', unnamed=True))
        for attribute in model.block.attributes if attribute.name in ('id', 'unique')
    ]
    return found


def is_identified(model: Model) -> bool:
    """Whether a key of required fields tells the model's rows apart."""
    return any(_is_required(names, model) for names in candidate_keys(model))


def _is_required(names: tuple[str, ...], model: Model) -> bool:
    fields = [model.field(name) for name in names]
    return all(
        # a list is never null, so it is required too
        field is not None and field.type.arity != 'optional' and field.type.database is None
        for field in fields
    )
