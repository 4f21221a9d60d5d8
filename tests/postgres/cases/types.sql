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
-- not yet: SETOF
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
