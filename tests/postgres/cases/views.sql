-- case: columns that are plain to see
create table t (a integer not null, b text, "C" numeric(4,1));
create view v as select a, b as bee, t."C" from t;
create or replace view w (x, y) as select a, b from public.t as q where a > 1;
-- case: all columns of a table
create table t (a integer, b text);
create view v as select * from t;
create view w as select t.*, 1::bigint as one from t;
-- case: columns added later are not the view's
create table t (a integer);
create view v as select * from t;
alter table t add column b integer;
-- case: expressions, joins, subqueries and CTEs are read or left open
create table t (a integer primary key, b text);
create view v as
  with q as (select a, count(*) as n from t group by a)
  select t.a, q.n, coalesce(b, 'x') as b, (select max(a) from t) as m
  from t left join q on q.a = t.a;
create view w as select 1 as a union select 2;
-- uncertain
-- case: materialized views
create table t (a integer, b text);
create materialized view m as select a, b from t with no data;
create materialized view if not exists m as select 1 as x;
create index on m (b);
-- case: CREATE OR REPLACE adds columns at the end
create table t (a integer, b text);
create view v as select a from t;
create or replace view v as select a, b from t;
-- case: CREATE OR REPLACE that drops a column
create table t (a integer, b text);
create view v as select a, b from t;
create or replace view v as select a from t;
-- refused: 42P16
-- case: a table that is not there
create view v as select a from nowhere;
-- refused: 42P01
-- case: a column that is not there
create table t (a integer);
create view v as select b from t;
-- refused: 42703
-- case: a view that is there
create view v as select 1 as a;
create view v as select 2 as a;
-- refused: 42P07
-- case: DROP VIEW
create view v as select 1 as a;
create view w as select * from v;
drop view w, v;
drop view if exists v;
create materialized view m as select 1 as a;
drop materialized view m;
-- case: DROP VIEW that another view reads
create view v as select 1 as a;
create view w as select a from v;
drop view v;
-- refused: 2BP01
-- case: DROP VIEW CASCADE
create view v as select 1 as a;
create view w as select a from v;
drop view v cascade;
-- case: DROP VIEW of a table
create table t (a integer);
drop view t;
-- refused: 42809
-- case: DROP VIEW that is not there
drop view nowhere;
-- refused: 42P01
-- case: ALTER VIEW
create schema s;
create view v as select 1 as a;
alter view v rename to w;
alter view w rename column a to b;
alter view w set (security_invoker = true);
alter view w set schema s;
alter view if exists nowhere rename to x;
-- case: a renamed table or column does not trouble the view
create table t (a integer, b text);
create view v as select a, b from t;
alter table t rename column a to x;
alter table t rename to u;
alter table u add column a integer;
-- case: options
create table t (a integer);
create view v with (security_invoker = on) as select a from t with check option;
create recursive view r (n) as values (1) union all select n + 1 from r where n < 5;
-- uncertain
-- case: CREATE OR REPLACE that renames a column
create table t (a integer, b text);
create view v as select a from t;
create or replace view v as select b from t;
-- refused: 42P16
-- case: CREATE OR REPLACE that changes a type
create table t (a integer, b text);
create view v as select a from t;
create or replace view v as select a::bigint as a from t;
-- refused: 42P16
-- case: CREATE OR REPLACE after a column of the view was renamed
create table t (a integer, b integer);
create view v as select a from t;
alter view v rename column a to x;
create or replace view v as select a as x, b from t;
-- case: CREATE OR REPLACE over the view itself
create table t (a integer);
create view v as select a from t;
create or replace view v as select a from v;
drop view v;
-- case: CREATE OR REPLACE of a sequence
create sequence v;
create or replace view v as select 1 as a;
-- refused: 42809
-- case: a column twice
create table t (a integer);
create view v as select a, a from t;
-- refused: 42701
-- case: more names than columns
create table t (a integer);
create view v (x, y) as select a from t;
-- refused: 42601
-- case: constants have types of their own
create view v as select 1 as a, 'x' as b, null as c, true as d, 3000000000 as e, false;
create table t as select 99999999999999999999 as a, true, 'x' as c;
-- case: of a temporary table is temporary
create temp table t (a integer);
create view v as select a from t;
-- case: a materialized view of a temporary table
create temp table t (a integer);
create materialized view m as select a from t;
-- refused: 0A000
-- case: DROP COLUMN that only a condition of the view reads
create table t (a integer, b integer);
create view v as select x.a from t x where x.b > 1;
alter table t drop column b;
-- refused: 2BP01
-- case: DROP COLUMN CASCADE takes views along that read it anywhere, and those over them
create table t (a integer, b integer);
create view v as select a from t where b > 1;
create view w as select a from v;
alter table t drop column b cascade;
-- case: ALTER COLUMN TYPE of a column that only a condition of the view reads
create table t (a integer, b integer);
create view v as select a from t where b > 1;
alter table t alter column b type bigint;
-- refused: 0A000
-- case: the whole row is no column
create table t (a integer, b integer);
create view v as select t from t;
alter table t drop column a;
-- case: a function that is not there
create view v as select nowhere(1) as a;
-- refused: 42883
-- case: ALTER VIEW of a table
create table t (a integer);
alter view t rename to v;
-- refused: 42809
-- case: ALTER VIEW ALTER COLUMN
create table t (a integer);
create view v as select a from t;
alter view v alter column a set default 5;
alter view v alter column a drop default;
alter view v reset (security_barrier);
alter view v owner to postgres;
-- case: ALTER VIEW of a column that is not there
create view v as select 1 as a;
alter view v alter column b set default 5;
-- refused: 42703
-- case: ALTER MATERIALIZED VIEW
create schema s;
create table t (a integer, b integer);
create materialized view m as select a, b from t with data;
create index on m (a);
alter materialized view m rename to n;
alter materialized view n rename column a to x;
alter materialized view n cluster on m_a_idx;
alter materialized view n set without cluster;
alter materialized view n alter column x set statistics 5;
alter materialized view n set schema s;
alter materialized view if exists s.nope rename to z;
refresh materialized view s.n with no data;
-- case: ALTER MATERIALIZED VIEW of a view
create view v as select 1 as a;
alter materialized view v rename to w;
-- refused: 42809
-- case: DROP VIEW of a materialized view
create materialized view m as select 1 as a;
drop view m;
-- refused: 42809
-- case: DROP MATERIALIZED VIEW
create materialized view m as select 1 as a;
create materialized view n as select a from m;
drop materialized view if exists nowhere, n restrict;
drop materialized view m cascade;
-- case: a materialized view that is there
create materialized view m as select 1 as a;
create materialized view m as select 1 as a;
-- refused: 42P07
-- case: a quoted column is no constant
create table t ("A" integer, "true" boolean, a integer);
create view v as select "A", "true", a from t;
create table u as select "A", "true" from t;
