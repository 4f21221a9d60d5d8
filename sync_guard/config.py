"""sync-guard.toml: read and checked, every error with its line and the closest known name."""
from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import cast
from typing import Literal
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.catalog import Name
from sync_guard.errors import UsageError
from sync_guard.finding import Level
from sync_guard.finding import LEVELS

if TYPE_CHECKING:
    from sync_guard.toml import Document
    from sync_guard.toml import Place

FILE_NAME = 'sync-guard.toml'
SEVERITIES = ('error', 'warning', 'note', 'off')
PRISMA_MAJORS = (5, 6, 7)
_KEYS = (
    'level', 'migrations', 'schema', 'editable', 'landed', 'prisma', 'supabase-only', 'severity',
)


SeverityOrOff = Literal['error', 'warning', 'note', 'off']


class Settings(NamedTuple):
    """What is configured for one project; None or empty where nothing is said.

    Paths are relative to the top of the repository: ``root`` and what stands below it in the file
    are already joined. ``supabase_only`` maps a table (``name``, ``schema.name``, globs allowed)
    to the reason why it has no model; ``decided_at`` says on which line, for those that are this
    project's alone. ``landed`` is a revision, ``prisma`` the major version, ``lines`` tells where
    the other settings are written.
    """

    root: str = ''
    migrations: tuple[str, ...] | None = None
    schema: tuple[str, ...] | None = None
    level: Level = 'client'
    editable: tuple[str, ...] = ()
    landed: str | None = None
    supabase_only: dict[str, str] = {}
    severity: dict[str, SeverityOrOff] = {}
    prisma: int | None = None
    decided_at: dict[str, int] = {}
    lines: dict[str, int] = {}


class Config(NamedTuple):
    """``projects`` are those that the file spells out; empty means: find them, and use ``common``.

    ``path`` is None where there is no file.
    """

    projects: tuple[Settings, ...] = ()
    common: Settings = Settings()
    path: str | None = None


def read(text: str, path: str = FILE_NAME) -> Config:
    """The configuration in ``text``. Raises UsageError with the path and line of what is wrong."""
    from sync_guard.toml import loads

    document = loads(text, path)
    common = _settings(_Table(document, path), Settings())
    blocks = document.data.get('project', [])
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise UsageError('project is written [[project]]', path, document.line(('project',)))
    projects = [
        _settings(_Table(document, path, ('project', index)), common)
        for index in range(len(blocks))
    ]
    roots: dict[str, int] = {}
    for index, project in enumerate(projects):
        if roots.setdefault(project.root, index) != index:
            message = f'two projects have the root {project.root or "."}'
            raise UsageError(message, path, document.line(('project', index, 'root')))
    if not projects and (common.migrations or common.schema):
        projects = [common]
    return Config(tuple(projects), common, path)


def reason_for(settings: Settings, table: Name) -> str | None:
    """Why the table has no model by decision, or None: ``[supabase-only]`` of the configuration."""
    for entry, reason in settings.supabase_only.items():
        if names(entry, table):
            return reason
    return None


def names(entry: str, table: Name) -> bool:
    """Whether an entry of [supabase-only] names the table. Without a schema it means public."""
    full = entry if '.' in entry else f'public.{entry}'
    return matches(full, f'{table.schema}.{table.name}')


def matches(glob: str, text: str) -> bool:
    """Shell pattern against the whole text, case-sensitive on every platform."""
    from fnmatch import fnmatchcase

    return fnmatchcase(text, glob)


def is_editable(settings: Settings, path: str) -> bool:
    """Whether ``editable`` names the migration, or a folder it lies in: by its path from the top,
    from the project's root, or (a glob without a slash) by its name."""
    if not settings.editable:
        return False
    below = path[len(settings.root) + 1:] if settings.root else path
    return any(
        matches(glob, one) or '/' not in glob and matches(glob, posixpath.basename(one))
        for glob in (glob.rstrip('/') for glob in settings.editable)
        for one in (*_with_folders(path), *_with_folders(below))
    )


def _with_folders(path: str) -> Iterator[str]:
    while path:
        yield path
        path = posixpath.dirname(path)


def rule_names() -> tuple[str, ...]:
    """Every rule by its file in rules/: a file is named after its rule (``tests/test_config.py``).
    Listing the folder spares the hook the import of thirty modules."""
    import pkgutil

    folder = posixpath.join(posixpath.dirname(__file__.replace('\\', '/')), 'rules')
    modules = (module.name for module in pkgutil.iter_modules([folder]))
    return tuple(sorted(name.replace('_', '-') for name in modules if name[0] != '_'))


def closest(word: str, known: tuple[str, ...]) -> str:
    """`` (did you mean X?)`` or nothing: the end of a message about an unknown name."""
    near = closest_of(word, known)
    return '' if near is None else f' (did you mean {near}?)'


def closest_of(word: str, known: tuple[str, ...]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, known, 1)), None)


class _Table(NamedTuple):
    """One table of the file: the top (``at`` is empty), or one [[project]]."""

    document: Document
    path: str
    at: Place = ()

    def fail(self, message: str, *keys: str) -> UsageError:
        return UsageError(message, self.path, self.document.line((*self.at, *keys)))

    def get(self, key: str) -> object:
        table: object = self.document.data
        for step in (*self.at, key):
            if isinstance(table, list) and isinstance(step, int):
                table = table[step]
            elif isinstance(table, dict):
                table = table.get(cast(str, step))
        return table

    def keys(self) -> tuple[str, ...]:
        table = self.document.data if not self.at else self.document.data['project'][self.at[1]]
        return tuple(table)

    def text(self, key: str) -> str | None:
        value = self.get(key)
        if value is None or isinstance(value, str) and value.strip():
            return value
        raise self.fail(f'{key} must be text', key)

    def texts(self, key: str) -> tuple[str, ...] | None:
        value = self.get(key)
        if value is None:
            return None
        values = [value] if isinstance(value, str) else value
        if isinstance(values, list) and values and all(
            isinstance(one, str) and one.strip() for one in values
        ):
            return tuple(values)
        raise self.fail(f'{key} must be text or a list of texts', key)

    def table(self, key: str) -> dict[str, object]:
        value = self.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.fail(f'{key} must be a table: [{key}]', key)
        return value

    def inside(self, root: str, written: str, key: str) -> str:
        """A path as written, from the top of the repository; '' is the top itself."""
        joined = posixpath.normpath(posixpath.join(root, written.replace('\\', '/')))
        if joined.startswith(('../', '/')) or joined == '..' or joined[1:2] == ':':
            raise self.fail(f'{key}: {written} is not inside the repository', key)
        return '' if joined == '.' else joined


def _settings(table: _Table, common: Settings) -> Settings:
    known = (*_KEYS, 'root') if table.at else (*_KEYS, 'project')
    for key in table.keys():
        if key not in known:
            raise table.fail(f'unknown setting {key}{closest(key, known)}', key)
    root = ''
    if table.at:
        written = table.text('root')
        if written is None:
            raise table.fail('a project needs its root, such as root = "apps/web"')
        root = table.inside('', written, 'root')
    level = table.text('level')
    if level is not None and level not in LEVELS:
        near = closest(level, LEVELS)
        raise table.fail(f'level is types, client or strict, not {level}{near}', 'level')
    prisma = table.get('prisma')
    if prisma is not None and (type(prisma) is not int or prisma not in PRISMA_MAJORS):
        raise table.fail('prisma is the major version: 5, 6 or 7', 'prisma')
    supabase_only, decided_at = _decisions(table)

    def paths(key: str, inherited: tuple[str, ...] | None) -> tuple[str, ...] | None:
        # What the top of the file says holds below each project's root.
        written = table.texts(key)
        if written is None:
            return inherited and tuple(posixpath.join(root, one) for one in inherited)
        return tuple(table.inside(root, one, key) for one in written)

    return Settings(
        root=root,
        migrations=paths('migrations', common.migrations),
        schema=paths('schema', common.schema),
        level=level or common.level,
        editable=table.texts('editable') or common.editable,
        landed=table.text('landed') or common.landed,
        supabase_only={**common.supabase_only, **supabase_only},
        severity={**common.severity, **_severities(table)},
        prisma=prisma or common.prisma,
        decided_at=decided_at,
        lines={
            **common.lines,
            **{key: table.document.line((*table.at, key)) for key in table.keys()},
        },
    )


def _decisions(table: _Table) -> tuple[dict[str, str], dict[str, int]]:
    """The reasons of [supabase-only], and their lines. TOML reads ``private.keys = "…"`` as a table
    in a table: it means the same as with quotes."""
    reasons: dict[str, str] = {}
    lines: dict[str, int] = {}

    def read(entries: dict[str, object], above: tuple[str, ...]) -> None:
        for key, reason in entries.items():
            keys = (*above, key)
            name = '.'.join(keys)
            if isinstance(reason, dict):
                read(reason, keys)
                continue
            if not isinstance(reason, str):
                raise table.fail(f'supabase-only.{name} must be text', 'supabase-only', *keys)
            if not reason.strip():
                message = f'supabase-only.{name}: the reason is missing; the next reader will ask'
                raise table.fail(message, 'supabase-only', *keys)
            reasons[name] = reason
            lines[name] = table.document.line((*table.at, 'supabase-only', *keys))

    read(table.table('supabase-only'), ())
    return reasons, lines


def _severities(table: _Table) -> dict[str, SeverityOrOff]:
    severities = table.table('severity')
    known = rule_names() if severities else ()
    for rule, severity in severities.items():
        if rule not in known:
            message = f'no rule is called {rule}{closest(rule, known)}'
            raise table.fail(message, 'severity', rule)
        if severity not in SEVERITIES:
            near = closest(severity, SEVERITIES) if isinstance(severity, str) else ''
            message = f'severity.{rule} is error, warning, note or off, not {severity}{near}'
            raise table.fail(message, 'severity', rule)
    return cast('dict[str, SeverityOrOff]', severities)
