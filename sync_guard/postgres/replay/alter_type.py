"""ALTER TYPE and ALTER DOMAIN."""
from __future__ import annotations

from sync_guard.catalog import AnyType
from sync_guard.catalog import Column
from sync_guard.catalog import Composite
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.catalog import Name
from sync_guard.postgres import actions
from sync_guard.postgres import operations as op
from sync_guard.postgres.replay import columns
from sync_guard.postgres.replay import containers
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import typed_tables
from sync_guard.postgres.replay import types
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.types import resolve

# ALTER TYPE … ATTRIBUTE, in the words of a table's columns.
_OF_ATTRIBUTES = (
    actions.AddColumn, actions.DropColumn, actions.AlterColumnType, actions.RenameColumn,
)


def alter(db: Database, operation: op.Alter) -> None:
    if operation.if_exists and db.find(operation.name, db.types) is None:
        return
    made = _made(db, operation)
    if operation.kind == 'domain' and not isinstance(made, Domain) and not db.is_assumed(made.key):
        raise errors.plain('42809', f'"{made.name}" is not a domain', made.key)
    for action in operation.actions:
        db.attempt(action.line, _apply, made.key, action)


def _made(db: Database, operation: op.Alter) -> AnyType:
    """The type. For its attributes it is looked up as a relation."""
    try:
        return types.get(db, operation.name)
    except errors.Refused as refusal:
        if operation.actions and refusal.sqlstate == '42704' and all(
                isinstance(action, _OF_ATTRIBUTES) for action in operation.actions
        ):
            refusal.sqlstate = '42P01'
            refusal.message = f'relation "{operation.name}" does not exist'
        raise


def _apply(db: Database, name: Name, action: object) -> None:
    made = db.types[name]
    if isinstance(action, actions.RenameTo):
        new = Name(name.schema, action.to)
        if isinstance(made, Composite) and (
                db.relation_exists(new) or isinstance(db.types.get(new), Composite)
        ):
            raise errors.relation_exists(new)  # a composite type is a relation too
        types.move(db, name, new)
    elif isinstance(action, actions.SetSchema):
        if action.schema not in db.schemas:
            raise errors.schema_missing(action.schema)
        if action.schema != name.schema:
            types.move(db, name, Name(action.schema, name.name))
    elif isinstance(made, Enum):
        if isinstance(action, actions.AddLabel):
            types.add_label(db, made, action)
        elif isinstance(action, actions.RenameLabel):
            types.rename_label(db, made, action)
    elif isinstance(made, Composite):
        _alter_composite(db, made, action)
    elif isinstance(made, Domain):
        _alter_domain(db, made, action)
    elif isinstance(action, (actions.AddLabel, actions.RenameLabel)) and not db.is_assumed(name):
        raise errors.plain('42809', f'"{name.name}" is not an enum', name)


def _alter_composite(db: Database, made: Composite, action: object) -> None:
    attributes = made.attributes
    if isinstance(action, actions.AlterColumnType):
        _require(made, action.name)
        resolve(db, action.type)
        containers.require_unused(db, made.key, 'type', 'it')
    typed = typed_tables.of_type(db, made)
    if typed and not getattr(action, 'cascade', False):
        raise errors.others_depend_on_row(made.key)
    if isinstance(action, actions.AddColumn):
        assert action.column.type is not None
        if any(a.name == action.column.name for a in attributes):
            raise errors.column_exists(made.key, action.column.name)
        type_ = resolve(db, action.column.type)
        attributes = (*attributes, Column(
            action.column.name, type_, True, origin=db.origin(action.line),
        ))
    elif isinstance(action, actions.DropColumn):
        if not action.if_exists:
            _require(made, action.name)
        attributes = tuple(a for a in attributes if a.name != action.name)
    elif isinstance(action, actions.AlterColumnType):
        type_ = resolve(db, action.type)
        attributes = tuple(
            a._replace(type=type_) if a.name == action.name else a for a in attributes
        )
    elif isinstance(action, actions.RenameColumn):
        _require(made, action.name)
        if any(a.name == action.to for a in attributes):
            raise errors.column_exists(made.key, action.to)
        attributes = tuple(
            a._replace(name=action.to) if a.name == action.name else a for a in attributes
        )
    db.types[made.key] = made._replace(attributes=attributes)
    for name in typed:
        typed_tables.follow(db, name, action, attributes)


def _require(made: Composite, attribute: str) -> None:
    names = [a.name for a in made.attributes]
    if attribute not in names:
        raise errors.column_missing(made.key, attribute, names)


def _alter_domain(db: Database, made: Domain, action: object) -> None:
    if isinstance(action, actions.SetNotNull):
        if action.not_null and not made.not_null:
            containers.require_unused(db, made.key, 'type', 'it', direct=False)
        name = made.not_null_name
        if action.not_null and not made.not_null:
            name = types.not_null_name(db, made, action.constraint)
        made = made._replace(
            not_null=action.not_null, not_null_name=name if action.not_null else None,
        )
    elif isinstance(action, actions.SetDefault):
        made = made._replace(default=None if action.expression is None else (
            columns.default_of(db, action.expression, made.base, made.name)
        ))
    elif isinstance(action, actions.AddConstraint):
        made = types.domain_check(db, made, action.constraint)
        if action.constraint.valid:
            containers.require_unused(db, made.key, 'type', 'it', direct=False)
    elif isinstance(action, (
            actions.DropConstraint, actions.NeedConstraint, actions.RenameConstraint,
    )):
        names = types.domain_constraints(made)
        if action.name not in names:
            if isinstance(action, actions.DropConstraint) and action.if_exists:
                return
            raise errors.plain('42704', (
                f'constraint "{action.name}" of domain "{made.name}" does not exist'
            ), made.key)
        own = action.name == made.not_null_name
        if isinstance(action, actions.NeedConstraint):
            if own:
                raise errors.plain('42809', (
                    f'constraint "{action.name}" of domain "{made.name}" is not a check constraint'
                ), made.key)
            containers.require_unused(db, made.key, 'type', 'it', direct=False)
        elif own and isinstance(action, actions.DropConstraint):
            made = made._replace(not_null=False, not_null_name=None)
        elif isinstance(action, actions.DropConstraint):
            made = made._replace(checks=tuple(c for c in made.checks if c.name != action.name))
        elif isinstance(action, actions.RenameConstraint):
            if action.to in names:
                raise errors.plain('42710', (
                    f'constraint "{action.to}" for domain {made.name} already exists'
                ), made.key)
            made = made._replace(
                checks=tuple(
                    c._replace(name=action.to) if c.name == action.name else c for c in made.checks
                ),
                not_null_name=action.to if own else made.not_null_name,
            )
    db.types[made.key] = made
