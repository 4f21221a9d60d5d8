"""Random chains of migrations, replayed and applied by PostgreSQL: both must end at the same.

CI runs the same 100 chains on each server every time. `SYNC_GUARD_CHAINS=20000` makes that many new
ones on each server instead.
"""
from __future__ import annotations

import functools
import os

import psycopg
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st

from sync_guard.postgres import base
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from tests.oracle.agreement import agreement
from tests.oracle.agreement import Disagreement
from tests.oracle.agreement import refusals
from tests.oracle.catalog_reader import catalog_of
from tests.oracle.inner_catalog import facts
from tests.oracle.inner_catalog import facts_of
from tests.oracle.postgres import apply
from tests.oracle.postgres import Oracle
from tests.postgres.chain_objects import file_of
from tests.postgres.chains import World

_supabase = functools.cache(base)


class Chain:
    """A chain as far as it has got: on the server, and in the replay."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.state = _supabase()
        self.files: list[str] = []

    def add(self, text: str) -> list[str]:
        """Apply one more file; what the replay and PostgreSQL do not agree about. A file that is
        refused leaves nothing behind on either side."""
        path = f'{len(self.files)}.sql'
        self.files.append(text)
        outcome, = apply(self.connection, [(path, text)])
        file = read(text)
        after = replay(self.state, [(path, file)])
        said = refusals(after, path, file)
        if outcome.sqlstate is None:
            self.state = after
            return [f'refused {r.sqlstate} {r.message}' for r in said]
        # PostgreSQL stops at the first fault of a statement; the replay names them all.
        if not any(
                r.sqlstate == outcome.sqlstate
                and outcome.first_line <= r.line <= outcome.last_line for r in said
        ) or said[0].line < outcome.first_line:
            ours = f'{said[0].sqlstate} {said[0].message}' if said else 'nothing'
            return [f'said {ours} for {outcome.sqlstate} {outcome.message}']
        return []

    def compare(self) -> list[str]:
        """Where the catalogs differ."""
        theirs = catalog_of(self.connection)
        found = [
            f'{d.field} of {d.place}: {d.ours} for {d.theirs}'
            for d in agreement(self.state.catalog, theirs).disagreements
            if not _is_open(self.state, d)
        ]
        mine, other = facts(self.state.catalog), facts_of(self.connection, theirs['schemas'])
        return found + [
            f'{key}: {mine.get(key)} for {other.get(key)}' for key in sorted({*mine, *other})
            if mine.get(key) != other.get(key) or (key in mine) != (key in other)
        ]


def _is_open(state: State, found: Disagreement) -> bool:
    """A default whose spelling the replay does not claim to know."""
    return found.field == 'default' and any(
        c.default is not None and not c.default.certain
        for t in state.catalog.tables.values() for c in t.columns or ()
        if f'{t.schema}.{t.name}.{c.name}' == found.place
    )


_CHAINS = os.environ.get('SYNC_GUARD_CHAINS')
_COUNT = int(_CHAINS) if _CHAINS else 100
_FILES = 40


def _holds(oracle: Oracle, data: st.DataObject) -> None:
    world = World(lambda n: data.draw(_numbers(n)) if n > 1 else 0)
    with oracle.fresh() as connection:
        chain = Chain(connection)
        for _ in range(5 + world.number(_FILES - 4)):
            world.catalog = chain.state.catalog
            world.steps += 1
            _same(chain, chain.add(file_of(world)))
        _same(chain, chain.compare())


@functools.cache
def _numbers(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


def _same(chain: Chain, found: list[str]) -> None:
    texts = (f'-- {path}.sql\n{text}' for path, text in enumerate(chain.files))
    assert not found, '\n'.join(('', *texts, *found))


def test_random_chains_build_what_postgresql_builds(postgres: Oracle) -> None:
    @settings(
        max_examples=_COUNT, deadline=None, derandomize=_CHAINS is None,
        database=None, suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def chains_agree(data: st.DataObject) -> None:
        _holds(postgres, data)

    chains_agree()
