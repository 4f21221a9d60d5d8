"""How many random examples are tried, and which."""
from __future__ import annotations

from hypothesis import HealthCheck
from hypothesis import Phase
from hypothesis import settings


def examples(count: int, *, new: bool) -> settings:
    """Always the same; or ``new`` ones at every run, of which one that fails is made smaller."""
    return settings(
        max_examples=count, deadline=None, database=None, derandomize=not new, print_blob=False,
        phases=[Phase.generate, Phase.shrink] if new else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
