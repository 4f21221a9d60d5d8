"""Signatures of the functions and operators that defaults and generated columns are made of.

PostgreSQL prints an expression with the casts its argument types ask for, so spelling one as it
does takes the types. The tables hold what people write; whatever is not in them makes the reader
say that it is not certain.
"""
from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

# name result arguments…: types by pg_type.typname; ``any...`` takes the rest as it comes.
_SIGNATURES = """
now timestamptz
transaction_timestamp timestamptz
statement_timestamp timestamptz
clock_timestamp timestamptz
timeofday text
gen_random_uuid uuid
random float8
pi float8
version text
current_database name
current_schema name
txid_current int8
pg_backend_pid int4
inet_client_addr inet
timezone timestamp text timestamptz
timezone timestamptz text timestamp
timezone timestamp interval timestamptz
timezone timestamptz interval timestamp
date_trunc timestamptz text timestamptz
date_trunc timestamp text timestamp
date_trunc interval text interval
date_trunc timestamptz text timestamptz text
date_part float8 text timestamptz
date_part float8 text timestamp
date_part float8 text date
date_part float8 text time
date_part float8 text interval
age interval timestamptz
age interval timestamp
age interval timestamptz timestamptz
age interval timestamp timestamp
make_date date int4 int4 int4
make_time time int4 int4 float8
to_timestamp timestamptz float8
to_timestamp timestamptz text text
to_date date text text
to_number numeric text text
to_char text timestamptz text
to_char text timestamp text
to_char text interval text
to_char text int4 text
to_char text int8 text
to_char text numeric text
to_char text float8 text
nextval int8 regclass
currval int8 regclass
lastval int8
current_setting text text
current_setting text text bool
floor numeric numeric
floor float8 float8
ceil numeric numeric
ceil float8 float8
ceiling numeric numeric
ceiling float8 float8
round numeric numeric
round float8 float8
round numeric numeric int4
trunc numeric numeric
trunc float8 float8
trunc numeric numeric int4
abs int2 int2
abs int4 int4
abs int8 int8
abs numeric numeric
abs float4 float4
abs float8 float8
mod int2 int2 int2
mod int4 int4 int4
mod int8 int8 int8
mod numeric numeric numeric
power numeric numeric numeric
power float8 float8 float8
sqrt numeric numeric
sqrt float8 float8
lower text text
upper text text
initcap text text
length int4 text
length int4 bpchar
length int4 bytea
char_length int4 text
octet_length int4 text
octet_length int4 bytea
reverse text text
btrim text text
btrim text text text
ltrim text text
ltrim text text text
rtrim text text
rtrim text text text
left text text int4
right text text int4
lpad text text int4
lpad text text int4 text
rpad text text int4
rpad text text int4 text
repeat text text int4
replace text text text text
translate text text text text
split_part text text text int4
strpos int4 text text
substr text text int4
substr text text int4 int4
substring text text int4
substring text text int4 int4
substring text text text
regexp_replace text text text text
regexp_replace text text text text text
starts_with bool text text
ascii int4 text
chr text int4
to_hex text int4
to_hex text int8
md5 text text
md5 text bytea
hashtext int4 text
sha256 bytea bytea
sha512 bytea bytea
encode text bytea text
decode bytea text text
convert_to bytea text name
quote_ident text text
quote_literal text text
concat text any...
concat_ws text text any...
num_nonnulls int4 any...
num_nulls int4 any...
format text text
format text text any...
string_to_array _text text text
string_to_array _text text text text
array_to_string text anyarray text
array_to_string text anyarray text text
array_length int4 anyarray int4
cardinality int4 anyarray
json_build_object json
json_build_object json any...
json_build_array json
json_build_array json any...
jsonb_build_object jsonb
jsonb_build_object jsonb any...
jsonb_build_array jsonb
jsonb_build_array jsonb any...
to_json json anyelement
to_jsonb jsonb anyelement
array_to_json json anyarray
jsonb_array_length int4 jsonb
json_array_length int4 json
jsonb_typeof text jsonb
to_tsvector tsvector text
to_tsvector tsvector regconfig text
to_tsvector tsvector jsonb
to_tsvector tsvector regconfig jsonb
to_tsquery tsquery text
to_tsquery tsquery regconfig text
plainto_tsquery tsquery text
plainto_tsquery tsquery regconfig text
websearch_to_tsquery tsquery regconfig text
setweight tsvector tsvector char
daterange daterange date date
daterange daterange date date text
tsrange tsrange timestamp timestamp
tsrange tsrange timestamp timestamp text
tstzrange tstzrange timestamptz timestamptz
tstzrange tstzrange timestamptz timestamptz text
int4range int4range int4 int4
int4range int4range int4 int4 text
point point float8 float8
"""
# What extensions of Supabase bring that people use in defaults: name result arguments….
_OF_EXTENSIONS = {
    'uuid-ossp': """
uuid_nil uuid
uuid_generate_v1 uuid
uuid_generate_v1mc uuid
uuid_generate_v3 uuid uuid text
uuid_generate_v4 uuid
uuid_generate_v5 uuid uuid text
""",
    'pgcrypto': """
gen_random_bytes bytea int4
gen_salt text text
gen_salt text text int4
crypt text text text
digest bytea text text
hmac bytea text text text
""",
}
# Supabase's own functions that defaults call.
_OF_SUPABASE = """
auth.uid uuid
auth.role text
auth.email text
auth.jwt jsonb
"""
NUMBERS = ('int2', 'int4', 'int8', 'numeric', 'float4', 'float8')
TEXTS = ('text', 'varchar', 'bpchar', 'name')
MOMENTS = ('date', 'timestamp', 'timestamptz')
# Of several functions that fit, PostgreSQL takes the one with the category's preferred type.
_PREFERRED = ('text', 'float8', 'timestamptz', 'interval', 'bool')


class Signature(NamedTuple):
    """``schema`` is empty for pg_catalog. Types are typnames; ``any...`` may end ``arguments``."""

    schema: str
    result: str
    arguments: tuple[str, ...]


def _read(table: str, schema: str = '') -> dict[str, list[Signature]]:
    found: dict[str, list[Signature]] = {}
    for line in table.strip().splitlines():
        name, result, *arguments = line.split()
        found.setdefault(name, []).append(Signature(schema, result, tuple(arguments)))
    return found


@lru_cache(maxsize=None)
def built_in() -> dict[str, list[Signature]]:
    return _read(_SIGNATURES)


@lru_cache(maxsize=None)
def of_extensions() -> dict[str, str]:
    """The extension each of these functions comes with."""
    return {name: extension for extension, table in _OF_EXTENSIONS.items() for name in _read(table)}


@lru_cache(maxsize=None)
def of_extension(extension: str) -> dict[str, list[Signature]]:
    return _read(_OF_EXTENSIONS[extension])


@lru_cache(maxsize=None)
def of_supabase() -> dict[str, list[Signature]]:
    return _read(_OF_SUPABASE)


def widens(given: str, wanted: str) -> bool:
    """Whether PostgreSQL casts the one to the other by itself in an expression."""
    if given in NUMBERS and wanted in NUMBERS:
        return NUMBERS.index(given) < NUMBERS.index(wanted)
    if given in MOMENTS and wanted in MOMENTS:
        return MOMENTS.index(given) < MOMENTS.index(wanted)
    return given in TEXTS and wanted == 'text' or given in ('time', 'text') and (given, wanted) in (
        ('time', 'interval'), ('text', 'regclass'),
    )


def choose(
    candidates: Sequence[Signature], given: Sequence[str | None],
) -> Signature | None:
    """The signature PostgreSQL calls for arguments of these types, or None if that is unclear.

    ``given`` has a typname (``_text`` for an array), ``''`` for an untyped literal, or None for a
    type that is not known.
    """
    best: list[Signature] = []
    most = (-1, -1)
    for candidate in candidates:
        wanted = _spread(candidate.arguments, len(given))
        if wanted is None or not all(map(_fits, given, wanted)):
            continue
        exact = sum(g == w for g, w in zip(given, wanted))
        # An untyped literal is taken for text where it can be (func_select_candidate).
        liked = sum(
            2 * (g == '' and w == 'text') + (g != w and w in _PREFERRED)
            for g, w in zip(given, wanted)
        )
        if (exact, liked) > most:
            best, most = [candidate], (exact, liked)
        elif (exact, liked) == most:
            best.append(candidate)
    return best[0] if len(best) == 1 else None


def _spread(arguments: tuple[str, ...], count: int) -> list[str] | None:
    if arguments and arguments[-1] == 'any...':
        fixed = list(arguments[:-1])
        return None if count <= len(fixed) else fixed + ['any'] * (count - len(fixed))
    return list(arguments) if len(arguments) == count else None


def _fits(given: str | None, wanted: str) -> bool:
    if given is None or given == '' or given == wanted or wanted in ('any', 'anyelement'):
        return True
    if wanted == 'anyarray':
        return given[:1] == '_'
    return widens(given, wanted)
