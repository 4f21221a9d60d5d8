"""`sync_guard.catalog.is_managed`, as PostgreSQL's SQL says it."""
from __future__ import annotations

from sync_guard.catalog import MANAGED_PREFIXES
from sync_guard.catalog import MANAGED_SCHEMAS

_NAMES = ', '.join(f"'{name}'" for name in sorted(MANAGED_SCHEMAS))
_PREFIXES = ' or '.join(f"starts_with(nspname, '{prefix}')" for prefix in MANAGED_PREFIXES)
# Of a row of pg_namespace.
IS_MANAGED = f'(nspname in ({_NAMES}) or {_PREFIXES})'
