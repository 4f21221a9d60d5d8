"""Partitions and inheritance after CREATE TABLE: attach, detach, INHERIT, NO INHERIT."""
from __future__ import annotations

from sync_guard.catalog import Name
from sync_guard.postgres.operations import AttachPartition
from sync_guard.postgres.operations import DetachPartition
from sync_guard.postgres.operations import Inherit
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.tables import copy_keys


def attach(db: Database, name: Name, action: AttachPartition) -> None:
    """The partition gets the parent's keys, foreign keys and indexes where it has no equal ones;
    its columns must already match."""
    part = db.table(action.partition)
    parent = db.tables[name]
    if parent.kind != 'partitioned table' and parent.uncertain is None:
        raise errors.plain('42809', (
            f'ALTER action ATTACH PARTITION cannot be performed on relation "{name.name}"'
        ), name)
    if part.partition_of is not None:
        raise errors.plain('42809', f'"{part.name}" is already a partition', part.key)
    db.put(part._replace(partition_of=name))
    copy_keys(db, part.key, parent)


def follow(db: Database, part: Name, parent: Name) -> None:
    """Give a partition what its parent has got since."""
    copy_keys(db, part, db.tables[parent])


def detach(db: Database, name: Name, action: DetachPartition) -> None:
    part = db.table(action.partition)
    if part.partition_of != name and part.uncertain is None:
        raise errors.plain('42P01', (
            f'relation "{part.name}" is not a partition of relation "{name.name}"'
        ), part.key)
    db.put(part._replace(partition_of=None))


def inherit(db: Database, name: Name, action: Inherit) -> None:
    table, parent = db.tables[name], db.table(action.parent)
    if action.add:
        db.put(table._replace(inherits=(*table.inherits, parent.key)))
        return
    if parent.key not in table.inherits and table.uncertain is None:
        raise errors.plain('42P01', (
            f'relation "{parent.name}" is not a parent of relation "{table.name}"'
        ), table.key)
    db.put(table._replace(inherits=tuple(p for p in table.inherits if p != parent.key)))
