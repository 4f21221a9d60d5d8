from __future__ import annotations

import pytest

from tests.rules.migrations import found
from tests.rules.migrations import said


@pytest.mark.parametrize('text', [
    pytest.param('', id='nothing'),
    pytest.param('-- a comment\n', id='a comment'),
    pytest.param('select 1', id='no semicolon at the end'),
    pytest.param("select 'it''s', \"a\"\"b\", $$ ' $$, E'\\'';", id='quotes'),
    pytest.param("-- it's\nselect 1; /* it's */", id='a quote in a comment'),
    pytest.param('/* /* nested */ */ select 1;', id='nested comments'),
    pytest.param('create function f() returns void language plpgsql as $f$ begin end $f$;',
                 id='a function'),
])
def test_text_that_ends(text: str) -> None:
    assert found({'1_a.sql': text}) == []


@pytest.mark.parametrize(('text', 'line'), [
    pytest.param("select 1;\nselect 'open;\n", 2, id='quote'),
    pytest.param('select "open;\n', 1, id='double quote'),
    pytest.param('\n\n/* open\n', 3, id='comment'),
    pytest.param('select $a$ open $b$;', 1, id='dollar quote'),
    pytest.param('create table a (id int;', 1, id='parenthesis'),
])
def test_text_that_does_not_end(text: str, line: int) -> None:
    finding, = found({'1_a.sql': text})

    assert said([finding]) == [('unterminated-sql', 'error', f'1_a.sql:{line}')]
    assert finding.help == 'close what is open here: all that follows is read as part of it'


def test_a_parenthesis_that_closes_nothing() -> None:
    finding, = found({'1_a.sql': 'select (1)\n);'})

    assert (finding.message, finding.help) == ('unbalanced )', 'remove it, or open what it closes')
