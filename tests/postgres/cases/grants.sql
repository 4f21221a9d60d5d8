-- case: a schema that is not there
grant usage on schema forms to service_role;
-- refused: 3F000
-- case: one of two schemas that is not there
create schema a;
revoke all on schema a, b from public;
-- refused: 3F000
-- case: all tables of a schema that is not there
grant select on all tables in schema nowhere to anon;
-- refused: 3F000
-- case: schemas that are there
create schema a;
create schema "B c";
grant usage on schema a, public, "B c" to anon, authenticated;
grant all on all functions in schema a to service_role;
revoke all on all tables in schema public from anon;
grant usage on schema auth, storage to anon;
-- case: a schema made in the same block
do $$ begin
  create schema if not exists a;
  grant usage on schema a to anon;
end $$;
