-- case: SET chooses where things are made
create schema s;
set search_path to s;
create table t (a integer primary key);
create type mood as enum ('a');
set search_path = public, s;
create table u (a integer references t, b mood);
-- case: it does not leak into the next file
create schema s;
set search_path = s;
-- file
create table t (a integer);
-- case: SET LOCAL, RESET and DEFAULT
create schema s;
begin;
set local search_path = s;
create table t (a integer);
commit;
create table t (a integer);
set search_path to s;
reset search_path;
create table u (a integer);
set search_path to s;
set search_path to default;
create table v (a integer);
set schema 's';
create table w (a integer);
-- case: set_config as pg_dump has it
select pg_catalog.set_config('search_path', '', false);
create table public.t (a integer);
alter table only public.t add constraint t_pkey primary key (a);
-- case: with an empty one nothing can be made without a schema
select pg_catalog.set_config('search_path', '', false);
create table t (a integer);
-- refused: 3F000
-- case: schemas that are not there are passed over
set search_path = nowhere, "$user", public;
create table t (a integer);
-- case: one of quoted names and a list in one string
create schema "My Schema";
set search_path = "My Schema", public;
create table t (a integer);
set search_path = 'My Schema, public';
create table u (a integer);
-- refused: 3F000
-- case: the first of two tables of one name is meant
create schema s;
create table t (a integer);
create table s.t (a integer);
set search_path = s, public;
alter table t add column b integer;
drop table if exists t;
alter table t add column c integer;
-- case: ROLLBACK takes a SET back
create schema s;
begin;
set search_path = s;
rollback;
create table t (a integer);
-- file
create table u (a integer);
-- case: types are found in extensions
create extension citext with schema extensions;
create table t (a citext, b extensions.citext);
