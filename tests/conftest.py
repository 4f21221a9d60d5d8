from __future__ import annotations

import os

from hypothesis import HealthCheck
from hypothesis import settings

pytest_plugins = ['tests.oracle.fixtures']

# The same examples at every run, so that nobody's change fails for a case it did not touch;
# HYPOTHESIS_PROFILE=default tries new ones. That a busy machine is slow is no fault of a test.
settings.register_profile(
    'same', derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get('HYPOTHESIS_PROFILE', 'same'))
