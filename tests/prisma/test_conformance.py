"""Prisma's own verdicts, measured on its engines, against ours.

`conformance.json`: ``prisma_7`` (and ``prisma_6`` where it says otherwise) is what ``migrate diff``
lists as different from the built database to the schema, or the error it stops with; ``types``
what differs in the generated TypeScript, left out where that has no clear meaning.
"""
from __future__ import annotations

import json
from typing import Any

import pytest

from sync_guard.catalog import Catalog
from sync_guard.compare import compare
from sync_guard.compare.differences import CrossSchemaReference
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from sync_guard.prisma import expect
from sync_guard.prisma import parse
from sync_guard.prisma import refused_by
from sync_guard.prisma import SyntaxProblem
from tests.prisma.record import PAIRS
from tests.prisma.record import whole_schema

CASES = json.loads(PAIRS.read_text(encoding='utf-8'))


def differences(case: dict[str, Any], prisma: int, *, strict: bool) -> list[object]:
    """What Prisma would refuse about the schema, else all differences. The database is a plain
    PostgreSQL, which has no schema auth to begin with."""
    schema = parse('schema.prisma', whole_schema(case))
    expected = expect([schema])._replace(external=tuple(case.get('external', ())))
    state = replay(State(Catalog()), [('a.sql', read(case['sql']))])
    assert state.problems == ()
    problems = refused_by(expected.problems, prisma)
    return [*schema.problems, *problems] or [*compare(
        state.catalog, expected, prisma, strict=strict,
    )]


def theirs(case: dict[str, Any], prisma: int) -> Any:
    return case.get(f'prisma_{prisma}', case['prisma_7'])


def cases(column: str) -> list[Any]:
    return [pytest.param(case, id=case['name']) for case in CASES if column in case]


@pytest.mark.parametrize('prisma', [6, 7])
@pytest.mark.parametrize('case', cases('prisma_7'))
def test_level_strict_is_the_verdict_of_prisma(case: dict[str, Any], prisma: int) -> None:
    verdict = theirs(case, prisma)
    found = differences(case, prisma, strict=True)

    if isinstance(verdict, dict):
        assert any(isinstance(one, (CrossSchemaReference, SyntaxProblem)) for one in found)
    else:
        assert not any(isinstance(one, SyntaxProblem) for one in found)
        assert bool(found) == bool(verdict), (found, verdict)


@pytest.mark.parametrize('case', cases('types'))
def test_level_types_is_what_the_generated_types_show(case: dict[str, Any]) -> None:
    every = differences(case, 7, strict=False)
    found = [d for d in every if getattr(d, 'level', 'types') == 'types']

    assert bool(found) == bool(case['types']), (found, case['types'])
