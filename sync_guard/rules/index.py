"""An index is on one side only, or is another one (columns, order, method, operator class).

No query fails for it; Prisma's own `migrate diff` counts it, and so does level strict. Indexes on
expressions, and partial ones without the preview feature `partialIndexes`, are not seen by Prisma.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Index
from sync_guard.catalog import Table
from sync_guard.compare.differences import IndexDiffers
from sync_guard.finding import Finding
from sync_guard.prisma.names import index_name
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import field_name
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import schema_place
from sync_guard.rules._schema import sql_columns
from sync_guard.rules._schema import sql_table

_METHODS = {'hash': 'Hash', 'gist': 'Gist', 'gin': 'Gin', 'spgist': 'SpGist', 'brin': 'Brin'}


@rule('index', item='schema', on=IndexDiffers)
def index(difference: IndexDiffers, context: Context) -> Iterator[Finding]:
    table, model = difference.table, difference.model
    built, expected = difference.built, difference.expected
    name = model_name(model)
    place = (expected and expected.origin) or model.origin or schema_place(context)
    origin = (built and built.origin) or table.origin
    if built is not None:
        line = _attribute(built, table, model)
        has = line
        if expected is None:
            what = f'index {built.name} on {table.key} is not in model {name}'
            help = f'add to model {name}      {line}'
        else:
            says = _attribute(expected, model, model)
            what = f'index {built.name} on {table.key} differs from {says} of model {name}'
            help = f'write      {line}'
    else:
        assert expected is not None
        has = ''
        line = _attribute(expected, model, model)
        what = f'model {name} has {line}, but {table.key} has no such index'
        help = f'put into a new migration      {_statement(expected, table)}\nor remove the line'
    yield finding(
        'index', difference, what, help, place, origin, table=str(table.key),
        name=built.name if built is not None else expected.name if expected is not None else None,
        detail=f'{has} / {"" if expected is None else _attribute(expected, model, model)}',
    )


def _attribute(index: Index, table: Table, model: Table) -> str:
    """The index as ``@@index`` would say it; ``map`` only where the name is not the usual one."""
    fields = []
    for column in index.columns:
        field = model.column(column.name or '')
        options = []
        if column.opclass is not None and index.method != 'btree':
            options.append(f'ops: raw("{column.opclass}")')
        if column.descending and index.method == 'btree':
            options.append('sort: Desc')
        text = field_name(field) if field is not None else column.name or column.expression or ''
        fields.append(f'{text}({", ".join(options)})' if options else text)
    fields += index.include
    arguments = [f'[{", ".join(fields)}]']
    if index.name != index_name(table.name, [c.name or '' for c in index.columns]):
        arguments.append(f'map: "{index.name}"')
    if index.method in _METHODS:
        arguments.append(f'type: {_METHODS[index.method]}')
    if index.predicate is not None:
        text = index.predicate.replace('\\', '\\\\').replace('"', '\\"')
        arguments.append(f'where: raw("{text}")')
    return f'@@index({", ".join(arguments)})'


def _statement(index: Index, table: Table) -> str:
    using = '' if index.method == 'btree' else f' using {index.method}'
    columns = ', '.join(
        sql_columns((c.name or '',)) + (f' {c.opclass}' if c.opclass else '')
        + (' desc' if c.descending else '') for c in index.columns
    )
    where = '' if index.predicate is None else f' where {index.predicate}'
    name = sql_columns((index.name,))
    return f'create index {name} on {sql_table(table)}{using} ({columns}){where};'
