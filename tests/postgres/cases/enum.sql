-- case: labels in order
create type mood as enum ('sad', 'ok', 'It''s', '');
create type nothing as enum ();
create table t (a mood, b mood[], c nothing);
-- case: ADD VALUE
create type mood as enum ('b');
alter type mood add value 'z';
alter type mood add value 'a' before 'b';
alter type mood add value 'c' after 'b';
alter type mood add value if not exists 'c' before 'a';
alter type mood add value if not exists 'd' before 'z';
-- case: ADD VALUE that is there
create type mood as enum ('a');
alter type mood add value 'a';
-- refused: 42710
-- case: ADD VALUE beside a label that is not there
create type mood as enum ('a');
alter type mood add value 'b' after 'c';
-- refused: 22023
-- case: RENAME VALUE
create type mood as enum ('a', 'b');
alter type mood rename value 'a' to 'A';
-- case: RENAME VALUE that is not there
create type mood as enum ('a');
alter type mood rename value 'b' to 'c';
-- refused: 22023
-- case: RENAME VALUE to one that is there
create type mood as enum ('a', 'b');
alter type mood rename value 'a' to 'b';
-- refused: 42710
-- case: RENAME TO reaches the columns
create type mood as enum ('a');
create table t (a mood default 'a', b mood[]);
alter type mood rename to feeling;
-- case: SET SCHEMA reaches the columns
create schema s;
create type mood as enum ('a');
create table t (a mood default 'a', b mood[]);
alter type mood set schema s;
-- case: a quoted name
create type "UserRole" as enum ('ADMIN', 'USER');
create table "User" (id text primary key, role "UserRole" not null default 'USER');
-- case: the dance that replaces an enum
create type role as enum ('a', 'b', 'c');
create table t (r role not null default 'a');
begin;
create type role_new as enum ('a', 'b');
alter table t alter column r drop default;
alter table t alter column r type role_new using (r::text::role_new);
alter type role rename to role_old;
alter type role_new rename to role;
drop type role_old;
alter table t alter column r set default 'a';
commit;
-- case: a type that is there
create type mood as enum ('a');
create type mood as enum ('b');
-- refused: 42710
-- case: a table's name is a type's name too
create table mood (a integer);
create type mood as enum ('b');
-- refused: 42710
-- case: ALTER TYPE that is not there
alter type mood add value 'x';
-- refused: 42704
-- case: a label twice
create type mood as enum ('a', 'a');
-- refused: 23505
-- case: DROP TYPE
create type mood as enum ('a');
create type other as enum ('a');
drop type mood, other;
drop type if exists mood;
-- case: DROP TYPE that is not there
drop type mood;
-- refused: 42704
-- case: DROP TYPE that a column has
create type mood as enum ('a');
create table t (a mood);
drop type mood;
-- refused: 2BP01
-- case: DROP TYPE CASCADE takes columns along
create type mood as enum ('a');
create table t (a mood, b integer, c mood[], unique (a, b));
create index t_c on t (c, b);
create index t_b on t (b);
drop type mood cascade;
-- case: a new label is not used in the same file
create type mood as enum ('a');
create table t (a mood);
-- file
alter type mood add value 'b';
alter table t alter column a set default 'b';
-- refused: 55P04
-- case: a new label of a type of the same file can be used
-- since: 17
create type mood as enum ('a');
alter type mood add value 'b';
create table t (a mood default 'b');
-- case: a new label can be used after COMMIT
create type mood as enum ('a');
create table t (a mood);
-- file
begin;
alter type mood add value 'b';
commit;
alter table t alter column a set default 'b';
-- case: a new label is not used in the same transaction
create type mood as enum ('a');
-- file
begin;
alter type mood add value 'b';
create table t (a mood default 'b');
commit;
-- refused: 55P04
-- case: a new label is not used in a check
create type mood as enum ('a');
create table t (a mood);
-- file
alter type mood add value 'b';
alter table t add check (a <> 'b');
-- refused: 55P04
-- case: a new label is not used in an index
create type mood as enum ('a');
create table t (a mood);
-- file
alter type mood add value 'b';
create index on t (a) where a = 'b';
-- refused: 55P04
-- case: a new label is not used in an array
create type mood as enum ('a');
create table t (a mood[]);
-- file
alter type mood add value 'b';
alter table t alter column a set default '{a,b}';
-- refused: 55P04
-- case: a new label under another name is not used either
create type mood as enum ('a');
create table t (a mood);
-- file
alter type mood add value 'b';
alter type mood rename value 'b' to 'c';
alter type mood rename to feeling;
alter table t alter column a set default 'c';
-- refused: 55P04
-- case: a new label that DO adds is not used
create type mood as enum ('a');
create table t (a mood);
-- file
do $$ begin alter type mood add value 'b'; end $$;
alter table t alter a set default 'b';
-- refused: 55P04
-- case: a new label may stand beside the next, and be a text
create type mood as enum ('a');
create table t (a mood, b text);
-- file
alter type mood add value 'b';
alter type mood add value if not exists 'b';
alter type mood add value 'c' after 'b';
alter table t alter column a set default 'a', alter b set default 'b';
-- case: a new label of the type that takes the old one's place
-- since: 17
create type mood as enum ('a');
create table t (a mood);
-- file
alter type mood rename to old;
create type mood as enum ('a', 'b');
alter type mood add value 'c';
alter table t alter column a type mood using a::text::mood;
alter table t alter column a set default 'c';
