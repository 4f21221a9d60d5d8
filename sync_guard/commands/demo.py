"""`sync-guard demo`: a throw-away repository in which an unsynced commit is blocked, then mended.

What it prints is what happened: real commits through the real hook. Nothing outside the temporary
folder is read or written, whatever hooks, templates or signing the user's git is set up for.
"""
from __future__ import annotations

import io
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from typing import TextIO

from sync_guard.errors import BLOCKED
from sync_guard.errors import DEFECT
from sync_guard.errors import IN_STEP

_SCHEMA = 'prisma/schema.prisma'
_NEW_MIGRATION = 'supabase/migrations/20250120093000_last_seen.sql'
_NEW_SQL = 'ALTER TABLE users ADD COLUMN last_seen timestamptz;\n'
_PROJECT = {
    'supabase/migrations/20250101090000_users.sql': '''\
CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);
''',
    _SCHEMA: '''\
datasource db {
  provider = "postgresql"
}

generator client {
  provider = "prisma-client"
  output   = "../generated/prisma"
}

model User {
  id        String   @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  email     String   @unique
  createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(6)

  @@map("users")
}
''',
}
# Of the repository itself, so that they win over the user's and the machine's.
_SETTINGS = {
    'user.name': 'sync-guard demo',
    'user.email': 'demo@example.invalid',
    'commit.gpgSign': 'false',
    'core.autocrlf': 'false',
    'core.hooksPath': '.git/hooks',
}


def demo(environ: Mapping[str, str], out: TextIO, *, keep: bool) -> int:
    """Run the demonstration; 0 when the commit was blocked and then passed, as it should."""
    prefix = 'sync-guard-demo-'
    if keep:
        folder = tempfile.mkdtemp(prefix=prefix)
        code = _play(folder, _environment(environ), out)
        out.write(f'\nThe repository is kept in {folder}\n')
        return code
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        return _play(folder, _environment(environ), out)


def _play(folder: str, environ: dict[str, str], out: TextIO) -> int:
    from sync_guard.commands.install import install

    _set_up(folder, environ)
    out.write(
        '# A new repository: a Supabase migration that creates the table users, and a Prisma\n'
        '# schema with the model User. They are in step.\n'
        '$ git sync-guard install\n',
    )
    install(folder, environ, out)

    out.write(f'\n# A new migration, and nobody thought of the schema.\n$ cat {_NEW_MIGRATION}\n')
    out.write(_NEW_SQL)
    _write(folder, _NEW_MIGRATION, _NEW_SQL)
    if _commit(folder, environ, out) != BLOCKED:
        return _unexpected(out, 'the unsynced commit was not blocked')

    model, line = _line_to_paste(folder, environ)
    out.write(f'\n# The help line says what to add to model {model}:\n')
    _paste(folder, model, line)
    out.write(_git(folder, environ, 'diff', '--unified=0', '--', _SCHEMA).stdout)
    if _commit(folder, environ, out) != IN_STEP:
        return _unexpected(out, 'the mended commit did not pass')
    return IN_STEP


def _set_up(folder: str, environ: dict[str, str]) -> None:
    # An empty template: the user's may bring hooks.
    _git(folder, environ, 'init', '--quiet', '--template=').check_returncode()
    _git(folder, environ, 'symbolic-ref', 'HEAD', 'refs/heads/main').check_returncode()
    for key, value in _SETTINGS.items():
        _git(folder, environ, 'config', key, value).check_returncode()
    for path, text in _PROJECT.items():
        _write(folder, path, text)
    _git(folder, environ, 'add', '.').check_returncode()
    _git(folder, environ, 'commit', '--quiet', '-m', 'users').check_returncode()


def _commit(folder: str, environ: dict[str, str], out: TextIO) -> int:
    message = 'remember when people were last here'
    out.write(f'\n$ git add . && git commit -m "{message}"\n')
    _git(folder, environ, 'add', '.').check_returncode()
    committed = _git(folder, environ, 'commit', '-m', message)
    out.write(committed.stdout)
    return committed.returncode


def _line_to_paste(folder: str, environ: dict[str, str]) -> tuple[str, str]:
    """The model and the field line that the help of the one finding names."""
    from sync_guard.commands.check import check

    report = io.StringIO()
    check(
        folder, environ, report,
        range_=None, staged=True, base=None, everything=False,
        level=None, format_='json', stats=False,
    )
    helps = [finding['help'] for finding in json.loads(report.getvalue())['findings']]
    found = re.search(r'add to model (\w+)\s+(.+)', '\n'.join(helps))
    if found is None:
        raise AssertionError(f'no line to paste in {helps}')
    return found[1], found[2]


def _paste(folder: str, model: str, line: str) -> None:
    """Put the line after the last field of the model, which an empty line ends."""
    with open(os.path.join(folder, _SCHEMA), encoding='utf-8') as file:
        before, start, rest = file.read().partition(f'model {model} {{\n')
    fields, _, attributes = rest.partition('\n\n')
    _write(folder, _SCHEMA, f'{before}{start}{fields}\n  {line}\n\n{attributes}')


def _unexpected(out: TextIO, what: str) -> int:
    out.write(f'\nsync-guard: {what}; please report this with all of the above\n')
    return DEFECT


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The user's environment without what would reach into the demonstration."""
    kept = {
        key: value for key, value in environ.items()
        # A hook or an alias may have started us: GIT_DIR and PRE_COMMIT_FROM_REF name its own.
        if not key.startswith(('GIT_', 'PRE_COMMIT', 'SYNC_GUARD'))
    }
    # The hook runs this very copy, also out of a checkout that is not installed.
    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    inherited = kept.get('PYTHONPATH')
    return {
        **kept,
        'GIT_AUTHOR_DATE': '2025-01-20T09:30:00Z',
        'GIT_COMMITTER_DATE': '2025-01-20T09:30:00Z',
        'GIT_CONFIG_GLOBAL': os.devnull,
        'GIT_CONFIG_NOSYSTEM': '1',
        'LC_ALL': 'C.UTF-8',
        'PYTHONIOENCODING': 'utf-8',
        'PYTHONPATH': package + (os.pathsep + inherited if inherited else ''),
    }


def _git(folder: str, environ: dict[str, str], *args: str) -> subprocess.CompletedProcess[str]:
    """git in the throw-away repository, its two outputs in one as on a terminal."""
    return subprocess.run(
        ('git', *args), cwd=folder, env=environ, encoding='utf-8', errors='backslashreplace',
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )


def _write(folder: str, path: str, text: str) -> None:
    target = os.path.join(folder, path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, 'w', encoding='utf-8', newline='\n') as file:
        file.write(text)
