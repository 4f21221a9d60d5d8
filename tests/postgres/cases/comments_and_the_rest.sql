-- case: comments change nothing
create table t (a integer primary key, b text);
create index t_b on t (b);
create type mood as enum ('a');
comment on table t is 'it''s a table';
comment on column t.b is 'a column';
comment on column public.t.a is null;
comment on type mood is 'feelings';
comment on index t_b is 'an index';
comment on constraint t_pkey on t is 'a key';
comment on schema public is 'all';
-- case: a comment on a column that is not there
create table t (a integer);
comment on column t.b is 'x';
-- refused: 42703
-- case: a comment on a table that is not there
comment on table nowhere is 'x';
-- refused: 42P01
-- case: row level security, policies and grants
create table t (id uuid primary key, owner uuid references auth.users);
alter table t enable row level security;
create policy "own rows" on t for all to authenticated using (auth.uid() = owner) with check (true);
alter policy "own rows" on t rename to own;
drop policy own on t;
drop policy if exists own on t;
grant all on t to anon, authenticated;
grant usage on schema public to anon;
revoke all on t from anon;
alter default privileges in schema public grant select on tables to anon;
-- case: a policy on a table that is not there
create policy p on nowhere using (true);
-- refused: 42P01
-- case: a policy that is there
create table t (a integer);
create policy p on t using (true);
create policy p on t using (true);
-- refused: 42710
-- case: functions and triggers
create table t (a integer, updated_at timestamptz);
create or replace function touch() returns trigger language plpgsql as $$
begin
  new.updated_at = now();
  create table never_made (a integer);
  return new;
end $$;
create trigger t_touch before update on t for each row execute function touch();
drop trigger t_touch on t;
drop function touch();
create function one() returns integer language sql begin atomic select 1; end;
-- case: a trigger on a table that is not there
create trigger x before update on nowhere for each row execute function touch();
-- refused: 42P01
-- case: data
create table t (a integer primary key, b text);
insert into t (a, b) values (1, 'create table x (a integer);'), (2, null)
  on conflict (a) do update set b = excluded.b;
update t set b = 'x' where a = 1;
delete from t where a = 2;
with gone as (delete from t returning *) select * from gone;
truncate t restart identity cascade;
analyze t;
-- case: data into a table that is not there
insert into nowhere values (1);
-- refused: 42P01
-- case: data into a bucket of Supabase's
insert into storage.buckets (id, name, public) values ('avatars', 'avatars', true);
create policy "avatars" on storage.objects for select using (bucket_id = 'avatars');
-- case: publications and roles
create table t (a integer);
alter publication supabase_realtime add table t;
create role tester;
grant tester to postgres;
alter role tester set statement_timeout = '5s';
-- case: rules
create table t (a integer);
create table log (a integer);
create rule r as on insert to t do also (insert into log values (1); insert into log values (2));
-- case: foreign tables
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table f (a integer not null, b text default 'x') server s;
alter foreign table f add column c integer;
drop foreign table if exists g;
-- case: a statement that PostgreSQL does not know
crate table t (a integer);
-- refused: 42601
-- case: statistics, operators and casts
create table t (a integer, b integer);
create statistics st on a, b from t;
create function eq(text, integer) returns boolean language sql immutable as 'select true';
create operator === (leftarg = text, rightarg = integer, function = eq);
create aggregate total (integer) (sfunc = int4pl, stype = integer, initcond = '0');
-- case: settings at the head of a dump
set statement_timeout = 0;
set lock_timeout = 0;
set client_encoding = 'UTF8';
set standard_conforming_strings = on;
set check_function_bodies = false;
set row_security = off;
set default_tablespace = '';
set default_table_access_method = heap;
create table t (a integer);
-- case: comments in SQL anywhere
create /* a /* nested */ one */ table t ( -- first
  a integer /* , b text */, -- , c text
  d text default '-- not a comment' /* ; */
);
-- create table u (a integer);
-- case: statements without end and without content
;;
create table t (a integer);;
create table u (a integer)
