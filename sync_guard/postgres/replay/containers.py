"""Where a type is part of another: what PostgreSQL will not change while a table holds it."""
from __future__ import annotations

from sync_guard.catalog import Composite
from sync_guard.catalog import Domain
from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay.database import Database

_STORED = ('table', 'partitioned table', 'materialized view')


def require_unused(db: Database, name: Name, what: str, how: str, *, direct: bool = True) -> None:
    """0A000 where a column that is stored is of the type, of an array of it, or of a type that
    contains it; without ``direct``, a column of just the type does not count
    (find_composite_type_dependencies)."""
    for table in db.tables.values():
        if table.kind not in _STORED or is_managed(table.schema) or table.uncertain:
            continue
        for column in table.columns or ():
            if column.type.key == name and (direct or column.type.is_array):
                if column.uncertain is None:
                    raise errors.plain('0A000', (
                        f'cannot alter {what} "{name.name}" because column '
                        f'"{table.name}.{column.name}" uses {how}'
                    ), table.key)
    for other in db.types.values():
        if isinstance(other, Composite) and any(a.type.key == name for a in other.attributes):
            require_unused(db, other.key, what, how)
        elif isinstance(other, Domain) and other.base.key == name:
            require_unused(db, other.key, what, how, direct=direct or other.base.is_array)
