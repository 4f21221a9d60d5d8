What generated columns, checks and indexes compute, as PostgreSQL spells it: compared by
tests/oracle/agreement.py, expression_agreement.

-- case: generated columns, in any order of columns
create table t (b integer generated always as (a * 2) stored, a integer, "C d" text,
  e text generated always as (lower("C d") || 'x') stored,
  f tsvector generated always as (to_tsvector('english', coalesce("C d", ''))) stored,
  g numeric(10,2) generated always as (abs(a)) stored);
alter table t add column h integer generated always as (t.a + 1) stored;
-- case: checks on columns and tables
create type mood as enum ('sad', 'ok');
create table t (a integer check (a > 0), m mood default 'ok' check (m <> 'sad'), b varchar(5),
  check (b in ('x', 'y')), constraint whole check (t.a < 10 and (b is null or length(b) > 1)));
-- case: checks of a domain
create domain d as text check (value ~ '^x' and length(value) < 10) constraint short check (value <> '');
-- case: indexes on expressions, and partial ones
create table t (a text, b integer, c boolean, d timestamptz);
create index on t (lower(a), (b + 1), upper(a)) where c and b between 1 and 5;
create unique index on t ((a || 'x')) where d is not null;
-- case: a check that reads a word which is also a type
create type status as enum ('on', 'off');
create table t (state status, status integer, check (state = 'on'));
create index on t (status) where state = 'off';
alter table t drop column status;
-- case: a column is renamed that checks, indexes and generated columns read
create type status as enum ('on', 'off');
create table t (a text, state status, check (lower(a) <> 'a'), check (state = 'on' or a = 'state'),
  g text generated always as (a || '!') stored);
create index i on t (lower(a)) where a <> 'a';
create index j on t (a) where state = 'off';
alter table t rename column a to "B b";
alter table t rename column state to lower;
-- case: a column is renamed to a word that has to be quoted
create table t (a integer check (a > 0));
alter table t rename column a to "user";
-- case: a column gets another type
create table t (a integer check (a > 0), b varchar(5) check (b <> ''), c integer);
create index i on t ((a + 1)) where c > 5;
alter table t alter column a type numeric(10,2), alter b type text, alter c type bigint;
-- case: a column of a generated column gets another type
create table t (a integer, b integer generated always as (a * 2) stored);
alter table t alter column a type bigint;
-- refused: 0A000
-- case: an enum is renamed, moved and given another label
create schema private;
create type mood as enum ('sad', 'it''s ok');
create type mood_kind as enum ('sad');
create table t (m mood default 'sad', k mood_kind default 'sad', ms mood[] default array['sad'::mood],
  check (m <> 'sad'), check (k <> 'sad'), check (m in ('sad', 'it''s ok')));
create index i on t (k) where m = 'it''s ok';
alter type mood rename value 'it''s ok' to 'fine';
alter type mood rename value 'sad' to 'low';
alter type mood rename to "Mood";
alter type "Mood" set schema private;
-- case: checks and generated columns are inherited and copied
create table p (a integer check (a > 0), b integer generated always as (a * 2) stored);
create table c (d text) inherits (p);
create table l (like p including all);
create index on p ((a + b)) where a > 5;
create table m (like p including indexes including constraints);
-- case: a generated column that reads another
create table t (a integer, b integer generated always as (a * 2) stored,
  c integer generated always as (b * 2) stored);
-- refused: 42P17
-- case: a check over a column that is misspelt
create table t (name text, check (length(nmae) > 0));
-- refused: 42703
-- case: an index on an expression over a column that is not there
create table t (name text);
create index on t (lower(nmae));
-- refused: 42703
-- case: an index over the rows where a column is that is not there
create table t (name text);
create index on t (name) where active;
-- refused: 42703
-- case: what is no column in a check
create table t (a text, b text[], check (a <> current_user), check (tableoid > 0),
  check (a collate "C" <> 'x'), check (array_length(b, 1) > 0), check (position('a' in a) > 0),
  check (t is not null), check (extract(epoch from now()) > 0), check (a similar to 'x'),
  check (make_interval(days => 5) > interval '1' day), check (a is normalized));
-- case: a value that is none of its type
create table t (a boolean default 'maybe');
-- refused: 22P02
-- case: text that is no JSON
create table t (a jsonb default '{a: 1}');
-- refused: 22P02
-- case: text that is no array
create table t (a text[] default '');
-- refused: 22P02
-- case: a list as JSON writes it
create table t (a text[] default '[]');
-- refused: 22P02
-- case: an empty date
create table t (a date default '');
-- refused: 22007
-- case: a uuid that is none
create table t (a uuid default 'none');
-- refused: 22P02
-- case: an enum compared with a label it does not have
create type mood as enum ('sad', 'ok');
create table t (m mood, check (m <> 'happy'));
-- refused: 22P02
-- case: values in any spelling their type takes
create table t (a boolean default 'off', b uuid default '{a0eebc999c0b4ef8bb6d6bb9bd380a11}',
  c integer default ' +7 ', d jsonb default ' [1, "a"] ', e text[] default '[2:3]={a,b}',
  f numeric default 'nan', g double precision default '-infinity', h timestamptz default 'epoch',
  i date default 'infinity', j interval default '1 day', k money default '$5', l text default '',
  m boolean default '1', n json default '1e5');
-- case: functions that are called before they are there
create table t (a text check (no_such_function(a)));
-- refused: 42883
-- case: a function with another number of arguments
create function f(integer) returns integer language sql as 'select 1';
create table t (a integer default f());
-- refused: 42883
-- case: functions that are there
create schema private;
create function f(a integer, b integer default 1) returns integer language sql immutable as 'select 1';
create function private.g(text) returns boolean language sql immutable as 'select true';
create table t (a integer default f(5), b text check (private.g(b)), c date check (isfinite(c)),
  d uuid default extensions.uuid_generate_v4(), e integer generated always as (f(a, 2)) stored);
create index on t (f(a)) where private.g(b);
-- case: real beside other numbers
create table t (a real check (a >= 0.5 and a <= 2), b numeric, c integer, d double precision,
  e double precision generated always as (a * 2) stored,
  f double precision generated always as (a + b - c / a) stored,
  check (a > b), check (c < a), check (d = a), check (a between 0 and 1.5));
create index on t ((a * 1.5)) where a <> 0;
-- case: a text search configuration in quotes
create table t (a text, b tsvector generated always as (to_tsvector('"german"'::regconfig, a)) stored);
-- case: a function that takes another type than it is given
create function f(a text, b bigint) returns boolean language sql immutable as 'select true';
create table t (a varchar(3), b integer, c text, check (public.f(a, b)), check (f(c, 5)));
