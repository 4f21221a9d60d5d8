"""Which major version of Prisma a project has: by what its package.json asks for where that leaves
no choice, else by what the lock file of npm, pnpm, Yarn or Bun has chosen."""
from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any

ReadText = Callable[[str], 'str | None']

# Both have one version; the client is the one that every project has.
_NAMES = ('@prisma/client', 'prisma')
_SECTIONS = ('dependencies', 'devDependencies', 'optionalDependencies')


def prisma_major(
        folders: Iterable[str], paths: Collection[str], read_text: ReadText,
) -> int | None:
    """The version of the nearest package.json that asks for Prisma, the first of ``folders`` being
    the nearest; None where nobody can say."""
    folders = list(folders)
    for folder in folders:
        path = posixpath.join(folder, 'package.json')
        text = read_text(path) if path in paths else None
        if not text or not any(f'"{name}"' in text for name in _NAMES):
            continue
        package = _read_json(text)
        for name in _NAMES:
            wanted = next((
                version for section in _SECTIONS
                if isinstance(version := _at(package, section, name), str)
            ), None)
            if wanted is not None:
                around = folders[folders.index(folder):]
                if wanted.startswith('catalog:'):
                    wanted = _catalogued(wanted, name, around, paths, read_text) or wanted
                return _only_major(wanted) or _locked(name, wanted, around, paths, read_text)
    return None


def _only_major(wanted: str) -> int | None:
    """The major version that a range of npm's allows; None where it allows several, or is none."""
    text = wanted.removeprefix('workspace:')
    if text.startswith('npm:'):
        text = text.rpartition('@')[2]  # another name for a package
    majors: set[int] = set()
    for range_ in text.split('||'):
        found = re.fullmatch(
            r'\s*(?P<sign>[\^~=v ]*|>=?\s*v?)(?P<low>\d+)(?:\.[\w.*+-]*)?'
            r'(?:\s+(?P<below><=?|-)\s*v?(?P<high>\d+)(?P<minor>\.[\w.+-]*)?)?\s*', range_,
        )
        if found is None:
            return None
        low = high = int(found['low'])
        if found['high'] is not None:
            high = int(found['high'])
            if found['below'] == '<' and not re.search('[1-9]', found['minor'] or ''):
                high -= 1
        elif '>' in found['sign']:
            return None
        majors.update((low, high))
    return majors.pop() if len(majors) == 1 else None


def _catalogued(
    wanted: str, name: str, folders: list[str], paths: Collection[str], read_text: ReadText,
) -> str | None:
    """What a catalog asks for: those of pnpm and Yarn are in YAML, Bun's in a package.json."""
    catalog = wanted.removeprefix('catalog:').strip()
    for folder in folders:
        for file in ('pnpm-workspace.yaml', '.yarnrc.yml'):
            path = posixpath.join(folder, file)
            if path in paths:
                found = _yaml_entry(read_text(path) or '', catalog, name)
                if found is not None:
                    return found
        path = posixpath.join(folder, 'package.json')
        text = read_text(path) or '' if path in paths else ''
        if '"catalog' in text:
            package = _read_json(text)
            for holder in (_at(package, 'workspaces'), package):
                inner = _at(holder, 'catalogs', catalog) if catalog not in ('', 'default') else (
                    _at(holder, 'catalog') or _at(holder, 'catalogs', 'default')
                )
                if isinstance(version := _at(inner, name), str):
                    return version
    return None


def _yaml_entry(text: str, catalog: str, name: str) -> str | None:
    """``name`` in ``catalog:``, or in the one of ``catalogs:`` that is called so."""
    open_keys: list[tuple[int, str]] = []
    wanted = [['catalogs', catalog or 'default', name]]
    if catalog in ('', 'default'):
        wanted.append(['catalog', name])
    for line in text.splitlines():
        found = re.fullmatch(r'( *)["\']?([^"\'\s:#][^"\':]*)["\']?\s*:(?:\s+(.*))?', line.rstrip())
        if found is None:
            continue
        depth = len(found[1])
        open_keys = [key for key in open_keys if key[0] < depth] + [(depth, found[2])]
        if found[3] and [key for _, key in open_keys] in wanted:
            return found[3].partition(' #')[0].strip().strip('"\'')
    return None


def _locked(
    name: str, wanted: str, folders: list[str], paths: Collection[str], read_text: ReadText,
) -> int | None:
    """What the nearest lock file has for the package of the first folder."""
    for folder in folders:
        below = posixpath.relpath(folders[0] or '.', folder or '.').strip('.')
        for file, read in _LOCKS:
            path = posixpath.join(folder, file)
            if path in paths:
                text = read_text(path) or ''
                for known in (name, *_NAMES):
                    majors = {
                        int(number[0]) for version in read(text, known, wanted, below)
                        if (number := re.match(r'\d+', version)) is not None
                    }
                    if majors:
                        return majors.pop() if len(majors) == 1 else None
    return None


def _npm(text: str, name: str, wanted: str, below: str) -> Iterator[str]:
    lock = _read_json(text)
    while True:
        version = _at(lock, 'packages', posixpath.join(below, 'node_modules', name), 'version')
        if version is None and not below:
            version = _at(lock, 'dependencies', name, 'version')  # npm 6
        if isinstance(version, str):
            yield version
            return
        if not below:
            return
        below = posixpath.dirname(below)


def _pnpm(text: str, name: str, wanted: str, below: str) -> Iterator[str]:
    importer = re.search(
        rf'(?ms)^  (["\']?){re.escape(below or ".")}\1:\n(.*?)(?=^ {{0,2}}\S|\Z)',
        text.partition('\nimporters:')[2],
    )
    for known in (name, *_NAMES) if importer is not None else ():
        found = importer and re.search(
            rf'(?m)^ +["\']?{re.escape(known)}["\']?:(?:\n +specifier:.*)?(?:\n +version:)? *["\']?'
            r'(\d+\.[^\s("\']*)', importer[2],
        )
        if found:
            yield found[1]
            return
    # Of one project alone; the slashes are those of older versions.
    yield from re.findall(rf'(?m)^ +["\']?/?{re.escape(name)}[@/](\d+\.[\w.-]*)', text)


def _yarn(text: str, name: str, wanted: str, below: str) -> Iterator[str]:
    entries = re.findall(
        rf'(?m)^(.*{re.escape(name)}@.*):\n  version:? "?([^"\n]+)', text,
    )
    named = [(head.replace('"', '').split(', '), version) for head, version in entries]
    exact = [v for heads, v in named if {f'{name}@{wanted}', f'{name}@npm:{wanted}'} & {*heads}]
    yield from exact or (
        version for heads, version in named if any(head.startswith(f'{name}@') for head in heads)
    )


def _bun(text: str, name: str, wanted: str, below: str) -> Iterator[str]:
    yield from re.findall(rf'"{re.escape(name)}": *\[ *"{re.escape(name)}@(\d[^"]*)"', text)


_Reader = Callable[[str, str, str, str], Iterator[str]]
# bun.lockb is binary, and is not read.
_LOCKS: tuple[tuple[str, _Reader], ...] = (
    ('package-lock.json', _npm), ('npm-shrinkwrap.json', _npm), ('pnpm-lock.yaml', _pnpm),
    ('yarn.lock', _yarn), ('bun.lock', _bun),
)


def _read_json(text: str) -> Any:
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _at(value: Any, *keys: str) -> Any:
    """What is under nested keys; None where they are not there."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
