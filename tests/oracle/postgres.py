"""PostgreSQL as the judge: databases as Supabase makes them, and files applied as its CLI does."""
from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
from psycopg import pq
from psycopg import sql

from sync_guard.catalog import is_managed
from sync_guard.postgres.scanner import scan
from sync_guard.postgres.scanner import Statement

_HERE = os.path.dirname(os.path.abspath(__file__))
# Supabase sets it for the role `postgres`. As an option of the connection it is what RESET ALL
# goes back to, and no role of a server that is not ours has to be altered.
_SEARCH_PATH = '-c search_path="$user",public,extensions'
# What the CLI runs alone, outside the file's transaction (since 2.109).
_ALONE = re.compile(
    r'(?:create\s+(?:unique\s+)?index|drop\s+index|reindex\b.*?)\s+concurrently\b'
    r'|vacuum\b|cluster\b|alter\s+system\b|(?:create|drop)\s+database\b', re.I | re.S,
)
_COPY_DATA = re.compile(r'copy\b.*\bfrom\s+stdin\b', re.I | re.S)


# Schemas cron, net and pgmq come with their extensions, as on Supabase.
_EXTENSIONS = (
    ('uuid-ossp', 'extensions'), ('pgcrypto', 'extensions'), ('pg_stat_statements', 'extensions'),
    ('pg_net', 'extensions'), ('pg_graphql', 'graphql'), ('supabase_vault', 'vault'),
)


class Outcome(NamedTuple):
    """What became of one file. `sqlstate` is None where it was applied; otherwise `statement` is
    the text refused, and the lines (from 1) are those it begins and ends at."""

    path: str
    sqlstate: str | None = None
    message: str = ''
    statement: str = ''
    first_line: int = 0
    last_line: int = 0


class Oracle:
    """One server, and on it a database that is clean whenever it is asked for."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._prefix = f'sync_guard_{os.getpid()}'
        self._template = f'{self._prefix}_template'
        self._name = f'{self._prefix}_work'
        self._admin = psycopg.connect(url, autocommit=True)
        self._roles = self._role_names()
        self._connection: psycopg.Connection | None = None
        self.version = self._admin.info.server_version // 10000
        self._own_roles: set[str] = set()
        try:
            self._create(self._template, 'template0')
            self._fill_template()
        except psycopg.Error:
            self.close()
            raise

    def _fill_template(self) -> None:
        with psycopg.connect(self.url_of(self._template), autocommit=True) as template:
            template.execute(_text('roles.sql'))
            self._own_roles = self._role_names() - self._roles
            for name, schema in _EXTENSIONS:
                _create_extension(template, name, schema)
            template.execute(_text('supabase.sql'))
            template.execute('drop schema public')
            template.execute(_text('public.sql'))
            self._clean = _fingerprint(template)
            names = template.execute('select extname from pg_extension').fetchall()
            self._extensions = {name for (name,) in names}

    def url_of(self, database: str) -> str:
        return psycopg.conninfo.make_conninfo(self._url, dbname=database)

    @property
    def url(self) -> str:
        """The database of :meth:`fresh`, as an URL that node-postgres reads too."""
        info = self._admin.info
        return f'postgresql://{info.user}:{info.password}@{info.host}:{info.port}/{self._name}'

    @contextmanager
    def fresh(self) -> Iterator[psycopg.Connection]:
        """A connection to a database just as Supabase makes it. One at a time."""
        if self._connection is None or not self._is_clean_again(self._connection):
            self._recreate()
        assert self._connection is not None
        yield self._connection

    def close(self) -> None:
        """Leave the server as it was found: it may be one that the user pointed us to."""
        if self._connection is not None:
            self._connection.close()
        for name in (self._name, self._template):
            self._drop(name)
        for role in self._own_roles:
            self._admin.execute(sql.SQL('drop role if exists {}').format(sql.Identifier(role)))
        self._admin.close()

    def _is_clean_again(self, connection: psycopg.Connection) -> bool:
        """Drop what was made, which is four times as fast as a new database; and look whether
        that was all."""
        try:
            connection.execute('discard all')
            for (schema,) in connection.execute('select nspname from pg_namespace').fetchall():
                if not is_managed(schema):
                    statement = sql.SQL('drop schema {} cascade').format(sql.Identifier(schema))
                    connection.execute(statement)
            connection.execute(_text('public.sql'))
            for (name,) in connection.execute('select extname from pg_extension').fetchall():
                if name not in self._extensions:
                    statement = sql.SQL('drop extension {} cascade').format(sql.Identifier(name))
                    connection.execute(statement)
            return _fingerprint(connection) == self._clean
        except psycopg.Error:
            return False

    def _recreate(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._drop(self._name)
        for role in self._role_names() - self._roles - self._own_roles:
            self._admin.execute(sql.SQL('drop role {}').format(sql.Identifier(role)))
        for role in self._own_roles:
            self._admin.execute(sql.SQL('alter role {} reset all').format(sql.Identifier(role)))
        self._create(self._name, self._template)
        self._connection = psycopg.connect(
            self.url_of(self._name), autocommit=True, options=_SEARCH_PATH,
            prepare_threshold=None,  # DISCARD ALL drops what psycopg would prepare
        )

    def _create(self, name: str, template: str) -> None:
        statement = sql.SQL('create database {} template {}')
        self._admin.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))

    def _drop(self, name: str) -> None:
        statement = sql.SQL('drop database if exists {} with (force)')
        self._admin.execute(statement.format(sql.Identifier(name)))

    def _role_names(self) -> set[str]:
        return {name for (name,) in self._admin.execute('select rolname from pg_roles')}


def _create_extension(connection: psycopg.Connection, name: str, schema: str) -> None:
    """A server that we did not start may not have it: then what it holds, without it."""
    home = sql.Identifier(schema)
    connection.execute(sql.SQL('create schema if not exists {}').format(home))
    try:
        statement = sql.SQL('create extension {} schema {}')
        connection.execute(statement.format(sql.Identifier(name), home))
    except (psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFile):
        connection.execute(sql.SQL('set search_path = {}').format(home))
        connection.execute(_text(os.path.join('extensions', f'{name}.sql')))
        connection.execute('reset search_path')


@functools.cache
def _text(name: str) -> bytes:
    with open(os.path.join(_HERE, name), 'rb') as stream:
        return stream.read()


def apply(connection: psycopg.Connection, files: Iterable[tuple[str, str]]) -> list[Outcome]:
    """Apply files (path, text) one after the other in the manner of the Supabase CLI: RESET ALL,
    then one implicit transaction a file. A refused file leaves nothing behind, and the next one
    is tried all the same. The history table is not written."""
    outcomes = [_apply_file(connection, path, text) for path, text in files]
    connection.rollback()  # what BEGIN without COMMIT did is lost when the CLI hangs up
    return outcomes


def _apply_file(connection: psycopg.Connection, path: str, text: str) -> Outcome:
    connection.execute('reset all')
    text = text.removeprefix('\ufeff')
    pgconn = connection.pgconn
    pgconn.enter_pipeline_mode()
    try:
        refused = None
        for statement in scan(text).statements:
            body = text[statement.start:statement.end]
            alone = _ALONE.match(body) is not None
            if alone:
                refused = _sync(pgconn)
            refused = refused or _run(pgconn, statement, body)
            if alone:
                refused = refused or _sync(pgconn)
            if refused is not None:
                break
        ended = _sync(pgconn)
    finally:
        pgconn.exit_pipeline_mode()
    refused = refused or ended
    if connection.info.transaction_status == pq.TransactionStatus.INERROR:
        connection.rollback()  # of a BEGIN in the file
    if refused is None:
        return Outcome(path)
    last = text.count('\n', 0, statement.end) + 1
    first = text.count('\n', 0, statement.start) + 1
    return Outcome(path, *refused, body, first, last)


def _run(pgconn: pq.abc.PGconn, statement: Statement, body: str) -> tuple[str, str] | None:
    """Run one statement without ending the transaction: a Flush, where the CLI's batch has
    nothing, makes no difference to the server, and tells which statement failed."""
    if _COPY_DATA.match(body) or statement.kind == 'copydata':
        return '08P01', 'unexpected message type 0x50 during COPY from stdin'
    if '\0' in body:
        return '22021', 'invalid byte sequence for encoding "UTF8": 0x00'
    if body[:12].lower().startswith('alter system'):
        return None  # the server may not be ours
    pgconn.send_query_params(body.encode('utf-8', 'replace'), None)
    pgconn.send_flush_request()
    pgconn.flush()
    refused = None
    while (result := pgconn.get_result()) is not None:
        refused = refused or _refusal(result)
    return refused


def _sync(pgconn: pq.abc.PGconn) -> tuple[str, str] | None:
    """End the implicit transaction. Deferred constraints are checked here."""
    pgconn.pipeline_sync()
    refused = None
    while True:
        result = pgconn.get_result()
        if result is None:
            continue
        if result.status == pq.ExecStatus.PIPELINE_SYNC:
            return refused
        refused = refused or _refusal(result)


def _refusal(result: pq.abc.PGresult) -> tuple[str, str] | None:
    if result.status != pq.ExecStatus.FATAL_ERROR:
        return None
    state = result.error_field(pq.DiagnosticField.SQLSTATE) or b'?????'
    message = result.error_field(pq.DiagnosticField.MESSAGE_PRIMARY) or result.error_message
    return state.decode(), message.decode('utf-8', 'replace')


_OBJECTS = (
    'pg_class', 'pg_type', 'pg_proc', 'pg_constraint', 'pg_extension', 'pg_publication',
    'pg_event_trigger', 'pg_cast', 'pg_operator', 'pg_opclass', 'pg_am', 'pg_foreign_server',
    'pg_attrdef', 'pg_enum', 'pg_rewrite', 'pg_policy', 'pg_namespace', 'pg_collation',
)


def _fingerprint(connection: psycopg.Connection) -> str:
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
    query = (
        "select md5(string_agg(what || ' ' || id || ' ' || version, E'\\n' order by what, id))"
        f' from ({union}) as everything'
    )
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return str(row[0])
