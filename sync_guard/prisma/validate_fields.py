"""What Prisma refuses about the types, attributes and defaults of fields."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.scalars import DEFAULT_TYPES
from sync_guard.prisma.scalars import NATIVE_TYPES
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import names_in
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import Array
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Constant
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.syntax import Function
from sync_guard.prisma.syntax import Number
from sync_guard.prisma.syntax import simple
from sync_guard.prisma.syntax import Text
from sync_guard.prisma.syntax import Value
from sync_guard.prisma.validate_arguments import unfit_arguments

_OF_FIELDS = ('id', 'unique', 'default', 'updatedAt', 'map', 'relation', 'ignore', 'shardKey')
_OF_BLOCKS = ('id', 'unique', 'index', 'map', 'schema', 'ignore', 'fulltext', 'shardKey')
KNOWN_ATTRIBUTES = frozenset({*_OF_FIELDS, *_OF_BLOCKS})
_ONCE = ('id', 'map', 'schema', 'ignore')
_UNKNOWN_TYPE = (
    'Type "{}" is neither a built-in type, nor refers to another model, composite type, or enum.'
)
_MAPPED_RELATION = (
    'Error parsing attribute "@map": The attribute `@map` cannot be used on relation fields.'
)
_RFC_3339 = r'\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)'
_DECIMAL = r'[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?'
_UPDATED_AT = (
    'Error parsing attribute "@updatedAt": '
    'Fields that are marked with @updatedAt must be of type DateTime.'
)
# Native types of MySQL, SQL Server and MongoDB, left from when a schema was for one of them.
_ELSEWHERE = frozenset(
    'TinyInt MediumInt LongText MediumText TinyText Blob LongBlob MediumBlob TinyBlob VarBinary '
    'Year UnsignedInt UnsignedBigInt NVarChar NChar NText DateTime2 DateTimeOffset '
    'UniqueIdentifier ObjectId BinData'.split(),
)
# The scalars for which a function makes values; those of a later Prisma are not known.
_FUNCTIONS = {
    'now': ('DateTime',), 'autoincrement': ('Int', 'BigInt'), 'uuid': ('String',),
    'cuid': ('String',), 'nanoid': ('String',), 'ulid': ('String',),
}
_NO_FUNCTION = (
    'Unknown function in @default(): `sequence` is not known. You can read about the available '
    'functions here: https://pris.ly/d/attribute-functions'
)
_IGNORED_TYPE = (
    'Error parsing attribute "@ignore": Fields of type `Unsupported` cannot take an `@ignore` '
    'attribute. They are already treated as ignored by the client due to their type.'
)
_IGNORED_TWICE = (
    'Error parsing attribute "@ignore": Fields on an already ignored Model do not need an '
    '`@ignore` annotation.'
)
_UNSUPPORTED = 'Only @default(dbgenerated("...")) can be used for Unsupported types.'
_DEFAULT = 'Error parsing attribute "@default": '


def type_problems(model: Model, schema: Schema) -> Iterator[SyntaxProblem]:
    """Types nobody knows, native types that do not fit, attributes that are misspelled."""
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
            if '.' in attribute.name:
                yield from _native_type(attribute, field, model, schema)
            elif attribute.name == 'unique' and name in schema.models:
                yield SyntaxProblem(
                    model.file.origin(attribute.start), _unique_relation(field, model),
                )
            elif attribute.name == 'map' and field.name not in model.columns and (
                name in schema.models
            ):
                yield SyntaxProblem(model.file.origin(attribute.start), _MAPPED_RELATION)
        yield from _attributes(field.attributes, _OF_FIELDS, model)
    yield from _attributes(model.block.attributes, _OF_BLOCKS, model)


def _unique_relation(field: Field, model: Model) -> str:
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
        if name in _ELSEWHERE or _looks_like(name, NATIVE_TYPES):
            message = f'Native type {name} is not supported for postgresql connector.'
            yield SyntaxProblem(place, message)
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
    numbers = [int(v.value) for v in values if isinstance(v, Number) and v.value.isdecimal()]
    if name == 'Decimal' and len(numbers) < 2:
        return f'Expected two nonnegative integers, but found ({shown}).'
    if len(numbers) < len(values):
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
        given = [argument.name for argument in attribute.arguments if argument.name]
        for argument in dict.fromkeys(given):
            if given.count(argument) > 1:
                yield SyntaxProblem(place, f'Argument "{argument}" is already specified.')
        if name == attribute.name and name not in known:
            if _looks_like(name, known):
                yield SyntaxProblem(place, f'Attribute not known: "@{name}".')
        elif names.count(name) > 1 and (known is _OF_FIELDS or name in _ONCE):
            yield SyntaxProblem(place, f'Attribute "@{name}" can only be defined once.')


def _looks_like(name: str, known: Iterable[str]) -> bool:
    import difflib
    lower = {word.lower() for word in known}
    return bool(difflib.get_close_matches(name.lower(), lower, 1, 0.75))


def default_problems(model: Model, schema: Schema) -> Iterator[SyntaxProblem]:
    """Literal defaults that are not of the field's type."""
    for field in model.block.fields:
        updated = field.attribute('updatedAt')
        if updated is not None and (field.type.name, field.type.arity == 'list') != (
            'DateTime', False,
        ):
            yield SyntaxProblem(model.file.origin(updated.start), _UPDATED_AT)
        ignored = field.attribute('ignore')
        if ignored is not None and field.type.database is not None:
            yield SyntaxProblem(model.file.origin(ignored.start), _IGNORED_TYPE)
        elif ignored is not None and model.block.attribute('ignore') is not None:
            yield SyntaxProblem(model.file.origin(ignored.start), _IGNORED_TWICE)
        attribute = field.attribute('default')
        value = attribute.argument('value', unnamed=True) if attribute is not None else None
        if attribute is None or value is None:
            continue
        place = model.file.origin(attribute.start)
        if field.type.database is not None:
            message = _UNSUPPORTED
            if isinstance(value, Function) and value.name == 'dbgenerated':
                message = _unfit(value, field, schema, model.file.text)
            if message:
                yield SyntaxProblem(place, _DEFAULT + message)
            continue
        if field.name not in model.columns:
            if field.type.name in schema.models:
                message = f'{_DEFAULT}Cannot set a default value on a relation field.'
                yield SyntaxProblem(place, message)
            continue
        is_list = field.type.arity == 'list'
        if is_list and isinstance(value, (Text, Number, Constant)):
            message = f'{_DEFAULT}The default value of a list field must be a list.'
            yield SyntaxProblem(place, message)
        elif isinstance(value, Array) and not is_list:
            message = f'{_DEFAULT}The default value of a non-list field cannot be a list.'
            yield SyntaxProblem(place, message)
        else:
            items: tuple[Value, ...] = value.items if isinstance(value, Array) else (value,)
            for item in items:
                if isinstance(value, Array) and isinstance(item, Function):
                    shown = model.file.text[item.start:item.end]
                    message = f'Expected a {field.type.name} value, but found `{shown}`.'
                    yield SyntaxProblem(place, _DEFAULT + message)
                    continue
                message = _unfit(item, field, schema, model.file.text)
                if message is _NO_FUNCTION:
                    yield SyntaxProblem(place, message)
                elif message:
                    yield SyntaxProblem(place, _DEFAULT + message)


def _unfit(value: Value, field: Field, schema: Schema, text: str) -> str:
    """Why the value cannot be a default of the field; empty where it can."""
    enum = schema.enums.get(field.type.name)
    shown = text[value.start:value.end]
    if isinstance(value, Function):
        if value.name == 'sequence':  # of CockroachDB's connector alone
            return _NO_FUNCTION
        if value.name == 'dbgenerated' and value.arguments and simple(
            value.arguments[0].value,
        ) == '':
            return 'dbgenerated() takes either no argument, or a single nonempty string argument.'
        if field.type.name in _FUNCTIONS.get(value.name, (field.type.name,)):
            return unfit_arguments(value)
        return f'The function `{shown}` cannot be used on fields of type `{field.type.name}`.'
    if enum is not None:
        if isinstance(value, (Text, Number)):
            return f'Expected an enum value, but found `{shown}`.'
        if isinstance(value, Constant) and value.value not in enum.labels:
            return (
                f'The defined default value `{shown}` is not a valid value of the enum specified '
                'for the field.'
            )
        return ''
    scalar = field.type.name
    if scalar == 'Boolean' and isinstance(value, Constant) and value.value not in ('true', 'false'):
        return 'A boolean literal must be `true` or `false`.'
    fits: type | None = {
        'Int': Number, 'BigInt': Number, 'Float': Number, 'Boolean': Constant, 'String': Text,
    }.get(scalar)
    texts = (Constant,) if scalar == 'Decimal' else (Constant, Number)
    if scalar in ('DateTime', 'Json', 'Bytes', 'Decimal') and isinstance(value, texts):
        return f'Expected a {scalar} value, but found `{shown}`.'
    if fits is not None and isinstance(value, (Text, Number, Constant)) and not isinstance(
        value, fits,
    ):
        return f'Expected a {scalar} value, but found `{shown}`.'
    if scalar in ('Int', 'BigInt') and isinstance(value, Number) and '.' in value.value:
        return f'Parse error: "{shown}" is not a valid integer. (invalid digit found in string)'
    if scalar in ('Int', 'BigInt') and isinstance(value, Number) and not _fits_64_bits(value.value):
        large = 'small' if value.value.startswith('-') else 'large'
        return (
            f'Parse error: "{shown}" is not a valid integer. (number too {large} to fit in target '
            'type)'
        )
    what = _misread(scalar, value.value) if isinstance(value, Text) else ''
    return f'Parse error: {shown} is not a valid {what}.' if what else ''


def _fits_64_bits(text: str) -> bool:
    """Of what is no plain number nothing is said."""
    digits = text.removeprefix('-')
    return not digits.isdecimal() or -2**63 <= int(text) < 2**63


def _misread(scalar: str, text: str) -> str:
    """What the text of a default ought to be and is not; empty where it is."""
    import re
    if scalar == 'Json':
        import json
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return 'JSON string'
    elif scalar == 'DateTime' and not re.fullmatch(_RFC_3339, text):
        return 'rfc3339 datetime string'
    elif scalar == 'Bytes' and not re.fullmatch('(?:[A-Za-z0-9+/]{4})*(?:.{4})?', text):
        return 'base64 string'
    elif scalar == 'Decimal' and not re.fullmatch(_DECIMAL, text):
        return 'decimal'
    return ''
