-- text's own functions, under another name.
CREATE TYPE hstore;
CREATE FUNCTION hstore_in(cstring) RETURNS hstore
  LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION hstore_out(hstore) RETURNS cstring
  LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE hstore (INPUT = hstore_in, OUTPUT = hstore_out, STORAGE = extended);
