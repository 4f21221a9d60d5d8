"""What Prisma refuses about the columns that hold a relation's key, and the key they lead to."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.relations import ACTIONS
from sync_guard.prisma.relations import Relation
from sync_guard.prisma.syntax import Constant
from sync_guard.prisma.validate_keys import candidate_keys

_TYPES = (
    'Error parsing attribute "@relation": The type of the field `{}` in the model `{}` is not '
    'matching the type of the referenced field `{}` in model `{}`.'
)
_OPTIONAL = (
    'Error validating: The relation field `{}` uses the scalar fields {}. At least one of those '
    'fields is optional. Hence the relation field must be optional as well.'
)
_ONE_TO_ONE = (
    'Error parsing attribute "@relation": A one-to-one relation must use unique fields on the '
    'defining side. Either add an `{}` attribute to the {}, or change the relation to '
    'one-to-many.'
)
_NOT_UNIQUE = (
    'Error parsing attribute "@relation": The argument `references` must refer to a unique '
    'criterion in the related model. Consider adding an `{}` attribute to the {} `{}`.'
)
_REQUIRED_BACK = (
    'Error parsing attribute "@relation": The relation field `{0}` on Model `{1}` is required. '
    "This is not valid because it's not possible to enforce this constraint on the database "
    'level. Please change the field type from `{2}` to `{2}?` to fix this.'
)
_ACTION = 'Error parsing attribute "@relation": Invalid referential action: `{}`'
_EMULATED = (
    'Error validating: Invalid referential action: `{}`. '
    'Allowed values: (`Cascade`, `Restrict`, `SetNull`)'
)
_RESTRICT = (
    '. `NoAction` is not implemented for Postgres when using `relationMode = "prisma"`, you could '
    'try using `Restrict` instead. Learn more at https://pris.ly/d/relation-mode'
)
_NULL_NOT_ALLOWED = (
    'Error parsing attribute "@relation": The `{}` referential action of a relation must not '
    'be set to `SetNull` when a referenced field is required.'
)


def held_key_problems(side: Relation, back: Relation) -> Iterator[SyntaxProblem]:
    """Columns of other types, optional ones, or not unique where they must be. ``side`` holds the
    key, ``back`` is its opposite."""
    scalars = [field for name in side.scalars if (field := side.model.field(name)) is not None]
    targets = [field for name in side.references if (field := side.other.field(name)) is not None]
    place = side.model.file.origin(side.field.start)
    for scalar, target in zip(scalars, targets):
        if scalar.type.name != target.type.name:
            yield SyntaxProblem(place, _TYPES.format(
                scalar.name, side.model.name, target.name, side.other.name,
            ))
    required = side.field.type.arity == 'required'
    if required and any(s.type.arity == 'optional' for s in scalars):
        yield SyntaxProblem(place, _OPTIONAL.format(side.field.name, ', '.join(side.scalars)))
    if not _is_key(side.references, candidate_keys(side.other)):
        what, of = _missing(side.references)
        yield SyntaxProblem(place, _NOT_UNIQUE.format(what, of, side.other.name))
    if back.is_list:
        return
    if side.scalars not in candidate_keys(side.model):
        what, of = _missing(side.scalars)
        yield SyntaxProblem(place, _ONE_TO_ONE.format(what, of.replace(' in the model', '')))
    if required and back.field.type.arity == 'required':
        there = back.model.file.origin(back.field.start)
        message = _REQUIRED_BACK.format(back.field.name, back.model.name, back.other.name)
        yield SyntaxProblem(there, message)


def action_problems(side: Relation, emulated: bool) -> Iterator[SyntaxProblem]:
    """``emulated``: the client does what a foreign key would (``relationMode = "prisma"``), and of
    the actions can do fewer."""
    attribute = side.field.attribute('relation')
    given: dict[str | None, str] = {}
    for argument in attribute.arguments if attribute is not None else ():
        value = argument.value
        if argument.name in ('onDelete', 'onUpdate') and isinstance(value, Constant):
            given[argument.name] = value.value
            place = side.model.file.origin(value.start)
            if value.value not in ACTIONS:
                yield SyntaxProblem(place, _ACTION.format(value.value))
            elif emulated and value.value in ('NoAction', 'SetDefault'):
                message = _EMULATED.format(value.value)
                if value.value == 'NoAction':
                    message += _RESTRICT
                yield SyntaxProblem(place, message)
    if not emulated or not side.scalars:
        return
    place = side.model.file.origin(side.field.start)
    fields = [field for name in side.scalars if (field := side.model.field(name)) is not None]
    for event in ('onDelete', 'onUpdate'):
        if given.get(event) == 'SetNull' and any(f.type.arity == 'required' for f in fields):
            yield SyntaxProblem(place, _NULL_NOT_ALLOWED.format(event))


def _is_key(names: tuple[str, ...], keys: list[tuple[str, ...]]) -> bool:
    """The order counts for nothing where a key is led to."""
    return any(sorted(key) == sorted(names) for key in keys)


def _missing(names: tuple[str, ...]) -> tuple[str, str]:
    if len(names) == 1:
        return '@unique', f'field `{names[0]}` in the model'
    return f'@@unique([{", ".join(names)}])', 'model'
