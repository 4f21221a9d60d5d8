-- case: COMMIT keeps what was done
begin;
create table t (a integer);
commit;
-- case: ROLLBACK takes it back
create table s (a integer);
begin;
create table t (a integer);
rollback;
create table u (a integer);
-- case: savepoints
begin;
create table t (a integer);
savepoint one;
create table u (a integer);
rollback to savepoint one;
create table v (a integer);
release savepoint one;
commit;
-- case: a savepoint that is not there
begin;
rollback to nowhere;
-- refused: 3B001
-- case: every spelling
start transaction isolation level serializable;
create table t (a integer);
end;
begin work;
create table u (a integer);
abort;
begin transaction;
create table v (a integer);
commit and chain;
create table w (a integer);
rollback work;
-- case: a transaction that is not ended goes on in the next file
begin;
create table t (a integer);
-- file
create table u (a integer);
commit;
-- case: a transaction that is never ended is taken back
-- uncertain
begin;
create table t (a integer);
-- case: what is refused after COMMIT leaves what was before
begin;
create table t (a integer);
commit;
insert into nowhere values (1);
-- refused: 42P01
-- case: a query over a table that is not there
select * from nowhere;
-- refused: 42P01
-- case: SAVEPOINT outside a transaction
savepoint one;
-- refused: 25P01
-- case: VACUUM inside a transaction
begin;
vacuum;
-- refused: 25001
-- case: a transaction that is never ended takes what was before it in the file
create table t (a integer);
begin;
create table u (a integer);
-- uncertain
-- case: a transaction that the next file rolls back
begin;
create table t (a integer);
-- file
create table u (a integer);
rollback;
create table v (a integer);
-- case: a SET in a transaction that goes on ends with the file
create schema s;
begin;
set search_path = s;
create table t (a integer);
-- file
create table u (a integer);
commit;
-- case: BEGIN takes what was before it in the file
create table t (a integer);
begin;
create table u (a integer);
rollback;
-- case: BEGIN inside a transaction, COMMIT and ROLLBACK outside
commit;
create table t (a integer);
begin;
begin;
create table u (a integer);
commit;
create table v (a integer);
rollback;
-- case: AND CHAIN begins the next one
begin;
create table t (a integer);
rollback and chain;
create table u (a integer);
commit and chain;
create table v (a integer);
rollback and no chain;
-- case: COMMIT AND CHAIN outside a transaction
create table t (a integer);
commit and chain;
-- refused: 25P01
-- case: ROLLBACK TO outside a transaction
rollback to one;
-- refused: 25P01
-- case: RELEASE outside a transaction
create table t (a integer);
release one;
-- refused: 25P01
-- case: RELEASE of a savepoint that is gone
begin;
savepoint one;
savepoint two;
release one;
release two;
-- refused: 3B001
-- case: savepoints of one name
begin;
savepoint one;
create table t (a integer);
savepoint one;
create table u (a integer);
rollback to one;
release one;
rollback to one;
create table v (a integer);
commit;
-- case: ROLLBACK TO takes a SET back
create schema s;
begin;
savepoint one;
set search_path = s;
rollback to one;
create table t (a integer);
commit;
-- case: temporary tables ON COMMIT DROP are made again after COMMIT, with what is on them
begin;
create temporary table x (a integer primary key) on commit drop;
create temporary view v as select a from x;
create index i on x (a);
create temporary table y on commit drop as select 1 as a;
create temporary table z (like y) on commit drop;
commit and chain;
create temporary table x (b text) on commit drop;
create temporary view v as select b from x;
create index i on x (b);
create temporary table y (b text);
create temporary table z (b text);
commit;
create table t (a integer);
-- case: ON COMMIT DROP leaves what is made under the name without it
begin;
create temporary table x (a integer) on commit drop;
drop table x;
create temporary table x (a integer);
commit;
create temporary table x (a integer);
-- refused: 42P07
-- case: LOCK TABLE
create table t (a integer);
begin;
lock table t in share mode;
commit;
-- case: LOCK TABLE outside a transaction
begin;
create table t (a integer);
commit;
lock t;
-- refused: 25P01
-- case: VACUUM, CLUSTER and CONCURRENTLY outside a transaction
create table t (a integer primary key);
vacuum t;
create index concurrently i on t (a);
reindex index concurrently i;
drop index concurrently i;
cluster;
-- case: CREATE INDEX CONCURRENTLY inside a transaction
create table t (a integer);
begin;
create unique index concurrently if not exists i on t (a);
-- refused: 25001
-- case: DROP INDEX CONCURRENTLY inside a transaction
begin;
drop index concurrently if exists i;
-- refused: 25001
-- case: REINDEX CONCURRENTLY inside a transaction
create table t (a integer);
begin;
reindex table concurrently t;
-- refused: 25001
-- case: REINDEX and CLUSTER of one table inside a transaction
create table t (a integer primary key);
begin;
reindex table t;
cluster t using t_pkey;
commit;
-- case: DISCARD ALL inside a transaction
begin;
discard all;
-- refused: 25001
-- case: CREATE DATABASE inside a transaction
begin;
create database x;
-- refused: 25001
-- case: COMMIT by EXECUTE
do $$ begin execute 'commit'; end $$;
-- refused: 0A000
-- case: VACUUM by EXECUTE
do $$ begin execute 'vacuum'; end $$;
-- refused: 25001
