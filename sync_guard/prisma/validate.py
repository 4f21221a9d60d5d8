"""What Prisma refuses about a schema whose syntax is right, in its words."""
from __future__ import annotations

from sync_guard.prisma.relations import Relation
from sync_guard.prisma.scalars import DEFAULT_TYPES
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import SyntaxProblem


def validate(schema: Schema, relations: tuple[Relation, ...]) -> tuple[SyntaxProblem, ...]:
    """The problems of all models, in the order of their places."""
    found: list[SyntaxProblem] = []
    for model in schema.models.values():
        found.extend(_unknown_types(model, schema))
    return tuple(sorted(found))


def _unknown_types(model: Model, schema: Schema) -> list[SyntaxProblem]:
    found = []
    for field in model.block.fields:
        name = field.type.name
        if field.type.database is None and name not in DEFAULT_TYPES and not (
            name in schema.models or name in schema.enums or name in schema.composites
        ):
            meant = next((s for s in DEFAULT_TYPES if s.lower() == name.lower()), None)
            found.append(SyntaxProblem(
                model.file.origin(field.type.start),
                f'Type "{name}" is neither a built-in type, nor refers to another model, '
                'composite type, or enum.' + (f' Did you mean "{meant}"?' if meant else ''),
            ))
    return found
