"""What Prisma refuses about the arguments of attributes and of functions in defaults (psl,
``attributes/`` and ``coerce.rs``; every message was measured)."""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import Argument
from sync_guard.prisma.syntax import Array
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Constant
from sync_guard.prisma.syntax import Function
from sync_guard.prisma.syntax import Number
from sync_guard.prisma.syntax import Object
from sync_guard.prisma.syntax import SchemaFile
from sync_guard.prisma.syntax import Text
from sync_guard.prisma.syntax import Value
from sync_guard.prisma.validate_words import later


class _Takes(NamedTuple):
    """`named` are the arguments an attribute takes; `first` the one of them that needs no name, and
    `needed` whether it must be there."""

    named: tuple[str, ...] = ()
    first: str | None = None
    needed: bool = False


_KEY = ('map', 'length', 'sort', 'clustered')
_OF_FIELDS = {
    'id': _Takes(_KEY),
    'unique': _Takes((*_KEY, 'where')),
    'default': _Takes(('value', 'map'), 'value', True),
    'map': _Takes(('name',), 'name', True),
    'relation': _Takes(
        ('name', 'fields', 'references', 'onDelete', 'onUpdate', 'map'), 'name',
    ),
    'updatedAt': _Takes(),
    'ignore': _Takes(),
}
_OF_BLOCKS = {
    'id': _Takes(('fields', 'name', 'map', 'clustered'), 'fields'),
    'unique': _Takes(('fields', 'name', 'map', 'clustered', 'where'), 'fields'),
    'index': _Takes(('fields', 'name', 'map', 'type', 'clustered', 'where'), 'fields'),
    'map': _Takes(('name',), 'name', True),
    'schema': _Takes(('map',), 'map', True),
    'ignore': _Takes(),
}
# What is no argument of an attribute though it is one of others; what none has a later Prisma may.
_KNOWN = frozenset(
    name for takes in (*_OF_FIELDS.values(), *_OF_BLOCKS.values()) for name in takes.named
) | {'ops'}
_KEYS = ('id', 'unique', 'index')
_METHODS = ('BTree', 'Hash', 'Gin', 'Gist', 'SpGist', 'Brin')
_NO_SUCH = 'No such argument.'
_MISSING = 'Argument "{}" is missing.'
_TWICE = 'Argument "{}" is already specified as unnamed argument.'
_ABOUT = 'Error parsing attribute "{}": '
_UNNAMED = (
    'You provided multiple unnamed arguments. This is not possible. Did you forget the brackets? '
    'Did you mean `[{}]`?'
)
_EMPTY = 'The `{}` argument cannot be an empty string.'
_NAMELESS = 'A relation cannot have an empty name.'
_CLUSTERED = 'Defining clustering is not supported in the current connector.'
_NAMED_DEFAULT = (
    'You defined a database name for the default value of a field on the model. This is not '
    'supported by the provider.'
)
_NAME_AND_MAP = (
    'The `@@index` attribute accepts the `name` argument as an alias for the `map` argument for '
    'legacy reasons. It does not accept both though. Please use the `map` argument to specify the '
    'database name of the index.'
)
_CHARACTERS = (
    'Error validating model "{}": The `name` property within the `{}` attribute only allows for '
    'the following characters: `_a-zA-Z0-9`.'
)
_KINDS = {
    Text: 'string', Number: 'numeric', Array: 'array', Function: 'functional', Object: 'object',
}
_VERSIONS = {'uuid': ('4', '7'), 'cuid': ('1', '2')}
_VERSION = (
    '`{}()` takes either no argument, or a single integer argument which is either {}.'
)
_NO_METHOD = 'Error parsing attribute "@{}": Unknown index type: {}.'
_NO_ARGUMENT = (
    'The `{0}` function does not take any argument. Consider changing this default to `{0}()`.'
)


def argument_problems(schema: Schema) -> Iterator[SyntaxProblem]:
    for model in schema.models.values():
        for field in model.block.fields:
            for attribute in field.attributes:
                yield from _problems(attribute, False, model.name, model.file)
        for attribute in model.block.attributes:
            yield from _problems(attribute, True, model.name, model.file)
    for enum in schema.enums.values():
        for attribute in enum.block.attributes:
            yield from _problems(attribute, True, enum.block.name, enum.file)
        for value in enum.block.values:
            for attribute in value.attributes:
                yield from _problems(attribute, False, enum.block.name, enum.file)


def _problems(
    attribute: Attribute, of_block: bool, block: str, file: SchemaFile,
) -> Iterator[SyntaxProblem]:
    takes = (_OF_BLOCKS if of_block else _OF_FIELDS).get(attribute.name)
    if takes is None:
        return
    place = file.origin(attribute.start)
    unnamed = [given for given in attribute.arguments if given.name is None]
    named = {given.name: given.value for given in attribute.arguments if given.name is not None}
    if len(unnamed) > 1:
        meant = ', '.join(file.text[given.start:given.end] for given in unnamed)
        about = _ABOUT.format(f'@{attribute.name}')
        yield SyntaxProblem(place, about + _UNNAMED.format(meant))
        return
    if takes.first is not None and unnamed and takes.first in named:
        yield SyntaxProblem(place, _TWICE.format(takes.first))
    elif takes.needed and not unnamed and takes.first not in named:
        yield SyntaxProblem(place, _MISSING.format(takes.first))
    wrong = [name for name in named if name not in takes.named and name in _KNOWN]
    if wrong or (unnamed and takes.first is None):
        yield SyntaxProblem(place, _NO_SUCH)
        return
    if takes.first is not None and unnamed:
        named.setdefault(takes.first, unnamed[0].value)
    written = f'@@{attribute.name}' if of_block else f'@{attribute.name}'
    for message in _unfit(attribute.name, written, named):
        yield SyntaxProblem(place, message)
    method = named.get('type')
    if isinstance(method, Constant) and method.value not in _METHODS:
        message = _NO_METHOD.format(attribute.name, method.value)
        sure = method.value.lower() in {one.lower() for one in _METHODS}
        yield SyntaxProblem(place, message) if sure else later(place, message)
    if of_block and attribute.name in ('id', 'unique'):
        name = named.get('name')
        if isinstance(name, Text) and re.search('[^_a-zA-Z0-9]', name.value):
            yield SyntaxProblem(place, _CHARACTERS.format(block, written))


def _unfit(attribute: str, written: str, named: dict[str, Value | None]) -> Iterator[str]:
    about = _ABOUT.format(written)
    if attribute == 'default':
        if 'map' in named:
            yield about + _NAMED_DEFAULT
        return
    for name in ('fields', 'references'):
        yield from _no_names(named.get(name), attribute == 'relation')
    for name in ('name', 'map'):
        value = named.get(name)
        if value is not None and not isinstance(value, Text):
            yield expected('string', value)
        elif value is not None and value.value == '' and attribute in (*_KEYS, 'relation'):
            yield about + (_NAMELESS if attribute == 'relation' and name == 'name' else (
                _EMPTY.format(name)
            ))
    for name in ('type', 'sort', 'onDelete', 'onUpdate'):
        value = named.get(name)
        if value is not None and not isinstance(value, Constant):
            yield expected('constant', value)
    if 'clustered' in named and attribute in _KEYS:
        yield about + _CLUSTERED
    if attribute == 'index' and 'name' in named and 'map' in named:
        yield about + _NAME_AND_MAP
    sort = named.get('sort')
    if isinstance(sort, Constant) and sort.value not in ('Asc', 'Desc'):
        yield f'{about}The `sort` argument can only be `Asc` or `Desc` you provided: {sort.value}.'


def _no_names(value: Value | None, of_relation: bool) -> Iterator[str]:
    """Where fields are named, with options or (``of_relation``) without."""
    items: tuple[Value | None, ...] = value.items if isinstance(value, Array) else (value,)
    for item in items:
        if of_relation and not isinstance(item, (Constant, type(None))):
            yield expected('constant', item)
        elif not isinstance(item, (Constant, Function, type(None))):
            yield expected('constant literal', item)


def expected(kind: str, value: Value) -> str:
    """What Prisma says of a value of another kind."""
    given = _KINDS.get(type(value), 'literal')
    return f'Expected a {kind} value, but received {given} value `{_shown(value)}`.'


def _shown(value: Value | None) -> str:
    """A value as Prisma writes it."""
    if isinstance(value, Text):
        return f'"{value.value}"'
    if isinstance(value, Array):
        return f'[{",".join(map(_shown, value.items))}]'
    if isinstance(value, Function):
        return f'{value.name}({",".join(_listed(value.arguments))})'
    if isinstance(value, Object):
        return f'{{ {", ".join(_listed(value.entries))} }}'
    return '' if value is None else value.value


def _listed(arguments: tuple[Argument, ...]) -> Iterator[str]:
    for given in arguments:
        shown = _shown(given.value)
        yield shown if given.name is None else f'{given.name}: {shown}'


def unknown_version(function: Function) -> str:
    """Why the engine takes no UUID or CUID of this version; empty where it does."""
    values = [argument.value for argument in function.arguments]
    versions = _VERSIONS.get(function.name)
    if versions is None or not values or (
        isinstance(values[0], Number) and values[0].value in versions
    ):
        return ''
    return _VERSION.format(function.name, ' or '.join(versions))


def unfit_arguments(function: Function) -> str:
    """Why a function in a default cannot take its arguments; empty where it can."""
    values = [argument.value for argument in function.arguments]
    if function.name in ('now', 'autoincrement', 'ulid'):
        return _NO_ARGUMENT.format(function.name) if values else ''
    if function.name == 'dbgenerated':
        fits = len(values) < 2 and all(isinstance(value, Text) for value in values)
        return '' if fits else '`dbgenerated()` takes a single String argument'
    if function.name in ('uuid', 'cuid', 'nanoid') and values:
        value = values[0]
        if len(values) > 1 or not isinstance(value, Number):
            return f'`{function.name}()` takes a single Int argument.'
        if function.name == 'nanoid' and value.value.isdecimal() and (
            not 2 <= int(value.value) <= 255
        ):
            return (
                '`nanoid()` takes either no argument, or a single integer argument between 2 and '
                '255.'
            )
    return ''
