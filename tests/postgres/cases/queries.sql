-- case: everything that looks like a column and is none
create table t (id integer primary key, at timestamptz, name text, tags text[], body jsonb, qty integer);
create table u (id integer primary key, t_id integer references t, label text);
create view v as select id, name as title from t;
select a.id, a.name as whole, extract(epoch from a.at), position('a' in a.name), trim(both 'x' from name),
  substring(name from 1 for 2), overlay(name placing 'x' from 1), a.at at time zone 'UTC', date '2020-01-01',
  interval '1 day', timestamp with time zone '2020-01-01', cast(qty as double precision), qty::character varying(10),
  case qty when 1 then 'one' else label end, (array[qty, 2])[1], row(qty, name), (row(1, 2)).f1, current_date,
  count(*) filter (where qty > 1) over w, sum(qty) over (partition by label order by a.at rows between unbounded preceding and current row),
  to_jsonb(a), a is null, a.*, coalesce(body ->> 'x', 'y') collate "C", body #>> '{a,b}', name like any (tags), localtimestamp
from t as a left join u on u.t_id = a.id and label is distinct from name
group by a.id, u.label, u.t_id window w as (partition by a.id) order by whole nulls last limit 1 offset 0;
select id from t a where qty > 1 order by name for update of a skip locked;
select distinct on (n) name as n, qty q from t order by n, q desc;
select name n from t union all select label from u order by n;
select x, y, z.k, ordinality from (select id as x, name from t) s(x, y), lateral (select s.x as k) z, unnest(array[1]) with ordinality;
select g, e.value, kv.key from generate_series(1, 2) g, jsonb_array_elements('[{}]') e, jsonb_each(e.value) kv(key, val);
select a, b from (values (1, 2), (3, 4)) as c(a, b) where a in (select d from (values (1)) dd(d));
select * from json_to_recordset('[]') as r(p integer, q text) where p is not null;
select (select max(u.id) from u where u.t_id = t.id and qty > 0) from t where exists (select from u where t_id = t.id and qty > 0);
select t.name from t, u where t.id = u.t_id and (t.id, u.id) not in (select t_id, id from u);
select title from v where title <> '' group by rollup (title), cube (title), grouping sets ((title), ()) having count(*) > 1;
select x.a, b from rows from (generate_series(1, 2), unnest(array[1])) as x(a, b);
select 1 operator(pg_catalog.+) qty from t tablesample bernoulli (10) where qty between symmetric 1 and 2;
select id from t join u using (id) natural left join v;
select ctid, xmin, tableoid::regclass, t.ctid from t;
select pg_catalog.lower(name), upper(name), (t).name, name(t) from t;
with recursive r(n) as (select 1 union all select n + 1 from r where n < 3), w as materialized (select n as m from r)
  select m, n from w join r on m = n;
with gone as (delete from u where label = 'x' returning t_id, label as l) insert into t (id, name) select t_id, l from gone on conflict (id) do nothing;
insert into t as o (id, name, qty) values (1, 'x', default) on conflict (id) do update set name = excluded.name, qty = o.qty + excluded.qty where o.name is null returning id, o.name as given;
insert into t (id) select id from u;
create table w (id serial);
insert into w default values on conflict do nothing;
-- case: UPDATE and DELETE with other tables
create table t (id integer primary key, name text, pair integer[]);
create table u (id integer, t_id integer, label text);
update t set name = label, pair[1] = u.id from u where u.t_id = t.id returning t.id, label;
update t as x set (name, id) = (select label, t_id from u where t_id = x.id), pair = default where x.id = 1;
with n as (select t_id, label from u) update only t set name = n.label from n where n.t_id = t.id;
delete from t using u, lateral (select u.t_id as k) z where t.id = z.k and label = 'x';
delete from u y where y.label is null;
merge into t using u on t.id = u.t_id when matched and label is null then delete
  when matched then update set name = u.label when not matched then insert (id, name) values (u.t_id, u.label);
-- case: a FROM list in parentheses, names that are words, and other schemas
create schema s;
create table s.t (id integer, "order" integer, position integer, value text, type text, "Up" text);
create table "T" (id integer, status text);
select p.position, value, type, "order", "Up", o.status from (s.t p join "T" o on (o.id = p.id)) where type = 'x' and position = 1;
select t.id from s.t where t.value = 'x' and s.t.id = 1;
select string_agg(distinct value, ',' order by value), percentile_cont(0.5) within group (order by id) from s.t;
table s.t;
(select id from s.t) except (select id from "T" limit 1) order by id;
values (1, 'a'), (2, 'b');
-- case: names that the system brings
select relname from pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace;
select table_name from information_schema.tables where table_schema = 'public';
select id from auth.users where raw_user_meta_data ->> 'x' = 'y';
select extensions.uuid_generate_v4(), gen_random_uuid(), uuid_generate_v4(), auth.uid();
-- case: a sequence is read like a table
create sequence q;
select last_value from q;
-- case: a partitioned table, and a temporary one
create table p (id integer, at date) partition by range (at);
create table p1 partition of p for values from ('2020-01-01') to ('2021-01-01');
create temp table scratch as select id from p;
insert into p1 (id, at) select id, date '2020-05-05' from scratch;
-- case: a column of a FROM list that no table has
create table t (id integer);
create table u (id integer);
select t.id, nope from t join u on u.id = t.id;
-- refused: 42703
-- case: a column of an alias that its table has not
create table t (id integer);
select x.nope from t x;
-- refused: 42703
-- case: a column in a subquery that no table around it has
create table t (id integer);
create table u (id integer);
select id from t where exists (select 1 from u where u.id = t.id and nope = 1);
-- refused: 42703
-- case: INSERT into a column that is not there
create table t (id integer);
insert into t (id, nope) values (1, 2);
-- refused: 42703
-- case: UPDATE of a column that is not there
create table t (id integer);
update t set nope = 1;
-- refused: 42703
-- case: UPDATE where a column is not there
create table t (id integer);
update t set id = 1 where nope is null;
-- refused: 42703
-- case: INSERT from a table that is not there
create table t (id integer);
insert into t select id from nowhere;
-- refused: 42P01
-- case: WITH over a table that is not there
with x as (select * from nowhere) select * from x;
-- refused: 42P01
-- case: a schema that is not there is a relation that is not there
select * from nowhere.t;
-- refused: 42P01
-- case: a view over a schema that is not there
create view v as select * from nowhere.t;
-- refused: 42P01
-- case: DELETE from a table that is not there, in a CTE
with x as (delete from nowhere returning *) select * from x;
-- refused: 42P01
-- case: DELETE USING a table that is not there
create table t (id integer);
delete from t using nowhere n where n.id = t.id;
-- refused: 42P01
-- case: a function that is not there
select public.nope(1);
-- refused: 42883
-- case: a function with another number of arguments
create function two(a integer, b integer default 1) returns integer language sql as 'select 1';
select two(1), two(1, 2), two(b => 2, a => 1);
-- file
select two(1, 2, 3);
-- refused: 42883
-- case: a function of a schema that is not there
select nowhere.f();
-- refused: 3F000
-- case: a type in the form of a function, and a column in the form of one
create type mood as enum ('a');
create table t (id integer, label text);
create function shout(t) returns text language sql as $$ select upper($1.label) $$;
select text(id), label(t), t.shout, shout(t) from t;
select float8(id) from t;
create type span as range (subtype = integer);
select span(1, 2), int4range(1, 2);
-- case: a variadic function, a procedure and an aggregate
create function many(a integer, variadic b text[]) returns integer language sql as 'select 1';
create procedure act(a integer) language plpgsql as $$ begin null; end $$;
create aggregate total(integer) (sfunc = int4pl, stype = integer);
select many(1, 'a', 'b', 'c'), total(x) from generate_series(1, 3) x;
call act(1);

-- case: ORDER BY a column of a table that it does not have
create table t (a int);
-- file
-- refused: 42703
create view v as select a as b from t order by t.b;

-- case: GROUP BY a column of a table that it does not have
create table t (a int);
-- file
-- refused: 42703
insert into t select count(*) from t group by t.b;

-- case: ORDER BY and GROUP BY outputs and columns
create table t (a int, b text);
create view v as
  select u.a as x, lower(u.b) as y, count(*) as z, row_number() over (order by u.a) as n
  from t as u group by u.a, lower(u.b), y order by x, lower(u.b) desc nulls last, z, u.a limit 3;
