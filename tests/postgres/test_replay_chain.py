"""A chain is replayed piece by piece, from a cache, as it is replayed at once."""
from __future__ import annotations

import pytest

from sync_guard import cache
from sync_guard.postgres import base
from sync_guard.postgres import read
from sync_guard.postgres import replay
from tests.postgres.specification import Case
from tests.postgres.specification import cases


@pytest.mark.parametrize('case', cases(), ids=lambda case: case.name)
def test_a_state_that_was_stored_goes_on_as_if_it_had_not_been(case: Case) -> None:
    files = [(path, cache.load(cache.dump(read(text)))) for path, text in case.files]
    assert files == [(path, read(text)) for path, text in case.files]
    whole = replay(None, files)
    piecewise = base()
    for file in files:
        piecewise = cache.load(cache.dump(replay(piecewise, [file])))
    assert piecewise == whole


def test_a_replay_leaves_the_state_it_starts_from_alone() -> None:
    first = replay(None, [('1.sql', read('create table t (a int); create type e as enum ()'))])
    before = cache.dump(first)
    replay(first, [('2.sql', read('drop table t; drop type e; create table u (a nope)'))])
    assert cache.dump(first) == before


def test_nothing_is_wrong_with_what_supabase_brings() -> None:
    state = base()
    assert state.problems == ()
    assert state.catalog.notes == ()
    assert all(t.columns and not t.uncertain for t in state.catalog.tables.values())
