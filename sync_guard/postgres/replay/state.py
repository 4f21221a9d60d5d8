"""What a chain of migrations has built so far: the value between one file and the next."""
from __future__ import annotations

from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import Name
from sync_guard.postgres.replay.errors import Problem


class Function(NamedTuple):
    """A PL/pgSQL function that migrations may call for its DDL."""

    parameters: tuple[str, ...]
    body: str


class State(NamedTuple):
    """``problems`` are what PostgreSQL would have refused on the way. ``views`` says which
    relations a view reads, which DROP asks for; ``functions`` are those that build something."""

    catalog: Catalog
    problems: tuple[Problem, ...] = ()
    views: dict[Name, tuple[Name, ...]] = {}
    functions: dict[Name, Function] = {}
