"""Migrations over tables that they do not make: columns they add are known, all else is not.

Prisma's own migrations or the dashboard made the tables; supabase/migrations add policies, triggers
and a column now and then.
"""
from __future__ import annotations

import pytest

from sync_guard.compare.differences import ColumnWithoutField
from tests.compare.support import differences
from tests.compare.support import said
from tests.compare.support import SCHEMA

AROUND = """\
alter table users enable row level security;
create policy users_read on users for select using (auth.uid() = id);
create index on organizations (slug);
alter table posts add constraint posts_title check (title <> '');
"""


def found(sql: str) -> list[str]:
    return [
        one for one in said(differences(AROUND + sql, SCHEMA)) if one != 'set-up@types'
    ]


@pytest.mark.parametrize('sql', [
    pytest.param('', id='no column at all'),
    pytest.param('alter table users add column bio text;', id='a column with a field'),
    pytest.param('alter table users add column if not exists bio varchar(3) not null unique;',
                 id='another type, nullability and key than the field has'),
    pytest.param('alter table users add a text; alter table users drop column a;', id='dropped'),
    pytest.param('alter table users add a text; alter table users rename a to bio;', id='renamed'),
    pytest.param('alter table users drop column email, alter column bio set not null;',
                 id='columns that no migration adds'),
    pytest.param('alter table users rename column nobody_knows to bio;', id='renamed from unknown'),
    pytest.param('alter table users add column a text; drop table users;'
                 'alter table users enable row level security;', id='dropped with its table'),
    pytest.param('alter table if exists users_old add column a text;', id='perhaps no table'),
    pytest.param('alter table elsewhere add column a text;', id='a table without a model'),
    pytest.param('alter table users add column a text, rename_me text;'
                 'begin; alter table users add column b text; rollback;', id='not understood'),
    pytest.param('begin; alter table users add column b text; rollback;', id='rolled back'),
])
def test_nothing_is_said_of(sql: str) -> None:
    assert found(sql) == []


@pytest.mark.parametrize(('sql', 'expected'), [
    pytest.param('alter table users add column last_seen timestamptz;',
                 ['column-without-field@types users.last_seen'], id='nullable'),
    pytest.param('alter table public.users add if not exists a uuid not null references x (id);',
                 ['column-without-field@types users.a'], id='a foreign key of nobody knows what'),
    pytest.param('alter table users add a text, add b text; alter table users rename b to c;',
                 ['column-without-field@types users.a', 'column-without-field@types users.c'],
                 id='two, one renamed'),
    pytest.param('alter table posts add number serial; alter table posts add number integer;',
                 ['column-without-field@types posts.number'], id='one added twice'),
    pytest.param('alter table users add search tsvector;',
                 ['column-without-field@strict users.search'], id='a type Prisma has not'),
    pytest.param('do $$ begin if not exists (select 1 from information_schema.columns where '
                 "table_name = 'users' and column_name = 'a') then "
                 'alter table users add a text; end if; end $$;',
                 ['column-without-field@types? users.a'], id='on a condition nobody knows'),
    pytest.param('alter table users add a wherever;',
                 ['column-without-field@strict? users.a'], id='a type nobody knows'),
])
def test_an_added_column_needs_a_field(sql: str, expected: list[str]) -> None:
    assert found(sql) == expected


def test_the_line_to_paste_is_the_columns() -> None:
    built = differences(AROUND + 'alter table users add last_seen timestamptz;', SCHEMA)
    difference = built[-1]
    assert isinstance(difference, ColumnWithoutField)
    assert difference.table.columns == (difference.column,)
    assert difference.column.type.name == 'timestamptz'


def test_a_table_made_later_is_what_its_statement_says() -> None:
    sql = 'alter table users add a text; create table users (id uuid primary key, b money);'
    assert 'column-without-field@types users.b' in found(sql)
    assert 'column-without-field@types users.a' not in found(sql)
