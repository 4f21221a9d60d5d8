CREATE TABLE … OF, and what ALTER does to a type and its tables.

-- case: a typed table follows its type
create type c as (x int, y text);
create table t of c (x with options not null default 3, primary key (x));
alter type c add attribute z date cascade;
alter type c rename attribute x to id cascade;
alter type c alter attribute z type text cascade;
alter type c drop attribute y cascade;
alter type c rename to d;
alter table t not of;
alter table t add y int;

-- case: a column of its own
create type c as (x int);
create table t of c;
-- file
-- refused: 42809
alter table t add y int;

-- case: a column less comes before all else
create type c as (x int);
create table t of c;
-- file
-- refused: 42809
alter table t drop y, alter x type nope;

-- case: another type
create type c as (x int);
create table t of c;
-- file
-- refused: 42809
alter table t alter x type text;

-- case: another name
create type c as (x int);
create table t of c;
-- file
-- refused: 42809
alter table t rename y to z;

-- case: a parent
create type c as (x int);
create table t of c;
create table p (x int);
-- file
-- refused: 42809
alter table t inherit p;

-- case: a type changed without CASCADE
create type c as (x int);
create table t of c;
-- file
-- refused: 2BP01
alter type c add attribute y int;

-- case: a type dropped without CASCADE
create type c as (x int);
create table t of c;
-- file
-- refused: 2BP01
drop type c;

-- case: a type dropped with CASCADE
create type c as (x int);
create table t of c;
drop type c cascade;

-- case: a type that is an enum
create type c as enum ('x');
-- file
-- refused: 42809
create table t of c;

-- case: OF for a table that is there
create type c as (x int);
create table t (x int);
alter table t of c;
-- file
-- refused: 42809
alter table t add y int;

-- case: OF with a column more
create type c as (x int);
create table t (x int, y int);
-- file
-- refused: 42804
alter table t of c;

-- case: OF with another type
create type c as (x int);
create table t (x text);
-- file
-- refused: 42804
alter table t of c;

-- case: OF of an heir
create type c as (x int);
create table p (x int);
create table t () inherits (p);
-- file
-- refused: 42809
alter table t of c;

-- case: NOT OF of any other table
create table t (x int);
-- file
-- refused: 42809
alter table t not of;

-- case: heirs follow the type too
create type c as (x int, y text);
create table t of c;
create table u () inherits (t);
alter type c drop attribute y cascade;
alter type c add attribute z date cascade;
alter type c rename attribute x to id cascade;
alter type c alter attribute id type bigint cascade;

-- case: the constraint of a typed table keeps its name
create type c as (x int);
create table t of c (check (x > 0));
-- file
-- refused: 42809
alter table t rename constraint t_x_check to d;

-- case: a column of the type is seen before its tables
create type c as (x int);
create table t of c;
create table u (a c);
-- file
-- refused: 0A000
alter type c alter attribute x type text;
