"""The hook's short way in does what the command line does."""
from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

from sync_guard.cli import check as command
from sync_guard.commands.check import check
from tests.support.shell import ENVIRON
from tests.support.shell import TOP


def test_the_short_way_uses_the_defaults_of_the_options() -> None:
    defaults = {
        name: parameter.default for name, parameter in inspect.signature(check).parameters.items()
        if parameter.default is not inspect.Parameter.empty
    }

    assert command.make_context('check', []).params == defaults


@pytest.mark.parametrize('arguments', [['check'], ['check', '--staged']], ids=' '.join)
def test_the_hook_does_not_wait_for_click(arguments: list[str]) -> None:
    program = (
        'import sys; from sync_guard.main import main; main(sys.argv[1:]); '
        'print("click" in sys.modules)'
    )
    done = subprocess.run(
        [sys.executable, '-c', program, *arguments], cwd=TOP / 'tests', env=ENVIRON, check=True,
        capture_output=True, encoding='utf-8',
    )

    assert done.stdout.splitlines()[-1] == 'False'
