"""An enum is on one side only, or has another name on the other.

The generated TypeScript misses a union type, or offers one whose values PostgreSQL does not know
(`type "mood" does not exist`).

Add the enum block or the type; `@@map` gives a block the name the type has in the database.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.compare.differences import EnumDiffers
from sync_guard.finding import Finding
from sync_guard.postgres.spelling import sql_name
from sync_guard.postgres.spelling import sql_text
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import new_enum
from sync_guard.rules._schema import schema_place


@rule('enum', item='schema', on=EnumDiffers)
def enum(difference: EnumDiffers, context: Context) -> Iterator[Finding]:
    built, expected = difference.built, difference.expected
    if expected is None:
        assert built is not None
        yield finding(
            'enum', difference, f'enum {built.key} has no enum block',
            f'add to the schema      {new_enum(built, context)}',
            schema_place(context), built.origin, name=str(built.key), mender='fix',
        )
        return
    name = expected.label or expected.name
    what = f'enum {name} has no type {expected.key} in the migrations'
    removal = None
    if built is None:
        labels = ', '.join(sql_text(label.text) for label in expected.labels)
        removal = f'remove enum {name}'
        help = (
            f'put into a new migration      create type {sql_name(expected.key)} as enum '
            f'({labels});\nor {removal}'
        )
    else:
        what += f': the columns that use it are {built.key}'
        help = f'write in enum {name}      @@map("{built.name}")'
        if built.schema != expected.schema:
            help = f'write in enum {name}      @@schema("{built.schema}")'
    yield finding(
        'enum', difference, what, help, expected.origin or schema_place(context),
        None if built is None else built.origin, name=str(expected.key),
        mender='draft' if built is None else 'fix', removal=removal,
    )
