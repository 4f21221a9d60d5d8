"""What the check would have said at every commit of real histories.

    python benchmarks/history.py [--last N] [--level LEVEL] [--findings FILE] FOLDER…

A FOLDER is a checkout or a bare repository. Its main line (HEAD, first parents only) is walked from
the beginning; each commit that touches a guarded file is checked against its first parent, as
``git sync-guard check COMMIT`` does, with the cache as the commits before left it. Nothing that
came later counts as landed. Printed for each repository: how many commits were checked, blocked,
warned and passed; how many ended in exit code 2 (usage) and 3 (defects, with their traceback); the
seconds a commit took (median and longest); and how many commits each rule blocked. A commit is
*blocked* by a new error, *warned* by a new warning or note. ``--findings`` writes each new finding
as a line of JSON, with the commit that brought it. Exits with 1 where there was a defect.

History shows commits as they were made without the guard: a high share of blocked ones says how
often the two sides drift, and each finding is there to be judged.
"""
from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from typing import Any
from typing import NamedTuple
from typing import TextIO

# The package as it stands here, from whichever folder this is run in.
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from sync_guard.commands.check import check
from sync_guard.errors import UsageError
from sync_guard.finding import LEVELS
from sync_guard.repository.records import GUARDED

# What a hook's surroundings may say about another repository is left out.
_ENVIRONMENT = {
    name: value for name, value in os.environ.items()
    if not name.startswith(('GIT_', 'PRE_COMMIT_'))
}


class Checked(NamedTuple):
    """One commit: ``verdict`` is blocked, warned, passed, usage or defect, ``findings`` the new
    ones as in ``--format json``, ``error`` the message or traceback where it did not end well."""

    commit: str
    verdict: str
    seconds: float
    findings: tuple[dict[str, Any], ...] = ()
    error: str = ''


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    arguments.add_argument('folder', nargs='+')
    arguments.add_argument('--last', type=int, metavar='N', help='only the last N such commits')
    arguments.add_argument('--level', choices=LEVELS)
    arguments.add_argument('--findings', type=argparse.FileType('w', encoding='utf-8'))
    options = arguments.parse_args()
    all_checked: list[Checked] = []
    for folder in options.folder:
        commits = _commits(folder, '--')
        touching = _commits(folder, '--', *GUARDED)[-(options.last or 0):]
        checked = []
        for one in _walk(folder, touching, options.level):
            checked.append(one)
            if options.findings is not None:
                _record(os.path.basename(os.path.abspath(folder)), one, options.findings)
        _print(folder, len(commits), checked)
        all_checked += checked
    if len(options.folder) > 1:
        _print('together', 0, all_checked)
    return 1 if any(one.verdict == 'defect' for one in all_checked) else 0


def _commits(folder: str, *selection: str) -> list[str]:
    """The ids of the main line's commits, the oldest first."""
    command = ('git', 'rev-list', '--first-parent', '--reverse', 'HEAD', *selection)
    done = subprocess.run(
        command, cwd=folder, env=_ENVIRONMENT, check=True, capture_output=True, text=True,
    )
    return done.stdout.split()


def _walk(folder: str, commits: list[str], level: str | None) -> Iterator[Checked]:
    for commit in commits:
        out = io.StringIO()
        start = time.perf_counter()
        try:
            check(folder, _ENVIRONMENT, out, range_=commit, level=level, format_='json')
        except UsageError as error:
            yield Checked(commit, 'usage', time.perf_counter() - start, error=str(error))
        except Exception:
            seconds = time.perf_counter() - start
            yield Checked(commit, 'defect', seconds, error=traceback.format_exc())
        else:
            seconds = time.perf_counter() - start
            found = tuple(f for f in json.loads(out.getvalue())['findings'] if f['new'])
            yield Checked(commit, _verdict(found), seconds, found)


def _verdict(findings: tuple[dict[str, Any], ...]) -> str:
    if any(_blocks(f) for f in findings):
        return 'blocked'
    return 'warned' if findings else 'passed'


def _blocks(finding: dict[str, Any]) -> bool:
    return bool(finding['severity'] == 'error')


def _record(name: str, checked: Checked, out: TextIO) -> None:
    for finding in checked.findings:
        json.dump({'repository': name, 'commit': checked.commit, **finding}, out)
        out.write('\n')


def _print(folder: str, commits: int, checked: list[Checked]) -> None:
    verdicts = Counter(one.verdict for one in checked)
    of = f' of {commits}' if commits else ''
    print(f'{folder}: {len(checked)}{of} commits checked: '
          + ', '.join(f'{verdicts[v]} {v}' for v in ('blocked', 'warned', 'passed'))
          + f', {verdicts["usage"]} exit 2, {verdicts["defect"]} exit 3')
    if checked:
        seconds = [one.seconds for one in checked]
        print(f'  seconds  {statistics.median(seconds):.3f} median, {max(seconds):.3f} longest')
    rules = Counter(
        rule for one in checked for rule in {f['rule'] for f in one.findings if _blocks(f)}
    )
    for rule, count in rules.most_common():
        print(f'  {count:7}  {rule}')
    for one in checked:
        if one.error and commits:
            print(f'  {one.commit[:10]} {one.verdict}: {one.error.strip()}')
    sys.stdout.flush()


if __name__ == '__main__':
    raise SystemExit(main())
