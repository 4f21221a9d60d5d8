"""Starts a server and stops it when standard input ends, however the tests end.

Runs as a process of its own: a test run that is killed closes the pipe, and so leaves neither a
server nor its files behind. Arguments: the folder to remove at the end, the user to run as (empty:
this one), pg_ctl, and what pg_ctl needs to start the server.
"""
from __future__ import annotations

import shutil
import signal
import subprocess
import sys


def main(folder: str, user: str, pg_ctl: str, data: str, *start: str) -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the tests; they close the pipe

    def run(*arguments: str) -> int:
        # No pipes: the server inherits them, and a reader would wait for its end.
        return subprocess.run(
            [pg_ctl, '-D', data, '-w', *arguments], user=user or None, cwd=folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ).returncode

    try:
        started = run(*start, 'start')
        print('started' if started == 0 else 'failed', flush=True)
        sys.stdin.read()
        if started == 0:
            run('-m', 'immediate', 'stop')
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == '__main__':
    raise SystemExit(main(*sys.argv[1:]))
