"""What SQL builds and what is refused, by PostgreSQL itself: see specification.py for the cases."""
from __future__ import annotations

import pytest

from sync_guard.postgres import read
from sync_guard.postgres import replay
from tests.oracle.agreement import agreement
from tests.oracle.agreement import uncertain
from tests.oracle.catalog_reader import catalog_of
from tests.oracle.postgres import apply
from tests.oracle.postgres import Oracle
from tests.postgres.specification import Case
from tests.postgres.specification import cases


@pytest.mark.parametrize('case', cases(), ids=lambda case: case.name)
def test_the_replay_says_what_postgresql_says(
        postgres: Oracle, case: Case, request: pytest.FixtureRequest,
) -> None:
    if postgres.version < case.since:
        pytest.skip(f'PostgreSQL {case.since} brought it')
    with postgres.fresh() as connection:
        outcomes = apply(connection, case.files)
        theirs = catalog_of(connection)
    said = [outcome.message for outcome in outcomes]
    assert tuple(outcome.sqlstate for outcome in outcomes) == case.refusals, said
    if case.not_yet:
        request.applymarker(pytest.mark.xfail(reason=case.not_yet, strict=True))
    state = replay(None, [(path, read(text)) for path, text in case.files])
    for outcome in outcomes:
        problems = [problem for problem in state.problems if problem.origin.path == outcome.path]
        if outcome.sqlstate is None:
            assert problems == []
        else:
            assert [problem.sqlstate for problem in problems][:1] == [outcome.sqlstate], problems
            assert outcome.first_line <= problems[0].origin.line <= outcome.last_line
    if any(case.refusals):
        return  # PostgreSQL took the file back; the replay goes on as its author meant it
    assert agreement(state.catalog, theirs).disagreements == []
    if not case.uncertain:
        assert uncertain(state.catalog) == []
        assert state.catalog.notes == ()
