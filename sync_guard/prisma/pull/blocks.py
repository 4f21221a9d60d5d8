"""The blocks of models and enums as ``prisma db pull`` writes them."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator

from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import Index
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.prisma.attributes import id_attribute
from sync_guard.prisma.attributes import index_attribute
from sync_guard.prisma.attributes import key_columns
from sync_guard.prisma.attributes import unique_attribute
from sync_guard.prisma.layout import in_columns
from sync_guard.prisma.pull.database import Database
from sync_guard.prisma.pull.database import is_unique
from sync_guard.prisma.pull.database import keys_of
from sync_guard.prisma.pull.names import Words
from sync_guard.prisma.pull.remarks import enum_remarks
from sync_guard.prisma.pull.remarks import model_remarks
from sync_guard.prisma.scalars import introspected
from sync_guard.prisma.spelling import quoted
from sync_guard.prisma.spelling import spell
from sync_guard.prisma.write_relations import Line


def model_block(
    table: Table, database: Database, words: Words, relations: Iterable[Line],
    multi_schema: bool, datasource: str,
) -> str:
    """The model of a table with its remarks; a table without columns is commented out, as no
    model can be empty."""
    name = words.models[table.key]
    columns = table.columns or ()
    lines = [
        *(_field(column, table, database, words, datasource) for column in columns), *relations,
    ]
    attributes = [*_keys(table, database, words), *_map(table.key, name)]
    if table.key in words.kept.ignored or (table.key in database.unusable and columns):
        attributes.append('@@ignore')
    if multi_schema:
        attributes.append(f'@@schema({quoted(table.schema)})')
    text = _block(f'model {name}', in_columns(lines), attributes)
    if not columns:
        text = ''.join(f'// {line.lstrip()}\n' for line in text.splitlines() if line)
    remarks = [
        *(f'/// {remark}\n' for remark in model_remarks(table, database, name)),
        *(
            f'// No relation for {one.key.name}: {one.why}.\n'
            for one in database.unrelated[table.key]
        ),
        *(f'// Uncertain: {why}.\n' for why in _doubts(table)),
    ]
    return ''.join([*remarks, text])


def _doubts(table: Table) -> Iterator[str]:
    """What the migrations do not say for certain, which a database would."""
    if table.uncertain is not None:
        yield f'the whole model ({table.uncertain})'
        return
    for column in table.columns or ():
        if column.uncertain is not None:
            yield f'{column.name} ({column.uncertain})'


def enum_block(enum: Enum, words: Words, multi_schema: bool) -> str:
    """The block of an enum with its remarks."""
    name = words.enums[enum.key]
    values = [
        (words.labels[enum.key][label.text], *_map_of(label.text, words.labels[enum.key]))
        for label in enum.labels
    ]
    attributes = [*_map(enum.key, name)]
    if multi_schema:
        attributes.append(f'@@schema({quoted(enum.schema)})')
    text = _block(f'enum {name}', in_columns(values), attributes)
    return ''.join(f'/// {remark}\n' for remark in enum_remarks(enum)) + text


def _field(
    column: Column, table: Table, database: Database, words: Words, datasource: str,
) -> Line:
    labels = words.fields[table.key]
    column = introspected(column, database.catalog)
    spelling = spell(column, database.catalog, words.enums, words.labels)
    attributes = []
    key = table.primary_key
    if key is not None and key_columns(key) == (column.name,):
        attributes.append(id_attribute(key, table, labels))
    for unique in keys_of(table):
        if is_unique(unique) and key_columns(unique, partial=database.partial) == (column.name,):
            made = unique_attribute(unique, table, labels, partial=database.partial)
            attributes.append(made or '')
            break
    client = words.kept.client.get((table.key, column.name), ())
    if spelling.default is not None:
        attributes.append(f'@default({spelling.default})')
        client = tuple(one for one in client if not one.startswith('@default'))
    attributes += (one for one in client if one != '@ignore')
    attributes += _map_of(column.name, labels)
    if spelling.native is not None:
        attributes.append(f'@{datasource}.{spelling.native}')
    attributes += (one for one in client if one == '@ignore')
    suffix = '[]' if column.type.is_array else '?' if column.nullable else ''
    return labels[column.name], spelling.type + suffix, ' '.join(attributes)


def _keys(table: Table, database: Database, words: Words) -> list[str]:
    """The keys that are no field's, each kind by the names of its indexes."""
    labels = words.fields[table.key]
    uniques, indexes = [], []
    columns = key_columns(table.primary_key) if table.primary_key is not None else None
    if table.primary_key is not None and columns is not None and len(columns) > 1:
        made = id_attribute(table.primary_key, table, labels)
        known = words.kept.names.get((table.key, table.primary_key.name))
        uniques.append(_called(made, known))
    for one in keys_of(table):
        columns = key_columns(one, partial=database.partial)
        if columns is None:
            continue
        if isinstance(one, Index) and not one.unique:
            indexes.append(index_attribute(one, table, labels, partial=database.partial) or '')
        elif len(columns) > 1:
            attribute = unique_attribute(one, table, labels, partial=database.partial) or ''
            known = words.kept.names.get((table.key, one.name))
            uniques.append(_called(attribute, known))
    return [*uniques, *indexes]


def _called(attribute: str, name: str | None) -> str:
    """The attribute of a key over several fields, by the name that the client has for it."""
    if name is None:
        return attribute
    fields, _, rest = attribute.partition(']')
    return f'{fields}], name: {quoted(name)}{rest}'


def _block(head: str, lines: Iterable[str], attributes: Iterable[str]) -> str:
    text = [f'{head} {{', *(f'  {line}' for line in lines)]
    last = [f'  {attribute}' for attribute in attributes]
    if last:
        text += ['', *last]
    return '\n'.join([*text, '}', ''])


def _map(key: Name, name: str) -> list[str]:
    return [] if name == key.name else [f'@@map({quoted(key.name)})']


def _map_of(name: str, labels: dict[str, str]) -> list[str]:
    return [] if labels[name] == name else [f'@map({quoted(name)})']
