"""What the rules of item `migration` share."""
from __future__ import annotations

import posixpath
import re

from sync_guard.catalog import Origin
from sync_guard.finding import Finding
from sync_guard.finding import Severity
from sync_guard.migrations.facts import Shared
from sync_guard.migrations.facts import Text


def finding(
        rule: str, path: str, message: str, help: str, *, line: int = 1, column: int = 1,
        origin: Origin | None = None, table: str | None = None, severity: Severity = 'error',
        detail: str = '', certain: bool = True,
) -> Finding:
    """A finding of item `migration` about a file; its path is part of its identity."""
    return Finding(
        rule, 'migration', message, help, Origin(path, line, column), origin, table, path,
        severity=severity if certain else 'warning', detail=detail, certain=certain,
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


def shared_ref(shared: Shared) -> str:
    """The branch as a message names it; of a commit the first characters."""
    is_commit = re.fullmatch(r'[0-9a-f]{40,64}', shared.ref)
    return shared.ref[:10] if is_commit else shared.ref


def doubt(shared: Shared) -> str:
    """The end of a message where nobody knows what has landed."""
    if shared.certain:
        return ''
    return (
        f'; no shared branch is known, so {shared.ref} is taken for it'
        ' (landed = "origin/main" in sync-guard.toml names one)'
    )


def text_finding(fact: Text, help: str) -> Finding:
    """What a reader said about a place in a file's text, with what to do about it."""
    return finding(
        fact.rule, fact.path, fact.message, help, line=fact.line, column=fact.column,
        certain=fact.blocks, detail=fact.message,
    )
