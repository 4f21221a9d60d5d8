"""What a draft is made of."""
from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from sync_guard.catalog import Name
from sync_guard.compare.differences import Difference


class Phase(IntEnum):
    """The order in which PostgreSQL takes statements of different kinds."""

    EXTENSION = 0
    SCHEMA = 1
    TYPE = 2
    TABLE = 3
    COLUMN = 4
    ALTER = 5
    RENAME = 6
    PRIMARY_KEY = 7
    UNIQUE = 8
    INDEX = 9
    FOREIGN_KEY = 10
    DROP_FOREIGN_KEY = 11
    DROP_KEY = 12
    DROP_COLUMN = 13
    DROP_TABLE = 14
    DROP_TYPE = 15


class Step(NamedTuple):
    """Statements that mend one difference and belong together, without their semicolons.

    ``about`` says in a few words what they do. A step with a ``warning`` is commented out: the
    warning says why. ``note`` is what else to know of it. ``table`` is the new one of CREATE TABLE.
    """

    phase: Phase
    statements: tuple[str, ...]
    about: str
    warning: str | None = None
    note: str | None = None
    table: Name | None = None


class Draft(NamedTuple):
    """``steps`` in the order of the file, those with a warning last. ``left`` are differences that
    no statement mends, ``unsure`` those of which the reader is not certain."""

    steps: tuple[Step, ...] = ()
    left: tuple[Difference, ...] = ()
    unsure: tuple[Difference, ...] = ()
