"""A name that is close to one that is missing, in PostgreSQL's manner of saying it."""
from __future__ import annotations

import pytest

from sync_guard.postgres import read
from sync_guard.postgres import replay

BEFORE = """
create table users (id int primary key, email text);
create table posts (user_id int, constraint posts_user_fk foreign key (user_id) references users);
create index posts_user_idx on posts (user_id);
create type mood as enum ('sad', 'happy');
create type address as (street text);
create domain short as text;
create sequence counter;
create view people as select 1 as a;
create schema billing;
create extension pg_trgm;
create policy readers on users using (true);
create function stamps() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger stamp before update on users for each row execute function stamps();
"""


@pytest.mark.parametrize(('sql', 'meant'), [
    ('alter table usr add x int', 'users'),
    ('drop table userz', 'users'),
    ('insert into user_s values (1)', 'users'),
    ('create policy p on usrs using (true)', 'users'),
    ('grant select on usrs to anon', 'users'),
    ('create table z (like usrs)', 'users'),
    ('create table z () inherits (usrs)', 'users'),
    ('create table z (u int references usres)', 'users'),
    ('create table z partition of usrs default', 'users'),
    ("comment on table usres is 'x'", 'users'),
    ('drop view peple', 'people'),
    ('alter view peple rename to persons', 'people'),
    ('alter table users drop column emial', 'email'),
    ('alter table users alter emial set not null', 'email'),
    ('alter table users rename emial to mail', 'email'),
    ('create index on users (emial)', 'email'),
    ('alter table users add unique (emial)', 'email'),
    ("comment on column users.emial is 'x'", 'email'),
    ('alter table posts add foreign key (user_di) references users', 'user_id'),
    ('alter table posts add foreign key (user_id) references users (idd)', 'id'),
    ('alter type address drop attribute stret', 'street'),
    ('alter table users add m moood', 'mood'),
    ('create table z (m moood)', 'mood'),
    ("alter type moood add value 'x'", 'mood'),
    ('drop type moood', 'mood'),
    ('drop domain shrt', 'short'),
    ("alter type mood rename value 'hapy' to 'glad'", 'happy'),
    ("alter type mood add value 'x' before 'hapy'", 'happy'),
    ('alter table posts drop constraint posts_usr_fk', 'posts_user_fk'),
    ('alter table posts validate constraint posts_usr_fk', 'posts_user_fk'),
    ('alter table posts rename constraint posts_usr_fk to x', 'posts_user_fk'),
    ('drop index posts_usr_idx', 'posts_user_idx'),
    ('alter index posts_usr_idx rename to x', 'posts_user_idx'),
    ('drop sequence countr', 'counter'),
    ('alter sequence countr restart', 'counter'),
    ('create table bilings.x (id int)', 'billing'),
    ('drop schema bilings', 'billing'),
    ('alter table users set schema bilings', 'billing'),
    ('drop extension pg_trmg', 'pg_trgm'),
    ('drop policy readrs on users', 'readers'),
    ('alter policy readrs on users to anon', 'readers'),
    ('drop trigger stmp on users', 'stamp'),
    ("comment on constraint posts_usr_fk on posts is 'x'", 'posts_user_fk'),
])
def test_a_close_name_is_suggested(sql: str, meant: str) -> None:
    problem, = replay(None, [('1_a.sql', read(f'{BEFORE}{sql};'))]).problems

    assert problem.hint == f'Perhaps you meant "{meant}".'


@pytest.mark.parametrize('sql', [
    'alter table invoices add x int',
    'alter table users drop column created_at',
    'create table z (s weather)',
    'alter table posts drop constraint one_per_day',
    'drop index by_date',
    'create table shop.x (id int)',
])
def test_no_name_is_suggested_where_none_is_close(sql: str) -> None:
    problem, = replay(None, [('1_a.sql', read(f'{BEFORE}{sql};'))]).problems

    assert problem.hint is None


@pytest.mark.parametrize(('type_', 'extension'), [
    ('vector(3)', 'vector'), ('halfvec(3)', 'vector'), ('public.citext', 'citext'),
    ('geography(point)', 'postgis'),
])
def test_a_type_that_an_extension_brings_is_known_by_it(type_: str, extension: str) -> None:
    text = f'create table t (a {type_});'

    problem, = replay(None, [('1_a.sql', read(text))]).problems

    assert problem.hint == (
        f'The extension {extension} brings it: CREATE EXTENSION {extension} WITH SCHEMA extensions;'
    )


def test_keys_of_mysql_are_one_problem() -> None:
    text = 'create table t (\n  a int,\n  index by_a (a),\n  index by_b (a, b)\n);'

    problem, = replay(None, [('1_a.sql', read(text))]).problems

    assert (problem.sqlstate, problem.origin.line) == ('42704', 3)
    assert problem.hint == (
        'PostgreSQL has no INDEX inside CREATE TABLE: write CREATE INDEX by_a ON t (a);'
    )
