"""The report people read: the checklist, then one block a problem that can be acted on."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from sync_guard.checklist import Outcome
from sync_guard.checklist import State
from sync_guard.finding import Finding
from sync_guard.finding import ITEMS

# With many problems the first ten are shown whole; more would scroll the checklist away.
SHOWN = 10
# What the rules' help puts between saying where to write and what.
_GAP = ' ' * 6
_MARKS: dict[State, tuple[str, str]] = {
    'pass': ('✔', '+'), 'fail': ('✘', 'x'), 'warn': ('!', '!'), 'skipped': ('–', '-'),
}


def write_text(outcome: Outcome, out: TextIO, *, asked: bool) -> None:
    """Write the report. Where nothing new was found a hook is silent; a person or a CI job that
    ``asked`` for a range gets one line."""
    blocking, warnings, notes = (
        [f for f in outcome.findings if f.new and f.severity == severity]
        for severity in ('error', 'warning', 'note')
    )
    if not blocking and not warnings:
        if asked:
            out.write(f'sync-guard: {outcome.subject} is in step\n')
            _write_older(outcome, out)
        return
    if blocking:
        out.write(
            f'sync-guard: {outcome.subject} breaks the sync checklist '
            f'({count(len(blocking), "problem")})\n\n',
        )
    else:
        out.write(f'sync-guard: {count(len(warnings), "warning")} about {outcome.subject}\n\n')
    _write_checklist(outcome, out)
    groups = (blocking, warnings, notes)
    shown = [finding for group in groups for finding in _by_table(group)[:SHOWN]]
    for finding in shown:
        out.write('\n')
        _write_block(finding, out)
    rest = sum(map(len, groups)) - len(shown)
    if rest:
        out.write(f'\nand {rest} more: git sync-guard check --format json lists all.\n')
    _write_older(outcome, out)


def _write_older(outcome: Outcome, out: TextIO) -> None:
    older = sum(1 for f in outcome.findings if not f.new and f.severity == 'error')
    if older:
        verb = 'does' if older == 1 else 'do'
        out.write(
            f'\n{count(older, "older difference")} {verb} not block: '
            'git sync-guard check --all lists them.\n',
        )


def write_program(path: str | None, out: TextIO) -> None:
    """Say where the commands of the help are, if they are nowhere on the reader's PATH."""
    if path is not None:
        out.write(f'\nHere `git sync-guard` is no command: write {path} in its place.\n')


def write_stats(outcome: Outcome, out: TextIO) -> None:
    """One line: files parsed, files whose parse came from the cache, seconds."""
    parsed, cached, seconds = outcome.stats
    out.write(f'parsed {count(parsed, "file")}, {cached} from the cache, {seconds:.3f} s\n')


def count(number: int, noun: str) -> str:
    """``1 problem``, ``2 problems``."""
    return f'{number} {noun}' if number == 1 else f'{number} {noun}s'


def _write_checklist(outcome: Outcome, out: TextIO) -> None:
    fancy = _can_write('✔✘–', out)
    width = max(len(title) for title in ITEMS.values()) + 5
    for verdict in outcome.verdicts:
        mark = _MARKS[verdict.state][0 if fancy else 1]
        out.write(f'  {mark} {ITEMS[verdict.item]:<{width}}{verdict.why}\n'.rstrip() + '\n')


def _can_write(text: str, out: TextIO) -> bool:
    try:
        text.encode(getattr(out, 'encoding', None) or 'utf-8')
    except UnicodeEncodeError:
        return False
    return True


def _write_block(finding: Finding, out: TextIO) -> None:
    path, line, column = finding.place
    tail = '' if finding.severity == 'error' else f' ({finding.severity}, does not block)'
    out.write(f'{path}:{line}:{column}: {finding.rule}: {finding.message}{tail}\n')
    if finding.origin is not None:
        out.write(f'  from  {finding.origin.path}:{finding.origin.line}\n')
    for number, line_of_help in enumerate(finding.help.splitlines()):
        out.write(f'  {"help:" if not number else "     "} {line_of_help}\n'.rstrip() + '\n')
    if finding.run is not None:
        # In line with the text to paste, which stands behind a run of blanks.
        place = finding.help.partition('\n')[0].find(_GAP)
        out.write(f'        {"or run":<{max(place, 6)}}{_GAP}{finding.run}\n')


def _by_table(findings: Iterable[Finding]) -> list[Finding]:
    """Grouped by table, tables in the order of their first finding."""
    found = list(findings)
    first: dict[str | None, int] = {}
    for number, finding in enumerate(found):
        first.setdefault(finding.table, number)
    return sorted(found, key=lambda f: first[f.table])
