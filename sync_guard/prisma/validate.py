"""What Prisma refuses about a schema whose syntax is right, in its words.

Like Prisma this goes in steps, and a step that finds something is the last: a type nobody knows
would otherwise be a missing relation too. What another version of Prisma accepts (new attributes,
functions, preview features) is uncertain, and never the last, unless it looks like a slip of the
pen.
"""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator

from sync_guard.catalog import Origin
from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.relations import Relation
from sync_guard.prisma.scalars import DEFAULT_TYPES
from sync_guard.prisma.schema import EnumBlock
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import Block
from sync_guard.prisma.syntax import Text
from sync_guard.prisma.validate_arguments import argument_problems
from sync_guard.prisma.validate_composites import composite_attributes
from sync_guard.prisma.validate_composites import composite_problems
from sync_guard.prisma.validate_constraints import constraint_problems
from sync_guard.prisma.validate_cycles import cycle_problems
from sync_guard.prisma.validate_defaults import default_problems
from sync_guard.prisma.validate_fields import KNOWN_ATTRIBUTES
from sync_guard.prisma.validate_fields import native_problems
from sync_guard.prisma.validate_fields import type_problems
from sync_guard.prisma.validate_indexes import index_problems
from sync_guard.prisma.validate_keys import identity_problems
from sync_guard.prisma.validate_keys import key_problems
from sync_guard.prisma.validate_relations import relation_problems
from sync_guard.prisma.validate_relations import unknown_fields
from sync_guard.prisma.validate_settings import settings_problems
from sync_guard.prisma.validate_versions import version_problems
from sync_guard.prisma.validate_views import view_problems
from sync_guard.prisma.validate_where import where_problems
from sync_guard.prisma.validate_words import later
from sync_guard.prisma.validate_words import looks_like

_TWO_DATASOURCES = (
    'Error validating datasource `{}`: You defined more than one datasource. This is not allowed '
    'yet because support for multiple databases has not been implemented yet.'
)
_NO_SCHEMA = 'This schema is not defined in the datasource. Read more on `@@schema` at {}'
# Words of JavaScript, and the client's own class (psl, ``reserved_model_names.rs``).
_RESERVED = frozenset(
    'PrismaClient async await break case catch class const continue debugger default delete do '
    'else enum export extends false finally for function if implements import in instanceof '
    'interface let new null package private protected public return super switch this throw true '
    'try typeof using var void while with yield'.split(),
)
_RESERVED_NAME = (
    'The {0} name `{1}` is invalid. It is a reserved name. Please change it. Read more at '
)
_RESERVED_MODEL = (
    'Error validating {0} "{1}": ' + _RESERVED_NAME + 'https://pris.ly/d/naming-models'
)
_RESERVED_ENUM = (
    'Error validating {0} `{1}`: ' + _RESERVED_NAME + 'https://www.prisma.io/docs/reference/'
    'tools-and-interfaces/prisma-schema/data-model#naming-enums'
)
_MULTI_SCHEMA = 'https://pris.ly/d/multi-schema'


def validate(schema: Schema, relations: tuple[Relation, ...]) -> tuple[SyntaxProblem, ...]:
    """The problems of a schema for PostgreSQL, in the order of their places."""
    if any(file.problems for file in schema.files):
        # What could not be read is missing everywhere else.
        return ()
    steps: tuple[Callable[[], Iterable[SyntaxProblem]], ...] = (
        lambda: (*settings_problems(schema), *version_problems(schema)), lambda: _names(schema),
        lambda: _attributes(schema, relations), lambda: _meaning(schema, relations),
    )
    found: list[SyntaxProblem] = []
    for step in steps:
        found += step()
        if any(problem.uncertain is None for problem in found):
            break
    return tuple(sorted(found, key=_place))


def _place(problem: SyntaxProblem) -> tuple[Origin, bool]:
    return problem.place, problem.uncertain is not None


def _names(schema: Schema) -> Iterator[SyntaxProblem]:
    known: dict[str, str] = {}
    sources = [
        (file, block) for file in schema.files for block in file.tree
        if block.keyword == 'datasource'
    ]
    if len(sources) > 1:
        for file, block in sources:
            message = _TWO_DATASOURCES.format(block.name)
            yield SyntaxProblem(file.origin(block.start), message)
    for file in schema.files:
        for block in file.tree:
            kind = 'composite type' if block.keyword == 'type' else block.keyword
            place = file.origin(block.name_start)
            if block.name in DEFAULT_TYPES:
                yield SyntaxProblem(
                    place, f'"{block.name}" is a reserved scalar type name and cannot be used.',
                )
            if block.keyword in ('datasource', 'generator') or block.name in DEFAULT_TYPES:
                continue
            if block.name in known:
                yield SyntaxProblem(
                    place,
                    f'The {kind} "{block.name}" cannot be defined because a {known[block.name]} '
                    'with that name already exists.',
                )
            known.setdefault(block.name, kind)
            if block.name in _RESERVED and block.keyword in ('model', 'enum'):
                reserved = _RESERVED_ENUM if block.keyword == 'enum' else _RESERVED_MODEL
                message = reserved.format(block.keyword, block.name)
                yield SyntaxProblem(file.origin(block.start), message)
            for offset, message in (*_unfit_names(block), *_repeated(block)):
                yield SyntaxProblem(file.origin(offset), message)
            if block.keyword == 'enum':
                for offset, message, sure in _unknown_attributes(block):
                    place = file.origin(offset)
                    yield SyntaxProblem(place, message) if sure else later(place, message)


def _unfit_names(block: Block) -> Iterator[tuple[int, str]]:
    things = [(block.name_start, block.name, block.keyword.capitalize())]
    things += [(field.start, field.name, 'Field') for field in block.fields]
    things += [(value.start, value.name, 'Enum Value') for value in block.values]
    for offset, name, kind in things:
        if name[0].isdigit():
            yield offset, f'Error validating: The name of a {kind} must not start with a number.'
        elif '-' in name:
            message = f'Error validating: The character `-` is not allowed in {kind} names.'
            yield offset, message


def _repeated(block: Block) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for field in block.fields:
        if field.name in seen:
            kind = 'composite type' if block.keyword == 'type' else block.keyword
            message = f'Field "{field.name}" is already defined on {kind} "{block.name}".'
            yield field.start, message
        seen.add(field.name)
    seen.clear()
    for value in block.values:
        if value.name in seen:
            message = f'Value "{value.name}" is already defined on enum "{block.name}".'
            yield value.start, message
        seen.add(value.name)
    if block.keyword == 'enum' and not block.values:
        yield block.start, 'Error validating: An enum must have at least one value.'


def _unknown_attributes(block: Block) -> Iterator[tuple[int, str, bool]]:
    """Offset, message, and whether it is certain. An enum has a name and a schema, its values have
    names."""
    for attributes, known in (
        (block.attributes, ('map', 'schema')),
        *((value.attributes, ('map',)) for value in block.values),
    ):
        for attribute in attributes:
            if attribute.name not in known:
                sure = attribute.name in KNOWN_ATTRIBUTES or looks_like(attribute.name, known)
                yield attribute.start, f'Attribute not known: "@{attribute.name}".', sure


def _attributes(schema: Schema, relations: tuple[Relation, ...]) -> Iterator[SyntaxProblem]:
    """What is said of a field or a block by itself."""
    for model in schema.models.values():
        yield from type_problems(model, schema)
        yield from _repeated_columns(model)
        yield from key_problems(model, schema)
        yield from default_problems(model, schema)
        yield from where_problems(model, schema)
    yield from argument_problems(schema)
    yield from composite_attributes(schema)
    yield from _repeated_tables(schema)
    for relation in relations:
        yield from unknown_fields(relation)


def _meaning(schema: Schema, relations: tuple[Relation, ...]) -> Iterator[SyntaxProblem]:
    """What they say together, and to PostgreSQL."""
    yield from composite_problems(schema)
    for model in schema.models.values():
        yield from native_problems(model, schema)
        yield from identity_problems(model)
        yield from _schema_attribute(model, schema)
    for enum in schema.enums.values():
        yield from _schema_attribute(enum, schema)
    emulated = schema.settings.relation_mode == 'prisma'
    yield from relation_problems(relations, emulated)
    yield from constraint_problems(schema, relations)
    yield from index_problems(schema)
    yield from view_problems(schema)
    if emulated:
        yield from cycle_problems(relations)


def _repeated_columns(model: Model) -> Iterator[SyntaxProblem]:
    """Two fields of one column: the one with a ``@map`` is in the wrong."""
    seen: dict[str, str] = {}
    for name, column in model.columns.items():
        other = seen.setdefault(column, name)
        if other != name:
            wrong = model.field(other if name == column else name)
            if wrong is not None:
                yield SyntaxProblem(
                    model.file.origin(wrong.start),
                    f'Field "{wrong.name}" is already defined on {model.block.keyword} '
                    f'"{model.name}".',
                )


def _repeated_tables(schema: Schema) -> Iterator[SyntaxProblem]:
    tables: dict[object, Model] = {}
    for model in schema.models.values():
        other = tables.setdefault(model.key, model)
        if other is not model:
            mapped = model.block.attribute('map') or other.block.attribute('map')
            at = model.block.name_start if mapped is None else mapped.start
            holder = model if model.block.attribute('map') is not None else other
            twin = other if holder is model else model
            yield SyntaxProblem(
                holder.file.origin(at),
                f'The {holder.block.keyword} with database name "{model.key.name}" could not be '
                f'defined because another model or view with this name exists: "{twin.name}"',
            )
    enums: dict[object, EnumBlock] = {}
    for enum in schema.enums.values():
        if enums.setdefault(enum.key, enum) is not enum:
            yield SyntaxProblem(
                enum.file.origin(enum.block.start),
                'An enum with the same database name is already defined.',
            )


def _schema_attribute(block: Model | EnumBlock, schema: Schema) -> Iterator[SyntaxProblem]:
    listed = schema.settings.schemas
    attribute = block.block.attribute('schema')
    if attribute is None:
        if listed is None or not listed:
            return
        kind, name = block.block.keyword, block.block.name
        message = f'This {kind} is missing an `@@schema` attribute.'
        if kind != 'enum':
            message = f'Error validating {kind} "{name}": {message}'
        yield SyntaxProblem(block.file.origin(block.block.start), message)
        return
    value = attribute.argument('map', unnamed=True)
    if isinstance(value, Text) and value.value not in (listed or ()):
        message = _NO_SCHEMA.format(_MULTI_SCHEMA)
        yield SyntaxProblem(block.file.origin(value.start), message)
