"""A column that the migrations make has no field in its model.

The generated types do not show it: `select` cannot name it, `create` cannot set it, and where it
is required without a default every `create` fails.

Paste the line from the help into the model. A field the client should not show can carry `@ignore`.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Column
from sync_guard.catalog import Table
from sync_guard.compare.differences import ColumnWithoutField
from sync_guard.finding import Finding
from sync_guard.prisma.attributes import id_attribute
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import column_name
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import is_nameless
from sync_guard.rules._schema import labels_of
from sync_guard.rules._schema import line_of
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import new_enum
from sync_guard.rules._schema import relation_lines_of
from sync_guard.rules._schema import schema_place
from sync_guard.rules._schema import sql_type


@rule('column-without-field', item='schema', on=ColumnWithoutField)
def column_without_field(difference: ColumnWithoutField, context: Context) -> Iterator[Finding]:
    table, model, column = difference.table, difference.model, difference.column
    if is_nameless(column.name):
        return
    help = f'add to model {model_name(model)}      {line_of(column, table, context)}'
    if _is_key(column, table) and model.primary_key is not None:
        before = id_attribute(model.primary_key, model, labels_of(model))
        help += f'\nand remove from it      {before}'
    if difference.enum is not None:
        help += f'\nand to the schema      {new_enum(difference.enum, context)}'
    for key in table.foreign_keys:
        lines = relation_lines_of(key, table, context) if key.columns == (column.name,) else None
        if lines is not None:
            help += (
                f'\nand to model {lines.model}      {lines.line}'
                f'\nand to model {lines.other}      {lines.back}'
            )
    yield finding(
        'column-without-field', difference,
        f'{column_name(table, column)} ({sql_type(column.type)}) has no field in model '
        f'{model_name(model)}',
        help, model.origin or schema_place(context), column.origin,
        table=str(table.key), name=column.name, mender='fix',
    )


def _is_key(column: Column, table: Table) -> bool:
    return table.primary_key is not None and table.primary_key.columns == (column.name,)
