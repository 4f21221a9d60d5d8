"""ALTER TABLE … COLUMN: columns added, changed, renamed and dropped, here and in the heirs."""
from __future__ import annotations

from sync_guard.catalog import Column
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres import actions
from sync_guard.postgres.replay import alter_constraints
from sync_guard.postgres.replay import columns
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import expressions
from sync_guard.postgres.replay import not_nulls
from sync_guard.postgres.replay import relations
from sync_guard.postgres.replay import sequences
from sync_guard.postgres.replay import tables
from sync_guard.postgres.replay import views
from sync_guard.postgres.replay.database import Database


def column_of(table: Table, name: str) -> Column | None:
    """The column; 42703 where it is known not to be there, None where that cannot be known."""
    if table.columns is None:
        return None
    column = table.column(name)
    if column is None:
        if table.uncertain is not None:
            return None
        raise errors.column_missing(table.key, name, (c.name for c in table.columns))
    return column


def change(db: Database, name: Name, column: Column, to: Column) -> None:
    table = db.tables[name]
    db.put(table._replace(columns=tuple(to if c is column else c for c in table.columns or ())))


def not_inherited(db: Database, table: Table, column: str, verb: str) -> None:
    """42P16 where a parent decides on the column."""
    for parent in tables.parents_of(db, table):
        if parent.column(column) is not None and parent.uncertain is None:
            raise errors.plain('42P16', f'cannot {verb} inherited column "{column}"', table.key)


def with_children(db: Database, name: Name, what: str) -> None:
    """42P16 for ONLY where parents and children may not differ."""
    if db.only and db.children(name):
        raise errors.plain('42P16', f'{what} child tables too', name)


def heirs_only_ours(db: Database, name: Name, column: str, verb: str) -> None:
    """42P16 where an heir has the column from another parent too."""
    family = {name, *(child.key for child in db.heirs(name))}
    for child in db.heirs(name):
        others = [p for p in tables.parents_of(db, child) if p.key not in family]
        if any(p.column(column) is not None for p in others):
            raise errors.plain('42P16', f'cannot {verb} inherited column "{column}"', child.key)


def not_partition_key(table: Table, column: str, verb: str) -> None:
    if column in table.partitioned_by:
        raise errors.plain('42P16', (
            f'cannot {verb} column "{column}" because it is part of the partition key of relation '
            f'"{table.name}"'
        ), table.key)


def add(db: Database, name: Name, action: actions.AddColumn) -> bool:
    """Add the column but for its constraints; False if it is there already (IF NOT EXISTS)."""
    spec, table = action.column, db.tables[name]
    if table.partition_of is not None:
        raise errors.plain('42809', 'cannot add column to a partition', name)
    if table.columns is None:
        return True
    there = table.column(spec.name)
    if there is not None:
        if action.if_not_exists:
            return False
        if there.uncertain is None:
            raise errors.column_exists(name, spec.name)
        # What may or may not be there is not, where its name is given anew.
        table = table._replace(columns=tuple(c for c in table.columns if c is not there))
    if db.since(18):
        columns.no_set(db, name, spec)
    column = columns.make(db, name, spec)
    with_children(db, name, 'column must be added to')
    if column.identity is not None and db.heirs(name) and (
            table.kind == 'table' or db.before(17)
    ):
        raise errors.plain('42P16', (
            'cannot recursively add identity column to table that has child tables'
        ), name)
    table = columns.with_default(
        db, table._replace(columns=(*(table.columns or ()), column)), spec,
    )
    column = table.column(spec.name) or column
    db.put(table)
    for child in db.heirs(name):
        known = child.column(spec.name)
        if known is not None and known.type != column.type and not known.uncertain:
            raise errors.plain('42804', (
                f'child table "{child.name}" has different type for column "{spec.name}"'
            ), child.key)
        if child.columns is not None and known is None:
            inherited = column._replace(local=False)
            db.put(child._replace(columns=(*child.columns, inherited)))
    return True


def drop(db: Database, name: Name, action: actions.DropColumn) -> None:
    table = db.tables[name]
    if action.if_exists and (table.columns is None or table.column(action.name) is None):
        return
    column = column_of(table, action.name)
    if column is not None:
        not_inherited(db, table, column.name, 'drop')
        not_partition_key(table, column.name, 'drop')
        if db.only and table.kind == 'partitioned table' and db.children(name):
            raise errors.plain('42P16', (
                'cannot drop column from only the partitioned table when partitions exist'
            ), name)
        drop_inherited(db, name, column.name, action.cascade)


def drop_inherited(db: Database, name: Name, column: str, cascade: bool) -> None:
    """Drop a column here and in the heirs that have it from nowhere else: one that they declared
    too, or that ONLY leaves to them, is their own from now on (ATExecDropColumn)."""
    children = db.children(name)
    drop_column(db, name, column, cascade)
    for child in children:
        known = child.column(column)
        if known is None or any(
                p.column(column) is not None for p in tables.parents_of(db, child)
        ):
            continue
        if known.local or db.only:
            change(db, child.key, known, known._replace(local=True))
        else:
            drop_inherited(db, child.key, column, cascade)


def _falling_along(db: Database, name: Name, column: str) -> set[tuple[Name, str]]:
    """The column, and those of heirs that go with it: they have it from nowhere else."""
    gone = {(name, column)}
    heirs = list(db.heirs(name))  # none with ONLY
    for _ in heirs:  # a parent may come after its heir
        gone |= {
            (heir.key, column) for heir in heirs
            if any(c.name == column and not c.local for c in heir.columns or ())
            and all(
                (parent.key, column) in gone
                for parent in tables.parents_of(db, heir) if parent.column(column) is not None
            )
        }
    return gone


def drop_column(db: Database, name: Name, column: str, cascade: bool) -> None:
    """Drop a column that is there, with its constraints, indexes and owned sequences."""
    table = db.tables[name]
    gone = _falling_along(db, name, column)
    for key in (table.primary_key, *table.uniques):
        if key is not None and column in key.columns:
            alter_constraints.drop_references(
                db, table, key.columns, cascade, f'column {column} of table {name}', gone,
            )
    table = db.tables[name]
    assert table.columns is not None
    computed = [
        c.name for c in table.columns
        if c.generated is not None and c.name != column and column in c.generated.columns
    ]
    if computed and not cascade:
        raise errors.others_depend(f'column {column} of table {name}', name, (
            f'column {c} of table {name}' for c in computed
        ))
    owned = sequences.owned(db, name, column)
    sequences.release(db, owned, cascade, gone, f'column {column} of table {name}')
    reading = views.readers_of_column(db, name, column)
    if reading and not cascade:
        raise errors.others_depend(f'column {column} of table {name}', name, (
            f'{view.kind} {view.key} depends on it' for view in reading
        ))
    for view in reading:
        if view.key in db.tables:
            views.drop(db, view.key)
    columns.drop_sequence_of(db, name, column)
    table = db.tables[name]
    assert table.columns is not None
    primary = table.primary_key
    if primary is not None and column in (*primary.columns, *primary.include):
        primary = None
    db.put(table._replace(
        columns=tuple(c for c in table.columns if c.name != column),
        primary_key=primary,
        uniques=tuple(k for k in table.uniques if column not in (*k.columns, *k.include)),
        foreign_keys=tuple(k for k in table.foreign_keys if column not in k.columns),
        checks=tuple(c for c in table.checks if column not in c.columns),
        indexes=tuple(i for i in table.indexes if column not in relations.columns_of(i)),
    ))
    for other in computed:
        drop_column(db, name, other, True)


def set_default(db: Database, name: Name, action: actions.SetDefault) -> None:
    column = column_of(db.tables[name], action.name)
    if column is None:
        return
    if column.identity is not None:
        raise errors.plain('42601', (
            f'column "{column.name}" of relation "{name.name}" is an identity column'
        ), name)
    if column.generated is not None:
        raise errors.plain('42601', (
            f'column "{column.name}" of relation "{name.name}" is a generated column'
        ), name)
    default = None
    if action.expression is not None:
        default = columns.default_of(db, action.expression, column.type, column.name)
    for each in (name, *(c.key for c in db.heirs(name))):
        known = db.tables[each].column(action.name)
        if known is not None:
            change(db, each, known, known._replace(
                default=default, origin=db.origin(action.line),
            ))


def set_not_null(db: Database, name: Name, action: actions.SetNotNull) -> None:
    table = db.tables[name]
    column = column_of(table, action.name)
    if column is None:
        return
    if action.not_null:
        not_nulls.require_one(db, table, column, action.constraint)
    if action.not_null and db.only and table.kind == 'partitioned table' and any(
            c.name == action.name and (c.nullable or db.since(18))
            for child in db.children(name) for c in child.columns or ()
    ):
        with_children(db, name, 'constraint must be added to')
    for each in (name, *(c.key for c in db.heirs(name))):
        if not action.not_null and (each == name or db.before(18)):
            # Since PostgreSQL 18 an heir keeps what it says itself.
            _may_be_null(db, db.tables[each], action.name)
        known = db.tables[each].column(action.name)
        if known is not None and known.nullable is action.not_null:
            change(db, each, known, known._replace(
                nullable=not action.not_null, origin=db.origin(action.line),
                not_null=action.constraint if each == name else None,
            ))


def _may_be_null(db: Database, table: Table, name: str) -> None:
    """42601 or 42P16 for what keeps a column from losing its NOT NULL."""
    column = table.column(name)
    if column is None:
        return
    if column.identity is not None:
        raise errors.plain('42601', (
            f'column "{column.name}" of relation "{table.name}" is an identity column'
        ), table.key)
    primary = table.primary_key
    if primary is not None and column.name in primary.columns:
        raise errors.plain('42P16', f'column "{column.name}" is in a primary key', table.key)
    not_nulls.require_own(db, table, column)
    above = None if table.partition_of is None else db.tables.get(table.partition_of)
    known = None if above is None else above.column(column.name)
    if known is not None and not known.nullable and not column.nullable:
        raise errors.plain(
            '42P16', f'column "{column.name}" is marked NOT NULL in parent table', table.key,
        )


def alter_identity(db: Database, name: Name, action: actions.AlterIdentity) -> None:
    table = db.tables[name]
    column = column_of(table, action.name)
    if column is None:
        return
    what = f'column "{column.name}" of relation "{name.name}"'
    if table.partition_of is not None and db.since(17):
        # Since then a partition has the identity of its parent.
        words = {'add': 'add identity to a', 'drop': 'drop identity from a'}
        what = words.get(action.verb, 'change identity')
        raise errors.plain('42P16', f'cannot {what} column of a partition', name)
    if action.verb == 'add':
        if not columns.is_integer(column.type) and column.uncertain is None:
            raise errors.plain(
                '22023', 'identity column type must be smallint, integer, or bigint', name,
            )
        if column.identity is not None:
            raise errors.plain('55000', f'{what} is already an identity column', name)
        if column.default is not None or column.generated is not None:
            raise errors.plain('55000', f'{what} already has a default value', name)
        if column.nullable:
            raise errors.plain('55000', (
                f'{what} must be declared NOT NULL before identity can be added'
            ), name)
        made = columns.identity(
            db, name, column._replace(origin=db.origin(action.line)), action.identity or 'always',
        )
        change(db, name, column, made)
        return
    if column.identity is None:
        if action.if_exists:
            return
        raise errors.plain('55000', f'{what} is not an identity column', name)
    if action.verb == 'drop':
        sequences.release(
            db, sequences.owned(db, name, column.name), False, {(name, column.name)},
            f'sequence of column {column.name} of table {name}',
        )
        columns.drop_sequence_of(db, name, column.name)
        change(db, name, column, column._replace(
            identity=None, default=None, origin=db.origin(action.line),
        ))
    elif action.identity is not None:
        change(db, name, column, column._replace(
            identity=action.identity, origin=db.origin(action.line),
        ))


def prepare_drop_expression(db: Database, name: Name, action: actions.DropExpression) -> None:
    """0A000 for ONLY where there are children. PostgreSQL goes to each heir with ONLY, so that an
    heir with heirs of its own is refused too (ATPrepDropExpression)."""
    heirs = db.heirs(name)
    if db.only and db.children(name) or any(db.children(child.key) for child in heirs):
        raise errors.plain('0A000', (
            'ALTER TABLE / DROP EXPRESSION must be applied to child tables too'
        ), name)
    table = db.tables[name]
    column = column_of(table, action.name)
    if column is not None and any(p.column(column.name) for p in tables.parents_of(db, table)):
        raise errors.plain(
            '42P16', 'cannot drop generation expression from inherited column', name,
        )


def drop_expression(db: Database, name: Name, action: actions.DropExpression) -> None:
    column = column_of(db.tables[name], action.name)
    if column is None:
        return
    if column.generated is None:
        if action.if_exists:
            return
        raise errors.plain('55000', (
            f'column "{column.name}" of relation "{name.name}" is not a stored generated column'
        ), name)
    for each in (name, *(c.key for c in db.heirs(name))):
        known = db.tables[each].column(action.name)
        if known is not None:
            change(db, each, known, known._replace(
                generated=None, default=None, origin=db.origin(action.line),
            ))


def set_expression(db: Database, name: Name, action: actions.SetExpression) -> None:
    column = column_of(db.tables[name], action.name)
    if column is not None:
        change(db, name, column, column._replace(origin=db.origin(action.line)))
        db.put(expressions.generate(db, db.tables[name], column.name, action.expression))


def need(db: Database, name: Name, action: actions.NeedColumn) -> None:
    column_of(db.tables[name], action.name)


def rename(db: Database, name: Name, action: actions.RenameColumn) -> None:
    table = db.tables[name]
    try:
        if column_of(table, action.name) is None:
            return
    except errors.Refused as refusal:
        # renameatt_internal() words it without the relation.
        raise errors.key_column_missing(name, action.name, '', refusal.candidates) from None
    with_children(db, name, f'inherited column "{action.name}" must be renamed in')
    heirs_only_ours(db, name, action.name, 'rename')
    for child in db.heirs(name):
        if child.column(action.to) is not None:
            raise errors.column_exists(child.key, action.to)
    # PostgreSQL renames in the children first (renameatt_internal).
    not_inherited(db, table, action.name, 'rename')
    if table.column(action.to) is not None:
        raise errors.column_exists(name, action.to)
    relations.rename_column(db, name, action.name, action.to, db.origin(action.line))
    for child in db.heirs(name):
        relations.rename_column(db, child.key, action.name, action.to, db.origin(action.line))

