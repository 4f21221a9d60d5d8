"""The files of one schema as a whole: its settings, and its blocks by name."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from typing import NamedTuple

from sync_guard.catalog import Name
from sync_guard.prisma.scalars import DEFAULT_TYPES
from sync_guard.prisma.syntax import Array
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Block
from sync_guard.prisma.syntax import Constant
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.syntax import Function
from sync_guard.prisma.syntax import SchemaFile
from sync_guard.prisma.syntax import Text
from sync_guard.prisma.syntax import Value

# The preview features that say what a schema means.
_FEATURES = {one.lower(): one for one in ('partialIndexes', 'postgresqlExtensions', 'views')}
# The schema of a connection string without `?schema=`.
_DEFAULT_SCHEMA = 'public'


class Settings(NamedTuple):
    """What the datasource and the generators say. ``schemas`` is None where none are listed;
    ``datasource`` is the prefix of native types. ``extensions`` are database names."""

    provider: str | None = None
    schemas: tuple[str, ...] | None = None
    relation_mode: str = 'foreignKeys'
    preview_features: tuple[str, ...] = ()
    datasource: str = 'db'
    extensions: tuple[str, ...] = ()


class Model(NamedTuple):
    """A model or view with its database name. ``columns`` maps the fields that are columns,
    in their order, to the columns' names; what is left are relations."""

    file: SchemaFile
    block: Block
    key: Name
    columns: dict[str, str]

    @property
    def name(self) -> str:
        return self.block.name

    def field(self, name: str) -> Field | None:
        return next((f for f in self.block.fields if f.name == name), None)

    def relations(self, schema: Schema) -> Iterator[tuple[Field, Model]]:
        """The relation fields, each with the model it leads to."""
        for field in self.block.fields:
            other = schema.models.get(field.type.name)
            if other is not None and field.type.database is None:
                yield field, other


class EnumBlock(NamedTuple):
    """``labels`` maps Prisma's names of the values to the database's labels."""

    file: SchemaFile
    block: Block
    key: Name
    labels: dict[str, str]


class Schema(NamedTuple):
    """``models`` holds views too. Of two blocks with one name the first counts."""

    files: tuple[SchemaFile, ...]
    settings: Settings
    models: dict[str, Model]
    enums: dict[str, EnumBlock]
    composites: frozenset[str]


def gather(files: Iterable[SchemaFile]) -> Schema:
    """All files of a schema as one, in the order of their paths, as Prisma merges them."""
    ordered = tuple(sorted(files, key=lambda file: file.path))
    blocks = [(file, block) for file in ordered for block in file.tree]
    relational = {b.name for _, b in blocks if b.keyword in ('model', 'view')}
    composites = frozenset(b.name for _, b in blocks if b.keyword == 'type')
    models: dict[str, Model] = {}
    enums: dict[str, EnumBlock] = {}
    for file, block in blocks:
        if block.keyword in ('model', 'view'):
            columns = {
                field.name: mapped(field) for field in block.fields
                if field.type.database is not None or field.type.name in DEFAULT_TYPES
                or field.type.name not in relational | composites
            }
            models.setdefault(block.name, Model(file, block, _key(block), columns))
        elif block.keyword == 'enum':
            labels = {
                value.name: _said(_first(value.attributes, 'map'), 'name', value.name)
                for value in block.values
            }
            enums.setdefault(block.name, EnumBlock(file, block, _key(block), labels))
    return Schema(ordered, _settings(blocks), models, enums, composites)


def mapped(field: Field) -> str:
    """The column's name."""
    return _said(field.attribute('map'), 'name', field.name)


def text_argument(attribute: Attribute | None, name: str, *, unnamed: bool = True) -> str | None:
    """The text given for ``name``, or without a name where ``unnamed``."""
    value = attribute.argument(name, unnamed=unnamed) if attribute is not None else None
    return value.value if isinstance(value, Text) else None


def _said(attribute: Attribute | None, name: str, otherwise: str) -> str:
    """An empty text too: PostgreSQL has enum labels without a letter, and Prisma reads them."""
    given = text_argument(attribute, name)
    return otherwise if given is None else given


def names_in(value: Value | None) -> tuple[str, ...]:
    """The names in ``[a, b(sort: Desc)]``; one bare name is a list of itself."""
    if isinstance(value, Array):
        return tuple(name for item in value.items for name in names_in(item))
    if isinstance(value, Constant):
        return (value.value,)
    return (value.name,) if isinstance(value, Function) else ()


def texts_in(value: Value | None) -> tuple[str, ...]:
    """The texts in ``["a", "b"]``, bare names taken for texts."""
    if isinstance(value, Array):
        return tuple(text for item in value.items for text in texts_in(item))
    return (value.value,) if isinstance(value, (Text, Constant)) else ()


def _key(block: Block) -> Name:
    return Name(
        _said(block.attribute('schema'), 'map', _DEFAULT_SCHEMA),
        _said(block.attribute('map'), 'name', block.name),
    )


def _first(attributes: Iterable[Attribute], name: str) -> Attribute | None:
    return next((a for a in attributes if a.name == name), None)


def _settings(blocks: list[tuple[SchemaFile, Block]]) -> Settings:
    settings = Settings()
    features: list[str] = []
    for _, block in blocks:
        if block.keyword == 'generator':
            # Prisma takes them in capitals too.
            listed = texts_in(block.property('previewFeatures'))
            features.extend(_FEATURES.get(one.lower(), one) for one in listed)
        elif block.keyword == 'datasource':
            provider = texts_in(block.property('provider'))
            mode = texts_in(block.property('relationMode'))
            # Until Prisma 4.5 it was called referentialIntegrity.
            mode = mode or texts_in(block.property('referentialIntegrity'))
            schemas = block.property('schemas')
            settings = settings._replace(
                provider=provider[0] if provider else None,
                schemas=texts_in(schemas) if schemas is not None else None,
                relation_mode=mode[0] if mode else settings.relation_mode,
                datasource=block.name,
                extensions=_extensions(block.property('extensions')),
            )
    return settings._replace(preview_features=tuple(features))


def _extensions(value: Value | None) -> tuple[str, ...]:
    """The names in ``[citext, uuid(map: "uuid-ossp")]``."""
    items = value.items if isinstance(value, Array) else ()
    return tuple(
        next((text for a in item.arguments if a.name == 'map' for text in texts_in(a.value)), name)
        if isinstance(item, Function) else name
        for item in items for name in names_in(item)
    )
