"""The names, types and defaults that random databases are made of."""
from __future__ import annotations

from typing import NamedTuple

LONG = 'of_a_name_that_with_a_suffix_goes_beyond_what_postgresql_keeps'
TABLES = (
    'users', 'Post', 'order', 'user.data', '2fa_codes', '_secret', 'b', 'mood',
    f'table_{LONG}'[:58], f'Table_{LONG}'[:63], 'model', 'a é b',
)
COLUMNS = (
    'a', 'b', 'user_id', 'createdAt', 'has-dash', '1st', '_under', 'a é b', 'type', 'users',
    'b_key', f'column_{LONG}'[:40], f'column_{LONG}'[:63],
)
ENUMS = ('mood', 'Kind', 'order status', '1kind', f'enum_{LONG}'[:58])
LABELS = ('a', 'b', 'in-active', 'A', '1st', 'it\'s', 'true', '_x', 'two words')
NAMES = ('chosen', 'users_pkey', 'users_a_idx', 'Post_a_key', 'b_b_fkey', LONG)
# Names that Prisma must write otherwise, or refuses in the end: reserved words, names of its own
# types, such as are one when cleaned, of 63 bytes and more, and of which nothing is left.
OTHER_TABLES = (
    'class', 'enum', 'delete', 'async', 'String', 'DateTime', 'PrismaClient', 'a-b', 'a_b', '9',
    'é', 'Renamed', 'say "so"', f'{LONG}_yes'[:63], f'é{LONG}'[:60], 'select', 'view', '🙂 x',
)
OTHER_COLUMNS = (
    'model', 'enum', 'a-b', 'a_b', '9', 'é', 'true', 'say "so"', 'null', 'ID', 'Id', 'public',
    f'{LONG}_é'[:62], 'type.of', 'async', '__', 'x__', '🙂 x', 'a1', 'A', 'B',
)
OTHER_ENUMS = ('enum', 'String', 'user', 'a-b', '9', 'class', f'{LONG}_é'[:62], 'mood ', 'Users')
OTHER_LABELS = (
    '', '9', 'é', 'a b', 'a-b', 'null', 'class', 'say "so"', LONG, 'A_b', '🙂', 'back\\slash',
    'a\tb',
)
REMARKS = ("it''s /* one */ -- two", 'several\nlines', '/// three', '@ignore', 'é', '')


class Kind(NamedTuple):
    """A type as written, with defaults for it; whether a btree or a foreign key can hold it."""

    text: str
    defaults: tuple[str, ...] = ()
    is_ordered: bool = True


KINDS = (
    Kind('integer', ('0', '-5', '1 + 2', "'7'", 'null')),
    Kind('text', ("''", "'it''s'", "'a'::text", "lower('A')", "E'a\\nb'", 'current_user',
                  "'a\"b'")),
    Kind('uuid', ('gen_random_uuid()', "'00000000-0000-0000-0000-000000000000'",
                  'extensions.uuid_generate_v4()')),
    Kind('boolean', ('true', "'f'", '1 = 1')),
    Kind('timestamptz', ('now()', 'current_timestamp', "now() + interval '1 day'",
                         "timezone('utc'::text, now())", "'2020-01-02'", 'clock_timestamp()')),
    Kind('timestamp', ('now()', 'localtimestamp', "(now() at time zone 'utc')")),
    Kind('timestamp(3)', ('now()', 'current_timestamp(3)')),
    Kind('timestamptz(3)', ('now()',)),
    Kind('date', ('current_date', 'now()', "'2020-01-02'")),
    Kind('time', ('now()', "'12:00'", 'localtime')),
    Kind('timetz(2)', ('current_time',)),
    Kind('bigint', ('0', '9007199254740993', "'7'::bigint")),
    Kind('smallint', ('-1',)),
    Kind('double precision', ('1.5', '0', '1e10')),
    Kind('real', ('0.1', '2')),
    Kind('numeric', ('12.50', '0')),
    Kind('numeric(10,2)', ('12.50', '-0.5')),
    Kind('numeric(5)', ('3',)),
    Kind('money', ('0', '1.5'), False),
    Kind('varchar', ("'x'",)),
    Kind('varchar(20)', ("'x'::character varying", "''")),
    Kind('char(3)', ("'abc'",)),
    Kind('bpchar', ("'abc'",)),
    Kind('"char"', (), False),
    Kind('jsonb', ("'{}'", "'[]'::jsonb", "'{\"a\": 1}'", 'jsonb_build_object()', "'null'")),
    Kind('json', ("'{}'", "'[1,2]'"), False),
    Kind('bytea', ("'\\x00ff'",)),
    Kind('inet', ("'127.0.0.1'",)),
    Kind('cidr', (), False),
    Kind('xml', ("'<a/>'",), False),
    Kind('bit(3)', ("B'101'",), False),
    Kind('varbit', ("B'1'",), False),
    Kind('oid', ('0',)),
    Kind('interval', ("'1 day'",), False),
    Kind('tsvector', ("''::tsvector",), False),
    Kind('point', ("'(0,0)'",), False),
    Kind('int4range', (), False),
    Kind('text[]', ("'{}'", "'{a,b}'", "array['a', 'b']::text[]", 'array[]::text[]'), False),
    Kind('integer[]', ("'{}'", "'{1,2}'", 'array[1, 2]'), False),
    Kind('uuid[]', ("'{}'",), False),
    Kind('timestamptz[]', ("'{}'",), False),
    Kind('varchar(9)[]', (), False),
    Kind('numeric(4,1)[]', ("'{1.5}'",), False),
    Kind('jsonb[]', ("'{}'",), False),
    Kind('boolean[]', ("'{t,f}'",), False),
)
# What Prisma reads in ways of its own, or has no word for.
OTHER_KINDS = (
    Kind('bigint[]', ("'{1}'", "'{}'"), False),
    Kind('smallint[]', ("'{1,NULL}'",), False),
    Kind('double precision[]', ("'{1.50}'", "'{NaN}'"), False),
    Kind('date[]', ("'{2020-01-01}'",), False),
    Kind('bytea[]', ("array['\\x00']::bytea[]", "'{}'"), False),
    Kind('money[]', (), False),  # no default: the spelling of its items is not known here
    Kind('inet[]', ("'{127.0.0.1}'",), False),
    Kind('interval[]', ("'{}'",), False),
    Kind('int[][]', ("'{{1,2},{3,4}}'",), False),
    Kind('public.a_domain', ("'x'",), True),
    Kind('public.a_domain_over_it', (), True),
    Kind('public.a_domain[]', ("'{}'",), False),
    Kind('public.a_row', (), False),
    Kind('public.empty', (), False),
    Kind('double precision', ("'NaN'", "'-Infinity'", '-0.5')),
    Kind('money', ("'2.50'", '-1'), False),
    Kind('bytea', (r"'\000\377'", "''")),
    Kind('jsonb', ("'1.0'", "'[1.50]'", "'{\"b\": 1, \"a\": 1e2}'")),
    Kind('integer', ('5::bigint', '1.0', 'abs(-5)', "length('abc')")),
    Kind('text', ("'a' || 'b'", "'x'::varchar", '5::text', 'gen_random_uuid()', 'session_user')),
    Kind('timestamptz', ("'now'::text::timestamptz", 'now()::date', 'statement_timestamp()',
                         "'epoch'", 'current_timestamp at time zone \'utc\'')),
    Kind('boolean', ('not true', 'null', "'yes'")),
    Kind('macaddr', (), True),
    Kind('time(3)', ("'12:00'",)),
    Kind('bit', ("B'1'", "'0'"), False),
    Kind('numeric(3,-1)', (), True),
    Kind('numeric(1000)', ('1', '-0'), True),
    Kind('timestamp(0)', ("'2020-01-02 03:04:05.6'", 'localtimestamp(0)'), True),
    Kind('timestamptz(6)', ('now()', "'infinity'"), True),
    # Not 'today', which is another default every day.
    Kind('date', ("'2021-03-04'", "'2020-01-02'::timestamp", 'now()::date', "'-infinity'"), True),
    Kind('varchar(1)', ("'x'", "'y'::\"char\""), True),
    Kind('varchar(10485760)', (), True),
    Kind('char', ("'a'", "' '"), True),
    Kind('text', (r"E'tab\t back\\slash'", "U&'\\0061'", '$$dollar$$', "'a' 'b'", "'null'", "'1'",
                  "('a')", "'é🙂'", "'now()'", "'{}'", "concat('a', 'b')", "upper('a')::text")),
    Kind('bigint', ('1e3', '9223372036854775807', '-9223372036854775808', '(1)', '+5')),
    Kind('real', ("'1e-7'", '1e30', '3.4028235e38', '-0.0')),
    Kind('numeric(12,4)', ('.5', '5.', '1e-3', "'NaN'", '-(3)', '1_000')),
    Kind('varbit(5)', ("B'10'",), False),
    Kind('citext', ("'c'",), True),
    Kind('name', ("'n'",), True),
    Kind('regclass', (), False),
    Kind('macaddr8', (), True),
    Kind('int8multirange', (), False),
    Kind('tstzrange', (), False),  # no default: the spelling of its literals is not known here
    Kind('tsquery', (), False),
    Kind('jsonpath', ("'$.a'",), False),
    Kind('interval day to second(3)', ("'1 day'", "'PT1H'"), False),
    Kind('box', (), False),
    Kind('pg_lsn', (), True),
    Kind('timetz', ("'12:00+02'", 'now()'), True),
    Kind('xml', ("'<a/>'::xml",), False),  # not xmlparse(…), whose spelling is not known here
    Kind('uuid', ("'{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}'", 'gen_random_uuid()::text::uuid',
                  'null::uuid')),
    Kind('json', ("'{ \"a\" : 1 }'", "'null'::json", "to_json('a'::text)"), False),
)
# What they need.
OTHER_TYPES = (
    "create domain public.a_domain as varchar(9) default 'd' check (value <> '')",
    'create domain public.a_domain_over_it as public.a_domain not null',
    'create type public.a_row as (a int, b text)',
    'create type public.empty as enum ()',
)
