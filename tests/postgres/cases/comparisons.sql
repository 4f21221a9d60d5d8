-- case: a uuid beside a text of a JSON web token
create table t (id uuid);
create policy p on t using (id = auth.jwt() ->> 'sub');
-- refused: 42883
-- case: a text beside a uuid
create table t (user_id text);
create policy p on t for insert with check ((select auth.uid()) = user_id);
-- refused: 42883
-- case: a uuid cast to text on the one side
create table t (id uuid, n integer);
create policy p on t using (n > 0 and id <> (auth.uid())::text);
-- refused: 42883
-- case: columns of two tables
create table a (id uuid primary key);
create table b (a_id text);
create view v as select a.id from a join b on b.a_id = a.id;
-- refused: 42883
-- case: a column of the query around
create table a (id uuid primary key, n integer);
create table b (a_id uuid, n text);
create policy p on a using (exists (select 1 from b where b.a_id = a.id and b.n = a.n));
-- refused: 42883
-- case: a number beside a text
create table t (n integer);
create view v as select * from t where n = '1'::text;
-- refused: 42883
-- case: an enum beside a text
create type mood as enum ('a', 'b');
create table t (m mood, s text);
update t set s = 'a' where m = s;
-- refused: 42883
-- case: a setting beside a uuid
create table t (tenant_id uuid);
create policy p on t using (tenant_id = current_setting('app.tenant', true));
-- refused: 42883
-- case: sides that PostgreSQL compares
create type mood as enum ('a', 'b');
create domain code as text;
create extension citext;
create table t (
  id uuid primary key, s text, v varchar(3), c char(3), n integer, b bigint, f real, d date,
  at timestamptz, local timestamp, j jsonb, m mood, k code, i citext, x boolean, l uuid[]
);
create policy p on t using (
  id = auth.uid() and id = (select auth.uid()) and id::text = s and id = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'
  and (auth.jwt() ->> 'sub')::uuid = id and s = auth.jwt() ->> 'sub' and s = v and v = c and k = s
  and i = s and n = b and f = n and at = local and d = at and m = 'a' and m::text = s and n = '1'
  and x = (n = 1) and id = any (l) and j = '{}' and j ->> 'a' = s and (j -> 'a' ->> 'b')::int = n
  and auth.uid() = id and n between 1 and b and s = s || v and x = not x and current_setting('a', true) = s
);
create function same(id text, s uuid) returns boolean language sql as $$
  select exists (select 1 from t where t.s = same.id and t.id = same.s)
$$;
update t set s = id, v = n where n = b;
insert into t (id, s) select id, s from t as other where other.s = v on conflict (id) do update set s = excluded.id, n = t.n;
do $$ declare s uuid; n text; begin
  perform 1 from t where t.id = auth.uid();
  update t set n = 1 where t.n = b;
end $$;
create view v as select t.id = other.id as same, t.s from t join t as other using (id) where t.x = (other.n = t.n);
select 1 from (select id::text as id from t) as t where t.id = 'a' and t.id = auth.uid()::text;
with t as (select id::text as id from t) select 1 from t where id = auth.role();
-- case: whoever makes an operator
create function equal(uuid, text) returns boolean language sql immutable as 'select $1::text = $2';
create operator = (leftarg = uuid, rightarg = text, function = equal);
create table t (id uuid, s text);
create view v as select * from t where id = s;
-- case: in a block, names that may be variables
create table t (id uuid, s text);
do $$ declare s uuid; begin
  perform 1 from t where t.id = t.s;
end $$;
-- refused: 42883
