from __future__ import annotations

import os
from typing import NamedTuple

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_guard.catalog import Catalog
from sync_guard.catalog import Default
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.catalog import Label
from sync_guard.catalog import Name
from sync_guard.catalog import OtherType
from sync_guard.catalog import Type
from sync_guard.postgres.defaults import print_expression
from sync_guard.postgres.defaults import read_default
from sync_guard.postgres.defaults import rename_column
from sync_guard.postgres.tokens import read
from sync_guard.postgres.types import built_in
from sync_guard.postgres.types import parse_type
from tests.oracle.postgres import Oracle

_FOLDER = os.path.dirname(os.path.abspath(__file__))
SETUP = """
create schema private;
create extension if not exists citext schema extensions;
create extension if not exists hstore schema extensions;
create type mood as enum ('ok', 'in-active', 'active');
create type "Role" as enum ('USER', 'ADMIN');
create type private.level as enum ('low');
create domain dom as text;
create domain domnum as numeric(10,2);
create sequence s;
create sequence private.s2;
create sequence "Quoted Seq";
create function my_id() returns text language sql as 'select ''x''::text';
create function private.my_id2(text) returns text language sql as 'select ''x''::text';
create function my_num() returns int language sql as 'select 1';
create function my_uuid() returns uuid language sql as 'select gen_random_uuid()';
"""
COLUMNS = {
    'a': 'int', 'b': 'text', 'c': 'varchar(20)', 'd': 'timestamptz', 'e': 'jsonb',
    'f': 'numeric(10,2)', 'g': 'boolean', 'h': 'text[]', 'm': 'mood', 'n': 'date', 'p': 'bigint',
    'q': 'uuid', 'r': 'double precision', 'Quoted': 'int', 'user': 'int', 'bp': 'char(3)',
    'sm': 'smallint', 'ts': 'timestamp', 'tm': 'time', 'iv': 'interval', 't': 'citext',
    'position': 'text',
}


def _enum(schema: str, name: str, *labels: str) -> tuple[Name, Enum]:
    return Name(schema, name), Enum(schema, name, tuple(Label(text) for text in labels))


# The same as SETUP makes.
CATALOG = Catalog(types={
    **dict([
        _enum('public', 'mood', 'ok', 'in-active', 'active'),
        _enum('public', 'Role', 'USER', 'ADMIN'),
        _enum('private', 'level', 'low'),
    ]),
    Name('public', 'dom'): Domain('public', 'dom', Type('pg_catalog', 'text')),
    Name('public', 'domnum'): Domain(
        'public', 'domnum', Type('pg_catalog', 'numeric', ('10', '2')),
    ),
    Name('extensions', 'citext'): OtherType('extensions', 'citext', 'citext'),
    Name('extensions', 'hstore'): OtherType('extensions', 'hstore', 'hstore'),
}, extensions={'uuid-ossp': 'extensions', 'pgcrypto': 'extensions'})


class Case(NamedTuple):
    """``text`` is what PostgreSQL keeps, None for nothing."""

    type: str
    expression: str
    text: str | None
    known: bool


def _cases(file: str) -> list[Case]:
    found = []
    with open(os.path.join(_FOLDER, file), encoding='utf-8') as stream:
        for line in stream:
            if line.startswith('#') or not line.strip():
                continue
            known = ' ?=> ' not in line
            said, _, text = line.rstrip('\n').partition(' => ' if known else ' ?=> ')
            type_, _, expression = said.partition(' | ') if file == DEFAULTS else ('', '', said)
            found.append(Case(
                type_, expression, None if text == '(none)' else text.replace('␤', '\n'), known,
            ))
    return found


DEFAULTS, CHECKS = 'default_expressions.txt', 'check_expressions.txt'


def type_of(written: str) -> Type:
    parsed, _ = parse_type(read(written), 0)
    found = built_in(parsed)
    if found is not None:
        return found
    for schema in (parsed.schema,) if parsed.schema else ('public', 'extensions'):
        if Name(schema, parsed.name) in CATALOG.types:
            return Type(schema, parsed.name, parsed.modifiers, parsed.is_array)
    raise AssertionError(written)


def default(type_: str, expression: str) -> Default | None:
    return read_default(expression, type_of(type_), CATALOG)


@pytest.mark.parametrize(
    'case', _cases(DEFAULTS), ids=lambda case: f'{case.type} default {case.expression}',
)
def test_defaults_are_spelled_as_pg_get_expr_spells_them(case: Case) -> None:
    found = default(case.type, case.expression)
    if case.known:
        assert (found.text if found else None) == case.text
    else:
        assert found is not None and not found.certain


@pytest.mark.parametrize('case', _cases(CHECKS), ids=lambda case: str(case.expression))
def test_expressions_over_columns_are_spelled_as_pg_get_expr_spells_them(case: Case) -> None:
    columns = {name: type_of(written) for name, written in COLUMNS.items()}
    found = print_expression(case.expression, CATALOG, columns, type_of('bool'))
    if case.known:
        assert found.text == case.text
    else:
        assert not found.certain


@pytest.mark.parametrize('expression, columns, certain', [
    pytest.param("lower(b) = 'mood' and m = 'ok'", ('b', 'm'), True, id='no types, no functions'),
    pytest.param('t.a > 0 and "Quoted" > a', ('a', 'Quoted'), True, id='each once, in order'),
    pytest.param('a > (select n from x)', ('a', 'n'), False, id='all mentioned, where unread'),
    pytest.param('a > b (', ('a', 'b'), False, id='no expression'),
    pytest.param("a > 'open", tuple(COLUMNS), False, id='any, where the text cannot be read'),
])
def test_an_expression_tells_the_columns_it_reads(
        expression: str, columns: tuple[str, ...], certain: bool,
) -> None:
    types = {name: type_of(written) for name, written in COLUMNS.items()}
    found = print_expression(expression, CATALOG, types, relation='t')
    assert (found.columns, found.certain) == (columns, certain)


def test_a_renamed_column_is_printed_by_its_new_name() -> None:
    columns = {'lower': type_of('text'), 'mood': type_of('mood')}
    text = "((lower(lower) = 'lower'::text) AND (mood = 'ok'::public.mood))"
    for old, new in (('lower', 'New name'), ('mood', 'm')):
        text = rename_column(text, old, new, CATALOG, columns) or ''
        columns[new] = columns.pop(old)
    assert text == "((lower(\"New name\") = 'lower'::text) AND (m = 'ok'::public.mood))"


def test_postgresql_spells_them_so(postgres: Oracle) -> None:
    with postgres.fresh() as connection:
        connection.execute(SETUP)
        connection.execute("set timezone = 'UTC'")
        left_out = _stand_ins(connection)
        wrong, passed_over = [], []
        for case in _cases(DEFAULTS):
            kept = None
            if case.type.removesuffix('[]') not in left_out:
                kept = _kept_default(connection, case)
            if kept == '(not here)' or case.type.removesuffix('[]') in left_out:
                passed_over.append(case)
            elif kept != case.text:
                wrong.append((case, kept))
        columns = [(n, w) for n, w in COLUMNS.items() if w not in left_out]
        for case in _cases(CHECKS):
            checked = _kept_check(connection, columns, case.expression)
            if checked is None:
                passed_over.append(case)
            elif checked != case.text:
                wrong.append((case, checked))
            elif case.known:
                # What it prints is what it reads again when a column changes its type.
                types = {name: type_of(written) for name, written in columns}
                again = print_expression(case.text, CATALOG, types, type_of('bool'))
                checked = _kept_check(connection, columns, case.text)
                if again.text != checked and again.certain:
                    wrong.append((case._replace(expression=case.text), checked))
    assert wrong == []
    assert len(passed_over) < 30


def _stand_ins(connection: psycopg.Connection) -> set[str]:
    """Types whose extension is only imitated on this server, and what it was built without."""
    rows = connection.execute(
        "select name from pg_available_extensions where default_version = '0'",
    ).fetchall()
    found = {name for (name,) in rows}
    try:
        connection.execute("select '<a/>'::xml")
    except psycopg.errors.FeatureNotSupported:
        found.add('xml')
    return found


def _kept_default(connection: psycopg.Connection, case: Case) -> str | None:
    connection.execute('set search_path = public, extensions')
    try:
        connection.execute(f'create table z (c {case.type} default {case.expression})')
    except psycopg.errors.UndefinedFunction:
        return '(not here)'  # of an extension that is only imitated
    connection.execute("set search_path = ''")
    row = connection.execute(
        "select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'public.z'::regclass",
    ).fetchone()
    connection.execute('drop table public.z')
    return row[0] if row else None


def _kept_check(
        connection: psycopg.Connection, columns: list[tuple[str, str]], expression: str,
) -> str | None:
    connection.execute('set search_path = public, extensions')
    listed = ', '.join(f'"{name}" {written}' for name, written in columns)
    try:
        connection.execute(f'create table z ({listed}, check ({expression}))')
    except psycopg.errors.UndefinedColumn:
        return None  # over the column whose extension is not here
    connection.execute("set search_path = ''")
    row = connection.execute(
        "select pg_get_expr(conbin, conrelid) from pg_constraint "
        "where conrelid = 'public.z'::regclass",
    ).fetchone()
    connection.execute('drop table public.z')
    assert row is not None
    return str(row[0])


# What `prisma db pull` makes of the same columns, measured with Prisma 7 on PostgreSQL 15.
KINDS = [
    ('text', "'a'", 'literal', 'a'),
    ('text', "'it''s'", 'literal', "it's"),
    ('varchar(10)', "'x'::varchar(10)", 'literal', 'x'),
    ('char(3)', "'USD'", 'literal', 'USD'),
    ('text', "'a'::bpchar", 'literal', 'a'),
    ('text', '5', 'expression', '5'),
    ('text', 'true', 'expression', 'true'),
    ('text', "'a' || 'b'", 'expression', "('a'::text || 'b'::text)"),
    ('text', "('ok'::text)::mood", 'expression', "('ok'::text)::mood"),
    ('int', '5', 'literal', '5'),
    ('int', '-5', 'literal', '-5'),
    ('int', "' 7 '", 'literal', '7'),
    ('int', "'-5'::bigint", 'literal', '-5'),
    ('int', '5::bigint', 'expression', '(5)::bigint'),
    ('int', '1.5', 'expression', '1.5'),
    ('int', '1 + 2', 'expression', '(1 + 2)'),
    ('bigint', '9223372036854775807', 'literal', '9223372036854775807'),
    ('numeric(10,2)', '12.50', 'literal', '12.50'),
    ('numeric(10,2)', '-5', 'literal', '-5'),
    ('numeric(10,2)', "'5'", 'literal', '5'),
    ('double precision', '-0.5', 'literal', '-0.5'),
    ('double precision', '1e10', 'literal', '10000000000'),
    ('money', '12.50', 'literal', '12.50'),
    ('boolean', "'t'", 'literal', 'true'),
    ('boolean', '0::boolean', 'expression', '(0)::boolean'),
    ('boolean', '1 = 1', 'expression', '(1 = 1)'),
    ('mood', "'in-active'", 'literal', 'in-active'),
    ('mood', "'ok'::public.mood", 'literal', 'ok'),
    ('jsonb', "'{\"a\":1}'", 'literal', '{"a": 1}'),
    ('json', "'{\"a\":1}'", 'literal', '{"a":1}'),
    ('jsonb', "'{}'::json", 'literal', '{}'),
    ('bytea', "'\\x00'", 'literal', '\\x00'),
    ('bit(3)', "B'101'", 'literal', '101'),
    ('inet', "'127.0.0.1'", 'literal', '127.0.0.1'),
    ('text[]', "'{}'", 'literal', '[]'),
    ('text[]', 'array[]::text[]', 'literal', '[]'),
    ('text[]', "array['a', 'b']", 'literal', '["a", "b"]'),
    ('text[]', "array['a'::varchar]", 'literal', '["a"]'),
    ('text[]', "'{\"a b\",NULL,\"\"}'", 'literal', '["a b", "NULL", ""]'),
    ('mood[]', "array['ok']::mood[]", 'literal', '["ok"]'),
    ('boolean[]', "'{t,f}'", 'literal', '["true", "false"]'),
    ('int[]', 'array[1, -2]', 'literal', '["1", "-2"]'),
    ('timestamptz', 'now()', 'now', ''),
    ('timestamptz', 'CURRENT_TIMESTAMP', 'now', ''),
    ('date', 'now()', 'now', ''),
    ('timestamptz', 'CURRENT_TIMESTAMP(3)', 'expression', 'CURRENT_TIMESTAMP(3)'),
    ('timestamptz', 'clock_timestamp()', 'expression', 'clock_timestamp()'),
    ('date', 'CURRENT_DATE', 'expression', 'CURRENT_DATE'),
    ('timestamptz', "timezone('utc', now())", 'expression', "timezone('utc'::text, now())"),
    ('uuid', 'gen_random_uuid()', 'expression', 'gen_random_uuid()'),
    ('uuid', 'uuid_generate_v4()', 'expression', 'extensions.uuid_generate_v4()'),
    ('text', 'public.my_id()', 'expression', 'my_id()'),
    ('text', "private.my_id2('x')", 'expression', "private.my_id2('x'::text)"),
    ('int', "nextval('s')", 'sequence', 's'),
    ('int', "nextval('private.s2'::regclass)", 'sequence', 'private.s2'),
    ('int', 'nextval(\'"Quoted Seq"\')', 'sequence', 'Quoted Seq'),
    ('int', "nextval('s') + 1", 'expression', "(nextval('s'::regclass) + 1)"),
    ('numeric(10,2)', 'null', 'expression', 'NULL::numeric'),
]


@pytest.mark.parametrize('type_, expression, kind, value', KINDS)
def test_defaults_are_what_prisma_reads_them_as(
        type_: str, expression: str, kind: str, value: str,
) -> None:
    found = default(type_, expression)
    assert found is not None
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize('expression', [
    pytest.param('(select 1)', id='a subquery'),
    pytest.param("overlay('x' placing 'y' from 1)", id='a form this reader does not know'),
    pytest.param('f(', id='no expression'),
    pytest.param("'open", id='no token'),
    pytest.param('', id='nothing'),
    pytest.param('(' * 5000 + '1' + ')' * 5000, id='too deep'),
    pytest.param('count(*) filter (where true)', id='an aggregate'),
    pytest.param('a b', id='two words'),
])
def test_what_cannot_be_read_is_kept_as_written_and_not_certain(expression: str) -> None:
    found = default('int', expression)
    assert found == Default('expression', expression, expression, certain=False)


@pytest.mark.parametrize('path, expression, text', [
    pytest.param(('private', 'public'), "nextval('s2')", "nextval('private.s2'::regclass)",
                 id='sequence'),
    pytest.param(('private',), "'low'::level", "'low'::private.level", id='type'),
    pytest.param(('private',), 'my_id()', 'private.my_id()', id='function'),
    pytest.param((), 'my_id()', 'public.my_id()', id='an empty path'),
])
def test_names_are_looked_up_on_the_search_path(
        path: tuple[str, ...], expression: str, text: str,
) -> None:
    found = read_default(expression, type_of('text'), CATALOG, path)
    assert found is not None
    assert found.text == text


def test_a_generated_column_shows_two_texts() -> None:
    columns = {'m': type_of('mood'), 'b': type_of('text')}
    found = print_expression("case when m = 'ok' then b end", CATALOG, columns, type_of('text'))
    assert "'ok'::public.mood" in found.text
    assert "'ok'::mood" in found.value
    assert found.certain


@given(st.text() | st.lists(st.sampled_from(
    "( ) [ ] , . :: - + || = case when then else end null not in is array interval '1' 'a' 1 2.5 "
    'now timezone cast as int text and or between at time zone extract from a "b" coalesce'.split(),
)).map(' '.join))
def test_any_text_makes_a_default(text: str) -> None:
    for type_ in ('int', 'text[]', 'mood', 'interval', 'timestamptz', 'dom'):
        found = default(type_, text)
        assert found is None or found.text or not found.certain
