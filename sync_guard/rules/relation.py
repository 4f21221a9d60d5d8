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
from sync_guard.catalog import Table
from sync_guard.compare.differences import RelationDiffers
from sync_guard.finding import Finding
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.spelling import sql_name
from sync_guard.postgres.spelling import sql_reference
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import relation_lines_of
from sync_guard.rules._schema import schema_place


@rule('relation', item='schema', on=RelationDiffers)
def relation(difference: RelationDiffers, context: Context) -> Iterator[Finding]:
    table, model = difference.table, difference.model
    built, expected = difference.built, difference.expected
    name = model_name(model)
    removal = None
    if built is None:
        assert expected is not None
        columns = expected.columns
        what = (
            f'relation {_label(expected)} of model {name} has no foreign key '
            f'{_arrow(expected, table)}'
        )
        removal = f'remove the relation{_other_side(expected, context)}'
        help = (
            f'put into a new migration      alter table {sql_name(table.key)} add '
            f'{sql_reference(expected)};\nor {removal}'
        )
    else:
        columns = built.columns
        arrow = f'foreign key {_arrow(built, table)}'
        if difference.emulated:
            what = f'{arrow} is there, but relationMode "prisma" wants none'
        elif expected is None:
            what = f'{arrow} has no @relation in model {name}'
        else:
            what = f'{arrow} is not what relation {_label(expected)} of model {name} says'
        help = _edit(difference, built, context)
    yield finding(
        'relation', difference, what, help,
        (expected and expected.origin) or model.origin or schema_place(context),
        (built and built.origin) or table.origin,
        table=str(table.key), name=', '.join(columns), detail=what,
        mender='fix' if _is_of_the_schema(difference, context) else 'draft', removal=removal,
    )


def _other_side(expected: ForeignKey, context: Context) -> str:
    assert context.expected is not None
    other = context.expected.catalog.tables.get(expected.references)
    return '' if other is None else f', here and in model {model_name(other)}'


def _edit(difference: RelationDiffers, built: ForeignKey, context: Context) -> str:
    table, expected = difference.table, difference.expected
    lines = relation_lines_of(built, table, context)
    if lines is None or difference.emulated:
        name = quote_identifier(built.name)
        drop = f'alter table {sql_name(table.key)} drop constraint {name};'
        return f'drop it in a new migration      {drop}'
    if expected is None:
        return (
            f'add to model {lines.model}      {lines.line}\n'
            f'and to model {lines.other}      {lines.back}'
        )
    _, _, line = lines.line.partition(' ')
    return f'write      {_label(expected)} {line}'


def _is_of_the_schema(difference: RelationDiffers, context: Context) -> bool:
    """Whether an edit of the schema mends it: both tables have models, and relations are not
    emulated."""
    built = difference.built
    return built is not None and not difference.emulated and (
        relation_lines_of(built, difference.table, context) is not None
    )


def _label(key: ForeignKey) -> str:
    return key.label or key.name


def _arrow(key: ForeignKey, table: Table) -> str:
    columns, referenced = ', '.join(key.columns), ', '.join(key.referenced_columns)
    return f'{table.key} ({columns}) → {key.references} ({referenced})'
