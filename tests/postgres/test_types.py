from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_guard.catalog import Type
from sync_guard.postgres.tokens import read
from sync_guard.postgres.types import built_in
from sync_guard.postgres.types import format_type
from sync_guard.postgres.types import NotAType
from sync_guard.postgres.types import parse_type
from sync_guard.postgres.types import TypeName
from tests.oracle.postgres import Oracle

# Every spelling of a type of PostgreSQL's own, and what format_type() prints for it.
SPELLINGS = {
    'int': 'integer',
    'int4': 'integer',
    'integer': 'integer',
    'INTEGER': 'integer',
    'smallint': 'smallint',
    'int2': 'smallint',
    'bigint': 'bigint',
    'int8': 'bigint',
    'real': 'real',
    'float4': 'real',
    'float': 'double precision',
    'float(1)': 'real',
    'float(24)': 'real',
    'float(25)': 'double precision',
    'float(53)': 'double precision',
    'float8': 'double precision',
    'double precision': 'double precision',
    'decimal': 'numeric',
    'dec': 'numeric',
    'dec(5)': 'numeric(5,0)',
    'numeric': 'numeric',
    'numeric(5)': 'numeric(5,0)',
    'numeric(10,2)': 'numeric(10,2)',
    'numeric(10, 0)': 'numeric(10,0)',
    'decimal(10,2)': 'numeric(10,2)',
    'numeric(5,-2)': 'numeric(5,-2)',
    'money': 'money',
    'boolean': 'boolean',
    'bool': 'boolean',
    'text': 'text',
    'varchar': 'character varying',
    'varchar(255)': 'character varying(255)',
    'character varying': 'character varying',
    'character varying(20)': 'character varying(20)',
    'char varying(3)': 'character varying(3)',
    'char': 'character(1)',
    'char(3)': 'character(3)',
    'character': 'character(1)',
    'character(5)': 'character(5)',
    'bpchar': 'bpchar',
    'bpchar(4)': 'character(4)',
    '"char"': '"char"',
    'nchar': 'character(1)',
    'nchar(3)': 'character(3)',
    'national character(4)': 'character(4)',
    'national char varying(3)': 'character varying(3)',
    'national character varying': 'character varying',
    'nchar varying(2)': 'character varying(2)',
    'name': 'name',
    'bit': 'bit(1)',
    'bit(3)': 'bit(3)',
    'bit varying': 'bit varying',
    'bit varying(5)': 'bit varying(5)',
    'varbit': 'bit varying',
    'varbit(7)': 'bit varying(7)',
    'bytea': 'bytea',
    'uuid': 'uuid',
    'json': 'json',
    'jsonb': 'jsonb',
    'jsonpath': 'jsonpath',
    'xml': 'xml',
    'date': 'date',
    'time': 'time without time zone',
    'time(3)': 'time(3) without time zone',
    'time without time zone': 'time without time zone',
    'time(0) without time zone': 'time(0) without time zone',
    'time with time zone': 'time with time zone',
    'time (2) with time zone': 'time(2) with time zone',
    'timetz': 'time with time zone',
    'timetz(3)': 'time(3) with time zone',
    'timestamp': 'timestamp without time zone',
    'timestamp(3)': 'timestamp(3) without time zone',
    'timestamp without time zone': 'timestamp without time zone',
    'timestamp with time zone': 'timestamp with time zone',
    'timestamp(0) with time zone': 'timestamp(0) with time zone',
    'timestamptz': 'timestamp with time zone',
    'timestamptz(3)': 'timestamp(3) with time zone',
    'timestamp(9)': 'timestamp(6) without time zone',
    'timestamptz(9)': 'timestamp(6) with time zone',
    'interval': 'interval',
    'interval(3)': 'interval(3)',
    'interval year': 'interval year',
    'interval month': 'interval month',
    'interval day': 'interval day',
    'interval hour': 'interval hour',
    'interval minute': 'interval minute',
    'interval second': 'interval second',
    'interval second(2)': 'interval second(2)',
    'interval year to month': 'interval year to month',
    'interval day to hour': 'interval day to hour',
    'interval day to minute': 'interval day to minute',
    'interval day to second': 'interval day to second',
    'interval day to second(3)': 'interval day to second(3)',
    'interval hour to minute': 'interval hour to minute',
    'interval hour to second(1)': 'interval hour to second(1)',
    'interval minute to second': 'interval minute to second',
    'inet': 'inet',
    'cidr': 'cidr',
    'macaddr': 'macaddr',
    'macaddr8': 'macaddr8',
    'point': 'point',
    'line': 'line',
    'lseg': 'lseg',
    'box': 'box',
    'path': 'path',
    'polygon': 'polygon',
    'circle': 'circle',
    'tsvector': 'tsvector',
    'tsquery': 'tsquery',
    'int4range': 'int4range',
    'int8range': 'int8range',
    'numrange': 'numrange',
    'tsrange': 'tsrange',
    'tstzrange': 'tstzrange',
    'daterange': 'daterange',
    'int4multirange': 'int4multirange',
    'datemultirange': 'datemultirange',
    'tstzmultirange': 'tstzmultirange',
    'oid': 'oid',
    'regclass': 'regclass',
    'regtype': 'regtype',
    'regproc': 'regproc',
    'regprocedure': 'regprocedure',
    'regrole': 'regrole',
    'regnamespace': 'regnamespace',
    'xid': 'xid',
    'cid': 'cid',
    'tid': 'tid',
    'pg_lsn': 'pg_lsn',
    'txid_snapshot': 'txid_snapshot',
    'pg_snapshot': 'pg_snapshot',
    'refcursor': 'refcursor',
    'aclitem': 'aclitem',
    'int[]': 'integer[]',
    'int[3]': 'integer[]',
    'int[][]': 'integer[]',
    'int[3][4]': 'integer[]',
    'int array': 'integer[]',
    'int array[4]': 'integer[]',
    'integer array': 'integer[]',
    'text[]': 'text[]',
    'varchar(10)[]': 'character varying(10)[]',
    'character varying(10)[]': 'character varying(10)[]',
    'numeric(10,2)[]': 'numeric(10,2)[]',
    'timestamptz(3)[]': 'timestamp(3) with time zone[]',
    'timestamp(3) with time zone[]': 'timestamp(3) with time zone[]',
    'char(2)[]': 'character(2)[]',
    'bit(3)[]': 'bit(3)[]',
    '"char"[]': '"char"[]',
    'interval day to second(3)[]': 'interval day to second(3)[]',
    'uuid[]': 'uuid[]',
    'jsonb[]': 'jsonb[]',
    '_text': 'text[]',
    '_int4': 'integer[]',
    'pg_catalog.int4': 'integer',
    'pg_catalog.text': 'text',
    'pg_catalog."char"': '"char"',
    'pg_catalog.varchar(3)': 'character varying(3)',
    'pg_catalog.bpchar': 'bpchar',
    'pg_catalog.bit': '"bit"',
    'pg_catalog.timestamptz': 'timestamp with time zone',
    'pg_catalog.numeric(10)': 'numeric(10,0)',
    'pg_catalog._int4': 'integer[]',
    'serial': 'integer',
    'serial4': 'integer',
    'bigserial': 'bigint',
    'serial8': 'bigint',
    'smallserial': 'smallint',
    'serial2': 'smallint',
    '"serial"': 'integer',
    '"timestamp"': 'timestamp without time zone',
    '"int4"': 'integer',
    '"time"': 'time without time zone',
    '"varchar"(5)': 'character varying(5)',
    'VarChar(3)': 'character varying(3)',
    '"bpchar"(3)': 'character(3)',
    '"bit"(3)': 'bit(3)',
    '"numeric"(4)': 'numeric(4,0)',
    '"interval"': 'interval',
    'dec array': 'numeric[]',
    'timestamptz array': 'timestamp with time zone[]',
}


def parsed(text: str) -> TypeName:
    tokens = read(text)
    found, behind = parse_type(tokens, 0)
    assert behind == len(tokens)
    return found


@pytest.mark.parametrize('written', SPELLINGS)
def test_every_spelling_is_printed_as_format_type_prints_it(written: str) -> None:
    found = built_in(parsed(written))
    assert found is not None
    assert format_type(found) == SPELLINGS[written]


def test_postgresql_prints_the_same(postgres: Oracle) -> None:
    with postgres.fresh() as connection:
        columns = ', '.join(f'c{i} {written}' for i, written in enumerate(SPELLINGS))
        connection.execute(f'create table t ({columns})')
        rows = connection.execute(
            "select format_type(atttypid, atttypmod) from pg_attribute "
            "where attrelid = 't'::regclass and attnum > 0 order by attnum",
        ).fetchall()
    assert [text for (text,) in rows] == list(SPELLINGS.values())


@pytest.mark.parametrize('written, expected', [
    pytest.param('mood', TypeName(None, 'mood'), id='the search path decides'),
    pytest.param('public.mood', TypeName('public', 'mood'), id='a schema'),
    pytest.param('Public."Mood"[]', TypeName('public', 'Mood', is_array=True),
                 id='quoted, an array'),
    pytest.param('db.public.mood', TypeName('public', 'mood'), id='a database in front'),
    pytest.param('vector(1536)', TypeName(None, 'vector', ('1536',)), id='a modifier'),
    pytest.param('extensions.geometry(Point, 4326)',
                 TypeName('extensions', 'geometry', ('Point', '4326')), id='PostGIS'),
    pytest.param('geography(POINTZ)', TypeName(None, 'geography', ('PointZ', '4326')),
                 id='PostGIS has a default reference system'),
    pytest.param('geometry(geometry, 0)', TypeName(None, 'geometry', ('Geometry',)),
                 id='PostGIS prints no reference system of 0'),
    pytest.param('"serial"', TypeName('pg_catalog', 'int4', serial=True), id='serial, even quoted'),
    pytest.param('bigserial', TypeName('pg_catalog', 'int8', serial=True), id='bigserial'),
    pytest.param('pg_catalog.serial', TypeName('pg_catalog', 'serial'), id='serial with a schema'),
    pytest.param('double', TypeName(None, 'double'), id='double alone is a name'),
    pytest.param('"integer"', TypeName(None, 'integer'), id='a quoted word is a name'),
    pytest.param('setof text', TypeName(None, 'text', setof=True), id='SETOF'),
])
def test_other_types_are_left_to_the_search_path(written: str, expected: TypeName) -> None:
    assert parsed(written)._replace(start=-1) == expected


@pytest.mark.parametrize('text, behind', [
    pytest.param('timestamp with time zone not null', 4, id='NOT NULL'),
    pytest.param('timestamp with (x)', 1, id='a WITH that is none of its own'),
    pytest.param('interval default', 1, id='DEFAULT'),
    pytest.param('text default', 1, id='a generic name'),
    pytest.param('int[3] check', 4, id='bounds'),
    pytest.param('character varying (3) collate', 5, id='COLLATE'),
])
def test_a_type_ends_where_the_next_clause_begins(text: str, behind: int) -> None:
    assert parse_type(read(text), 0)[1] == behind


@pytest.mark.parametrize(
    'text', ['', '(', "'a'", '3', 'national x', 'int[a]', 'int[', 'numeric(', 'a . 3'],
)
def test_what_is_no_type_is_refused(text: str) -> None:
    with pytest.raises(NotAType):
        parse_type(read(text), 0)


@pytest.mark.parametrize('of, search_path, printed', [
    (Type('public', 'mood'), (), 'public.mood'),
    (Type('public', 'mood'), ('public',), 'mood'),
    (Type('public', 'Mood', (), True), (), 'public."Mood"[]'),
    (Type('extensions', 'vector', ('3',)), (), 'extensions.vector(3)'),
    (Type('my schema', 'user'), (), '"my schema"."user"'),
    (Type('pg_catalog', 'timestamptz', None), (), 'timestamp with time zone'),
    (Type('pg_catalog', 'varchar', None, True), (), 'character varying[]'),
])
def test_types_outside_pg_catalog_are_printed_with_their_schema(
        of: Type, search_path: tuple[str, ...], printed: str,
) -> None:
    assert format_type(of, search_path) == printed


words = st.sampled_from(
    'int interval second to day ( ) [ ] 3 , . array setof with time zone national character '
    'varying "a" timestamp double precision bit x'.split(),
)


@given(st.lists(words).map(' '.join))
def test_any_tokens_make_a_type_or_are_refused_with_a_place(text: str) -> None:
    tokens = read(text)
    try:
        _, behind = parse_type(tokens, 0)
    except NotAType as error:
        assert 0 <= error.position <= len(text)
    else:
        assert 0 < behind <= len(tokens)
