"""ALTER TABLE … CONSTRAINT: dropped, renamed, validated, here and in the heirs."""
from __future__ import annotations

from collections.abc import Container

from sync_guard.catalog import Check
from sync_guard.catalog import Column
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Key
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.actions import DropConstraint
from sync_guard.postgres.actions import NeedConstraint
from sync_guard.postgres.actions import RenameConstraint
from sync_guard.postgres.replay import alter_columns
from sync_guard.postgres.replay import constraints
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import not_nulls
from sync_guard.postgres.replay import tables
from sync_guard.postgres.replay.contents import columns_known
from sync_guard.postgres.replay.contents import constraint_names
from sync_guard.postgres.replay.contents import index_names
from sync_guard.postgres.replay.database import Database


def need(db: Database, name: Name, action: NeedConstraint) -> None:
    table = db.tables[name]
    if not_nulls.named(db, table, action.name) is not None or not _require(table, action.name):
        return
    checks = (c.name for c in table.checks if c.kind == 'check')
    keys = (k for k in (table.primary_key, *table.uniques) if k is not None)
    if any(k.name == action.name and k.uncertain for k in keys):
        return
    if action.name not in (k.name for k in table.foreign_keys) and not (
            action.validate and action.name in checks
    ):
        kinds = 'foreign key or check' if action.validate else 'foreign key'
        raise errors.plain('42809', (
            f'constraint "{action.name}" of relation "{table.name}" is not a {kinds} constraint'
        ), name)
    if action.deferrable is not None:
        if _has_inherited(db, table, action.name):
            raise errors.plain('55000' if db.since(18) else 'XX000', (
                f'cannot alter constraint "{action.name}" on relation "{table.name}"'
            ), name)
        _defer(db, table, action.name, action.deferrable)


def _defer(db: Database, table: Table, name: str, deferrable: bool) -> None:
    """Say when a foreign key is looked at, and of those that partitions have from it."""
    link = next(k for k in table.foreign_keys if k.name == name)
    for child in db.children(table.key):
        for inherited in _inherited(child, table.key, link):
            _defer(db, child, inherited, deferrable)
    db.put(table._replace(foreign_keys=tuple(
        k._replace(deferrable=deferrable) if k is link else k for k in table.foreign_keys
    )))


def _require(table: Table, name: str) -> bool:
    """Whether the constraint is known to be there; 42704 where it is known not to be."""
    if name in constraint_names(table):
        return True
    if columns_known(table):
        raise errors.constraint_missing(table.key, name, constraint_names(table))
    return False


def _column_of_not_null(db: Database, table: Table, name: str) -> Column | None:
    """The column whose NOT NULL is called so. Where another constraint is, PostgreSQL has chosen
    another name for that (ChooseConstraintName)."""
    return None if name in constraint_names(table) else not_nulls.named(db, table, name)


def drop(db: Database, name: Name, action: DropConstraint) -> None:
    table = db.tables[name]
    column = _column_of_not_null(db, table, action.name)
    if column is not None:
        not_nulls.drop(db, name, column, action.line)
        return
    if action.if_exists and action.name not in constraint_names(table):
        return
    if _require(table, action.name):
        if _has_inherited(db, table, action.name):
            raise errors.plain('42P16', (
                f'cannot drop inherited constraint "{action.name}" of relation "{table.name}"'
            ), table.key)
        is_check = any(c.name == action.name and c.kind == 'check' for c in table.checks)
        if is_check and db.only and table.partitioned_by and db.before(18) and db.children(name):
            raise errors.plain('42P16', (
                'cannot remove constraint from only the partitioned table when partitions exist'
            ), name)
        drop_named(db, table, action.name, action.cascade)


def drop_named(db: Database, table: Table, name: str, cascade: bool) -> None:
    """Drop a constraint that is there, and with CASCADE the foreign keys that rest on it."""
    keys = [k for k in (table.primary_key, *table.uniques) if k is not None and k.name == name]
    if keys and not _rests_on_another(table, keys[0]):
        drop_references(
            db, table, keys[0].columns, cascade, f'constraint {name} on table {table.name}',
        )
        table = db.tables[table.key]
    gone: tuple[Key | ForeignKey | Check, ...] = (
        *keys, *(k for k in table.foreign_keys if k.name == name),
        *(c for c in table.checks if c.name == name),
    )
    db.put(table._replace(
        primary_key=constraints.without(table.primary_key, name),
        uniques=tuple(k for k in table.uniques if k.name != name),
        foreign_keys=tuple(k for k in table.foreign_keys if k.name != name),
        checks=tuple(c for c in table.checks if c.name != name),
    ))
    for child in db.children(table.key):
        for inherited in [n for record in gone for n in _inherited(child, table.key, record)]:
            # ONLY leaves checks to heirs; the keys of partitions are parts of their parent's.
            if _is_kept(db, child, inherited) or db.only and any(
                    c.name == inherited for c in child.checks
            ):
                _make_local(db, child, inherited)
            else:
                drop_named(db, db.tables[child.key], inherited, cascade)


def _rests_on_another(table: Table, key: Key) -> bool:
    """Whether foreign keys to its columns use another key of them: a primary key, or an older
    unique constraint (transformFkeyCheckAttrs takes the first of the table's indexes), and none
    that is deferrable."""
    if key.deferrable:
        return True
    if key is table.primary_key:
        return False
    older = table.uniques[:table.uniques.index(key)]
    return any(
        sorted(other.columns) == sorted(key.columns) and not other.deferrable
        for other in (table.primary_key, *older) if other is not None
    )


def _is_kept(db: Database, child: Table, name: str) -> bool:
    """Whether a child has the check for itself too, or from another parent."""
    check = next((c for c in child.checks if c.name == name), None)
    return check is not None and (check.local or _has_inherited(db, child, name))


def _make_local(db: Database, child: Table, name: str) -> None:
    """What no parent is left for is the table's own."""
    if not _has_inherited(db, child, name):
        db.put(child._replace(checks=tuple(
            c._replace(local=True) if c.name == name else c for c in child.checks
        )))


def _inherited(child: Table, parent: Name, record: Key | ForeignKey | Check) -> list[str]:
    """The name under which a child has the constraint of its parent: checks keep theirs, the keys
    and foreign keys of a partition are known by their columns."""
    if isinstance(record, Check):
        return [
            c.name for c in child.checks if c.name == record.name and not record.no_inherit
        ]
    if child.partition_of != parent:
        return []
    others: tuple[Key | ForeignKey, ...] = tuple(
        k for k in child.foreign_keys if k.deferrable == record.deferrable
    )
    if isinstance(record, Key):
        others = tuple(k for k in (child.primary_key, *child.uniques) if k is not None)
    return [other.name for other in others if other.columns == record.columns][:1]


def drop_references(
        db: Database, table: Table, columns: tuple[str, ...], cascade: bool, what: str,
        gone: Container[tuple[Name, str]] = (),
) -> None:
    """The foreign keys that rest on a key of these columns, which is about to go: dropped with
    CASCADE, 2BP01 without. A second key on the same columns would not have been the one used. One
    over a column that is `gone` goes with that."""
    wanted = sorted(columns)
    for other in list(db.tables.values()):
        resting = tuple(
            k for k in other.foreign_keys
            if k.references == table.key and sorted(k.referenced_columns) == wanted
            and not any((other.key, column) in gone for column in k.columns)
        )
        if not resting:
            continue
        if not cascade:
            raise errors.others_depend(what, table.key, (
                f'constraint {k.name} on table {other.key}' for k in resting
            ))
        db.put(other._replace(
            foreign_keys=tuple(k for k in other.foreign_keys if k not in resting),
        ))


def rename(db: Database, name: Name, action: RenameConstraint) -> None:
    table = db.tables[name]
    column = _column_of_not_null(db, table, action.name)
    if column is not None:
        not_nulls.rename(db, name, column, action.to)
        return
    if not _require(table, action.name):
        return
    check = next((c for c in table.checks if c.name == action.name), None)
    heirs: list[Table] = []
    if check is not None and check.kind == 'check' and not check.no_inherit:
        # PostgreSQL renames in the children first (rename_constraint_internal).
        alter_columns.with_children(
            db, name, f'inherited constraint "{action.name}" must be renamed in',
        )
        heirs = [t for t in db.heirs(name) if any(c.name == action.name for c in t.checks)]
        _may_be_renamed(db, name, heirs, action)
    if check is not None and _has_inherited(db, table, action.name):
        raise errors.plain(
            '42P16', f'cannot rename inherited constraint "{action.name}"', table.key,
        )
    if action.name in index_names(table):
        constraints.free_relation(db, Name(table.schema, action.to))
    if action.to in constraint_names(table):
        raise errors.constraint_exists(name, action.to)
    rename_named(db, table, action.name, action.to)
    for child in heirs:
        rename_named(db, child, action.name, action.to)


def _may_be_renamed(
        db: Database, name: Name, heirs: list[Table], action: RenameConstraint,
) -> None:
    """42710 where an heir has the new name, 42P16 where it has the check from elsewhere too."""
    family = {name, *(heir.key for heir in heirs)}
    for heir in heirs:
        others = (p for p in tables.parents_of(db, heir) if p.key not in family)
        if any(_inherited(heir, p.key, c) for p in others for c in p.checks if (
                c.name == action.name
        )):
            raise errors.plain(
                '42P16', f'cannot rename inherited constraint "{action.name}"', heir.key,
            )
        if action.to in constraint_names(heir):
            raise errors.constraint_exists(heir.key, action.to)


def _has_inherited(db: Database, table: Table, name: str) -> bool:
    """Whether a check of this name is there because a parent has it, or a partition's key or
    foreign key because its parent has one on the same columns."""
    for parent in (db.tables[p] for p in (*table.inherits, table.partition_of) if p in db.tables):
        for record in (parent.primary_key, *parent.uniques, *parent.foreign_keys, *parent.checks):
            if record is not None and name in _inherited(table, parent.key, record):
                return True
    return False


def rename_named(db: Database, table: Table, old: str, new: str) -> None:
    """Give a constraint, and the index behind it, another name."""
    def change(record: Key) -> Key:
        return record._replace(name=new) if record.name == old else record

    db.put(table._replace(
        primary_key=None if table.primary_key is None else change(table.primary_key),
        uniques=tuple(map(change, table.uniques)),
        foreign_keys=tuple(
            k._replace(name=new) if k.name == old else k for k in table.foreign_keys
        ),
        checks=tuple(c._replace(name=new) if c.name == old else c for c in table.checks),
    ))
