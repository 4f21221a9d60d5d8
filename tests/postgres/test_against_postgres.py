"""What SQL builds and what is refused, by PostgreSQL itself: see specification.py for the cases."""
from __future__ import annotations

import functools

import pytest

from sync_guard.postgres import base
from sync_guard.postgres import read
from sync_guard.postgres import replay
from tests.oracle.agreement import agreement
from tests.oracle.agreement import expression_agreement
from tests.oracle.agreement import refusals
from tests.oracle.agreement import uncertain
from tests.oracle.catalog_reader import catalog_of
from tests.oracle.catalog_reader import expressions_of
from tests.oracle.postgres import apply
from tests.oracle.postgres import Oracle
from tests.postgres.specification import Case
from tests.postgres.specification import cases

_supabase = functools.cache(base)  # read once, not once a case


@pytest.mark.parametrize('case', cases(), ids=lambda case: case.name)
def test_the_replay_says_what_postgresql_says(
        postgres: Oracle, case: Case, request: pytest.FixtureRequest,
) -> None:
    if postgres.version < case.since:
        pytest.skip(f'PostgreSQL {case.since} brought it')
    with postgres.fresh() as connection:
        outcomes = apply(connection, case.files)
        theirs = catalog_of(connection)
        computed = expressions_of(connection)
    messages = [outcome.message for outcome in outcomes]
    expected = case.refusals_of(postgres.version)
    assert tuple(outcome.sqlstate for outcome in outcomes) == expected, messages
    if case.not_yet:
        request.applymarker(pytest.mark.xfail(reason=case.not_yet, strict=True))
    files = [(path, read(text)) for path, text in case.files]
    state = replay(_supabase()._replace(major=postgres.version), files)
    for outcome, (path, file) in zip(outcomes, files):
        said = refusals(state, path, file)
        if outcome.sqlstate is None:
            assert said == []
        else:
            assert [refusal.sqlstate for refusal in said][:1] == [outcome.sqlstate], said
            assert outcome.first_line <= said[0].line <= outcome.last_line
    if any(expected):
        return  # PostgreSQL took the file back; the replay goes on as its author meant it
    assert agreement(state.catalog, theirs).disagreements == []
    assert expression_agreement(state.catalog, computed).disagreements == []
    if not case.uncertain:
        assert uncertain(state.catalog) == []
        assert state.catalog.notes == ()
