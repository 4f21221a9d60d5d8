"""Running git: the only place of the project that starts a git process.

The user's environment is handed on as it is. It says which index a commit is made of
(``GIT_INDEX_FILE``: ``index.lock`` for ``commit -a``, ``next-index-PID.lock`` for
``commit -- path``) and, in a linked worktree, which git directory (``GIT_DIR``). What is added only
forbids: refreshing the index on disk, and fetching objects that a partial clone left out.
"""
from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from collections.abc import Sequence

from sync_guard.errors import UsageError

_FORBID = {
    'GIT_OPTIONAL_LOCKS': '0',
    # git >= 2.45 knows the first; every git knows the second, a white list of transports.
    'GIT_NO_LAZY_FETCH': '1',
    'GIT_ALLOW_PROTOCOL': 'none',
}
# Relative values are relative to where git was started, and that may be a sub-folder.
_PLACES = ('GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_OBJECT_DIRECTORY')
# `git --literal-pathspecs commit` hands its way of reading pathspecs on to the hook.
_PATHSPECS = frozenset({
    'GIT_LITERAL_PATHSPECS', 'GIT_GLOB_PATHSPECS', 'GIT_NOGLOB_PATHSPECS', 'GIT_ICASE_PATHSPECS',
})
# The ids of no bytes and of no files, which git knows in every repository.
EMPTY = {
    'sha1': (
        'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
        '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
    ),
    'sha256': (
        '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
        '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
    ),
}


class GitError(UsageError):
    """git refused. The message is git's own."""

    @classmethod
    def of(cls, process: subprocess.Popen[bytes], complaint: bytes) -> GitError:
        return cls(wording(complaint) or f'git ended with exit code {process.returncode}')


class Git:
    """git, run in one folder with one environment."""

    def __init__(self, cwd: str, environ: Mapping[str, str]) -> None:
        self.cwd = cwd
        self.environ = {
            name: value for name, value in environ.items() if name not in _PATHSPECS
        } | _FORBID
        self._answers: dict[tuple[str, ...], bytes | None] = {}

    def at(self, folder: str) -> Git:
        """The same git started in another folder of the same working tree."""
        moved = Git(folder, self.environ)
        if os.path.realpath(folder) != os.path.realpath(self.cwd):
            for name in _PLACES:
                if name in moved.environ:
                    moved.environ[name] = os.path.join(
                        os.path.abspath(self.cwd), moved.environ[name],
                    )
        return moved

    def start(self, *args: str, stdin: bool = False) -> subprocess.Popen[bytes]:
        """Start ``git ARGS`` without waiting: several at once cost hardly more than one."""
        try:
            return subprocess.Popen(
                ('git', *args),
                cwd=self.cwd,
                env=self.environ,
                stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            if not os.path.isdir(self.cwd):
                raise UsageError(f'{self.cwd} is not a directory') from error
            raise UsageError(f'git cannot be run: {error.strerror}: is it on PATH?') from error

    def run(self, *args: str) -> bytes:
        """What ``git ARGS`` prints; raises GitError when it fails."""
        return finish(self.start(*args))

    def run_together(self, *commands: Sequence[str]) -> list[bytes]:
        """What each of the commands prints, all running at once; raises GitError when one fails."""
        processes = [self.start(*command) for command in commands]
        answers = [process.communicate() for process in processes]
        for process, (_, complaint) in zip(processes, answers):
            if process.returncode != 0:
                raise GitError.of(process, complaint)
        return [out for out, _ in answers]

    def ask(self, *commands: Sequence[str]) -> list[bytes | None]:
        """What each of the commands prints, all running at once; None for one that fails.

        For questions whose answer stays the same during one run: each is put once.
        """
        new = {tuple(command) for command in commands}.difference(self._answers)
        processes = [(command, self.start(*command)) for command in new]
        for command, process in processes:
            out, _ = process.communicate()
            self._answers[command] = None if process.returncode else out
        return [self._answers[tuple(command)] for command in commands]


def finish(process: subprocess.Popen[bytes]) -> bytes:
    """Wait for a started process and return what it printed; raises GitError when it failed."""
    out, complaint = process.communicate()
    if process.returncode != 0:
        raise GitError.of(process, complaint)
    return out


def abandon(process: subprocess.Popen[bytes]) -> None:
    """End a process whose answer nobody needs any more."""
    process.kill()
    process.communicate()


def wording(complaint: bytes) -> str:
    """What git says, for a person to read."""
    return decode(complaint).strip().removeprefix('fatal: ').removeprefix('error: ')


def decode(path: bytes) -> str:
    """Text from git: UTF-8 as a rule, and any other bytes survive the way there and back."""
    return path.decode('utf-8', 'surrogateescape')
