-- The roles of a Supabase database. They are the cluster's: those that exist are left as they are.
SET client_min_messages = warning;
DO $$
DECLARE wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY[
    'anon', 'authenticated', 'service_role BYPASSRLS', 'supabase_admin SUPERUSER', 'authenticator',
    'supabase_auth_admin', 'supabase_storage_admin', 'supabase_functions_admin',
    'supabase_realtime_admin', 'supabase_replication_admin', 'supabase_read_only_user',
    'supabase_etl_admin', 'dashboard_user', 'pgbouncer', 'pgsodium_keyholder',
    'pgsodium_keyiduser', 'pgsodium_keymaker', 'cli_login_postgres'
  ] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = split_part(wanted, ' ', 1)) THEN
      EXECUTE 'CREATE ROLE ' || split_part(wanted, ' ', 1) || ' NOINHERIT '
        || split_part(wanted, ' ', 2);
    END IF;
  END LOOP;
END $$;
GRANT anon, authenticated, service_role TO authenticator;
