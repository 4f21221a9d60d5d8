"""Prisma's own engines as the judge, in one Node process for a whole test run."""
from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from typing import Literal
from typing import NamedTuple

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'prisma')
_OLDEST_NODE = 20  # what the engines' packages ask for

Engine = Literal['7', '6']
# (path, text) pairs, or the text of one file.
Files = str | list[tuple[str, str]]


class NoPrisma(Exception):
    """The engines cannot be had here; the text says why."""


class Diff(NamedTuple):
    """`equal` is Prisma's verdict; `text` its summary of the steps (or SQL)."""

    equal: bool
    text: str


class Refused(Exception):
    """An engine's own error message."""


class Prisma:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Prisma]:
        """Install the engines where they are not yet (once a checkout), start, stop."""
        node = _install()
        process = subprocess.Popen(
            [node, '--no-warnings', os.path.join(_FOLDER, 'oracle.mjs')], cwd=_FOLDER,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding='utf-8',
        )
        try:
            yield cls(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()  # the end of its input is what ends it
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def validate(self, schema: Files, engine: Engine = '7') -> str | None:
        """None where the schema is good, else what Prisma says."""
        answer = self._ask('validate', schema, engine)
        return None if answer['ok'] else str(answer['message'])

    def dmmf(self, schema: Files, engine: Engine = '7') -> dict[str, Any]:
        """The datamodel as Prisma's generators get it: models, enums, types, indexes."""
        found: dict[str, Any] = self._ask('dmmf', schema, engine)['dmmf']
        return found

    def format(self, schema: str, engine: Engine = '7') -> str:
        return self.format_all([('schema.prisma', schema)], engine)[0][1]

    def format_all(
        self, files: list[tuple[str, str]], engine: Engine = '7',
    ) -> list[tuple[str, str]]:
        """The files of one schema, each as `prisma format` leaves it."""
        return [(path, text) for path, text in self._ask('format', files, engine)['files']]

    def pull(
        self, url: str, schema: str, engine: Engine = '7', *, again: bool = False,
    ) -> str:
        """The schema that `prisma db pull` would write over `schema`: of which it looks at the
        settings alone (`--force`), or ``again`` at what the database cannot know too."""
        return str(self._ask('pull', schema, engine, url=url, again=again)['files'][0][1])

    def diff(
            self, schema: Files, *, url: str | None = None, before: Files = '',
            script: bool = False, engine: Engine = '7', external: Iterable[str] = (),
    ) -> Diff:
        """`prisma migrate diff` from a database (or a schema, by default none) to `schema`.
        The tables in `external` (``schema.name``) are passed over."""
        answer = self._ask(
            'diff', schema, engine, url=url, script=script, external=[*external],
            **{'from': _pairs(before)},
        )
        return Diff(answer['exitCode'] == 0, answer['text'] or '')

    def _ask(self, cmd: str, schema: Files, engine: Engine, **more: Any) -> dict[str, Any]:
        request = {'cmd': cmd, 'engine': engine, 'files': _pairs(schema), **more}
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + '\n')
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError(f'the Prisma process ended at {cmd}')
        answer: dict[str, Any] = json.loads(line)
        if 'error' in answer:
            raise Refused(answer['error'])
        return answer


def _pairs(files: Files) -> list[tuple[str, str]]:
    if isinstance(files, str):
        return [('schema.prisma', files)] if files else []
    return list(files)


def _install() -> str:
    """The path of Node. `npm ci` without scripts: those would fetch native engines."""
    node, npm = shutil.which('node'), shutil.which('npm')
    if node is None or npm is None:
        raise NoPrisma(f'no Node: Prisma\'s engines need Node {_OLDEST_NODE} and npm')
    version = subprocess.run([node, '--version'], capture_output=True, text=True).stdout.strip()
    if int(version.lstrip('v').partition('.')[0] or 0) < _OLDEST_NODE:
        raise NoPrisma(f'Node {version} is too old: Prisma\'s engines need {_OLDEST_NODE}')
    with open(os.path.join(_FOLDER, 'package-lock.json'), 'rb') as lock:
        wanted = hashlib.sha256(lock.read()).hexdigest()
    stamp = os.path.join(_FOLDER, 'node_modules', '.installed')
    try:
        with open(stamp, encoding='ascii') as stream:
            if stream.read() == wanted:
                return node
    except FileNotFoundError:
        pass
    run = subprocess.run(
        [npm, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], cwd=_FOLDER,
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )
    if run.returncode:
        raise NoPrisma(f'npm ci failed: {run.stderr.strip()}')
    with open(stamp, 'w', encoding='ascii') as stream:
        stream.write(wanted)
    return node
