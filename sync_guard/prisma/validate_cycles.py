"""What Prisma refuses about relations that lead back to where they began, where the client itself
does what foreign keys would (psl, ``validations/relations.rs``, ``cycles``): it would never end."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.relations import foreign_key
from sync_guard.prisma.relations import Relation
from sync_guard.prisma.syntax import Argument

_CYCLE = (
    'Error validating: Reference causes a cycle. One of the @relation attributes in this cycle '
    'must have `onDelete` and `onUpdate` referential actions set to `NoAction`. Cycle path: {}.{}'
)
_SELF = (
    'Error validating: A self-relation must have `onDelete` and `onUpdate` referential actions set '
    'to `NoAction` in one of the @relation attributes.{}'
)
_MORE = ' Read more at https://pris.ly/d/cyclic-referential-actions'
_HARMLESS = ('no action', 'restrict')


def cycle_problems(relations: tuple[Relation, ...]) -> Iterator[SyntaxProblem]:
    """One for each relation of a cycle, or that leads to a model's relation with itself."""
    acting: dict[str, list[Relation]] = {}
    for relation in relations:
        key = foreign_key(relation)
        if key is None or (key.on_delete in _HARMLESS and key.on_update in _HARMLESS):
            continue
        acting.setdefault(relation.model.name, []).append(relation)
    for held in acting.values():
        for relation in held:
            path = _cycle(relation, acting)
            if not path:
                continue
            shown = ' → '.join(f'{r.model.name}.{r.field.name}' for r in path)
            is_self = path[-1].model is path[-1].other
            message = _SELF if is_self else _CYCLE.format(shown, '{}')
            yield SyntaxProblem(
                relation.model.file.origin(relation.field.start),
                message.format(_implicit(relation)) + _MORE,
            )


def _cycle(first: Relation, acting: dict[str, list[Relation]]) -> tuple[Relation, ...]:
    """The relations from a model back to it, or to one that leads to its own model; none where
    there is no such way."""
    paths: list[tuple[Relation, ...]] = [(first,)]
    seen = {(first.model.name, first.field.name)}
    while paths:
        path = paths.pop()
        if path[-1].other is first.model or path[-1].other is path[-1].model:
            return path
        for following in acting.get(path[-1].other.name, ()):
            name = (following.model.name, following.field.name)
            if name in seen:
                continue
            seen.add(name)
            paths.append((*path, following))
    return ()


def _implicit(relation: Relation) -> str:
    """The actions that nobody wrote, which are what surprises."""
    attribute = relation.field.attribute('relation')
    given: tuple[Argument, ...] = attribute.arguments if attribute is not None else ()
    names = {argument.name for argument in given}
    key = foreign_key(relation)
    said = []
    if 'onDelete' not in names and key is not None and key.on_delete not in _HARMLESS:
        said.append('`onDelete`: `SetNull`')
    if 'onUpdate' not in names:
        said.append('`onUpdate`: `Cascade`')
    return f' (Implicit default {", and ".join(said)})' if said else ''
