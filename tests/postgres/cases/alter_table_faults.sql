What PostgreSQL names first where ALTER TABLE has several actions: what it sees in an action comes
before the work of the first (ATPrepCmd), and that goes by passes.

-- case: an unknown type comes before a column that cannot be dropped
create table t (a int);
-- file
-- refused: 42704
alter table t drop column b, alter column a type nope;

-- case: a type that needs USING comes before a column that cannot be dropped
create table t (a text);
-- file
-- refused: 42804
alter table t drop column b, alter column a type int;

-- case: USING is read first
create table t (a int);
-- file
-- refused: 42704
alter table t alter column b type int using null::nope;

-- case: USING reads a column that is not there
create table t (a int);
-- file
-- refused: 42703
alter table t alter column a type text using b::text;

-- case: USING gives what cannot be assigned
create table t (a int, b text);
-- file
-- refused: 42804
alter table t alter column a type int using b;

-- case: USING calls a function that is not there
create table t (a int, b text);
-- file
-- refused: 42883
alter table t alter column a type int using nobody(b);

-- case: USING computes
create table t (a int, b text, c jsonb, d text[]);
alter table t alter column a type bigint using length(b), alter column c type text using c ->> 'x',
  alter column d type int[] using array[1], alter column b type int using b::int;

-- case: a type changed twice
create table t (a int);
-- file
-- refused: 0A000
alter table t alter column a type text, alter column a type int using a::int;

-- case: both ends of a foreign key change their type
create table t (id int primary key, parent int references t (id));
alter table t alter column id type text, alter column parent type text;

-- case: a generated column and what it reads change their types
create table t (a int, b text generated always as (lower(c)) stored, c varchar(20), check (a > 0));
alter table t alter column a type bigint, drop column b, alter column c type text;

-- case: a column that an heir computes from
create table p (a text);
create table t (b text generated always as (lower(a)) stored) inherits (p);
-- file
-- refused: 0A000
alter table p alter column a type varchar(20);

-- case: a key's columns are counted before a check is read
create table t (a int);
-- file
-- refused: 42701
alter table t add check (b > 0), add unique (a, a);

-- case: a constraint over a column that the same statement adds
create table t (a int);
alter table t add constraint c unique (b), add check (b > 0), add column b int;

-- case: ADD COLUMN IF NOT EXISTS twice
create table t (a int);
alter table t add column if not exists b int check (b > 0), add column if not exists b int unique;

-- case: USING INDEX under a name that is taken
create table t (a int primary key);
create unique index i on t (a);
-- file
-- refused: 42P07
alter table t add constraint t_pkey primary key using index i;

-- case: an identity of text comes before a column that is inherited
create table p (a int);
create table t (a int generated always as identity) inherits (p);
-- file
-- refused: 22023
alter table t alter column a type text;

-- case: DROP EXPRESSION of ONLY the parent
create table p (a int generated always as (1) stored);
create table t () inherits (p);
-- file
-- refused: 0A000
alter table only p alter column a drop expression;

-- case: DROP EXPRESSION where an heir has heirs
create table p (a int generated always as (1) stored);
create table t () inherits (p);
create table u () inherits (t);
-- file
-- refused: 0A000
alter table p alter column a drop expression;

-- case: DROP NOT NULL of an identity
create table t (a int generated always as identity);
-- file
-- refused: 42601
alter table t alter column a drop not null;

-- case: a dropped column takes an heir's foreign key over it along
create table p (id int primary key);
create table t () inherits (p);
alter table t add foreign key (id) references p (id);
alter table p drop column id;

-- case: a partition's foreign key with another action is not the parent's
create table u (id int primary key);
create table p (a int) partition by list (a);
create table t partition of p for values in (1);
alter table t add foreign key (a) references u;
alter table p add foreign key (a) references u on delete cascade;
