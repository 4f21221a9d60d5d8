"""Where every run begins: the hook's own call goes straight to the check, all others to click.

The hook runs at each commit and has no options to parse; without click it starts in half the time
(docs/architecture.md, "Speed"). Whatever happens ends in an exit code, and never in a traceback for
something a user can mend.
"""
from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable

from sync_guard.errors import DEFECT
from sync_guard.errors import USAGE
from sync_guard.errors import UsageError

# What the hooks call: the same as the options' defaults in cli.py (tests/test_main.py).
_HOOK = (['check'], ['check', '--staged'])


def main(arguments: list[str] | None = None) -> int:
    """Run a command (by default the one of sys.argv) and return its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        # A terminal or log that cannot show a character shows an escape instead of failing.
        if hasattr(stream, 'reconfigure'):
            stream.reconfigure(errors='backslashreplace')
    # A run makes many records and few cycles, and is over before they matter.
    gc.disable()
    return _guarded(lambda: _hook(given) if given in _HOOK else _click(given))


def _hook(arguments: list[str]) -> int:
    from sync_guard.commands.check import check

    return check(os.getcwd(), os.environ, sys.stdout, staged='--staged' in arguments)


def _click(arguments: list[str]) -> int:
    from sync_guard.cli import run

    return run(arguments)


def _guarded(command: Callable[[], int]) -> int:
    try:
        return command()
    except UsageError as error:
        sys.stderr.write(f'sync-guard: {error}\n')
        return USAGE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (head, less) has had enough; python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        from sync_guard.report.defect import report_defect

        report_defect(sys.stderr)
        return DEFECT
