-- case: a virtual generated column
create table t (a integer, b integer generated always as (a * 2) virtual);
-- refused before 18: 42601
-- case: a generated column is virtual where it does not say
create table t (a integer, b integer generated always as (a * 2));
-- refused before 18: 42601
-- case: SET EXPRESSION
create table t (a integer, b integer generated always as (a * 2) stored);
alter table t alter column b set expression as (a * 3);
-- refused before 17: 42601
-- case: NOT ENFORCED check
create table t (a integer check (a > 0) not enforced);
-- refused before 18: 42601
-- case: NOT ENFORCED foreign key
create table p (a integer primary key);
create table t (a integer references p not enforced);
-- refused before 18: 42601
-- case: ALTER CONSTRAINT NOT ENFORCED
create table p (a integer primary key);
create table t (a integer references p);
alter table t alter constraint t_a_fkey not enforced;
-- refused before 18: 42601
-- case: ALTER CONSTRAINT deferrable
create table p (a integer primary key);
create table t (a integer references p);
alter table t alter constraint t_a_fkey deferrable initially deferred;
-- case: WITHOUT OVERLAPS
create table t (a int4range, b daterange, unique (a, b without overlaps));
-- refused before 18: 42601
-- case: PERIOD
create table p (a int4range, b daterange, primary key (a, b without overlaps));
create table t (x int4range, y daterange, foreign key (x, period y) references p (a, period b));
-- refused before 18: 42601
-- case: STORAGE of a column
create table t (a text storage external);
-- refused before 16: 42601
-- case: STORAGE DEFAULT
create table t (a text);
alter table t alter a set storage default;
-- refused before 16: 42601
-- case: NULLS NOT DISTINCT
create table t (a integer unique nulls not distinct);
-- case: SET ACCESS METHOD
create table t (a integer);
alter table t set access method heap;
-- case: SET ACCESS METHOD DEFAULT
create table t (a integer);
alter table t set access method default;
-- refused before 17: 42601
-- case: SET STATISTICS DEFAULT
create table t (a integer);
alter table t alter a set statistics default;
-- refused before 17: 42601
-- case: NOT NULL constraint with a name
create table t (a integer, constraint x not null a);
-- refused before 18: 42601
-- case: ADD NOT NULL
create table t (a integer);
alter table t add constraint x not null a;
-- refused before 18: 42601
-- case: ADD NOT NULL NOT VALID
create table t (a integer);
alter table t add constraint x not null a not valid;
-- refused before 18: 42601
-- case: NOT NULL NO INHERIT
create table t (a integer not null no inherit, constraint c check (a > 0) no inherit);
-- refused before 18: 42601
-- case: ON DELETE SET NULL columns
create table p (a integer, b integer, primary key (a, b));
create table t (a integer, b integer, foreign key (a, b) references p on delete set null (b));
-- case: NOT NULL of a domain with a name
create domain d as integer constraint x not null;
alter domain d add constraint y check (value > 0);
-- case: ALTER DOMAIN ADD NOT NULL
create domain d as integer;
alter domain d add not null;
-- refused before 17: 42601
-- case: ALTER INDEX
create table t (a integer);
create index i on t (a);
alter index i set (fillfactor = 70);
alter index i reset (fillfactor);
alter index i set tablespace pg_default;
-- case: COMPRESSION
create table t (a text compression pglz);
alter table t alter a set compression default;
-- case: COMPRESSION of a column that is not there
create table t (a text);
alter table t alter b set compression pglz;
-- refused: 42703
-- case: VALIDATE of a constraint that is not there
create table t (a text);
alter table t validate constraint nope;
-- refused: 42704
-- case: OF and NOT OF
create type c as (a integer, b text);
create table t (a integer, b text);
alter table t of c;
alter table t not of;
-- case: OPTIONS of foreign tables
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table f (a integer options (x 'y') not null check (a > 0), b text default 'z') server s options (o '1');
alter foreign table f alter column a options (set x 'z'), add column c date, options (add p '2');
alter foreign table f rename column c to d;
alter foreign table f rename to g;
drop foreign table g;
-- case: NOT NULL of a domain dropped by its name
-- since: 17
create domain d as integer;
alter domain d add constraint x not null;
alter domain d drop constraint x;
create table t (a d);
