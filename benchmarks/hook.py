"""The whole hook on a commit that adds one migration to 1,000, against what it must stay near.

    python benchmarks/hook.py [--migrations 1000] [--runs 21]

Both commands are started in turn, in pairs, as processes of their own:

    A  python -m sync_guard check            (cache as the last commit left it: one file is new)
    B  python -c "import click, git, sqlparse"

The ratio A/B of each pair is what counts, since it holds when the machine's speed drifts. The bar
is a median of 1.5 (docs/architecture.md, "Speed").
"""
from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ENVIRONMENT = {
    **{k: v for k, v in os.environ.items() if not k.startswith(('GIT_', 'PRE_COMMIT'))},
    'GIT_CONFIG_GLOBAL': os.devnull, 'GIT_CONFIG_NOSYSTEM': '1',
    'GIT_AUTHOR_NAME': 'A', 'GIT_AUTHOR_EMAIL': 'a@example.com',
    'GIT_COMMITTER_NAME': 'A', 'GIT_COMMITTER_EMAIL': 'a@example.com',
    # As installed: pip compiles what it installs, so the hook never pays for that.
    'PYTHONDONTWRITEBYTECODE': '',
    # The package as it stands here, from whichever folder the commands run in.
    'PYTHONPATH': str(Path(__file__).resolve().parent.parent),
}
HOOK = [sys.executable, '-m', 'sync_guard', 'check']
BASELINE = [sys.executable, '-c', 'import click, git, sqlparse']
TABLES = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--migrations', type=int, default=1000)
    parser.add_argument('--runs', type=int, default=21)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_project(root, options.migrations)
        cold = seconds(HOOK, root)
        print(f'cold   {cold * 1000:7.1f} ms  (no cache: all {options.migrations} parsed)')
        stage_one_more(root, options.migrations)
        cache = Cache(root)
        print(stats_of_one_run(root))
        pairs = []
        for _ in range(options.runs):
            cache.restore()
            pairs.append((seconds(HOOK, root), seconds(BASELINE, root)))
    for name, times in (('hook', [a for a, _ in pairs]), ('import', [b for _, b in pairs])):
        print(f'{name:6} {figures([t * 1000 for t in times], "ms")}')
    print(f'ratio  {figures([a / b for a, b in pairs], "  ")}')


def make_project(root: Path, migrations: int) -> None:
    """Tables first, then one added column a migration, all mirrored in the schema."""
    folder = root / 'supabase/migrations'
    folder.mkdir(parents=True)
    (root / 'prisma').mkdir()
    columns: dict[int, list[str]] = {}
    for number in range(migrations):
        table = number % TABLES
        if number < TABLES:
            sql = f'create table t{table} (id uuid primary key default gen_random_uuid());\n'
        else:
            columns.setdefault(table, []).append(f'c{number}')
            sql = f'alter table t{table} add column c{number} text;\n'
        (folder / f'{20200101000000 + number}_step.sql').write_text(sql)
    models = []
    for table in range(min(TABLES, migrations)):
        fields = ''.join(f'  {name} String?\n' for name in columns.get(table, []))
        default = '@default(dbgenerated("gen_random_uuid()"))'
        models.append(f'model t{table} {{\n  id String @id {default} @db.Uuid\n{fields}}}\n')
    (root / 'prisma/schema.prisma').write_text(
        'datasource db {\n  provider = "postgresql"\n}\n\n' + '\n'.join(models),
    )
    git(root, 'init', '-q', '-b', 'main')
    git(root, 'add', '.')


def stage_one_more(root: Path, migrations: int) -> None:
    git(root, 'commit', '-qm', 'Begin')
    path = root / f'supabase/migrations/{20200101000000 + migrations}_step.sql'
    path.write_text(
        'create index t0_id_idx on t0 (id);\n'
        'alter table t0 enable row level security;\n'
        "create policy own on t0 for select using (id = auth.uid());\n"
        "comment on table t0 is 'Of one person each';\n",
    )
    git(root, 'add', '.')


class Cache:
    """The cache as it is now, to be put back before each run: each must meet the new file."""

    def __init__(self, root: Path) -> None:
        self._path = root / '.git/sync-guard'
        self._kept = {p.name: p.read_bytes() for p in self._path.iterdir()}

    def restore(self) -> None:
        shutil.rmtree(self._path)
        self._path.mkdir()
        for name, data in self._kept.items():
            (self._path / name).write_bytes(data)


def stats_of_one_run(root: Path) -> str:
    command = [*HOOK, '--stats']
    return subprocess.run(
        command, cwd=root, env=ENVIRONMENT, check=True, capture_output=True, encoding='utf-8',
    ).stdout.strip()


def seconds(command: list[str], cwd: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def git(cwd: Path, *arguments: str) -> None:
    subprocess.run(['git', *arguments], cwd=cwd, env=ENVIRONMENT, check=True)


def figures(values: list[float], unit: str) -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    return f'{middle:7.2f} {unit} median  ({low:.2f} to {high:.2f})'


if __name__ == '__main__':
    main()
