CREATE FUNCTION id_encode(bigint, text DEFAULT '', integer DEFAULT 0) RETURNS text
  LANGUAGE sql IMMUTABLE AS $$ SELECT $1::text $$;
