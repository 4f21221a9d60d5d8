from __future__ import annotations

import pytest

from tests.rules.migrations import found
from tests.rules.migrations import said

CONFLICT = 'select 1;\n<<<<<<< HEAD\nselect 2;\n=======\nselect 3;\n>>>>>>> topic\n'


@pytest.mark.parametrize('text', [
    pytest.param("select '\n=======\n';", id='a ruler inside quotes'),
    pytest.param('-- =======\n-- Users\n-- =======\n', id='a ruler in comments'),
    pytest.param('/*\n=======\n*/', id='a ruler in a block comment'),
    pytest.param('select 1 << 2 >> 1;', id='shift operators'),
])
def test_lines_that_only_look_like_it(text: str) -> None:
    assert found({'1_a.sql': text}) == []


@pytest.mark.parametrize('text', [
    pytest.param(CONFLICT, id='two sides'),
    pytest.param(CONFLICT.replace('\n', '\r\n'), id='with Windows line ends'),
    pytest.param(CONFLICT.replace('=======', '||||||| base\nselect 0;\n======='), id='with base'),
])
def test_merge_conflict_markers(text: str) -> None:
    finding, = found({'1_a.sql': text})

    assert said([finding]) == [('conflict-marker', 'error', '1_a.sql:2')]
    assert finding.help == 'keep one side, remove the markers, and git add the file'
