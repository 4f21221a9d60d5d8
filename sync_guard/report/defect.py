"""What a user sees when sync-guard itself is at fault: a report to paste."""
from __future__ import annotations

import platform
import sys
import traceback
from typing import TextIO

from sync_guard import __version__


def report_defect(out: TextIO) -> None:
    """Write the current exception with the versions that matter. Call it while handling one."""
    out.write(
        'sync-guard: this is a defect of sync-guard, not of your commit (exit code 3).\n'
        'Please report it with the lines below; `git commit --no-verify` commits meanwhile.\n\n'
        f'sync-guard {__version__}, Python {platform.python_version()}, {sys.platform}\n'
        f'{traceback.format_exc()}',
    )
