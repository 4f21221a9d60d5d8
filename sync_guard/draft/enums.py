"""Enum types: made, renamed, given values, and replaced where they lose some."""
from __future__ import annotations

import json
from collections.abc import Iterator

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import Name
from sync_guard.compare.differences import EnumDiffers
from sync_guard.compare.differences import EnumValueDiffers
from sync_guard.draft.records import Phase
from sync_guard.draft.records import Step
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.spelling import sql_alter
from sync_guard.postgres.spelling import sql_labels
from sync_guard.postgres.spelling import sql_name
from sync_guard.postgres.spelling import sql_text
from sync_guard.postgres.types import format_type


def create_enum(enum: Enum) -> Step:
    labels = sql_labels(label.text for label in enum.labels)
    return Step(
        Phase.TYPE, (f'create type {sql_name(enum.key)} as enum ({labels})',),
        f'create type {enum.key}',
    )


def enum_differs(difference: EnumDiffers) -> Iterator[Step]:
    built, expected = difference.built, difference.expected
    if built is None:
        assert expected is not None
        yield create_enum(expected)
    elif expected is None:
        yield Step(
            Phase.DROP_TYPE, (f'drop type {sql_name(built.key)}',), f'drop type {built.key}',
            f'the schema has no enum {built.key} any more',
        )
    else:
        yield Step(Phase.TYPE, tuple(_moves(built.key, expected.key)),
                   f'rename type {built.key} to {expected.key}')


def _moves(old: Name, new: Name) -> Iterator[str]:
    if old.name != new.name:
        yield f'alter type {sql_name(old)} rename to {quote_identifier(new.name)}'
    if old.schema != new.schema:
        moved = Name(old.schema, new.name)
        yield f'alter type {sql_name(moved)} set schema {quote_identifier(new.schema)}'


def enum_value_differs(difference: EnumValueDiffers, catalog: Catalog) -> Iterator[Step]:
    built, expected = difference.built_enum, difference.expected_enum
    if built.key != expected.key:
        return  # first the type gets its name
    value = sql_text(difference.expected.text) if difference.expected is not None else ''
    if difference.expected is not None:
        note = None
        if difference.built is not None:
            # That it was renamed is a guess, which would change what rows say.
            old = sql_text(difference.built.text)
            note = (
                f'if {old} is renamed, this instead: '
                f'alter type {sql_name(built.key)} rename value {old} to {value};'
            )
        place = _place(built, expected, difference.expected.text)
        yield Step(
            Phase.TYPE, (f'alter type {sql_name(built.key)} add value {value}{place}',),
            f'add value {value} to type {built.key}', note=note,
        )
    else:
        yield _replace(built, expected, catalog)


def _place(built: Enum, expected: Enum, text: str) -> str:
    """`` before 'x'`` or `` after 'x'``, where the schema has the value elsewhere than last."""
    known = {label.text for label in built.labels}
    wanted = [label.text for label in expected.labels]
    at = wanted.index(text)
    before = next((one for one in reversed(wanted[:at]) if one in known), None)
    if before is not None:
        last = built.labels[-1].text == before
        return '' if last else f' after {sql_text(before)}'
    after = next((one for one in wanted[at + 1:] if one in known), None)
    return '' if after is None else f' before {sql_text(after)}'


def _replace(built: Enum, expected: Enum, catalog: Catalog) -> Step:
    """PostgreSQL drops no value of an enum: a new type takes the old one's place."""
    texts = {label.text for label in expected.labels}
    gone = [label.text for label in built.labels if label.text not in texts]
    kept = [label.text for label in built.labels if label.text in texts]
    old = Name(built.schema, _spare(built.key, catalog))
    statements = [
        f'alter type {sql_name(built.key)} rename to {quote_identifier(old.name)}',
        f'create type {sql_name(built.key)} as enum ({sql_labels(kept)})',
    ]
    for table in catalog.tables.values():
        if table.partition_of is not None or table.kind not in ('table', 'partitioned table'):
            continue
        for column in table.columns or ():
            if column.type.key == built.key and column.local:
                statements.append(sql_alter(table.key, *_recast(column, gone)))
    statements.append(f'drop type {sql_name(old)}')
    listed = ', '.join(map(sql_text, gone))
    return Step(
        Phase.DROP_TYPE, tuple(statements), f'take {listed} out of type {built.key}',
        f'it fails where rows have {listed} of {built.key}: give them another value first',
    )


def _recast(column: Column, gone: list[str]) -> Iterator[str]:
    name, type_ = quote_identifier(column.name), format_type(column.type, ('public',))
    through = 'text[]' if column.type.is_array else 'text'
    default = column.default
    if default is not None:
        # Of the old type: PostgreSQL converts no default from one enum to another.
        yield f'alter column {name} drop default'
    yield f'alter column {name} type {type_} using {name}::{through}::{type_}'
    if default is not None and default.kind != 'sequence':
        used = [default.value]
        if default.kind == 'literal' and column.type.is_array:
            used = json.loads(default.value)
        if not {*used} & {*gone}:
            yield f'alter column {name} set default {default.text}'


def _spare(name: Name, catalog: Catalog) -> str:
    number = ''
    while Name(name.schema, made := f'{name.name[:50]}_old{number}') in catalog.types:
        number = str(int(number or 1) + 1)
    return made
