"""Questions to a database whose answer is one JSON text, sent ahead like everything else."""
from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from typing import TypeVar

import psycopg
from psycopg import pq

from tests.oracle.pipeline import Pipeline
from tests.oracle.pipeline import refusal

_T = TypeVar('_T')
Results = list[pq.abc.PGresult]
# What finds the answer among the results of the pipeline that the question went into.
Answer = Callable[[Results], _T]


def ask(pipeline: Pipeline, query: str, read: Callable[[Any], _T]) -> Answer[_T]:
    """Send a query of one row and column, which sees an empty search_path."""
    pipeline.query(b"select set_config('search_path', '', true)")
    place = pipeline.query(query.encode())
    pipeline.sync()

    def answer(results: Results) -> _T:
        result = results[place]
        assert refusal(result) is None, refusal(result)
        return read(json.loads(result.get_value(0, 0) or b'null'))
    return answer


def answer_of(
        connection: psycopg.Connection, question: Callable[[Pipeline], Answer[_T]],
) -> _T:
    """Ask and wait."""
    pipeline = Pipeline(connection)
    answer = question(pipeline)
    return answer(pipeline.results())
