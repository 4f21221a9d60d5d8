"""A column as written becomes a column: its type, default, identity, and the sequence it brings."""
from __future__ import annotations

import re

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Column
from sync_guard.catalog import Default
from sync_guard.catalog import Name
from sync_guard.catalog import Sequence
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
    """The column of ``spec``; creates the sequence of a serial or identity column."""
    assert spec.type is not None
    written = db.attempt(spec.line, resolve, spec.type)
    type_: Type = written or Type('public', spec.type.name)
    column = Column(
        spec.name, type_,
        nullable=not spec.not_null,
        origin=db.origin(spec.line),
        uncertain=None if written and type_.key not in db.missing else (
            f'no migration creates type {spec.type.name}'
        ),
    )
    if any(c.kind == 'primary key' for c in spec.constraints):
        column = column._replace(nullable=False)
    if spec.type.serial:
        if type_.is_array:
            raise errors.plain('0A000', 'array of serial is not implemented', table)
        return serial(db, table, column)
    if spec.identity is not None:
        if spec.default is not None:
            raise errors.plain('42601', (
                f'both default and identity specified for column "{spec.name}" of table '
                f'"{table.name}"'
            ), table)
        if written and not is_integer(type_):
            raise errors.plain(
                '22023', 'identity column type must be smallint, integer, or bigint', table,
            )
        return identity(db, table, column, spec.identity, spec.sequence_name and db.creation_name(
            spec.sequence_name,
        ))
    if spec.default is not None:
        column = column._replace(default=default_of(db, spec.default, type_, spec.name))
    return column


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
