-- case: a table has its columns in order, nullable unless they say otherwise
create table t (b text, a integer not null, c boolean null);
-- case: unquoted names are folded, quoted ones are kept
create table "Users" (Id integer, "firstName" text, "select" text, "a ""b"" c" text);
-- case: unquoted names beyond ASCII are folded in ASCII only
create table Größe (ÄÖÜ integer, Straße text);
-- case: names longer than 63 bytes are cut
create table a_very_long_table_name_that_goes_on_and_on_until_it_is_longer_than_sixty_three (
  a_very_long_column_name_that_goes_on_and_on_until_it_is_longer_than_sixty_three integer
);
-- case: every built-in type has its canonical name
create table t (
  a1 int2, a2 smallint, a3 int, a4 int4, a5 integer, a6 int8, a7 bigint,
  b1 float4, b2 real, b3 float8, b4 double precision, b5 float, b6 float(24), b7 float(25),
  b8 numeric, b9 decimal(10), b10 dec(10, 2), b11 numeric(8,0), b12 money,
  c1 bool, c2 boolean,
  d1 text, d2 varchar, d3 varchar(20), d4 character varying, d5 character varying (20),
  d6 char, d7 char(3), d8 character, d9 character(3), d10 bpchar, d11 "char", d12 name,
  d13 national character varying(5), d14 nchar(2), d15 char varying(7), d16 bpchar(5),
  e1 bytea, e2 uuid, e3 json, e4 jsonb, e5 xml,
  f1 date, f2 time, f3 timetz, f4 timestamp, f5 timestamptz, f6 time(3), f7 time with time zone,
  f8 time(3) with time zone, f9 timestamp without time zone, f10 timestamp with time zone,
  f11 timestamp(3), f12 timestamp (6) with time zone, f13 timestamptz(3), f14 timetz(2),
  g1 interval, g2 interval year, g3 interval day to second, g4 interval(3),
  g5 interval second(3), g6 interval hour to minute, g7 interval day to second(2),
  h1 bit, h2 bit(8), h3 bit varying, h4 bit varying(8), h5 varbit(3),
  i1 inet, i2 cidr, i3 macaddr, i4 macaddr8,
  j1 point, j2 line, j3 lseg, j4 box, j5 path, j6 polygon, j7 circle,
  k1 tsvector, k2 tsquery, k3 oid, k4 regclass, k5 pg_lsn,
  l1 int4range, l2 numrange, l3 tstzrange, l4 daterange, l5 int4multirange
);
-- case: types may be written with pg_catalog in front
create table t (
  a pg_catalog.int4, b pg_catalog.varchar(5), c pg_catalog.timestamptz(3),
  d pg_catalog."char", e pg_catalog.bool[], f pg_catalog.bpchar, g "pg_catalog"."text"
);
-- case: arrays have one pair of brackets, however many are written
create table t (
  a integer[], b text[][], c varchar(5)[], d integer[3], e integer array, f integer array[4],
  g timestamp(3) with time zone[], h _text, i numeric(4,1) [], j uuid[] not null default '{}'
);
-- case: a quoted type name is the internal one
create table t (a "int4", b "timestamptz", c "varchar"(7));
-- case: IF NOT EXISTS leaves a table that is there as it is
create table t (a integer);
create table if not exists t (b text);
create table if not exists u (b text);
-- case: a table without columns
create table t ();
-- case: UNLOGGED and storage parameters make no difference
create unlogged table t (a integer) with (fillfactor = 70);
-- case: column options that are not compared
create table t (
  a text collate "C" not null, b text compression pglz default 'x',
  c text collate pg_catalog."default" unique
);
-- case: STORAGE of a column
-- since: 16
create table t (a text storage external not null);
-- case: NOT NULL may stand anywhere among the constraints
create table t (a integer default 1 not null, b integer unique not null default 2, c integer
  constraint c_set not null, d integer not null check (d > 0) default 3);
-- case: a primary key makes its columns not null
create table t (a integer primary key);
create table u (a integer, b text, c text, primary key (b, a));
-- case: constraints get PostgreSQL's own names
create table t (
  id integer primary key,
  email text unique,
  "Mixed Case" integer check ("Mixed Case" > 0),
  u integer references t,
  unique (email, u),
  foreign key (u) references t (id),
  check (id > u)
);
alter table t drop constraint t_email_key;
alter table t drop constraint "t_Mixed Case_check";
alter table t drop constraint t_u_fkey1;
alter table t drop constraint t_email_u_key;
alter table t drop constraint t_check;
-- case: names that would be too long are cut in the middle
create table a_table_with_quite_a_long_name_indeed_yes (
  a_column_with_quite_a_long_name_indeed_yes integer unique,
  b integer references a_table_with_quite_a_long_name_indeed_yes (
    a_column_with_quite_a_long_name_indeed_yes
  )
);
create index on a_table_with_quite_a_long_name_indeed_yes (
  a_column_with_quite_a_long_name_indeed_yes, b
);
-- case: a name that is taken gets a number
create table t (a integer unique, b integer);
create index t_a_key1 on t (b);
alter table t add unique (a);
create index on t (a);
create index on t (a);
-- case: constraints with names of their own
create table t (
  a integer constraint t_pk primary key,
  b text constraint "B" unique,
  c integer constraint c_fk references t (a) on delete cascade on update set null,
  constraint ab unique (a, b)
);
-- case: UNIQUE NULLS NOT DISTINCT, INCLUDE and DEFERRABLE
create table t (
  a integer, b text, c integer,
  unique nulls not distinct (a),
  unique (b) include (c) with (fillfactor = 70),
  primary key (c) include (a) deferrable initially deferred
);
-- case: foreign keys have actions
create table p (a integer primary key, b integer, unique (a, b));
create table c (
  i integer references p on delete cascade on update restrict,
  j integer references p (a) on update cascade on delete set null,
  k integer references p on delete no action deferrable initially deferred,
  l integer references p match full on delete set default not deferrable,
  x integer, y integer,
  foreign key (x, y) references p (a, b) match simple on delete set null (y)
);
-- case: a foreign key without columns is to the primary key
create table p (a integer, b integer, primary key (b, a));
create table c (x integer, y integer, foreign key (x, y) references p);
-- case: a foreign key to auth.users
create table profiles (
  id uuid references auth.users on delete cascade primary key,
  by uuid not null references auth.users (id)
);
-- case: a foreign key to a unique index
create table p (a integer, b integer);
create unique index p_a on p (a);
create table c (x integer references p (a));
-- case: a foreign key to itself in the same statement
create table t (id integer primary key, parent integer references t (id));
-- case: EXCLUDE has an index that backs it
create table t (a int4range, exclude using gist (a with &&));
-- case: LIKE copies columns and NOT NULL
create table p (a integer not null default 1, b text unique, c integer primary key);
create table t (x integer, like p, y integer);
-- case: LIKE INCLUDING DEFAULTS
create table p (a integer default 1, b text default 'x' not null);
create table t (like p including defaults);
-- case: LIKE INCLUDING ALL
create table p (
  a serial primary key, b text unique, c integer check (c > 0), d integer default 3,
  e integer generated always as (d + 1) stored, f integer generated by default as identity
);
create index on p (b, lower(b));
comment on column p.b is 'beta';
create table t (like p including all);
-- case: LIKE INCLUDING ALL EXCLUDING INDEXES
create table p (a integer primary key, b text default 'x' unique);
create table t (like p including all excluding indexes);
-- case: LIKE INCLUDING CONSTRAINTS INCLUDING INDEXES
create table p (a integer primary key, b text default 'x' constraint named unique);
create table t (like p including constraints including indexes);
-- case: INHERITS brings the parent's columns first
create table p (a integer not null, b text default 'x', c integer primary key);
create table t (d integer, b text) inherits (p);
-- case: INHERITS from two parents merges columns of one name
create table p (a integer, b text);
create table q (b text not null, c integer);
create table t () inherits (p, q);
-- case: partitions have the columns, keys and indexes of the parent
create table p (a integer not null, b text default 'x', c integer references p2)
  partition by list (a);
-- refused: 42P01
-- case: a partition has the columns, defaults, keys, foreign keys and indexes of its parent
create table other (id integer primary key);
create table p (
  a integer not null, b text default 'x', c integer references other on delete cascade,
  primary key (a), unique (a, b)
) partition by list (a);
create index on p (b);
create table p1 partition of p for values in (1);
create table p2 partition of p default;
-- case: a partition may have columns' defaults and constraints of its own
create table p (a integer, b text) partition by range (a);
create table p1 partition of p (b default 'y' not null, primary key (a)) for values from (1) to (2);
-- case: a partition may be partitioned
create table p (a integer, b integer, primary key (a, b)) partition by range (a);
create table p1 partition of p for values from (minvalue) to (10) partition by hash (b);
create table p11 partition of p1 for values with (modulus 2, remainder 0);
-- case: a table of a composite type
create type c as (a integer, b text);
create table t of c (a with options primary key, b default 'x');
-- case: AS SELECT takes names and types from the query
create table p (a integer not null, b varchar(10) default 'x', "C" numeric(4,1));
create table t as select a, b as bee, p."C" from p;
create table u (x, y) as select a, b from p with no data;
-- case: AS SELECT * of a table
create table p (a integer primary key, b text[]);
create table t as select * from p;
create table if not exists t as select 1 as a;
-- case: AS TABLE
create table p (a integer primary key, b text);
create table t as table p;
-- uncertain
-- case: AS VALUES and casts
create table t as select 1::bigint as a, 'x'::text as b, null::timestamptz as c;
-- case: temporary tables are not the database's
create temporary table t (a integer);
create temp table u as select 1 as a;
create local temporary table v (a serial);
-- case: a temporary table hides the one of the same name
create table t (a integer);
create temp table t (b integer);
alter table t add column c integer;
alter table public.t add column d integer;
-- case: in a schema of its own
create schema private;
create table private.t (a integer primary key, b integer references private.t);
-- case: a view's name, a sequence's and an index's are relation names too
create view v as select 1 as a;
create table v (a integer);
-- refused: 42P07
-- case: a table that is there
create table t (a integer);
-- file
create table t (a integer);
-- refused: 42P07
-- case: a column twice
create table t (a integer, "a" text);
-- refused: 42701
-- case: two primary keys
create table t (a integer primary key, b integer primary key);
-- refused: 42P16
-- case: a primary key of a column that is not there
create table t (a integer, primary key (b));
-- refused: 42703
-- case: a type that is not there
create table t (a integr);
-- refused: 42704
-- case: a schema that is not there
create table nowhere.t (a integer);
-- refused: 3F000
-- case: a foreign key to a table that is not there
create table t (a integer references nowhere (id));
-- refused: 42P01
-- case: a foreign key to a column that is not there
create table p (id integer primary key);
create table t (a integer references p (nope));
-- refused: 42703
-- case: a foreign key to columns without a unique key
create table p (id integer primary key, b text);
create table t (a text references p (b));
-- refused: 42830
-- case: a foreign key to a table without a primary key
create table p (id integer);
create table t (a integer references p);
-- refused: 42704
-- case: a foreign key of an incompatible type
create table p (id uuid primary key);
create table t (a integer references p);
-- refused: 42804
-- case: a foreign key of a compatible type
create table p (a integer primary key, b text unique, c timestamptz unique, d date unique);
create table t (
  a bigint references p (a), b varchar(10) references p (b), c smallint references p (a),
  d date references p (c), e timestamp references p (c), f timestamptz references p (d)
);
-- case: a foreign key of a type that is compatible the other way round only
create table p (a integer primary key);
create table t (a numeric references p (a));
-- refused: 42804
-- case: a foreign key with too few columns
create table p (a integer, b integer, primary key (a, b));
create table t (a integer references p);
-- refused: 42830
-- case: a constraint's name twice on one table
create table t (a integer constraint x check (a > 0), b integer constraint x check (b > 0));
-- refused: 42710
-- case: a type of an extension that is not created
create table t (a citext);
-- refused: 42704
-- case: a check over a column that is not there
create table t (a integer, check (b > 0));
-- refused: 42703
-- case: INHERITS with a column of another type
create table p (a integer);
create table c (a text) inherits (p);
-- refused: 42804
-- case: INHERITS of two that differ about a column
create table p (a integer);
create table q (a text);
create table c () inherits (p, q);
-- refused: 42804
-- case: INHERITS from a partitioned table
create table p (a integer) partition by list (a);
create table c () inherits (p);
-- refused: 42809
-- case: a key without the partition key in it
create table p (a integer, b integer primary key) partition by list (a);
-- refused: 0A000
-- case: a partition key that is no column
create table p (a integer) partition by list (b);
-- refused: 42703
-- case: LIKE INCLUDING INDEXES copies exclusions
create table t (a integer, exclude using btree (a with =));
create table u (like t including all);
alter table u drop constraint u_a_excl;

-- case: an exclusion constraint without a method
create table t (a integer, exclude (a with =));

-- case: two primary keys in a table that is there
create table t (a integer);
create table t (a serial primary key, b integer primary key);
-- refused: 42P16
-- case: a table that is there, and its sequence is not made
create table t (a integer);
-- file
create table t (b serial);
-- refused: 42P07
-- case: comments are not inherited
create table p (a integer);
comment on column p.a is 'said';
create table c () inherits (p);
-- case: INHERITS of a generated column and one that is not
create table p (a integer generated always as (1) stored);
create table q (a integer);
create table c () inherits (p, q);
-- refused: 42804
-- case: UNIQUE INCLUDE the same column
create table t (a integer, unique (a) include (a));
alter table t drop constraint t_a_a1_key;
-- case: LIKE copies a composite type, which has columns only
create schema s;
create type s.c as (a integer, b text collate "C");
create table t (x integer, like s.c including all, y text, primary key (a));
-- case: LIKE INCLUDING INDEXES copies two that are alike
create table t (a integer);
create index i1 on t (a);
create index i2 on t (a);
create table u (like t including indexes);
drop index u_a_idx, u_a_idx1;
-- case: AS SELECT of a column that is not there
create table t (a integer);
create table u as select nope from t;
-- refused: 42703
-- case: AS SELECT with more names than columns
create table t (a integer);
create table u (x, y) as select a from t;
-- refused: 42601
-- case: AS SELECT of a table that is not there, IF NOT EXISTS
create table t (a integer);
create table if not exists t as select a from nowhere;
-- refused: 42P01
-- case: SELECT INTO
create table t (a integer, b text);
select a, b into u from t;
select * into unlogged table w from t where a > 1;
select a into temp x from t;
alter table u add column c integer;
