"""ALTER TABLE: the passes of its actions, and which room carries each out."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres import operations as op
from sync_guard.postgres.replay import alter_columns
from sync_guard.postgres.replay import alter_constraints
from sync_guard.postgres.replay import constraints
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import partitions
from sync_guard.postgres.replay import relations
from sync_guard.postgres.replay.database import constraint_names
from sync_guard.postgres.replay.database import Database

# PostgreSQL carries the actions of one ALTER TABLE out in passes (AlterTablePass, tablecmds.c).
_DROP, _TYPE, _ADD, _ATTRIBUTES, _KEYS, _CONSTRAINTS, _REST = range(7)


def _order(action: Any) -> int:
    if isinstance(action, (op.DropColumn, op.DropConstraint, op.DropExpression)):
        return _DROP
    if isinstance(action, op.SetDefault):
        return _DROP if action.expression is None else _CONSTRAINTS
    if isinstance(action, op.SetNotNull):
        return _ATTRIBUTES if action.not_null else _DROP
    if isinstance(action, op.AlterIdentity):
        return {'add': _CONSTRAINTS, 'set': _ATTRIBUTES, 'drop': _DROP}[action.verb]
    if isinstance(action, op.AddConstraint):
        return _KEYS if action.constraint.kind in ('primary key', 'unique') else _CONSTRAINTS
    if isinstance(action, op.AlterColumnType):
        return _TYPE
    return _ADD if isinstance(action, op.AddColumn) else _REST


# What ALTER TABLE and ALTER VIEW refuse to do to a view (ATSimplePermissions).
_OF_TABLES = (
    op.AddColumn, op.DropColumn, op.AlterColumnType, op.SetNotNull, op.AddConstraint,
    op.DropConstraint, op.AlterIdentity, op.DropExpression, op.SetExpression,
)
_NONE = Table('', '')


def alter(db: Database, operation: op.Alter) -> None:
    """Each action by itself, so that one that fails leaves the others as they were meant."""
    name = db.find(operation.name, db.tables, db.sequences, db.index_owner)
    if name is None and operation.if_exists:
        return
    if name is None or name in db.tables:
        name = db.table(operation.name).key
    elif not all(isinstance(a, (op.RenameTo, op.SetSchema)) for a in operation.actions):
        # ALTER TABLE may rename a view, index or sequence, and nothing else about them.
        raise errors.wrong_kind(name, 'table')
    db.only = operation.only
    try:
        actions = [part for a in operation.actions for part in _parts(db.tables.get(name), a)]
        for action in sorted(actions, key=_order):
            db.attempt(action.line, _apply, name, action)
            db.line = operation.line
    finally:
        db.only = False


def _parts(table: Table | None, action: Any) -> tuple[Any, ...]:
    """ADD COLUMN, then its constraints by themselves: they wait for their own passes. Those of a
    column that is there already are not added (IF NOT EXISTS)."""
    if not isinstance(action, op.AddColumn) or table is None:
        return (action,)
    spec = action.column
    if table.columns is not None and table.column(spec.name) is not None:
        return (action,)
    # A primary key says NOT NULL of its column at once.
    primary = tuple(c for c in spec.constraints if c.kind == 'primary key')
    rest = (op.AddConstraint(c.line, c) for c in spec.constraints)
    alone = action._replace(column=spec._replace(constraints=()))
    if primary:
        alone = alone._replace(column=alone.column._replace(not_null=True))
    return (alone, *rest)


def _apply(db: Database, name: Name, action: Any) -> None:
    if db.tables.get(name, _NONE).kind in ('view', 'materialized view') and isinstance(
            action, _OF_TABLES,
    ):
        raise errors.wrong_kind(name, 'table')
    _ACTIONS[type(action)](db, name, action)


# Constraints


def _add_constraint(db: Database, name: Name, action: op.AddConstraint) -> None:
    add_constraint(db, name, action.constraint)


def add_constraint(db: Database, name: Name, spec: op.ConstraintSpec) -> None:
    """Add it here and, where PostgreSQL does so, to the children: checks are inherited by all,
    keys and foreign keys by partitions."""
    if spec.kind == 'check':
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
        elif spec.kind == 'check':
            check = db.tables[name].checks[-1]
            if check.name in constraint_names(child):
                known = next((c for c in child.checks if c.name == check.name), None)
                if known is None or known.expression != check.expression:
                    raise errors.constraint_exists(child.key, check.name)
            else:
                inherited = check._replace(local=False)
                db.put(child._replace(checks=(*child.checks, inherited)))


_Action = Callable[[Database, Name, Any], None]
_ACTIONS: dict[type, _Action] = {
    op.AddColumn: alter_columns.add,
    op.DropColumn: alter_columns.drop,
    op.AlterColumnType: alter_columns.alter_type,
    op.SetDefault: alter_columns.set_default,
    op.SetNotNull: alter_columns.set_not_null,
    op.AlterIdentity: alter_columns.alter_identity,
    op.DropExpression: alter_columns.drop_expression,
    op.SetExpression: alter_columns.set_expression,
    op.NeedColumn: alter_columns.need,
    op.RenameColumn: alter_columns.rename,
    op.AddConstraint: _add_constraint,
    op.DropConstraint: alter_constraints.drop,
    op.NeedConstraint: alter_constraints.need,
    op.RenameConstraint: alter_constraints.rename,
    op.RenameTo: relations.rename,
    op.SetSchema: relations.set_schema,
    op.Inherit: partitions.inherit,
    op.AttachPartition: partitions.attach,
    op.DetachPartition: partitions.detach,
}
