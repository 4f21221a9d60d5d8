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
-- not yet: what views read
create table t (a integer, b text);
create view v as select a, b from t;
create or replace view v as select a from t;
-- refused: 42P16
-- case: a table that is not there
create view v as select a from nowhere;
-- refused: 42P01
-- case: a column that is not there
-- not yet: what views read
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
