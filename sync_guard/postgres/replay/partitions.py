"""Partitions and inheritance after CREATE TABLE: attach, detach, INHERIT, NO INHERIT."""
from __future__ import annotations

from sync_guard.catalog import Check
from sync_guard.catalog import Column
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.actions import AttachPartition
from sync_guard.postgres.actions import DetachPartition
from sync_guard.postgres.actions import Inherit
from sync_guard.postgres.replay import bounds
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay.contents import columns_known
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.database import TEMPORARY
from sync_guard.postgres.replay.relations import columns_of
from sync_guard.postgres.replay.tables import copy_keys
from sync_guard.postgres.replay.tables import heirs_only
from sync_guard.postgres.replay.tables import parents_of
from sync_guard.postgres.replay.tables import shape


def attach(db: Database, name: Name, action: AttachPartition) -> None:
    """The partition gets the parent's keys, foreign keys and indexes where it has no equal ones;
    its columns must already match (ATExecAttachPartition)."""
    parent = db.tables[name]
    if parent.kind != 'partitioned table' and parent.uncertain is None:
        if db.since(18):
            raise errors.plain('42809', (
                f'ALTER action ATTACH PARTITION cannot be performed on relation "{name.name}"'
            ), name)
        raise errors.plain('42P17', f'table "{name.name}" is not partitioned', name)
    bound = None if action.bound is None else bounds.read(db, parent, action.bound)
    part = db.table(action.partition)
    if part.partition_of is not None:
        raise errors.plain('42809', f'"{part.name}" is already a partition', part.key)
    if part.inherits:
        raise errors.plain('42809', 'cannot attach inheritance child as partition', part.key)
    if part.kind == 'table' and db.children(part.key):
        raise errors.plain('42809', 'cannot attach inheritance parent as partition', part.key)
    _no_circle(db, part.key, name)
    if (part.schema == TEMPORARY) != (name.schema == TEMPORARY):
        kinds = ('temporary', 'permanent')[::1 if part.schema == TEMPORARY else -1]
        raise errors.plain('42809', (
            f'cannot attach a {kinds[0]} relation as partition of {kinds[1]} relation '
            f'"{parent.name}"'
        ), part.key)
    if columns_known(part) and columns_known(parent):
        for column in part.columns or ():
            if parent.column(column.name) is None:
                raise errors.plain('42804', (
                    f'table "{part.name}" contains column "{column.name}" not found in parent '
                    f'"{parent.name}"'
                ), part.key)
    if db.since(17):
        for column in part.columns or ():
            if column.identity is not None:
                raise errors.plain('55000', (
                    f'table "{part.name}" being attached contains an identity column '
                    f'"{column.name}"'
                ), part.key)
    part = _merged(part, parent)._replace(partition_of=name, bound=bound)
    if bound is not None:
        bounds.require_free(db, parent, part.name, bound)
    own, theirs = part.primary_key, parent.primary_key
    if own is not None and theirs is not None and own.columns != theirs.columns:
        raise errors.two_primary_keys(part.key)
    # A partition has nothing of its own any more (MergeAttributesIntoExisting).
    db.put(part._replace(
        columns=None if part.columns is None else tuple(
            c._replace(local=False) for c in part.columns
        ),
        checks=tuple(
            c if parent_check(parent, c.name) is None else c._replace(local=False)
            for c in part.checks
        ),
    ))
    follow(db, part.key, name)


def parent_check(parent: Table, name: str) -> Check | None:
    return next((c for c in parent.checks if c.kind == 'check' and c.name == name), None)


def follow(db: Database, part: Name, parent: Name) -> None:
    """Give a partition what its parent has got since, and its own partitions too."""
    copy_keys(db, part, db.tables[parent])
    for child in db.children(part):
        if child.partition_of == part:
            follow(db, child.key, part)


def share_identity(db: Database, name: Name) -> None:
    """Since PostgreSQL 17 the partitions have the identity columns of their parent."""
    if not db.since(17) or name not in db.tables:
        return
    parent = db.tables[name]
    for part in db.children(name):
        if part.partition_of != name or not columns_known(part):
            continue
        changed = tuple(
            _as_above(column, parent.column(column.name)) for column in part.columns or ()
        )
        if changed != part.columns:
            db.put(part._replace(columns=changed))
        share_identity(db, part.key)


def _as_above(column: Column, above: Column | None) -> Column:
    if above is None or column.identity is None and above.identity is None:
        return column
    if above.identity is None:
        return column._replace(identity=None, default=None)
    return column._replace(identity=above.identity, default=above.default, nullable=False)


def rebuilt(db: Database, name: Name, column: str) -> None:
    """The keys and indexes on a column of a partitioned table are made anew, as its type has
    changed: those of the partitions under names that PostgreSQL chooses once more."""
    parent = db.tables[name]
    shapes = [shape(i) for i in parent.indexes if column in columns_of(i)]
    keys = [
        key.columns for key in (parent.primary_key, *parent.uniques)
        if key is not None and column in (*key.columns, *key.include)
    ]
    for part in db.children(name):
        if part.partition_of != name:
            continue
        primary = part.primary_key
        db.put(part._replace(
            primary_key=None if primary is not None and primary.columns in keys else primary,
            uniques=tuple(key for key in part.uniques if key.columns not in keys),
            indexes=tuple(i for i in part.indexes if shape(i) not in shapes),
        ))
    for part in db.children(name):
        if part.partition_of == name:
            copy_keys(db, part.key, parent)
            rebuilt(db, part.key, column)


def detach(db: Database, name: Name, action: DetachPartition) -> None:
    part = db.table(action.partition)
    if part.partition_of != name and part.uncertain is None:
        raise errors.plain('42P01', (
            f'relation "{part.name}" is not a partition of relation "{name.name}"'
        ), part.key)
    from sync_guard.postgres.replay import not_nulls
    part = not_nulls.settled(db, part)
    part = _on_its_own(db, part._replace(partition_of=None, bound=None))
    if db.since(17):
        part = part._replace(columns=part.columns and tuple(
            c if c.identity is None else c._replace(identity=None, default=None)
            for c in part.columns
        ))
    db.put(part)


def inherit(db: Database, name: Name, action: Inherit) -> None:
    table, parent = db.tables[name], db.table(action.parent)
    if table.partition_of is not None:
        raise errors.plain('42809', 'cannot change inheritance of a partition', name)
    if table.kind == 'partitioned table':
        raise errors.plain('42809', 'cannot change inheritance of partitioned table', name)
    if not action.add:
        if parent.key not in table.inherits and table.uncertain is None:
            raise errors.plain('42P01', (
                f'relation "{parent.name}" is not a parent of relation "{table.name}"'
            ), table.key)
        rest = tuple(p for p in table.inherits if p != parent.key)
        db.put(_on_its_own(db, table._replace(inherits=rest)))
        return
    if table.key != parent.key:
        heirs_only(table, parent)
    _no_circle(db, name, parent.key)
    table = _merged(table, parent)
    db.put(table._replace(inherits=(*table.inherits, parent.key)))


def _no_circle(db: Database, child: Name, parent: Name) -> None:
    if parent == child or any(heir.key == parent for heir in db.heirs(child)):
        raise errors.plain('42P07', 'circular inheritance not allowed', child)


def _merged(table: Table, parent: Table) -> Table:
    """A table that is there gets a parent: it must have all that the parent has
    (MergeAttributesIntoExisting, MergeConstraintsIntoExisting)."""
    if not columns_known(table) or not columns_known(parent):
        return table
    for wanted in parent.columns or ():
        column = table.column(wanted.name)
        if column is None:
            raise errors.plain(
                '42804', f'child table is missing column "{wanted.name}"', table.key,
            )
        _must_match(table, column, wanted)
    for check in parent.checks:
        if check.kind != 'check' or check.no_inherit:
            continue
        own = parent_check(table, check.name)
        if own is None:
            raise errors.plain(
                '42804', f'child table is missing constraint "{check.name}"', table.key,
            )
        one, other = own.expression, check.expression
        if one.certain and other.certain and one.text != other.text:
            raise errors.plain('42804', (
                f'child table "{table.name}" has different definition for check constraint '
                f'"{check.name}"'
            ), table.key)
    return table


def _must_match(table: Table, column: Column, wanted: Column) -> None:
    if column.uncertain or wanted.uncertain:
        return
    if column.type != wanted.type:
        raise errors.plain('42804', (
            f'child table "{table.name}" has different type for column "{column.name}"'
        ), table.key)
    if column.nullable and not wanted.nullable:
        raise errors.plain('42804', (
            f'column "{column.name}" in child table "{table.name}" must be marked NOT NULL'
        ), table.key)
    if (column.generated is None) != (wanted.generated is None):
        verb = 'must not be' if wanted.generated is None else 'must be'
        raise errors.plain('42804', (
            f'column "{column.name}" in child table {verb} a generated column'
        ), table.key)


def _on_its_own(db: Database, table: Table) -> Table:
    """What no parent is left for is the table's own (RemoveInheritance)."""
    parents = parents_of(db, table)
    return table._replace(
        columns=None if table.columns is None else tuple(
            c if any(p.column(c.name) for p in parents) else c._replace(local=True)
            for c in table.columns
        ),
        checks=tuple(
            c if any(parent_check(p, c.name) for p in parents) else c._replace(local=True)
            for c in table.checks
        ),
    )
