"""The smallest edits that bring a Prisma schema up to what the migrations build."""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.catalog import Catalog
from sync_guard.catalog import Name
from sync_guard.catalog import Origin
from sync_guard.finding import Level

if TYPE_CHECKING:
    from sync_guard.finding import Finding
    from sync_guard.ignores import Ignore
    from sync_guard.prisma import Expected
    from sync_guard.projects import Project


class Task(NamedTuple):
    """What to mend. ``built`` is what the migrations build; differences up to ``level`` are mended.
    ``decided`` are tables that need no model, ``ignores`` the comments in the migrations (those of
    the schema are in its text). ``external`` and ``external_unread`` are as in Expected.

    ``kept`` are the versions of the schema that git has: what none of them holds is not removed,
    since nobody could bring it back; None removes whatever the migrations do not build. ``older``
    are the identities of findings that are to be left alone; ``renamed`` says whether a line of the
    migrations is one that renames (by default each is).
    """

    project: Project
    built: Catalog
    level: Level = 'client'
    decided: frozenset[Name] = frozenset()
    ignores: tuple[Ignore, ...] = ()
    external: tuple[str, ...] = ()
    external_unread: str | None = None
    kept: tuple[Expected, ...] | None = None
    older: frozenset[tuple[str, ...]] = frozenset()
    renamed: Callable[[Origin | None], bool] = bool


class Edited(NamedTuple):
    """One edit, in words: ``added field lastSeen``. ``line`` is its place in the new text, or where
    what is gone stood in the old one."""

    path: str
    line: int
    what: str


class Left(NamedTuple):
    """A finding that stays, and why."""

    finding: Finding
    why: str


class Mending(NamedTuple):
    """``files`` are the new texts of the files that change."""

    files: Mapping[str, str]
    edits: tuple[Edited, ...] = ()
    left: tuple[Left, ...] = ()


def mend(files: Mapping[str, str], task: Task) -> Mending:
    """Mend the schema in ``files``: texts by path, line ends as they are, without a byte order
    mark. Pure, and never raises; a schema that Prisma refuses is left as it is."""
    from sync_guard.mend.rounds import mend_in_rounds
    return mend_in_rounds(files, task)
