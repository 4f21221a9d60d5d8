"""What a table has, as far as that is known."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Table


def columns_known(table: Table) -> bool:
    return table.columns is not None and table.uncertain is None


def index_names(table: Table) -> Iterator[str]:
    """Every index of the table, those that back a constraint too. Views cannot have any, but
    materialized views can."""
    if table.primary_key is not None:
        yield table.primary_key.name
    for key in table.uniques:
        yield key.name
    for index in table.indexes:
        yield index.name
    for check in table.checks:
        if check.kind == 'exclude':
            yield check.name


def constraint_names(table: Table) -> Iterator[str]:
    """Every constraint of the table that has a name on each server: no NOT NULL."""
    if table.primary_key is not None:
        yield table.primary_key.name
    for key in table.uniques:
        yield key.name
    for foreign_key in table.foreign_keys:
        yield foreign_key.name
    for check in table.checks:
        yield check.name
