from __future__ import annotations

import pytest

from tests.rules.migrations import found
from tests.rules.migrations import said


@pytest.mark.parametrize('content', [
    pytest.param('-- café 😀\nselect 1;'.encode(), id='UTF-8'),
    pytest.param(b'\xef\xbb\xbfselect 1;', id='with a byte order mark'),
    pytest.param(b'select 1;\r\n', id='Windows line ends'),
    pytest.param(b'', id='empty'),
])
def test_text_in_utf_8(content: bytes) -> None:
    assert found({'1_a.sql': content}) == []


@pytest.mark.parametrize(('content', 'line', 'message'), [
    pytest.param('select 1;\n'.encode('utf-16'), 1, 'the file is UTF-16LE', id='PowerShell'),
    pytest.param(b'select 1;\n\x00\n', 2, 'the file holds a NUL byte', id='binary'),
    pytest.param(b'select 1;\n-- caf\xe9\n', 2,
                 'the file holds the byte 0xE9, which is no UTF-8', id='Latin-1'),
])
def test_bytes_that_are_no_text(content: bytes, line: int, message: str) -> None:
    finding, = found({'1_a.sql': content})

    assert said([finding]) == [('unreadable-file', 'error', f'1_a.sql:{line}')]
    assert finding.message == message
    assert finding.help == 'save the file as UTF-8 text, without NUL bytes'


def test_what_an_unreadable_file_builds_is_read_all_the_same() -> None:
    table = 'create table users (id int);\n'.encode('utf-16')

    rules = [f.rule for f in found({'1_a.sql': table, '2_b.sql': 'drop table users;'})]

    assert rules == ['unreadable-file']


def test_a_file_that_is_passed_over_need_not_be_readable() -> None:
    assert [f.rule for f in found({'1-a.sql': b'\xff\x00sync-guard: ignore'})] == [
        'misnamed-migration',
    ]


def test_a_symbolic_link_is_not_followed() -> None:
    finding, = found({'1_a.sql': '-> ../shared/1_a.sql', '2_b.sql': 'select 1;'})

    assert said([finding]) == [('unreadable-file', 'warning', '1_a.sql:1')]
    assert finding.help == 'put the file itself in its place'
