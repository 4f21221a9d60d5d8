"""supabase/config.toml, as far as it says what becomes of the files beside it."""
from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from collections.abc import Iterator
from typing import Any

# Asked of one small file; most have neither setting.
_SECTION = r'(?ms)^\s*\[\s*{}\s*\]([^\n]*\n(?!\s*\[)[^\n]*)*'
_GLOB = r'[*?[]'


def switched_off(text: str) -> bool:
    """Whether ``[db.migrations] enabled = false`` is in the file: then `db push` and `db reset`
    apply no migration."""
    section = re.search(_SECTION.format(r'db\.migrations'), text)
    return bool(section and re.search(r'(?m)^\s*enabled\s*=\s*false\b', section[0]))


def postgres_major(text: str) -> int | None:
    """``[db] major_version``, which has to be that of the project's database."""
    section = re.search(_SECTION.format('db'), text)
    found = section and re.search(r'(?m)^\s*major_version\s*=\s*"?(\d+)"?\s*(?:#|$)', section[0])
    return int(found[1]) if found else None


def declared_files(folder: str, text: str, paths: Collection[str]) -> tuple[str, ...]:
    """The files that declare the schema, in the CLI's order; ``folder`` is the one that the
    configuration is in, with supabase/migrations beside it.

    ``[db.migrations] schema_paths`` names files, folders and globs, each sorted for itself. Without
    it all SQL files below supabase/schemas count, or below pg-delta's ``declarative_schema_path``.
    """
    files = [path for path in paths if path.endswith('.sql')]
    found: dict[str, None] = {}
    for written in _schema_paths(text) or ['schemas']:
        pattern = posixpath.normpath(posixpath.join(folder, written.replace('\\', '/')))
        found.update(dict.fromkeys(sorted(_matching(pattern, files))))
    return tuple(found)


def _schema_paths(text: str) -> list[str]:
    if 'schema_path' not in text:
        return []
    from sync_guard.errors import UsageError
    from sync_guard.toml import loads

    try:
        data = loads(text, 'supabase/config.toml').data
    except UsageError:
        return []  # the CLI refuses it in its own words
    listed = _get(data, 'db', 'migrations', 'schema_paths')
    if isinstance(listed, list) and listed:
        return [one for one in listed if isinstance(one, str)]
    one = _get(data, 'experimental', 'pgdelta', 'declarative_schema_path')
    return [one] if isinstance(one, str) and one else []


def _get(data: Any, *keys: str) -> object:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _matching(pattern: str, files: list[str]) -> Iterator[str]:
    """The files that a path, a folder or a glob stands for. As in Go a star crosses no slash."""
    if not re.search(_GLOB, pattern):
        yield from (path for path in files if path == pattern or path.startswith(f'{pattern}/'))
        return
    from fnmatch import fnmatchcase

    parts = pattern.split('/')
    for path in files:
        own = path.split('/')
        # A folder that matches stands for all that is in it.
        if len(own) >= len(parts) and all(map(fnmatchcase, own, parts)):
            yield path
