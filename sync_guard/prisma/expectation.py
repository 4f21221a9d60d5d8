"""What a Prisma schema expects of the database: its files to a Catalog."""
from __future__ import annotations

from collections.abc import Iterable

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import Label
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.catalog import Type
from sync_guard.prisma.defaults import read_default
from sync_guard.prisma.expected import Expected
from sync_guard.prisma.expected import POSTGRESQL
from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.keys import read_keys
from sync_guard.prisma.relations import foreign_key
from sync_guard.prisma.relations import join_table
from sync_guard.prisma.relations import join_tables
from sync_guard.prisma.relations import read_relations
from sync_guard.prisma.relations import Relation
from sync_guard.prisma.scalars import DEFAULT_TYPES
from sync_guard.prisma.scalars import native_type
from sync_guard.prisma.scalars import unsupported
from sync_guard.prisma.schema import EnumBlock
from sync_guard.prisma.schema import gather
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.syntax import SchemaFile
from sync_guard.prisma.syntax import simple
from sync_guard.prisma.validate import validate
from sync_guard.prisma.validate_versions import PROVIDERS
from sync_guard.prisma.validate_versions import version_problems


def read_schema(files: Iterable[SchemaFile]) -> Expected:
    """See :func:`sync_guard.prisma.expect`."""
    schema = gather(files)
    relations = read_relations(schema)
    tables: dict[Name, Table] = {}
    for model in schema.models.values():
        tables.setdefault(model.key, _table(model, schema, relations))
    joins = join_tables(relations, tables)
    with_keys = schema.settings.relation_mode != 'prisma'
    for key, side in joins.items():
        tables.setdefault(key, join_table(key, side, tables, with_keys))
    settings = schema.settings
    return Expected(
        Catalog(
            schemas=settings.schemas or ('public',),
            tables=tables,
            types={enum.key: _enum(enum) for enum in schema.enums.values()},
            # Without the preview feature Prisma refuses to know of extensions.
            extensions=dict.fromkeys(
                settings.extensions if 'postgresqlExtensions' in settings.preview_features else (),
                '',
            ),
        ),
        schemas=settings.schemas or ('public',),
        problems=_problems(schema, relations),
        provider=settings.provider,
        relation_mode=settings.relation_mode,
        preview_features=settings.preview_features,
        ignored=frozenset(_ignored(schema)),
        models={name: model.key for name, model in schema.models.items()},
        enums={name: enum.key for name, enum in schema.enums.items()},
        join_tables={key: (side.model.name, side.other.name) for key, side in joins.items()},
        updated_at=frozenset(
            (model.key, model.columns[field.name])
            for model in schema.models.values() for field in model.block.fields
            if field.name in model.columns and field.attribute('updatedAt') is not None
        ),
        fields={
            name: frozenset(field.name for field in model.block.fields)
            for name, model in schema.models.items()
        },
        relation_names={
            f'{relation.model.name}.{relation.field.name}': relation.name
            for relation in relations if relation.name is not None
        },
        multi_schema=settings.schemas is not None,
        datasource=settings.datasource,
    )


def _problems(schema: Schema, relations: tuple[Relation, ...]) -> tuple[SyntaxProblem, ...]:
    provider = schema.settings.provider
    if provider in POSTGRESQL:
        return validate(schema, relations)
    # Of another database system nothing is known here, but that it is one.
    return () if provider in PROVIDERS else tuple(version_problems(schema))


def _table(model: Model, schema: Schema, relations: tuple[Relation, ...]) -> Table:
    keys = read_keys(model)
    foreign_keys = []
    if schema.settings.relation_mode != 'prisma':
        made = (foreign_key(r) for r in relations if r.model is model)
        foreign_keys = [key for key in made if key is not None]
    return Table(
        model.key.schema,
        model.key.name,
        kind='view' if model.block.keyword == 'view' else 'table',
        columns=tuple(
            _column(field, model, schema) for field in model.block.fields
            if field.name in model.columns
        ),
        primary_key=keys.primary_key,
        uniques=keys.uniques,
        foreign_keys=tuple(foreign_keys),
        indexes=keys.indexes,
        origin=model.file.origin(model.block.start),
        uncertain=_unread(model),
        label=model.name,
    )


def _unread(model: Model | EnumBlock) -> str | None:
    """What is missing from a block with a line nobody can read is not known to be missing."""
    first, last = model.file.line(model.block.start), model.file.line(model.block.close)
    for problem in model.file.problems:
        if first <= problem.place.line <= last:
            return f'line {problem.place.line} of {model.file.path} cannot be read'
    return None


def _column(field: Field, model: Model, schema: Schema) -> Column:
    known = _type(field, schema)
    type_ = known or unsupported(field.type.name)
    return Column(
        model.columns[field.name],
        type_._replace(is_array=field.type.arity == 'list'),
        # Prisma knows no required lists: it makes list columns without NOT NULL.
        nullable=field.type.arity != 'required',
        default=read_default(field, schema, model.file.text),
        origin=model.file.origin(field.start),
        uncertain=None if known is not None else f'Prisma knows no type {field.type.name}',
        label=field.name,
    )


def _type(field: Field, schema: Schema) -> Type | None:
    if field.type.database is not None:
        return unsupported(field.type.database)
    enum = schema.enums.get(field.type.name)
    if enum is not None:
        return Type(enum.key.schema, enum.key.name)
    for attribute in field.attributes:
        _, dot, native = attribute.name.partition('.')
        if dot:
            numbers = tuple(simple(a.value) or '' for a in attribute.arguments)
            return native_type(native, numbers)
    return DEFAULT_TYPES.get(field.type.name)


def _enum(enum: EnumBlock) -> Enum:
    return Enum(
        enum.key.schema,
        enum.key.name,
        tuple(
            Label(enum.labels[value.name], enum.file.origin(value.start), value.name)
            for value in enum.block.values
        ),
        origin=enum.file.origin(enum.block.start),
        uncertain=_unread(enum),
        label=enum.block.name,
    )


def _ignored(schema: Schema) -> Iterable[tuple[Name, str | None]]:
    for model in schema.models.values():
        if model.block.attribute('ignore') is not None:
            yield model.key, None
        for field in model.block.fields:
            if field.name in model.columns and field.attribute('ignore') is not None:
                yield model.key, model.columns[field.name]
