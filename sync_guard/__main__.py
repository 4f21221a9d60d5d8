"""`python -m sync_guard`: the same as the console script."""
from __future__ import annotations

from sync_guard.main import main

if __name__ == '__main__':
    raise SystemExit(main())
