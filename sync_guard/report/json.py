"""The report other tools read: ``check --format json``, described in docs/formats.md."""
from __future__ import annotations

import json
from typing import Any
from typing import TextIO

from sync_guard.checklist import Outcome
from sync_guard.finding import Finding
from sync_guard.finding import ITEMS


def write_json(outcome: Outcome, out: TextIO) -> None:
    json.dump(as_dict(outcome), out, indent=2, ensure_ascii=False)
    out.write('\n')


def as_dict(outcome: Outcome) -> dict[str, Any]:
    """The outcome as plain JSON values; ``seconds`` is wall time."""
    parsed, cached, seconds = outcome.stats
    return {
        'exit': outcome.exit,
        'items': [
            {'name': v.item, 'title': ITEMS[v.item], 'state': v.state, 'why': v.why}
            for v in outcome.verdicts
        ],
        'findings': [_finding(f) for f in outcome.findings],
        'stats': {'parsed': parsed, 'cached': cached, 'seconds': round(seconds, 6)},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    path, line, column = finding.place
    origin = finding.origin
    return {
        'rule': finding.rule,
        'item': finding.item,
        'level': finding.level,
        'severity': finding.severity,
        'message': finding.message,
        'help': finding.help,
        'run': finding.run,
        'path': path,
        'line': line,
        'column': column,
        'origin': None if origin is None else {'path': origin.path, 'line': origin.line},
        'table': finding.table,
        'name': finding.name,
        'new': finding.new,
    }
