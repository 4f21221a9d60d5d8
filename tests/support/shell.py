"""Real git repositories for the tests, in an environment that no machine's settings reach."""
from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
ENVIRON = {
    **{
        key: value for key, value in os.environ.items()
        if not key.startswith(('GIT_', 'PRE_COMMIT'))
    },
    'GIT_AUTHOR_NAME': 'A U Thor',
    'GIT_AUTHOR_EMAIL': 'author@example.invalid',
    'GIT_COMMITTER_NAME': 'C O Mitter',
    'GIT_COMMITTER_EMAIL': 'committer@example.invalid',
    'GIT_CONFIG_GLOBAL': os.devnull,
    'GIT_CONFIG_NOSYSTEM': '1',
    'GIT_TERMINAL_PROMPT': '0',
    # The copy under test, also where it is not installed.
    'PYTHONPATH': os.pathsep.join(filter(None, (str(TOP), os.environ.get('PYTHONPATH')))),
    'PYTHONIOENCODING': 'utf-8',
    'LC_ALL': 'C.UTF-8',
}


def run(
        *command: str | os.PathLike[str], cwd: Path, stdin: str = '', **variables: str,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with variables added to the environment, and do not judge it."""
    return subprocess.run(
        command, cwd=cwd, env={**ENVIRON, **variables}, input=stdin,
        encoding='utf-8', errors='surrogateescape', capture_output=True, check=False,
    )


def git(cwd: Path, *args: str | os.PathLike[str], **variables: str) -> str:
    """What git prints; its own words are the failure when it fails."""
    done = run('git', *args, cwd=cwd, **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.rstrip('\n')


def sync_guard(cwd: Path, *args: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command line of the copy under test."""
    return run(sys.executable, '-m', 'sync_guard', *args, cwd=cwd, **variables)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def new_repository(folder: Path, files: dict[str, str] | None = None) -> Path:
    """A repository on branch main, with one commit that holds the files, if there are any."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, 'init', '--quiet', '--template=', '--initial-branch=main')
    if files:
        write(folder, files)
        git(folder, 'add', '.')
        git(folder, 'commit', '--quiet', '-m', 'first')
    return folder


def copy_checkout(folder: Path) -> Path:
    """The tracked files of this checkout as they are now, in a repository of their own."""
    names = [name for name in git(TOP, 'ls-files', '-z').split('\0') if name]
    for name in names:
        if (TOP / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / name, folder / name)
    git(folder, 'init', '--quiet', '--template=', '--initial-branch=main')
    git(folder, 'add', '--all')
    git(folder, 'commit', '--quiet', '-m', 'checkout')
    return folder


def readme_blocks(language: str) -> list[str]:
    """The fenced blocks of the README in one language, in order."""
    return re.findall(
        rf'^```{language}\n(.*?)^```$', (TOP / 'README.md').read_text('utf-8'), re.DOTALL | re.M,
    )
