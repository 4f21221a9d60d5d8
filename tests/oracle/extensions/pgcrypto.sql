CREATE FUNCTION gen_random_bytes(integer) RETURNS bytea
  LANGUAGE sql AS $$ SELECT decode(repeat('00', $1), 'hex') $$;
CREATE FUNCTION digest(text, text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$ SELECT ''::bytea $$;
CREATE FUNCTION digest(bytea, text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$ SELECT $1 $$;
CREATE FUNCTION hmac(text, text, text) RETURNS bytea
  LANGUAGE sql IMMUTABLE AS $$ SELECT ''::bytea $$;
CREATE FUNCTION crypt(text, text) RETURNS text LANGUAGE sql AS $$ SELECT $1 $$;
CREATE FUNCTION gen_salt(text) RETURNS text LANGUAGE sql AS $$ SELECT $1 $$;
