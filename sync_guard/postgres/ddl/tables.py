"""CREATE TABLE."""
from __future__ import annotations

from typing import Any

from sync_guard.postgres.ddl import bounds
from sync_guard.postgres.ddl import constraints
from sync_guard.postgres.ddl import queries
from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.operations import ColumnSpec
from sync_guard.postgres.operations import ConstraintSpec
from sync_guard.postgres.operations import CreateTable
from sync_guard.postgres.operations import LikeSpec
from sync_guard.postgres.operations import Operation

_LIKE_OPTIONS = (
    'comments', 'compression', 'constraints', 'defaults', 'generated', 'identity', 'indexes',
    'statistics', 'storage',
)


def create(cursor: Cursor, line: int, *, temporary: bool, foreign: bool = False) -> Operation:
    """Behind CREATE [TEMPORARY|UNLOGGED|FOREIGN] TABLE."""
    if_not_exists = cursor.if_not_exists()
    name = cursor.relation()
    # CREATE TABLE pg_temp.t is a temporary table too.
    temporary = temporary or name.schema == 'pg_temp'
    made = CreateTable(
        line, name, kind='foreign table' if foreign else 'table',
        if_not_exists=if_not_exists, temporary=temporary,
    )
    if cursor.accept('of'):
        made = made._replace(of_type=cursor.ref())
        if cursor.token.kind == '(':
            made = made._replace(elements=_elements(cursor, typed=False))
    elif cursor.accept('partition', 'of'):
        made = made._replace(partition_of=cursor.ref())
        if cursor.token.kind == '(':
            made = made._replace(elements=_elements(cursor, typed=False))
        made = made._replace(bound=bounds.bound(cursor))
    else:
        query = queries.table_as(cursor, made)
        if query is not None:
            return query
        made = made._replace(elements=_elements(cursor, typed=True))
    return _rest(cursor, made)


def _rest(cursor: Cursor, made: CreateTable) -> Operation:
    while not cursor.at_end():
        if cursor.accept('inherits'):
            cursor.expect_sign('(')
            made = made._replace(inherits=cursor.refs())
            cursor.expect_sign(')')
        elif cursor.accept('partition', 'by'):
            key, columns = bounds.key(cursor)
            made = made._replace(
                kind='partitioned table', partitioned_by=columns, partition_key=key,
            )
        elif cursor.accept('using') or cursor.accept('tablespace') or cursor.accept('server'):
            cursor.name()
        elif cursor.accept('with') or cursor.accept('options'):
            cursor.skip_options()
        elif cursor.accept('without', 'oids'):
            pass
        elif cursor.accept('on', 'commit'):
            # Of temporary tables, which go with the file anyway.
            what = cursor.accept_any('drop', 'preserve', 'delete')
            made = made._replace(passing=what == 'drop')
            if what != 'drop':
                cursor.expect('rows')
        else:
            raise cursor.fail()
    return made


def _elements(cursor: Cursor, *, typed: bool) -> tuple[Any, ...]:
    cursor.expect_sign('(')
    found: list[Any] = []
    if cursor.sign(')'):
        return ()
    while True:
        if cursor.at('like') and typed:
            found.append(_like(cursor))
        elif constraints.starts_constraint(cursor):
            constraint = constraints.table_constraint(cursor)
            if constraint.kind == 'not null':
                _not_null(cursor, found, constraint)
            else:
                found.append(constraint)
        else:
            found.append(constraints.column(cursor, typed=typed))
        if not cursor.sign(','):
            break
    cursor.expect_sign(')')
    return tuple(found)


def _not_null(cursor: Cursor, found: list[Any], constraint: ConstraintSpec) -> None:
    """``NOT NULL column`` as a table constraint (pg_dump of PostgreSQL 18): says it of a column
    that is there already."""
    for i, known in enumerate(found):
        if isinstance(known, ColumnSpec) and known.name == constraint.columns[0]:
            found[i] = known._replace(not_null=True, not_null_name=constraint.name)
            return
    raise cursor.fail('a column')


def _like(cursor: Cursor) -> LikeSpec:
    line = cursor.line
    cursor.expect('like')
    source = cursor.ref()
    including: set[str] = set()
    while True:
        if cursor.accept('including'):
            option = cursor.name()
            including.update(_LIKE_OPTIONS if option == 'all' else (option,))
        elif cursor.accept('excluding'):
            option = cursor.name()
            including.difference_update(_LIKE_OPTIONS if option == 'all' else (option,))
        else:
            return LikeSpec(line, source, tuple(sorted(including)))
