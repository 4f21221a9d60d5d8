"""Random chains of migrations, replayed and applied by PostgreSQL: both must end at the same.

CI applies the same chains to each server every time. `SYNC_GUARD_CHAINS=20000` makes that many new
ones instead.
"""
from __future__ import annotations

import functools
import os

from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import Phase
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis import Verbosity

from tests.oracle.postgres import Oracle
from tests.postgres.chains.chain import Chain
from tests.postgres.chains.files import file_of
from tests.postgres.chains.world import World

_CHAINS = os.environ.get('SYNC_GUARD_CHAINS')
_COUNT = int(_CHAINS) if _CHAINS else 2000
_FEWEST_FILES, _MOST_FILES = 5, 40
# One draw is a block of choices: about what a statement takes. A draw each would cost more than
# everything else that is done for a chain.
_BLOCK = st.binary(min_size=24, max_size=24)


def _holds(oracles: list[Oracle], data: st.DataObject) -> None:
    world = World(functools.partial(data.draw, _BLOCK))
    files = data.draw(st.integers(_FEWEST_FILES, _MOST_FILES))
    with Chain.on(oracles) as chain:
        for _ in range(files):
            world.catalog = chain.catalog
            chain.add(file_of(world))
        found = chain.disagreements()
    assert not found, str(chain) + '\n'.join(found)


def test_random_chains_build_what_postgresql_builds(postgres_servers: list[Oracle]) -> None:
    @settings(
        max_examples=_COUNT, deadline=None, derandomize=_CHAINS is None,
        database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
        verbosity=Verbosity.quiet,  # the bytes that were drawn say nothing to anybody
    )
    @given(st.data())
    def chains_agree(data: st.DataObject) -> None:
        _holds(postgres_servers, data)

    chains_agree()
