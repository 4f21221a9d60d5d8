"""What Prisma refuses about defaults, and about fields that fill themselves or are left out (psl,
``attributes/default.rs``; measured)."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import Array
from sync_guard.prisma.syntax import Constant
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.syntax import Function
from sync_guard.prisma.syntax import Number
from sync_guard.prisma.syntax import Object
from sync_guard.prisma.syntax import simple
from sync_guard.prisma.syntax import Text
from sync_guard.prisma.syntax import Value
from sync_guard.prisma.validate_arguments import unfit_arguments
from sync_guard.prisma.validate_arguments import unknown_version
from sync_guard.prisma.validate_words import later
from sync_guard.prisma.validate_words import looks_like

_RFC_3339 = r'\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)'
_DECIMAL = r'[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?'
_UPDATED_AT = (
    'Error parsing attribute "@updatedAt": '
    'Fields that are marked with @updatedAt must be of type DateTime.'
)
# The scalars for which a function makes values; those of a later Prisma are not known.
_FUNCTIONS = {
    'now': ('DateTime',), 'autoincrement': ('Int', 'BigInt'), 'uuid': ('String',),
    'cuid': ('String',), 'nanoid': ('String',), 'ulid': ('String',),
}
_KNOWN = frozenset({*_FUNCTIONS, 'dbgenerated'})
# Those of other databases, and what is no function of a default; what else there is, a later Prisma
# may know.
_NO_FUNCTIONS = frozenset({'auto', 'sequence', 'env', 'raw', 'true', 'false', 'null'})
_NO_FUNCTION = (
    'Unknown function in @default(): `{}` is not known. You can read about the available '
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
        elif ignored is not None and model.block.attribute('ignore') is not None and (
            field.type.name not in schema.models
        ):
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
                if isinstance(item, (Array, Object)) or (
                    isinstance(value, Array) and isinstance(item, Function)
                ):
                    kind = f'a {field.type.name}' if field.type.name not in schema.enums else (
                        'an enum'
                    )
                    shown = model.file.text[item.start:item.end]
                    message = f'{_DEFAULT}Expected {kind} value, but found `{shown}`.'
                else:
                    message = _unfit(item, field, schema, model.file.text)
                    if message and not message.startswith(_NO_FUNCTION[:26]):
                        message = _DEFAULT + message
                if message:
                    yield SyntaxProblem(place, message)
                elif isinstance(item, Function) and item.name not in _KNOWN:
                    yield later(place, _NO_FUNCTION.format(item.name))
                elif isinstance(item, Function) and (version := unknown_version(item)):
                    yield later(place, _DEFAULT + version)


def _unfit(value: Value, field: Field, schema: Schema, text: str) -> str:
    """Why the value cannot be a default of the field; empty where it can."""
    enum = schema.enums.get(field.type.name)
    shown = text[value.start:value.end]
    if isinstance(value, Function):
        if value.name in _NO_FUNCTIONS or (
            value.name not in _KNOWN and value.name.isalpha() and looks_like(value.name, _KNOWN)
        ):
            return _NO_FUNCTION.format(value.name)
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
