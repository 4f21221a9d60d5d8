"""Types: looked up, created, altered, renamed."""
from __future__ import annotations

from collections.abc import Callable

from sync_guard.catalog import AnyType
from sync_guard.catalog import Check
from sync_guard.catalog import Column
from sync_guard.catalog import Composite
from sync_guard.catalog import Default
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.catalog import Label
from sync_guard.catalog import Name
from sync_guard.catalog import OtherType
from sync_guard.catalog import Type
from sync_guard.postgres.actions import AddLabel
from sync_guard.postgres.actions import RenameLabel
from sync_guard.postgres.defaults import print_expression
from sync_guard.postgres.names import make_object_name
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.operations import ConstraintSpec
from sync_guard.postgres.operations import CreateComposite
from sync_guard.postgres.operations import CreateDomain
from sync_guard.postgres.operations import CreateEnum
from sync_guard.postgres.operations import CreateOtherType
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import expressions
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.type_modifiers import fault
from sync_guard.postgres.types import built_in
from sync_guard.postgres.types import format_type
from sync_guard.postgres.types import TypeName


def resolve(db: Database, written: TypeName) -> Type:
    """The type of this name by the search_path; 42704 where there is none.

    Every table is a type too, and every type has an array type ``_name``.
    """
    found = built_in(written)
    if found is not None:
        wrong = fault(found.name, found.modifiers)
        if wrong is not None:
            raise errors.plain(*wrong)
        return found
    for name, is_array in ((written.name, written.is_array), (written.name[1:], True)):
        if is_array and not written.is_array and written.name[:1] != '_':
            break
        full = db.find(Ref(written.schema, name), db.types, db.tables)
        if full is not None:
            db.needed_here(full)
            made = db.types.get(full)
            if written.modifiers and made is not None and not isinstance(made, OtherType):
                # Only what C code defines can have a typmod_in function.
                ref = Ref(written.schema, written.name)
                raise errors.plain('42601', f'type modifier is not allowed for type "{ref}"')
            return Type(full.schema, full.name, written.modifiers, is_array)
    ref = Ref(written.schema, written.name)
    if ref.schema is not None and ref.schema not in db.schemas:
        raise errors.schema_missing(ref.schema)
    missing = errors.type_missing(str(ref), db.missing_name(ref), (n.name for n in db.types))
    from sync_guard.postgres.replay.extensions import extension_of
    extension = extension_of(ref.name)
    if extension is not None and extension not in db.extensions:
        missing.hint = (
            f'The extension {extension} brings it: CREATE EXTENSION '
            f'{quote_identifier(extension)} WITH SCHEMA extensions;'
        )
    raise missing


def get(db: Database, ref: Ref) -> AnyType:
    """The type made by CREATE TYPE or CREATE DOMAIN; 42704 where there is none."""
    name = db.find(ref, db.types)
    if name is None:
        if ref.schema is not None and ref.schema not in db.schemas:
            raise errors.schema_missing(ref.schema)
        raise errors.object_missing(
            'type', str(ref), db.missing_name(ref), (n.name for n in db.types),
        )
    return db.types[name]


def _new_name(db: Database, ref: Ref) -> Name:
    name = db.creation_name(ref)
    if name in db.types and not db.is_assumed(name) or name in db.tables:
        raise errors.type_exists(name)
    return name


def create_enum(db: Database, operation: CreateEnum) -> None:
    name = _new_name(db, operation.name)
    labels: dict[str, Label] = {}
    for text, line in operation.labels:
        if text in labels:
            raise errors.plain('23505', (
                'duplicate key value violates unique constraint "pg_enum_typid_label_index"'
            ), name)
        labels[text] = Label(text, db.origin(line))
    db.types[name] = Enum(
        name.schema, name.name, tuple(labels.values()), origin=db.origin(operation.line),
    )
    db.made |= {name}
    db.fresh = frozenset(label for label in db.fresh if label[0] != name)
    _now_certain(db, name)


def create_composite(db: Database, operation: CreateComposite) -> None:
    name = _new_name(db, operation.name)
    attributes: list[Column] = []
    for spec in operation.attributes:
        assert spec.type is not None
        if spec.type.setof:
            db.refuse(errors.plain('42P16', f'column "{spec.name}" cannot be declared SETOF', name))
        type_ = db.attempt(spec.line, resolve, spec.type)
        if type_ is not None:
            attributes.append(Column(spec.name, type_, True, origin=db.origin(spec.line)))
    db.types[name] = Composite(
        name.schema, name.name, tuple(attributes), origin=db.origin(operation.line),
    )
    _now_certain(db, name)


def create_domain(db: Database, operation: CreateDomain) -> None:
    name = _new_name(db, operation.name)
    base = db.attempt(operation.line, resolve, operation.base)
    if base is None:
        return
    default = None
    if operation.default is not None:
        from sync_guard.postgres.replay import columns  # which are made of types
        default = columns.default_of(db, operation.default, base, name.name)
    domain = Domain(
        name.schema, name.name, base, operation.not_null, default,
        origin=db.origin(operation.line),
        not_null_name=None if db.before(17) else operation.not_null_name,
    )
    for spec in operation.checks:
        domain = domain_check(db, domain, spec)
    if domain.not_null:
        domain = domain._replace(
            not_null_name=not_null_name(db, domain, operation.not_null_name),
        )
    db.types[name] = domain
    _now_certain(db, name)


def not_null_name(db: Database, domain: Domain, wanted: str | None) -> str | None:
    """How NOT NULL of a domain is called since PostgreSQL 17; before, it has no name."""
    if db.before(17):
        return None
    return wanted or make_object_name(domain.name, None, 'not_null', domain_constraints(domain))


def domain_constraints(domain: Domain) -> set[str]:
    return {c.name for c in domain.checks} | {n for n in (domain.not_null_name,) if n is not None}


def domain_check(db: Database, domain: Domain, spec: ConstraintSpec) -> Domain:
    """ChooseConstraintName: ``name_check``, ``name_check1``, …"""
    names = domain_constraints(domain)
    if spec.name in names:
        raise errors.plain(
            '42710', f'constraint "{spec.name}" for domain "{domain.name}" already exists',
            domain.key,
        )
    name = spec.name or make_object_name(domain.name, None, 'check', names)
    expression = print_expression(
        spec.expression, db.catalog(), {'value': domain.base}, None, db.effective_path(),
        {'value': 'VALUE'},
    )
    return domain._replace(
        checks=(*domain.checks, Check(name, (), expression, origin=db.origin(spec.line))),
    )


def create_other(db: Database, operation: CreateOtherType) -> None:
    name = _new_name(db, operation.name) if not _is_shell(db, operation.name) else (
        db.creation_name(operation.name)
    )
    origin = db.origin(operation.line)
    db.types[name] = OtherType(name.schema, name.name, origin=origin)
    if operation.multirange is not None:
        many = db.creation_name(operation.multirange)
        db.types[many] = OtherType(many.schema, many.name, origin=origin)


def _is_shell(db: Database, ref: Ref) -> bool:
    """CREATE TYPE t; makes a shell that CREATE TYPE t (…) fills."""
    return isinstance(db.types.get(db.creation_name(ref)), OtherType)


def _now_certain(db: Database, name: Name) -> None:
    """A type that was used before it was made: its columns are what they were meant to be."""
    if name not in db.missing:
        return
    for table in list(db.tables.values()):
        if table.columns and any(c.uncertain and c.type.key == name for c in table.columns):
            db.put(table._replace(columns=tuple(
                c._replace(uncertain=None) if c.type.key == name else c for c in table.columns
            )))


# Enums


def add_label(db: Database, enum: Enum, action: AddLabel) -> None:
    texts = [label.text for label in enum.labels]
    if action.text in texts:
        if action.if_not_exists:
            return
        raise errors.label_exists(enum.key, action.text)
    place = len(texts)
    if action.neighbour is not None:
        if action.neighbour not in texts:
            raise errors.label_missing(enum.key, action.neighbour, texts)
        place = texts.index(action.neighbour) + (action.place == 'after')
    new = Label(action.text, db.origin(action.line))
    if enum.key not in db.made or db.before(17):
        db.fresh |= {(enum.key, action.text)}  # not to be used before COMMIT
    db.types[enum.key] = enum._replace(
        labels=(*enum.labels[:place], new, *enum.labels[place:]),
    )


def rename_label(db: Database, enum: Enum, action: RenameLabel) -> None:
    texts = [label.text for label in enum.labels]
    if action.text not in texts:
        raise errors.label_missing(enum.key, action.text, texts)
    if action.to in texts:
        raise errors.label_exists(enum.key, action.to)
    if (enum.key, action.text) in db.fresh:
        db.fresh |= {(enum.key, action.to)}
    db.types[enum.key] = enum._replace(labels=tuple(
        Label(action.to, db.origin(action.line)) if label.text == action.text else label
        for label in enum.labels
    ))
    # Defaults and expressions hold the label's identity in PostgreSQL, so they follow.
    old, new = (text.replace("'", "''") for text in (action.text, action.to))

    def follow(default: Default) -> Default:
        if default.kind == 'literal' and default.value == action.text:
            text = default.text.replace(f"'{old}'::", f"'{new}'::")
            return default._replace(value=action.to, text=text)
        return default

    change_columns(db, enum.key, lambda c: c if c.default is None else (
        c._replace(default=follow(c.default))
    ))
    of = Type(*enum.key)
    expressions.respell(db, lambda path: (
        f"'{old}'::{format_type(of, path)}", f"'{new}'::{format_type(of, path)}",
    ))


# Any type


def change_columns(db: Database, name: Name, change: Callable[[Column], Column]) -> None:
    """Change every column whose type is this one, or an array of it."""
    for table in list(db.tables.values()):
        if table.columns and any(c.type.key == name for c in table.columns):
            db.put(table._replace(columns=tuple(
                change(c) if c.type.key == name else c for c in table.columns
            )))


def move(db: Database, old: Name, new: Name) -> None:
    """Rename a type or move it to another schema; everything of that type follows."""
    if new in db.types or new in db.tables:
        raise errors.type_exists(new)
    made = db.types.pop(old)
    db.made = frozenset(new if name == old else name for name in db.made)
    db.fresh = frozenset((new if name == old else name, text) for name, text in db.fresh)
    db.types[new] = made._replace(schema=new.schema, name=new.name)
    follow_type(db, old, new)


def follow_type(db: Database, old: Name, new: Name) -> None:
    """Columns, attributes and domains of a renamed type; a table's row type counts too."""
    def casts(path: tuple[str, ...]) -> tuple[str, str]:
        return f'::{format_type(Type(*old), path)}', f'::{format_type(Type(*new), path)}'

    def follow(column: Column) -> Column:
        return column._replace(type=column.type._replace(schema=new.schema, name=new.name))

    change_columns(db, old, follow)
    for table in list(db.tables.values()):
        if table.of_type == old:
            db.put(table._replace(of_type=new))
    expressions.respell(db, casts)
    for name, other in list(db.types.items()):
        if isinstance(other, Composite) and any(a.type.key == old for a in other.attributes):
            db.types[name] = other._replace(attributes=tuple(
                follow(a) if a.type.key == old else a for a in other.attributes
            ))
        elif isinstance(other, Domain) and other.base.key == old:
            db.types[name] = other._replace(
                base=other.base._replace(schema=new.schema, name=new.name),
            )
