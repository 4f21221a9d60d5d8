"""What Prisma refuses about ``type`` blocks: with PostgreSQL, all of them (psl,
``composite_types.rs``; measured)."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import Block
from sync_guard.prisma.syntax import SchemaFile

_UNSUPPORTED = 'Error validating: Composite types are not supported on Postgres.'
_FIELD = (
    'Error validating: Defining `@{}` attribute for a field in a composite type is not allowed.'
)
_BLOCK = {
    'id': 'A composite type cannot define an id.',
    'unique': 'A unique constraint should be defined in the model containing the embed.',
    'index': 'An index should be defined in the model containing the embed.',
    'map': (
        'The name of a composite type is not persisted in the database, therefore it does not '
        'need a mapped database name.'
    ),
}
_NONE = 'A composite type cannot have block-level attributes.'
_RELATION = (
    'Error validating composite type "{}": {} refers to a model, making this a relation field. '
    'Relation fields inside composite types are not supported.'
)


def composite_attributes(schema: Schema) -> Iterator[SyntaxProblem]:
    """Attributes and relations, which no composite type has."""
    for file, block in _composites(schema):
        for field in block.fields:
            for attribute in field.attributes:
                if attribute.name in ('id', 'unique', 'relation'):
                    message = _FIELD.format(attribute.name)
                    yield SyntaxProblem(file.origin(attribute.start), message)
            if field.type.name in schema.models:
                message = _RELATION.format(block.name, field.type.name)
                yield SyntaxProblem(file.origin(field.type.start), message)
        for attribute in block.attributes:
            message = f'Error validating: {_BLOCK.get(attribute.name, _NONE)}'
            yield SyntaxProblem(file.origin(attribute.start), message)


def composite_problems(schema: Schema) -> Iterator[SyntaxProblem]:
    for file, block in _composites(schema):
        yield SyntaxProblem(file.origin(block.start), _UNSUPPORTED)


def _composites(schema: Schema) -> Iterator[tuple[SchemaFile, Block]]:
    for file in schema.files:
        for block in file.tree:
            if block.keyword == 'type':
                yield file, block
