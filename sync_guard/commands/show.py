"""``git sync-guard show``: the catalog that the migrations of the working tree build."""
from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TextIO
from typing import TYPE_CHECKING

from sync_guard.cache import Cache
from sync_guard.checklist.sides import find_projects
from sync_guard.errors import UsageError
from sync_guard.migrations import build_all
from sync_guard.migrations import chain
from sync_guard.projects import nearest
from sync_guard.repository import Repository

if TYPE_CHECKING:
    from sync_guard.catalog import Catalog
    from sync_guard.projects import Project


def show(cwd: str, environ: Mapping[str, str], out: TextIO, *, format_: str) -> int:
    """Write the catalog as JSON, as DDL or as a Prisma schema (docs/formats.md). Returns 0.

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
    if format_ == 'prisma':
        oids = {path: snapshot.entries[path].oid for path in project.schema_files}
        blobs = repository.read(oids.values())
        texts = {path: _text(path, blobs[oid]) for path, oid in oids.items()}
        out.write(_schema(project, built.catalog, texts))
        return 0
    from sync_guard.report.catalog_json import catalog_json

    json.dump(catalog_json(built.catalog), out, indent=2, ensure_ascii=False)
    out.write('\n')
    return 0


def _schema(project: Project, catalog: Catalog, texts: Mapping[str, str]) -> str:
    """What ``db pull`` prints where there is no schema yet; else the schema as pulled again, its
    files one after the other, each under its path where there are several."""
    if not any(text.strip() for text in texts.values()):
        from sync_guard.prisma.pull import pull

        return pull(catalog, project.prisma_major)
    from sync_guard.mend.again import pull_again
    from sync_guard.mend.alignment import realigned
    from sync_guard.prisma import expect
    from sync_guard.prisma import parse
    from sync_guard.prisma import refused_by

    files = [parse(path, text) for path, text in texts.items()]
    expected = expect(files)
    if not expected.is_postgresql:
        raise UsageError(f'the schema is for {expected.provider}, not for PostgreSQL')
    problems = [p for file in files for p in file.problems] or [
        p for p in refused_by(expected.problems, project.prisma_major) if p.uncertain is None
    ]
    if problems:
        raise UsageError(problems[0].message, problems[0].place.path, problems[0].place.line)
    pulled = {
        path: realigned(texts[path], text)
        for path, text in pull_again(texts, catalog, project.prisma_major).items()
    }
    if len(pulled) == 1:
        return ''.join(pulled.values())
    return '\n'.join(f'// {path}\n\n{text}' for path, text in sorted(pulled.items()))


def _text(path: str, blob: bytes) -> str:
    """The text, with the line ends of one that is printed."""
    from sync_guard.text import decode

    text, problem = decode(blob)
    if problem is not None:
        raise UsageError(f'the file {problem.what}', path, problem.line)
    return text.replace('\r\n', '\n')
