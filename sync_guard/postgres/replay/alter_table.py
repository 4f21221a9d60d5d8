"""ALTER TABLE: the passes of its actions, and which room carries each out."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres import actions
from sync_guard.postgres import operations as op
from sync_guard.postgres.replay import alter_column_type
from sync_guard.postgres.replay import alter_columns
from sync_guard.postgres.replay import alter_constraints
from sync_guard.postgres.replay import constraints
from sync_guard.postgres.replay import containers
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import partitions
from sync_guard.postgres.replay import relations
from sync_guard.postgres.replay import typed_tables
from sync_guard.postgres.replay.contents import constraint_names
from sync_guard.postgres.replay.database import Database

# PostgreSQL carries the actions of one ALTER TABLE out in passes (AT_PASS_… of tablecmds.c).
(
    _DROP, _TYPE, _AFTER_TYPE, _ADD, _CONSTRAINTS, _ATTRIBUTES, _INDEX_CONSTRAINTS, _INDEXES,
    _OTHER_CONSTRAINTS, _REST,
) = range(10)


def _pass(action: Any) -> int:
    if isinstance(action, (actions.DropColumn, actions.DropConstraint, actions.DropExpression)):
        return _DROP
    if isinstance(action, actions.SetDefault):
        return _DROP if action.expression is None else _OTHER_CONSTRAINTS
    if isinstance(action, actions.SetNotNull):
        return _ATTRIBUTES if action.not_null else _DROP
    if isinstance(action, actions.AlterIdentity):
        return {'add': _OTHER_CONSTRAINTS, 'set': _ATTRIBUTES, 'drop': _DROP}[action.verb]
    if isinstance(action, actions.AddConstraint):
        return _CONSTRAINTS
    if isinstance(action, actions.AlterColumnType):
        return _TYPE
    if isinstance(action, actions.SetExpression):
        return _AFTER_TYPE
    return _ADD if isinstance(action, actions.AddColumn) else _REST


# What ALTER TABLE and ALTER VIEW refuse to do to a view (ATSimplePermissions).
_OF_TABLES = (
    actions.AddColumn, actions.DropColumn, actions.AlterColumnType, actions.SetNotNull,
    actions.AddConstraint, actions.DropConstraint, actions.AlterIdentity, actions.DropExpression,
    actions.SetExpression, actions.RowSecurity,
)
_NONE = Table('', '')


def alter(db: Database, operation: op.Alter) -> None:
    """Each action by itself, so that one that fails leaves the others as they were meant."""
    name = db.find(operation.name, db.tables, db.sequences, db.index_owner)
    if name is None and operation.if_exists:
        return
    if name is None or name in db.tables:
        name = db.table(operation.name).key
    elif not all(isinstance(a, (actions.RenameTo, actions.SetSchema)) for a in operation.actions):
        # ALTER TABLE may rename a view, index or sequence, and nothing else about them.
        raise errors.wrong_kind(name, 'table')
    db.only = operation.only
    try:
        _Statement(db, name, operation).carry_out()
    finally:
        db.only = False


class _Statement:
    """One ALTER TABLE on its way: what waits for each pass. An action may leave parts of itself to
    later ones, as ADD COLUMN does its constraints."""

    def __init__(self, db: Database, name: Name, operation: op.Alter) -> None:
        self._db = db
        self._name = name
        self._operation = operation
        self._waiting: list[list[tuple[int, Callable[..., None], Any]]] = [
            [] for _ in range(_REST + 1)
        ]
        self._retyped: set[str] = set()
        self._rewrites = False  # whether there are values to compute for the rows there are

    def carry_out(self) -> None:
        db, operation = self._db, self._operation
        for action in operation.actions:
            # What PostgreSQL sees in any action comes before the work of the first (ATPrepCmd).
            if db.attempt(action.line, _prepared, self._name, action):
                self._leave(_pass(action), action.line, self._work(action), action)
            db.line = operation.line
        for waiting in self._waiting:
            for line, work, action in waiting:
                db.attempt(line, work, self._name, action)
                db.line = operation.line
        if self._rewrites:
            db.attempt(operation.line, _require_rows_unused, self._name)

    def _leave(self, to: int, line: int, work: Callable[..., None], action: Any) -> None:
        self._waiting[to].append((line, work, action))

    def _work(self, action: Any) -> Callable[..., None]:
        if isinstance(action, actions.AddColumn):
            return self._add_column
        if isinstance(action, actions.AddConstraint):
            return self._sort_constraint
        if isinstance(action, actions.AlterColumnType):
            return self._alter_type
        return _ACTIONS[type(action)]

    def _add_column(self, db: Database, name: Name, action: actions.AddColumn) -> None:
        """Its constraints wait for their own passes; those of a column that is there already are
        not added (IF NOT EXISTS)."""
        spec = action.column
        alone = action._replace(column=spec._replace(constraints=()))
        if any(c.kind == 'primary key' for c in spec.constraints):
            # A primary key says NOT NULL of its column at once.
            alone = alone._replace(column=alone.column._replace(not_null=True))
        if alter_columns.add(db, name, alone):
            column = db.tables[name].column(spec.name)
            self._rewrites |= column is not None and (
                column.default is not None or column.generated is not None
            )
            for constraint in spec.constraints:
                self._sort_constraint(db, name, actions.AddConstraint(constraint.line, constraint))

    def _sort_constraint(self, db: Database, name: Name, action: actions.AddConstraint) -> None:
        """What is wrong with a key by itself is seen before any is made (transformAlterTableStmt).
        """
        spec = action.constraint
        to = _OTHER_CONSTRAINTS
        if spec.kind in ('primary key', 'unique', 'exclude'):
            constraints.readable_key(db, db.tables[name], spec, None)
            to = _INDEXES
            if spec.using_index is not None:
                constraints.require_usable(db.tables[name], spec)
                to = _INDEX_CONSTRAINTS
        self._leave(to, action.line, _add_constraint, action)

    def _alter_type(self, db: Database, name: Name, action: actions.AlterColumnType) -> None:
        if action.name in self._retyped:
            raise errors.plain(
                '0A000', f'cannot alter type of column "{action.name}" twice', name,
            )
        alter_column_type.alter(db, name, action)
        self._retyped.add(action.name)
        self._rewrites = True
        self._leave(_AFTER_TYPE, action.line, alter_column_type.recheck, action)


def _prepared(db: Database, name: Name, action: Any) -> bool:
    if db.tables.get(name, _NONE).kind in ('view', 'materialized view') and isinstance(
            action, _OF_TABLES,
    ):
        raise errors.wrong_kind(name, 'table')
    typed_tables.refuse(db.tables.get(name, _NONE), action)
    if isinstance(action, actions.AlterColumnType):
        alter_column_type.prepare(db, name, action)
    elif isinstance(action, actions.DropExpression):
        alter_columns.prepare_drop_expression(db, name, action)
    return True


def _require_rows_unused(db: Database, name: Name) -> None:
    containers.require_unused(db, name, 'table', 'its row type')


# Constraints


def _add_constraint(db: Database, name: Name, action: actions.AddConstraint) -> None:
    add_constraint(db, name, action.constraint)


def add_constraint(db: Database, name: Name, spec: op.ConstraintSpec) -> None:
    """Add it here and, where PostgreSQL does so, to the children: checks are inherited by all,
    keys and foreign keys by partitions."""
    if spec.kind == 'check' and not spec.no_inherit:
        alter_columns.with_children(db, name, 'constraint must be added to')
    constraints.add(db, name, spec)
    primary = db.tables[name].primary_key
    for child in db.heirs(name):
        if spec.kind == 'primary key' and primary is not None and child.columns is not None:
            child = child._replace(columns=tuple(
                c._replace(nullable=False) if c.name in primary.columns else c
                for c in child.columns
            ))
            db.put(child)
        if child.partition_of is not None and spec.kind != 'check':
            partitions.follow(db, child.key, name)
        elif spec.kind == 'check' and not spec.no_inherit:
            check = db.tables[name].checks[-1]
            if check.name in constraint_names(child):
                known = next((c for c in child.checks if c.name == check.name), None)
                if known is None or known.expression != check.expression:
                    raise errors.constraint_exists(child.key, check.name)
            else:
                inherited = check._replace(local=False)
                db.put(child._replace(checks=(*child.checks, inherited)))


def _row_security(db: Database, name: Name, action: actions.RowSecurity) -> None:
    """Of this table alone: neither heirs nor partitions follow."""
    table = db.tables[name]
    if table.kind == 'foreign table':
        raise errors.wrong_kind(name, 'table')
    if table.row_security != action.enable:
        db.put(table._replace(row_security=action.enable))


_Action = Callable[[Database, Name, Any], None]
_ACTIONS: dict[type, _Action] = {
    actions.DropColumn: alter_columns.drop,
    actions.SetDefault: alter_columns.set_default,
    actions.SetNotNull: alter_columns.set_not_null,
    actions.AlterIdentity: alter_columns.alter_identity,
    actions.DropExpression: alter_columns.drop_expression,
    actions.SetExpression: alter_columns.set_expression,
    actions.NeedColumn: alter_columns.need,
    actions.RenameColumn: alter_columns.rename,
    actions.DropConstraint: alter_constraints.drop,
    actions.NeedConstraint: alter_constraints.need,
    actions.RenameConstraint: alter_constraints.rename,
    actions.RenameTo: relations.rename,
    actions.SetSchema: relations.set_schema,
    actions.RowSecurity: _row_security,
    actions.Inherit: partitions.inherit,
    actions.OfType: typed_tables.alter,
    actions.AttachPartition: partitions.attach,
    actions.DetachPartition: partitions.detach,
}
