"""What PostgreSQL would refuse: words, places, hints; and how the replay goes on after it.

That these are PostgreSQL's own words and SQLSTATEs is held by test_against_postgres.py."""
from __future__ import annotations

import pytest

from sync_guard.catalog import Catalog
from sync_guard.catalog import Name
from sync_guard.catalog import NOT_CREATED
from sync_guard.catalog import Origin
from sync_guard.catalog import Table
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State


def build(*texts: str) -> State:
    return replay(None, [(f'{i}.sql', read(text)) for i, text in enumerate(texts, 1)])


def table(catalog: Catalog, name: str) -> Table:
    return catalog.tables[Name('public', name)]


def columns(state: State, name: str) -> list[str] | None:
    found = table(state.catalog, name).columns
    return None if found is None else [column.name for column in found]


def test_a_table_that_no_file_creates_is_one_problem_with_all_its_places() -> None:
    state = build(
        'alter table users add column a int;\ncreate policy p on users using (true);',
        'create table posts (id int primary key, author int references users (id));\n'
        'create index on users (a);',
    )
    problem, = state.problems
    assert (problem.sqlstate, problem.message) == ('42P01', 'relation "users" does not exist')
    assert problem.origin == Origin('1.sql', 1)
    assert problem.origins == (
        Origin('1.sql', 1), Origin('1.sql', 2), Origin('2.sql', 1), Origin('2.sql', 2),
    )
    users = table(state.catalog, 'users')
    assert (users.columns, users.uncertain) == (None, NOT_CREATED)
    assert table(state.catalog, 'posts').foreign_keys[0].references == Name('public', 'users')


@pytest.mark.parametrize('first, then, certain', [
    pytest.param(
        'create policy p on t using (true)', 'create table t (a int)', True, id='CREATE TABLE',
    ),
    pytest.param(
        'alter table t add column b int', 'create table if not exists t (a int)', False,
        id='IF NOT EXISTS: it may have been there, with the column',
    ),
])
def test_a_table_used_before_it_is_created(first: str, then: str, certain: bool) -> None:
    state = build(first, then)
    assert [p.sqlstate for p in state.problems] == ['42P01']
    assert columns(state, 't') == ['a']
    assert (table(state.catalog, 't').uncertain is None) == certain


def test_a_missing_type_is_one_problem_and_its_columns_are_uncertain_until_it_is_made() -> None:
    state = build('create table t (a mood, b mood[]);\ncreate table u (c mood);')
    problem, = state.problems
    assert (problem.sqlstate, problem.message) == ('42704', 'type "mood" does not exist')
    assert len(problem.origins) == 2
    assert [bool(c.uncertain) for c in table(state.catalog, 't').columns or ()] == [True, True]
    state = replay(state, [('3.sql', read("create type mood as enum ('a')"))])
    assert [bool(c.uncertain) for c in table(state.catalog, 't').columns or ()] == [False, False]


def test_a_missing_schema_is_one_problem() -> None:
    state = build('create table s.t (a int); create table s.u (a int); alter table s.v add b int;')
    assert [p.message for p in state.problems] == ['schema "s" does not exist']
    assert Name('s', 't') in state.catalog.tables


@pytest.mark.parametrize('text', [
    pytest.param('create table v (a bigint references t (id))', id='a key of another type'),
    pytest.param('alter table t add constraint t_b_check check (b > 0)', id='a constraint twice'),
    pytest.param('create index t_b_idx on t (b)', id='an index twice'),
    pytest.param('alter table t add column b int', id='a column twice'),
    pytest.param('alter table t add unique (c)', id='a key on a missing column'),
    pytest.param('create table t (id int)', id='the table twice'),
])
def test_a_table_that_unread_sql_may_have_changed_refuses_nothing(text: str) -> None:
    made = (
        'create table t (id text primary key, b int constraint t_b_check check (b > 0));\n'
        'create index t_b_idx on t (b);\n'
    )
    anything = 'do $$ begin execute (select string_agg(s, $q$;$q$) from steps()); end $$;\n'

    assert build(f'{made}{text}').problems != ()
    assert build(f'{made}{anything}{text}').problems == ()


def test_a_table_that_no_file_creates_refuses_nothing_but_itself() -> None:
    state = build(
        'alter table t add constraint k unique (a);\n'
        'do $$ begin execute (select string_agg(s, $q$;$q$) from steps()); end $$;\n'
        'alter table t add constraint k unique (a);',
    )
    assert [p.message for p in state.problems] == ['relation "t" does not exist']


@pytest.mark.parametrize('text, hint', [
    ('create table users (a int); alter table usres add b int', 'Perhaps you meant "users".'),
    ('create table t (email text); alter table t drop column emial', 'Perhaps you meant "email".'),
    ("create type mood as enum ('a'); create table t (a modo)", 'Perhaps you meant "mood".'),
    ('create table t (a int constraint t_a_key unique); alter table t drop constraint t_key',
     'Perhaps you meant "t_a_key".'),
    ('create table t (a int); alter table completely_else add b int', None),
])
def test_a_name_that_is_close_is_suggested(text: str, hint: str | None) -> None:
    assert [p.hint for p in build(text).problems] == [hint]


def test_a_refused_statement_does_not_end_the_reading() -> None:
    state = build(
        'create table t (a int);\n'
        'alter table t add column a int, add column b int;\n'
        'drop table nowhere;\n'
        'alter table t add constraint k unique (nope), add constraint l unique (b);\n'
        'alter table t add column c int;',
    )
    assert [(p.sqlstate, p.origin.line) for p in state.problems] == [
        ('42701', 2), ('42P01', 3), ('42703', 4),
    ]
    assert columns(state, 't') == ['a', 'b', 'c']
    assert [k.name for k in table(state.catalog, 't').uniques] == ['l']


def test_a_column_shows_the_line_that_last_said_what_it_is() -> None:
    state = build(
        'create table t (\n  a int,\n  b text,\n  c text,\n  d text,\n  e text\n);',
        'alter table t\n  alter column a type bigint,\n  alter column b set not null;\n'
        "alter table t alter c set default 'x';\nalter table t rename d to f;\n"
        'comment on column t.e is $$x$$;',
    )
    assert {c.name: c.origin for c in table(state.catalog, 't').columns or ()} == {
        'a': Origin('2.sql', 2), 'b': Origin('2.sql', 3), 'c': Origin('2.sql', 4),
        'f': Origin('2.sql', 5), 'e': Origin('1.sql', 6),
    }
    assert table(state.catalog, 't').origin == Origin('1.sql', 1)


def test_what_supabase_brings_has_no_origin_and_is_no_problem() -> None:
    state = build(
        'create table t (id uuid references auth.users (id) on delete cascade);\n'
        'create function f() returns trigger language plpgsql as $$ begin end $$;\n'
        'create trigger g after insert on auth.users execute function f();\n'
        'create policy p on storage.objects using (true);\n'
        'create policy p on storage.some_future_table using (true);',
    )
    assert state.problems == ()
    assert state.catalog.tables[Name('auth', 'users')].origin is None
    assert [note.text for note in state.catalog.notes] == [
        'storage.some_future_table is not known here: storage belongs to the platform',
    ]


def test_what_an_extension_brings_is_its_own_affair() -> None:
    state = build(
        'create extension pg_cron with schema pg_catalog;\ngrant all on cron.job to postgres;\n'
        'create policy p on cron.some_table using (true);',
    )
    assert (state.problems, state.catalog.notes) == ((), ())


def test_a_schema_of_the_platform_that_is_not_there_is_noted() -> None:
    state = build('grant all on pgmq.q_a to anon;', 'create policy p on pgmq.a_a using (true)')
    assert state.problems == ()
    assert [note.text for note in state.catalog.notes][:1] == [
        'schema pgmq is not known here: pgmq belongs to the platform',
    ]
