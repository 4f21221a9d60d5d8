-- case: ALTER SEQUENCE of one that is not there
alter sequence nowhere restart;
-- refused: 42P01
-- case: ALTER SEQUENCE IF EXISTS
alter sequence if exists nowhere restart;
alter sequence if exists nowhere rename to q;
-- case: ALTER SEQUENCE of a table
create table t (a integer);
alter sequence t restart;
-- refused: 42809
-- case: DROP SEQUENCE of several
create sequence q;
create sequence r;
drop sequence if exists q, nowhere, r restrict;
-- case: ALTER SEQUENCE OWNER and privileges
create sequence q;
alter sequence q owner to current_user;
grant usage, select on sequence q to anon;
comment on sequence q is 'said';
select setval('q', 10), nextval('q'), currval('q');
-- case: NO INHERIT of a table that is no parent
create table p (a integer);
create table c (a integer);
alter table c no inherit p;
-- refused: 42P01
-- case: INHERIT twice
create table p (a integer);
create table c () inherits (p);
alter table c inherit p;
-- refused: 42P07
-- case: INHERIT from a view
create view v as select 1 as a;
create table c () inherits (v);
-- refused: 42809
-- case: INHERIT a generated column
create table p (a integer, b integer generated always as (a) stored);
create table c (a integer, b integer);
alter table c inherit p;
-- refused: 42804
-- case: INHERIT wants NOT NULL
create table p (a integer not null);
create table c (a integer);
alter table c inherit p;
-- refused: 42804
-- case: NO INHERIT keeps what was inherited
create table p (a integer, constraint x check (a > 0));
create table c () inherits (p);
alter table c no inherit p;
alter table c drop constraint x, drop column a;
-- case: three generations and two parents
create table a (x integer);
create table b (x integer, y integer) inherits (a);
create table c (y integer) inherits (a, b);
alter table a add column z text default 'x' not null;
alter table a drop column x;
alter table b rename column y to yy;
-- case: DROP TABLE CASCADE of a grandparent
create table a (x integer);
create table b () inherits (a);
create table c () inherits (b);
create view v as select x from c;
drop table a cascade;
-- case: an heir is not dropped with its parent alone
create table a (x integer);
create table b () inherits (a);
drop table a, b;
-- case: ALTER COLUMN TYPE reaches heirs
create table a (x integer default 1);
create table b () inherits (a);
create index on b (x);
alter table a alter x type bigint;
-- case: ALTER COLUMN TYPE of an inherited column
create table a (x integer);
create table b () inherits (a);
alter table b alter x type bigint;
-- refused: 42P16
-- case: a default of its own
create table a (x integer default 1);
create table b (x integer default 2) inherits (a);
alter table a alter x set default 3;
alter table b alter x drop default;
-- case: LIKE a view
create table t (a integer not null, b text);
create view v as select a, b from t;
create table u (like v including all);
-- case: LIKE a sequence
create sequence q;
create table t (like q);
-- refused: 42809
-- case: OF a type that is not there
create table t of nowhere;
-- refused: 42704
-- case: OF a type and later changes
create type c as (a integer, b text);
create table t of c (primary key (a), b with options not null default 'x');
alter type c add attribute d date cascade;
alter type c rename attribute b to bee cascade;
alter type c alter attribute d type timestamp cascade;
alter type c drop attribute d cascade;
-- case: ALTER TYPE of a typed table without CASCADE
create type c as (a integer, b text);
create table t of c;
alter type c add attribute d date;
-- refused: 2BP01
-- case: ADD COLUMN to a typed table
create type c as (a integer);
create table t of c;
alter table t add column b integer;
-- refused: 42809
-- case: DROP TYPE of a typed table
create type c as (a integer);
create table t of c;
drop type c;
-- refused: 2BP01
-- case: DROP TYPE CASCADE of a typed table
create type c as (a integer);
create table t of c;
drop type c cascade;
-- case: a temporary table's schema
create table pg_temp.t (a integer);
create index i on t (a);
create table u (a integer);
create index i on u (a);
-- case: a foreign key to a temporary table
create temp table p (a integer primary key);
create table t (a integer references p);
-- refused: 42P16
