from __future__ import annotations

import pytest

from sync_guard.catalog import Origin
from sync_guard.finding import Finding
from tests.rules.migrations import FOLDER
from tests.rules.migrations import found
from tests.rules.migrations import said

TABLE = 'create table public.users (id int primary key);\n'
FILLED = TABLE + 'insert into users (id) values (1), (2);\n'
ADD = 'alter table users add column age int not null;'


def new(before: str, sql: str) -> list[Finding]:
    landed = {'1_a.sql': before}
    return found({**landed, '2_b.sql': sql}, landed=landed)


@pytest.mark.parametrize(('before', 'sql'), [
    pytest.param(TABLE, ADD, id='no rows are known'),
    pytest.param(FILLED, 'alter table users add age int;', id='nullable'),
    pytest.param(FILLED, 'alter table users add age int not null default 1;', id='a default'),
    pytest.param(FILLED, 'alter table users add n serial not null;', id='serial'),
    pytest.param(
        FILLED, 'alter table users add n int not null generated always as identity;',
        id='identity',
    ),
    pytest.param(
        FILLED, 'alter table users add n int not null generated always as (id + 1) stored;',
        id='generated',
    ),
    pytest.param(FILLED, 'alter table users add column if not exists id int not null;',
                 id='it may be there'),
    pytest.param(FILLED + 'delete from users;', ADD, id='emptied by DELETE'),
    pytest.param(FILLED + 'create table x (id int);'
                 'truncate table only x, public.users cascade;', ADD, id='emptied by TRUNCATE'),
    pytest.param(FILLED + 'drop table users;' + TABLE, ADD, id='made anew'),
    pytest.param(
        FILLED + 'create table private_users (id int);',
        'alter table private_users add age int not null;', id='another table has rows',
    ),
    pytest.param(TABLE, ADD + 'insert into users values (1, 2);', id='filled afterwards'),
])
def test_a_column_that_rows_can_have(before: str, sql: str) -> None:
    assert new(before, sql) == []


@pytest.mark.parametrize(('before', 'sql', 'place'), [
    pytest.param(FILLED, ADD, '2_b.sql:1', id='filled by an earlier migration'),
    pytest.param(TABLE, 'insert into "users"\nselect 1;\n' + ADD, '2_b.sql:3',
                 id='filled in the same file'),
    pytest.param(FILLED, 'alter table public.users\n  add a int,\n  add b int not null;',
                 '2_b.sql:3', id='one of several columns'),
    pytest.param(FILLED + 'alter table users rename to people;',
                 'alter table people add age int not null;', '2_b.sql:1', id='under a new name'),
])
def test_a_column_that_rows_lack(before: str, sql: str, place: str) -> None:
    finding, = new(before, sql)

    assert said([finding]) == [('not-null-without-default', 'note', place)]


def test_it_says_where_the_rows_come_from() -> None:
    finding, = new(FILLED, ADD)

    assert finding.message == (
        'users.age is NOT NULL without a default, and users has rows: PostgreSQL refuses it while '
        'there is one (SQLSTATE 23502)'
    )
    assert finding.origin == Origin(f'{FOLDER}/1_a.sql', 2)


def test_what_has_landed_was_applied() -> None:
    files = {'1_a.sql': FILLED, '2_b.sql': ADD}

    assert found(files, landed=files) == []
    assert found(files) == []


def test_a_comment_that_ignores_it_stays_right_once_it_has_landed() -> None:
    files = {'1_a.sql': FILLED, '2_b.sql': (
        f'-- sync-guard: ignore not-null-without-default the rows are test data\n{ADD}'
    )}

    assert found(files, landed={'1_a.sql': FILLED}) == []
    assert found(files, landed=files) == []
