"""What the rules of item `migration` share."""
from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from sync_guard.catalog import Origin
from sync_guard.finding import Finding
from sync_guard.finding import Severity
from sync_guard.migrations.facts import Shared
from sync_guard.migrations.facts import Text


def finding(
        rule: str, path: str, message: str, help: str, *, line: int = 1, column: int = 1,
        origin: Origin | None = None, table: str | None = None, severity: Severity = 'error',
        detail: str = '',
) -> Finding:
    """A finding of item `migration` about a file; its path is part of its identity."""
    return Finding(
        rule, 'migration', message, help, Origin(path, line, column), origin, table, path,
        severity=severity, detail=detail,
    )


def base(path: str) -> str:
    """The file name: the place says which folder it is in."""
    return posixpath.basename(path)


def command(*words: str) -> str:
    """A command to paste, its paths quoted where a shell would take them apart."""
    return ' '.join(
        word if re.fullmatch(r'[\w./=:@+,-]+', word) else "'" + word.replace("'", "'\\''") + "'"
        for word in words
    )


def severity_of(shared: Shared) -> Severity:
    return 'error' if shared.certain else 'warning'


def doubt(shared: Shared) -> str:
    """The end of a message where nobody knows what has landed."""
    if shared.certain:
        return ''
    return (
        f'; no shared branch is known, so {shared.ref} is taken for it'
        ' (landed = "origin/main" in sync-guard.toml names one)'
    )


def listed(names: Iterable[str], most: int = 5) -> str:
    """``a, b and c``; of many the first, and how many more."""
    every = list(names)
    if len(every) > most:
        return f'{", ".join(every[:most])} and {len(every) - most} more'
    return ' and '.join(filter(None, [', '.join(every[:-1]), *every[-1:]]))


def text_finding(fact: Text, help: str) -> Finding:
    """What a reader said about a place in a file's text, with what to do about it."""
    return finding(
        fact.rule, fact.path, fact.message, help, line=fact.line, column=fact.column,
        severity='error' if fact.blocks else 'warning', detail=fact.message,
    )
