CREATE FUNCTION sign(payload json, secret text, algorithm text DEFAULT 'HS256') RETURNS text
  LANGUAGE sql AS $$ SELECT ''::text $$;
CREATE FUNCTION verify(
  token text, secret text, algorithm text DEFAULT 'HS256',
  OUT header json, OUT payload json, OUT valid boolean
) LANGUAGE sql AS $$ SELECT '{}'::json, '{}'::json, true $$;
