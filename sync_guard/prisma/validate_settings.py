"""What Prisma refuses about datasources and generators (psl, ``configuration``; measured)."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.schema import texts_in
from sync_guard.prisma.syntax import Array
from sync_guard.prisma.syntax import Block
from sync_guard.prisma.syntax import Constant
from sync_guard.prisma.syntax import Function
from sync_guard.prisma.syntax import Property
from sync_guard.prisma.syntax import Text
from sync_guard.prisma.syntax import Value
from sync_guard.prisma.validate_arguments import expected

_NO_PROVIDER = 'Argument "provider" is missing in {} block "{}".'
_UNFIT_PROVIDER = (
    'Error validating datasource `{}`: The provider argument in a datasource must be a string '
    'literal'
)
_TWICE = 'Key "{}" is already defined in {} "{}".'
_SAME_NAME = (
    'The generator "{}" cannot be defined because a generator with that name already exists.'
)
_NO_VALUE = 'Property {} in {} {} needs to be assigned a value'
_ENV_PROVIDER = 'A datasource must not use the env() function in the provider argument.'
_TWO_MODES = (
    'The `referentialIntegrity` and `relationMode` attributes cannot be used together. Please use '
    'only `relationMode` instead.'
)
_SAME_SCHEMA = 'Duplicated schema names are not allowed'
_NO_SCHEMAS = 'If provided, the schemas array can not be empty.'
_NO_MODE = (
    'Error validating datasource `relationMode`: Invalid relation mode setting: "{}". Supported '
    'values: "prisma", "foreignKeys"'
)


# What a setting's value, or each of its values, has to be; a `String` may come from env().
_VALUES: dict[str, tuple[tuple[type, ...], str]] = {
    'provider': ((Text,), 'String'), 'output': ((Text,), 'String'),
    'engineType': ((Text,), 'String'), 'binaryTargets': ((Text,), 'String'),
    'extensions': ((Constant, Function), 'constant or function'),
}
_LISTS = ('schemas', 'extensions', 'binaryTargets', 'previewFeatures')


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
    for one in block.properties:
        if one.value is None:
            yield block.start, _NO_VALUE.format(one.name, block.keyword, block.name)
    if block.keyword == 'generator':
        for name in ('provider', 'output', 'engineType', 'binaryTargets', 'previewFeatures'):
            if name in properties:
                yield from _unfit_values(properties[name])
        return
    if provider is not None and not isinstance(provider.value, (Text, type(None))):
        if isinstance(provider.value, Function) and provider.value.name == 'env':
            yield block.start, _ENV_PROVIDER
        else:
            yield provider.start, _UNFIT_PROVIDER.format(block.name)
    for name in ('schemas', 'relationMode', 'referentialIntegrity', 'extensions'):
        if name in properties:
            yield from _unfit_values(properties[name])
    schemas = properties.get('schemas')
    if schemas is not None and isinstance(schemas.value, Array):
        names = texts_in(schemas.value)
        if not schemas.value.items:
            yield schemas.start, _NO_SCHEMAS
        elif len(set(names)) < len(names):
            yield schemas.start, _SAME_SCHEMA
    old, mode = properties.get('referentialIntegrity'), properties.get('relationMode')
    if old is not None and mode is not None:
        yield old.start, _TWO_MODES
    for one in block.properties:
        if one in (old, mode) and isinstance(one.value, Text) and (
            one.value.value not in ('prisma', 'foreignKeys')
        ):
            yield block.start, _NO_MODE.format(one.value.value)


def _unfit_values(one: Property) -> Iterator[tuple[int, str]]:
    """Prisma takes one value for a list of itself, where it asks for a list."""
    kinds, kind = _VALUES.get(one.name, ((Text,), 'string'))
    items: tuple[Value, ...] = () if one.value is None else (one.value,)
    if isinstance(one.value, Array) and one.name in _LISTS:
        items = one.value.items
    for item in items:
        is_env = isinstance(item, Function) and item.name == 'env' and one.name != 'engineType'
        if not isinstance(item, kinds) and not (is_env and kind == 'String'):
            yield one.start, expected(kind, item)
