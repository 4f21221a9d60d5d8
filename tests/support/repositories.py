"""A real git repository to act on as a user would."""
from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.support.shell import ENVIRON
from tests.support.shell import run

# The first command runs at this second, each later one a minute after.
_EPOCH = 1_700_000_000


class GitRepository:
    """A repository at ``path``; ``environ`` is the environment of whatever runs in it."""

    def __init__(self, path: Path, home: Path) -> None:
        self.path = path
        self.home = home
        self.environ = {
            **ENVIRON,
            'HOME': str(home),
            'USERPROFILE': str(home),
            'GIT_CONFIG_GLOBAL': str(home / '.gitconfig'),
        }
        self._second = _EPOCH

    def run(
        self, *command: str, cwd: str = '', **variables: str,
    ) -> subprocess.CompletedProcess[str]:
        """Run any program in the repository, or in its sub-folder ``cwd``, and do not judge it."""
        self._second += 60
        when = f'{self._second} +0000'
        dates = {'GIT_AUTHOR_DATE': when, 'GIT_COMMITTER_DATE': when}
        return run(*command, cwd=self.path / cwd, **{**self.environ, **dates, **variables})

    def git(self, *args: str, **variables: str) -> str:
        """What ``git ARGS`` prints, without the last newline; it has to succeed."""
        done = self.run('git', *args, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.rstrip('\n')

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file exactly as given, with its folders; nothing is staged."""
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def stage(self, files: Mapping[str, str | bytes]) -> None:
        """Write files and stage them."""
        for path, content in files.items():
            self.write(path, content)
        self.git('add', '--', *files)

    def commit(
        self, message: str = 'A commit', files: Mapping[str, str | bytes] | None = None,
    ) -> str:
        """Commit what is staged and the files given, without hooks; returns the commit's id."""
        if files:
            self.stage(files)
        self.git('commit', '--quiet', '--no-verify', '--allow-empty', '-m', message)
        return self.head()

    def head(self) -> str:
        return self.git('rev-parse', 'HEAD')

    def clone(self, name: str, *args: str) -> GitRepository:
        """A clone beside this repository, whose ``origin`` is this one."""
        path = self.path.parent / name
        self.git('clone', '--quiet', *args, self.path.as_uri(), str(path))
        return GitRepository(path, self.home)

    def worktree(self, name: str) -> GitRepository:
        """A linked working tree beside this one, on a new branch of its name."""
        path = self.path.parent / name
        self.git('worktree', 'add', '--quiet', '-b', name, str(path))
        return GitRepository(path, self.home)


def make_repository(
    tmp_path: Path, name: str = 'repository', *args: str,
    files: Mapping[str, str | bytes] | None = None,
) -> GitRepository:
    """A new repository ``tmp_path/name`` on branch main, made with ``git init ARGS``; with
    ``files`` (path to content) it has a first commit of them, without them it has none."""
    home = tmp_path / 'home'
    home.mkdir(exist_ok=True)
    path = tmp_path / name
    path.mkdir()
    repository = GitRepository(path, home)
    repository.git('init', '--quiet', '--template=', '--initial-branch=main', *args)
    if files:
        repository.commit('First commit', files)
    return repository
