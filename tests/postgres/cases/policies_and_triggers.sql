-- case: policies over other tables
create table members (org uuid, user_id uuid, role text);
create table t (id integer, org_id uuid, owner uuid);
create function is_member(p uuid) returns boolean language sql stable as $$ select exists (select 1 from members where org = p) $$;
create policy a on t for select to authenticated using (owner = auth.uid() or (select auth.role()) = 'x' or is_member(org_id));
create policy b on t using (exists (select 1 from members m where m.org = t.org_id and m.user_id = auth.uid() and role in ('a', 'b') and owner is not null));
create policy c on t for insert with check (org_id in (select members.org from members) and (current_setting('x', true)::jsonb ->> 'y') = 'z');
create policy d on t as restrictive for update using (true) with check (t.owner = public.t.owner and public.is_member(org_id));
alter policy a on t using (is_member(org_id));
alter policy a on t rename to z;
create policy a on t using (auth.jwt() ->> 'email' = 'x');
drop policy z on t;
create policy z on t using (true);
-- case: a policy over a table that is not there
create table t (id integer);
create policy p on t using (exists (select 1 from nowhere));
-- refused: 42P01
-- case: a policy over a column that is not there
create table t (id integer);
create policy p on t using (nope = auth.uid());
-- refused: 42703
-- case: a policy over a column of another table that is not there
create table t (id integer);
create table u (id integer);
create policy p on t using (exists (select 1 from u where u.id = t.id and u.nope = 1));
-- refused: 42703
-- case: a policy that calls what is not there
create table t (id integer);
create policy p on t using (is_admin());
-- refused: 42883
-- case: a policy in a schema that is not there
create policy p on nowhere.t using (true);
-- refused: 3F000
-- case: DROP POLICY that is not there
create table t (id integer);
drop policy p on t;
-- refused: 42704
-- case: ALTER POLICY that is not there
create table t (id integer);
alter policy p on t using (true);
-- refused: 42704
-- case: a policy goes with its table, and is another one's after a rename
create table t (id integer);
create policy p on t using (true);
drop table t;
create table t (id integer);
create policy p on t using (true);
alter table t rename to u;
create table t (id integer);
create policy p on t using (true);
drop policy p on u;
-- case: a policy that CASCADE took along
create table t (id integer);
create function f() returns boolean language sql as 'select true';
create policy p on t using (f());
drop function f() cascade;
create policy p on t using (true);
-- case: a policy that CASCADE of a table took along
create table t (id integer);
create table u (id integer, a integer);
create policy p on t using (exists (select 1 from u));
create policy q on t using (id in (select a from u));
alter table u drop column a cascade;
create policy q on t using (true);
drop table u cascade;
create policy p on t using (true);
-- case: a name without quotes
create table t (id integer);
create policy Own rows on t using (true);
-- refused: 42601
-- case: triggers of every form
create table t (id integer, name text, at timestamptz);
create view v as select id from t;
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger a before insert or update of name, at on t for each row when (new.name is not null) execute function touch();
create constraint trigger b after insert on t deferrable initially deferred for each row execute procedure public.touch();
create trigger c instead of update on v for each row execute function touch();
create or replace trigger a after delete on t execute function touch('x', 1);
create trigger d after update on t referencing old table as o new table as n for each statement execute function touch();
create trigger e before update on t for each row execute function suppress_redundant_updates_trigger();
alter trigger a on t rename to z;
create trigger a before insert on t for each row execute function touch();
drop trigger z on t;
drop trigger if exists z on t;
drop trigger if exists z on nowhere;
-- case: a trigger that is there
create table t (id integer);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger a before insert on t for each row execute function touch();
create trigger a before update on t for each row execute function touch();
-- refused: 42710
-- case: a trigger that calls what is not there
create table t (id integer);
create trigger a before insert on t for each row execute function touch();
-- refused: 42883
-- case: a trigger on a column that is not there
create table t (id integer);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger a before update of nope on t for each row execute function touch();
-- refused: 42703
-- case: DROP TRIGGER that is not there
create table t (id integer);
drop trigger a on t;
-- refused: 42704
-- case: a trigger that CASCADE took along
create table t (id integer);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger a before insert on t for each row execute function touch();
drop function touch cascade;
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger a before insert on t for each row execute function touch();
-- case: a trigger of a partitioned table is its partitions' too
create table p (id integer) partition by range (id);
create table p1 partition of p for values from (1) to (9);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger a before insert on p for each row execute function touch();
create table p2 partition of p for values from (9) to (19);
drop trigger a on p;
create trigger a before insert on p2 for each row execute function touch();
-- case: guards over triggers and policies
create table t (id integer);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
do $$ begin
  if not exists (select 1 from pg_trigger where tgname = 'a') then
    create trigger a before insert on t for each row execute function touch();
  end if;
  if not exists (select 1 from pg_trigger where tgname = 'a' and tgrelid = 't'::regclass) then
    alter table t add column never integer;
  end if;
  if not exists (select 1 from pg_policies where schemaname = 'public' and tablename = 't' and policyname = 'p') then
    create policy p on t using (true);
    alter table t add column once integer;
  end if;
  if exists (select 1 from information_schema.triggers where trigger_name = 'a' and event_object_table = 't') then
    alter table t add column twice integer;
  end if;
end $$;
do $$ begin
  create policy p on t using (true);
exception when duplicate_object then alter table t add column thrice integer;
end $$;
-- case: policies made in a loop
create table t (id integer);
create table u (id integer);
do $$ declare n text; begin
  foreach n in array array['t', 'u'] loop
    execute format('create policy %I on %I using (true)', n || '_all', n);
  end loop;
end $$;
drop policy t_all on t;
alter policy u_all on u using (id > 1);
-- case: COMMENT on policies and triggers
create table t (id integer);
create policy "my rows" on t using (true);
comment on policy "my rows" on t is 'x';
comment on policy nope on t is 'x';
-- refused: 42704
-- case: row level security is a table's own, and switched off again
create table t (id integer);
create table u (id integer);
create table kept (id integer);
alter table t enable row level security;
alter table if exists nowhere enable row level security;
alter table only kept force row level security, enable row level security, no force row level security;
alter table u enable row level security, add column n integer;
alter table u disable row level security;
alter table t rename to renamed;
create schema s;
alter table kept set schema s;
create table t (id integer);
-- case: a table made anew has no row level security
create table t (id integer);
alter table t enable row level security;
drop table t;
create table t (id integer);
-- case: neither copies nor heirs nor partitions have their table's row level security
create table t (id integer);
alter table t enable row level security;
create table copied (like t including all);
create table heir () inherits (t);
alter table t disable row level security, enable row level security;
create table p (id integer) partition by list (id);
create table before partition of p for values in (1);
alter table p enable row level security;
create table after partition of p for values in (2);
alter table after enable row level security;
alter table p disable row level security;
alter table p detach partition after;
create table selected as select * from t;
-- case: row level security of a view
create view v as select 1 as one;
alter table v enable row level security;
-- refused: 42809
-- case: row level security of a foreign table
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table f (id integer) server s;
alter table f enable row level security;
-- refused: 42809
-- case: row level security of a sequence
create sequence s;
alter table s enable row level security;
-- refused: 42809
-- case: row level security of a table that is not there
alter table nowhere enable row level security;
-- refused: 42P01
-- case: row level security in a loop, and under a condition that nobody knows
create table t (id integer primary key);
create table u (id integer primary key, t integer references t);
do $$ declare name text; begin
  foreach name in array array['t', 'u'] loop
    execute format('alter table %I enable row level security', name);
  end loop;
end $$;
do $$ begin
  if (select count(*) from t) = 0 then
    alter table t disable row level security;
    alter table u alter constraint u_t_fkey deferrable;
  end if;
end $$;
