"""A real PostgreSQL for the length of a test run, without any set-up."""
from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tests.oracle.installation import Installation
from tests.oracle.installation import private_tree

# Speed at the cost of what a crash would lose: nothing here outlives the run.
_SETTINGS = {
    'fsync': 'off', 'synchronous_commit': 'off', 'full_page_writes': 'off', 'autovacuum': 'off',
    'jit': 'off', 'max_connections': '20', 'shared_buffers': '32MB', 'wal_level': 'minimal',
    'max_wal_senders': '0', 'unix_socket_directories': '', 'listen_addresses': '127.0.0.1',
    'log_min_messages': 'fatal', 'max_locks_per_transaction': '1024',
}


class NoServer(Exception):
    """No PostgreSQL could be started; the text says why."""


@contextmanager
def running(installation: Installation) -> Iterator[str]:
    """Start the server, yield the URL of its superuser `postgres`, stop it and remove all of it."""
    user = _unprivileged_user()
    folder = os.path.realpath(tempfile.mkdtemp(prefix='sync-guard-pg-'))
    # The server's user must pass through; its data stay private (initdb sees to it).
    os.chmod(folder, 0o755)
    password = secrets.token_hex(16)
    supervisor = None
    try:
        private = private_tree(installation, os.path.join(folder, 'tree'), user is not None)
        data = os.path.join(folder, 'data')
        _create_cluster(private, folder, data, password, user)
        for _ in range(3):  # another process may take the free port before the server does
            port = _free_port()
            supervisor = _start(private, folder, data, port, user)
            if supervisor is not None:
                break
        else:
            raise NoServer(f'{installation.program("postgres")} does not start: {_log(folder)}')
        yield f'postgresql://postgres:{password}@127.0.0.1:{port}/postgres'
    finally:
        if supervisor is not None and supervisor.stdin is not None:
            supervisor.stdin.close()
            supervisor.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_user() -> str | None:
    """Whom to run the server as: None is this user; PostgreSQL refuses to run as root."""
    if not hasattr(os, 'geteuid') or os.geteuid() != 0:
        return None
    import pwd
    for name in ('postgres', 'nobody'):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise NoServer('PostgreSQL does not run as root, and there is no user postgres or nobody')


def _create_cluster(
        private: Installation, folder: str, data: str, password: str, user: str | None,
) -> None:
    secret = os.path.join(folder, 'password')
    with open(secret, 'w', encoding='ascii') as stream:
        stream.write(password)
    os.mkdir(data)
    if user is not None:
        _give(folder, user)
    run = subprocess.run(
        [
            private.program('initdb'), '-D', data, '-U', 'postgres', '--pwfile', secret,
            '--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-locale', '--no-sync',
            '-L', private.sharedir,
        ],
        user=user, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )
    if run.returncode:
        raise NoServer(f'initdb of {private.program("initdb")} failed: {run.stderr.strip()}')
    with open(os.path.join(data, 'postgresql.auto.conf'), 'a', encoding='ascii') as stream:
        stream.writelines(f"{key} = '{value}'\n" for key, value in _SETTINGS.items())


def _give(folder: str, user: str) -> None:
    """Make the user the owner of all of it: root's umask may keep everyone else out."""
    import pwd
    account = pwd.getpwnam(user)
    for path, folders, files in os.walk(folder):
        for name in ('', *folders, *files):
            os.lchown(os.path.join(path, name), account.pw_uid, account.pw_gid)


def _start(
        private: Installation, folder: str, data: str, port: int, user: str | None,
) -> subprocess.Popen[str] | None:
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'supervise.py')
    supervisor = subprocess.Popen(
        [
            sys.executable, script, folder, user or '', private.program('pg_ctl'), data,
            '-l', os.path.join(folder, 'log'), '-t', '60', '-o', f'-p {port}',
            '-p', private.program('postgres'),
        ],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    assert supervisor.stdout is not None
    if supervisor.stdout.readline().strip() == 'started':
        return supervisor
    supervisor.kill()
    supervisor.wait()
    return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        port: int = probe.getsockname()[1]
        return port


def _log(folder: str) -> str:
    try:
        with open(os.path.join(folder, 'log'), encoding='utf-8', errors='replace') as stream:
            return stream.read().strip()
    except OSError:
        return 'it wrote no log'
