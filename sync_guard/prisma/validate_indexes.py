"""What Prisma refuses about the types that keys and indexes are over, and about their options (psl,
the ``validations`` of its PostgreSQL connector; which types fit was measured)."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sync_guard.catalog import Origin
from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.operator_classes import class_of
from sync_guard.prisma.operator_classes import CLASSES
from sync_guard.prisma.operator_classes import word_of
from sync_guard.prisma.scalars import DEFAULT_TYPES
from sync_guard.prisma.scalars import NATIVE_TYPES
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import names_in
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import Argument
from sync_guard.prisma.syntax import Array
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Constant
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.syntax import Function
from sync_guard.prisma.syntax import Number
from sync_guard.prisma.syntax import Text
from sync_guard.prisma.syntax import Value
from sync_guard.prisma.validate_arguments import expected
from sync_guard.prisma.validate_words import later

_UNEXPECTED = 'Unexpected token. Expected one of: {}'
_SORTED_ID = 'The sort argument is not supported in the primary key with the current connector'
_SHORT_ID = 'The length argument is not supported in the primary key with the current connector'
_SHORT = 'The length argument is not supported in an index definition with the current connector'
_SORTED_HASH = 'Hash type does not support sort option.'
_MANY_SPGIST = 'SpGist does not support multi-column indices.'
_XML_UNIQUE = 'Native type `Xml` cannot be unique in Postgres.'
_XML_INDEX = 'You cannot define an index on fields with native type `Xml` of Postgres.'
_UNFIT = 'The {} index type does not support the type of the field `{}`.'
_NO_OPS = 'Operator classes can only be defined to fields in an @@index attribute.'
_OTHER_METHOD = (
    'The given operator class `{}` is not supported with the `{}` index type.'
)
_NO_ARRAY = 'The given operator class `{}` expects the type of field `{}` to be an array.'
_OTHER_SCALAR = 'The given operator class `{}` points to the field `{}` that is not of {} type.'
_OTHER_NATIVE = 'The given operator class `{}` does not support native type `{}` of field `{}`.'
_NO_NATIVE = 'The given operator class `{}` expects the field `{}` to define a valid native type.'
_NO_CLASS = 'The {} index field type `{}` has no default operator class.'
# What an index of these methods is over without an operator class: scalars as they are written,
# and native types by their names.
_FIT = {
    'Gin': frozenset({'Json', '@JsonB'}),
    'Gist': frozenset({'String'}),
    'SpGist': frozenset({'String', '@Text', '@VarChar', '@Char', '@Inet'}),
    'Brin': frozenset({
        *DEFAULT_TYPES.keys() - {'Json', 'Boolean'},
        *(f'@{name}' for name in NATIVE_TYPES.keys() - {
            'Xml', 'Citext', 'Money', 'Json', 'JsonB', 'Boolean',
        }),
    }),
}
# The operator classes that Prisma has words for, but for those of Brin.
_METHODS_OF = {
    'jsonb_ops': ('Gin',), 'jsonb_path_ops': ('Gin',), 'array_ops': ('Gin',),
    'inet_ops': ('Gist', 'SpGist'), 'text_ops': ('SpGist',),
}
# What a class of text is for as well: SpGist's for both.
_TEXTS = ('varchar', 'bpchar')


class _Part(NamedTuple):
    """One field of a key or index, with the options written for it."""

    field: Field
    options: tuple[Argument, ...]

    def has(self, option: str) -> bool:
        return any(argument.name == option for argument in self.options)

    def value(self, option: str) -> Value | None:
        return next((one.value for one in self.options if one.name == option), None)


def index_problems(schema: Schema) -> Iterator[SyntaxProblem]:
    for model in schema.models.values():
        for field in model.block.fields:
            for attribute in field.attributes:
                if attribute.name in ('id', 'unique'):
                    parts = [_Part(field, attribute.arguments)]
                    yield from _problems(attribute, f'@{attribute.name}', parts, model, schema)
        for attribute in model.block.attributes:
            if attribute.name in ('id', 'unique', 'index'):
                parts = [*_parts(attribute, model)]
                yield from _problems(attribute, f'@@{attribute.name}', parts, model, schema)


def _parts(attribute: Attribute, model: Model) -> Iterator[_Part]:
    value = attribute.argument('fields', unnamed=True)
    for item in value.items if isinstance(value, Array) else ():
        field = model.field((names_in(item) or ('',))[0])
        if field is not None:
            yield _Part(field, item.arguments if isinstance(item, Function) else ())


def _problems(
    attribute: Attribute, written: str, parts: list[_Part], model: Model, schema: Schema,
) -> Iterator[SyntaxProblem]:
    place = model.file.origin(attribute.start)
    about = f'Error parsing attribute "{written}": '
    is_id = attribute.name == 'id'
    method = attribute.argument('type')
    kind = method.value if isinstance(method, Constant) else 'BTree'
    if any(part.has('length') for part in parts):
        yield SyntaxProblem(place, about + (_SHORT_ID if is_id else _SHORT))
    misspelled = [*_misspelled(parts, place)] if written.startswith('@@') else []
    yield from misspelled
    if misspelled:
        return
    if any(part.has('sort') for part in parts) and (is_id or kind == 'Hash'):
        yield SyntaxProblem(place, about + (_SORTED_ID if is_id else _SORTED_HASH))
    if kind == 'SpGist' and len(parts) > 1:
        yield SyntaxProblem(place, about + _MANY_SPGIST)
    for part in parts:
        native = _native(part.field, schema)
        if native == 'Xml' and not is_id:
            yield SyntaxProblem(place, _XML_UNIQUE if attribute.name == 'unique' else _XML_INDEX)
        operators = part.value('ops')
        if attribute.name == 'unique' and written == '@@unique' and operators is not None:
            yield SyntaxProblem(place, about + _NO_OPS)
        elif isinstance(operators, Constant) and not is_id:  # of raw("…") Prisma takes any text
            unfit = _unfit_class(operators.value, kind, part.field, native)
            if unfit:
                yield SyntaxProblem(place, about + unfit)
        if kind in _FIT and not part.has('ops') and not _fits(kind, part.field, native, schema):
            unfit = _UNFIT.format(kind, part.field.name)
            message = unfit if native is None else _NO_CLASS.format(kind, native)
            yield SyntaxProblem(place, about + message)


def _misspelled(parts: list[_Part], place: Origin) -> Iterator[SyntaxProblem]:
    """What cannot be read as an option at all."""
    for part in parts:
        sort, operators = part.value('sort'), part.value('ops')
        if isinstance(sort, Constant) and sort.value not in ('Asc', 'Desc'):
            yield SyntaxProblem(place, _UNEXPECTED.format('Asc, Desc'))
        elif isinstance(sort, (Text, Number)):
            yield SyntaxProblem(place, expected('constant', sort))
        if isinstance(operators, Constant) and class_of(operators.value) not in CLASSES:
            message = _UNEXPECTED.format(f'Invalid operator class: {operators.value}')
            yield later(place, message)
        elif isinstance(operators, Constant) and word_of(
            class_of(operators.value),
        ) != operators.value:
            message = _UNEXPECTED.format(f'Invalid operator class: {operators.value}')
            yield SyntaxProblem(place, message)
        elif isinstance(operators, Function):
            given = [argument.value for argument in operators.arguments]
            if len(given) != 1:
                message = f'Wrong number of arguments. Expected: 1, got: {len(given)}'
                yield SyntaxProblem(place, _UNEXPECTED.format(message))
            elif not isinstance(given[0], Text):
                message = 'Invalid parameter type: expected string'
                yield SyntaxProblem(place, _UNEXPECTED.format(message))
        elif operators is not None and not isinstance(operators, Constant):
            yield SyntaxProblem(place, _UNEXPECTED.format('operator class'))


def _fits(kind: str, field: Field, native: str | None, schema: Schema) -> bool:
    """Any ``Unsupported`` fits, and so does what a later Prisma may know."""
    if field.type.database is not None or (kind == 'Gin' and field.type.arity == 'list'):
        return True
    if native is not None:
        return native not in NATIVE_TYPES or f'@{native}' in _FIT[kind]
    known = field.type.name in DEFAULT_TYPES or field.type.name in schema.enums
    return not known or field.type.name in _FIT[kind]


def _unfit_class(word: str, kind: str, field: Field, native: str | None) -> str:
    """Why the operator class does not go with the method or the field; empty where it does, and
    where the word is none of Prisma's. The word begins with the name of a type of PostgreSQL's."""
    name = class_of(word)
    type_, _, rest = name.partition('_')
    if name in _METHODS_OF:
        methods = _METHODS_OF[name]
    elif rest in ('minmax_ops', 'minmax_multi_ops', 'bloom_ops', 'inclusion_ops'):
        methods = ('Brin',)
    else:
        return ''
    if kind not in methods:
        return _OTHER_METHOD.format(word, kind)
    if type_ == 'array':
        return '' if field.type.arity == 'list' else _NO_ARRAY.format(word, field.name)
    if native is not None:
        known = NATIVE_TYPES.get(native)
        fits = known is None or known.type == type_ or known.type in (
            _TEXTS if kind == 'SpGist' else _TEXTS[:1]
        ) and type_ == 'text'
        return '' if fits else _OTHER_NATIVE.format(word, native, field.name)
    scalar = next((one.scalar for one in NATIVE_TYPES.values() if one.type == type_), None)
    if scalar is None:
        return ''
    if field.type.database is not None or field.type.name != scalar:
        return _OTHER_SCALAR.format(word, field.name, scalar)
    fits = DEFAULT_TYPES[scalar].name == type_
    return '' if fits else _NO_NATIVE.format(word, field.name)


def _native(field: Field, schema: Schema) -> str | None:
    prefix = f'{schema.settings.datasource}.'
    for attribute in field.attributes:
        if attribute.name.startswith(prefix):
            return attribute.name.removeprefix(prefix)
    return None
