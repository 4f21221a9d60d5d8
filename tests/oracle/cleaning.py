"""How a database becomes again what it was when it was made: four times as fast as a new one."""
from __future__ import annotations

import functools
import os
from typing import NamedTuple

import psycopg
from psycopg import pq

from tests.oracle.managed import IS_MANAGED
from tests.oracle.pipeline import Pipeline
from tests.oracle.pipeline import refusal

_HERE = os.path.dirname(os.path.abspath(__file__))
_OBJECTS = (
    'pg_class', 'pg_type', 'pg_proc', 'pg_constraint', 'pg_extension', 'pg_publication',
    'pg_event_trigger', 'pg_cast', 'pg_operator', 'pg_opclass', 'pg_am', 'pg_foreign_server',
    'pg_attrdef', 'pg_enum', 'pg_rewrite', 'pg_policy', 'pg_namespace', 'pg_collation',
)


class Clean(NamedTuple):
    """What a database is to be again. `drop` is the statement that removes what was made since."""

    fingerprint: bytes
    drop: bytes


class Cleaning:
    """Drops what was made, and looks whether that was all; done while the tests go on."""

    def __init__(self, connection: psycopg.Connection, clean: Clean) -> None:
        self._clean = clean
        self._pipeline = Pipeline(connection)
        self._pipeline.query(b'discard all')
        self._pipeline.sync()  # DISCARD ALL is refused in a transaction with others
        self._pipeline.query(clean.drop)
        self._place = self._pipeline.query(_FINGERPRINT)
        self._pipeline.sync()

    def succeeded(self) -> bool:
        try:
            results = self._pipeline.results()
        except psycopg.Error:
            return False  # the connection is lost
        if any(refusal(result) for result in results):
            return False
        return results[self._place].get_value(0, 0) == self._clean.fingerprint


def clean_state(template: psycopg.Connection) -> Clean:
    """Of a database as it is now."""
    names = template.execute('select extname from pg_extension').fetchall()
    (last,), = template.execute(
        'select greatest((select max(oid) from pg_class), (select max(oid) from pg_type),'
        ' (select max(oid) from pg_proc))',
    ).fetchall()
    print_ = template.pgconn.exec_(_FINGERPRINT)
    assert print_.status == pq.ExecStatus.TUPLES_OK, print_.error_message
    return Clean(print_.get_value(0, 0) or b'', _drop({name for (name,) in names}, last))


def is_idle(connection: psycopg.Connection) -> bool:
    """Whether a cleaning can begin: nothing is under way."""
    pgconn = connection.pgconn
    return (
        pgconn.status == pq.ConnStatus.OK and pgconn.pipeline_status == pq.PipelineStatus.OFF
        and pgconn.transaction_status == pq.TransactionStatus.IDLE
    )


def _drop(extensions: set[str], last: int) -> bytes:
    """Drop the user's schemas, `public` too, and what has been made elsewhere since the object
    `last`; then make `public` anew."""
    kept = ', '.join(f"'{name}'" for name in sorted(extensions))
    return f'''
do $clean$
declare
  statement text;
begin
  set local client_min_messages = error;
  for statement in
    select format('drop schema %I cascade', nspname) from pg_namespace where not {IS_MANAGED}
    union all
    select format('drop extension if exists %I cascade', extname) from pg_extension
    where extname not in ({kept})
  loop
    execute statement;
  end loop;
  for statement in
    select format('drop %s if exists %s cascade', case relkind when 'S' then 'sequence'
      when 'v' then 'view' when 'm' then 'materialized view' when 'c' then 'type'
      when 'f' then 'foreign table' else 'table' end, oid::regclass)
    from pg_class where oid > {last} and relkind in ('r', 'p', 'S', 'v', 'm', 'c', 'f')
    union all
    select format('drop type if exists %s cascade', oid::regtype) from pg_type
    where oid > {last} and typtype in ('e', 'd', 'r')
    union all
    select format('drop routine if exists %s cascade', oid::regprocedure) from pg_proc
    where oid > {last} and prokind <> 'a'
  loop
    execute statement;
  end loop;
  {script('public.sql').decode()}
end $clean$
'''.encode()


@functools.cache
def script(name: str) -> bytes:
    """One of the files beside this one."""
    with open(os.path.join(_HERE, name), 'rb') as stream:
        return stream.read()


def _fingerprint() -> bytes:
    """A hash of every row that describes what is not PostgreSQL's own, `public` excepted, and of
    the sizes of the tables: equal again when all that was made is gone."""
    parts = [
        f'select {table!r} as what, oid::text as id, xmin::text as version from {table}'
        ' where oid >= 16384'
        + (" and relkind <> 't' and relnamespace <> 99" if table == 'pg_class' else '')
        + (" and nspname <> 'public' and nspname !~ '^pg_'" if table == 'pg_namespace' else '')
        for table in _OBJECTS
    ]
    parts += [
        "select 'column', attrelid::text || ' ' || attnum, xmin::text from pg_attribute"
        ' where attrelid >= 16384',
        "select 'trigger', oid::text, xmin::text from pg_trigger where not tgisinternal",
        "select 'size', oid::text, pg_relation_size(oid)::text from pg_class"
        " where oid >= 16384 and relkind = 'r'",
        "select 'setting', setrole::text, setconfig::text from pg_db_role_setting",
        "select 'role', rolname::text, '' from pg_roles",
        "select 'privilege', concat(nspname, ' ', defaclrole, defaclobjtype), defaclacl::text"
        ' from pg_default_acl left join pg_namespace n on n.oid = defaclnamespace',
    ]
    union = ' union all '.join(parts)
    return (
        "select md5(string_agg(what || ' ' || id || ' ' || version, E'\\n' order by what, id))"
        f' from ({union}) as everything'
    ).encode()


_FINGERPRINT = _fingerprint()
