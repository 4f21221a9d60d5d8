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
-- case: a query of a block over a table that is not there
do $$ declare n integer; begin
  select count(*) into n from nowhere;
end $$;
-- refused: 42P01
-- case: a loop of a block over a table that is not there
do $$ declare r record; begin
  for r in select id from nowhere where id > 1 order by id loop
    raise notice '%', r;
  end loop;
end $$;
-- refused: 42P01
-- case: a condition of a block over a table that is not there
do $$ begin
  if (select count(*) from nowhere) > 1 or exists (select 1 from pg_class) then
    raise notice 'many';
  end if;
end $$;
-- refused: 42P01
-- case: what a block only writes to
do $$ declare v record; begin
  update nowhere set a = v.b;
end $$;
-- refused: 42P01
-- case: a block that returns before it reads what is not there
create table t (id integer);
do $$ declare r record; id integer; begin
  if not exists (select 1 from t) then
    return;
  end if;
  for r in select * from nowhere loop
    insert into nowhere values (r.id);
  end loop;
end $$;
do $$ declare r record; begin
  for r in select * from t loop
    perform nope(r.id);
    update nowhere set a = 1;
  end loop;
  foreach r in array array[1] loop
    if exists (select 1 from t) is not true then exit; end if;
    insert into nowhere values (1);
  end loop;
exception when others then null;
end $$;
-- case: a handler takes what is not there
create table t (id integer);
do $$ declare n integer; begin
  select id into n from nowhere;
  alter table t add column never integer;
exception when undefined_table then
  alter table t add column once integer;
end $$;
-- case: variables look like columns
create table t (id integer, name text);
do $$ declare p_id integer := 1; v_name text; r t; begin
  select name into v_name from t where id = p_id and name = v_name;
  update t set name = v_name where id = p_id;
  insert into t (id, name) values (p_id, v_name) returning id into p_id;
  delete from t where t.id = r.id;
  perform upper(v_name), r.name;
end $$;
-- case: RAISE takes a value for each sign of its format
do $$ begin
  raise notice '100%% of % and %', 1, format('%s, %s', 2, 3);
  raise warning 'of %', 1 using hint = 'a, b';
  raise notice using message = 'a %';
end $$;
-- case: RAISE without a value
do $$ begin
  if false then
    raise notice 'of %';
  end if;
  perform 1;
end $$;
-- refused: 42601
-- case: RAISE with a value too many
do $$ begin
  raise exception 'of %', 1, 2 using errcode = 'P0001';
exception when others then null;
end $$;
-- refused: 42601
-- case: syntax that a branch never reaches
create table t (a integer);
do $$ begin
  if false then
    create trigger if not exists t_a before insert on t for each row execute function f();
  end if;
exception when others then null;
end $$;
-- refused: 42601
-- case: a variable with a reserved name cannot be assigned to
do $$ declare current_date date := now(); begin
  perform 1;
  current_date := current_date + 1;
end $$;
-- refused: 42601
-- case: a function's own definition changed
create table t (a integer primary key);
create function f() returns integer language sql as 'select 1';
do $$ declare definition text; begin
  select pg_get_functiondef('public.f()'::regprocedure) into definition;
  if strpos(definition, 'select 1') = 0 then
    raise exception 'drift';
  end if;
  execute replace(definition, 'select 1', 'select 2');
end $$;
do $$ declare one record; begin
  for one in
    select p.proname, pg_get_functiondef(p.oid) as definition
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public'
  loop
    execute regexp_replace(one.definition, 'select \d', 'select 3');
  end loop;
end $$;
do $$ declare definition text; begin
  definition := pg_get_functiondef('f()'::regprocedure);
  definition := left(definition, strpos(definition, 'select') - 1) || 'select 4' || right(definition, 12);
  execute substr(definition, 1, 1000);
end $$;
alter table t add column b integer;
-- case: a block that tries what only its handler expects to fail
create table t (a integer unique);
insert into t values (1);
create function f(a integer) returns void language plpgsql as $$ begin
  if a is null then
    raise exception 'a is required' using errcode = 'invalid_parameter_value';
  end if;
  execute 'select 1';
end $$;
do $$ declare refused boolean := false; other boolean := false; begin
  begin
    insert into t values (1);
    raise exception 'should have been refused';
  exception when unique_violation then null;
  end;
  begin
    insert into t values (1);
  exception when unique_violation then refused := true;
  end;
  begin
    perform f(null);
  exception when invalid_parameter_value then other := true;
  end;
  if not refused or not other then
    raise exception 'not refused';
  end if;
  alter table t add column b integer;
end $$;
-- case: a block that does what its handler then undoes for certain
create table t (a integer);
do $$ declare there boolean := true; begin
  begin
    create table t (a integer);
  exception when duplicate_table then there := false;
  end;
  if there then
    raise exception 'there twice';
  end if;
end $$;
-- case: a column that is not there, in a condition
create table t (a integer);
do $$ declare n integer; begin
  select count(*) into n from t where b is null;
end $$;
-- refused: 42703
-- case: a column that is not there, in what is written
create table t (a integer);
do $$ declare b integer := 1; begin
  insert into t (a, b) values (1, b);
end $$;
-- refused: 42703
-- case: a column that is not there, behind the alias of a table
create table t (a integer);
do $$ declare b integer := 1; begin
  if exists (select 1 from t as one where one.b = 1) then
    raise notice 'there';
  end if;
end $$;
-- refused: 42703
-- case: variables of every kind in the place of columns
create table t (id integer, name text);
do $$ <<outer_block>>
declare
  p_id integer := 1; v_name text; r record; q t%rowtype; p_alias alias for p_id;
  c cursor (c_id integer) for select * from t where id = c_id;
begin
  select name into v_name from t where id = p_id and name = v_name or id = p_alias;
  update t set name = v_name where id = outer_block.p_id;
  insert into t (id, name) values (p_id, v_name) returning id into p_id;
  delete from t where t.id = q.id and found;
  for r in select id as other, name from t loop
    perform r.other, i from generate_series(1, 2) as i;
    update t set name = r.name where id = r.other;
  end loop;
  for n in 1..2 loop
    delete from t where id = n;
    declare inner_id integer := n; begin
      delete from t where id = inner_id;
    exception when others then
      insert into t (name) values (sqlerrm || sqlstate);
    end;
  end loop;
end $$;
-- case: a savepoint has no place in a block
do $$ begin
  perform 1;
  rollback to savepoint here;
end $$;
-- refused: 42601
-- case: PERFORM reads as SELECT does
do $$ begin
  perform 1 from nowhere where id = 1;
end $$;
-- refused: 42P01
