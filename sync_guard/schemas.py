"""Where Prisma schemas are: what names them, the usual places, and what only looks like one."""
from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any
from typing import NamedTuple

_SCHEMA_OPTION = r'--schema[= ]\s*["\']?([^\s"\']+)'
ReadText = Callable[[str], 'str | None']

# Folders of other people's packages, and of generated Prisma clients, which hold a copy of the
# schema they were made from.
_PRUNED = frozenset({'node_modules', 'generated', '__generated__', 'dist', 'build', 'vendor'})
# Prisma reads prisma.config.ts (and js, mjs, …), or .config/prisma.ts.
_CONFIG_NAMES = tuple(
    f'{stem}.{ending}' for stem in ('prisma.config', '.config/prisma')
    for ending in ('ts', 'mts', 'cts', 'js', 'mjs', 'cjs')
)
_CONFIG_ENDS = tuple(f'/{name}' for name in _CONFIG_NAMES)
# What names a schema, strongest first. Prisma 6 and 7 let prisma.config.ts override
# package.json#prisma; only Prisma before 6 knows no prisma.config.ts. An explicit --schema wins
# over both, in each command that has one: so where all of a package's commands name the same.
BY_COMMANDS, BY_PRISMA_CONFIG, BY_PACKAGE, BY_PLACE, BY_SCRIPT, BY_CHANCE = range(6)
_POSTGRESQL = ('postgresql', 'postgres', 'cockroachdb')
# Below a home, in Prisma's order, then the places seen in real repositories.
_PLACES = (
    'prisma/schema.prisma', 'schema.prisma', 'prisma/schema', 'supabase/schema.prisma',
    'supabase/prisma/schema.prisma', 'src/prisma/schema.prisma',
)


class SchemaSource(NamedTuple):
    """A schema: ``home`` is the package it belongs to, ``rank`` what names it and how usual its
    place is (lower is stronger), ``config`` the prisma.config file that names it."""

    home: str
    rank: tuple[int, int]
    files: tuple[str, ...]
    config: str | None = None

    @property
    def is_usual(self) -> bool:
        return self.rank[0] <= BY_PLACE


def find_schemas(
        paths: Collection[str], roots: Iterable[str], read_text: ReadText,
) -> list[SchemaSource]:
    """Every schema among ``paths`` that may belong to a PostgreSQL database, each file once."""
    schemas = [path for path in paths if path.endswith('.prisma') and not is_pruned(path)]
    if not schemas:
        return []
    sources = sorted({
        *_declared(paths, schemas, roots, read_text),
        *_placed(schemas, read_text),
    }, key=lambda source: (source.rank, source.home, source.files))
    unique: list[SchemaSource] = []
    seen: set[str] = set()
    for source in sources:
        if not seen.intersection(source.files):
            seen.update(source.files)
            unique.append(source)
    if len(unique) > 1:
        # A twin for SQLite or MySQL is another database.
        return [s for s in unique if _provider(s.files, read_text) in (None, *_POSTGRESQL)]
    return unique


def is_pruned(path: str) -> bool:
    """Whether a path is inside a hidden folder, a dependency or a generated client."""
    return any(
        part in _PRUNED or part.startswith('.') and part != '.config'
        for part in posixpath.dirname(f'{path}/').split('/') if part
    )


def parents(folder: str) -> Iterator[str]:
    """The folder, and each one around it up to the top, ''."""
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ''


def schema_files(named: str, paths: Collection[str]) -> tuple[str, ...]:
    """The files of a schema that is named by its path: the file, or all of a folder's ``*.prisma``
    files, as Prisma merges them."""
    if named in paths:
        return (named,)
    folder = f'{named}/' if named else ''
    return tuple(sorted(
        path for path in paths
        if path.startswith(folder) and path.endswith('.prisma') and (
            not is_pruned(path[len(folder):])
        )
    ))


def _declared(
        paths: Collection[str], schemas: list[str], roots: Iterable[str], read_text: ReadText,
) -> Iterator[SchemaSource]:
    """Schemas that a prisma.config file, package.json#prisma or a package.json script names."""
    for path in paths:
        if f'/{path}'.endswith(_CONFIG_ENDS) and not is_pruned(path):
            named = _named_in_config(read_text(path) or '')
            home = posixpath.dirname(path)
            folder = home.removesuffix('.config').rstrip('/')
            package = posixpath.join(folder, 'package.json')
            if package in paths:
                # The file's other settings hold for these commands, too.
                command = _named_in_commands(_scripts(_package(read_text(package) or '')))
                yield from _source(folder, command, BY_COMMANDS, paths, path)
            if posixpath.basename(home) == '.config':
                # Prisma takes the path from the file's folder; some write it from the package's.
                yield from _source(home, named, BY_PRISMA_CONFIG, paths, path)
                home = posixpath.dirname(home)
            yield from _source(home, named, BY_PRISMA_CONFIG, paths, path)
    folders = {
        folder for path in (*schemas, *(f'{root}/x' for root in roots))
        for folder in parents(posixpath.dirname(path).strip('/'))
    }
    for folder in sorted(folders):
        path = posixpath.join(folder, 'package.json')
        if path in paths:
            text = read_text(path) or ''
            if 'prisma' in text:
                for rank, named in _named_in_package(text):
                    yield from _source(folder, named, rank, paths)


def _source(
        home: str, named: str | None, rank: int, paths: Collection[str],
        config: str | None = None,
) -> Iterator[SchemaSource]:
    if named is None:
        return
    path = posixpath.normpath(posixpath.join(home, named.replace('\\', '/')))
    if path.startswith(('../', '/')):
        return
    files = schema_files('' if path == '.' else path, paths)
    if files:
        yield SchemaSource(home.removesuffix('.config').rstrip('/'), (rank, 0), files, config)


def config_near(folders: Iterable[str], paths: Collection[str]) -> str | None:
    """The prisma.config file of the nearest of the folders."""
    for folder in folders:
        for name in _CONFIG_NAMES:
            path = posixpath.join(folder, name)
            if path in paths:
                return path
    return None


def _named_in_config(text: str) -> str | None:
    """The ``schema`` of a prisma.config file, relative to it."""
    from sync_guard.prisma.config_ts import read_config

    return read_config(text).schema


def _named_in_package(text: str) -> Iterator[tuple[int, str]]:
    package = _package(text)
    scripts = _scripts(package)
    section = package.get('prisma')
    if isinstance(section, dict) and isinstance(section.get('schema'), str):
        command = _named_in_commands(scripts)
        if command is not None:
            yield BY_COMMANDS, command
        yield BY_PACKAGE, section['schema']
    for script in scripts:
        if 'prisma' in script:
            for named in re.finditer(_SCHEMA_OPTION, script):
                yield BY_SCRIPT, named[1]


def _package(text: str) -> dict[str, Any]:
    import json

    try:
        package = json.loads(text)
    except ValueError:
        return {}
    return package if isinstance(package, dict) else {}


def _scripts(package: dict[str, Any]) -> list[str]:
    scripts = package.get('scripts')
    found = scripts.values() if isinstance(scripts, dict) else ()
    return [script for script in found if isinstance(script, str)]


def _named_in_commands(scripts: list[str]) -> str | None:
    """The one schema that every command of the scripts that makes the client or the database
    takes, by its --schema. None where one has no --schema or another's, and where the client is
    not among them: ``db push`` alone may fill a database for tests."""
    commands = [
        command for script in scripts for command in re.finditer(
            r'\bprisma\s+(generate|db\s+(?:push|pull)|migrate\s+(?:dev|deploy|reset))\b([^&|;]*)',
            script,
        )
    ]
    named = [re.search(_SCHEMA_OPTION, command[2]) for command in commands]
    schemas = {found and posixpath.normpath(found[1]) for found in named}
    if len(schemas) == 1 and any(command[1] == 'generate' for command in commands):
        return schemas.pop()
    return None


def _placed(schemas: list[str], read_text: ReadText) -> Iterator[SchemaSource]:
    """Schemas in their usual places, and a folder's only schema under another name."""
    folders: dict[str, list[str]] = {}
    for path in schemas:
        folders.setdefault(posixpath.dirname(path), []).append(path)
    for folder, files in folders.items():
        single = posixpath.join(folder, 'schema.prisma')
        if f'/{folder}'.endswith('/prisma/schema'):
            files = [path for path in schemas if path.startswith(f'{folder}/')]
            # Prisma wants one datasource; two are two schemas side by side.
            if len(files) > 1 and sum(_has_datasource(path, read_text) for path in files) == 1:
                home, order = _home(folder)
                yield SchemaSource(home, (BY_PLACE, order), tuple(sorted(files)))
                continue
        if single in files and not (
            # A twin for SQLite under the usual name leaves the folder to the others.
            len(files) > 1 and _provider((single,), read_text) not in (None, *_POSTGRESQL)
        ):
            home, order = _home(single)
            yield SchemaSource(home, (BY_PLACE, order), (single,))
        else:
            own = [path for path in files if _provider((path,), read_text) in _POSTGRESQL]
            if len(own) > 1:
                own = [path for path in own if 'supabase' in posixpath.basename(path).lower()]
            if len(own) == 1:
                home, _ = _home(single)
                yield SchemaSource(home, (BY_CHANCE, 0), tuple(own))


def _home(path: str) -> tuple[str, int]:
    """The folder a usual place is usual in, and how usual it is there."""
    found = [
        (f'/{path}'[:-len(place) - 1].strip('/'), order)
        for order, place in enumerate(_PLACES) if f'/{path}'.endswith(f'/{place}')
    ]
    return min(found, default=(posixpath.dirname(path), len(_PLACES)))


def _has_datasource(path: str, read_text: ReadText) -> bool:
    return bool(re.search(r'(?m)^[ \t]*datasource\s', read_text(path) or ''))


def _provider(files: tuple[str, ...], read_text: ReadText) -> str | None:
    """The datasource's provider, None where no file has a datasource that can be read."""
    for path in files:
        found = re.search(
            r'(?m)^[ \t]*datasource\s[^}]*?^[ \t]*provider[ \t]*=[ \t]*"([^"\n]*)"',
            read_text(path) or '',
        )
        if found:
            return found[1]
    return None
