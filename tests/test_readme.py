"""What the README shows is what happens; `python -m tests.test_readme` writes what is generated."""
from __future__ import annotations

import io
import json
from pathlib import Path

from sync_guard import config
from sync_guard import rules
from sync_guard.commands.demo import demo
from sync_guard.errors import IN_STEP
from sync_guard.finding import ITEMS
from tests.support.shell import ENVIRON
from tests.support.shell import git
from tests.support.shell import new_repository
from tests.support.shell import readme_blocks
from tests.support.shell import sync_guard
from tests.support.shell import TOP
from tests.support.shell import write

README = TOP / 'README.md'


def recorded_session() -> str:
    out = io.StringIO()
    assert demo(ENVIRON, out, keep=False) == IN_STEP, out.getvalue()
    return f'```console\n$ git sync-guard demo\n{out.getvalue()}```\n'


def rule_table() -> str:
    rows = [
        f'| `{rule.name}` | {ITEMS[rule.item]} | {rule.explanation.splitlines()[0]} |'
        for item in ITEMS for rule in rules.load().values() if rule.item == item
    ]
    return '\n'.join(['| rule | item | what is the case |', '|---|---|---|', *rows, ''])


def with_generated_parts(text: str) -> str:
    for name, part in (('demo', recorded_session()), ('rules', rule_table())):
        before, start, rest = text.partition(f'<!-- {name}: python -m tests.test_readme -->\n')
        _, end, after = rest.partition('<!-- end -->')
        assert start and end, name
        text = f'{before}{start}{part}{end}{after}'
    return text


def test_the_recorded_session_and_the_table_of_rules_are_what_is_printed_now() -> None:
    text = README.read_text('utf-8')
    assert text == with_generated_parts(text)


def test_the_configuration_shown_is_valid() -> None:
    shown, = readme_blocks('toml')
    assert config.read(shown).projects


def test_the_comments_shown_silence_what_they_name(tmp_path: Path) -> None:
    ignored = {'supabase/migrations/2_legacy.sql': readme_blocks('sql')[0]}
    schema = {
        'supabase/migrations/1_users.sql':
            'CREATE TABLE users (id uuid PRIMARY KEY, balance numeric NOT NULL);\n',
        'prisma/schema.prisma':
            f'datasource db {{\n  provider = "postgresql"\n}}\n\n{readme_blocks("prisma")[0]}',
    }
    repository = new_repository(tmp_path, {'a': 'a\n'})
    for silenced in (True, False):
        write(repository, {
            path: text if silenced else text.replace('sync-guard:', 'once it said:')
            for path, text in {**schema, **ignored}.items()
        })
        git(repository, 'add', '.')
        done = sync_guard(repository, 'check')
        assert done.returncode == (0 if silenced else 1), done.stdout


def test_the_command_that_demonstrates_ends_with_what_is_recorded() -> None:
    # tests/test_packaging.py runs the part of it that installs, and the demonstration.
    assert readme_blocks('sh')[0] == (
        'python3 -m venv .venv && .venv/bin/pip install --quiet . && .venv/bin/sync-guard demo\n'
    )


def test_the_command_that_tests_is_the_one_that_is_run_in_continuous_integration() -> None:
    command = readme_blocks('sh')[1].strip()
    steps = command.split(' && ')
    assert steps[0] == 'python3 -m venv .venv'
    assert steps[2] == '.venv/bin/python -m pytest'
    script = (TOP / '.ci' / 'run').read_text()
    assert script.endswith('python -m pytest\n')
    assert "install --quiet '.[test,dev]'" in script and "install --quiet '.[test]'" in steps[1]


if __name__ == '__main__':
    README.write_text(with_generated_parts(README.read_text('utf-8')), 'utf-8', newline='\n')


def test_the_page_on_levels_counts_the_pairs_it_is_measured_on() -> None:
    pairs = json.loads((TOP / 'tests/prisma/conformance.json').read_text('utf-8'))
    page = ' '.join((TOP / 'docs/levels.md').read_text('utf-8').split())

    assert f'versions 6 and 7, on {len(pairs)} pairs of SQL and schema' in page
