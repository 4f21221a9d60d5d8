"""A foreign key and its `@relation` say different things about `ON DELETE` or `ON UPDATE`.

The database does what the migrations say; the schema misleads whoever reads it. Prisma's defaults
are not SQL's: a bare `@relation` means `onDelete: Restrict` (`SetNull` where it is optional) and
`onUpdate: Cascade`, a bare `references t (id)` means no action for both. Level strict: no query
fails for it, and plain foreign keys with bare relations are everywhere.

Spell out both actions as the help does, or change the constraint in a new migration.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.compare.differences import ActionDiffers
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import action_name
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import model_name
from sync_guard.rules._schema import schema_place


@rule('referential-action', item='schema', on=ActionDiffers)
def referential_action(difference: ActionDiffers, context: Context) -> Iterator[Finding]:
    table, model = difference.table, difference.model
    built, expected = difference.built, difference.expected
    differing = []
    if built.on_delete != expected.on_delete:
        differing.append(f'on delete {built.on_delete}, not {expected.on_delete}')
    if built.on_update != expected.on_update:
        differing.append(f'on update {built.on_update}, not {expected.on_update}')
    what = ' and '.join(differing)
    relation = f'{model_name(model)}.{expected.label}' if expected.label else expected.name
    wanted = f'onDelete: {action_name(built.on_delete)}, onUpdate: {action_name(built.on_update)}'
    yield finding(
        'referential-action', difference,
        f'foreign key {built.name} of {table.key} is {what} as relation {relation} has it',
        f'write in the @relation of {relation}      {wanted}',
        expected.origin or model.origin or schema_place(context), built.origin,
        table=str(table.key), name=', '.join(built.columns), detail=what, mender='fix',
    )
