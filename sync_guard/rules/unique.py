"""A unique constraint or unique index is on one side only, or on other columns.

Unique only in the schema: `findUnique` may answer with any of several rows, and `upsert` fails
(`there is no unique or exclusion constraint matching the ON CONFLICT specification`). Unique only
in the database: the client offers no `findUnique` by it, and a `create` fails where TypeScript
says nothing can go wrong (P2002). Only the order of the columns: level strict.

A unique constraint and a unique index are the same thing to Prisma.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Index
from sync_guard.catalog import Table
from sync_guard.compare.differences import Unique
from sync_guard.compare.differences import UniqueDiffers
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import field_names
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import schema_place
from sync_guard.rules._schema import sql_columns
from sync_guard.rules._schema import sql_table


@rule('unique', item='schema', on=UniqueDiffers)
def unique(difference: UniqueDiffers, context: Context) -> Iterator[Finding]:
    table, model = difference.table, difference.model
    built, expected = difference.built, difference.expected
    name = model_name(model)
    place = (expected and expected.origin) or model.origin or schema_place(context)
    origin = (built and built.origin) or table.origin
    has, says = _said(built, None), _said(expected, model)
    if built is not None and _is_unique(built):
        fields = field_names(_columns(built), model)
        what = f'{table.key} ({has}) is unique, but model {name} does not say so'
        if expected is not None:
            sort = 'unique' if _is_unique(expected) else 'an index'
            what = f'{table.key} ({has}) is unique, but model {name} has {sort} on ({says})'
        help = f'write in model {name}      @@unique([{fields}])'
        if len(_columns(built)) == 1:
            help = f'put @unique on field {fields} of model {name}'
    else:
        assert expected is not None
        what = f'model {name} says ({says}) is unique, but {table.key} has no such constraint'
        if built is not None:
            what = f'model {name} says ({says}) is unique, but {table.key} has an index on ({has})'
        help = (
            f'put into a new migration      alter table {sql_table(table)} add unique '
            f'({sql_columns(_columns(expected))});\nor remove it from the model'
        )
    yield finding(
        'unique', difference, what, help, place, origin,
        table=str(table.key), name=has or says, detail=f'{has} / {says}',
    )


def _is_unique(record: Unique) -> bool:
    return not isinstance(record, Index) or record.unique


def _columns(record: Unique) -> tuple[str, ...]:
    if isinstance(record, Index):
        return tuple(column.name or '' for column in record.columns)
    return record.columns


def _said(record: Unique | None, model: Table | None) -> str:
    if record is None:
        return ''
    return ', '.join(_columns(record)) if model is None else field_names(_columns(record), model)
