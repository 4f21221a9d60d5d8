"""What the rest of the house sees of a schema: records that load without the parser."""
# Annotations are not postponed here, for the reason in catalog.py.
from collections.abc import Iterable
from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import Name
from sync_guard.catalog import Origin

# Both spellings name one connector. CockroachDB has types and defaults of its own.
POSTGRESQL = (None, 'postgresql', 'postgres')
# The engine whose words are known here is that of Prisma 7.10.
_CURRENT = 7


class SyntaxProblem(NamedTuple):
    """What Prisma would refuse, in its words. ``uncertain`` is why its version decides; where it
    does, the major versions in ``sure`` refuse it all the same, and those in ``never`` take it;
    with None among these nothing is said of a version that is not known."""

    place: Origin
    message: str
    uncertain: str | None = None
    sure: tuple[int, ...] = ()
    never: tuple[int | None, ...] = ()


def refused_by(
    problems: Iterable[SyntaxProblem], major: int | None,
) -> tuple[SyntaxProblem, ...]:
    """The problems that a major version of Prisma has with a schema; those of a version that is
    not known (None) are uncertain where it matters."""
    return tuple(
        problem._replace(uncertain=None) if major in problem.sure else problem
        for problem in problems if not {major, major or _CURRENT} & {*problem.never}
    )


class Directive(NamedTuple):
    """``// sync-guard: ignore RULE reason``. ``first`` and ``last`` are the lines it speaks of: its
    own line when something precedes it there, else the next thing, a whole block if that is one."""

    line: int
    verb: str
    rule: str
    reason: str
    first: int
    last: int


class Expected(NamedTuple):
    """What a schema says, in database names.

    ``catalog`` holds a table for every model, a view for every view, and the tables behind
    implicit many-to-many relations, which ``join_tables`` names with their two models. ``models``
    and ``enums`` lead from the schema's names to the database's; ``fields`` has the names of all
    fields of a model, relations too, and ``relation_names`` those given in ``@relation("…")`` by
    ``Model.field``. ``schemas`` are the database schemas Prisma sees, and
    ``multi_schema`` says that they are listed, so that every block needs ``@@schema``.
    ``datasource`` is the prefix of native types. ``problems`` are what Prisma refuses besides
    syntax. ``ignored`` are ``@@ignore``d tables, as (table, None), and ``@ignore``d columns: to
    Prisma they are as expected as others. ``updated_at`` are the ``@updatedAt`` columns.
    ``external`` are the tables and enums ``prisma.config.ts`` leaves to others (``schema.name``),
    and ``external_unread`` is why they are not all known: its reader fills both in.
    """

    catalog: Catalog
    schemas: tuple[str, ...] = ('public',)
    problems: tuple[SyntaxProblem, ...] = ()
    provider: str | None = None
    relation_mode: str = 'foreignKeys'
    preview_features: tuple[str, ...] = ()
    external: tuple[str, ...] = ()
    ignored: frozenset[tuple[Name, str | None]] = frozenset()
    models: dict[str, Name] = {}
    enums: dict[str, Name] = {}
    join_tables: dict[Name, tuple[str, str]] = {}
    updated_at: frozenset[tuple[Name, str]] = frozenset()
    fields: dict[str, frozenset[str]] = {}
    relation_names: dict[str, str] = {}
    multi_schema: bool = False
    datasource: str = 'db'
    external_unread: str | None = None

    @property
    def is_postgresql(self) -> bool:
        """Whether the schema is for PostgreSQL; there is nothing to compare for another one."""
        return self.provider in POSTGRESQL
