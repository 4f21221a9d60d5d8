-- case: LIST bounds that overlap
create table p (a integer) partition by list (a);
create table p1 partition of p for values in (1, 2, null);
create table p2 partition of p for values in (3, 2);
-- refused: 42P17
-- case: RANGE bounds that overlap
create table p (a integer) partition by range (a);
create table p1 partition of p for values from (1) to (10);
create table p2 partition of p for values from (5) to (20);
-- refused: 42P17
-- case: RANGE bounds that touch
create table p (a integer, b text) partition by range (a, b);
create table p1 partition of p for values from (minvalue, minvalue) to (1, 'x');
create table p2 partition of p for values from (1, 'x') to (1, maxvalue);
create table p3 partition of p for values from (2, 'a') to (maxvalue, maxvalue);
-- case: an empty RANGE
create table p (a integer) partition by range (a);
create table p1 partition of p for values from (10) to (10);
-- refused: 42P17
-- case: two default partitions
create table p (a integer) partition by range (a);
create table p1 partition of p default;
create table p2 partition of p default;
-- refused: 42P17
-- case: bounds of another strategy
create table p (a integer) partition by range (a);
create table p1 partition of p for values in (1);
-- refused: 42P16
-- case: a number of bounds that the key has not
create table p (a integer, b integer) partition by range (a, b);
create table p1 partition of p for values from (1) to (2);
-- refused: 42P16
-- case: HASH partitions
create table p (a integer, b text) partition by hash (a, b);
create table p1 partition of p for values with (modulus 4, remainder 0);
create table p2 partition of p for values with (modulus 4, remainder 3);
-- case: HASH remainders that overlap
create table p (a integer) partition by hash (a);
create table p1 partition of p for values with (modulus 4, remainder 0);
create table p2 partition of p for values with (modulus 2, remainder 0);
-- refused: 42P17
-- case: HASH modulus that is no factor
create table p (a integer) partition by hash (a);
create table p1 partition of p for values with (modulus 4, remainder 0);
create table p2 partition of p for values with (modulus 6, remainder 1);
-- refused: 42P17
-- case: HASH remainder too large
create table p (a integer) partition by hash (a);
create table p1 partition of p for values with (modulus 4, remainder 4);
-- refused: 42P16
-- case: HASH without default
create table p (a integer) partition by hash (a);
create table p1 partition of p default;
-- refused: 42P16
-- case: ATTACH with bounds that overlap
create table p (a integer) partition by list (a);
create table p1 partition of p for values in (1);
create table p2 (a integer);
alter table p attach partition p2 for values in (1);
-- refused: 42P17
-- case: bounds are free again after DETACH
create table p (a integer) partition by list (a);
create table p1 partition of p for values in (1);
alter table p detach partition p1;
create table p2 partition of p for values in (1);
drop table p2;
alter table p attach partition p1 for values in (1);
-- case: bounds are free again after DROP
create table p (a date) partition by range (a);
create table p1 partition of p for values from ('2024-01-01') to ('2024-02-01');
drop table p1;
create table p1 partition of p for values from ('2024-01-15') to ('2024-03-01');
-- case: bounds as dates and casts
create table p (a timestamptz not null, b text) partition by range (a);
create table p1 partition of p for values from ('2024-01-01') to ('2024-02-01');
create table p2 partition of p for values from ('2024-02-01 00:00:00+00') to ('2024-03-01'::timestamptz);
create table p3 partition of p for values from ('2024-03-01') to (maxvalue);
-- case: bounds as expressions
create table p (a integer) partition by range (a);
create table p1 partition of p for values from (1 + 1) to (2 * 5);
-- case: a value that is not of the key's type
create table p (a integer) partition by list (a);
create table p1 partition of p for values in ('x');
-- refused: 22P02
-- case: PARTITION BY an expression
create table p (a integer, b text) partition by range ((a % 10), lower(b) collate "C" text_pattern_ops);
create table p1 partition of p for values from (1, 'a') to (2, 'b');
-- case: PARTITION BY LIST of two columns
create table p (a integer, b integer) partition by list (a, b);
-- refused: 42P17
-- case: an unknown strategy
create table p (a integer) partition by magic (a);
-- refused: 22023
-- case: a unique key over a partition key that is an expression
create table p (a integer unique) partition by range ((a % 10));
-- refused: 0A000
-- case: PARTITION OF a table that is not partitioned
create table p (a integer);
create table p1 partition of p default;
-- refused: 42P17
-- case: PARTITION OF with a column that is not the parent's
create table p (a integer) partition by list (a);
create table p1 partition of p (b with options not null) default;
-- refused: 42703
-- case: PARTITION OF a table that is not there
create table p1 partition of nowhere default;
-- refused: 42P01
-- case: PARTITION OF with a table constraint
create table p (a integer, b integer) partition by list (a);
create table p1 partition of p (constraint x check (b > 0), constraint y unique (b), b default 5) for values in (1);
-- case: PARTITION OF IF NOT EXISTS
create table p (a integer) partition by list (a);
create table if not exists p1 partition of p default;
create table if not exists p1 partition of p default;
-- case: a foreign key of a partitioned table is each partition's
create table o (id integer primary key);
create table p (a integer, o integer) partition by list (a);
create table p1 partition of p for values in (1);
alter table p add constraint fk foreign key (o) references o;
create table p2 partition of p for values in (2);
create table p3 (a integer, o integer);
alter table p attach partition p3 default;
alter table p drop constraint fk;
-- case: a foreign key of a partition that equals the parent's is taken over
create table o (id integer primary key);
create table p (a integer, o integer references o) partition by list (a);
create table p1 (a integer, o integer constraint mine references o);
alter table p attach partition p1 default;
-- case: DETACH keeps the foreign key
create table o (id integer primary key);
create table p (a integer, o integer references o) partition by list (a);
create table p1 partition of p default;
alter table p detach partition p1;
alter table p1 drop constraint p_o_fkey;
-- case: a foreign key to a partition of a partitioned table
create table p (a integer primary key) partition by list (a);
create table p1 partition of p default;
create table t (a integer references p1);
-- case: DETACH of a partition that is referenced through its parent
create table p (a integer primary key) partition by list (a);
create table p1 partition of p for values in (1);
create table t (a integer references p);
alter table p detach partition p1;
drop table p1;
-- case: DROP of a partition that is referenced through its parent
create table p (a integer primary key) partition by list (a);
create table p1 partition of p for values in (1);
create table t (a integer references p);
drop table p1;
-- refused: 2BP01
-- case: DROP of a key's constraint of a partition
create table p (a integer primary key) partition by list (a);
create table p1 partition of p default;
alter table p1 drop constraint p1_pkey;
-- refused: 42P16
-- case: a partition's index renamed
create table p (a integer, b integer) partition by list (a);
create index i on p (b);
create table p1 partition of p default;
alter index p1_b_idx rename to own;
alter index i rename to j;
drop index j;
-- case: a unique column that is not the partition key
create table p (a integer, b integer unique, unique (a, b)) partition by list (a);
-- refused: 0A000
-- case: ALTER COLUMN TYPE gives a partition's index its first name again
create table p (a integer, b integer) partition by list (a);
create index i on p (b);
create table p1 partition of p default;
alter index p1_b_idx rename to own;
alter table p alter column b type bigint;
-- case: ALTER COLUMN TYPE gives a partition's key its first name again
create table p (a integer, b integer, unique (a, b)) partition by list (a);
create table p1 partition of p default;
alter table p1 rename constraint p1_a_b_key to own;
alter table p alter column b type bigint;
-- case: RENAME CONSTRAINT of a partition's key
create table p (a integer primary key) partition by list (a);
create table p1 partition of p default;
alter table p1 rename constraint p1_pkey to own;
alter table p rename constraint p_pkey to theirs;
-- case: ATTACH PARTITION without a column
create table p (a integer, b integer) partition by list (a);
create table c (a integer);
alter table p attach partition c default;
-- refused: 42804
-- case: ATTACH PARTITION of another type
create table p (a integer, b integer) partition by list (a);
create table c (a integer, b bigint);
alter table p attach partition c default;
-- refused: 42804
-- case: ATTACH PARTITION that lacks NOT NULL
create table p (a integer, b integer not null) partition by list (a);
create table c (a integer, b integer);
alter table p attach partition c default;
-- refused: 42804
-- case: ATTACH PARTITION that lacks a check
create table p (a integer, b integer check (b > 0)) partition by list (a);
create table c (a integer, b integer);
alter table p attach partition c default;
-- refused: 42804
-- case: ATTACH PARTITION that has a check of another condition
create table p (a integer, b integer constraint x check (b > 0)) partition by list (a);
create table c (a integer, b integer constraint x check (b > 1));
alter table p attach partition c default;
-- refused: 42804
-- case: ATTACH PARTITION twice
create table p (a integer) partition by list (a);
create table c partition of p for values in (1);
alter table p attach partition c for values in (2);
-- refused: 42809
-- case: ATTACH PARTITION to a plain table
create table p (a integer);
create table c (a integer);
alter table p attach partition c default;
-- refused before 18: 42P17
-- refused: 42809
-- case: ATTACH PARTITION of an heir
create table q (a integer);
create table p (a integer) partition by list (a);
create table c () inherits (q);
alter table p attach partition c default;
-- refused: 42809
-- case: ATTACH PARTITION of a parent
create table p (a integer) partition by list (a);
create table c (a integer);
create table d () inherits (c);
alter table p attach partition c default;
-- refused: 42809
-- case: ATTACH PARTITION of a table that is not there
create table p (a integer) partition by list (a);
alter table p attach partition nowhere default;
-- refused: 42P01
-- case: ATTACH PARTITION with a primary key of its own
create table p (a integer primary key) partition by list (a);
create table c (a integer, b integer);
alter table c drop column b;
alter table c add constraint own primary key (a);
alter table p attach partition c default;
-- case: ATTACH PARTITION with another primary key
create table p (a integer, b integer, primary key (a, b)) partition by list (a);
create table c (a integer primary key, b integer not null);
alter table p attach partition c default;
-- refused: 42P16
-- case: ATTACH PARTITION with columns in another order
create table p (a integer, b text, c date) partition by list (a);
create table q (c date, a integer, b text);
alter table p attach partition q default;
alter table p add column d integer;
-- case: ATTACH PARTITION of a partitioned table
create table p (a integer, b integer) partition by list (a);
create table c (a integer, b integer) partition by list (b);
create table d partition of c default;
create index on p (b);
alter table p attach partition c default;
-- case: ATTACH PARTITION of a temporary table
create table p (a integer) partition by list (a);
create temp table c (a integer);
alter table p attach partition c default;
-- refused: 42809
-- case: DETACH PARTITION that is none
create table p (a integer) partition by list (a);
create table c (a integer);
alter table p detach partition c;
-- refused: 42P01
-- case: DETACH PARTITION keeps checks, and a serial's default
create table p (a serial, b integer constraint x check (b > 0)) partition by list (a);
create table c partition of p default;
alter table p detach partition c;
alter table c drop constraint x;
-- case: identity
create table p (a integer generated always as identity, b integer) partition by list (b);
create table c partition of p default;
-- case: a check added to a parent reaches partitions
create table p (a integer, b integer) partition by list (a);
create table c partition of p for values in (1);
create table d partition of p for values in (2) partition by list (b);
create table e partition of d default;
alter table p add constraint x check (b > 0), add check (a > 0);
alter table p drop constraint x;
-- case: ADD CHECK to ONLY a partitioned table
create table p (a integer, b integer) partition by list (a);
create table c partition of p default;
alter table only p add check (b > 0);
-- refused: 42P16
-- case: SET NOT NULL of ONLY a partitioned table
create table p (a integer, b integer) partition by list (a);
create table c partition of p default;
alter table only p alter b set not null;
-- refused: 42P16
-- case: DROP NOT NULL reaches the partitions
create table p (a integer, b integer not null) partition by list (a);
create table c partition of p default;
alter table p alter b drop not null;
-- case: a partition's own default
create table p (a integer, b integer default 1) partition by list (a);
create table c partition of p default;
alter table c alter b set default 2;
alter table p alter b drop default;
-- case: defaults of ONLY the parent
create table p (a integer, b integer default 1) partition by list (a);
create table c partition of p default;
alter table only p alter b set default 3;
-- case: SET SCHEMA and RENAME of a partition
create schema s;
create table p (a integer primary key) partition by list (a);
create table c partition of p default;
alter table c set schema s;
alter table s.c rename to d;
alter table p add column b integer;
-- case: a partition in another schema
create schema s;
create table p (a integer primary key) partition by list (a);
create table s.p partition of p default;
-- case: RENAME COLUMN of a partition
create table p (a integer) partition by list (a);
create table c partition of p default;
alter table c rename column a to b;
-- refused: 42P16
-- case: DROP COLUMN of a partition
create table p (a integer, b integer) partition by list (a);
create table c partition of p default;
alter table c drop column b;
-- refused: 42P16
-- case: ALTER COLUMN TYPE of a partition
create table p (a integer, b integer) partition by list (a);
create table c partition of p default;
alter table c alter column b type bigint;
-- refused: 42P16
-- case: ALTER COLUMN TYPE of a partition key
create table p (a integer, b integer) partition by list (a);
alter table p alter column a type bigint;
-- refused: 42P16
-- case: a partitioned table inherits nothing
create table p (a integer) partition by list (a);
create table q (a integer);
alter table p inherit q;
-- refused: 42809
-- case: a partitioned table that inherits
create table q (a integer);
create table p (a integer) inherits (q) partition by list (a);
-- refused: 42P17
-- case: UNIQUE INDEX without the key
create table p (a integer, b integer) partition by list (a);
create unique index on p (b);
-- refused: 0A000
-- case: CREATE INDEX CONCURRENTLY on a partitioned table
create table p (a integer, b integer) partition by list (a);
create index concurrently on p (b);
-- refused: 0A000
-- case: an exclusion constraint on a partitioned table
create table p (a integer, b integer, exclude using btree (a with =, b with =)) partition by list (a);
-- refused before 17: 0A000
-- case: a trigger of a parent
create table p (a integer, b integer) partition by list (a);
create table c partition of p default;
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger t after insert on p for each row execute function f();
create table d partition of p for values in (1);
drop trigger t on p;
-- case: ALTER INDEX ATTACH PARTITION
create table p (a integer, b integer) partition by list (a);
create table c partition of p default;
create index i on only p (b);
create index own on c (b);
alter index i attach partition own;
drop index i;
-- case: an index on ONLY the parent, then a new partition
create table p (a integer, b integer) partition by list (a);
create table c partition of p for values in (1);
create index i on only p (b);
create table d partition of p for values in (2);
-- case: DROP PARTITIONED TABLE with views
create table p (a integer, b integer) partition by list (a);
create table c partition of p for values in (1);
create view v as select a from c;
drop table p;
-- refused: 2BP01
-- case: DROP PARTITIONED TABLE CASCADE with views
create table p (a integer, b integer) partition by list (a);
create table c partition of p for values in (1);
create view v as select a from c;
create table t (r c);
drop table p cascade;
-- case: CREATE TABLE LIKE a partition
create table p (a integer primary key, b integer default 1) partition by list (a);
create table c partition of p for values in (1);
create table d (like c including all);
alter table p attach partition d for values in (2);
-- case: DROP CASCADE of a partition that is referenced through its parent
create table p (a integer primary key) partition by list (a);
create table p1 partition of p for values in (1);
create table t (a integer references p);
drop table p1 cascade;
-- case: DROP of a partition of a partition that is referenced
create table p (a integer primary key) partition by list (a);
create table p1 partition of p for values in (1) partition by list (a);
create table p11 partition of p1 default;
create table t (a integer references p);
drop table p11;
-- refused: 2BP01
-- case: DROP of a referenced partition beside the table that refers
create table p (a integer primary key) partition by list (a);
create table p1 partition of p for values in (1);
create table t (a integer references p);
drop table p1, t;
-- case: DROP of a partition of a table that refers to itself
create table p (a integer primary key, b integer references p) partition by list (a);
create table p1 partition of p for values in (1);
drop table p1;
-- refused: 2BP01
-- case: DROP of a partitioned table that refers to itself
create table p (a integer primary key, b integer references p) partition by list (a);
create table p1 partition of p for values in (1);
drop table p;
-- case: DROP SCHEMA CASCADE of a referenced partition
create schema s;
create table p (a integer primary key) partition by list (a);
create table s.p1 partition of p for values in (1);
create table t (a integer references p);
drop schema s cascade;
-- case: a foreign key outlives the partition that is detached
create table p (a integer primary key) partition by list (a);
create table p1 partition of p for values in (1);
create table t (a integer references p);
alter table p detach partition p1;
alter table t drop constraint t_a_fkey;
-- case: DROP IDENTITY of a partitioned table
create table p (a integer generated always as identity, b integer) partition by list (b);
create table c partition of p default;
alter table p alter a drop identity;
-- case: ADD IDENTITY to a partitioned table
create table p (a integer not null, b integer) partition by list (b);
create table c partition of p default;
alter table p alter a add generated always as identity;
-- case: ADD COLUMN of identity to a partitioned table
create table p (b integer) partition by list (b);
create table c partition of p default;
alter table p add a integer generated by default as identity;
-- refused before 17: 42P16
-- case: SET GENERATED of a partitioned table
create table p (a integer generated always as identity, b integer) partition by list (b);
create table c partition of p default;
alter table p alter a set generated by default;
-- case: SET GENERATED of a partition
create table p (a integer generated always as identity, b integer) partition by list (b);
create table c partition of p default;
alter table c alter a set generated by default;
-- refused before 17: 55000
-- refused: 42P16
-- case: ATTACH PARTITION gives identity
create table p (a integer generated always as identity, b integer) partition by list (b);
create table c (a integer not null, b integer);
alter table p attach partition c default;
-- case: DETACH PARTITION takes identity
create table p (a integer generated always as identity, b integer) partition by list (b);
create table c partition of p default;
alter table p detach partition c;
-- case: SET NOT NULL of ONLY a parent whose partitions have it
-- since: 18
create table p (a integer, b integer) partition by list (a);
create table c partition of p (b not null) default;
alter table only p alter b set not null;
-- refused: 42P16
-- case: ATTACH PARTITION that has an identity of its own
-- since: 17
create table p (a integer generated always as identity, b integer) partition by list (b);
create table c (a integer generated always as identity, b integer);
alter table p attach partition c default;
-- refused: 55000
