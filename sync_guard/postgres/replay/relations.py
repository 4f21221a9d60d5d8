"""Names of tables, views, indexes and sequences change, and of columns; all that refers follows."""
from __future__ import annotations

from sync_guard.catalog import Index
from sync_guard.catalog import Name
from sync_guard.catalog import Origin
from sync_guard.postgres.actions import RenameTo
from sync_guard.postgres.actions import SetSchema
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import expressions
from sync_guard.postgres.replay import indexes
from sync_guard.postgres.replay import sequences
from sync_guard.postgres.replay.contents import index_names
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.types import follow_type


def rename(db: Database, name: Name, action: RenameTo) -> None:
    new = Name(name.schema, action.to)
    if name in db.sequences:
        sequences.move(db, name, new)
    elif name in db.index_owner:
        indexes.rename(db, name, action.to)
    else:
        move_table(db, name, new)


def set_schema(db: Database, name: Name, action: SetSchema) -> None:
    """A table takes its indexes, constraints and owned sequences along."""
    if action.schema not in db.schemas:
        raise errors.schema_missing(action.schema)
    new = Name(action.schema, name.name)
    if name in db.sequences:
        if db.sequences[name].owned_by is not None:
            raise errors.plain(
                '0A000', 'cannot move an owned sequence into another schema', name,
            )
        sequences.move(db, name, new)
        return
    if name == new:
        return
    table = db.tables[name]
    for index in index_names(table):
        if db.relation_exists(Name(action.schema, index)):
            raise errors.relation_exists(Name(action.schema, index))
    move_table(db, name, new)
    for sequence in [
            n for n, s in db.sequences.items()
            if s.owned_by is not None and s.owned_by[:2] == tuple(new)
    ]:
        sequences.move(db, sequence, Name(action.schema, sequence.name))


def move_table(db: Database, old: Name, new: Name) -> None:
    if db.relation_exists(new):
        raise errors.relation_exists(new)
    if new in db.types:
        raise errors.type_exists(new)
    from sync_guard.postgres.replay import not_nulls
    table = not_nulls.settled(db, db.tables[old])
    reads = db.views.get(old)
    policies, triggers = db.policies.get(old), db.triggers.get(old)
    db.remove(old)
    db.put(table._replace(schema=new.schema, name=new.name))
    if policies is not None:
        db.policies[new] = policies
    if triggers is not None:
        db.triggers[new] = triggers
    if reads is not None:
        db.views[new] = reads
    for name, view in list(db.views.items()):
        if old in view.sources:
            db.views[name] = view._replace(
                sources=tuple(new if other == old else other for other in view.sources),
                columns=frozenset((new if t == old else t, c) for t, c in view.columns),
            )
    for other in list(db.tables.values()):
        changed = other
        if any(k.references == old for k in other.foreign_keys):
            changed = changed._replace(foreign_keys=tuple(
                k._replace(references=new) if k.references == old else k
                for k in other.foreign_keys
            ))
        if other.partition_of == old:
            changed = changed._replace(partition_of=new)
        if old in other.inherits:
            changed = changed._replace(inherits=tuple(
                new if parent == old else parent for parent in other.inherits
            ))
        if changed is not other:
            db.put(changed)
    for name, sequence in list(db.sequences.items()):
        if sequence.owned_by is not None and sequence.owned_by[:2] == tuple(old):
            db.sequences[name] = sequence._replace(owned_by=(*new, sequence.owned_by[2]))
    follow_type(db, old, new)


def rename_column(db: Database, name: Name, old: str, new: str, origin: Origin | None) -> None:
    """Rename a column that is there, in its table and in what points at it. Constraints and
    indexes keep their names."""
    from sync_guard.postgres.replay import not_nulls
    table = not_nulls.settled(db, db.tables[name])
    if table.columns is None or table.column(old) is None:
        return

    table = expressions.everywhere(
        table, lambda kept: expressions.renamed(db, table, kept, old, new),
    )

    def swap(columns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if c == old else c for c in columns)

    columns = tuple(
        c._replace(name=new, origin=origin) if c.name == old else c for c in table.columns or ()
    )
    primary = table.primary_key
    db.put(table._replace(
        columns=columns,
        partitioned_by=swap(table.partitioned_by),
        primary_key=primary if primary is None else primary._replace(
            columns=swap(primary.columns), include=swap(primary.include),
        ),
        uniques=tuple(
            k._replace(
                columns=swap(k.columns), include=swap(k.include),
                labels=k.labels or (*k.columns, *k.include),
            ) if old in (*k.columns, *k.include) else k for k in table.uniques
        ),
        foreign_keys=tuple(k._replace(columns=swap(k.columns)) for k in table.foreign_keys),
        checks=tuple(
            c._replace(columns=swap(c.columns), defaulted=swap(c.defaulted))
            if old in c.columns else c for c in table.checks
        ),
        indexes=tuple(
            i._replace(
                columns=tuple(
                    c._replace(name=new, label=c.label or old) if c.name == old else c
                    for c in i.columns
                ),
                include=swap(i.include),
            )
            for i in table.indexes
        ),
    ))
    for other in list(db.tables.values()):
        if any(k.references == name and old in k.referenced_columns for k in other.foreign_keys):
            db.put(other._replace(foreign_keys=tuple(
                k._replace(referenced_columns=swap(k.referenced_columns))
                if k.references == name else k for k in other.foreign_keys
            )))
    for view, known in list(db.views.items()):
        if (name, old) in known.columns:
            db.views[view] = known._replace(
                columns=known.columns - {(name, old)} | {(name, new)},
            )
    for sequence in list(db.sequences.values()):
        if sequence.owned_by == (*name, old):
            db.sequences[Name(sequence.schema, sequence.name)] = sequence._replace(
                owned_by=(*name, new),
            )


def columns_of(index: Index) -> set[str]:
    """Every column an index has or reads: dropping one of these drops the index."""
    found = {c.name for c in index.columns if c.name is not None}
    found.update(index.include)
    for expression in (index.predicate, *(c.expression for c in index.columns)):
        if expression is not None:
            found.update(expression.columns)
    return found
