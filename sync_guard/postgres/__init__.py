"""PostgreSQL: SQL text to operations, operations to the catalog they build.

``read`` looks at one file's bytes alone; ``replay`` applies what files say, in order, to what the
files before them have built.
"""
from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sync_guard.postgres.replay.errors import Problem
from sync_guard.postgres.replay.state import State
from sync_guard.postgres.sql_file import Directive
from sync_guard.postgres.sql_file import SqlFile
from sync_guard.postgres.sql_file import SqlProblem

__all__ = [
    'base', 'Directive', 'Problem', 'read', 'replay', 'SqlFile', 'SqlProblem', 'State',
]


def read(text: str) -> SqlFile:
    """What a file says: its operations, what cannot be read in it, and its directives.

    Pure, and never raises, whatever the text.
    """
    from sync_guard.postgres.ddl.reader import read_file
    return read_file(text)


def replay(state: State | None, files: Iterable[tuple[str, SqlFile]]) -> State:
    """Apply (path, file) pairs to a state; None is a Supabase database before its first migration.

    A file is one transaction, as the Supabase CLI sends it. What PostgreSQL would refuse is added
    to the state's problems, and the rest is carried out as its author meant it.
    """
    from sync_guard.postgres.replay.apply import replay_files
    return replay_files(base() if state is None else state, files)


@cache
def base() -> State:
    """What a Supabase database holds before the first migration (``supabase.sql``)."""
    from sync_guard.catalog import Catalog
    from sync_guard.postgres.built_in import supabase_sql
    from sync_guard.postgres.replay.apply import replay_files
    return replay_files(State(Catalog()), [('', read(supabase_sql()))])
