"""What a chain of migrations has built so far: the value between one file and the next."""
# Annotations are not postponed here, for the reason in catalog.py.
from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import Name
from sync_guard.catalog import Type
from sync_guard.postgres.replay.errors import Problem


class Function(NamedTuple):
    """A PL/pgSQL function that migrations may call for its DDL."""

    parameters: tuple[str, ...]
    body: str


class Routine(NamedTuple):
    """A function, procedure or aggregate. ``types`` are those of its input parameters, None each
    or all where they are not known; ``optional`` counts those with a default. ``result`` is what
    it returns, in words, and ``outputs`` the columns of a record, None where not known. It may
    fall by CASCADE where it ``depends`` on other objects.
    ``kind`` is ``assumed`` of one that is called and that no migration creates."""

    kind: str
    types: tuple[Type | None, ...] | None
    names: tuple[str, ...] = ()
    optional: int = 0
    variadic: bool = False
    result: str | None = None
    outputs: tuple[tuple[str, str | None], ...] = ()
    depends: bool = False


class Attached(NamedTuple):
    """A policy or trigger. ``depends``: it falls with other objects, by CASCADE; it is not
    ``certain`` once it may have. ``calls`` are functions that a policy is known to call."""

    name: str
    function: Name | None = None
    depends: bool = False
    certain: bool = True
    calls: frozenset[Name] = frozenset()


UNSURE_OF_ALL = frozenset({'routine', 'policy', 'trigger'})


class View(NamedTuple):
    """What a view's query reads: its relations, of their columns those that it plainly names, and
    the functions it calls."""

    sources: tuple[Name, ...] = ()
    columns: frozenset[tuple[Name, str]] = frozenset()
    calls: frozenset[Name] = frozenset()


class State(NamedTuple):
    """``problems`` are what PostgreSQL would have refused on the way. ``views`` says what
    a view reads, which DROP asks for; ``functions`` are those that build something, ``routines``
    all. ``policies`` and ``triggers`` are those of each table. ``unsure`` are the kinds
    (``routine``, ``policy``, ``trigger``) of which some may have been made or dropped
    that are not known. ``pending`` is what a transaction has built that is still open: it counts
    for nothing unless a next file ends it. ``major`` is PostgreSQL's version; where it is None,
    only what all of them since 15 refuse is refused.
    """

    catalog: Catalog
    problems: tuple[Problem, ...] = ()
    views: dict[Name, View] = {}
    functions: dict[Name, Function] = {}
    routines: dict[Name, tuple[Routine, ...]] = {}
    policies: dict[Name, tuple[Attached, ...]] = {}
    triggers: dict[Name, tuple[Attached, ...]] = {}
    unsure: frozenset[str] = frozenset()
    pending: 'State | None' = None
    major: int | None = None
