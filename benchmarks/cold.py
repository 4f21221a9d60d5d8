"""What it costs to read and replay a history of which nothing is cached.

    python benchmarks/cold.py FOLDER…

A FOLDER is a checkout, of which every supabase/migrations is taken, or a migrations folder. For
each: the files and bytes, the seconds of one core to read and to replay them, MB/s, and the ratio
to the seconds that sqlparse's own lexer takes for the same bytes, which depends on the machine as
ours do. The better of two runs counts, without imports.
"""
from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable

# The package as it stands here, from whichever folder this is run in.
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from sqlparse import lexer

from benchmarks.corpus import files_of
from benchmarks.corpus import migration_folders
from sync_guard.postgres import read
from sync_guard.postgres import replay

_RUNS = 2


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    arguments.add_argument('folder', nargs='+')
    replay(None, [('', read('do $$ begin perform 1; end $$; select 1'))])  # what is imported late
    for folder in arguments.parse_args().folder:
        for migrations in migration_folders(os.path.abspath(folder)):
            _measure(migrations)
    return 0


def _measure(folder: str) -> None:
    files = files_of(folder)
    size = sum(len(text.encode('utf-8', 'surrogateescape')) for _, text in files)
    if not size:
        return
    read_files = [(path, read(text)) for path, text in files]
    reading = _seconds(lambda: [read(text) for _, text in files])
    replaying = _seconds(lambda: replay(None, read_files))
    yardstick = _seconds(lambda: [sum(1 for _ in lexer.tokenize(text)) for _, text in files])
    whole = reading + replaying
    print(
        f'{folder}: {len(files)} files, {size} bytes; {reading:.2f} s to read, {replaying:.2f} s '
        f'to replay, {size / whole / 1e6:.2f} MB/s, {whole / yardstick:.2f} of sqlparse\'s lexer',
    )


def _seconds(work: Callable[[], object]) -> float:
    """Seconds of this process alone: what else runs on the machine does not count."""
    best = float('inf')
    for _ in range(_RUNS):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


if __name__ == '__main__':
    raise SystemExit(main())
