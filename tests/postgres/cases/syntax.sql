-- case: a reserved word names no column
create table t (a integer, user text);
-- refused: 42601
-- case: a value without arguments names no column
create table t (a integer, current_timestamp timestamptz);
-- refused: 42601
-- case: a word of joins names no added column
create table t (a integer);
alter table t add column left integer;
-- refused: 42601
-- case: a reserved word names no table
create table order (a integer);
-- refused: 42601
-- case: nothing is renamed to a reserved word
create table t (a integer);
alter table t rename column a to default;
-- refused: 42601
-- case: no table is renamed to a reserved word
create table t (a integer);
alter table t rename to group;
-- refused: 42601
-- case: quoted, every word is a name
create table "order" (a integer, "user" text, "left" integer);
alter table "order" add column "end" integer;
alter table "order" rename column a to "default";
alter table "order" rename to "group";
-- case: words of types and functions name columns
create table t (char integer, between integer, value text, time integer, exists boolean, position integer);
alter table t add column timestamp timestamptz, add column coalesce integer, add column name text;
create table public.order (a integer);
create table public.user (id integer);
alter table public.user add column type text;
-- case: a trigger has no IF NOT EXISTS
create table t (a integer);
create trigger if not exists t_a before insert on t for each row execute function f();
-- refused: 42601
-- case: COMMENT ON knows its kinds
comment on migration is 'a feature';
-- refused: 42601
-- case: a table is published once it is there
create table t (a integer);
create table private_t (a integer);
alter publication supabase_realtime add table t, private_t (a);
alter publication supabase_realtime drop table only t;
-- case: a table that is not there cannot be published
alter publication supabase_realtime add table nowhere;
-- refused: 42P01
-- case: a second table that is not there cannot be published
create table t (a integer);
alter publication supabase_realtime add table t, table nowhere, public.nope;
-- refused: 42P01
-- case: a publication has no IF NOT EXISTS
create table t (a integer);
alter publication supabase_realtime add table if not exists t;
-- refused: 42601
-- case: nor an IF EXISTS
create table t (a integer);
alter publication supabase_realtime drop table if exists t;
-- refused: 42601
