"""How far the replay agrees with PostgreSQL on real migrations.

    python benchmarks/corpus.py [--verbose] FOLDER…

A FOLDER is a checkout, of which every supabase/migrations is taken, or a migrations folder. Each
file is applied to a PostgreSQL as the Supabase CLI does, and replayed on what PostgreSQL had taken
before it; so one refusal is judged for itself, not for what it leads to. In the end the two
catalogs are compared, field by field. Exits with 1 where they disagree.
"""
from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections import Counter
from contextlib import ExitStack
from typing import NamedTuple

# The tests' oracle is found from the top of the checkout.
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from sync_guard.catalog import is_managed
from sync_guard.migrations import chain
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.projects import Project
from sync_guard.repository import Entry
from sync_guard.text import decode
from tests.oracle.agreement import agreement
from tests.oracle.agreement import Disagreement
from tests.oracle.agreement import expression_agreement
from tests.oracle.agreement import Refusal
from tests.oracle.agreement import refusals
from tests.oracle.agreement import uncertain
from tests.oracle.catalog_reader import catalog_of
from tests.oracle.catalog_reader import expressions_of
from tests.oracle.installation import installations
from tests.oracle.postgres import apply
from tests.oracle.postgres import Oracle
from tests.oracle.postgres import Outcome
from tests.oracle.server import running

# Classes of SQLSTATE that rest on rows or on what a function does, not on the schema: data
# exceptions, integrity violations, errors that PL/pgSQL raises, and PostgreSQL's own defects.
_NOT_OF_THE_SCHEMA = ('22', '23', 'P0', 'XX')
# What rests on the platform that the server stands for: extensions that are not installed here,
# their access methods, and settings of the server.
_OF_THE_PLATFORM = re.compile(
    r'extension "|access method "|unrecognized configuration parameter|_fdw_handler\(\) does not',
)
_NAMED = re.compile(r'(?:schema|relation) "([^".]+)["."]')


class Verdict(NamedTuple):
    """One file: what PostgreSQL says, and what the replay says first."""

    theirs: Outcome
    ours: Refusal | None

    @property
    def kind(self) -> str:
        """``data`` and ``platform`` are no matter of the migrations' text."""
        if self.theirs.sqlstate is None:
            return 'accepted' if self.ours is None else 'false'
        if self.ours is not None and self.ours.sqlstate == self.theirs.sqlstate:
            return 'right'
        if self.theirs.sqlstate[:2] in _NOT_OF_THE_SCHEMA:
            return 'data'
        if _is_of_the_platform(self.theirs):
            return 'platform'
        return 'missed' if self.ours is None else 'wrong'


def _is_of_the_platform(outcome: Outcome) -> bool:
    named = _NAMED.search(outcome.message)
    return (
        outcome.statement[:16].lower() == 'create extension'
        or _OF_THE_PLATFORM.search(outcome.message) is not None
        or named is not None and is_managed(named[1])
    )


class Result(NamedTuple):
    verdicts: list[Verdict]
    compared: Counter[str]
    disagreements: list[Disagreement]
    uncertain: list[str]
    notes: int
    seconds: float


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    arguments.add_argument('folder', nargs='+')
    arguments.add_argument('--verbose', action='store_true', help='print each disagreement')
    arguments.add_argument('--major', type=int, help='the PostgreSQL to ask (default: the first)')
    options = arguments.parse_args()
    kinds: Counter[str] = Counter()
    compared: Counter[str] = Counter()
    differing: Counter[str] = Counter()
    doubtful = 0
    with ExitStack() as stack:
        url = os.environ.get('SYNC_GUARD_TEST_DATABASE_URL')
        if url is None:
            found = [i for i in installations() if options.major in (None, i.major)]
            if not found:
                raise SystemExit('no such PostgreSQL here')
            url = stack.enter_context(running(found[0]))
        oracle = Oracle(url)
        stack.callback(oracle.close)
        for folder in options.folder:
            for migrations in migration_folders(os.path.abspath(folder)):
                result = _measure(oracle, migrations)
                _print(migrations, result, options.verbose)
                kinds.update(verdict.kind for verdict in result.verdicts)
                compared.update(result.compared)
                differing.update(d.field for d in result.disagreements)
                doubtful += len(result.uncertain)
    print(f'\nfiles accepted by both: {kinds["accepted"]}')
    print(f'refused by PostgreSQL: {kinds["right"]} with the right SQLSTATE, {kinds["wrong"]} with'
          f' another, {kinds["missed"]} missed; {kinds["data"]} for their data,'
          f' {kinds["platform"]} for what the platform has')
    print(f'refused by the replay alone: {kinds["false"]}')
    print(f'uncertain objects: {doubtful}')
    for field, count in compared.most_common():
        print(f'{field:15} {count - differing[field]:7} of {count:7} equal')
    return 1 if differing or kinds['wrong'] + kinds['missed'] + kinds['false'] else 0


def migration_folders(folder: str) -> list[str]:
    found = [
        path for path, _, _ in os.walk(folder)
        if path.replace(os.sep, '/').endswith('/supabase/migrations')
    ]
    return sorted(found) or [folder]


def _measure(oracle: Oracle, folder: str) -> Result:
    files = files_of(folder)
    verdicts = []
    seconds = 0.0
    state = None
    with oracle.fresh() as connection:
        outcomes = apply(connection, files)
        theirs, computed = catalog_of(connection), expressions_of(connection)
        for outcome, (path, text) in zip(outcomes, files):
            began = time.perf_counter()
            file = read(text)
            after = replay(state, [(path, file)])
            seconds += time.perf_counter() - began
            verdicts.append(Verdict(outcome, _first(outcome, refusals(after, path, file))))
            if outcome.sqlstate is None:
                state = after
    state = state or replay(None, [])
    found = agreement(state.catalog, theirs)
    spelled = expression_agreement(state.catalog, computed)
    spelled.compared['uncertain expression'] = spelled.compared.pop('uncertain', 0)
    return Result(
        verdicts, found.compared + spelled.compared,
        found.disagreements + spelled.disagreements, uncertain(state.catalog),
        len(state.catalog.notes), seconds,
    )


def _first(outcome: Outcome, said: list[Refusal]) -> Refusal | None:
    """What the replay says first; of several faults in one statement, that which PostgreSQL
    names."""
    for refusal in said[:1]:
        if outcome.first_line <= refusal.line <= outcome.last_line:
            here = (one for one in said if one.line <= outcome.last_line)
            return next((one for one in here if one.sqlstate == outcome.sqlstate), refusal)
        return refusal
    return None


def files_of(folder: str) -> list[tuple[str, str]]:
    project = Project('', ('supabase/migrations',), ())
    entries = {
        f'supabase/migrations/{name}': Entry('100644', name) for name in os.listdir(folder)
        if os.path.isfile(os.path.join(folder, name))
    }
    found = []
    for migration in chain(project, entries).migrations:
        with open(os.path.join(folder, migration.oid), 'rb') as stream:
            text, _ = decode(stream.read())
        found.append((migration.oid, text))
    return found


def _print(folder: str, result: Result, verbose: bool) -> None:
    kinds = Counter(verdict.kind for verdict in result.verdicts)
    counts = ', '.join(f'{count} {kind}' for kind, count in kinds.most_common())
    print(f'{folder}: {len(result.verdicts)} files ({counts}); '
          f'{len(result.disagreements)} of {sum(result.compared.values())} fields differ; '
          f'{len(result.uncertain)} uncertain, {result.notes} notes; {result.seconds:.2f} s')
    if not verbose:
        return
    for verdict in result.verdicts:
        if verdict.kind not in ('accepted', 'right', 'data', 'platform'):
            theirs, ours = verdict
            head = ' '.join(theirs.statement.split())[:60]
            print(f'  {verdict.kind} {theirs.path}: {head}')
            if theirs.sqlstate:
                lines = f'lines {theirs.first_line} to {theirs.last_line}'
                print(f'    PostgreSQL {theirs.sqlstate} {theirs.message} ({lines})')
            if ours:
                print(f'    replay     {ours.sqlstate} {ours.message} (line {ours.line})')
    for field, place, ours, theirs in result.disagreements:
        print(f'  {field} of {place}: PostgreSQL {theirs!r}, replay {ours!r}')
    for place in result.uncertain:
        print(f'  uncertain: {place}')


if __name__ == '__main__':
    raise SystemExit(main())
