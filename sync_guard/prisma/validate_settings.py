"""What Prisma refuses about datasources and generators (psl, ``configuration``; measured)."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import Array
from sync_guard.prisma.syntax import Block
from sync_guard.prisma.syntax import Text

_NO_PROVIDER = 'Argument "provider" is missing in {} block "{}".'
_UNFIT_PROVIDER = (
    'Error validating datasource `{}`: The provider argument in a datasource must be a string '
    'literal'
)
_TWICE = 'Key "{}" is already defined in {} "{}".'
_SAME_NAME = (
    'The generator "{}" cannot be defined because a generator with that name already exists.'
)
_NO_SCHEMAS = 'If provided, the schemas array can not be empty.'
_NO_MODE = (
    'Error validating datasource `relationMode`: Invalid relation mode setting: "{}". Supported '
    'values: "prisma", "foreignKeys"'
)


def settings_problems(schema: Schema) -> Iterator[SyntaxProblem]:
    generators: set[str] = set()
    for file in schema.files:
        for block in file.tree:
            if block.keyword not in ('datasource', 'generator'):
                continue
            for start, message in (*_repeated(block), *_unfit(block)):
                yield SyntaxProblem(file.origin(start), message)
            if block.keyword == 'generator':
                if block.name in generators:
                    message = _SAME_NAME.format(block.name)
                    yield SyntaxProblem(file.origin(block.name_start), message)
                generators.add(block.name)


def _repeated(block: Block) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    kind = 'source' if block.keyword == 'datasource' else 'generator'
    for one in block.properties:
        if one.name in seen:
            yield one.start, _TWICE.format(one.name, kind, block.name)
        seen.add(one.name)


def _unfit(block: Block) -> Iterator[tuple[int, str]]:
    properties = {one.name: one for one in block.properties}
    provider = properties.get('provider')
    if provider is None:
        kind = 'data source' if block.keyword == 'datasource' else 'generator'
        yield block.start, _NO_PROVIDER.format(kind, block.name)
    if block.keyword == 'generator':
        return
    if provider is not None and not isinstance(provider.value, (Text, type(None))):
        yield provider.start, _UNFIT_PROVIDER.format(block.name)
    schemas = properties.get('schemas')
    if schemas is not None and isinstance(schemas.value, Array) and not schemas.value.items:
        yield schemas.start, _NO_SCHEMAS
    mode = properties.get('relationMode')
    if mode is not None and isinstance(mode.value, Text) and (
        mode.value.value not in ('prisma', 'foreignKeys')
    ):
        yield mode.start, _NO_MODE.format(mode.value.value)
