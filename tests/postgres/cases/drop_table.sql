-- case: several tables at once
create table t (a integer primary key);
create table u (a integer references t);
create table v (a integer);
drop table t, u;
-- case: IF EXISTS
drop table if exists nowhere, nowhere.at_all;
create table t (a integer);
drop table if exists t, u;
-- case: CASCADE takes foreign keys and views along, not the tables that have them
create table t (a integer primary key);
create table u (a integer references t, b integer);
create view v as select * from t;
drop table t cascade;
-- case: a table that is not there
drop table nowhere;
-- refused: 42P01
-- case: a table that a foreign key refers to
create table t (a integer primary key);
create table u (a integer references t);
drop table t;
-- refused: 2BP01
-- case: a table that a view reads
create table t (a integer);
create view v as select a from t;
drop table t restrict;
-- refused: 2BP01
-- case: a view is no table
create view v as select 1 as a;
drop table v;
-- refused: 42809
-- case: a parent needs CASCADE
create table p (a integer);
create table c () inherits (p);
drop table p;
-- refused: 2BP01
-- case: CASCADE takes children along
create table p (a integer);
create table c () inherits (p);
drop table p cascade;
-- case: a partitioned table takes its partitions along
create table p (a integer) partition by list (a);
create table p1 partition of p for values in (1);
drop table p;
-- case: names and sequences are free again
create table t (a serial primary key, b integer unique);
drop table t;
create table t (a serial primary key, b integer unique);
-- case: a temporary table is dropped first
create table t (a integer);
create temp table t (b integer);
drop table t;
alter table t add column c integer;
