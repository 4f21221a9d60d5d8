"""A unique constraint or unique index is on one side only, or on other columns.

Unique only in the schema: `findUnique` may answer with any of several rows, and `upsert` fails
(`there is no unique or exclusion constraint matching the ON CONFLICT specification`). Unique only
in the database: the client offers no `findUnique` by it, and a `create` fails where TypeScript
says nothing can go wrong (P2002). Only the order of the columns, or a partial index that the schema
does not have: level strict.

A unique constraint and a unique index are the same thing to Prisma.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Index
from sync_guard.catalog import Table
from sync_guard.compare.differences import Unique
from sync_guard.compare.differences import UniqueDiffers
from sync_guard.finding import Finding
from sync_guard.postgres.spelling import sql_columns
from sync_guard.postgres.spelling import sql_name
from sync_guard.prisma.attributes import unique_attribute
from sync_guard.prisma.spelling import quoted
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import field_names
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import labels_of
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import schema_place


@rule('unique', item='schema', on=UniqueDiffers)
def unique(difference: UniqueDiffers, context: Context) -> Iterator[Finding]:
    table, model = difference.table, difference.model
    built, expected = difference.built, difference.expected
    name = model_name(model)
    has = '' if built is None else ', '.join(_columns(built))
    says = '' if expected is None else field_names(_columns(expected), model)
    removal = None
    columns = '' if expected is None else ', '.join(_columns(expected))
    if built is not None and _is_unique(built):
        predicate = built.predicate if isinstance(built, Index) else None
        where = '' if predicate is None else f' where {predicate.value}'
        what = f'{table.key} ({has}) is unique{where}, but model {name} does not say so'
        if expected is not None:
            kind = 'a unique' if _is_unique(expected) else 'an index'
            what = f'{table.key} ({has}) is unique{where}, but model {name} has {kind} on ({says})'
        fields = field_names(_columns(built), model)
        attribute = _attribute(built, table, model)
        place = f'on field {fields} of' if len(_columns(built)) == 1 else 'in'
        help = f'write {place} model {name}      {attribute}'
    else:
        assert expected is not None
        what = f'model {name} says ({says}) is unique, but {table.key} has no such constraint'
        if built is not None:
            what = f'model {name} says ({says}) is unique, but {table.key} has an index on ({has})'
        removal = 'remove it from the model'
        help = (
            f'put into a new migration      alter table {sql_name(table.key)} add unique '
            f'({sql_columns(_columns(expected))});\nor {removal}'
        )
    yield finding(
        'unique', difference, what, help,
        (expected and expected.origin) or model.origin or schema_place(context),
        (built and built.origin) or table.origin,
        table=str(table.key), name=has or columns, detail=f'{has} / {says}',
        mender='fix' if built is not None and _is_unique(built) else 'draft', removal=removal,
    )


def _is_unique(record: Unique) -> bool:
    return not isinstance(record, Index) or record.unique


def _columns(record: Unique) -> tuple[str, ...]:
    if isinstance(record, Index):
        return tuple(column.name or '' for column in record.columns)
    return record.columns


def _attribute(record: Unique, table: Table, model: Table) -> str | None:
    """Of a partial index with the predicate, which only the preview feature can say."""
    if not isinstance(record, Index) or record.predicate is None:
        return unique_attribute(record, table, labels_of(model))
    text = unique_attribute(record._replace(predicate=None), table, labels_of(model)) or ''
    where = f'where: raw({quoted(record.predicate.value)})'
    return f'{text[:-1]}, {where})' if text.endswith(')') else f'{text}({where})'
