"""``git sync-guard show``: the catalog that the migrations of the working tree build."""
from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TextIO

from sync_guard.cache import Cache
from sync_guard.checklist.sides import find_projects
from sync_guard.errors import UsageError
from sync_guard.migrations import build_all
from sync_guard.migrations import chain
from sync_guard.projects import Project
from sync_guard.repository import Repository


def show(cwd: str, environ: Mapping[str, str], out: TextIO, *, format_: str) -> int:
    """Write the catalog as JSON (docs/formats.md) or as DDL. Returns 0.

    Files need not be staged or committed. Where there are several projects, the one whose root is
    nearest above ``cwd`` is shown. Raises UsageError where there is none.
    """
    repository = Repository.open(cwd, environ)
    snapshot = repository.working_tree()
    project = _nearest(find_projects(repository, snapshot), cwd, repository.top)
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


def _nearest(projects: tuple[Project, ...], cwd: str, top: str) -> Project:
    with_migrations = [p for p in projects if p.migrations]
    here = os.path.relpath(os.path.realpath(cwd), os.path.realpath(top)).replace(os.sep, '/')
    around = [p for p in with_migrations if not p.root or f'{here}/'.startswith(f'{p.root}/')]
    if around:
        return max(around, key=lambda p: len(p.root))
    if len(with_migrations) == 1:
        return with_migrations[0]
    if with_migrations:
        roots = ', '.join(p.root or '.' for p in with_migrations)
        raise UsageError(f'several projects are here: run it in one of {roots}')
    raise UsageError('no supabase/migrations here; sync-guard.toml can name other folders')
