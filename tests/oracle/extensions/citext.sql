-- text's own functions, under another name.
CREATE TYPE citext;
CREATE FUNCTION citextin(cstring) RETURNS citext
  LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION citextout(citext) RETURNS cstring
  LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE citext (
  INPUT = citextin, OUTPUT = citextout, INTERNALLENGTH = VARIABLE, STORAGE = extended,
  CATEGORY = 'S', PREFERRED = false, COLLATABLE = true
);
CREATE CAST (citext AS text) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (text AS citext) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE FUNCTION citext_cmp(citext, citext) RETURNS integer
  LANGUAGE internal IMMUTABLE STRICT AS 'bttextcmp';
CREATE FUNCTION citext_eq(citext, citext) RETURNS boolean
  LANGUAGE internal IMMUTABLE STRICT AS 'texteq';
CREATE FUNCTION citext_lt(citext, citext) RETURNS boolean
  LANGUAGE internal IMMUTABLE STRICT AS 'text_lt';
CREATE FUNCTION citext_gt(citext, citext) RETURNS boolean
  LANGUAGE internal IMMUTABLE STRICT AS 'text_gt';
CREATE OPERATOR = (FUNCTION = citext_eq, LEFTARG = citext, RIGHTARG = citext);
CREATE OPERATOR < (FUNCTION = citext_lt, LEFTARG = citext, RIGHTARG = citext);
CREATE OPERATOR > (FUNCTION = citext_gt, LEFTARG = citext, RIGHTARG = citext);
CREATE OPERATOR CLASS citext_ops DEFAULT FOR TYPE citext USING btree AS
  OPERATOR 1 <, OPERATOR 3 =, OPERATOR 5 >, FUNCTION 1 citext_cmp(citext, citext);
