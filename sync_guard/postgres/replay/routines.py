"""The register of functions: created, replaced, altered, dropped.

PostgreSQL's own and the platform's functions are not in it: nothing is said of them.
"""
from __future__ import annotations

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Name
from sync_guard.catalog import Type
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay import callers
from sync_guard.postgres.replay import calls
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import reads
from sync_guard.postgres.replay import types
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.state import Routine
from sync_guard.postgres.routines import AlterRoutine
from sync_guard.postgres.routines import CreateRoutine
from sync_guard.postgres.routines import DropRoutines
from sync_guard.postgres.types import built_in
from sync_guard.postgres.types import format_type
from sync_guard.postgres.types import TypeName

# Types that only functions have, and those of pg_catalog that no column has either.
_PSEUDO = frozenset({
    'any', 'anyarray', 'anycompatible', 'anycompatiblearray', 'anycompatiblemultirange',
    'anycompatiblenonarray', 'anycompatiblerange', 'anyelement', 'anyenum', 'anymultirange',
    'anynonarray', 'anyrange', 'cstring', 'event_trigger', 'fdw_handler', 'index_am_handler',
    'internal', 'language_handler', 'record', 'refcursor', 'table_am_handler', 'trigger',
    'tsm_handler', 'unknown', 'void', 'gtsvector', 'aclitem', 'txid_snapshot',
})


def create(db: Database, operation: CreateRoutine) -> None:
    name = db.creation_name(operation.name)
    made = _described(db, operation)
    same = None
    kept: list[Routine] = []
    for other in db.routines.get(name, ()):
        if other.kind == calls.ASSUMED:
            continue
        if _types_equal(other.types, made.types):
            same = other
        else:
            kept.append(other)
    if same is not None:
        _replaceable(name, same, made, operation.or_replace)
    db.routines[name] = (*kept, made)
    if db.check_bodies and (operation.body is not None or operation.declared):
        before = db.search_path
        if operation.path is not None:
            db.search_path = operation.path
        try:
            _check_body(db, operation)
        finally:
            db.search_path = before


def _check_body(db: Database, operation: CreateRoutine) -> None:
    """What PostgreSQL looks up before it creates the function: all of a body in SQL, of one in
    PL/pgSQL the types of its variables."""
    if operation.body is not None:
        reads.check(db, operation.body)
    for variable in operation.declared:
        if variable.relation is None:
            _resolve(db, variable.line, variable.type)
        elif not db.is_system(variable.relation) and db.find(
                variable.relation, db.types, db.sequences) is None:
            table = db.attempt(variable.line, Database.table, variable.relation)
            if variable.column is not None and table is not None:
                db.attempt(variable.line, reads.require_column, table, variable.column)


def _described(db: Database, operation: CreateRoutine) -> Routine:
    """The entry of the register, every type looked up in PostgreSQL's order."""
    if operation.parameters is None:
        return Routine(operation.kind, None)
    inputs: list[Type | None] = []
    outputs: list[tuple[str, str | None]] = []
    names: list[str] = []
    optional = 0
    variadic = False
    for parameter in operation.parameters:
        found = _resolve(db, operation.line, parameter.type)
        if parameter.mode in ('in', 'inout', 'variadic'):
            if optional and not parameter.default and parameter.mode != 'variadic':
                raise errors.plain('42P13', (
                    'input parameters after one with a default value must also have defaults'
                ))
            inputs.append(found)
            names.append(parameter.name)
            optional += parameter.default
            variadic = variadic or parameter.mode == 'variadic'
        if parameter.mode not in ('in', 'variadic'):
            outputs.append((parameter.name, _spelled(found)))
    if operation.returns is not None:
        result = _spelled(_resolve(db, operation.line, operation.returns))
    else:
        result = outputs[0][1] if len(outputs) == 1 else 'record'
    if operation.kind == 'procedure' or any(t is None for _, t in outputs):
        result = None
    if result is not None and operation.setof:
        result = f'setof {result}'
    return Routine(
        operation.kind, tuple(inputs), tuple(names), optional, variadic, result,
        tuple(outputs) if len(outputs) > 1 else (),
        operation.atomic or len(_own_types(operation)) > 0,
    )


def _own_types(operation: CreateRoutine) -> list[TypeName]:
    """The types of a signature that are not PostgreSQL's own."""
    written = [operation.returns, *(p.type for p in operation.parameters or ())]
    return [t for t in written if t is not None and t.schema != BUILT_IN and built_in(t) is None]


def _resolve(db: Database, line: int, written: TypeName | None) -> Type | None:
    """The type; None for one that is not known here for certain."""
    if written is None or written.schema in (BUILT_IN, 'information_schema'):
        known = written is not None and written.schema == BUILT_IN
        return Type(BUILT_IN, written.name, (), written.is_array) if known and written else None
    if written.schema is None and (
            written.name in _PSEUDO or written.name.startswith(('pg_', 'reg', '_'))
    ):
        return Type(BUILT_IN, written.name, (), written.is_array)
    found: Type | None = db.attempt(line, types.resolve, written)
    return found


def _spelled(found: Type | None) -> str | None:
    return None if found is None else format_type(found._replace(modifiers=()))


def _types_equal(
        left: tuple[Type | None, ...] | None, right: tuple[Type | None, ...] | None,
) -> bool:
    """Whether both are certainly the same signature."""
    if left is None or right is None or len(left) != len(right):
        return False
    return all(
        a is not None and b is not None and a[:2] == b[:2] and a.is_array == b.is_array
        for a, b in zip(left, right)
    )


def _replaceable(name: Name, old: Routine, new: Routine, or_replace: bool) -> None:
    if not or_replace:
        raise errors.plain('42723', (
            f'function "{name.name}" already exists with same argument types'
        ))
    if old.kind != new.kind:
        raise errors.plain('42809', 'cannot change routine kind')
    if old.result is not None and new.result is not None and old.result != new.result:
        raise errors.function_differs('cannot change return type of existing function')
    if old.result == new.result is not None and old.outputs != new.outputs:
        raise errors.function_differs('cannot change return type of existing function')
    for before, after in zip(old.names, new.names):
        if before and before != after:
            raise errors.function_differs(f'cannot change name of input parameter "{before}"')
    if new.optional < old.optional:
        raise errors.function_differs('cannot remove parameter defaults from existing function')


# ALTER and DROP


def alter(db: Database, operation: AlterRoutine) -> None:
    found = _find(db, operation.name, operation.types)
    if found is None:
        return
    name, routine = found
    if operation.rename is not None:
        _move(db, name, routine, Name(name.schema, operation.rename))
    elif operation.schema is not None:
        if operation.schema not in db.schemas:
            raise errors.schema_missing(operation.schema)
        _move(db, name, routine, Name(operation.schema, name.name))


def _move(db: Database, old: Name, routine: Routine | None, new: Name) -> None:
    if routine is None:  # one of several: which, is not known
        db.routines[new] = (*db.routines.get(new, ()), Routine('function', None))
        return
    _remove(db, old, routine)
    db.routines[new] = (*db.routines.get(new, ()), routine)
    for triggers in list(db.triggers.items()):
        table, attached = triggers
        db.triggers[table] = tuple(
            t._replace(function=new) if t.function == old else t for t in attached
        )
    for view, read in list(db.views.items()):
        if old in read.calls:
            db.views[view] = read._replace(calls=read.calls - {old} | {new})
    for table, attached in list(db.policies.items()):
        db.policies[table] = tuple(
            p._replace(calls=p.calls - {old} | {new}) if old in p.calls else p for p in attached
        )


def drop(db: Database, operation: DropRoutines) -> None:
    for ref, signature in operation.names:
        found = db.attempt(
            operation.line, lambda _: _find(db, ref, signature, operation.if_exists),
        )
        if found is None:
            continue
        name, routine = found
        if routine is not None and not operation.cascade:
            db.attempt(operation.line, _require_unused, name, routine)
        if routine is not None:
            _remove(db, name, routine)
        elif name not in db.routines or not db.routines[name]:
            continue
        if operation.cascade:
            cascaded(db)
            callers.cascade(db, name)
            if name not in db.routines:
                for table, attached in list(db.triggers.items()):
                    db.triggers[table] = tuple(t for t in attached if t.function != name)


def _require_unused(db: Database, name: Name, routine: Routine) -> None:
    if len(db.routines[name]) > 1:
        return
    dependants = [
        f'trigger {t.name} on table {table} depends on it'
        for table, attached in db.triggers.items() for t in attached
        if t.function == name and t.certain
    ]
    dependants += callers.dependants(db, name)
    if dependants:
        spelled = ', '.join(_spelled(t) or '…' for t in routine.types or ())
        raise errors.others_depend(f'function {name}({spelled})', name, dependants)


def drop_schemas(db: Database) -> None:
    """Schemas went, and their functions with them."""
    for name in [name for name in db.routines if name.schema not in db.schemas]:
        del db.routines[name]
        callers.cascade(db, name)


def rename_schema(db: Database, old: str, new: str) -> None:
    for name in [n for n in db.routines if n.schema == old]:
        db.routines[Name(new, name.name)] = db.routines.pop(name)


def cascaded(db: Database) -> None:
    """CASCADE may have taken policies and functions along: of those that name other objects,
    nothing is certain any more."""
    for name, overloads in list(db.routines.items()):
        if any(routine.depends for routine in overloads):
            db.routines[name] = tuple(
                Routine(r.kind, None) if r.depends else r for r in overloads
            )
    for table, attached in list(db.policies.items()):
        db.policies[table] = tuple(
            policy._replace(certain=False) if policy.depends else policy for policy in attached
        )


def _remove(db: Database, name: Name, routine: Routine) -> None:
    left = tuple(r for r in db.routines.get(name, ()) if r is not routine)
    if left:
        db.routines[name] = left
    else:
        db.routines.pop(name, None)
        db.functions.pop(name, None)


_Found = tuple[Name, Routine | None]


def _find(
        db: Database, ref: Ref, signature: tuple[TypeName | None, ...] | None,
        if_exists: bool = False,
) -> _Found | None:
    """The function that ALTER or DROP means; its Routine is None where it is not known which.
    Refuses where there is certainly none."""
    name = db.find(ref, db.routines)
    if name is None:
        if not if_exists and calls.is_ours(db, ref):
            raise _missing(db, ref, signature)
        return None
    overloads = db.routines[name]
    if signature is None:
        return name, overloads[0] if len(overloads) == 1 else None
    wanted = tuple(_quietly(db, t) for t in signature)
    for routine in overloads:
        if _types_equal(routine.types, wanted):
            return name, routine
    unknown = any(t is None for t in wanted) or any(
        r.types is None or None in r.types for r in overloads
    )
    if not unknown and not if_exists and calls.is_ours(db, Ref(name.schema, name.name)):
        raise _missing(db, ref, signature)
    return (name, None) if unknown else None


def _quietly(db: Database, written: TypeName | None) -> Type | None:
    strict, silent = db.strict, db.silent
    db.strict, db.silent = False, True
    try:
        return _resolve(db, db.line, written)
    finally:
        db.strict, db.silent = strict, silent


def _missing(
        db: Database, ref: Ref, signature: tuple[TypeName | None, ...] | None,
) -> errors.Refused:
    if ref.schema is not None and ref.schema not in db.schemas:
        return errors.schema_missing(ref.schema)
    name = db.missing_name(ref)
    if signature is None:
        words = f'could not find a function named "{ref}"'
    else:
        spelled = ', '.join(_spelled(_quietly(db, t)) or '…' for t in signature)
        words = f'function {ref}({spelled}) does not exist'
    return errors.function_missing(words, name, (n.name for n in db.routines))
