"""Every type to every other, on a real PostgreSQL, and back again where nothing is to be lost."""
from __future__ import annotations

import psycopg

from sync_guard.catalog import Type
from sync_guard.draft.casts import is_lossless
from sync_guard.draft.casts import using
from sync_guard.postgres import State
from tests.draft.support import built
from tests.oracle.postgres import Oracle

# With the values at their ends, as PostgreSQL prints them.
VALUES = {
    'smallint': ('-32768', '32767'),
    'integer': ('-2147483648', '2147483647'),
    'bigint': ('-9223372036854775808', '9223372036854775807'),
    'oid': ('0', '4294967295'),
    'real': ('0.1', '1e+30'),
    'double precision': ('0.1', '1e+300'),
    'numeric': ('123456789012345678901234567890.123456789',),
    'numeric(6,2)': ('-9999.99', '0.05'),
    'numeric(10,0)': ('-9999999999',),
    'money': ('-$92,233,720,368,547,758.08',),
    'boolean': ('t', 'f'),
    'text': ('', ' it\'s ', 'a long text, longer than others'),
    'varchar': (' a text ',),
    'varchar(10)': ('0123456789',),
    'char(3)': ('abc', 'a  '),
    'char(5)': ('abcde',),
    'uuid': ('00000000-0000-0000-0000-00000000000f',),
    'date': ('0001-01-01', '2020-02-29'),
    'timestamp': ('2020-02-29 12:34:56.123456',),
    'timestamp(3)': ('2020-02-29 12:34:56.123',),
    'timestamptz': ('2020-02-29 12:34:56.123456+00',),
    'timestamptz(3)': ('2020-02-29 12:34:56.123+00',),
    'time': ('12:34:56.123456',),
    'time(0)': ('23:59:59',),
    'timetz': ('12:34:56.123456+00',),
    'json': ('{"a": 1}', '[]'),
    'jsonb': ('{"a": 1}', 'null'),
    'bytea': ('\\x00ff', '\\x'),
    'inet': ('127.0.0.1', '10.0.0.0/8'),
    'xml': ('<a/>',),
    'bit(3)': ('101',),
    'varbit(5)': ('10101', ''),
    'varbit': ('1' * 70,),
    'text[]': ('{a,"b c"}',),
    'integer[]': ('{1,NULL}',),
    'mood': ('ok', 'so-so'),
    'state': ('so-so',),
}
ENUMS = "create type mood as enum ('ok', 'so-so'); create type state as enum ('ok', 'so-so');"
LOSSLESS = 100


def test_every_type_can_become_every_other(postgres: Oracle) -> None:
    state = built(ENUMS)
    kept = 0
    with postgres.fresh() as connection:
        connection.execute(ENUMS.encode())
        connection.execute("set timezone = 'UTC'")
        types = {name: _type(name) for name in VALUES if _is_there(connection, name)}
        for new, to in types.items():
            old = [name for name in types if name != new]
            lossless = [
                name for name in old if is_lossless(types[name], to, state.catalog)
                and types[name].is_array == to.is_array
            ]
            columns = ', '.join(f'"{name}" {name}' for name in old)
            connection.execute(f'create temp table t ({columns})'.encode())
            for name in lossless:
                for value in VALUES[name]:
                    connection.execute(f'insert into t ("{name}") values (%s)'.encode(), (value,))
            before = _values(connection, old)
            _change(connection, [(name, types[name], to, new) for name in old], state)
            _change(connection, [(name, to, types[name], name) for name in lossless], state)
            assert _values(connection, old) == before, new
            connection.execute('drop table t')
            kept += len(lossless)
    assert kept >= LOSSLESS


def _is_there(connection: psycopg.Connection, name: str) -> bool:
    """A server may be built without XML."""
    try:
        connection.execute(f'select %s::{name}'.encode(), (VALUES[name][0],))
    except psycopg.errors.FeatureNotSupported:
        return False
    return True


def _type(name: str) -> Type:
    table = next(t for t in built(f'{ENUMS} create table t (a {name});').catalog.tables.values()
                 if t.name == 't')
    return (table.columns or ())[0].type


def _change(
    connection: psycopg.Connection, columns: list[tuple[str, Type, Type, str]], state: State,
) -> None:
    """Columns by name, with their types, the new ones, and how those are written."""
    actions = []
    for name, old, new, written in columns:
        expression = using(f'"{name}"', old, new, written, state.catalog)
        how = f' using {expression}' if expression is not None else ''
        actions.append(f'alter column "{name}" type {written}{how}')
    if actions:
        connection.execute(f'alter table t {", ".join(actions)}'.encode())


def _values(connection: psycopg.Connection, columns: list[str]) -> list[tuple[str | None, ...]]:
    texts = ', '.join(f'"{name}"::text' for name in columns)
    return connection.execute(f'select {texts} from t'.encode()).fetchall()
