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
