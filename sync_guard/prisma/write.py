"""The exact text to paste into a schema for what the migrations build: a field, a model, an enum,
both sides of a relation. In the naming habit of the schema, laid out as ``prisma format`` does."""
from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import Index
from sync_guard.catalog import Key
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.prisma.attributes import id_attribute
from sync_guard.prisma.attributes import index_attribute
from sync_guard.prisma.attributes import key_columns
from sync_guard.prisma.attributes import unique_attribute
from sync_guard.prisma.expected import Expected
from sync_guard.prisma.habit import block_name
from sync_guard.prisma.layout import place_of
from sync_guard.prisma.scalars import introspected
from sync_guard.prisma.scalars import scalar_of
from sync_guard.prisma.spelling import quoted
from sync_guard.prisma.spelling import spell
from sync_guard.prisma.vocabulary import field_names
from sync_guard.prisma.vocabulary import model_names
from sync_guard.prisma.vocabulary import value_names
from sync_guard.prisma.vocabulary import vocabulary
from sync_guard.prisma.write_relations import Line
from sync_guard.prisma.write_relations import relation_fields


def field_line(column: Column, table: Table, catalog: Catalog, expected: Expected) -> str:
    """The field for a built column of a table that has a model, single blanks between its parts.

    A field that is there already keeps its name and what the database does not know of it
    (``@updatedAt``, ``@ignore``, a default the client makes).
    """
    words = vocabulary(catalog, expected)
    labels = field_names(table, expected, words.habit)
    return ' '.join(part for part in _field(column, table, catalog, expected, labels) if part)


def model_block(
    table: Table, catalog: Catalog, expected: Expected, also: Collection[Name] = (), *,
    relations: bool = True,
) -> str:
    """The model for a built table. Relations lead to the tables that have models; ``also`` are
    those that get theirs at the same time. Without ``relations`` there are none.

    The far sides of its relations are missing in models that are there already:
    :func:`relation_lines` has them.
    """
    words = vocabulary(catalog, expected)
    names = model_names((table.key, *also), words)
    labels = field_names(table, expected, words.habit)
    lines = [_field(column, table, catalog, expected, labels) for column in table.columns or ()]
    if relations:
        lines += relation_fields(table, catalog, expected, names, also)
    text = [f'model {names[table.key]} {{', *_aligned(lines)]
    attributes = _block_attributes(table, catalog, expected, labels, names[table.key])
    if attributes:
        text += ['', *(f'  {attribute}' for attribute in attributes)]
    return '\n'.join([*text, '}'])


def enum_block(enum: Enum, expected: Expected, name: str | None = None) -> str:
    """The block for a built enum, whole, also where the schema has a part of it. Without a
    ``name`` it has the one that the schema calls it by, or would if it were the only new one."""
    known = expected.catalog.types.get(enum.key)
    words = vocabulary(Catalog(types={enum.key: enum}), expected)
    labels = words.labels.get(enum.key) or value_names(enum, {})
    name = name or (known.label if isinstance(known, Enum) else None) or words.enums.get(
        enum.key, block_name(enum.key, words.habit, ()),
    )
    lines: list[Line] = []
    for label in enum.labels:
        value = labels[label.text]
        lines.append((value, f'@map({quoted(label.text)})' if value != label.text else '', ''))
    text = [f'enum {name} {{', *_aligned(lines)]
    attributes = _block_names(enum.key, name, expected)
    if attributes:
        text += ['', *(f'  {attribute}' for attribute in attributes)]
    return '\n'.join([*text, '}'])


def _field(
    column: Column, table: Table, catalog: Catalog, expected: Expected, labels: Mapping[str, str],
) -> Line:
    words = vocabulary(catalog, expected)
    column = introspected(column, catalog)
    spelling = spell(column, catalog, words.enums, words.labels)
    name = labels.get(column.name, column.name)
    attributes = []
    if table.primary_key is not None and table.primary_key.columns == (column.name,):
        attributes.append(id_attribute(table.primary_key, table, labels))
    for key in _uniques(table):
        if key_columns(key) == (column.name,):
            attributes.append(unique_attribute(key, table, labels) or '')
            break
    default = spelling.default
    updated = (table.key, column.name) in expected.updated_at
    if default is None and not updated:
        default = _client_default(column, table, expected)
    if default is not None:
        attributes.append(f'@default({default})')
    if updated:
        attributes.append('@updatedAt')
    if name != column.name:
        attributes.append(f'@map({quoted(column.name)})')
    if (table.key, column.name) in expected.ignored:
        attributes.append('@ignore')
    if spelling.native is not None:
        attributes.append(f'@{expected.datasource}.{spelling.native}')
    suffix = '[]' if column.type.is_array else '?' if column.nullable else ''
    return name, spelling.type + suffix, ' '.join(attributes)


def _client_default(column: Column, table: Table, expected: Expected) -> str | None:
    """The default of the field that the client makes, of which the database knows nothing."""
    model = expected.catalog.tables.get(table.key)
    field = model.column(column.name) if model is not None else None
    default = field.default if field is not None else None
    return default.text if default is not None and default.kind == 'client' else None


def _uniques(table: Table) -> list[Key | Index]:
    return [*table.uniques, *(index for index in table.indexes if index.unique)]


def _block_attributes(
    table: Table, catalog: Catalog, expected: Expected, labels: Mapping[str, str], name: str,
) -> list[str]:
    found = []
    if table.primary_key is not None and len(table.primary_key.columns) > 1:
        found.append(id_attribute(table.primary_key, table, labels))
    for key in _uniques(table):
        if len(key_columns(key) or ()) > 1:
            found.append(unique_attribute(key, table, labels) or '')
    for index in table.indexes:
        attribute = index_attribute(index, table, labels) if not index.unique else None
        if attribute is not None:
            found.append(attribute)
    found += _block_names(table.key, name, expected)
    if not _has_identity(table, catalog):
        # Prisma refuses a model it could not tell rows of apart, unless it may ignore it.
        found.append('@@ignore')
    # As `prisma format` has them: @@schema is the last.
    return sorted(found, key=lambda attribute: place_of(attribute[2:], of_block=True))


def _has_identity(table: Table, catalog: Catalog) -> bool:
    """Whether some key of the table consists of required columns that Prisma has a type for."""
    columns = {c.name: introspected(c, catalog) for c in table.columns or ()}
    keys = [key_columns(key) for key in _uniques(table)]
    if table.primary_key is not None:
        keys.append(table.primary_key.columns)
    return any(
        names is not None and all(
            name in columns and not columns[name].nullable
            and scalar_of(columns[name].type, catalog) is not None
            for name in names
        )
        for names in keys
    )


def _block_names(key: Name, name: str, expected: Expected) -> list[str]:
    found = [f'@@map({quoted(key.name)})'] if name != key.name else []
    if expected.multi_schema:
        found.append(f'@@schema({quoted(key.schema)})')
    return found


def _aligned(lines: list[Line]) -> list[str]:
    """Names, types and attributes in columns, as ``prisma format`` has them."""
    name = max((len(line[0]) for line in lines), default=0)
    type_ = max((len(line[1]) for line in lines), default=0)
    return [f'  {line[0]:{name}} {line[1]:{type_}} {line[2]}'.rstrip() for line in lines]
