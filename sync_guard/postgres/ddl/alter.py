"""ALTER TABLE and the other ALTERs of relations: VIEW, MATERIALIZED VIEW, INDEX, SEQUENCE."""
from __future__ import annotations

from typing import Any

from sync_guard.postgres.actions import AddColumn
from sync_guard.postgres.actions import AddConstraint
from sync_guard.postgres.actions import AlterColumnType
from sync_guard.postgres.actions import AlterIdentity
from sync_guard.postgres.actions import AttachPartition
from sync_guard.postgres.actions import DetachPartition
from sync_guard.postgres.actions import DropColumn
from sync_guard.postgres.actions import DropConstraint
from sync_guard.postgres.actions import DropExpression
from sync_guard.postgres.actions import Inherit
from sync_guard.postgres.actions import NeedColumn
from sync_guard.postgres.actions import NeedConstraint
from sync_guard.postgres.actions import OfType
from sync_guard.postgres.actions import RenameColumn
from sync_guard.postgres.actions import RenameConstraint
from sync_guard.postgres.actions import RenameTo
from sync_guard.postgres.actions import RowSecurity
from sync_guard.postgres.actions import SetDefault
from sync_guard.postgres.actions import SetExpression
from sync_guard.postgres.actions import SetNotNull
from sync_guard.postgres.actions import SetSchema
from sync_guard.postgres.ddl import bounds
from sync_guard.postgres.ddl import constraints
from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.operations import Alter
from sync_guard.postgres.operations import OwnedBy
from sync_guard.postgres.operations import Ref

# Actions that change nothing compared; each is skipped up to the next comma.
_INDIFFERENT = (
    'owner', 'enable', 'disable', 'force', 'no', 'replica', 'cluster', 'set', 'reset',
    'options', 'depends',
)


def relation(cursor: Cursor, line: int, kind: str) -> Alter:
    """Behind ALTER TABLE, VIEW, MATERIALIZED VIEW, FOREIGN TABLE, INDEX."""
    if_exists = cursor.if_exists()
    only = cursor.accept('only')
    name = cursor.relation()
    cursor.operator('*')
    actions: list[Any] = []
    rename = rename_or_move(cursor)
    if rename is not None:
        actions.append(rename)
    elif cursor.at('attach') or cursor.at('detach'):
        actions += _partition(cursor, kind)
    else:
        actions += [action for action in cursor.listed(_action) if action is not None]
    if not cursor.at_end():
        raise cursor.fail()
    return Alter(line, kind, name, tuple(actions), if_exists, only)


def rename_or_move(cursor: Cursor) -> Any:
    """``RENAME …`` or ``SET SCHEMA s``, which stand alone; None if neither comes next."""
    line = cursor.line
    if cursor.accept('set', 'schema'):
        return SetSchema(line, cursor.name())
    if not cursor.accept('rename'):
        return None
    if cursor.accept('to'):
        return RenameTo(line, cursor.identifier())
    if cursor.accept('constraint'):
        old = cursor.name()
        cursor.expect('to')
        return RenameConstraint(line, old, cursor.name())
    if not cursor.accept('attribute'):
        cursor.accept('column')
    old = cursor.identifier()
    cursor.expect('to')
    new = cursor.identifier()
    return RenameColumn(line, old, new, cursor.cascade())


def _partition(cursor: Cursor, kind: str) -> list[Any]:
    line = cursor.line
    attach = cursor.accept_any('attach', 'detach') == 'attach'
    cursor.expect('partition')
    part = cursor.ref()
    if kind == 'index':
        return []
    if attach:
        return [AttachPartition(line, part, bounds.bound(cursor))]
    cursor.accept_any('concurrently', 'finalize')
    return [DetachPartition(line, part)]


def _action(cursor: Cursor) -> Any:
    line = cursor.line
    if cursor.accept('add'):
        return _add(cursor, line)
    if cursor.accept('drop'):
        return _drop(cursor, line)
    if cursor.accept('alter'):
        return _alter(cursor, line)
    if cursor.accept('validate', 'constraint') or cursor.at('cluster'):
        return _need_constraint(cursor, line)
    if cursor.accept('inherit'):
        return Inherit(line, cursor.ref(), True)
    if cursor.accept('no', 'inherit'):
        return Inherit(line, cursor.ref(), False)
    if cursor.accept('of'):
        return OfType(line, cursor.ref())
    if cursor.accept('not', 'of'):
        return OfType(line, None)
    for verb in ('enable', 'disable'):
        if cursor.accept(verb, 'row', 'level', 'security'):
            return RowSecurity(line, verb == 'enable')
    if cursor.accept_since(17, 'set', 'access', 'method', 'default'):
        return None
    if cursor.token.kind == 'word' and cursor.token.value in _INDIFFERENT:
        _skip_action(cursor)
        return None
    raise cursor.fail('an action')


def _skip_action(cursor: Cursor) -> None:
    while not cursor.at_end() and cursor.token.kind != ',':
        cursor.skip_balanced()


def _need_constraint(cursor: Cursor, line: int) -> Any:
    if cursor.at('cluster'):
        _skip_action(cursor)
        return None
    return NeedConstraint(line, cursor.name(), validate=True)


def _add(cursor: Cursor, line: int) -> Any:
    if constraints.starts_constraint(cursor):
        constraint = constraints.table_constraint(cursor)
        if constraint.kind == 'not null':
            return SetNotNull(line, constraint.columns[0], True, constraint.name)
        return AddConstraint(line, constraint._replace(line=line))
    if not cursor.accept('attribute'):
        cursor.accept('column')
    if_not_exists = cursor.if_not_exists()
    spec = constraints.column(cursor)
    return AddColumn(line, spec, if_not_exists, cursor.cascade())


def _drop(cursor: Cursor, line: int) -> Any:
    if cursor.accept('constraint'):
        if_exists = cursor.if_exists()
        name = cursor.name()
        return DropConstraint(line, name, if_exists, cursor.cascade())
    if not cursor.accept('attribute'):
        cursor.accept('column')
    if_exists = cursor.if_exists()
    name = cursor.name()
    return DropColumn(line, name, if_exists, cursor.cascade())


def _alter(cursor: Cursor, line: int) -> Any:
    if cursor.accept('constraint'):
        name = cursor.name()
        deferrable = constraints.deferrable(cursor)
        if not cursor.accept_since(18, 'not', 'enforced') and (
                not cursor.accept_since(18, 'enforced')
        ):
            _skip_action(cursor)
        return NeedConstraint(line, name, deferrable=deferrable)
    if not cursor.accept('attribute'):
        cursor.accept('column')
    if cursor.token.kind == 'number':  # ALTER INDEX … ALTER COLUMN 1 SET STATISTICS
        _skip_action(cursor)
        return None
    name = cursor.name()
    if cursor.accept('type') or cursor.accept('set', 'data', 'type'):
        return _type(cursor, line, name)
    if cursor.accept('set', 'default'):
        return SetDefault(line, name, cursor.until())
    if cursor.accept('drop', 'default'):
        return SetDefault(line, name, None)
    if cursor.accept('set', 'not', 'null'):
        return SetNotNull(line, name, True)
    if cursor.accept('drop', 'not', 'null'):
        return SetNotNull(line, name, False)
    if cursor.accept('drop', 'expression'):
        return DropExpression(line, name, cursor.if_exists())
    if cursor.accept_since(17, 'set', 'expression') and cursor.accept('as'):
        return SetExpression(line, name, cursor.parenthesis()[0])
    if cursor.accept('add', 'generated'):
        kind = _identity_kind(cursor)
        cursor.expect('as', 'identity')
        constraints.sequence_options(cursor)
        return AlterIdentity(line, name, 'add', kind)
    if cursor.accept('drop', 'identity'):
        return AlterIdentity(line, name, 'drop', None, cursor.if_exists())
    if cursor.accept_since(16, 'set', 'storage', 'default') or (
            cursor.accept_since(17, 'set', 'statistics', 'default')
    ):
        return NeedColumn(line, name)
    if cursor.at('restart') or cursor.at('set') and _is_sequence_option(cursor):
        return AlterIdentity(line, name, 'set', _identity_options(cursor))
    if cursor.accept_any('set', 'reset') or cursor.accept('options'):
        _skip_action(cursor)
        return NeedColumn(line, name)
    raise cursor.fail('what to alter')


def _is_sequence_option(cursor: Cursor) -> bool:
    """SET GENERATED of an identity; SET START, SET NO MAXVALUE, …, of its sequence."""
    following = cursor.tokens[cursor.i + 1] if cursor.i + 1 < len(cursor.tokens) else cursor.token
    return following.kind == 'word' and following.value in (
        'cache', 'cycle', 'generated', 'increment', 'maxvalue', 'minvalue', 'no', 'start',
        'restart',
    )


def _identity_options(cursor: Cursor) -> str | None:
    """``SET GENERATED ALWAYS SET START WITH 5 RESTART``, in any order: the kind, if it is said."""
    kind = None
    while not cursor.at_end() and cursor.token.kind != ',':
        if cursor.accept('set', 'generated'):
            kind = _identity_kind(cursor)
        else:
            cursor.skip_balanced()
    return kind


def _identity_kind(cursor: Cursor) -> str:
    if cursor.accept('always'):
        return 'always'
    cursor.expect('by', 'default')
    return 'by default'


def _type(cursor: Cursor, line: int, name: str) -> AlterColumnType:
    type_ = cursor.type()
    if cursor.accept('collate'):
        cursor.ref()
    using = cursor.until() if cursor.accept('using') else None
    return AlterColumnType(line, name, type_, using, cursor.cascade())


def sequence(cursor: Cursor, line: int) -> Alter:
    """Behind ALTER SEQUENCE."""
    if_exists = cursor.if_exists()
    name = cursor.ref()
    actions: list[Any] = []
    moved = rename_or_move(cursor)
    if moved is not None:
        actions.append(moved)
    else:
        owned = owned_by(cursor)
        if owned is not None:
            actions.append(owned)
    return Alter(line, 'sequence', name, tuple(actions), if_exists)


def owned_by(cursor: Cursor) -> OwnedBy | None:
    """The OWNED BY among a sequence's options, to the end of the statement."""
    found = None
    while not cursor.at_end():
        line = cursor.line
        if cursor.accept('owned', 'by'):
            if cursor.accept('none'):
                found = OwnedBy(line, None)
                continue
            parts = [cursor.name()]
            while cursor.sign('.'):
                parts.append(cursor.name())
            if len(parts) < 2:
                raise cursor.fail('table.column')
            table = Ref(parts[-3] if len(parts) > 2 else None, parts[-2])
            found = OwnedBy(line, table, parts[-1])
        else:
            cursor.i += 1
    return found
