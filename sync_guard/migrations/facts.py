"""What the rules of the checklist's first item look at: one record a rule, and no wording."""
from __future__ import annotations

from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.migrations.order import Skipped

if TYPE_CHECKING:
    from sync_guard.catalog import Name
    from sync_guard.migrations.filled import NullInRows
    from sync_guard.postgres import Problem


class Shared(NamedTuple):
    """The branch that holds what has landed. It is not ``certain`` where no shared branch is
    known: then ``ref`` is the commit checked out, and a finding warns."""

    ref: str
    certain: bool


class Misnamed(NamedTuple):
    """A file in the migrations folder that Supabase passes over; ``better`` is a path it takes."""

    skipped: Skipped
    better: str


class Nested(NamedTuple):
    """A file in a sub-folder. ``aside``: by its name the folder is not meant to be applied."""

    skipped: Skipped
    better: str
    aside: bool


class Rollback(NamedTuple):
    """A file that undoes a migration, under a name that Supabase applies; ``better`` is outside."""

    path: str
    better: str


class SameVersion(NamedTuple):
    """``path`` has the version of ``other``, which is applied first; ``ref`` is the branch that
    ``other`` landed on if it is not here. ``better`` is ``path`` under a version of its own."""

    path: str
    other: str
    version: str
    better: str
    ref: str | None = None


class MixedWidths(NamedTuple):
    """``path`` is applied before ``other``, though its version is the larger number."""

    path: str
    other: str


class Oversized(NamedTuple):
    """``path`` has a version that no 64-bit integer holds; ``better`` is its path under another."""

    path: str
    version: str
    better: str


class OutOfOrder(NamedTuple):
    """A file that has not landed, before ``last``, which has; ``better`` is its path under a
    version that comes after all."""

    path: str
    last: str
    better: str
    shared: Shared


class Edited(NamedTuple):
    """A landed file with other contents; ``line`` is the first that differs. ``cosmetic``: its
    statements are the same."""

    path: str
    line: int
    cosmetic: bool
    shared: Shared


class Deleted(NamedTuple):
    """``to`` is where the file is now, if that is where Supabase applies nothing."""

    path: str
    shared: Shared
    to: str | None = None


class Renamed(NamedTuple):
    """A landed file that is gone, while its contents are there under a new name. Under the same
    version they are other contents: a new name alone is nothing to Supabase."""

    path: str
    to: str
    shared: Shared


class Refused(NamedTuple):
    """What PostgreSQL would refuse to do. ``outside`` is a table that an earlier file needs and no
    migration creates: where there is one, what is missing may come from where that one does.
    ``later``: what is missing is created further on in the chain. ``landed``: the file is on the
    shared branch."""

    problem: Problem
    outside: Name | None = None
    later: bool = False
    landed: bool = False


class Filled(NamedTuple):
    """A column that new rows must have and old ones have not, in a file that has not landed."""

    path: str
    column: NullInRows


class Text(NamedTuple):
    """Something in the text of a file that cannot be read; ``rule`` is the rule that says so, and
    ``blocks`` whether it is certain."""

    path: str
    line: int
    column: int
    rule: str
    message: str
    blocks: bool
