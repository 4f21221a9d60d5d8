"""``git sync-guard check``: what a change breaks, item by item."""
from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from typing import cast
from typing import NamedTuple
from typing import TextIO
from typing import TYPE_CHECKING

from sync_guard.checklist import Outcome
from sync_guard.checklist import Verdict
from sync_guard.finding import ITEMS
from sync_guard.finding import Level
from sync_guard.repository import pushed_range
from sync_guard.repository import Repository

if TYPE_CHECKING:
    from sync_guard.repository import Change


class Request(NamedTuple):
    """What to check: a range, a ``pushed`` range, the branch since ``base``, everything, or (none
    of them) what is staged. ``level`` overrides the configuration."""

    range_: str | None = None
    pushed: str | None = None
    base: str | None = None
    everything: bool = False
    level: Level | None = None


def check(
        cwd: str, environ: Mapping[str, str], out: TextIO, *, range_: str | None = None,
        staged: bool = False, base: str | None = None, everything: bool = False,
        level: str | None = None, format_: str = 'text', stats: bool = False,
) -> int:
    """Run the check and write its report to ``out``. Returns the exit code.

    Without any choice pre-commit's range (PRE_COMMIT_FROM_REF, PRE_COMMIT_TO_REF) is checked where
    there is one, else what is staged. Raises UsageError for what the user can mend.
    """
    start = time.perf_counter()
    asked = bool(range_ or base or everything)
    pushed = None if asked or staged else pushed_range(environ)
    request = Request(range_, pushed, base, everything, cast('Level | None', level))
    is_staged = not (asked or pushed)
    repository = Repository.open(cwd, environ, staged=is_staged)
    if is_staged and not repository.staged_changes():
        outcome = _nothing('this commit')
    else:
        outcome = _check(repository, request)
    seconds = time.perf_counter() - start
    outcome = outcome._replace(stats=outcome.stats._replace(seconds=seconds))
    if format_ == 'json':
        from sync_guard.report.json import write_json

        write_json(outcome, out)
    else:
        from sync_guard.report.text import write_program
        from sync_guard.report.text import write_stats
        from sync_guard.report.text import write_text

        write_text(outcome, out, asked=asked)
        if any(f.new and f.run is not None for f in outcome.findings):
            write_program(_hidden_program(environ), out)
        if stats:
            write_stats(outcome, out)
    return outcome.exit


def _hidden_program(environ: Mapping[str, str]) -> str | None:
    """The path of this program where pre-commit or prek installed it and nobody else did: their
    folder is on the PATH of the hook alone, and `git sync-guard` no command of its reader's."""
    if 'PRE_COMMIT' not in environ:
        return None
    from shlex import quote
    from shutil import which

    own = os.path.normcase(os.path.dirname(sys.executable))
    others = (f for f in environ.get('PATH', '').split(os.pathsep) if os.path.normcase(f) != own)
    if which('git-sync-guard', path=os.pathsep.join(others)) is not None:
        return None
    program = which('sync-guard', path=own)
    return None if program is None else quote(program.replace(os.sep, '/'))


def _nothing(subject: str) -> Outcome:
    """Nothing that is guarded changes."""
    why = 'nothing of it changed'
    return Outcome(subject, tuple(Verdict(item, 'skipped', why) for item in ITEMS), ())


def _check(repository: Repository, request: Request) -> Outcome:
    from sync_guard.cache import Cache
    from sync_guard.checklist import client
    from sync_guard.checklist import migration
    from sync_guard.checklist import schema
    from sync_guard.checklist import tests
    from sync_guard.checklist import types
    from sync_guard.checklist.examine import examine

    change, subject = _change(repository, request)
    cache = Cache(os.path.join(repository.common_dir, 'sync-guard', 'cache.db'))
    examined = examine(repository, change, cache, request.level)
    if not examined.sides:
        return _nothing(subject)
    new = [finding for finding in examined.findings if finding.new]
    return Outcome(subject, (
        migration.verdict(examined.sides, change.changed, new),
        schema.verdict(examined.sides, request.level, new),
        client.verdict(change.changed),
        types.verdict(),
        tests.verdict(),
    ), examined.findings, examined.stats)


def _change(repository: Repository, request: Request) -> tuple[Change, str]:
    """What to look at, and what to call it."""
    if request.everything:
        return repository.everything(), 'this repository'
    if request.base is not None:
        return repository.base(request.base), f'{request.base}...HEAD'
    if request.range_ is not None:
        return repository.range(request.range_), request.range_
    if request.pushed is not None:
        return repository.range(request.pushed), 'this push'
    return repository.staged(), 'this commit'
