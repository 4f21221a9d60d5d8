from __future__ import annotations

import pytest

# Its assertions are the tests'.
pytest.register_assert_rewrite('tests.rules.schemas')
