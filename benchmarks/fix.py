"""What `git sync-guard fix` makes of real schemas, judged by PostgreSQL and Prisma.

    python benchmarks/fix.py [--verbose] FOLDER…

Each FOLDER is a checkout with migrations and a Prisma schema. It is copied; the migrations that
PostgreSQL refuses are left out of the copy (and it with them, where none is left), the others are
applied as the Supabase CLI does. Then the schemas are mended at level strict, and asked are: what
`check --level strict` still finds, whether `prisma validate` takes them, which statements `prisma
migrate diff` would still write, whether every comment is there, whether mending twice changes more
than mending once, and whether `prisma format` changes blocks that it would have left as they were.
Foreign keys into schemas that the datasource does not list are dropped first: Prisma refuses to
answer with them (P4002). Exits with 1 where an answer is not as it should be.
"""
from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import psycopg

# The tests' oracle is found from the top of the checkout.
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from pull import drop_leaving_keys

from sync_guard.cache import Cache
from sync_guard.checklist.examine import examine
from sync_guard.checklist.sides import find_projects
from sync_guard.commands.fix import fix
from sync_guard.errors import UsageError
from sync_guard.finding import Finding
from sync_guard.migrations import chain
from sync_guard.prisma import expect
from sync_guard.prisma import parse
from sync_guard.prisma.lexer import tokens
from sync_guard.projects import Project
from sync_guard.repository import Repository
from sync_guard.text import decode
from tests.oracle.installation import installations
from tests.oracle.postgres import apply
from tests.oracle.postgres import Oracle
from tests.oracle.prisma import Engine
from tests.oracle.prisma import Prisma
from tests.oracle.prisma import Refused
from tests.oracle.server import running
from tests.support import GitRepository
from tests.support import make_repository


class Result(NamedTuple):
    """One project. ``files`` are its migrations, of which ``refused`` were left out; ``left`` what
    is found afterwards, ``statements`` what Prisma would still write, ``wrong`` what is no good."""

    root: str
    engine: Engine
    files: int
    refused: int
    edits: int
    left: tuple[Finding, ...]
    statements: str
    wrong: tuple[str, ...]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or '').partition('\n')[0])
    parser.add_argument('folder', nargs='+')
    parser.add_argument('--verbose', '-v', action='store_true', help='print all that is left')
    options = parser.parse_args()
    results: list[Result] = []
    with ExitStack() as stack:
        found = sorted(installations())
        if not found:
            raise SystemExit('no such PostgreSQL here')
        oracle = Oracle(stack.enter_context(running(found[0])))
        stack.callback(oracle.close)
        prisma = stack.enter_context(Prisma.started())
        for folder in options.folder:
            with tempfile.TemporaryDirectory() as scratch:
                for result in _measure(Path(folder), Path(scratch), oracle, prisma):
                    _print(folder, result, options.verbose)
                    results.append(result)
    wrong = sum(bool(result.wrong) for result in results)
    blocked = sum(_blocks(result) > 0 for result in results)
    same = sum(not result.statements for result in results)
    print(f'projects: {len(results)}, edits: {sum(result.edits for result in results)}, blocked '
          f'afterwards: {blocked}, no difference to Prisma: {same}, wrong: {wrong}')
    return 1 if wrong or blocked else 0


def _measure(folder: Path, scratch: Path, oracle: Oracle, prisma: Prisma) -> list[Result]:
    repository = make_repository(scratch)
    shutil.copytree(
        folder, repository.path, dirs_exist_ok=True, ignore=shutil.ignore_patterns('.git'),
    )
    repository.git('add', '--all', '--force')
    repository.commit('Everything')
    found = []
    for number, project in enumerate(_projects(repository)):
        before = _texts(repository, project)
        if not _is_mended(project, before):
            continue
        if number:
            repository.git('checkout', '--quiet', '.')
        with oracle.fresh() as connection:
            count, refused = _apply(repository, project, connection)
            if count == refused:
                continue
            found.append(_one(repository, project, prisma, oracle.url, connection)._replace(
                files=count, refused=refused,
            ))
    return found


def _is_mended(project: Project, texts: Mapping[str, str]) -> bool:
    if not (project.migrations and texts and project.enabled):
        return False
    expected = expect([parse(path, text) for path, text in texts.items()])
    return expected.provider in ('postgresql', 'postgres')


def _projects(repository: GitRepository) -> tuple[Project, ...]:
    opened = Repository.open(str(repository.path), repository.environ)
    return find_projects(opened, opened.working_tree())


def _texts(repository: GitRepository, project: Project) -> dict[str, str]:
    return {
        path: decode((repository.path / path).read_bytes())[0] for path in project.schema_files
    }


def _apply(
    repository: GitRepository, project: Project, connection: psycopg.Connection,
) -> tuple[int, int]:
    """Apply the migrations; those that PostgreSQL refuses are taken out of the repository."""
    opened = Repository.open(str(repository.path), repository.environ)
    migrations = chain(project, opened.working_tree().entries).migrations
    files = [
        (one.path, decode((repository.path / one.path).read_bytes())[0]) for one in migrations
    ]
    refused = [
        outcome.path for outcome in apply(connection, files) if outcome.sqlstate is not None
    ]
    if refused:
        repository.git('rm', '--quiet', '--', *refused)
        repository.commit('What PostgreSQL takes')
    return len(files), len(refused)


def _one(
    repository: GitRepository, project: Project, prisma: Prisma, url: str,
    connection: psycopg.Connection,
) -> Result:
    engine: Engine = '6' if project.prisma_major in (5, 6) else '7'
    before = _texts(repository, project)
    wrong: list[str] = []
    edits = _fix(repository, wrong)
    after = _texts(repository, project)
    again = _fix(repository, wrong)
    if again or _texts(repository, project) != after:
        wrong.append('mending again changes something')
    for path, text in before.items():
        if _comments(text) != _comments(after[path]):
            wrong.append(f'other comments in {path}')
    repository.git('add', '--all')
    opened = Repository.open(str(repository.path), repository.environ)
    cache = Cache(os.path.join(opened.common_dir, 'sync-guard', 'cache.db'))
    left = tuple(
        finding for finding in examine(opened, opened.everything(), cache, 'strict').findings
        if finding.item == 'schema'
    )
    valid = prisma.validate([*before.items()], engine)
    if valid is None:
        said = prisma.validate([*after.items()], engine)
        if said is not None:
            wrong.append(f'Prisma refuses it: {said}')
        wrong += _reformatted(prisma, before, after, engine)
    statements = f'Prisma refused the schema before: {valid}'
    if valid is None:
        statements = _statements(prisma, after, engine, url, connection)
    return Result(project.root, engine, 0, 0, edits, left, statements, tuple(wrong))


def _fix(repository: GitRepository, wrong: list[str]) -> int:
    """The edits made."""
    out = io.StringIO()
    try:
        fix(str(repository.path), repository.environ, out, level='strict')
    except UsageError as error:
        wrong.append(str(error))
    return len(re.findall(r'^[^:\n]+:\d+: ', out.getvalue(), re.M))


def _comments(text: str) -> Counter[str]:
    return Counter(token.text for token in tokens(text) if token.kind == 'comment')


def _reformatted(
    prisma: Prisma, before: Mapping[str, str], after: Mapping[str, str], engine: Engine,
) -> list[str]:
    """Members that `prisma format` would lay out in another way now, in blocks that it would have
    left as they were."""
    known = dict(prisma.format_all([*before.items()], engine))
    now = dict(prisma.format_all([*after.items()], engine))
    found = []
    for path, text in after.items():
        old, new = _members(before[path]), _members(text)
        old_formatted, new_formatted = _members(known[path]), _members(now[path])
        loose = {block for block, name in old if old[block, name] != old_formatted[block, name]}
        for (block, name), line in new.items():
            if line != new_formatted[block, name] and block not in loose:
                found.append(f'prisma format would change, in {path}: {line.strip()}')
        if known[path] == before[path] and now[path] != text:
            found.append(f'{path} was formatted')
    return found


def _members(text: str) -> dict[tuple[str, str], str]:
    """The lines of members of blocks, without the line ends."""
    file = parse('', text)
    return {
        (block.name, member.name):
            text[file.line_starts[file.line(member.start) - 1]:].splitlines()[0]
        for block in file.tree for member in block.members
    }


def _statements(
    prisma: Prisma, schema: Mapping[str, str], engine: Engine, url: str,
    connection: psycopg.Connection,
) -> str:
    """What `prisma migrate diff` says from the database to the schema; '' for nothing."""
    trees = [parse(path, text) for path, text in schema.items()]
    expected = expect(trees)
    drop_leaving_keys(connection, expected.schemas)
    try:
        diff = prisma.diff([*schema.items()], url=url, engine=engine, script=True)
    except Refused as error:
        return f'Prisma refuses to answer: {error}'
    return '' if diff.equal else diff.text


def _blocks(result: Result) -> int:
    return sum(finding.severity == 'error' for finding in result.left)


def _print(folder: str, result: Result, verbose: bool) -> None:
    statements = [
        line for line in result.statements.splitlines() if line and not line.startswith('-- ')
    ]
    print(f'{folder} ({result.root or "."}): Prisma {result.engine}, {result.files} files '
          f'({result.refused} refused), {result.edits} edits, {_blocks(result)} findings block, '
          f'{len(result.left) - _blocks(result)} warn, {len(statements)} lines of SQL', flush=True)
    for line in result.wrong:
        print(f'  wrong: {line}')
    if not verbose:
        return
    for finding in result.left:
        print(f'  {finding.severity} {finding.rule}: {finding.message}')
    for line in statements:
        print(f'  {line}')


if __name__ == '__main__':
    raise SystemExit(main())
