"""CREATE TABLE, with LIKE, INHERITS, PARTITION OF and OF type."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence

from sync_guard.catalog import Column
from sync_guard.catalog import Composite
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Index
from sync_guard.catalog import Key
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.operations import ColumnSpec
from sync_guard.postgres.operations import ConstraintSpec
from sync_guard.postgres.operations import CreateTable
from sync_guard.postgres.operations import IndexElement
from sync_guard.postgres.operations import LikeSpec
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay import columns
from sync_guard.postgres.replay import constraints
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import expressions
from sync_guard.postgres.replay import naming
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.database import TEMPORARY


def create(db: Database, operation: CreateTable) -> None:
    name = db.creation_name(operation.name, operation.temporary)
    doubt = None
    if db.is_assumed(name):
        # Earlier files changed the table before this one makes it. Where it may exist already
        # (made by a dashboard, say), this statement changes nothing of what is there.
        if operation.if_not_exists:
            doubt = 'earlier statements change it before it is created'
        db.remove(name)
    if operation.if_not_exists and already_there(db, name, True):
        return
    sequences = dict(db.sequences)
    table = Table(
        name.schema, name.name,
        kind=operation.kind,  # type: ignore[arg-type]  # read from the statement's own words
        inherits=(),
        origin=db.origin(operation.line),
        uncertain=doubt,
        partitioned_by=operation.partitioned_by,
    )
    written = [s for e in operation.elements for s in _constraints(e)]
    written = db.attempt(operation.line, _one_primary_key, name, written) or [
        s for s in written if s.kind != 'primary key'
    ]
    table = _with_parents(db, table, operation)
    likes: list[tuple[LikeSpec, Name]] = []
    for element in operation.elements:
        if isinstance(element, ColumnSpec):
            table = db.attempt(element.line, _add_column, table, element) or table
        elif isinstance(element, LikeSpec):
            source: Table | None = db.attempt(element.line, Database.table, element.table)
            if source is not None:
                table = _like(db, table, element, source)
                likes.append((element, source.key))
    db.attempt(operation.line, _partition_key, table)
    for element in operation.elements:
        if isinstance(element, ColumnSpec) and element.generated is not None:
            table = db.attempt(
                element.line, expressions.generate, table, element.name, element.generated,
            ) or table
    cloned = [k for like, k in likes if 'indexes' in like.including]
    db.attempt(operation.line, _no_conflict, table, operation)
    written = db.attempt(operation.line, _one_primary_key, name, written, cloned) or written
    if db.relation_exists(name) or name in db.types:
        # PostgreSQL looks at the columns first. Those of a table that is not made make nothing.
        made, db.sequences = db.sequences, sequences
        already_there(db, name, False)
        db.sequences = made
    db.put(table)
    for spec in written:
        if spec.kind == 'check':
            db.attempt(spec.line, constraints.add, name, spec)
    for spec in _keys(written):
        db.attempt(spec.line, constraints.add, name, spec)
    for like, source_name in likes:
        _like_indexes(db, name, like, source_name)
    if operation.partition_of is not None and table.partition_of is not None:
        copy_keys(db, name, db.tables[table.partition_of])
    for spec in written:
        if spec.kind == 'foreign key':
            db.attempt(spec.line, constraints.add, name, spec)


def _partition_key(db: Database, table: Table) -> None:
    constraints.require_columns(table, table.partitioned_by, 'named in partition key')


def _no_conflict(db: Database, table: Table, operation: CreateTable) -> None:
    """42611 where parents have different defaults, and the table does not choose one."""
    own = {
        e.name for e in operation.elements if isinstance(e, ColumnSpec) and e.default is not None
    }
    parents = parents_of(db, table)
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


def _one_primary_key(
        db: Database, table: Name, written: list[ConstraintSpec], cloned: Sequence[Name] = (),
) -> list[ConstraintSpec]:
    count = sum(spec.kind == 'primary key' for spec in written)
    if count + sum(db.tables[source].primary_key is not None for source in cloned) > 1:
        raise errors.two_primary_keys(table)
    return written


def already_there(db: Database, name: Name, if_not_exists: bool) -> bool:
    """The one place for IF NOT EXISTS of relations: True to do nothing, 42P07 if that is wrong."""
    if db.relation_exists(name):
        if if_not_exists:
            return True
        raise errors.relation_exists(name)
    if name in db.types and name.schema != TEMPORARY:
        if not db.is_assumed(name):
            # A table brings a type of its own name.
            raise errors.type_exists(name)
        del db.types[name]
    return False


def _constraints(element: object) -> tuple[ConstraintSpec, ...]:
    if isinstance(element, ConstraintSpec):
        return (element,)
    return element.constraints if isinstance(element, ColumnSpec) else ()


def _keys(specs: Iterable[ConstraintSpec]) -> list[ConstraintSpec]:
    """Keys and exclusions in the order PostgreSQL makes them: the primary key first, and a key on
    the same columns as an earlier one not at all (transformIndexConstraints)."""
    wanted = [s for s in specs if s.kind in ('primary key', 'unique', 'exclude')]
    wanted.sort(key=lambda s: s.kind != 'primary key')
    kept: list[ConstraintSpec] = []
    for spec in wanted:
        for i, earlier in enumerate(kept):
            if (
                    spec.kind == 'unique' and earlier.kind != 'exclude' and
                    (earlier.columns, earlier.include) == (spec.columns, spec.include)
            ):
                if earlier.name is None:
                    kept[i] = earlier._replace(name=spec.name)
                break
        else:
            kept.append(spec)
    return kept


def _add_column(db: Database, table: Table, spec: ColumnSpec) -> Table:
    known = table.columns or ()
    there = next((c for c in known if c.name == spec.name), None)
    if spec.type is None:
        # OF type, PARTITION OF: options for a column that is there.
        if there is None:
            raise errors.column_missing(table.key, spec.name, (c.name for c in known))
        changed = there._replace(
            nullable=there.nullable and not spec.not_null,
            default=there.default if spec.default is None else (
                columns.default_of(db, spec.default, there.type, spec.name)
            ),
        )
        return table._replace(columns=tuple(changed if c is there else c for c in known))
    if there is not None and not table.inherits:
        raise errors.column_twice(table.key, spec.name)
    column = columns.make(db, table.key, spec)
    if there is None:
        return table._replace(columns=(*known, column))
    if not there.local and column.type != there.type and not (column.uncertain or there.uncertain):
        raise errors.plain('42804', f'column "{spec.name}" has a type conflict', table.key)
    if not there.local and there.generated is not None and column.default is not None:
        what = 'identity' if column.identity is not None else 'default'
        raise errors.plain('42611', (
            f'column "{spec.name}" inherits from generated column but specifies {what}'
        ), table.key)
    merged = column._replace(
        nullable=there.nullable and column.nullable,
        default=column.default or there.default,
    )
    return table._replace(columns=tuple(merged if c is there else c for c in known))


def _with_parents(db: Database, table: Table, operation: CreateTable) -> Table:
    if operation.of_type is not None:
        return _of_type(db, table, operation.of_type)
    parents = operation.inherits
    if operation.partition_of is not None:
        parents = (operation.partition_of,)
    for ref in parents:
        parent: Table | None = db.attempt(operation.line, Database.table, ref)
        if parent is not None:
            if operation.partition_of is not None:
                partitioned_only(parent)
            else:
                heirs_only(table, parent)
            table = inherit(table, parent)
            if operation.partition_of is not None:
                table = table._replace(partition_of=parent.key)
            else:
                table = table._replace(inherits=(*table.inherits, parent.key))
    return table


def _tables_only(parent: Table) -> None:
    if parent.kind in ('view', 'materialized view'):
        raise errors.plain('42809', (
            f'inherited relation "{parent.name}" is not a table or foreign table'
        ), parent.key)


def partitioned_only(parent: Table) -> None:
    _tables_only(parent)
    if parent.kind != 'partitioned table' and parent.uncertain is None:
        raise errors.plain('42P17', f'"{parent.name}" is not partitioned', parent.key)


def heirs_only(table: Table, parent: Table) -> None:
    """42809 or 42P07 unless a plain table may be `table`'s parent."""
    _tables_only(parent)
    if parent.kind == 'partitioned table' or parent.partition_of is not None:
        kind = 'partition' if parent.partition_of is not None else 'partitioned table'
        raise errors.plain('42809', f'cannot inherit from {kind} "{parent.name}"', parent.key)
    if parent.key in table.inherits:
        raise errors.plain('42P07', (
            f'relation "{parent.name}" would be inherited from more than once'
        ), parent.key)


def parents_of(db: Database, table: Table) -> list[Table]:
    """The tables it inherits from or is a partition of."""
    names = (*table.inherits, *filter(None, (table.partition_of,)))
    return [db.tables[name] for name in names if name in db.tables]


def inherit(table: Table, parent: Table) -> Table:
    """The table with its parent's columns and checks merged in (MergeAttributes)."""
    if parent.columns is None or table.columns is None:
        return table._replace(
            columns=None if not table.columns else table.columns,
            uncertain=table.uncertain or parent.uncertain or f'columns of {parent.key} not known',
        )
    merged = list(table.columns)
    for column in parent.columns:
        place = next((i for i, c in enumerate(merged) if c.name == column.name), None)
        if place is None:
            # Identity is not inherited (PostgreSQL 17 changes that for partitions).
            own = column if column.identity is None else (
                column._replace(identity=None, default=None)
            )
            merged.append(own._replace(origin=table.origin, comment=None, local=False))
            continue
        known = merged[place]
        if known.type != column.type and not (known.uncertain or column.uncertain):
            raise errors.plain('42804', (
                f'inherited column "{column.name}" has a type conflict'
            ), table.key)
        if (known.generated is None) != (column.generated is None):
            raise errors.plain('42804', (
                f'inherited column "{column.name}" has a generation conflict'
            ), table.key)
        # Which of two defaults it is the table has to say itself (_no_conflict).
        inherited = None if column.identity is not None else column.default
        merged[place] = known._replace(
            nullable=known.nullable and column.nullable, default=known.default or inherited,
        )
    have = {c.name for c in table.checks}
    return table._replace(
        columns=tuple(merged),
        checks=(*table.checks, *(
            c._replace(local=False) for c in parent.checks
            if c.kind == 'check' and c.name not in have
        )),
    )


def _of_type(db: Database, table: Table, ref: Ref) -> Table:
    name = db.find(ref, db.types)
    made = db.types[name] if name is not None else None
    if not isinstance(made, Composite):
        wanted = name or db.missing_name(ref)
        raise errors.type_missing(str(ref), wanted, (t.name for t in db.types))
    return table._replace(columns=tuple(
        a._replace(origin=table.origin) for a in made.attributes
    ))


# LIKE


def _like(db: Database, table: Table, like: LikeSpec, source: Table) -> Table:
    if source.columns is None or table.columns is None:
        return table._replace(columns=None)
    copied = list(table.columns)
    for column in source.columns:
        if any(c.name == column.name for c in copied):
            raise errors.column_twice(table.key, column.name)
        plain = Column(
            column.name, column.type, column.nullable,
            origin=db.origin(like.line), uncertain=column.uncertain,
            comment=column.comment if 'comments' in like.including else None,
        )
        if column.identity is not None:
            if 'identity' in like.including:
                plain = columns.identity(db, table.key, plain, column.identity)
        elif column.generated is not None:
            if 'generated' in like.including:
                plain = plain._replace(generated=column.generated, default=column.default)
        elif 'defaults' in like.including:
            plain = plain._replace(default=column.default)
        copied.append(plain)
    checks = table.checks
    if 'constraints' in like.including:
        checks = (*checks, *(c for c in source.checks if c.kind == 'check'))
    return table._replace(columns=tuple(copied), checks=checks)


def _like_indexes(db: Database, name: Name, like: LikeSpec, source: Name) -> None:
    if 'indexes' in like.including and source in db.tables:
        copy_keys(db, name, db.tables[source], like.line, foreign_keys=False)


def copy_keys(
        db: Database, name: Name, source: Table, line: int | None = None, *,
        foreign_keys: bool = True,
) -> None:
    """Give a table the keys and indexes of another under names of its own, as partitions and LIKE
    INCLUDING INDEXES get them; foreign keys keep theirs. What is there already is not doubled."""
    table = db.tables[name]
    origin = table.origin if line is None else db.origin(line)
    if source.primary_key is not None and table.primary_key is None:
        key = source.primary_key
        table = table._replace(primary_key=Key(
            naming.key_name(db, table, key.columns, 'pkey'), key.columns, origin, key.include,
        ))
        if table.columns is not None:
            table = table._replace(columns=tuple(
                c._replace(nullable=False) if c.name in key.columns else c for c in table.columns
            ))
        db.put(table)
    for key in source.uniques:
        if all(k.columns != key.columns for k in table.uniques):
            made = naming.key_name(db, table, key.labels or (*key.columns, *key.include), 'key')
            table = table._replace(uniques=(
                *table.uniques, Key(made, key.columns, origin, key.include),
            ))
            db.put(table)
    for number, index in enumerate(source.indexes, 1):
        alike = sum(shape(i) == shape(index) for i in source.indexes[:number])
        if sum(shape(i) == shape(index) for i in table.indexes) < alike:
            made = naming.index_name(db, table, elements_of(index))
            table = table._replace(indexes=(
                *table.indexes, index._replace(name=made, origin=origin),
            ))
            db.put(table)
    if foreign_keys:
        for link in source.foreign_keys:
            if all(_link(k) != _link(link) for k in table.foreign_keys):
                table = table._replace(foreign_keys=(
                    *table.foreign_keys, link._replace(origin=origin),
                ))
        db.put(table)
    for check in source.checks:
        if check.kind == 'exclude':
            made = naming.key_name(db, table, check.columns, 'excl')
            table = table._replace(checks=(
                *table.checks, check._replace(name=made, origin=origin),
            ))
            db.put(table)


def shape(index: Index) -> tuple[object, ...]:
    """What an index is apart from its name: a partition's index of its parent's shape is part of
    the parent's."""
    columns = tuple(column._replace(label=None) for column in index.columns)
    return index._replace(name='', origin=None, columns=columns)


def _link(key: ForeignKey) -> tuple[object, ...]:
    return (key.columns, key.references, key.referenced_columns)


def elements_of(index: Index) -> tuple[IndexElement, ...]:
    """The index's columns as one would write them, to choose a name by."""
    named = (
        IndexElement(c.label or c.name) if c.expression is None else
        IndexElement(None, c.expression.text, label=_figure_name(c.expression.text))
        for c in index.columns
    )
    return (*named, *(IndexElement(c) for c in index.include))


def _figure_name(expression: str) -> str | None:
    from sync_guard.postgres import tokens  # only for LIKE and partitions
    from sync_guard.postgres.ddl.figure import figure_name
    read = tokens.read(expression, 0, len(expression))
    return figure_name(read, 0, len(read))
