"""CREATE, ALTER, DROP and COMMENT of what the catalog holds: which file reads which kind."""
from __future__ import annotations

from sync_guard.postgres.ddl import alter
from sync_guard.postgres.ddl import indexes
from sync_guard.postgres.ddl import objects
from sync_guard.postgres.ddl import others
from sync_guard.postgres.ddl import queries
from sync_guard.postgres.ddl import tables
from sync_guard.postgres.ddl import types
from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.operations import Operation

_TWO_WORDS = ('materialized', 'foreign')
_DROPPED = frozenset({
    'table', 'view', 'materialized view', 'foreign table', 'index', 'sequence', 'type', 'domain',
    'schema', 'extension',
})


def read(cursor: Cursor, line: int) -> Operation | None:
    """CREATE, ALTER, DROP or COMMENT of something the catalog holds. Raises Unexpected."""
    if cursor.accept('create'):
        return _create(cursor, line)
    if cursor.accept('comment', 'on'):
        return objects.comment(cursor, line)
    verb = cursor.accept_any('alter', 'drop')
    if verb is None:
        return None
    kind = cursor.name()
    if kind in _TWO_WORDS:
        kind = f'{kind} {cursor.name()}'
    if verb == 'drop':
        if kind not in _DROPPED:
            raise cursor.fail('a kind of object')
        return objects.drop(cursor, line, kind)
    if kind in ('table', 'view', 'materialized view', 'foreign table', 'index'):
        if cursor.accept('all', 'in', 'tablespace'):
            return None
        return alter.relation(cursor, line, kind)
    if kind == 'sequence':
        return alter.sequence(cursor, line)
    if kind == 'type':
        return types.alter_type(cursor, line)
    if kind == 'domain':
        return types.alter_domain(cursor, line)
    if kind == 'schema':
        return objects.alter_schema(cursor, line)
    if kind == 'extension':
        return objects.alter_extension(cursor, line)
    raise cursor.fail('a kind of object')


def _create(cursor: Cursor, line: int) -> Operation | None:
    or_replace = cursor.accept('or', 'replace')
    cursor.accept_any('global', 'local')
    temporary = cursor.accept_any('temporary', 'temp') is not None
    cursor.accept('unlogged')
    unique = cursor.accept('unique')
    materialized = cursor.accept('materialized')
    recursive = cursor.accept('recursive')
    foreign = cursor.accept('foreign')
    kind = cursor.name()
    if kind == 'table':
        return tables.create(cursor, line, temporary=temporary, foreign=foreign)
    if kind == 'index':
        return indexes.create(cursor, line, unique=unique)
    if kind == 'view':
        return queries.view(
            cursor, line, materialized=materialized, temporary=temporary,
            or_replace=or_replace, recursive=recursive,
        )
    if kind == 'type':
        return types.create_type(cursor, line)
    if kind == 'domain':
        return types.create_domain(cursor, line)
    if kind == 'schema':
        return objects.create_schema(cursor, line, lambda part: read(part, part.line))
    if kind == 'sequence':
        return objects.create_sequence(cursor, line, temporary=temporary)
    if kind == 'extension':
        return objects.create_extension(cursor, line)
    if kind in others.IGNORED_KINDS:  # an element of CREATE SCHEMA
        return None
    raise cursor.fail('a kind of object')
