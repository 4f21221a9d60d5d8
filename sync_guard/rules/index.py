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
from sync_guard.postgres.spelling import sql_index
from sync_guard.prisma.attributes import index_attribute
from sync_guard.prisma.spelling import quoted
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import labels_of
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import schema_place


@rule('index', item='schema', on=IndexDiffers)
def index(difference: IndexDiffers, context: Context) -> Iterator[Finding]:
    table, model = difference.table, difference.model
    built, expected = difference.built, difference.expected
    name = model_name(model)
    removal = None
    says = '' if expected is None else _attribute(expected, table, model)
    if built is None:
        assert expected is not None
        shown = expected.name
        what = f'model {name} has {says}, but {table.key} has no such index'
        statement = sql_index(expected, table.key)
        removal = 'remove the line'
        help = f'put into a new migration      {statement};\nor {removal}'
    else:
        shown = built.name
        what = f'index {shown} on {table.key} is not in model {name}'
        help = f'add to model {name}      {_attribute(built, table, model)}'
        if expected is not None:
            what = f'index {shown} on {table.key} differs from {says} of model {name}'
            help = f'write      {_attribute(built, table, model)}'
    yield finding(
        'index', difference, what, help,
        (expected and expected.origin) or model.origin or schema_place(context),
        (built and built.origin) or table.origin,
        table=str(table.key), name=shown, detail=what,
        mender='draft' if built is None else 'fix', removal=removal,
    )


def _attribute(index: Index, table: Table, model: Table) -> str:
    """The index as the schema spells it, a partial one too."""
    text = index_attribute(index._replace(predicate=None), table, labels_of(model)) or index.name
    if index.predicate is not None:
        text = f'{text[:-1]}, where: raw({quoted(index.predicate.value)}))'
    return text
