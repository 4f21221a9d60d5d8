-- case: CREATE SEQUENCE
create sequence s start with 100 increment by 5 cache 10;
create sequence if not exists s;
create table t (a integer default nextval('s'));
alter sequence s owned by t.a;
alter sequence s restart with 5;
-- case: a sequence that is owned falls with its column
create sequence s;
create table t (a integer default nextval('s'), b integer);
alter sequence s owned by t.a;
alter table t drop column a;
create sequence s;
-- case: the pg_dump way to a serial
create table public.t (a integer not null);
create sequence public.t_a_seq as integer start with 1 increment by 1 no minvalue no maxvalue cache 1;
alter table public.t_a_seq owner to postgres;
alter sequence public.t_a_seq owned by public.t.a;
alter table only public.t alter column a set default nextval('public.t_a_seq'::regclass);
alter table only public.t add constraint t_pkey primary key (a);
-- case: a sequence that is there
create sequence s;
create sequence s;
-- refused: 42P07
-- case: DROP SEQUENCE that a default needs
create sequence s;
create table t (a integer default nextval('s'));
drop sequence s;
-- refused: 2BP01
-- case: DROP SEQUENCE CASCADE takes the default
create sequence s;
create table t (a integer default nextval('s'));
drop sequence s cascade;
-- case: DROP SEQUENCE that is not there
drop sequence nowhere;
-- refused: 42P01
-- case: RENAME reaches the default
create sequence s;
create table t (a integer default nextval('s'));
alter sequence s rename to r;
-- case: nextval of a sequence that is not there
create table t (a integer default nextval('nowhere'));
-- refused: 42P01
-- case: OWNED BY a table of another schema
create schema s;
create table s.t (a integer);
create sequence q owned by s.t.a;
-- refused: 55000
-- case: the sequence of an identity column changes no hands
create table t (a integer generated always as identity, b integer);
alter sequence t_a_seq owned by t.b;
-- refused: 0A000
-- case: an owned sequence moves with its table alone
create schema s;
create table t (a serial);
alter sequence t_a_seq set schema s;
-- refused: 0A000

-- case: nextval inside an expression follows the sequence
create sequence q;
create sequence s;
create table t (a int default nextval('q')::int, b bigint default (nextval('s') + 1));
alter sequence q rename to "Other";
create schema a;
alter sequence s set schema a;

-- case: nextval inside an expression keeps the sequence
create sequence q;
create table t (a int default nextval('q')::int);
alter sequence q rename to s;
-- file
-- refused: 2BP01
drop sequence s;
-- case: SET SCHEMA of a sequence that is owned
create schema s;
create table t (a serial);
alter sequence t_a_seq set schema s;
-- refused: 0A000
-- case: RENAME of a sequence to a name that is taken
create sequence q;
create table t (a integer);
alter sequence q rename to t;
-- refused: 42P07
-- case: OWNED BY a column that is not there
create table t (a integer);
create sequence q owned by t.b;
-- refused: 42703
-- case: OWNED BY a view
create view v as select 1 as a;
create sequence q owned by v.a;
-- case: OWNED BY NONE
create table t (a integer);
create sequence q owned by t.a;
alter sequence q owned by none;
drop table t;
drop sequence q;
-- case: DROP TABLE takes a sequence along that it owns
create table t (a integer);
create sequence q owned by t.a;
drop table t;
create sequence q;
-- case: ALTER TABLE renames a sequence
create sequence q;
alter table q rename to r;
drop sequence r;
-- case: UNLOGGED sequences
create unlogged sequence s;
alter sequence s set logged;
alter sequence if exists nope set unlogged;
-- case: every option of a sequence
create sequence s as smallint increment by -1 minvalue -100 maxvalue 100 start -1 cache 2 cycle owned by none;
alter sequence s as bigint no cycle no minvalue no maxvalue restart;
-- case: a temporary sequence
create temp sequence s;
create sequence s;
