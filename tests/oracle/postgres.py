"""PostgreSQL as the judge: databases as Supabase makes them, and files applied as its CLI does."""
from __future__ import annotations

import os
import re
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
from psycopg import pq
from psycopg import sql

from sync_guard.postgres.scanner import scan
from sync_guard.postgres.scanner import Statement
from tests.oracle.cleaning import clean_state
from tests.oracle.cleaning import Cleaning
from tests.oracle.cleaning import is_idle
from tests.oracle.cleaning import script
from tests.oracle.pipeline import Pipeline
from tests.oracle.pipeline import refusal

# Supabase sets it for the role `postgres`. As an option of the connection it is what RESET ALL
# goes back to, and no role of a server that is not ours has to be altered.
_SEARCH_PATH = '-c search_path="$user",public,extensions'
# What the CLI runs alone, outside the file's transaction (since 2.109).
_ALONE = re.compile(
    r'(?:create\s+(?:unique\s+)?index|drop\s+index|reindex\b.*?)\s+concurrently\b'
    r'|vacuum\b|cluster\b|alter\s+system\b|(?:create|drop)\s+database\b', re.I | re.S,
)
_OPENS = re.compile(r'(?:begin|start\s+transaction)\b', re.I)
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
        self._cleaning: Cleaning | None = None
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
            template.execute(script('roles.sql'))
            self._own_roles = self._role_names() - self._roles
            for name, schema in _EXTENSIONS:
                _create_extension(template, name, schema)
            template.execute(script('supabase.sql'))
            template.execute('drop schema public')
            template.execute(script('public.sql'))
            self._clean = clean_state(template)

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
        cleaning, self._cleaning = self._cleaning, None
        if cleaning is None or not cleaning.succeeded():
            self._recreate()
        assert self._connection is not None
        try:
            yield self._connection
        finally:
            if is_idle(self._connection):
                self._cleaning = Cleaning(self._connection, self._clean)

    def close(self) -> None:
        """Leave the server as it was found: it may be one that the user pointed us to."""
        if self._connection is not None:
            self._connection.close()
        for name in (self._name, self._template):
            self._drop(name)
        for role in self._own_roles:
            self._admin.execute(sql.SQL('drop role if exists {}').format(sql.Identifier(role)))
        self._admin.close()

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
        connection.execute(script(os.path.join('extensions', f'{name}.sql')))
        connection.execute('reset search_path')


class Files:
    """Files applied in the manner of the Supabase CLI: RESET ALL, then one implicit transaction a
    file. A refused file leaves nothing behind, and the next one is tried all the same. The history
    table is not written.

    They are sent ahead, and the server is waited for only where it must be.
    """

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self._pipeline = Pipeline(connection)
        self._sent: list[_Sent] = []

    def send(self, path: str, text: str) -> None:
        """Where the file cannot go out in one piece, this waits for all that was sent before."""
        self._pipeline.query(b'reset all')
        self._pipeline.sync()
        sent = _Sent(path, text.removeprefix('\ufeff'))
        self._sent.append(sent)
        opens = False
        for statement in scan(sent.text).statements:
            body = sent.text[statement.start:statement.end]
            if body[:12].lower().startswith('alter system'):
                continue  # the server may not be ours
            opens = opens or _OPENS.match(body) is not None
            alone = _ALONE.match(body) is not None
            if alone and not self._is_taken(sent):
                return
            written = _unsendable(statement, body) or body.encode('utf-8', 'replace')
            sent.requests.append((self._pipeline.query(written), statement))
            if alone and not self._is_taken(sent):
                return
        self._end(sent)
        if opens:
            self._settle()  # COMMIT may have been skipped: the next file begins outside of it

    def outcomes(self) -> list[Outcome]:
        """What became of the files that were sent since this was last asked for."""
        self._settle()
        self._connection.rollback()  # what BEGIN without COMMIT did is lost when the CLI hangs up
        found = [sent.outcome() for sent in self._sent]
        self._sent.clear()
        return found

    def _is_taken(self, sent: _Sent) -> bool:
        self._end(sent)
        self._settle()
        return sent.refused is None

    def _end(self, sent: _Sent) -> None:
        place = self._pipeline.sync()
        if sent.requests:
            sent.requests.append((place, sent.requests[-1][1]))

    def _settle(self) -> None:
        results = self._pipeline.results()
        for sent in self._sent:
            for place, statement in sent.requests:
                error = refusal(results[place])
                if error is not None and sent.refused is None:
                    sent.refused = (statement, *error)
            sent.requests.clear()
        if self._connection.info.transaction_status == pq.TransactionStatus.INERROR:
            self._connection.rollback()  # of a BEGIN in the file


class _Sent:
    """A file on its way: its requests by their places in the pipeline, and its first error."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.requests: list[tuple[int, Statement]] = []
        self.refused: tuple[Statement, str, str] | None = None

    def outcome(self) -> Outcome:
        if self.refused is None:
            return Outcome(self.path)
        statement, sqlstate, message = self.refused
        text = self.text
        first = text.count('\n', 0, statement.start) + 1
        last = text.count('\n', 0, statement.end) + 1
        body = text[statement.start:statement.end]
        return Outcome(self.path, sqlstate, message, body, first, last)


def apply(connection: psycopg.Connection, files: Iterable[tuple[str, str]]) -> list[Outcome]:
    """Apply files (path, text) one after the other, as :class:`Files` does."""
    waiting = Files(connection)
    for path, text in files:
        waiting.send(path, text)
    return waiting.outcomes()


def _unsendable(statement: Statement, body: str) -> bytes | None:
    """What fails as PostgreSQL fails on a statement that cannot be sent without its data."""
    if _COPY_DATA.match(body) or statement.kind == 'copydata':
        return _raising('08P01', 'unexpected message type 0x50 during COPY from stdin')
    if '\0' in body:
        return _raising('22021', 'invalid byte sequence for encoding "UTF8": 0x00')
    return None


def _raising(sqlstate: str, message: str) -> bytes:
    return f"do $$ begin raise sqlstate '{sqlstate}' using message = '{message}'; end $$".encode()
