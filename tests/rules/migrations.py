"""What the rules about migrations say about files, without a git repository."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from hashlib import sha1

from sync_guard.config import Config
from sync_guard.config import read as read_config
from sync_guard.decisions import stale_decisions
from sync_guard.finding import Finding
from sync_guard.ignores import apply
from sync_guard.ignores import ignores
from sync_guard.migrations import build_all
from sync_guard.migrations import chain
from sync_guard.migrations import migration_facts
from sync_guard.prisma import expect
from sync_guard.prisma import parse
from sync_guard.projects import discover
from sync_guard.repository import Entry
from sync_guard.repository import Landed
from sync_guard.rules import Context
from sync_guard.rules import findings

FOLDER = 'supabase/migrations'
# The present, as `supabase migration new` would write it.
CLOCK = '20260102030405'

Files = Mapping[str, 'str | bytes']


class Memory:
    """A cache that forgets nothing."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        return {key: self.values[key] for key in keys if key in self.values}

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        self.values.update(entries)


class Blobs:
    """Bytes by object id, and which of them were asked for."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self.asked: list[list[str]] = []

    def entries(self, files: Files) -> dict[str, Entry]:
        """Files as a snapshot holds them. A path without a folder is a migration."""
        entries = {}
        for path, content in files.items():
            blob = content.encode() if isinstance(content, str) else content
            oid = sha1(blob).hexdigest()
            self.blobs[oid] = blob
            path = path if '/' in path or path.endswith('.toml') else f'{FOLDER}/{path}'
            # A file that begins so stands for a link, as in tar's listings.
            entries[path] = Entry('120000' if blob.startswith(b'-> ') else '100644', oid)
        return entries

    def read(self, oids: Iterable[str]) -> dict[str, bytes]:
        self.asked.append(list(oids))
        return {oid: self.blobs[oid] for oid in self.asked[-1]}


def found(
        files: Files, *, landed: Files | None = None, fork: Files | None = None,
        ref: str = 'origin/main', certain: bool = True, schema: str = '', config: str = '',
) -> list[Finding]:
    """The findings of item 'migration' (and on decisions) about ``files``.

    ``landed`` is what the shared branch holds (None: nothing is known of one), ``fork`` what it
    held where this branch left it (by default the same).
    """
    blobs = Blobs()
    entries = blobs.entries({
        **files,
        **({'prisma/schema.prisma': DATASOURCE + schema} if schema else {}),
        **({'sync-guard.toml': config} if config else {}),
    })
    texts = {path: blobs.blobs[entry.oid].decode(errors='replace')
             for path, entry in entries.items()}
    project, = discover(
        entries, texts.get, read_config(config) if config else Config(),
    ) or discover([f'{FOLDER}/x'], texts.get)
    here = chain(project, entries)
    build = build_all([here], blobs.read, Memory()).builds[0]
    shared = None
    if landed is not None:
        tip = blobs.entries(landed)
        shared = Landed(ref, certain, tip, tip if fork is None else blobs.entries(fork))
    expected = expect([parse('prisma/schema.prisma', DATASOURCE + schema)]) if schema else None
    context = Context(project, build.catalog, expected)
    facts = [
        *migration_facts(project, here, entries, build, shared, blobs.read, CLOCK),
        *stale_decisions(project.settings, build.catalog, expected),
    ]
    directives = [i for said in build.said for i in ignores(said.path, said.directives)]
    kept, unused = apply(findings(facts, context), directives)
    return [*kept, *findings(unused, context)]


DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n'


def said(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    """Rule, severity and where, in short."""
    return [
        (f.rule, f.severity, f'{f.place.path.removeprefix(FOLDER + "/")}:{f.place.line}')
        for f in findings
    ]
