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
-- not yet: the end of the chain
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
-- not yet: what needs a transaction
savepoint one;
-- refused: 25P01
-- case: VACUUM inside a transaction
-- not yet: what must not be in one
begin;
vacuum;
-- refused: 25001
