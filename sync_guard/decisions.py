"""What the team decided: tables that have no model on purpose, ``[supabase-only]`` of the
configuration. That they have none is no fact; a decision that is out of date is one."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.config import names
from sync_guard.config import reason_for

if TYPE_CHECKING:
    from sync_guard.catalog import Catalog
    from sync_guard.catalog import Name
    from sync_guard.config import Settings
    from sync_guard.prisma import Expected


class StaleDecision(NamedTuple):
    """An entry of [supabase-only] at ``line`` of the configuration. ``model`` is the one that the
    table has by now; None where the migrations build no such table."""

    entry: str
    line: int
    model: str | None


def decided(settings: Settings, built: Catalog) -> frozenset[Name]:
    """The built tables that have no model on purpose."""
    return frozenset(name for name in built.tables if reason_for(settings, name) is not None)


def stale_decisions(
        settings: Settings, built: Catalog, expected: Expected | None,
) -> Iterator[StaleDecision]:
    """The entries that no table needs any more."""
    models = {} if expected is None else expected.catalog.tables
    for entry, line in settings.decided_at.items():
        tables = [table for table in built.tables if names(entry, table)]
        modelled = [models[table] for table in tables if table in models]
        if len(modelled) == len(tables):
            model = (modelled[0].label or str(modelled[0].key)) if modelled else None
            yield StaleDecision(entry, line, model)
