"""CREATE TABLE, in PostgreSQL's own order: of several faults it names the one it comes to first.

The statement is first read against the catalog (transformCreateStmt), then its sequences are made,
then the table (DefineRelation): its parents are merged in, its name is taken, defaults, partition
key and checks are read. Keys, what LIKE copies and foreign keys come last, as statements of their
own.
"""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence

from sync_guard.catalog import Column
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.operations import ColumnSpec
from sync_guard.postgres.operations import ConstraintSpec
from sync_guard.postgres.operations import CreateTable
from sync_guard.postgres.operations import LikeSpec
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay import bounds
from sync_guard.postgres.replay import columns
from sync_guard.postgres.replay import constraints
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import likes
from sync_guard.postgres.replay import partitions
from sync_guard.postgres.replay import tables
from sync_guard.postgres.replay import typed_tables
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.types import resolve

# A column with what its own words say, or a table that LIKE names.
_Element = tuple[ColumnSpec, Column] | tuple[LikeSpec, Table]
# Every row has these (SystemAttributeByName).
_SYSTEM_COLUMNS = frozenset({'ctid', 'xmin', 'cmin', 'xmax', 'cmax', 'tableoid'})


def create(db: Database, operation: CreateTable) -> None:
    name = db.creation_name(operation.name, operation.temporary)
    doubt = None
    if db.is_assumed(name):
        # Earlier files changed the table before this one makes it. Where it may exist already
        # (made by a dashboard, say), this statement changes nothing of what is there.
        if operation.if_not_exists:
            doubt = 'earlier statements change it before it is created'
        db.remove(name)
    if operation.if_not_exists and tables.already_there(db, name, True):
        return
    operation = _without_keys_of_mysql(db, operation)
    table = Table(
        name.schema, name.name,
        kind=operation.kind,
        origin=db.origin(operation.line),
        uncertain=doubt,
        partitioned_by=operation.partitioned_by,
        partition_key=operation.partition_key,
    )
    if operation.of_type is not None:
        table = db.attempt(operation.line, typed_tables.create, table, operation.of_type) or table
    declared = _declared(db, table, operation)
    keys = _keys_of(db, table, operation, declared)
    sequences = dict(db.sequences)
    own = _with_sequences(db, name, declared)
    parents = _parents(db, operation)
    if own is not None:
        own = _each_once(db, table, own)
    table = _with_parents(db, table, operation, parents)
    if own is not None:
        table = _with_own(db, table, operation, own)
        db.attempt(operation.line, _one_default, table, operation)
        db.attempt(operation.line, _no_system_columns, table)
    else:
        table = table._replace(columns=None)
    if db.relation_exists(name) or name in db.types:
        # Those of a table that is not made make nothing.
        made, db.sequences = db.sequences, sequences
        tables.already_there(db, name, False)
        db.sequences = made
    table = _with_defaults(db, table, operation)
    table = db.attempt(operation.line, _partition, table, operation, parents) or table
    db.put(table)
    db.passing = db.passing | {name} if operation.passing else db.passing - {name}
    if table.partition_of is not None and table.partition_of in db.tables:
        tables.copy_keys(db, name, db.tables[table.partition_of])
        partitions.share_identity(db, table.partition_of)
    written = [s for e in operation.elements for s in _constraints(e)]
    for spec in written:
        if spec.kind == 'check':
            db.attempt(spec.line, constraints.add, name, spec, True)
    for spec in keys:
        db.attempt(spec.line, constraints.add, name, spec)
    for element, source in declared:
        if isinstance(element, LikeSpec) and isinstance(source, Table):
            db.attempt(element.line, likes.constrain, name, element, source.key)
    for spec in written:
        if spec.kind == 'foreign key':
            db.attempt(spec.line, constraints.add, name, spec)


def _without_keys_of_mysql(db: Database, operation: CreateTable) -> CreateTable:
    """``INDEX i (a)`` of MySQL reads as a column named index, of a type i. One finding says so for
    all of them."""
    foreign = [
        e for e in operation.elements
        if isinstance(e, ColumnSpec) and e.name in ('index', 'key') and e.type is not None
        and e.type.modifiers and not _is_type(db, e)
    ]
    if not foreign:
        return operation
    first = foreign[0]
    db.attempt(first.line, _refuse_key_of_mysql, operation, first)
    return operation._replace(elements=tuple(
        e for e in operation.elements if not any(e is other for other in foreign)
    ))


def _is_type(db: Database, spec: ColumnSpec) -> bool:
    assert spec.type is not None
    try:
        return resolve(db, spec.type) is not None
    except errors.Refused:
        return False


def _refuse_key_of_mysql(db: Database, operation: CreateTable, spec: ColumnSpec) -> None:
    assert spec.type is not None
    raise errors.Refused('42704', f'type "{spec.type.name}" does not exist', hint=(
        'PostgreSQL has no INDEX inside CREATE TABLE: write CREATE INDEX '
        f'{spec.type.name} ON {operation.name} ({", ".join(spec.type.modifiers)});'
    ))


# What the statement says


def _declared(db: Database, table: Table, operation: CreateTable) -> list[_Element]:
    found: list[_Element] = []
    for element in operation.elements:
        if isinstance(element, LikeSpec):
            source: Table | None = db.attempt(element.line, likes.source, element.table)
            if source is not None:
                found.append((element, source))
        elif isinstance(element, ColumnSpec) and element.type is not None:
            db.attempt(element.line, columns.no_set, table.key, element)
            column: Column | None = db.attempt(element.line, columns.declare, table.key, element)
            if column is not None:
                found.append((element, column))
        elif isinstance(element, ColumnSpec):
            db.attempt(element.line, columns.no_conflict, table.key, element)
    return found


def _constraints(element: object) -> tuple[ConstraintSpec, ...]:
    if isinstance(element, ConstraintSpec):
        return (element,)
    return element.constraints if isinstance(element, ColumnSpec) else ()


def _keys_of(
        db: Database, table: Table, operation: CreateTable, declared: Iterable[_Element],
) -> list[ConstraintSpec]:
    """Keys and exclusions in the order PostgreSQL makes them: the primary key first, and a key on
    the same columns as an earlier one not at all (transformIndexConstraints)."""
    wanted = [
        s for e in operation.elements for s in _constraints(e)
        if s.kind in ('primary key', 'unique', 'exclude')
    ]
    known = _columns_in_reach(db, table, operation, declared)
    primary: ConstraintSpec | None = None
    kept: list[ConstraintSpec] = []
    for spec in wanted:
        if spec.kind == 'primary key':
            if primary is not None:
                db.attempt(operation.line, _two_primary_keys, table.key)
                continue
            primary = spec
        if not db.attempt(spec.line, constraints.readable_key, table, spec, known):
            continue
        kept.append(spec)
    kept.sort(key=lambda s: s.kind != 'primary key')
    return _once_each(kept)


def _two_primary_keys(_: Database, name: Name) -> None:
    raise errors.two_primary_keys(name)


def _once_each(wanted: Sequence[ConstraintSpec]) -> list[ConstraintSpec]:
    kept: list[ConstraintSpec] = []
    for spec in wanted:
        for i, earlier in enumerate(kept):
            if (
                    spec.kind == 'unique' and earlier.kind != 'exclude' and
                    (earlier.columns, earlier.include, earlier.options)
                    == (spec.columns, spec.include, spec.options)
            ):
                if earlier.name is None:
                    kept[i] = earlier._replace(name=spec.name)
                break
        else:
            kept.append(spec)
    return kept


def _columns_in_reach(
        db: Database, table: Table, operation: CreateTable, declared: Iterable[_Element],
) -> list[str] | None:
    """The columns that a key may be on, before parents are merged in; None where some may not be
    known."""
    found = [c.name for c in table.columns or ()]
    found += [e.name for e in operation.elements if isinstance(e, ColumnSpec)]
    for element, source in declared:
        if isinstance(source, Table):
            if source.columns is None or source.uncertain is not None:
                return None
            found += [c.name for c in source.columns]
    for ref in _parent_names(operation):
        name = db.find(ref, db.tables)
        parent = None if name is None else db.tables[name]
        if parent is None or parent.columns is None or parent.uncertain is not None:
            return None
        found += [c.name for c in parent.columns]
    return found


# What it makes

_Own = list[tuple[ColumnSpec | LikeSpec, Column]]


def _with_sequences(db: Database, name: Name, declared: Iterable[_Element]) -> _Own | None:
    """The columns with the sequences of those that bring one; None where LIKE names a table whose
    columns are not known."""
    found: _Own = []
    for element, made in declared:
        if isinstance(element, ColumnSpec) and isinstance(made, Column):
            column = db.attempt(element.line, columns.filled, name, made, element) or made
            found.append((element, column))
        elif isinstance(element, LikeSpec) and isinstance(made, Table):
            if made.columns is None:
                return None
            found += [(element, c) for c in likes.columns_of(db, name, element, made)]
    return found


def _parents(db: Database, operation: CreateTable) -> list[Table]:
    found: list[Table] = []
    for ref in _parent_names(operation):
        parent: Table | None = db.attempt(operation.line, Database.table, ref)
        if parent is not None and any(parent.key == other.key for other in found):
            db.attempt(operation.line, _twice_the_parent, parent)
        elif parent is not None:
            found.append(parent)
    return found


def _parent_names(operation: CreateTable) -> tuple[Ref, ...]:
    return operation.inherits if operation.partition_of is None else (operation.partition_of,)


def _twice_the_parent(_: Database, parent: Table) -> None:
    raise errors.plain('42P07', (
        f'relation "{parent.name}" would be inherited from more than once'
    ), parent.key)


def _each_once(db: Database, table: Table, own: _Own) -> _Own:
    """42701 for a column that is written twice."""
    found: _Own = []
    names = [c.name for c in table.columns or ()]
    for element, column in own:
        if column.name in names:
            db.attempt(element.line, _twice_the_column, table.key, column.name)
        else:
            found.append((element, column))
            names.append(column.name)
    return found


def _twice_the_column(_: Database, name: Name, column: str) -> None:
    raise errors.column_twice(name, column)


def _with_parents(
        db: Database, table: Table, operation: CreateTable, parents: Iterable[Table],
) -> Table:
    """The table with its parents merged in (MergeAttributes)."""
    for parent in parents:
        if operation.partition_of is not None:
            db.attempt(operation.line, _tables_only, parent)
            table = table._replace(partition_of=parent.key)
        else:
            db.attempt(operation.line, _heirs_only, table, parent)
        merged: Table | None = db.attempt(operation.line, _inherit, table, parent)
        table = merged or table._replace(uncertain=f'it conflicts with its parent {parent.key}')
        if operation.partition_of is None:
            table = table._replace(inherits=(*table.inherits, parent.key))
    return table


def _tables_only(_: Database, parent: Table) -> None:
    tables.tables_only(parent)


def _heirs_only(_: Database, table: Table, parent: Table) -> None:
    tables.heirs_only(table, parent)


def _inherit(_: Database, table: Table, parent: Table) -> Table:
    return tables.inherit(table, parent)


def _with_own(db: Database, table: Table, operation: CreateTable, own: _Own) -> Table:
    """The table with its own columns, merged into those that its parents or its type gave it."""
    for element, column in own:
        table = db.attempt(element.line, _add_column, table, element, column) or table
    for option in operation.elements:
        if isinstance(option, ColumnSpec) and option.type is None:
            table = db.attempt(option.line, _set_options, table, option) or table
    return table


def _add_column(
        db: Database, table: Table, element: ColumnSpec | LikeSpec, column: Column,
) -> Table:
    there = table.column(column.name)
    if there is None:
        return table._replace(columns=(*(table.columns or ()), column))
    if column.type != there.type and not (column.uncertain or there.uncertain):
        raise errors.plain('42804', f'column "{column.name}" has a type conflict', table.key)
    has_default = isinstance(element, ColumnSpec) and element.default is not None
    if there.generated is not None and (has_default or column.default is not None):
        what = 'identity' if column.identity is not None else 'default'
        raise errors.plain('42611', (
            f'column "{column.name}" inherits from generated column but specifies {what}'
        ), table.key)
    if isinstance(element, ColumnSpec) and element.generated is not None and (
            db.since(16) if there.generated is None else db.before(16)
    ):
        raise errors.plain('42611', (
            f'child column "{column.name}" specifies generation expression'
        ), table.key)
    merged = column._replace(
        nullable=there.nullable and column.nullable,
        default=column.default or there.default,
        generated=column.generated or there.generated,
    )
    return table._replace(
        columns=tuple(merged if c is there else c for c in table.columns or ()),
    )


def _set_options(_: Database, table: Table, spec: ColumnSpec) -> Table:
    """OF type, PARTITION OF: options for a column that is there."""
    there = table.column(spec.name)
    if there is None:
        if table.columns is None or table.uncertain is not None:
            return table
        raise errors.key_column_missing(
            table.key, spec.name, '', (c.name for c in table.columns),
        )
    changed = there._replace(nullable=there.nullable and not spec.not_null)
    if spec.default is not None and there.generated is not None:
        raise errors.plain('42611', (
            f'column "{spec.name}" inherits from generated column but specifies default'
        ), table.key)
    return table._replace(
        columns=tuple(changed if c is there else c for c in table.columns or ()),
    )


def _one_default(db: Database, table: Table, operation: CreateTable) -> None:
    """42611 where parents have different defaults, and the table does not choose one."""
    own = {
        e.name for e in operation.elements if isinstance(e, ColumnSpec) and e.default is not None
    }
    parents = tables.parents_of(db, table)
    for column in table.columns or ():
        inherited = (parent.column(column.name) for parent in parents)
        texts = {
            c.default.text for c in inherited
            if c is not None and c.default is not None and c.identity is None
        }
        if len(texts) > 1 and column.name not in own:
            raise errors.plain('42611', (
                f'column "{column.name}" inherits conflicting default values'
            ), table.key)


def _no_system_columns(_: Database, table: Table) -> None:
    """42701 (CheckAttributeNamesTypes)."""
    for column in table.columns or ():
        if column.name in _SYSTEM_COLUMNS:
            raise errors.plain('42701', (
                f'column name "{column.name}" conflicts with a system column name'
            ), table.key)


def _with_defaults(db: Database, table: Table, operation: CreateTable) -> Table:
    for element in operation.elements:
        if isinstance(element, ColumnSpec):
            table = db.attempt(element.line, columns.with_default, table, element) or table
    return table


def _partition(
        db: Database, table: Table, operation: CreateTable, parents: Iterable[Table],
) -> Table:
    """The table with its bound among the partitions of its parent, and its own key looked up."""
    for parent in parents:
        if table.partition_of is not None:
            tables.partitioned_only(parent)
        if operation.bound is not None:
            bound = bounds.read(db, parent, operation.bound)
            if bound is not None:
                bounds.require_free(db, parent, table.name, bound)
            table = table._replace(bound=bound)
    if table.partition_key is not None:
        if operation.inherits:
            raise errors.plain(
                '42P17', 'cannot create partitioned table as inheritance child', table.key,
            )
        bounds.require_key(table.partition_key, table)
    constraints.require_columns(table, table.partitioned_by, 'named in partition key')
    return table
