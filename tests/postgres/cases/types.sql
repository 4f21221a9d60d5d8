-- case: composite types are no tables
create type address as (street text, zip varchar(5), geo point);
create table t (a address, b address[], c public.address not null);
-- case: composite attributes change
create type address as (street text, zip text);
alter type address add attribute city text, drop attribute zip, alter attribute street type varchar;
alter type address rename attribute city to town;
create table t of address;
-- case: an attribute that is not there
create type address as (street text);
alter type address drop attribute zip;
-- refused: 42703
-- case: a domain is a type of its own
create domain email as text check (value ~ '@');
create domain positive integer not null default 1 constraint p check (value > 0);
create table t (a email, b positive, c email[], d public.email not null);
-- case: a domain changes
create domain d as text;
create table t (a d);
alter domain d set default 'x';
alter domain d add constraint c check (value <> '');
alter domain d drop constraint c;
alter domain d rename to e;
-- case: a domain becomes not null, and its columns
create domain d as text;
create table t (a d);
alter domain d set not null;
-- case: a domain may be null again
create domain d as text not null;
create table t (a d);
alter domain d drop not null;
-- case: DROP DOMAIN
create domain d as text;
drop domain d;
drop domain if exists d;
-- case: DROP DOMAIN CASCADE takes columns along
create domain d as text;
create table t (a d, b integer);
drop domain d cascade;
-- case: DROP DOMAIN that a column has
create domain d as text;
create table t (a d);
drop domain d;
-- refused: 2BP01
-- case: range types
create type floatrange as range (subtype = float8);
create table t (a floatrange, b floatmultirange);
-- case: a table's row type
create table p (a integer);
create table t (a p, b p[]);
-- case: DROP TABLE CASCADE takes columns of its row type along
create table p (a integer);
create table t (a p, b integer);
drop table p cascade;
-- case: DROP TYPE of a table's row type
create table p (a integer);
drop type p;
-- refused: 2BP01
-- case: %TYPE is for functions only
create table p (a integer);
create table t (b p.a%type);
-- refused: 42601
-- case: a type found through search_path
create schema s;
create type s.mood as enum ('a');
set search_path = s, public;
create table public.t (a mood);
-- case: a type of a schema that is not in search_path
create schema s;
create type s.mood as enum ('a');
create table t (a mood);
-- refused: 42704
-- case: modifiers where the type has none
create table t (a integer(5));
-- refused: 42601
-- case: modifiers where the type, by name, has none
create table t (a uuid(5));
-- refused: 42601
-- case: setof
create table t (a setof integer);
-- refused: 42P16
-- case: RENAME ATTRIBUTE to one that is there
create type pair as (a integer, b integer);
alter type pair rename attribute a to b;
-- refused: 42701
-- case: RENAME a composite type to the name of a table
create type pair as (a integer);
create table t (a integer);
alter type pair rename to t;
-- refused: 42P07

-- case: ALTER DOMAIN of an enum
create type mood as enum ('x');
-- file
-- refused: 42809
alter domain mood rename to feeling;

-- case: a default cast to a type that is not there
-- refused: 42704
create table t (a text default 'x'::nope);

-- case: RENAME ATTRIBUTE of a type that is not there
-- refused: 42P01
alter type pair rename attribute a to b;

-- case: NOT NULL of a domain in arrays
create domain d as int;
create table t (a d[]);
-- file
-- refused: 0A000
alter domain d set not null;

-- case: a check of a domain in arrays
create domain d as int;
create table t (a d[]);
-- file
-- refused: 0A000
alter domain d add check (value > 0);

-- case: a check of a domain in arrays, not valid
create domain d as int;
create table t (a d[], b d);
alter domain d add check (value > 0) not valid;
alter domain d drop not null;
alter domain d set default 1;

-- case: NOT NULL of a domain under another in a composite type
create domain d as int;
create domain e as d;
create type c as (x e);
create table t (a c);
-- file
-- refused: 0A000
alter domain d set not null;

-- case: NOT NULL of a domain that columns have
create domain d as int;
create domain e as d;
create table t (a e, b d not null);
alter domain d set not null;

-- case: an attribute of a composite type that a table holds changes its type
create type c as (x int);
create table t (a c[]);
-- file
-- refused: 0A000
alter type c alter attribute x type text;

-- case: an attribute of a composite type that a table holds is added, renamed, dropped
create type c as (x int);
create table t (a c);
alter type c add attribute y int;
alter type c rename attribute y to z;
alter type c drop attribute z;

-- case: a column of a table whose rows another one holds changes its type
create table c (x int);
create table t (a c);
-- file
-- refused: 0A000
alter table c alter x type text;

-- case: a column with a default in a table whose rows another one holds
create table c (x int);
create table t (a c);
-- file
-- refused: 0A000
alter table c add y int default 1;

-- case: a column in a table whose rows another one holds
create table c (x int);
create table t (a c);
alter table c add y int not null, drop x;

-- case: arrays of domains are converted by elements
create domain d as int;
create domain j as json;
create table t (a int[], b d[], c int);
alter table t alter a type d[], alter b type int[], alter c type d;
-- file
-- refused: 42804
alter table t alter b type j[];

-- case: an array of a domain is no scalar
create domain d as int;
create table t (a int);
-- file
-- refused: 42804
alter table t alter a type d[];

-- case: one composite type to another of the same make
create type c as (x int);
create type e as (x int);
create table t (a c);
-- file
-- refused: 42804
alter table t alter a type e;

-- case: a foreign key between domains over an enum
create type mood as enum ('x');
create domain d as mood;
create table t (a d primary key);
-- file
-- refused: 42804
create table u (a d references t);

-- case: a foreign key from a domain over an enum to the enum
create type mood as enum ('x');
create domain d as mood;
create table t (a mood primary key);
-- file
-- refused: 42804
create table u (a d references t);

-- case: foreign keys between domains, composite types and ranges
create domain d as int;
create domain r as int4range;
create type c as (x int);
create type e as (x int);
create table t (a d unique, b r unique, c c unique, d d[] unique);
create table u (
  a bigint references t (a), b r references t (b), c e references t (c), d d[] references t (d)
);

-- case: a foreign key from int to a composite type
create type c as (x int);
create table t (a c primary key);
-- file
-- refused: 42804
create table u (a int references t);

-- case: the default of a range cannot become json
create table t (a int4range default '[1,2)');
-- file
-- refused: 42804
alter table t alter column a type jsonb using a::text::jsonb;
-- case: setof of an added column
-- since: 18
create table t (b integer);
alter table t add a setof integer;
-- refused: 42P16
-- case: setof of an attribute
create type c as (a setof integer);
-- refused: 42P16

-- case: VALIDATE CONSTRAINT of a domain in arrays
create domain d as int check (value > 0);
create table t (a d[]);
-- file
-- refused: 0A000
alter domain d validate constraint d_check;

-- case: NOT NULL of a domain has a name
-- since: 17
create domain d as int constraint n not null;
alter domain d rename constraint n to m;
alter domain d drop constraint m;
alter domain d set not null;
alter domain d rename to e;
alter domain e drop constraint d_not_null;

-- case: the name that NOT NULL of a domain has
-- since: 17
create domain d as int constraint d_not_null check (value > 0) not null;
alter domain d drop constraint d_not_null;

-- case: NOT NULL of a domain is not validated
create domain d as int not null;
-- file
-- refused: 42809
-- refused before 17: 42704
alter domain d validate constraint d_not_null;

-- case: a check under the name of NOT NULL
-- since: 17
create domain d as int constraint n not null constraint c check (value > 0);
-- file
-- refused: 42710
alter domain d rename constraint c to n;

-- case: a domain's old name is still in its constraint's
create domain d as int not null;
alter domain d rename to e;
-- file
-- refused: 42704
alter domain e drop constraint e_not_null;
-- case: a length or precision at its limits
create table t (a varchar(10485760), b char(10485760), c bit(83886080), d numeric(1000, -1000),
  e timestamp(7), f timestamptz(0), g time(9), h interval(7), i bpchar(3), j numeric(5, -3));
-- case: a length of nothing
create table t (a varchar(0));
-- refused: 22023
-- case: a length of nothing, of a list, added later
create table t (a int);
alter table t add column b char(0)[];
-- refused: 22023
-- case: a length beyond the largest
create table t (a int);
alter table t alter column a type varchar(10485761);
-- refused: 22023
-- case: bits of no length
create domain d as bit varying(0);
-- refused: 22023
-- case: a precision beyond the largest
create type c as (a numeric(1001));
-- refused: 22023
-- case: a scale beyond the largest
create table t (a numeric(5, 1001));
-- refused: 22023
-- case: a number with three modifiers
create table t (a numeric(1, 2, 3));
-- refused: 22023
-- case: a precision that is no whole number
create table t (a numeric(1.5));
-- refused: 22P02
-- case: a precision below zero
create table t (a timestamptz(-1));
-- refused: 22023
-- case: a length of nothing in a default
create table t (a text default 'a'::varchar(0));
-- refused: 22023
-- case: a length of nothing in a check
create table t (a text check (a::varchar(0) = ''));
-- refused: 22023
-- case: types of one's own have no modifiers
create type e as enum ('a');
create table t (a e(3));
-- refused: 42601
-- case: a serial has no modifiers
create table t (a serial(3));
-- refused: 42601
