"""What a database holds before the first migration, from the files beside this one."""
from __future__ import annotations

import os
from functools import cache


@cache
def built_in_functions() -> frozenset[str]:
    """The functions of pg_catalog, of all versions since 15."""
    return frozenset(_text('functions.txt').split())


def supabase_sql() -> str:
    """What Supabase brings, as the SQL that would make it."""
    return _text('supabase.sql')


def _text(name: str) -> str:
    # Not importlib.resources: with pathlib, tempfile and zipfile it costs a commit 6 ms.
    with open(os.path.join(os.path.dirname(__file__), name), encoding='utf-8') as file:
        return file.read()
