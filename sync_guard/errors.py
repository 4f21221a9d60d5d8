"""Errors a user can mend. Anything else that escapes is a defect of ours (exit code 3)."""
from __future__ import annotations

# The exit codes of every command (docs/architecture.md, "Exit codes").
IN_STEP, BLOCKED, USAGE, DEFECT = 0, 1, 2, 3


class UsageError(Exception):
    """Wrong usage, configuration or surroundings: one message, exit code 2.

    ``path`` and ``line`` (from 1) name the place where there is one.
    """

    def __init__(self, message: str, path: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        if self.path is None:
            return self.message
        place = self.path if self.line is None else f'{self.path}:{self.line}'
        return f'{place}: {self.message}'
