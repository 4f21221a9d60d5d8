"""A column as written becomes a column: its type, default, identity, and the sequence it brings."""
from __future__ import annotations

import re

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Column
from sync_guard.catalog import Default
from sync_guard.catalog import Name
from sync_guard.catalog import Sequence
from sync_guard.catalog import Table
from sync_guard.catalog import Type
from sync_guard.postgres.defaults import read_default
from sync_guard.postgres.defaults import type_of
from sync_guard.postgres.operations import ColumnSpec
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import expressions
from sync_guard.postgres.replay import naming
from sync_guard.postgres.replay.coercion import can_assign
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.naming import split_name
from sync_guard.postgres.replay.types import resolve
from sync_guard.postgres.types import format_type

_NEXTVAL = re.compile(r"\(*nextval\s*\(\s*'((?:[^']|'')+)'", re.IGNORECASE)


def make(db: Database, table: Name, spec: ColumnSpec) -> Column:
    """The column of ``spec`` but for its default; creates the sequence of a serial or identity
    column."""
    return filled(db, table, declare(db, table, spec), spec)


def declare(db: Database, table: Name, spec: ColumnSpec) -> Column:
    """What the words of ``spec`` say by themselves (transformColumnDefinition)."""
    assert spec.type is not None
    written = db.attempt(spec.line, resolve, spec.type)
    type_: Type = written or Type('public', spec.type.name)
    if spec.type.serial and type_.is_array:
        raise errors.plain('0A000', 'array of serial is not implemented', table)
    no_conflict(db, table, spec)
    primary = any(c.kind == 'primary key' for c in spec.constraints)
    own = spec.type.serial or spec.identity is not None
    return Column(
        spec.name, type_,
        nullable=not (spec.not_null or primary or own),
        not_null=spec.not_null_name,
        origin=db.origin(spec.line),
        uncertain=None if written and type_.key not in db.missing else (
            f'no migration creates type {spec.type.name}'
        ),
    )


def no_set(_: Database, table: Name, spec: ColumnSpec) -> None:
    """42P16 for SETOF, which only functions have (BuildDescForRelation)."""
    if spec.type is not None and spec.type.setof:
        raise errors.plain('42P16', f'column "{spec.name}" cannot be declared SETOF', table)


def no_conflict(db: Database, table: Name, spec: ColumnSpec) -> None:
    """42601 for attributes that exclude each other: a serial or identity column is NOT NULL."""
    conflict = spec.conflict
    if conflict is None and spec.not_null is False and spec.type is not None and (
            spec.type.serial or spec.identity is not None
    ):
        conflict = 'conflicting NULL/NOT NULL declarations'
    if conflict is not None:
        db.refuse(errors.plain(
            '42601', f'{conflict} for column "{spec.name}" of table "{table.name}"', table,
        ))


def filled(db: Database, table: Name, column: Column, spec: ColumnSpec) -> Column:
    """The column with the sequence that it brings, which PostgreSQL creates before the table."""
    if spec.type is not None and spec.type.serial:
        return serial(db, table, column)
    if spec.identity is None:
        return column
    if not column.uncertain and not is_integer(column.type):
        raise errors.plain(
            '22023', 'identity column type must be smallint, integer, or bigint', table,
        )
    return identity(db, table, column, spec.identity, spec.sequence_name and db.creation_name(
        spec.sequence_name,
    ))


def with_default(db: Database, table: Table, spec: ColumnSpec) -> Table:
    """The table with the default, or the generation expression, that ``spec`` writes: PostgreSQL
    reads them once all columns are there (AddRelationNewConstraints)."""
    column = table.column(spec.name)
    if column is not None and spec.generated is not None:
        return expressions.generate(db, table, spec.name, spec.generated)
    if column is None or spec.default is None:
        return table
    changed = column._replace(default=default_of(db, spec.default, column.type, spec.name))
    return table._replace(
        columns=tuple(changed if c is column else c for c in table.columns or ()),
    )


def serial(db: Database, table: Name, column: Column) -> Column:
    """``serial`` is shorthand: integer, NOT NULL, a sequence of its own, DEFAULT nextval."""
    sequence = own_sequence(db, table, column, None)
    return column._replace(nullable=False, default=nextval(sequence))


def identity(
        db: Database, table: Name, column: Column, kind: str, wanted: Name | None = None,
) -> Column:
    sequence = own_sequence(db, table, column, wanted)
    return column._replace(nullable=False, identity=kind, default=Default(
        'sequence', str(sequence), f'generated {kind} as identity',
    ))


def own_sequence(db: Database, table: Name, column: Column, wanted: Name | None) -> Name:
    name = wanted or naming.sequence_name(db, table, column.name)
    db.sequences[name] = Sequence(
        name.schema, name.name, (table.schema, table.name, column.name), column.origin,
    )
    return name


def nextval(sequence: Name) -> Default:
    quoted = naming.quoted(sequence).replace("'", "''")
    return Default('sequence', str(sequence), f"nextval('{quoted}'::regclass)")


def default_of(db: Database, expression: str, type_: Type, column: str) -> Default | None:
    """The default that an expression makes for a column of this name. DEFAULT NULL is no default:
    PostgreSQL stores none (AddRelationNewConstraints drops a null constant)."""
    catalog, path = db.catalog(), db.effective_path()
    default = read_default(expression, type_, catalog, path, expressions.judge(db))
    if default is not None and default.kind != 'literal' and default.certain:
        has = type_of(expression, catalog, path)
        if has is not None and not can_assign(has, type_, db.types):
            db.refuse(errors.plain('42804', (
                f'column "{column}" is of type {format_type(type_)} but default expression is of '
                f'type {format_type(has)}'
            )))
    if default is None or default.kind != 'sequence':
        return default
    written = _NEXTVAL.match(expression)
    ref = split_name(written[1].replace("''", "'")) if written else None
    if ref is None:
        return default
    name = db.attempt(db.line, _sequence, ref)
    return default if name is None else nextval(name)


def _sequence(db: Database, ref: Ref) -> Name:
    """The sequence of this name by the search_path; 42P01. Any other relation fails only when the
    default is used."""
    name = db.find(ref, db.sequences, db.tables)
    if name is None:
        raise errors.plain('42P01', f'relation "{ref}" does not exist', db.missing_name(ref))
    return name


def retyped(db: Database, default: Default | None, type_: Type) -> Default | None:
    """A default after its column changed type: PostgreSQL casts the old expression anew."""
    if default is None or default.kind == 'sequence':
        return default
    return read_default(default.text, type_, db.catalog(), db.effective_path())


def drop_sequence_of(db: Database, table: Name, column: str) -> None:
    """Sequences owned by a column go with it."""
    owner = (table.schema, table.name, column)
    for name in [n for n, s in db.sequences.items() if s.owned_by == owner]:
        del db.sequences[name]


def is_integer(type_: Type) -> bool:
    whole = ('int2', 'int4', 'int8')
    return type_.schema == BUILT_IN and not type_.is_array and type_.name in whole
