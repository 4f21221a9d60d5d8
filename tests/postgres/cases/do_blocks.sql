-- case: plain DDL
do $$ begin
  create type mood as enum ('a', 'b');
  create table t (a mood);
  alter table t add column b integer;
end $$;
-- case: a duplicate is passed over by its handler
create type mood as enum ('a');
do $$ begin
  create type mood as enum ('b');
exception when duplicate_object then null;
end $$;
do $$ begin
  create type other as enum ('b');
exception when duplicate_object then null;
end $$;
-- case: a handler undoes what the block did
create table t (a integer);
do $$ begin
  alter table t add column b integer;
  alter table t add column a integer;
exception when duplicate_column then
  raise notice 'there';
end $$;
-- case: a constraint added once
create table t (a integer primary key, b integer);
do $$ begin
  alter table t add constraint t_b foreign key (b) references t (a);
exception when duplicate_object then null; end $$;
do $$ begin
  alter table t add constraint t_b foreign key (b) references t (a);
exception when duplicate_object then null; end $$;
-- case: a duplicate that no handler takes
create table t (a integer);
do $$ begin
  create table t (a integer);
exception when duplicate_object then null;
end $$;
-- refused: 42P07
-- case: a guard over information_schema that holds
create table t (a integer);
do $$ begin
  if not exists (
    select 1 from information_schema.columns where table_name = 't' and column_name = 'b'
  ) then
    alter table t add column b text;
  end if;
end $$;
-- case: a guard over information_schema that does not hold
create table t (a integer, b integer);
do $$ begin
  if not exists (
    select 1 from information_schema.columns
    where table_schema = 'public' and table_name = 't' and column_name = 'b'
  ) then
    alter table t add column b text;
  end if;
end $$;
-- case: a guard over pg_type
do $$ begin
  if not exists (select 1 from pg_type where typname = 'mood') then
    create type mood as enum ('a');
  end if;
  if not exists (select from pg_type where typname = 'mood') then
    create type mood as enum ('b');
  end if;
end $$;
-- case: nothing that builds anything
do $$ declare r record; begin
  for r in select 1 as x loop raise notice '%', r.x; end loop;
  perform 1;
end $$;
