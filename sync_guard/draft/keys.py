"""Primary keys, uniques, indexes and foreign keys: made, replaced, renamed and dropped."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Catalog
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Index
from sync_guard.catalog import Key
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.compare.differences import ActionDiffers
from sync_guard.compare.differences import IndexDiffers
from sync_guard.compare.differences import NameDiffers
from sync_guard.compare.differences import PrimaryKeyDiffers
from sync_guard.compare.differences import RelationDiffers
from sync_guard.compare.differences import Unique
from sync_guard.compare.differences import UniqueDiffers
from sync_guard.draft.records import Phase
from sync_guard.draft.records import Step
from sync_guard.draft.tables import key_line
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.spelling import sql_actions
from sync_guard.postgres.spelling import sql_alter
from sync_guard.postgres.spelling import sql_index
from sync_guard.postgres.spelling import sql_name
from sync_guard.postgres.spelling import sql_reference
from sync_guard.postgres.types import format_type
from sync_guard.prisma.scalars import base_of

_WIDTH = 96
# The search_path that migrations begin with.
_PATH = ('public', 'extensions')
_BREAK = '\n    '
_GONE = 'nothing takes its place'


def change_primary_key(difference: PrimaryKeyDiffers) -> Iterator[Step]:
    table, built, expected = difference.table, difference.built, difference.expected
    parts = []
    if built is not None:
        parts.append(f'drop constraint {quote_identifier(built.name)}')
    if expected is not None:
        parts.append(f'add {key_line(expected, "primary key")}')
    warning = None
    if expected is None:
        warning = 'rows are told apart by it'
    elif built is not None:
        warning = 'rows are told apart by other columns from then on'
    elif any(column.nullable for column in table.columns or () if column.name in expected.columns):
        warning = 'it fails where rows have no value in its columns'
    verb = 'drop' if expected is None else 'set'
    yield Step(
        Phase.DROP_KEY if expected is None else Phase.PRIMARY_KEY,
        (sql_alter(table.key, *parts),),
        f'{verb} the primary key of {table.key}', warning,
    )


def change_index(difference: UniqueDiffers | IndexDiffers) -> Iterator[Step]:
    table, built, expected = difference.table, difference.built, difference.expected
    if isinstance(expected, Index) and expected.method != 'btree' and any(
        column.descending for column in expected.columns
    ):
        return  # PostgreSQL keeps no order in any other index (0A000)
    if built is not None and expected is not None and _replaces(expected, built):
        yield Step(
            Phase.UNIQUE if isinstance(expected, Key) else Phase.INDEX,
            (_drop(built, table), _create(expected, table)),
            f'replace {built.name} of {table.key} by {expected.name}',
        )
        return
    if expected is not None:
        unique = _is_unique(expected)
        yield Step(
            Phase.UNIQUE if unique else Phase.INDEX, (_create(expected, table),),
            f'create {"unique " if unique else ""}{_kind(expected)} {expected.name}',
            note='it fails where rows have the same values' if unique else None,
        )
    if built is not None:
        yield Step(
            Phase.DROP_KEY, (_drop(built, table),),
            f'drop {_kind(built)} {built.name} of {table.key}', _GONE,
        )


def _replaces(expected: Unique, built: Unique) -> bool:
    """Whether the one is the other changed, and promises no less."""
    if _is_unique(built):
        return _is_unique(expected) and {*_columns(expected)} <= {*_columns(built)}
    return expected.name == built.name or bool({*_columns(expected)} & {*_columns(built)})


def _is_unique(key: Unique) -> bool:
    return isinstance(key, Key) or key.unique


def _columns(key: Unique) -> tuple[str | None, ...]:
    return key.columns if isinstance(key, Key) else tuple(c.name for c in key.columns)


def _kind(key: Unique) -> str:
    return 'constraint' if isinstance(key, Key) else 'index'


def _create(key: Unique, table: Table) -> str:
    if isinstance(key, Key):
        return sql_alter(table.key, f'add {key_line(key, "unique")}')
    return sql_index(key, table.key)


def _drop(key: Unique, table: Table) -> str:
    if isinstance(key, Key):
        return sql_alter(table.key, f'drop constraint {quote_identifier(key.name)}')
    return f'drop index {sql_name(Name(table.schema, key.name))}'


def change_relation(
    difference: RelationDiffers | ActionDiffers, catalog: Catalog,
) -> Iterator[Step]:
    table, built, expected = difference.table, difference.built, difference.expected
    if built is not None and expected is not None and _is_double(built, expected, table):
        expected = None
    parts = []
    warning: str | None
    if built is not None:
        parts.append(f'drop constraint {quote_identifier(built.name)}')
    if expected is not None:
        parts.append(_add(expected))
    made = expected or built
    assert made is not None
    arrow = f'{table.key} ({", ".join(made.columns)}) → {made.references}'
    if expected is None:
        about, warning = f'drop foreign key {arrow}', 'rows may point at nothing from then on'
    else:
        verb = 'change' if built is not None else 'create'
        about, warning = f'{verb} foreign key {arrow}', _doubt(expected, table, catalog)
    yield Step(
        Phase.DROP_FOREIGN_KEY if expected is None else Phase.FOREIGN_KEY,
        (sql_alter(table.key, *parts),), about, warning,
    )


def _doubt(key: ForeignKey, table: Table, catalog: Catalog) -> str | None:
    """What an extension's type can be compared with, the extension alone knows."""
    target = catalog.tables.get(key.references)
    for one, other in zip(key.columns, key.referenced_columns):
        column, end = table.column(one), target.column(other) if target is not None else None
        if column is None or end is None:
            continue
        held, led = base_of(column.type, catalog), base_of(end.type, catalog)
        if held.key != led.key and not held.schema == led.schema == BUILT_IN:
            names = ' with '.join(format_type(type_, _PATH) for type_ in (held, led))
            return f'it fails where PostgreSQL cannot compare {names}'
    return None


def _add(key: ForeignKey) -> str:
    added = f'add constraint {quote_identifier(key.name)} '
    line = f'{added}{sql_reference(key)}{sql_actions(key)}'
    if len(line) < _WIDTH:
        return line
    return f'{added}{sql_reference(key, _BREAK)}{sql_actions(key)}'


def _is_double(built: ForeignKey, expected: ForeignKey, table: Table) -> bool:
    """Whether the table has the key that is wanted, and this is another one like it."""
    return built.name != expected.name and any(
        key.name == expected.name and key.columns == expected.columns
        and key.references == expected.references for key in table.foreign_keys
    )


def rename(difference: NameDiffers, catalog: Catalog) -> Iterator[Step]:
    table, built, expected = difference.table, difference.built, difference.expected
    if isinstance(built, ForeignKey) and isinstance(expected, ForeignKey) and (
        _is_double(built, expected, table)
    ):
        yield from change_relation(
            RelationDiffers(table, difference.model, built, None), catalog,
        )
        return
    old, new = built.name, quote_identifier(difference.expected.name)
    if isinstance(built, Index):
        statement = f'alter index {sql_name(Name(table.schema, old))} rename to {new}'
    else:
        assert isinstance(built, (Key, ForeignKey))
        statement = sql_alter(
            table.key, f'rename constraint {quote_identifier(old)} to {new}',
        )
    yield Step(Phase.RENAME, (statement,), f'rename {old} of {table.key} to {new}')
