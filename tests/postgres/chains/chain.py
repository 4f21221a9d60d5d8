"""A chain as it grows: in the replay, and on the servers."""
from __future__ import annotations

import functools
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import ExitStack
from typing import NamedTuple

import psycopg

from sync_guard.catalog import Catalog
from sync_guard.postgres import base
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from tests.oracle.agreement import agreement
from tests.oracle.agreement import Disagreement
from tests.oracle.agreement import expression_agreement
from tests.oracle.agreement import Refusal
from tests.oracle.agreement import refusals
from tests.oracle.catalog_reader import ask_catalog
from tests.oracle.catalog_reader import ask_expressions
from tests.oracle.inner_catalog import ask_facts
from tests.oracle.inner_catalog import facts
from tests.oracle.pipeline import Pipeline
from tests.oracle.postgres import Files
from tests.oracle.postgres import Oracle
from tests.oracle.postgres import Outcome

_supabase = functools.cache(base)


class _File(NamedTuple):
    path: str
    text: str
    said: list[list[Refusal]]  # to each server


class Chain:
    """A file that is refused leaves nothing behind on either side. While the replay goes on, as
    each server's version would have it, the servers do; they are asked at the end."""

    def __init__(self, servers: list[tuple[int, psycopg.Connection]]) -> None:
        self._servers = servers
        self._sent = [Files(connection) for _, connection in servers]
        self._files: list[_File] = []
        self._states = [_supabase()._replace(major=version) for version, _ in servers]

    @classmethod
    @contextmanager
    def on(cls, oracles: Iterable[Oracle]) -> Iterator[Chain]:
        with ExitStack() as stack:
            chain = cls([(o.version, stack.enter_context(o.fresh())) for o in oracles])
            try:
                yield chain
            finally:
                chain._settle()  # whoever made it may have stopped half-way

    @property
    def catalog(self) -> Catalog:
        """Of the newest server."""
        return self._states[-1].catalog

    def add(self, text: str) -> None:
        path = f'{len(self._files)}.sql'
        for sent in self._sent:
            sent.send(path, text)
        file = read(text)
        said = []
        for number, state in enumerate(self._states):
            after = replay(state, [(path, file)])
            said.append(refusals(after, path, file))
            if not said[-1]:
                self._states[number] = after
        self._files.append(_File(path, text, said))

    def disagreements(self) -> list[str]:
        """Of the first file that a server does not agree about; or of the catalogs in the end."""
        found = []
        for number, ((version, _), sent) in enumerate(zip(self._servers, self._sent)):
            for file, outcome in zip(self._files, sent.outcomes()):
                wrong = _of_file(file.said[number], outcome)
                if wrong is not None:
                    found.append(f'PostgreSQL {version}, {file.path}: {wrong}')
                    break
        return found or self._of_catalogs()

    def _settle(self) -> None:
        for sent in self._sent:
            sent.outcomes()

    def _of_catalogs(self) -> list[str]:
        asked = []
        for version, connection in self._servers:
            pipeline = Pipeline(connection)
            answers = ask_catalog(pipeline), ask_facts(pipeline), ask_expressions(pipeline)
            asked.append((version, pipeline, answers))
        found = []
        for state, (version, pipeline, (catalog, inner, expressions)) in zip(self._states, asked):
            results = pipeline.results()
            agreed = [
                *agreement(state.catalog, catalog(results)).disagreements,
                *expression_agreement(state.catalog, expressions(results)).disagreements,
            ]
            wrong = [
                f'{d.field} of {d.place}: {d.ours} for {d.theirs}'
                for d in agreed if not _is_open(state, d)
            ]
            mine, other = facts(state.catalog), inner(results)
            wrong += [
                f'{key}: {mine.get(key)} for {other.get(key)}' for key in sorted({*mine, *other})
                if mine.get(key) != other.get(key) or (key in mine) != (key in other)
            ]
            found += [f'PostgreSQL {version}: {text}' for text in wrong]
        return found

    def __str__(self) -> str:
        written = (file for file in self._files if file.text.strip())
        return ''.join(f'\n-- {file.path}\n{file.text}' for file in written)


def _of_file(said: list[Refusal], outcome: Outcome) -> str | None:
    if outcome.sqlstate is None:
        return f'refused {said[0].sqlstate} {said[0].message}' if said else None
    # PostgreSQL stops at the first fault of a statement; the replay names them all.
    if any(
            r.sqlstate == outcome.sqlstate
            and outcome.first_line <= r.line <= outcome.last_line for r in said
    ) and said[0].line >= outcome.first_line:
        return None
    ours = f'{said[0].sqlstate} {said[0].message}' if said else 'nothing'
    return f'said {ours} for {outcome.sqlstate} {outcome.message}'


def _is_open(state: State, found: Disagreement) -> bool:
    """A default whose spelling the replay does not claim to know."""
    return found.field == 'default' and any(
        c.default is not None and not c.default.certain
        for t in state.catalog.tables.values() for c in t.columns or ()
        if f'{t.schema}.{t.name}.{c.name}' == found.place
    )
