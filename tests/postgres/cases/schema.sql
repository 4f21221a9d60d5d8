-- case: CREATE SCHEMA
create schema private;
create schema if not exists private;
create schema "Mixed Case";
create schema authorization anon;
create schema named authorization current_user;
-- case: with elements
create schema s
  create table t (a integer primary key, b integer references s.u)
  create table u (a integer primary key)
  create index on t (b)
  create view v as select a from t;
-- refused: 42P01
-- case: with elements in order
create schema s
  create table u (a integer primary key)
  create table t (a integer primary key, b integer references s.u)
  create index t_b on t (b);
-- case: a schema that is there
create schema s;
create schema s;
-- refused: 42P06
-- case: DROP SCHEMA
create schema s;
create schema r;
drop schema s, r;
drop schema if exists s;
-- case: DROP SCHEMA that is not empty
create schema s;
create table s.t (a integer);
drop schema s;
-- refused: 2BP01
-- case: DROP SCHEMA CASCADE
create schema s;
create type s.mood as enum ('a');
create table s.t (a integer primary key);
create table t (a integer references s.t, b s.mood, c text);
create view v as select a from s.t;
drop schema s cascade;
-- case: DROP SCHEMA that is not there
drop schema nowhere;
-- refused: 3F000
-- case: RENAME
create schema s;
create table s.t (a serial primary key);
create table u (a integer references s.t);
alter schema s rename to r;
alter table r.t add column b integer;
-- case: drop schema public cascade, and make it again
create table t (a integer);
drop schema public cascade;
create schema public;
create table u (a integer);
-- case: schemas of Supabase are there
create schema if not exists auth;
create schema if not exists extensions;
create table auth.mine (a integer primary key);
create table t (a integer references auth.mine);
-- case: a schema of Supabase cannot be created again
create schema storage;
-- refused: 42P06
-- case: CREATE SCHEMA with AUTHORIZATION and elements
create schema authorization postgres
  create table t (a integer)
  create view v as select a from t
  create sequence q;
grant usage on schema postgres to anon;
-- case: CREATE SCHEMA IF NOT EXISTS with elements
create schema if not exists s create table t (a integer);
-- refused: 0A000
-- case: CREATE SCHEMA of a reserved name
create schema pg_mine;
-- refused: 42939
-- case: DROP SCHEMA RESTRICT
create schema s;
drop schema s restrict;
-- case: ALTER SCHEMA of one that is not there
alter schema nowhere rename to s;
-- refused: 3F000
-- case: ALTER SCHEMA to one that is there
create schema s;
create schema r;
alter schema s rename to r;
-- refused: 42P06
-- case: ALTER SCHEMA OWNER
create schema s;
alter schema s owner to current_user;
-- case: ALTER SCHEMA to a reserved name
create schema s;
alter schema s rename to pg_s;
-- refused: 42939
-- case: DROP SCHEMA CASCADE takes functions, views and defaults along
create schema s;
create function s.f() returns integer language sql as 'select 1';
create sequence s.q;
create table t (a integer default s.f(), b integer default nextval('s.q'), c integer);
create view s.v as select a from t;
create view w as select a from s.v;
drop schema s cascade;
-- case: RENAME reaches views, functions and the search_path
create schema s;
create table s.t (a integer);
create view v as select a from s.t;
set search_path = s, public;
alter schema s rename to r;
create table u (a integer);
-- case: SET SCHEMA of a view and a sequence
create schema s;
create sequence q;
create view v as select 1 as a;
alter view v set schema s;
alter sequence q set schema s;
create table t (a integer default nextval('s.q'));
-- case: SET SCHEMA to where the name is taken
create schema s;
create table s.t (a integer);
create table t (a integer);
alter table t set schema s;
-- refused: 42P07
-- case: ALTER EXTENSION SET SCHEMA
create schema s;
create extension citext;
create table t (a citext);
alter extension citext set schema s;
-- case: ALTER EXTENSION that is not there
alter extension citext set schema public;
-- refused: 42704
-- case: DROP EXTENSION IF EXISTS
drop extension if exists citext, hstore;
-- case: a comment of every kind
create schema s;
comment on schema s is 'x';
create domain d as integer constraint c check (value > 0);
comment on domain d is 'x';
comment on constraint c on domain d is 'x';
create view v as select 1 as a;
comment on view v is 'x';
comment on column v.a is 'y';
create materialized view m as select 1 as a;
comment on materialized view m is 'x';
create function f() returns integer language sql as 'select 1';
comment on function f() is 'x';
comment on extension "uuid-ossp" is 'x';
comment on role anon is 'x';
comment on database postgres is 'x';
-- case: a comment on a view's column that is not there
create view v as select 1 as a;
comment on column v.b is 'y';
-- refused: 42703
-- case: a comment on a constraint that is not there
create table t (a integer);
comment on constraint nope on t is 'x';
-- refused: 42704
-- case: search_path within a function is its own
create schema s;
create function f() returns void language sql set search_path = s as 'select';
create table t (a integer);
