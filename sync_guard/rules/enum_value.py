"""An enum has a value on one side only.

A row with a value the schema does not know cannot be read (`Value 'x' not found in enum`, P2023);
one that PostgreSQL does not know cannot be written (`invalid input value for enum`). The order of
the values does not matter to Prisma.

Add the value to the enum block (with `@map` where the label is no Prisma name), or to the type.
"""
from __future__ import annotations

import re
from collections.abc import Iterator

from sync_guard.compare.differences import EnumValueDiffers
from sync_guard.finding import Finding
from sync_guard.postgres.spelling import sql_name
from sync_guard.postgres.spelling import sql_text
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import schema_place


@rule('enum-value', item='schema', on=EnumValueDiffers)
def enum_value(difference: EnumValueDiffers, context: Context) -> Iterator[Finding]:
    built, expected = difference.built, difference.expected
    type_, block = difference.built_enum, difference.expected_enum
    name = block.label or block.name
    place = block.origin or schema_place(context)
    origin = type_.origin
    removal = None
    if built is not None and expected is not None:
        label = expected.label or expected.text
        what = f"enum {name} has {label}, which is '{built.text}' in {type_.key}"
        help = f'write      {_value(built.text, label)}'
        place, origin = expected.origin or place, built.origin or origin
    elif built is not None:
        what = f"'{built.text}' of {type_.key} is not in enum {name}"
        help = f'add to enum {name}      {_value(built.text, built.text)}'
        origin = built.origin or origin
    else:
        assert expected is not None
        what = f'{expected.label or expected.text} of enum {name} is not in {type_.key}'
        removal = 'remove the value'
        help = (
            f'put into a new migration      alter type {sql_name(type_.key)} add value '
            f'{sql_text(expected.text)};\nor {removal}'
        )
        place = expected.origin or place
    value = built or expected
    yield finding(
        'enum-value', difference, what, help, place, origin,
        name=str(type_.key), detail='' if value is None else value.text,
        mender='draft' if built is None else 'fix', removal=removal,
    )


def _value(text: str, label: str) -> str:
    """The line of a value: ``in_active @map("in-active")`` where the label is no Prisma name."""
    name = re.sub('[^0-9A-Za-z_]', '_', label).lstrip('_0123456789')
    escaped = text.replace('\\', '\\\\').replace('"', '\\"')
    return text if name == text else f'{name or "EMPTY"} @map("{escaped}")'
