from __future__ import annotations

import os

from hypothesis import settings

pytest_plugins = ['tests.oracle.fixtures']

# The same examples at every run, so that nobody's change fails for a case it did not touch;
# HYPOTHESIS_PROFILE=default tries new ones.
settings.register_profile('same', derandomize=True, database=None)
settings.load_profile(os.environ.get('HYPOTHESIS_PROFILE', 'same'))
