-- case: bodies in SQL, with every way to name a parameter
create table t (id integer primary key, name text, owner uuid);
create function named(p_id integer, p_name text default 'x', out n bigint) language sql as $$
  select count(*) from t where id = p_id and name = named.p_name;
$$;
create function by_number(integer, text) returns setof t language sql stable as 'select * from t where id = $1 and name = $2';
create function rows(p uuid) returns table (id integer, title text) language sql security definer set search_path = public as $$
  insert into t (id, owner) values (1, p) on conflict (id) do update set owner = excluded.owner;
  select t.id, name as title from t where owner = p order by title;
$$;
create function nothing() returns void language sql as $$ update t set name = null $$;
create function pair(a t, b t[]) returns boolean language sql as $$ select a.id = (b[1]).id and (pair.a).name = a.name $$;
create function one() returns integer language sql begin atomic select id from t; end;
create function two(x integer) returns integer language sql return x + 1;
create or replace function nothing() returns void language sql as $$ delete from t $$;
select named(1), by_number(1, 'a'), rows(null), two(x => 1);
-- case: a polymorphic body is only parsed
create function first_of(anyarray) returns anyelement language sql as $$ select $1[1] from nowhere_at_all $$;
create function last_of(a anycompatible, b integer) returns anycompatible language sql as $$ select nope from nowhere $$;
-- case: bodies that are not checked
set check_function_bodies = off;
create function f() returns integer language sql as $$ select nope from nowhere $$;
create function g() returns integer language plpgsql as $$ declare x nowhere; begin end $$;
-- file
create function h() returns integer language sql as $$ select nope from nowhere $$;
-- refused: 42P01
-- case: PL/pgSQL with variables of every form
create table t (id integer, name text);
create function f(p_row t) returns integer language plpgsql as $$
<<outer_block>>
declare
  a integer := (select count(*) from nowhere);
  b constant text not null default 'begin';
  r record; c refcursor; d t; e t%rowtype; g t.id%type; h public.t.name%type; i a%type; j t[]; k text collate "C";
  l cursor (x integer) for select * from nowhere; m alias for p_row; q jsonb = '{}'; s regclass; u "char"; v pg_class; w name[];
begin
  select nope into a from nowhere;
end $$;
create function g() returns void language plpgsql as 'declare n integer; begin n := 1; end';
-- case: a variable of a row type that is not there
create function f() returns void language plpgsql as $$ declare x nowhere%rowtype; begin end $$;
-- refused: 42P01
-- case: a variable of a type that is not there
create function f() returns void language plpgsql as $$ declare x mood; begin end $$;
-- refused: 42704
-- case: a variable of a column that is not there
-- since: 18
create table t (id integer);
create function f() returns void language plpgsql as $$ declare x t.nope%type; begin end $$;
-- refused: 42703
-- case: a body in SQL over a table that is not there
create function f() returns bigint language sql as $$ select count(*) from nowhere $$;
-- refused: 42P01
-- case: a body in SQL over a column that is not there
create table t (id integer);
create function f(p integer) returns integer language sql as $$ select nope from t where id = p $$;
-- refused: 42703
-- case: a body in SQL that calls what is not there
create function f() returns integer language sql as $$ select public.nope() $$;
-- refused: 42883
-- case: a body finds its names by its own search_path
create table t (id integer);
create function f() returns integer language sql set search_path = '' as $$ select id from t $$;
-- refused: 42P01
-- case: a body finds what its own search_path names
create schema s;
create table s.t (id integer);
create function f() returns integer language sql set search_path to s, pg_temp as $$ select id from t $$;
create function g() returns integer language sql set search_path = 's' as $$ select id from t $$;
-- case: a parameter's type that is not there
create function f(a mood) returns integer language plpgsql as $$ begin end $$;
-- refused: 42704
-- case: a returned type that is not there
create function f() returns setof mood language plpgsql as $$ begin end $$;
-- refused: 42704
-- case: every kind of parameter type
create table t (id integer);
create type mood as enum ('a');
create domain d as text;
create function f(a mood, b mood[], inout c d, variadic e t[], out g numeric(10, 2), out h timestamp with time zone)
  language plpgsql as $$ begin end $$;
create function g(t.id%type, x public.t.id%type) returns t.id%type language plpgsql as $$ begin end $$;
create function h(a regclass, b oid, c name, d "char", e pg_lsn, f tsvector, g int4range[], h int8multirange, i refcursor) returns pg_class
  language plpgsql as $$ begin end $$;
create function i(double precision, varchar, character varying(10), bit varying, integer[][], setting text = 'x') returns void language plpgsql as $$ begin end $$;
create function j(a information_schema.sql_identifier) returns setof record language plpgsql as $$ begin end $$;
create function k() returns event_trigger language plpgsql as $$ begin end $$;
-- case: a function in a schema that is not there
create function nowhere.f() returns integer language plpgsql as $$ begin end $$;
-- refused: 3F000
-- case: a function that is there
create function f(a integer) returns integer language plpgsql as $$ begin end $$;
create function f(a text) returns integer language plpgsql as $$ begin end $$;
create function f(b integer) returns text language plpgsql as $$ begin end $$;
-- refused: 42723
-- case: CREATE OR REPLACE with another returned type
create function f(a integer) returns integer language plpgsql as $$ begin end $$;
create or replace function f(a integer) returns bigint language plpgsql as $$ begin end $$;
-- refused: 42P13
-- case: CREATE OR REPLACE with another name for a parameter
create function f(a integer) returns integer language plpgsql as $$ begin end $$;
create or replace function f(b integer) returns integer language plpgsql as $$ begin end $$;
-- refused: 42P13
-- case: CREATE OR REPLACE with another column of the table
create function f() returns table (a integer, b text) language plpgsql as $$ begin end $$;
create or replace function f() returns table (a integer, c text) language plpgsql as $$ begin end $$;
-- refused: 42P13
-- case: CREATE OR REPLACE that changes what may change
create function f(integer, b text default 'x') returns varchar(10) language plpgsql as $$ begin end $$;
create or replace function f(a integer default 1, b text default 'y') returns character varying language sql as $$ select 'x'::varchar $$;
create function g(out a integer, out b text) language plpgsql as $$ begin end $$;
create or replace function g(out a integer, out b text) returns record language plpgsql as $$ begin end $$;
create function h() returns table (a integer) language plpgsql as $$ begin end $$;
create or replace function h() returns table (a integer) language sql as $$ select 1 $$;
-- case: a default before none
create function f(a integer default 1, b integer) returns integer language plpgsql as $$ begin end $$;
-- refused: 42P13
-- case: DROP FUNCTION
create function f(a integer, out b text) language plpgsql as $$ begin end $$;
create function g() returns integer language plpgsql as $$ begin end $$;
drop function f(integer), public.g;
drop function if exists f(integer), g(), nowhere.h(mood);
create function f(a integer) returns bigint language plpgsql as $$ begin end $$;
drop function f(a integer) cascade;
create function f(varchar, x int4[]) returns bigint language plpgsql as $$ begin end $$;
drop function f(character varying, integer[]);
-- case: DROP FUNCTION that is not there
drop function nope(integer);
-- refused: 42883
-- case: DROP FUNCTION of another signature
create function f(a integer) returns integer language plpgsql as $$ begin end $$;
drop function f(text);
-- refused: 42883
-- case: DROP FUNCTION without a signature
drop function nope;
-- refused: 42883
-- case: ALTER FUNCTION
create schema s;
create function f(a integer) returns integer language plpgsql as $$ begin end $$;
alter function f set search_path = '';
alter function f(integer) owner to postgres;
alter function f(a integer) rename to g;
alter function public.g(integer) set schema s;
select s.g(1) where false;
alter routine s.g security definer;
drop function s.g;
-- case: ALTER FUNCTION that is not there
alter function nope() security definer;
-- refused: 42883
-- case: ALTER FUNCTION of a platform's
alter function auth.uid() stable;
-- case: GRANT and COMMENT on functions
create function f(a integer, b text default 'x') returns integer language plpgsql as $$ begin end $$;
create procedure p(a integer) language plpgsql as $$ begin end $$;
create aggregate total(integer) (sfunc = int4pl, stype = integer);
grant execute on function f(integer, text), public.f to anon;
revoke all on function f(a integer, b text) from public, anon;
grant execute on procedure p(integer) to anon;
grant execute on routine p to anon;
revoke execute on all functions in schema public from anon;
alter default privileges in schema public revoke execute on functions from public;
comment on function f is 'x';
comment on function f(integer, text) is null;
comment on procedure p(integer) is 'y';
comment on aggregate total(integer) is 'z';
grant execute on function auth.uid() to anon;
-- case: GRANT on a function that is not there
grant execute on function nope(integer) to anon;
-- refused: 42883
-- case: COMMENT on a function that is not there
comment on function nope() is 'x';
-- refused: 42883
-- case: DROP FUNCTION that a trigger calls
create table t (id integer);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger a before insert on t for each row execute function touch();
drop function touch();
-- refused: 2BP01
-- case: DROP FUNCTION whose trigger went before
create table t (id integer);
create table u (id integer);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create function touch(integer) returns integer language plpgsql as $$ begin end $$;
create trigger a before insert on t for each row execute function touch();
create trigger a before insert on u for each row execute function touch();
drop trigger a on t;
drop table u;
drop function touch(integer);
drop function touch();
-- case: DROP FUNCTION that a view calls
create function f() returns integer language sql as 'select 1';
create view v as select f() as a;
alter function f() rename to g;
drop function g();
-- refused: 2BP01
-- case: DROP FUNCTION that a policy calls
create function f() returns boolean language sql as 'select true';
create table t (a integer);
create policy p on t using (f());
drop function f();
-- refused: 2BP01
-- case: DROP FUNCTION that a default calls
create function f() returns integer language sql as 'select 1';
create table t (a integer default f());
drop function f();
-- refused: 2BP01
-- case: DROP FUNCTION that an index calls
create function f(integer) returns integer language sql immutable as 'select 1';
create table t (a integer);
create index on t (f(a));
drop function f(integer);
-- refused: 2BP01
-- case: DROP FUNCTION CASCADE takes what calls it along
create function f(integer) returns integer language sql immutable as 'select 1';
create table t (a integer default f(1), b integer generated always as (f(2)) stored, c integer);
create table h (x integer constraint x check (f(x) > 1));
create table i () inherits (h);
create index on t (f(c));
create index i2 on t (c) where f(c) > 1;
create index i3 on t (c);
create domain d as integer check (f(value) > 1);
create domain e as integer default f(1);
create view v as select f(c) as a from t;
create view w as select a from v;
create policy p on t using (f(1) = 1);
drop function f(integer) cascade;
create policy p on t using (true);
-- case: a type of PostgreSQL's own, called as a function, is a cast
create table t (id integer primary key, a text, b inet default inet('127.0.0.1'), d date default date('2020-01-01'));
create view v as select inet(a) as i, uuid(a) as u, text(id) as x, jsonb(a) as j from t;
