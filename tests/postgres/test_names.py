from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_guard.postgres.names import fold
from sync_guard.postgres.names import make_object_name
from sync_guard.postgres.names import MAX_BYTES
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.names import truncate


@pytest.mark.parametrize('written, stored', [
    ('Users', 'users'), ('ÄRGER', 'Ärger'), ('İ', 'İ'), ('a$B_1', 'a$b_1'),
])
def test_folding_lowers_a_to_z_only(written: str, stored: str) -> None:
    assert fold(written) == stored


@pytest.mark.parametrize('name, printed', [
    pytest.param('users', 'users', id='plain'),
    pytest.param('user_2', 'user_2', id='digits'),
    pytest.param('user$', '"user$"', id='a dollar, though it needs none'),
    pytest.param('User', '"User"', id='upper case'),
    pytest.param('2fa', '"2fa"', id='a digit in front'),
    pytest.param('a-b', '"a-b"', id='a dash'),
    pytest.param('a"b', '"a""b"', id='a quote'),
    pytest.param('é', '"é"', id='beyond ASCII'),
    pytest.param('', '""', id='nothing'),
    pytest.param('user', '"user"', id='a reserved word'),
    pytest.param('timestamp', '"timestamp"', id='a word for a type'),
    pytest.param('left', '"left"', id='a word for a function'),
    pytest.param('name', 'name', id='a word that is not reserved'),
    pytest.param('type', 'type', id='another one'),
    pytest.param('users\n', '"users\n"', id='a line end'),
])
def test_names_are_quoted_where_postgresql_quotes_them(name: str, printed: str) -> None:
    assert quote_identifier(name) == printed


# What PostgreSQL 15 made of CREATE TABLE, measured.
MADE = [
    pytest.param(('users', 'email', 'key'), 'users_email_key', id='short names'),
    pytest.param(('users', None, 'pkey'), 'users_pkey', id='a primary key names no column'),
    pytest.param(('t' * 60, 'c', 'key'), 't' * 57 + '_c_key', id='a long table is cut'),
    pytest.param(('t', 'c' * 63, 'key'), 't_' + 'c' * 57 + '_key', id='a long column is cut'),
    pytest.param(('t' * 60, 'c' * 60, 'key'), 't' * 29 + '_' + 'c' * 29 + '_key', id='both are'),
    pytest.param(('t' * 60, 'c' * 10, 'fkey'), 't' * 47 + '_' + 'c' * 10 + '_fkey',
                 id='only the longer'),
    pytest.param(('t' * 63, None, 'pkey'), 't' * 58 + '_pkey', id='a table of 63 bytes'),
    pytest.param(('é' * 31, 'c', 'key'), 'é' * 28 + '_c_key', id='no character is cut in two'),
]


@pytest.mark.parametrize('parts, made', MADE)
def test_unnamed_constraints_get_the_name_postgresql_gives(
        parts: tuple[str, str | None, str], made: str,
) -> None:
    assert make_object_name(*parts) == made


def test_a_name_that_is_taken_gets_a_number_behind_its_label() -> None:
    taken = {'t_a_key', 't_a_key1', 't' * 57 + '_a_key'}
    assert make_object_name('t', 'a', 'key', taken) == 't_a_key2'
    assert make_object_name('t' * 60, 'a', 'key', taken) == 't' * 56 + '_a_key1'


@given(st.text(max_size=100), st.integers(0, 70))
def test_truncation_keeps_a_beginning_of_whole_characters(name: str, size: int) -> None:
    cut = truncate(name, size)
    assert name.startswith(cut)
    encoded = name.encode('utf-8', 'surrogatepass')
    assert len(cut.encode('utf-8', 'surrogatepass')) <= size
    if cut != name:
        following = name[len(cut)].encode('utf-8', 'surrogatepass')
        assert len(cut.encode('utf-8', 'surrogatepass')) + len(following) > size
    assert cut == name or len(encoded) > size


@given(st.text(min_size=1, max_size=80), st.none() | st.text(min_size=1, max_size=80))
def test_made_names_never_exceed_the_limit(name1: str, name2: str | None) -> None:
    made = make_object_name(name1, name2, 'fkey')
    assert len(made.encode('utf-8', 'surrogatepass')) <= MAX_BYTES
    assert made.endswith('_fkey')
