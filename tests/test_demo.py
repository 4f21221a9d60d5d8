"""`sync-guard demo`: what it shows really happens, whatever git is set up for."""
from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path

import pytest

from sync_guard.commands.demo import demo
from tests.support.shell import ENVIRON
from tests.support.shell import git
from tests.support.shell import new_repository
from tests.support.shell import run
from tests.support.shell import write


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which temporary folders are made."""
    folder = tmp_path / 'scratch'
    folder.mkdir()
    monkeypatch.setattr(tempfile, 'tempdir', str(folder))
    return folder


def play(keep: bool = False, **variables: str) -> str:
    out = io.StringIO()
    assert demo({**ENVIRON, **variables}, out, keep=keep) == 0, out.getvalue()
    return out.getvalue()


def test_the_commit_is_blocked_then_mended_then_passes(scratch: Path) -> None:
    said = play()
    commit = r'\$ git add \. && git commit -m "[^"]+"\n'
    blocked, mended, passed = re.split(commit, said)
    assert 'ALTER TABLE users ADD COLUMN last_seen timestamptz;' in blocked
    help_line = re.search(r'add to model User +(lastSeen .*)', mended)
    assert help_line is not None
    assert f'\n+  {help_line[1]}\n' in mended
    assert '2 files changed' in passed
    assert list(scratch.iterdir()) == []


def test_what_is_kept_is_the_repository_it_told_of(scratch: Path) -> None:
    said = play(keep=True)
    kept, = scratch.iterdir()
    assert said.endswith(f'\nThe repository is kept in {kept}\n')
    assert git(kept, 'log', '--format=%s').splitlines() == [
        'remember when people were last here', 'users',
    ]
    assert git(kept, 'status', '--porcelain') == ''


def test_it_prints_the_same_each_time() -> None:
    assert play() == play()


def test_no_setting_of_the_user_reaches_it(tmp_path: Path) -> None:
    write(tmp_path, {
        'home/.gitconfig': f'''\
[core]
    hooksPath = {tmp_path}/home/hooks
    autocrlf = true
    excludesFile = {tmp_path}/home/ignore
[commit]
    gpgSign = true
    template = {tmp_path}/home/none
[gpg]
    program = false
[init]
    templateDir = {tmp_path}/home/template
    defaultBranch = trunk
[diff]
    external = false
    noprefix = true
''',
        'home/ignore': '*\n',
        'home/hooks/pre-commit': '#!/bin/sh\necho never\nexit 1\n',
        'home/template/hooks/pre-commit': '#!/bin/sh\necho never\nexit 1\n',
    })
    for hook in tmp_path.glob('home/**/pre-commit'):
        hook.chmod(0o755)
    home = str(tmp_path / 'home')
    expected = play()
    assert play(HOME=home, GIT_CONFIG_GLOBAL=f'{home}/.gitconfig', LC_ALL='de_DE.UTF-8') == expected


def test_it_needs_no_name_of_an_author() -> None:
    environ = {key: value for key, value in ENVIRON.items() if not key.startswith('GIT_')}
    out = io.StringIO()
    assert demo(environ, out, keep=False) == 0


def test_the_repository_it_is_started_in_stays_as_it_is(tmp_path: Path) -> None:
    # As an alias or a hook would start it: git's variables name the repository around it.
    repository = new_repository(tmp_path / 'work', {'a': 'a\n'})
    play(
        GIT_DIR=str(repository / '.git'), GIT_WORK_TREE=str(repository),
        GIT_INDEX_FILE=str(repository / '.git' / 'index'), GIT_PREFIX='',
        PRE_COMMIT='1', PRE_COMMIT_FROM_REF='HEAD', PRE_COMMIT_TO_REF='HEAD',
    )
    assert git(repository, 'log', '--format=%s') == 'first'
    assert git(repository, 'status', '--porcelain') == ''
    assert not (repository / '.git' / 'hooks').exists()


def test_it_needs_no_repository_around_it(tmp_path: Path) -> None:
    done = run(sys.executable, '-m', 'sync_guard', 'demo', cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, '')
