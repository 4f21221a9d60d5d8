"""``git sync-guard show``: the catalog that the migrations of the working tree build."""
from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TextIO

from sync_guard.cache import Cache
from sync_guard.checklist.sides import find_projects
from sync_guard.migrations import build_all
from sync_guard.migrations import chain
from sync_guard.projects import nearest
from sync_guard.repository import Repository


def show(cwd: str, environ: Mapping[str, str], out: TextIO, *, format_: str) -> int:
    """Write the catalog as JSON (docs/formats.md) or as DDL. Returns 0.

    Files need not be staged or committed. Where there are several projects, the one whose root is
    nearest above ``cwd`` is shown. Raises UsageError where there is none.
    """
    repository = Repository.open(cwd, environ)
    snapshot = repository.working_tree()
    project = nearest(
        [p for p in find_projects(repository, snapshot) if p.migrations],
        repository.below_top(cwd),
        'no supabase/migrations here; sync-guard.toml can name other folders',
    )
    cache = Cache(os.path.join(repository.common_dir, 'sync-guard', 'cache.db'))
    built = build_all([chain(project, snapshot.entries)], repository.read, cache).builds[0]
    if format_ == 'sql':
        from sync_guard.report.catalog_sql import catalog_sql

        out.write(catalog_sql(built.catalog))
        return 0
    from sync_guard.report.catalog_json import catalog_json

    json.dump(catalog_json(built.catalog), out, indent=2, ensure_ascii=False)
    out.write('\n')
    return 0
