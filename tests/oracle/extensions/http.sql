CREATE TYPE http_header AS (field varchar, value varchar);
CREATE TYPE http_response AS (
  status integer, content_type varchar, headers http_header[], content varchar
);
CREATE FUNCTION http_get(uri varchar) RETURNS http_response
  LANGUAGE sql AS $$ SELECT NULL::http_response $$;
CREATE FUNCTION http_post(uri varchar, content varchar, content_type varchar)
  RETURNS http_response LANGUAGE sql AS $$ SELECT NULL::http_response $$;
