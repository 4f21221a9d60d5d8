"""The hook's short way in does what the command line does."""
from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from sync_guard.cli import check as command
from sync_guard.commands.check import check
from tests.support.shell import ENVIRON
from tests.support.shell import git
from tests.support.shell import new_repository
from tests.support.shell import TOP
from tests.support.shell import write


def test_the_short_way_uses_the_defaults_of_the_options() -> None:
    defaults = {
        name: parameter.default for name, parameter in inspect.signature(check).parameters.items()
        if parameter.default is not inspect.Parameter.empty
    }

    assert command.make_context('check', []).params == defaults


def loaded(cwd: Path, arguments: list[str]) -> set[str]:
    """The modules that a run of its own has imported at its end."""
    program = (
        'import sys; from sync_guard.main import main; main(sys.argv[1:]); print(*sys.modules)'
    )
    done = subprocess.run(
        [sys.executable, '-c', program, *arguments], cwd=cwd, env=ENVIRON, check=True,
        capture_output=True, encoding='utf-8',
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize('arguments', [['check'], ['check', '--staged']], ids=' '.join)
def test_the_hook_does_not_wait_for_click(arguments: list[str]) -> None:
    assert 'click' not in loaded(TOP / 'tests', arguments)


INDEXED = 'create table users (id uuid primary key);\ncreate index on users (id);\n'
USERS = """
datasource db {
  provider = "postgresql"
}

model users {
  id String @id @db.Uuid
}
"""


@pytest.mark.parametrize('comment, config, rules', [
    pytest.param('', '', False, id='nothing asks about it'),
    pytest.param('', 'level = "strict"', True, id='its level is asked for'),
    pytest.param('-- sync-guard: ignore index by hand\n', '', True, id='a comment ignores it'),
])
def test_rules_are_loaded_for_what_may_be_shown(
        tmp_path: Path, comment: str, config: str, rules: bool,
) -> None:
    repository = new_repository(tmp_path)
    write(repository, {
        'supabase/migrations/20250101000000_users.sql': comment + INDEXED,
        'schema.prisma': USERS,
        'sync-guard.toml': config,
    })
    git(repository, 'add', '.')

    assert ('sync_guard.rules.index' in loaded(repository, ['check'])) == rules
