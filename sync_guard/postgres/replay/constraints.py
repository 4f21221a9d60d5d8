"""Constraints: PRIMARY KEY, UNIQUE, CHECK, FOREIGN KEY, EXCLUDE, as they are added."""
from __future__ import annotations

from collections.abc import Iterable

from sync_guard.catalog import Check
from sync_guard.catalog import Column
from sync_guard.catalog import Expression
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Index
from sync_guard.catalog import Key
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.operations import ConstraintSpec
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import expressions
from sync_guard.postgres.replay import naming
from sync_guard.postgres.replay import relations
from sync_guard.postgres.replay.coercion import can_refer
from sync_guard.postgres.replay.coercion import has_class
from sync_guard.postgres.replay.contents import columns_known
from sync_guard.postgres.replay.contents import constraint_names
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.database import TEMPORARY
from sync_guard.postgres.types import format_type


def add(db: Database, name: Name, spec: ConstraintSpec, creating: bool = False) -> None:
    """Add one constraint to the table as it stands now; ``creating`` while its CREATE TABLE is
    carried out."""
    table = _without_doubtful(db, db.tables[name], spec.name)
    if spec.kind in ('primary key', 'unique'):
        _add_key(db, table, spec)
    elif spec.kind == 'exclude':
        _add_exclusion(db, table, spec)
    elif spec.kind == 'check':
        _add_check(db, table, spec, creating)
    else:
        if spec.name is not None and spec.name in constraint_names(table):
            raise errors.constraint_exists(name, spec.name)
        _add_foreign_key(db, table, spec)


def _without_doubtful(db: Database, table: Table, name: str | None) -> Table:
    """What may or may not be there is not, where its name is given anew."""
    keys = (table.primary_key, *table.uniques, *table.foreign_keys)
    if not any(k is not None and k.name == name and k.uncertain for k in keys):
        return table
    db.put(table._replace(
        primary_key=without(table.primary_key, name),
        uniques=tuple(k for k in table.uniques if k.name != name),
        foreign_keys=tuple(k for k in table.foreign_keys if k.name != name),
    ))
    return db.tables[table.key]


def without(key: Key | None, name: str | None) -> Key | None:
    return None if key is not None and key.name == name else key


def free_relation(db: Database, name: Name) -> None:
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


def readable_key(
        _: Database, table: Table, spec: ConstraintSpec, known: list[str] | None,
) -> bool:
    """42703 or 42701 for what transformIndexConstraint sees in a key or exclusion by itself: a
    column that is not there (``known`` is None where that cannot be told) or stands twice."""
    if known is not None:
        for column in (*spec.columns, *spec.include):
            if column not in known:
                raise errors.key_column_missing(table.key, column, 'named in key', known)
    if spec.kind != 'exclude':
        for number, column in enumerate(spec.columns):
            if column in spec.columns[:number]:
                raise errors.plain('42701', (
                    f'column "{column}" appears twice in {spec.kind} constraint'
                ), table.key)
    return True


def require_usable(table: Table, spec: ConstraintSpec) -> Index | None:
    """The index that USING INDEX names; None where it may be one that is not known."""
    index = next((i for i in table.indexes if i.name == spec.using_index), None)
    if index is not None:
        _usable(table, index)
    elif columns_known(table):
        raise errors.object_missing(
            'index', spec.using_index or '', Name(table.schema, spec.using_index or ''),
            (i.name for i in table.indexes),
        )
    return index


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


def require_class(
        db: Database, table: Table, columns: Iterable[str], method: str = 'btree',
) -> None:
    """42704 where an index of this method does not take a column by itself (GetIndexOpClass)."""
    if not columns_known(table) or f'btree_{method}' in db.extensions or (
            method != 'btree' and db.unsure
    ):
        return
    for name in columns:
        column = table.column(name)
        if column is not None and not column.uncertain and (
                not has_class(column.type, method, db.types)
        ):
            raise errors.plain('42704', (
                f'data type {format_type(column.type._replace(modifiers=()))} has no default '
                f'operator class for access method "{method}"'
            ), table.key)
        if method == 'gin' and table.kind == 'table' and column is not None:
            _require_order(db, table, column)


def _require_order(db: Database, table: Table, column: Column) -> None:
    """42883 where the elements of an array cannot be compared, as GIN does when it builds the
    index (initGinState)."""
    element = column.type._replace(is_array=False, modifiers=())
    if column.type.is_array and not column.uncertain and not has_class(element, 'btree', db.types):
        raise errors.plain('42883', (
            f'could not identify a comparison function for type {format_type(element)}'
        ), table.key)


def require_partition_key(table: Table, columns: Iterable[str], kind: str) -> None:
    """0A000: each partition has its own index, so only with the partition key in it can it tell
    that a value is nowhere else (DefineIndex)."""
    key = table.partition_key
    if key is not None and key.parts > len(table.partitioned_by):
        raise errors.plain('0A000', (
            f'unsupported {kind.upper()} constraint with partition key definition'
        ), table.key)
    if any(name not in columns for name in table.partitioned_by) and columns_known(table):
        raise errors.plain('0A000', (
            f'{kind} constraint on partitioned table must include all partitioning columns'
        ), table.key)


def _add_key(db: Database, table: Table, spec: ConstraintSpec) -> None:
    primary = spec.kind == 'primary key'
    columns, include, kept = spec.columns, spec.include, table.indexes
    if spec.using_index is not None:
        index = require_usable(table, spec)
        if index is not None:
            columns = tuple(c.name for c in index.columns if c.name is not None)
            include = index.include
            kept = tuple(i for i in table.indexes if i is not index)
        # Without a name the constraint has the index's; with one it renames the index first.
        if spec.name not in (None, spec.using_index):
            free_relation(db, Name(table.schema, spec.name or ''))
    require_columns(table, (*columns, *include), 'named in key')
    require_class(db, table, columns)
    if primary and table.primary_key is not None:
        raise errors.two_primary_keys(table.key)
    require_partition_key(table, columns, 'primary key' if primary else 'unique')
    constraint = spec.name or spec.using_index
    if constraint is None:
        label = 'pkey' if primary else 'key'
        constraint = naming.key_name(db, table, (*columns, *include), label)
    elif constraint != spec.using_index:
        # The index is made first, and relations have their names in the schema.
        free_relation(db, Name(table.schema, constraint))
        if constraint in constraint_names(table):
            if spec.using_index is not None:  # whose renaming is all that is looked at before
                raise errors.plain('23505', (
                    'duplicate key value violates unique constraint '
                    '"pg_constraint_conrelid_contypid_conname_index"'
                ), table.key)
            raise errors.constraint_exists(table.key, constraint)
    key = Key(
        constraint, columns, db.origin(spec.line), include,
        deferrable='deferrable' in spec.options,
    )
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
    if (table.schema == TEMPORARY) != (target.schema == TEMPORARY) and target.uncertain is None:
        kind = 'temporary' if table.schema == TEMPORARY else 'permanent'
        raise errors.plain('42P16', (
            f'constraints on {kind} tables may reference only {kind} tables'
        ), table.key)
    if target.kind not in ('table', 'partitioned table') and target.uncertain is None:
        raise errors.plain(
            '42809', f'referenced relation "{target.name}" is not a table', target.key,
        )
    columns = spec.referenced_columns
    if not columns:
        if target.primary_key is not None:
            columns = target.primary_key.columns
            _require_at_once(target, [target.primary_key], 'primary key')
        elif columns_known(target):
            raise errors.no_primary_key(target.key)
    elif columns_known(target):
        require_columns(target, columns, 'referenced in foreign key constraint')
    if columns and len(columns) != len(spec.columns):
        raise errors.key_lengths_differ(target.key)
    if columns_known(target) and not _is_unique(target, columns):
        deferred = [k for k in _keys_of(target, columns) if not k.uncertain]
        _require_at_once(target, deferred, 'unique constraint')
        raise errors.no_matching_key(target.key)
    _no_generated(table, spec)
    name = spec.name or naming.constraint_name(db, table, spec.columns, 'fkey')
    link = ForeignKey(
        name, spec.columns, target.key, columns, spec.on_delete, spec.on_update,
        db.origin(spec.line), deferrable='deferrable' in spec.options,
    )
    _require_comparable(db, table, target, link)
    db.put(table._replace(foreign_keys=(*table.foreign_keys, link)))


def recheck(db: Database, name: Name, column: str) -> None:
    """A column has another type: its keys, indexes and foreign keys are made anew, and call their
    columns by the names that these have now."""
    table = _relabelled(db.tables[name], column)
    db.put(table)
    if any(k is not None and column in k.columns for k in (table.primary_key, *table.uniques)):
        require_class(db, table, (column,))
    for index in table.indexes:
        if any(c.name == column and c.opclass is None for c in index.columns):
            require_class(db, table, (column,), index.method)
    for check in table.checks:
        if column in check.defaulted:
            require_class(db, table, (column,), check.method)
    for other in db.tables.values():
        for link in other.foreign_keys:
            target = db.tables.get(link.references)
            if target is not None and (
                    other.key == name and column in link.columns or
                    link.references == name and column in link.referenced_columns
            ):
                _require_comparable(db, other, target, link)


def _relabelled(table: Table, column: str) -> Table:
    return table._replace(
        uniques=tuple(
            k._replace(labels=()) if column in (*k.columns, *k.include) else k
            for k in table.uniques
        ),
        indexes=tuple(
            i._replace(columns=tuple(c._replace(label=None) for c in i.columns))
            if column in relations.columns_of(i) else i for i in table.indexes
        ),
    )


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


def _keys_of(table: Table, columns: tuple[str, ...]) -> list[Key]:
    wanted = sorted(columns)
    keys = (table.primary_key, *table.uniques)
    return [k for k in keys if k is not None and sorted(k.columns) == wanted]


def _require_at_once(table: Table, keys: list[Key], what: str) -> None:
    """55000 for a key that is looked at only when the transaction ends."""
    if any(key.deferrable for key in keys):
        raise errors.plain('55000', (
            f'cannot use a deferrable {what} for referenced table "{table.name}"'
        ), table.key)


def _is_unique(table: Table, columns: tuple[str, ...]) -> bool:
    """Whether a foreign key may point here: a key or a plain unique index on just these columns,
    in any order (transformFkeyCheckAttrs)."""
    wanted = sorted(columns)
    if any(not key.deferrable for key in _keys_of(table, columns)):
        return True
    return any(
        index.unique and index.predicate is None and
        all(c.name is not None for c in index.columns) and
        sorted(c.name or '' for c in index.columns) == wanted
        for index in table.indexes
    )


def _add_exclusion(db: Database, table: Table, spec: ConstraintSpec) -> None:
    if table.kind == 'partitioned table' and db.before(17):
        raise errors.plain(
            '0A000', 'exclusion constraints are not supported on partitioned tables', table.key,
        )
    require_columns(table, (*spec.columns, *spec.include), 'named in key')
    named = [e.name for e in spec.elements if e.name is not None and e.opclass is None]
    require_class(db, table, named, spec.method)
    name = spec.name or naming.element_name(db, table, spec.elements, 'excl')
    free_relation(db, Name(table.schema, name))
    if name in constraint_names(table):
        raise errors.constraint_exists(table.key, name)
    expression = Expression(spec.expression, spec.expression, spec.columns, False)
    db.put(table._replace(checks=(*table.checks, Check(
        name, spec.columns, expression, 'exclude', db.origin(spec.line),
        method=spec.method, defaulted=tuple(named),
    ))))


def _add_check(db: Database, table: Table, spec: ConstraintSpec, creating: bool) -> None:
    expression = expressions.printed(db, table, spec.expression)
    if spec.name is not None and spec.name in constraint_names(table):
        known = next((c for c in table.checks if c.name == spec.name), None)
        _require_same(table, known, expression, spec, creating)
        db.put(table._replace(checks=tuple(
            c._replace(local=True) if c is known else c for c in table.checks
        )))
        return
    if spec.no_inherit and table.kind == 'partitioned table':
        raise errors.plain('42P16', (
            f'cannot add NO INHERIT constraint to partitioned table "{table.name}"'
        ), table.key)
    columns = expression.columns
    # AddRelationNewConstraints: a check that mentions just one column is called after it.
    name = spec.name or naming.constraint_name(
        db, table, columns if len(columns) == 1 else (), 'check',
    )
    db.put(table._replace(checks=(*table.checks, Check(
        name, columns, expression, 'check', db.origin(spec.line), no_inherit=spec.no_inherit,
    ))))


def _require_same(
        table: Table, known: Check | None, expression: Expression, spec: ConstraintSpec,
        creating: bool,
) -> None:
    """42710 unless a parent has given the table just this check: then it is its own too from now
    on, but in partitions only while they are made (MergeWithExistingConstraint)."""
    if spec.no_inherit and known is not None and not known.local:
        raise errors.plain('42P17', (
            f'constraint "{spec.name}" conflicts with inherited constraint on relation '
            f'"{table.name}"'
        ), table.key)
    same = known is not None and known.kind == 'check' and not known.local and (
        known.expression.text == expression.text or not known.expression.certain
        or not expression.certain
    )
    if not same or table.partition_of is not None and not creating:
        raise errors.constraint_exists(table.key, spec.name or '')
