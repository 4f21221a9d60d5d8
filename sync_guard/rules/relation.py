"""A foreign key has no `@relation`, a `@relation` no foreign key, or they lead elsewhere.

Without the relation field the client cannot follow the key (`include`, nested writes), and a
`delete` fails where TypeScript shows no reason (P2003). Without the foreign key, rows may point at
nothing, and a required relation then fails when it is read. Only the order of the columns of a
composite key, or `relationMode = "prisma"` (which wants no foreign keys): level strict.

Foreign keys to tables without a model are not compared.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import ForeignKey
from sync_guard.compare.differences import RelationDiffers
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import action_arguments
from sync_guard.rules._schema import field_names
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import schema_place
from sync_guard.rules._schema import sql_columns
from sync_guard.rules._schema import sql_table


@rule('relation', item='schema', on=RelationDiffers)
def relation(difference: RelationDiffers, context: Context) -> Iterator[Finding]:
    assert context.expected is not None
    table, model = difference.table, difference.model
    built, expected = difference.built, difference.expected
    name = model_name(model)
    place = (expected and expected.origin) or model.origin or schema_place(context)
    origin = (built and built.origin) or table.origin
    models = context.expected.catalog.tables
    if difference.emulated and built is not None:
        what = f'foreign key {built.name} of {table.key}, but relationMode "prisma" wants none'
        help = (
            f'drop it in a new migration      alter table {sql_table(table)} drop constraint '
            f'{sql_columns((built.name,))};'
        )
    elif built is not None:
        target = models[built.references]
        arrow = f'{table.key} ({", ".join(built.columns)}) → {_target(built)}'
        what = f'foreign key {arrow} has no @relation in model {name}'
        if expected is not None:
            what = f'foreign key {arrow} differs from relation {expected.label} of model {name}'
        fields = field_names(built.columns, model)
        references = field_names(built.referenced_columns, target)
        optional = any(c.nullable for c in map(model.column, built.columns) if c is not None)
        field = expected.label if expected is not None and expected.label else _field_name(built)
        help = (
            f'{"write" if expected else f"add to model {name}"}      {field} {model_name(target)}'
            f'{"?" if optional else ""} @relation(fields: [{fields}], references: [{references}]'
            f'{action_arguments(built)})'
        )
        if expected is None:
            help += f'\nand a field back to {name} in model {model_name(target)}'
    else:
        assert expected is not None
        arrow = f'({", ".join(expected.columns)}) → {_target(expected)}'
        label = expected.label or expected.name
        what = f'relation {label} of model {name} has no foreign key {arrow}'
        help = (
            f'put into a new migration      alter table {sql_table(table)} add foreign key '
            f'({sql_columns(expected.columns)}) references {_target(expected)};'
        )
    key = built or expected
    yield finding(
        'relation', difference, what, help, place, origin, table=str(table.key),
        name=None if key is None else ', '.join(key.columns),
        detail=f'{built and _target(built)} / {expected and _target(expected)}',
    )


def _target(key: ForeignKey) -> str:
    return f'{key.references} ({", ".join(key.referenced_columns)})'


def _field_name(key: ForeignKey) -> str:
    """``author`` for ``author_id`` or ``authorId``; else what ``db pull`` says: the table."""
    column = key.columns[0]
    for suffix in ('_id', 'Id'):
        if len(key.columns) == 1 and column.endswith(suffix) and column != suffix:
            return column[:-len(suffix)]
    return key.references.name
