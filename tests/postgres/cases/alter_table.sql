-- case: ADD COLUMN
create table t (a integer);
alter table t add column b text not null, add c integer default 1;
alter table if exists t add column if not exists d text unique, add column if not exists a text;
alter table only t add column e uuid primary key default gen_random_uuid();
-- case: ADD COLUMN with constraints
create table p (id integer primary key);
create table t (a integer);
alter table t add column b integer references p on delete set null check (b > 0),
  add column c integer constraint c_unique unique;
-- case: ADD COLUMN IF NOT EXISTS that is there adds none of its constraints
create table t (a integer);
alter table t add column if not exists a integer unique not null default 1;
-- case: a table that is not there, IF EXISTS
alter table if exists nowhere add column a integer;
-- case: a table that is not there
alter table nowhere add column a integer;
-- refused: 42P01
-- case: a column that is there
create table t (a integer);
alter table t add column a text;
-- refused: 42701
-- case: DROP COLUMN takes constraints and indexes over it along
create table p (a integer primary key);
create table t (a integer, b integer references p, c text, unique (a, c), check (a > b));
create index t_c on t (c);
create index t_bc on t (b) where c = 'x';
create index t_lower on t (lower(c));
create index t_b on t (b) include (c);
alter table t drop column c;
-- case: DROP COLUMN of the primary key, which others refer to
create table p (a integer primary key, b text);
create table c (a integer references p);
alter table p drop column a;
-- refused: 2BP01
-- case: DROP COLUMN CASCADE
create table p (a integer primary key, b text);
create table c (a integer references p);
alter table p drop column a cascade;
-- case: DROP COLUMN IF EXISTS
create table t (a integer, b integer);
alter table t drop column if exists nope, drop b;
-- case: DROP COLUMN that is not there
create table t (a integer);
alter table t drop column b;
-- refused: 42703
-- case: DROP COLUMN that a view reads
create table t (a integer, b integer);
create view v as select a, b from t;
alter table t drop column b;
-- refused: 2BP01
-- case: DROP COLUMN that a generated column reads
create table t (a integer, b integer generated always as (a * 2) stored);
alter table t drop column a;
-- refused: 2BP01
-- case: DROP COLUMN CASCADE takes a generated column along
create table t (a integer, b integer generated always as (a * 2) stored, c integer);
alter table t drop column a cascade;
-- case: ALTER COLUMN TYPE
create table t (a integer, b text, c varchar(5), d timestamp);
alter table t alter column a type bigint, alter b set data type varchar(20),
  alter column c type text using c || 'x', alter d type timestamptz using d at time zone 'utc';
-- case: ALTER COLUMN TYPE keeps keys and indexes
create table t (a integer primary key, b integer unique);
create index t_ab on t (a, b);
alter table t alter column a type bigint, alter column b type numeric(4,2);
-- case: ALTER COLUMN TYPE converts the default
create table t (a integer default 1, b varchar(5) default 'x', c text default '7');
alter table t alter column a type bigint, alter column b type text;
alter table t alter column c drop default, alter column c type integer using c::integer,
  alter column c set default 7;
-- case: ALTER COLUMN TYPE where the default cannot be converted
create type e as enum ('a', 'b');
create table t (a text default 'a');
alter table t alter column a type e using a::e;
-- refused: 42804
-- case: ALTER COLUMN TYPE that needs USING
create table t (a text);
alter table t alter column a type integer;
-- refused: 42804
-- case: ALTER COLUMN TYPE of a column that a view reads
create table t (a integer);
create view v as select a from t;
alter table t alter column a type bigint;
-- refused: 0A000
-- case: SET and DROP NOT NULL
create table t (a integer, b integer not null);
alter table t alter column a set not null, alter b drop not null;
-- case: DROP NOT NULL of a primary key
create table t (a integer primary key);
alter table t alter column a drop not null;
-- refused: 42P16
-- case: SET and DROP DEFAULT
create table t (a integer, b text default 'x', c serial);
alter table t alter column a set default 5, alter column b drop default, alter c drop default;
-- case: ALTER of a column that is not there
create table t (a integer);
alter table t alter column b set not null;
-- refused: 42703
-- case: column settings that are not compared
create table t (a text, b integer);
alter table t alter column a set storage external, alter b set statistics 10,
  alter column b set (n_distinct = 5), alter column a set compression pglz;
-- case: ADD PRIMARY KEY makes columns not null
create table t (a integer, b integer);
alter table t add primary key (b, a);
-- case: ADD PRIMARY KEY where there is one
create table t (a integer primary key, b integer);
alter table t add primary key (b);
-- refused: 42P16
-- case: ADD CONSTRAINT
create table p (id integer primary key);
create table t (a integer, b integer);
alter table t add constraint t_a unique (a), add constraint t_b foreign key (b) references p
  on update cascade not valid, add constraint t_c check (a > b) not valid, add unique (b);
alter table t validate constraint t_b;
-- case: ADD CONSTRAINT UNIQUE USING INDEX takes the index over
create table t (a integer, b integer);
create unique index t_a on t (a);
create unique index t_b on t (b);
alter table t add constraint t_unique unique using index t_a;
alter table t add primary key using index t_b;
-- case: ADD CONSTRAINT that is there
create table t (a integer, constraint x unique (a));
alter table t add constraint x check (a > 0);
-- refused: 42710
-- case: ADD CONSTRAINT UNIQUE whose name a relation has
create table t (a integer);
create table x (a integer);
alter table t add constraint x unique (a);
-- refused: 42P07
-- case: ADD CONSTRAINT over a column that is not there
create table t (a integer);
alter table t add unique (b);
-- refused: 42703
-- case: DROP CONSTRAINT
create table p (id integer primary key);
create table t (a integer primary key, b integer unique references p, c integer check (c > 0));
alter table t drop constraint t_pkey, drop constraint t_b_key, drop constraint t_b_fkey,
  drop constraint if exists nope;
-- case: a dropped primary key leaves its columns not null
create table t (a integer primary key);
alter table t drop constraint t_pkey;
-- case: DROP CONSTRAINT that is not there
create table t (a integer);
alter table t drop constraint nope;
-- refused: 42704
-- case: DROP CONSTRAINT that a foreign key needs
create table p (id integer primary key);
create table t (a integer references p);
alter table p drop constraint p_pkey;
-- refused: 2BP01
-- case: DROP CONSTRAINT CASCADE takes the foreign key along
create table p (id integer primary key);
create table t (a integer references p);
alter table p drop constraint p_pkey cascade;
-- case: RENAME COLUMN reaches keys, indexes and foreign keys
create table t (a integer primary key, b integer references t, unique (a, b));
create index t_b on t (b);
alter table t rename column a to x;
alter table t rename b to y;
-- case: RENAME COLUMN to one that is there
create table t (a integer, b integer);
alter table t rename a to b;
-- refused: 42701
-- case: RENAME COLUMN that is not there
create table t (a integer);
alter table t rename column b to c;
-- refused: 42703
-- case: RENAME CONSTRAINT renames its index, and the other way round
create table t (a integer primary key, b integer unique, c integer references t);
alter table t rename constraint t_pkey to pk;
alter index t_b_key rename to uk;
alter table t rename constraint c_fkey to nope;
-- refused: 42704
-- case: RENAME CONSTRAINT
create table t (a integer primary key, b integer unique, c integer references t);
alter table t rename constraint t_pkey to pk;
alter index t_b_key rename to uk;
alter table t rename constraint t_c_fkey to fk;
alter table t drop constraint uk;
create table t_pkey (a integer);
-- case: RENAME TO keeps the names of constraints, indexes and sequences
create table t (a serial primary key, b integer references t);
create index on t (b);
alter table t rename to u;
create table c (a integer references u);
-- case: RENAME TO a name that is there
create table t (a integer);
create table u (a integer);
alter table t rename to u;
-- refused: 42P07
-- case: SET SCHEMA takes indexes and owned sequences along
create schema s;
create table t (a serial primary key, b text);
create index t_b on t (b);
create table c (a integer references t);
alter table t set schema s;
create index t_b on c (a);
create sequence t_a_seq;
-- case: SET SCHEMA that is not there
create table t (a integer);
alter table t set schema nowhere;
-- refused: 3F000
-- case: what is not compared
create table t (a integer primary key);
alter table t enable row level security, force row level security, owner to current_user,
  set (fillfactor = 50), replica identity full, set unlogged, cluster on t_pkey;
alter table t disable trigger all;
-- case: a child gets the parent's new columns and changes
create table p (a integer, b text);
create table c (d integer) inherits (p);
alter table p add column e integer not null default 1;
alter table p alter column a type bigint, alter column a set not null, alter b set default 'x';
alter table p rename column b to beta;
alter table p drop column e;
-- case: INHERIT and NO INHERIT
create table p (a integer);
create table c (a integer, b text);
alter table c inherit p;
alter table p add column d integer;
alter table c no inherit p;
alter table p add column e integer;
-- case: an inherited column cannot be dropped from the child
create table p (a integer);
create table c () inherits (p);
alter table c drop column a;
-- refused: 42P16
-- case: a partition gets new columns, keys and indexes of its parent
create table p (a integer not null, b text) partition by list (a);
create table p1 partition of p for values in (1);
alter table p add column c integer default 1;
alter table p add primary key (a);
create unique index p_ab on p (a, b);
create index on p (b);
alter table p drop column c;
-- case: ATTACH PARTITION brings the parent's keys and indexes
create table p (a integer not null, b text, primary key (a)) partition by list (a);
create index p_b on p (b);
create table p1 (a integer not null, b text);
alter table p attach partition p1 for values in (1);
-- case: ATTACH PARTITION takes over an index that is there
create table p (a integer not null, b text, primary key (a)) partition by list (a);
create index p_b on p (b);
create table p1 (a integer not null primary key, b text);
create index own on p1 (b);
alter table p attach partition p1 default;
-- case: DETACH PARTITION keeps what it has
create table p (a integer not null primary key, b text) partition by list (a);
create table p1 partition of p for values in (1);
alter table p detach partition p1;
alter table p add column c integer;
-- case: actions of one statement run in PostgreSQL's order
create table t (a integer primary key, b text);
alter table t add constraint u unique (c), add column c integer;
alter table t drop column b, add column b integer not null;
-- case: several actions, one of which is refused
create table t (a integer);
-- file
alter table t add column b integer, drop column nope;
-- refused: 42703
-- case: what the parent gets reaches partitions of partitions
create table p (a integer not null, b integer not null) partition by range (a);
create table p1 partition of p for values from (1) to (9) partition by list (b);
create table p11 partition of p1 default;
alter table p add column c text default 'x';
alter table p add primary key (a, b);
create index p_c on p (c);
alter table p alter column c type varchar(9), alter column c set not null;
alter table p rename column c to d;
alter table p drop column d;
-- case: what the parent gets reaches grandchildren
create table p (a integer);
create table c () inherits (p);
create table g () inherits (c);
alter table p add column b integer default 1, add check (b > 0);
alter table p alter column b set not null, alter a type bigint;
alter table p rename b to beta;
alter table p drop column a;
-- case: ONLY keeps a change from the children
create table p (a integer, b integer);
create table c () inherits (p);
alter table only p alter column a set default 5;
alter table only p drop column b;
-- case: a foreign key to a partitioned table
create table p (a integer primary key) partition by list (a);
create table p1 partition of p for values in (1);
create table t (a integer references p on delete cascade);
create table p2 partition of p for values in (2);
-- case: a serial column of a table that is renamed keeps its sequence's name
create table t (a serial);
alter table t rename to u;
alter table u rename column a to b;
alter sequence t_a_seq rename to numbers;
-- case: a unique key whose name an index of another table has
create table u (a integer);
create index t_a_key on u (a);
create table t (a integer unique);
-- case: a constraint's name another table's constraint has
create table u (a integer, constraint t_a_check check (a > 0));
create table t (a integer check (a > 1), b integer check (b > 1));
alter table t drop constraint t_a_check1;
-- case: two foreign keys over one column
create table p (a integer primary key);
create table t (a integer references p references p on delete cascade, foreign key (a) references p);
-- case: the same unique key written twice is made once
create table t (a integer unique, b text, unique (a), unique (a, b), unique (b, a));
-- case: a primary key that is unique too
create table t (a integer primary key unique, unique (a));
-- case: NOT NULL added with ADD CONSTRAINT
-- since: 18
create table t (a integer, b integer);
alter table t add constraint a_set not null a, add not null b;
alter table t drop constraint a_set;
-- case: NOT VALID and ENFORCED
-- since: 18
create table p (a integer primary key);
create table t (a integer references p not enforced, b integer check (b > 0) not enforced);
-- case: pg_dump's way to a partition's keys and indexes
create table p (a integer not null, b text) partition by list (a);
create table p1 (a integer not null, b text);
alter table only p attach partition p1 for values in (1);
alter table only p add constraint p_pkey primary key (a);
alter table only p1 add constraint p1_pkey primary key (a);
create index p_b on only p using btree (b);
create index p1_b on p1 using btree (b);
alter index p_pkey attach partition p1_pkey;
alter index p_b attach partition p1_b;
-- case: a table is not attached to itself
create table p (a integer) partition by list (a);
alter table p attach partition p default;
-- refused: 42P07
-- case: a table does not inherit from its heir
create table p (a integer);
create table c () inherits (p);
alter table p inherit c;
-- refused: 42P07
-- case: INHERIT wants every column of the parent
create table p (a integer, b text);
create table c (a integer);
alter table c inherit p;
-- refused: 42804
-- case: INHERIT wants the types of the parent
create table p (a integer);
create table c (a bigint);
alter table c inherit p;
-- refused: 42804
-- case: INHERIT wants the checks of the parent
create table p (a integer check (a > 0));
create table c (a integer);
alter table c inherit p;
-- refused: 42804
-- case: ATTACH PARTITION of a table with more columns
create table p (a integer) partition by list (a);
create table c (a integer, b integer);
alter table p attach partition c default;
-- refused: 42804
-- case: DROP COLUMN leaves what a child declared itself
create table p (a integer, b integer);
create table c (b integer) inherits (p);
create table d () inherits (p);
alter table p drop column b;
-- case: DROP COLUMN leaves what a child has from another parent
create table p (a integer, b integer);
create table q (b integer);
create table c () inherits (p, q);
alter table p drop column b;
-- case: DROP COLUMN of ONLY the parent leaves it to the children
create table p (a integer, b integer);
create table c () inherits (p);
alter table only p drop column b;
alter table c drop column b;
-- case: a partition that is detached owns its columns
create table p (a integer, b integer) partition by list (a);
create table c partition of p default;
alter table p detach partition c;
alter table c drop column b;
-- case: ADD COLUMN that a child has with another type
create table p (a integer);
create table c (b text) inherits (p);
alter table p add column b integer;
-- refused: 42804
-- case: DROP COLUMN of a partition key
create table p (a integer, b integer) partition by list (a);
alter table p drop column a;
-- refused: 42P16
-- case: USING INDEX of a partial index
create table t (a integer);
create unique index i on t (a) where a > 0;
alter table t add unique using index i;
-- refused: 42809
-- case: USING INDEX of a descending index
create table t (a integer);
create unique index i on t (a desc);
alter table t add unique using index i;
-- refused: 42809
-- case: a foreign key that would set a generated column null
create table p (a integer primary key);
create table t (b integer, c integer generated always as (b * 2) stored);
alter table t add foreign key (c) references p on delete set null;
-- refused: 42601
-- case: RENAME CONSTRAINT to the name of an index of the schema
create table t (a integer primary key);
create table u (a integer, constraint u_key unique (a));
alter table u rename constraint u_key to t_pkey;
-- refused: 42P07
-- case: RENAME CONSTRAINT that is inherited
create table p (a integer constraint one check (a > 0));
create table c () inherits (p);
alter table c rename constraint one to two;
-- refused: 42P16
-- case: RENAME CONSTRAINT reaches the heirs
create table p (a integer constraint one check (a > 0));
create table c () inherits (p);
alter table p rename constraint one to two;
alter table p drop constraint two;
alter table c add constraint two check (a > 1);
-- case: DROP CONSTRAINT that is inherited
create table p (a integer constraint one check (a > 0));
create table c () inherits (p);
alter table c drop constraint one;
-- refused: 42P16
-- case: ALTER COLUMN TYPE that a foreign key cannot follow
create table p (a integer primary key);
create table t (a integer references p);
alter table t alter column a type text;
-- refused: 42804
-- case: ALTER COLUMN TYPE that an index cannot follow
create table t (a jsonb);
create index i on t (a);
alter table t alter column a type json;
-- refused: 42704
-- case: ALTER COLUMN TYPE of an identity column
create table t (a integer generated always as identity);
alter table t alter column a type text;
-- refused: 22023
-- case: ALTER COLUMN TYPE that a generated column reads
create table t (a integer, b integer generated always as (a * 2) stored);
alter table t alter column a type bigint;
-- refused: 0A000
-- case: DROP COLUMN that the table's own foreign key is over
create table t (a integer primary key references t, b integer);
alter table t drop column a;
-- case: ADD COLUMN to a partition
create table p (a integer) partition by list (a);
create table c partition of p default;
alter table c add column b integer;
-- refused: 42809
-- case: RENAME COLUMN that a child has from another parent too
create table p (a integer);
create table q (a integer);
create table c () inherits (p, q);
alter table p rename column a to b;
-- refused: 42P16
-- case: DROP EXPRESSION of an inherited column
create table p (a integer generated always as (1) stored);
create table c () inherits (p);
alter table c alter column a drop expression;
-- refused: 42P16
-- case: a constraint is not called as a domain's is
create domain d as integer constraint t_pkey check (value > 0);
create table t (a integer primary key);
alter table t drop constraint t_pkey1;
-- case: ALTER COLUMN TYPE reaches both ends of a foreign key in a family
create table p (a integer primary key);
create table c (a integer references p) inherits (p);
alter table p alter column a type bigint;
-- case: DROP COLUMN of an inherited serial
create table p (a serial, b integer);
create table c () inherits (p);
alter table p drop column a;
-- case: DROP COLUMN whose sequence another default reads
create table t (a serial, b integer default nextval('t_a_seq'));
alter table t drop column a;
-- refused: 2BP01
-- case: DROP COLUMN CASCADE takes the default that reads its sequence
create table t (a serial, b integer default nextval('t_a_seq'));
alter table t drop column a cascade;
-- case: DROP IDENTITY whose sequence another default reads
create table t (a integer generated always as identity);
create table u (b integer default nextval('t_a_seq'));
alter table t alter column a drop identity;
-- refused: 2BP01
-- case: ADD COLUMN to ONLY a parent
create table p (a integer);
create table c () inherits (p);
alter table only p add column b integer;
-- refused: 42P16
-- case: RENAME COLUMN of ONLY a parent
create table p (a integer);
create table c () inherits (p);
alter table only p rename column a to b;
-- refused: 42P16
-- case: ADD PRIMARY KEY to a parent says NOT NULL of its heirs
create table p (a integer);
create table c () inherits (p);
alter table p add primary key (a);
-- case: DROP NOT NULL of a partition whose parent says it
create table p (a integer not null) partition by list (a);
create table c partition of p default;
alter table c alter column a drop not null;
-- refused: 42P16
-- case: a view has no columns of its own to change
create table t (a integer);
create view v as select a from t;
alter table v alter column a type text;
-- refused: 42809
-- case: a foreign key to a view
create table t (a integer);
create view v as select a from t;
create table u (a integer references v (a));
-- refused: 42809
-- case: a foreign key to the table of this name that the search_path finds
create schema s;
create table p (id integer primary key);
create table s.p (a integer references p);
-- case: ADD COLUMN REFERENCES beside the key it refers to
create table t (a integer);
alter table t add column b integer references t, add primary key (a);
-- case: an exclusion called as another relation is
create table t (a integer);
create index i on t (a);
alter table t add constraint i exclude using btree (a with =);
-- refused: 42P07

-- case: a new type gives keys and indexes the names of their columns
create table t (a int, unique (a) include (a));
create index on t (a);
alter table t rename a to b;
alter table t alter b type bigint;
create table u (like t including all);
alter table u drop constraint u_b_b1_key;
drop index u_b_idx;

-- case: a check of no heir is renamed by itself
create table p (a int, constraint c check (a > 0) no inherit);
create table t (constraint c check (a > 1)) inherits (p);
alter table p rename constraint c to d;
alter table t drop constraint c;

-- case: an exclusion of a renamed column
create table t (a int, exclude using hash (a with =));
alter table t rename a to b;
alter table t alter b type text;

-- case: a column that heirs of heirs have from two parents
create table p (id serial);
create table q () inherits (p);
create table r () inherits (p);
create table t () inherits (q, r);
alter table p drop column id;
-- case: a foreign key rests on the primary key, not on a unique constraint of the same columns
create table w (d bigint not null primary key);
alter table w add unique (d);
create table u (c bigint references w (d), e bigint references w);
alter table w drop constraint w_d_key;
-- case: a foreign key rests on the older of two unique constraints
create table w (d bigint not null unique);
alter table w add constraint again unique (d);
create table u (c bigint references w (d));
alter table w drop constraint again;
-- case: … and goes with that one alone
create table w (d bigint not null unique);
alter table w add constraint again unique (d);
create table u (c bigint references w (d));
alter table w drop constraint w_d_key;
-- refused: 2BP01
-- case: … and never on one that is deferrable
create table w (d bigint, primary key (d) deferrable, unique (d));
create table u (c bigint references w (d));
alter table w drop constraint w_pkey;
-- case: ONLY takes a check from a partitioned table alone since 18
create table u (k integer not null, m text) partition by list (k);
create table t partition of u for values in (1);
alter table u add constraint said check (m is not null);
alter table only u drop constraint said;
-- refused before 18: 42P16
-- case: ONLY takes a check from a parent and leaves it to its heirs
create table u (k integer not null, m text);
create table t () inherits (u);
alter table u add constraint said check (m is not null);
alter table only u drop constraint said;
