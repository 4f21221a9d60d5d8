"""Constraints: PRIMARY KEY, UNIQUE, CHECK, FOREIGN KEY, EXCLUDE; added, dropped, renamed."""
from __future__ import annotations

from collections.abc import Iterable

from sync_guard.catalog import Check
from sync_guard.catalog import Expression
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Index
from sync_guard.catalog import Key
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.operations import ConstraintSpec
from sync_guard.postgres.operations import DropConstraint
from sync_guard.postgres.operations import NeedConstraint
from sync_guard.postgres.operations import RenameConstraint
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import expressions
from sync_guard.postgres.replay import naming
from sync_guard.postgres.replay.coercion import can_be_ordered
from sync_guard.postgres.replay.coercion import can_refer
from sync_guard.postgres.replay.database import columns_known
from sync_guard.postgres.replay.database import constraint_names
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.database import index_names
from sync_guard.postgres.types import format_type


def add(db: Database, name: Name, spec: ConstraintSpec) -> None:
    """Add one constraint to the table as it stands now."""
    table = _without_doubtful(db, db.tables[name], spec.name)
    if spec.kind in ('foreign key', 'check') and spec.name is not None:
        if spec.name in constraint_names(table):
            raise errors.constraint_exists(name, spec.name)
    if spec.kind in ('primary key', 'unique'):
        _add_key(db, table, spec)
    elif spec.kind == 'foreign key':
        _add_foreign_key(db, table, spec)
    else:
        _add_check(db, table, spec)


def _without_doubtful(db: Database, table: Table, name: str | None) -> Table:
    """What may or may not be there is not, where its name is given anew."""
    keys = (table.primary_key, *table.uniques, *table.foreign_keys)
    if not any(k is not None and k.name == name and k.uncertain for k in keys):
        return table
    db.put(table._replace(
        primary_key=_without(table.primary_key, name),
        uniques=tuple(k for k in table.uniques if k.name != name),
        foreign_keys=tuple(k for k in table.foreign_keys if k.name != name),
    ))
    return db.tables[table.key]


def _free_relation(db: Database, name: Name) -> None:
    if db.relation_exists(name):
        raise errors.relation_exists(name)


def require_columns(table: Table, columns: Iterable[str], use: str) -> None:
    """42703 unless the table has the columns, or may have more than is known."""
    if table.columns is None:
        return
    known = [c.name for c in table.columns]
    for column in columns:
        if column not in known:
            raise errors.key_column_missing(table.key, column, use, known)


def _usable(table: Table, index: Index) -> None:
    """Whether USING INDEX may make a constraint of it (transformIndexConstraint)."""
    what = None
    if not index.unique:
        what = 'is not a unique index'
    elif any(c.name is None for c in index.columns):
        what = 'contains expressions'
    elif index.predicate is not None:
        what = 'is a partial index'
    if what is not None:
        raise errors.plain('42809', f'"{index.name}" {what}', table.key)
    for number, column in enumerate(index.columns, 1):
        if column.descending or column.nulls_first or column.opclass is not None:
            raise errors.plain('42809', (
                f'index "{index.name}" column number {number} does not have default sorting '
                'behavior'
            ), table.key)
    if table.kind == 'partitioned table':
        raise errors.plain('0A000', (
            'ALTER TABLE / ADD CONSTRAINT USING INDEX is not supported on partitioned tables'
        ), table.key)


def require_order(db: Database, table: Table, columns: Iterable[str]) -> None:
    """42704 where a btree index cannot order a column (GetIndexOpClass)."""
    for name in columns if columns_known(table) else ():
        column = table.column(name)
        if column is not None and not column.uncertain and (
                not can_be_ordered(column.type, db.types)
        ):
            raise errors.plain('42704', (
                f'data type {format_type(column.type)} has no default operator class for access '
                'method "btree"'
            ), table.key)


def require_partition_key(table: Table, columns: Iterable[str], kind: str) -> None:
    """0A000: each partition has its own index, so only with the partition key in it can it tell
    that a value is nowhere else (DefineIndex)."""
    if any(key not in columns for key in table.partitioned_by) and columns_known(table):
        raise errors.plain('0A000', (
            f'{kind} constraint on partitioned table must include all partitioning columns'
        ), table.key)


def _add_key(db: Database, table: Table, spec: ConstraintSpec) -> None:
    primary = spec.kind == 'primary key'
    columns, include, kept = spec.columns, spec.include, table.indexes
    index = None
    if spec.using_index is not None:
        index = next((i for i in table.indexes if i.name == spec.using_index), None)
        if index is None and columns_known(table):
            raise errors.object_missing(
                'index', spec.using_index, Name(table.schema, spec.using_index),
                (i.name for i in table.indexes),
            )
        if index is not None:
            _usable(table, index)
            columns = tuple(c.name for c in index.columns if c.name is not None)
            include = index.include
            kept = tuple(i for i in table.indexes if i is not index)
    require_columns(table, (*columns, *include), 'named in key')
    require_order(db, table, columns)
    if primary and table.primary_key is not None:
        raise errors.two_primary_keys(table.key)
    require_partition_key(table, columns, 'primary key' if primary else 'unique')
    # USING INDEX without a name keeps the index's; with one it renames the index.
    constraint = spec.name or spec.using_index
    if constraint is None:
        label = 'pkey' if primary else 'key'
        constraint = naming.key_name(db, table, (*columns, *include), label)
    elif constraint != spec.using_index:
        # The index is made first, and relations have their names in the schema.
        if spec.using_index is None:
            _free_relation(db, Name(table.schema, constraint))
        if constraint in constraint_names(table):
            raise errors.constraint_exists(table.key, constraint)
        _free_relation(db, Name(table.schema, constraint))
    key = Key(constraint, columns, db.origin(spec.line), include)
    if not primary:
        db.put(table._replace(uniques=(*table.uniques, key), indexes=kept))
        return
    if table.columns is not None:
        table = table._replace(columns=tuple(
            c._replace(nullable=False) if c.name in columns else c for c in table.columns
        ))
    db.put(table._replace(primary_key=key, indexes=kept))


def _add_foreign_key(db: Database, table: Table, spec: ConstraintSpec) -> None:
    assert spec.references is not None
    require_columns(table, spec.columns, 'referenced in foreign key constraint')
    target = db.table(spec.references)  # itself too: the table is there while it is being created
    if target.kind not in ('table', 'partitioned table') and target.uncertain is None:
        raise errors.plain(
            '42809', f'referenced relation "{target.name}" is not a table', target.key,
        )
    columns = spec.referenced_columns
    if not columns:
        if target.primary_key is not None:
            columns = target.primary_key.columns
        elif columns_known(target):
            raise errors.no_primary_key(target.key)
    elif columns_known(target):
        require_columns(target, columns, 'referenced in foreign key constraint')
    if columns and len(columns) != len(spec.columns):
        raise errors.key_lengths_differ(target.key)
    if columns_known(target) and not _is_unique(target, columns):
        raise errors.no_matching_key(target.key)
    _no_generated(table, spec)
    name = spec.name or naming.constraint_name(db, table, spec.columns, 'fkey')
    link = ForeignKey(
        name, spec.columns, target.key, columns, spec.on_delete, spec.on_update,
        db.origin(spec.line),
    )
    _require_comparable(db, table, target, link)
    db.put(table._replace(foreign_keys=(*table.foreign_keys, link)))


def recheck(db: Database, name: Name, column: str) -> None:
    """A column has another type: its keys, indexes and foreign keys are made anew."""
    table = db.tables[name]
    keyed = {c for k in (table.primary_key, *table.uniques) if k is not None for c in k.columns}
    keyed.update(
        c.name for i in table.indexes for c in i.columns
        if i.method == 'btree' and c.name is not None and c.opclass is None
    )
    if column in keyed:
        require_order(db, table, (column,))
    for other in db.tables.values():
        for link in other.foreign_keys:
            target = db.tables.get(link.references)
            if target is not None and (
                    other.key == name and column in link.columns or
                    link.references == name and column in link.referenced_columns
            ):
                _require_comparable(db, other, target, link)


def _require_comparable(db: Database, table: Table, target: Table, link: ForeignKey) -> None:
    """42804 where values of the columns cannot be compared with those of the key."""
    if not columns_known(table) or not columns_known(target):
        return
    for one, other in zip(link.columns, link.referenced_columns):
        column, key = table.column(one), target.column(other)
        if column is None or key is None or column.uncertain or key.uncertain:
            continue
        if not can_refer(column.type, key.type, db.types):
            raise errors.plain(
                '42804', f'foreign key constraint "{link.name}" cannot be implemented', table.key,
            )


def _no_generated(table: Table, spec: ConstraintSpec) -> None:
    """42601 for an action that would write to a generated column (ATAddForeignKeyConstraint)."""
    writing = {
        'UPDATE': spec.on_update in ('set null', 'set default', 'cascade'),
        'DELETE': spec.on_delete in ('set null', 'set default'),
    }
    for event, writes in writing.items():
        if writes and any(
                column.generated is not None for column in map(table.column, spec.columns) if column
        ):
            raise errors.plain('42601', (
                f'invalid ON {event} action for foreign key constraint containing generated column'
            ), table.key)


def _is_unique(table: Table, columns: tuple[str, ...]) -> bool:
    """Whether a foreign key may point here: a key or a plain unique index on just these columns,
    in any order (transformFkeyCheckAttrs)."""
    wanted = sorted(columns)
    if table.primary_key is not None and sorted(table.primary_key.columns) == wanted:
        return True
    if any(sorted(key.columns) == wanted for key in table.uniques):
        return True
    return any(
        index.unique and index.predicate is None and
        all(c.name is not None for c in index.columns) and
        sorted(c.name or '' for c in index.columns) == wanted
        for index in table.indexes
    )


def _add_check(db: Database, table: Table, spec: ConstraintSpec) -> None:
    if spec.kind == 'exclude':
        known = None if table.columns is None else {c.name for c in table.columns}
        columns = tuple(c for c in spec.columns if known is None or c in known)
        name = spec.name or naming.key_name(db, table, spec.columns, 'excl')
        _free_relation(db, Name(table.schema, name))
        if name in constraint_names(table):
            raise errors.constraint_exists(table.key, name)
        expression = Expression(spec.expression, spec.expression, columns, False)
    else:
        expression = expressions.printed(db, table, spec.expression)
        columns = expression.columns
        # AddRelationNewConstraints: a check that mentions just one column is called after it.
        name = spec.name or naming.constraint_name(
            db, table, columns if len(columns) == 1 else (), 'check',
        )
    db.put(table._replace(checks=(*table.checks, Check(
        name, columns, expression, 'exclude' if spec.kind == 'exclude' else 'check',
        db.origin(spec.line),
    ))))


# ALTER TABLE … CONSTRAINT


def need(db: Database, name: Name, action: NeedConstraint) -> None:
    _require(db.tables[name], action.name)


def _require(table: Table, name: str) -> bool:
    """Whether the constraint is known to be there; 42704 where it is known not to be."""
    if name in constraint_names(table):
        return True
    if columns_known(table):
        raise errors.constraint_missing(table.key, name, constraint_names(table))
    return False


def drop(db: Database, name: Name, action: DropConstraint) -> None:
    table = db.tables[name]
    if action.if_exists and action.name not in constraint_names(table):
        return
    if _require(table, action.name):
        if _has_inherited(db, table, action.name):
            raise errors.plain('42P16', (
                f'cannot drop inherited constraint "{action.name}" of relation "{table.name}"'
            ), table.key)
        drop_named(db, table, action.name, action.cascade)


def drop_named(db: Database, table: Table, name: str, cascade: bool) -> None:
    """Drop a constraint that is there, and with CASCADE the foreign keys that rest on it."""
    keys = [k for k in (table.primary_key, *table.uniques) if k is not None and k.name == name]
    if keys:
        drop_references(
            db, table, keys[0].columns, cascade, f'constraint {name} on table {table.name}',
        )
        table = db.tables[table.key]
    gone: tuple[Key | ForeignKey | Check, ...] = (
        *keys, *(k for k in table.foreign_keys if k.name == name),
        *(c for c in table.checks if c.name == name),
    )
    db.put(table._replace(
        primary_key=_without(table.primary_key, name),
        uniques=tuple(k for k in table.uniques if k.name != name),
        foreign_keys=tuple(k for k in table.foreign_keys if k.name != name),
        checks=tuple(c for c in table.checks if c.name != name),
    ))
    for child in [] if db.only else db.children(table.key):
        for inherited in [n for record in gone for n in _inherited(child, table.key, record)]:
            drop_named(db, db.tables[child.key], inherited, cascade)


def _inherited(child: Table, parent: Name, record: Key | ForeignKey | Check) -> list[str]:
    """The name under which a child has the constraint of its parent: checks keep theirs, the keys
    and foreign keys of a partition are known by their columns."""
    if isinstance(record, Check):
        return [c.name for c in child.checks if c.name == record.name]
    if child.partition_of != parent:
        return []
    others: tuple[Key | ForeignKey, ...] = child.foreign_keys
    if isinstance(record, Key):
        others = tuple(k for k in (child.primary_key, *child.uniques) if k is not None)
    return [other.name for other in others if other.columns == record.columns][:1]


def _without(key: Key | None, name: str | None) -> Key | None:
    return None if key is not None and key.name == name else key


def drop_references(
        db: Database, table: Table, columns: tuple[str, ...], cascade: bool, what: str,
        gone: str | None = None,
) -> None:
    """The foreign keys that rest on a key of these columns, which is about to go: dropped with
    CASCADE, 2BP01 without. A second key on the same columns would not have been the one used. One
    of the table itself over the column `gone` goes with that."""
    wanted = sorted(columns)
    for other in list(db.tables.values()):
        resting = tuple(
            k for k in other.foreign_keys
            if k.references == table.key and sorted(k.referenced_columns) == wanted
            and not (other.key == table.key and gone in k.columns)
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
    if not _require(table, action.name):
        return
    check = any(c.name == action.name for c in table.checks)
    if check and _has_inherited(db, table, action.name):
        raise errors.plain(
            '42P16', f'cannot rename inherited constraint "{action.name}"', table.key,
        )
    if action.name in index_names(table):
        _free_relation(db, Name(table.schema, action.to))
    if action.to in constraint_names(table):
        raise errors.constraint_exists(name, action.to)
    rename_named(db, table, action.name, action.to)
    for child in db.heirs(name):
        if any(c.name == action.name and c.kind == 'check' for c in child.checks):
            rename_named(db, child, action.name, action.to)


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
