"""A catalog as the SQL that Prisma writes for a schema, line by line: what both must agree in."""
from __future__ import annotations

import base64
import json
import re

from sync_guard.catalog import Action
from sync_guard.catalog import Column
from sync_guard.catalog import Index
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.catalog import Type
from sync_guard.prisma import Expected

_TYPES = {
    'text': 'TEXT', 'varchar': 'VARCHAR', 'bpchar': 'CHAR', 'uuid': 'UUID', 'xml': 'XML',
    'inet': 'INET', 'citext': 'CITEXT', 'bit': 'BIT', 'varbit': 'VARBIT', 'bool': 'BOOLEAN',
    'int4': 'INTEGER', 'int2': 'SMALLINT', 'oid': 'OID', 'int8': 'BIGINT',
    'float8': 'DOUBLE PRECISION', 'float4': 'REAL', 'numeric': 'DECIMAL', 'money': 'MONEY',
    'timestamp': 'TIMESTAMP', 'timestamptz': 'TIMESTAMPTZ', 'date': 'DATE', 'time': 'TIME',
    'timetz': 'TIMETZ', 'jsonb': 'JSONB', 'json': 'JSON', 'bytea': 'BYTEA',
}
_SERIALS = {'int4': 'SERIAL', 'int2': 'SMALLSERIAL', 'int8': 'BIGSERIAL'}
_BARE = ('int4', 'int2', 'int8', 'float8', 'float4', 'numeric', 'money', 'oid', 'bool')
_METHODS = {
    'btree': '', 'gin': ' USING GIN ', 'gist': ' USING GIST ', 'hash': ' USING HASH ',
    'spgist': ' USING SPGIST ', 'brin': ' USING BRIN ',
}


def lines_of(expected: Expected) -> set[str]:
    """What the catalog asks for, each thing a line. Literals of dates and times are left out:
    Prisma writes them its own way and never compares them."""
    found = set()
    for enum in expected.catalog.enums():
        labels = ', '.join(_quoted(label.text) for label in enum.labels)
        found.add(f'CREATE TYPE {_name(enum.key)} AS ENUM ({labels})')
    for table in expected.catalog.tables.values():
        if table.kind == 'table':
            found |= _lines_of_table(table)
    return found


def _lines_of_table(table: Table) -> set[str]:
    name = _name(table.key)
    found = {f'TABLE {name}'}
    for column in table.columns or ():
        required = '' if column.nullable else ' NOT NULL'
        found.add(f'{name} "{column.name}" {_type(column)}{required}{_default(column)}')
    if table.primary_key is not None:
        columns = ','.join(f'"{c}"' for c in table.primary_key.columns)
        found.add(f'{name} CONSTRAINT "{table.primary_key.name}" PRIMARY KEY ({columns})')
    for key in table.uniques:
        found.add(f'CREATE UNIQUE INDEX "{key.name}" ON {name}({_list(key.columns)})')
    found |= {_index(index, name) for index in table.indexes}
    for foreign in table.foreign_keys:
        found.add(
            f'ALTER TABLE {name} ADD CONSTRAINT "{foreign.name}" FOREIGN KEY '
            f'({_list(foreign.columns)}) REFERENCES {_name(foreign.references)}'
            f'({_list(foreign.referenced_columns)}) ON DELETE {_action(foreign.on_delete)} '
            f'ON UPDATE {_action(foreign.on_update)}',
        )
    return found


def lines_in(script: str) -> set[str]:
    """The same lines out of a script of Prisma's."""
    found = set()
    for statement in re.split(r';\n(?=\n|\Z)', script):
        body = [line for line in statement.split('\n') if line and not line.startswith('--')]
        if not body or body[0].startswith(('CREATE SCHEMA', 'CREATE EXTENSION')):
            continue
        table = re.fullmatch(r'CREATE TABLE (\S+) \(', body[0])
        if table is None:
            # Ascending is what an index is when nothing is said.
            found.add('\n'.join(body).replace(' ASC', ''))
            continue
        found.add(f'TABLE {table[1]}')
        for line in body[1:-1]:
            line = line.strip().removesuffix(',')
            line = re.sub(r" DEFAULT (ARRAY\[)?'\d{4}-\d\d-\d\d .*", '', line)
            if line:
                found.add(f'{table[1]} {line}')
    return found


def _name(key: Name) -> str:
    return f'"{key.name}"' if key.schema == 'public' else f'"{key.schema}"."{key.name}"'


def _list(names: tuple[str, ...]) -> str:
    return ', '.join(f'"{name}"' for name in names)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _action(action: Action) -> str:
    return action.upper()


def _type(column: Column) -> str:
    type_ = column.type
    if type_.schema == '':
        text = type_.name
    elif type_.schema != 'pg_catalog':
        text = _name(type_.key)
    elif column.default is not None and column.default.kind == 'sequence':
        text = _SERIALS[type_.name]
    else:
        text = _TYPES[type_.name]
        if type_.modifiers:
            text += f'({",".join(type_.modifiers)})'
    return f'{text}[]' if type_.is_array else text


def _default(column: Column) -> str:
    default = column.default
    if default is None or default.kind in ('client', 'sequence', 'any'):
        return ''
    if default.kind == 'now':
        return ' DEFAULT CURRENT_TIMESTAMP'
    if default.kind == 'expression':
        return f' DEFAULT {default.value}'
    if column.type.name in ('timestamp', 'timestamptz', 'date', 'time', 'timetz'):
        return ''
    if not column.type.is_array:
        return f' DEFAULT {_literal(default.value, column.type)}'
    items = ', '.join(_literal(item, column.type) for item in json.loads(default.value))
    return f' DEFAULT ARRAY[{items}]::{_type(column)}'


def _literal(value: str, type_: Type) -> str:
    if type_.schema == 'pg_catalog' and type_.name in _BARE:
        return value
    if type_.name == 'bytea':
        return f"'\\x{base64.b64decode(value).hex()}'"
    return _quoted(value)


def _index(index: Index, table: str) -> str:
    columns = ', '.join(
        f'"{column.name}"{f" {column.opclass}" if column.opclass else ""}'
        f'{" DESC" if column.descending else ""}'
        for column in index.columns
    )
    predicate = '' if index.predicate is None else index.predicate.text
    where = predicate and f' WHERE {predicate if predicate.startswith("(") else f"({predicate})"}'
    kind = 'UNIQUE INDEX' if index.unique else 'INDEX'
    method = _METHODS[index.method]
    return f'CREATE {kind} "{index.name}" ON {table}{method}({columns}){where}'
