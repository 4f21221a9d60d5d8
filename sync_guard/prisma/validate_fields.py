"""What Prisma refuses about the types and attributes of fields."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.scalars import DEFAULT_TYPES
from sync_guard.prisma.scalars import NATIVE_TYPES
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import names_in
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.syntax import Number
from sync_guard.prisma.validate_words import later
from sync_guard.prisma.validate_words import unknown

_OF_FIELDS = ('id', 'unique', 'default', 'updatedAt', 'map', 'relation', 'ignore', 'shardKey')
_OF_BLOCKS = ('id', 'unique', 'index', 'map', 'schema', 'ignore', 'fulltext', 'shardKey')
KNOWN_ATTRIBUTES = frozenset({*_OF_FIELDS, *_OF_BLOCKS})
_ONCE = ('id', 'map', 'schema', 'ignore')
_UNKNOWN_TYPE = (
    'Type "{}" is neither a built-in type, nor refers to another model, composite type, or enum.'
)
_FULLTEXT = (
    'Error parsing attribute "@@fulltext": Defining fulltext indexes is not supported with the '
    'current connector.'
)
_SHARDS = (
    'Error parsing attribute "{}": Defining shard keys requires enabling the `shardKeys` preview '
    'feature'
)
_NO_RELATION = 'Error parsing attribute "@relation": Invalid field type, not a relation.'
_MAPPED_RELATION = (
    'Error parsing attribute "@map": The attribute `@map` cannot be used on relation fields.'
)
# Native types of MySQL, SQL Server and MongoDB, left from when a schema was for one of them.
_ELSEWHERE = frozenset(
    'TinyInt MediumInt LongText MediumText TinyText Blob LongBlob MediumBlob TinyBlob VarBinary '
    'Year UnsignedInt UnsignedBigInt NVarChar NChar NText DateTime2 DateTimeOffset '
    'UniqueIdentifier ObjectId BinData'.split(),
)


def type_problems(model: Model, schema: Schema) -> Iterator[SyntaxProblem]:
    """Types nobody knows, attributes that are misspelled or on fields they are not for."""
    for field in model.block.fields:
        name = field.type.name
        if field.type.database is None and name not in DEFAULT_TYPES and not (
            name in schema.models or name in schema.enums or name in schema.composites
        ):
            meant = next((s for s in DEFAULT_TYPES if s.lower() == name.lower()), None)
            message = _UNKNOWN_TYPE.format(name)
            if meant is not None:
                message += f' Did you mean "{meant}"?'
            yield SyntaxProblem(model.file.origin(field.type.start), message)
        for attribute in field.attributes:
            if attribute.name == 'relation' and (
                name in DEFAULT_TYPES or name in schema.enums or name in schema.composites
                or field.type.database is not None
            ):
                yield SyntaxProblem(model.file.origin(attribute.start), _NO_RELATION)
            elif attribute.name == 'unique' and name in schema.models:
                yield SyntaxProblem(
                    model.file.origin(attribute.start), _unique_relation(field),
                )
            elif attribute.name == 'map' and field.name not in model.columns and (
                name in schema.models
            ):
                yield SyntaxProblem(model.file.origin(attribute.start), _MAPPED_RELATION)
        yield from _attributes(field.attributes, _OF_FIELDS, model)
    yield from _attributes(model.block.attributes, _OF_BLOCKS, model)


def native_problems(model: Model, schema: Schema) -> Iterator[SyntaxProblem]:
    """Native types that are none, or do not fit."""
    for field in model.block.fields:
        for attribute in field.attributes:
            if '.' in attribute.name:
                yield from _native_type(attribute, field, model, schema)


def _unique_relation(field: Field) -> str:
    relation = field.attribute('relation')
    held = names_in(relation.argument('fields')) if relation is not None else ()
    message = (
        f'Error parsing attribute "@unique": The field `{field.name}` is a relation field and '
        'cannot be marked with `unique`. Only scalar fields can be made unique.'
    )
    if held:
        meant = f'put it on `{held[0]}`' if len(held) == 1 else (
            f'provide `@@unique([{", ".join(held)}])`'
        )
        message += f' Did you mean to {meant}?'
    return message


def _native_type(
    attribute: Attribute, field: Field, model: Model, schema: Schema,
) -> Iterator[SyntaxProblem]:
    prefix, _, name = attribute.name.partition('.')
    place = model.file.origin(attribute.start)
    datasource = schema.settings.datasource
    native = NATIVE_TYPES.get(name)
    if schema.settings.provider is None:
        return
    if field.type.name not in DEFAULT_TYPES:
        yield SyntaxProblem(place, f'Attribute not known: "@{attribute.name}".')
        return
    if prefix != datasource:
        yield SyntaxProblem(
            place,
            f'The prefix {prefix} is invalid. It must be equal to the name of an existing '
            f'datasource e.g. {datasource}. Did you mean to use {datasource}.{name}?',
        )
    elif native is None:
        message = f'Native type {name} is not supported for postgresql connector.'
        found = unknown(place, message, name, NATIVE_TYPES)
        yield SyntaxProblem(place, message) if name in _ELSEWHERE else found
    elif native.scalar != field.type.name:
        yield SyntaxProblem(
            place,
            f'Native type {name} is not compatible with declared field type {field.type.name}, '
            f'expected field type {native.scalar}.',
        )
    elif len(attribute.arguments) > native.modifiers:
        given, takes = len(attribute.arguments), native.modifiers
        message = f'Native type {name} takes {takes} optional arguments, but received {given}.'
        if not takes:
            message = f'Function "{name}" takes 0 arguments, but received {given}.'
        yield SyntaxProblem(place, message)
    elif attribute.arguments:
        unfit = _unfit_numbers(name, attribute, model)
        if unfit:
            yield SyntaxProblem(place, unfit)


def _unfit_numbers(name: str, attribute: Attribute, model: Model) -> str:
    """Why a native type cannot take these numbers; empty where it can."""
    values = [argument.value for argument in attribute.arguments]
    shown = ', '.join(model.file.text[a.start:a.end] for a in attribute.arguments)
    if values == [None]:
        return ''  # `@db.VarChar(x:)` is taken for nothing given
    numbers = [int(v.value) for v in values if isinstance(v, Number) and v.value.isdecimal()]
    if name == 'Decimal' and (len(numbers) < 2 or any(number >= 2**32 for number in numbers)):
        return f'Expected two nonnegative integers, but found ({shown}).'
    if len(numbers) < len(values) or any(number >= 2**32 for number in numbers):
        return f'Expected a nonnegative integer, but found ({shown}).'
    written = f'{name}({",".join(map(str, numbers))})'
    reach = f'Argument M is out of range for native type `{written}` of Postgres: '
    if name == 'Decimal' and numbers[1] > numbers[0]:
        return (
            f'The scale must not be larger than the precision for the {written} native type in '
            'Postgres.'
        )
    if name == 'Decimal' and not 0 < numbers[0] <= 1000:
        return f'{reach}Precision must be positive with a maximum value of 1000.'
    if name in ('Bit', 'VarBit') and numbers[0] == 0:
        return f'{reach}M must be a positive integer.'
    if name.startswith('Time') and numbers[0] > 6:
        return f'{reach}M can range from 0 to 6.'
    return ''


def _attributes(
    attributes: tuple[Attribute, ...], known: tuple[str, ...], model: Model,
) -> Iterator[SyntaxProblem]:
    """Attributes that are misspelled, or there twice where once is all there can be."""
    names = [attribute.name.partition('.')[0] for attribute in attributes]
    for attribute, name in zip(attributes, names):
        place = model.file.origin(attribute.start)
        if name[:1].isdigit():
            message = 'Error validating: The name of a Attribute must not start with a number.'
            yield SyntaxProblem(place, message)
        elif '-' in attribute.name:
            message = 'Error validating: The character `-` is not allowed in Attribute names.'
            yield SyntaxProblem(place, message)
        given = [argument.name for argument in attribute.arguments if argument.name]
        for argument in dict.fromkeys(given):
            if given.count(argument) > 1:
                yield SyntaxProblem(place, f'Argument "{argument}" is already specified.')
        if name not in known and (known is _OF_BLOCKS or name == attribute.name):
            message = f'Attribute not known: "@{attribute.name}".'
            yield unknown(place, message, attribute.name, known)
        elif names.count(name) > 1 and (known is _OF_FIELDS or name in _ONCE):
            yield SyntaxProblem(place, f'Attribute "@{name}" can only be defined once.')
        elif name == 'fulltext':
            yield SyntaxProblem(place, _FULLTEXT)
        elif name == 'shardKey':
            mark = '@' if known is _OF_FIELDS else '@@'
            yield later(place, _SHARDS.format(f'{mark}{name}'))
