-- case: plain
create table t (a integer, b text, "C" integer);
create index t_a on t (a);
create index if not exists t_b on t using btree (b desc nulls last, "C" asc);
create index if not exists t_b on t (a);
create index concurrently t_c on only t ("C");
-- case: unnamed indexes are named after table and columns
create table t (a integer, b text, "C d" integer);
create index on t (a);
create index on t (a, b desc);
create index on t (lower(b));
create index on t (lower(b), a, (a + 1));
create index on t ((a + 1));
create index on t (("C d"));
create unique index on t (a);
create index on t using hash (b);
-- case: an unnamed index over casts, CASE and operators
create table t (a jsonb, b text);
create index on t ((a ->> 'x'));
create index on t (((a ->> 'y')::integer));
create index on t ((b::varchar(3)));
create index on t ((case when b = 'x' then 1 else 2 end));
create index on t (coalesce(b, 'x'));
create index on t ((b || 'x'));
create index on t (upper(lower(b)));
-- case: unique indexes
create table t (a integer, b text, c boolean);
create unique index u1 on t (a);
create unique index u2 on t (a, b);
create unique index u3 on t (a) where c;
create unique index u4 on t (lower(b));
create unique index u5 on t (b) include (c) where a > 0;
create unique index u6 on t (c) nulls not distinct;
-- case: methods, operator classes, collations and parameters
create table t (a jsonb, b text, c int4range, d integer, e tsvector);
create index i1 on t using gin (a jsonb_path_ops);
create index i2 on t (b text_pattern_ops);
create index i3 on t using gist (c);
create index i4 on t using brin (d) with (pages_per_range = 32);
create index i5 on t (b collate "C" varchar_pattern_ops desc);
create index i6 on t using gin (e, to_tsvector('english', b)) with (fastupdate = off);
create index i7 on t using spgist (b) tablespace pg_default;
create index i8 on t using hash (d);
-- case: on a materialized view
create table t (a integer);
create materialized view m as select a from t;
create unique index m_a on m (a);
-- case: a table that is not there
create index i on nowhere (a);
-- refused: 42P01
-- case: a column that is not there
create table t (a integer);
create index i on t (b);
-- refused: 42703
-- case: a name that is there
create table t (a integer);
create index i on t (a);
create index i on t (a);
-- refused: 42P07
-- case: on a view
create view v as select 1 as a;
create index i on v (a);
-- refused: 42809
-- case: an operator class that is not there
create table t (a text);
create index i on t using gin (a gin_trgm_ops);
-- refused: 42704
-- case: an operator class of an extension
create extension pg_trgm with schema extensions;
create table t (a text);
create index i on t using gin (a gin_trgm_ops);
create index i2 on t using gin (a extensions.gin_trgm_ops);
-- case: a type without operator class for the method
create table t (a json);
create index i on t (a);
-- refused: 42704
-- case: CREATE INDEX IF NOT EXISTS needs a name
create table t (a integer);
create index if not exists on t (a);
-- refused: 42601
-- case: DROP INDEX
create table t (a integer, b integer);
create index i1 on t (a);
create index i2 on t (a);
create unique index i3 on t (b);
drop index i1, public.i3;
drop index if exists i1;
drop index concurrently i2;
-- case: DROP INDEX that is not there
drop index nope;
-- refused: 42704
-- case: DROP INDEX of a constraint
create table t (a integer unique);
drop index t_a_key;
-- refused: 2BP01
-- case: DROP INDEX that a foreign key needs
create table p (a integer);
create unique index p_a on p (a);
create table t (a integer references p (a));
drop index p_a;
-- refused: 2BP01
-- case: DROP INDEX CASCADE takes the foreign key along
create table p (a integer);
create unique index p_a on p (a);
create table t (a integer references p (a));
drop index p_a cascade;
-- case: ALTER INDEX
create table t (a integer);
create index i on t (a);
alter index i rename to j;
alter index if exists nope rename to k;
alter index j set (fillfactor = 70);
-- case: ALTER INDEX RENAME to a name that is there
create table t (a integer);
create index i on t (a);
alter index i rename to t;
-- refused: 42P07
-- case: an index lives in the schema of its table
create schema s;
create table s.t (a integer);
create index i on s.t (a);
drop index s.i;
-- case: an index of another schema is not found
create schema s;
create table s.t (a integer);
create index i on s.t (a);
drop index i;
-- refused: 42704
-- case: indexes of partitions
create table p (a integer, b integer) partition by list (a);
create table p1 partition of p for values in (1);
create index p_b on p (b);
create unique index on p (a, b);
create index p_only on only p (a);
drop index p_b;
-- case: an unnamed index over further expressions
create table t (a text, b jsonb, c timestamp, d integer[], e integer);
create index on t ((case when e = 1 then 1 else e end));
create index on t ((case when e = 1 then 1 else 2 end));
create index on t (cast(a as varchar(3)));
create index on t (cast(e + 1 as bigint));
create index on t ((d[1]));
create index on t (((b -> 'x') ->> 'y'));
create index on t (((b ->> 'x')::numeric(4, 2)));
create index on t ((lower(a)::text));
create index on t ((a collate "C"));
create index on t ((c at time zone 'utc'));
create index on t (trim(a), trim(leading 'x' from a));
create index on t (greatest(e, 1), nullif(a, 'x'));
create index on t ((a is null), (not (e = 1)), (a like 'x%'));
create index on t (md5(a || 'x'), (pg_catalog.upper(a)), (array[e, 1]));
create index on t ((-e), ((e)), (((a))));
-- case: DROP INDEX of a partition's part of one
create table p (a integer) partition by list (a);
create index i on p (a);
create table c partition of p default;
drop index c_a_idx;
-- refused: 2BP01
-- case: an index keeps its name for a column that is renamed
create table t (a integer, b integer, unique (b));
create index i on t (a);
alter table t rename column a to c;
alter table t rename column b to d;
create table u (like t including indexes);
drop index u_a_idx;
alter table u drop constraint u_b_key;
-- case: what an access method cannot do
create table t (a integer, b integer, c jsonb);
create index on t using hash (a, b);
-- refused: 0A000
create index on t using spgist (a, b);
-- refused: 0A000
create unique index on t using hash (a);
-- refused: 0A000
create unique index on t using gin (c);
-- refused: 0A000
create index on t using hash (a) include (b);
-- refused: 0A000
create index on t using brin (a, b);
create index on t using hash (a);

-- case: json has no hash
create table t (a json);
-- file
-- refused: 42704
create index on t using hash (a);

-- case: an integer has no GiST class of PostgreSQL's own
create table t (a int);
-- file
-- refused: 42704
create index on t using gist (a);

-- case: an exclusion's columns need a class too
create table t (a int);
-- file
-- refused: 42704
alter table t add exclude using gist (a with =);

-- case: text has no GIN class
create table t (a text);
-- file
-- refused: 42704
create index on t using gin (a);

-- case: an array has no BRIN class
create table t (a int[]);
-- file
-- refused: 42704
create index on t using brin (a);

-- case: the classes that each method has
create type mood as enum ('x');
create domain d as mood;
create type c as (x int);
create table t (
  a mood, b d, c c, d int4range, e int[], f varchar(3), g jsonb, h tsvector, i point, j cidr,
  k int4multirange, l regclass
);
create index on t using hash (a);
create index on t using hash (b);
create index on t using hash (c);
create index on t using hash (d);
create index on t using hash (f);
create index on t using hash (j);
create index on t using hash (l);
create index on t using gin (e, g, h);
create index on t using gist (d, i, h, k);
create index on t using brin (d, f, j);
create index on t using spgist (f);
create index on t using spgist (j);
-- case: a day of a point in time depends on the session's time zone
create table t (at timestamptz);
create index on t (date(at));
-- refused: 42P17
-- case: so does a cast to it
create table t (at timestamptz);
create index on t ((at::date));
-- refused: 42P17
-- case: and what is cut off it
create table t (at timestamptz);
create index on t (date_trunc('day', at));
-- refused: 42P17
-- case: and a part of it
create table t (at timestamptz);
create index on t (extract(year from (at)));
-- refused: 42P17
-- case: a text search without its configuration
create table t (a text, b text);
create index on t using gin (to_tsvector(a || ' ' || b));
-- refused: 42P17
-- case: texts put together by functions that read settings
create table t (a text, b text);
create index on t using gin (to_tsvector('english', concat(a, b)));
-- refused: 42P17
-- case: an array as a text
create table t (a text[], b integer);
create index on t (b) where array_to_string(a, ' ') <> '';
-- refused: 42P17
-- case: times and texts without settings
create table t (at timestamptz, local timestamp, day date, a text, b text, n integer);
create index on t (date_trunc('day', local), extract(year from local), date(local), (local::date));
create index on t (date(at at time zone 'UTC'), ((at at time zone 'UTC')::date));
create index on t (date_trunc('day', at at time zone 'UTC'), date_part('year', day));
create index on t ((at::timestamp with time zone is null), (n::text), (a::varchar is null));
create index on t using gin (to_tsvector('english', coalesce(a, '') || ' ' || b));
create index on t (lower(a), (a || 'now'), replace(a, 'format(', b)) where a <> 'now()';
create function today(at timestamptz) returns date language sql immutable as $$ select at::date $$;
create index on t (today(at));
-- case: a predicate is looked at before the columns are
create table t (at timestamptz);
create index on t (nowhere) where at > now();
-- refused: 42P17

-- case: GIN compares the elements of an array
create table t (a json[]);
-- file
-- refused: 42883
create index on t using gin (a);

-- case: a partition's index may sort in another order than its parent's
create table p (k int, a int) partition by list (k);
create table t partition of p for values in (1);
create unique index on t (a desc, k nulls first);
create unique index on p (a, k);
-- case: an index may have the name of a type
create type mood as enum ('a');
create table t (a mood);
create index mood on t (a);
-- case: a sequence may not have the name of a type
create type mood as enum ('a');
create sequence mood;
-- refused: 42710
-- case: an index may have the name of a foreign key or a check, and be dropped
create table t (a integer primary key, b integer constraint x references t, constraint y check (b > 0));
create index x on t (b);
create index y on t (b);
drop index x;
alter index y rename to z;
-- case: the index of an exclusion constraint is not dropped
create table t (a integer, constraint x exclude using btree (a with =));
drop index x;
-- refused: 2BP01
-- case: the index of an exclusion constraint is renamed with it
create table t (a integer, constraint x exclude using btree (a with =));
alter index x rename to y;
alter table t drop constraint y;
