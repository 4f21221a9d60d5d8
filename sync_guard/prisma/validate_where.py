"""What Prisma refuses about the predicates of partial indexes (psl, ``attributes/where.rs`` since
Prisma 7.4; measured). Operators that it does not know yet are no problem here."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Constant
from sync_guard.prisma.syntax import Function
from sync_guard.prisma.syntax import Number
from sync_guard.prisma.syntax import Object
from sync_guard.prisma.syntax import Text
from sync_guard.prisma.syntax import Value
from sync_guard.prisma.validate_arguments import expected

_ABOUT = 'Error parsing attribute "@{}": '
_NO_PREDICATE = (
    "The `where` argument must be either a raw() function call or an object literal, e.g. "
    "`where: raw(\"status = 'active'\")` or `where: { active: true }`."
)
_NO_TEXT = (
    'The `where` argument must be a raw() function with a string argument, e.g. `where: '
    'raw("status = \'active\'")`.'
)
_EMPTY = 'The `where` argument cannot contain an empty string.'
_NO_FIELD = "Field '{}' does not exist in model '{}'."
_RELATION = (
    "Field '{}' is a relation field. Only scalar fields can be used in the where clause."
)
_TYPE = "Type mismatch: field '{}' is of type {}, but the value is {}."
_ENUM = (
    "Type mismatch: field '{}' is an Enum and only accepts String values in the where clause."
)
_FITS = {
    'Int': 'a Number', 'BigInt': 'a Number', 'Float': 'a Number', 'Decimal': 'a Number',
    'Boolean': 'Boolean', 'String': 'a String', 'DateTime': 'a String', 'Json': '', 'Bytes': '',
}


def where_problems(model: Model, schema: Schema) -> Iterator[SyntaxProblem]:
    for attribute in (
        *model.block.attributes, *(a for field in model.block.fields for a in field.attributes),
    ):
        value = attribute.argument('where') if attribute.name in ('index', 'unique') else None
        if value is not None:
            place = model.file.origin(attribute.start)
            for message in _unfit(value, attribute, model, schema):
                yield SyntaxProblem(place, message)


def _unfit(
    value: Value, attribute: Attribute, model: Model, schema: Schema,
) -> Iterator[str]:
    if not isinstance(value, (Function, Object)):
        yield expected('function', value)
        return
    about = _ABOUT.format(attribute.name)
    if isinstance(value, Function) and value.name != 'raw':
        yield about + _NO_PREDICATE
    elif isinstance(value, Function):
        text = value.arguments[0].value if value.arguments else None
        if not isinstance(text, Text):
            yield about + _NO_TEXT
        elif not text.value:
            yield about + _EMPTY
    for entry in value.entries if isinstance(value, Object) else ():
        name = entry.name or ''
        field = model.field(name)
        if field is None:
            yield about + _NO_FIELD.format(name, model.name)
        elif field.type.name in schema.models:
            yield about + _RELATION.format(name)
        else:
            kind = _kind(entry.value)
            if kind and field.type.name in schema.enums and kind != 'a String':
                yield about + _ENUM.format(name)
            elif kind and _FITS.get(field.type.name, kind) != kind:
                yield about + _TYPE.format(name, field.type.name, kind)


def _kind(value: Value | None) -> str:
    """What Prisma calls the value, or the one under ``not``; empty for what fits any type."""
    if isinstance(value, Object) and [entry.name for entry in value.entries] == ['not']:
        value = value.entries[0].value
    if isinstance(value, Constant) and value.value in ('true', 'false'):
        return 'Boolean'
    if isinstance(value, Text):
        return 'a String'
    return 'a Number' if isinstance(value, Number) else ''
