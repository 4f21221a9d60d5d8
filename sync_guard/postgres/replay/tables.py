"""What tables have in common when they are made, inherit, and are copied."""
from __future__ import annotations

from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Index
from sync_guard.catalog import Key
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.operations import IndexElement
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import naming
from sync_guard.postgres.replay.contents import constraint_names
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.database import TEMPORARY


def already_there(
    db: Database, name: Name, if_not_exists: bool, *, is_index: bool = False,
) -> bool:
    """The one place for IF NOT EXISTS of relations: True to do nothing, 42P07 if that is wrong."""
    if db.relation_exists(name):
        if if_not_exists:
            return True
        raise errors.relation_exists(name)
    if name in db.types and name.schema != TEMPORARY and not is_index:
        if not db.is_assumed(name):
            # A table brings a type of its own name.
            raise errors.type_exists(name)
        del db.types[name]
    return False


def tables_only(parent: Table) -> None:
    if parent.kind in ('view', 'materialized view'):
        raise errors.plain('42809', (
            f'inherited relation "{parent.name}" is not a table or foreign table'
        ), parent.key)


def partitioned_only(parent: Table) -> None:
    tables_only(parent)
    if parent.kind != 'partitioned table' and parent.uncertain is None:
        raise errors.plain('42P17', f'"{parent.name}" is not partitioned', parent.key)


def heirs_only(table: Table, parent: Table) -> None:
    """42809 or 42P07 unless a plain table may be `table`'s parent."""
    tables_only(parent)
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
            merged.append(own._replace(
                origin=table.origin, comment=None, local=False, not_null=None,
            ))
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
        # Which of two defaults it is the table has to say itself.
        inherited = None if column.identity is not None else column.default
        merged[place] = known._replace(
            nullable=known.nullable and column.nullable, default=known.default or inherited,
        )
    have = {c.name: c for c in table.checks}
    given = [c for c in parent.checks if c.kind == 'check' and not c.no_inherit]
    for check in given:
        other = have.get(check.name)
        if other is not None and (
                other.expression.certain and check.expression.certain
                and other.expression.text != check.expression.text
        ):
            raise errors.plain('42710', (
                f'check constraint name "{check.name}" appears multiple times but with different '
                'expressions'
            ), table.key)
    return table._replace(
        columns=tuple(merged),
        checks=(*table.checks, *(
            c._replace(local=False) for c in given if c.name not in have
        )),
    )


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
            deferrable=key.deferrable,
        ))
        if table.columns is not None:
            table = table._replace(columns=tuple(
                c._replace(nullable=False) if c.name in key.columns else c for c in table.columns
            ))
        db.put(table)
    for number, key in enumerate(source.uniques, 1):
        alike = sum(_same_key(k, key) for k in source.uniques[:number])
        if sum(_same_key(k, key) for k in table.uniques) < alike:
            made = naming.key_name(db, table, key.labels or (*key.columns, *key.include), 'key')
            table = table._replace(uniques=(
                *table.uniques,
                Key(made, key.columns, origin, key.include, deferrable=key.deferrable),
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
                made = link.name
                if made in constraint_names(table):
                    made = naming.constraint_name(db, table, link.columns, 'fkey')
                table = table._replace(foreign_keys=(
                    *table.foreign_keys, link._replace(name=made, origin=origin),
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
    the parent's, in whatever order that sorts (CompareIndexInfo)."""
    columns = tuple(
        column._replace(label=None, descending=False, nulls_first=False)
        for column in index.columns
    )
    return index._replace(name='', origin=None, columns=columns)


def _same_key(one: Key, other: Key) -> bool:
    return (one.columns, one.include) == (other.columns, other.include)


def _link(key: ForeignKey) -> tuple[object, ...]:
    """What makes a partition's foreign key part of its parent's
    (tryAttachPartitionForeignKey)."""
    return key._replace(name='', origin=None, label=None, uncertain=None)


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
