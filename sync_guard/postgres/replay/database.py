"""The catalog while it is being changed: dicts of frozen records, replaced and never mutated."""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from typing import Any
from typing import NamedTuple

from sync_guard.catalog import AnyType
from sync_guard.catalog import Catalog
from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.catalog import NOT_CREATED
from sync_guard.catalog import Note
from sync_guard.catalog import Origin
from sync_guard.catalog import OtherType
from sync_guard.catalog import Sequence
from sync_guard.catalog import Table
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay.contents import constraint_names
from sync_guard.postgres.replay.contents import index_names
from sync_guard.postgres.replay.errors import Problem
from sync_guard.postgres.replay.errors import Refused
from sync_guard.postgres.replay.state import Attached
from sync_guard.postgres.replay.state import Function
from sync_guard.postgres.replay.state import Routine
from sync_guard.postgres.replay.state import State
from sync_guard.postgres.replay.state import View

# Supabase: ALTER ROLE postgres SET search_path. "$user" is postgres, who has no schema of his own.
DEFAULT_PATH: tuple[str, ...] = ('$user', 'public', 'extensions')
# Where temporary tables live until the file ends; never part of the catalog.
TEMPORARY = 'pg_temp'
# There in every database, and never part of the catalog either.
_SYSTEM = ('pg_catalog', 'information_schema')
# A statement may need several missing things in turn; a bound, so that no defect can hang a hook.
_MOST_ASSUMPTIONS = 50


class Saved(NamedTuple):
    """What ROLLBACK goes back to. Copies of the dicts are enough: their values are frozen."""

    schemas: dict[str, None]
    tables: dict[Name, Table]
    types: dict[Name, AnyType]
    sequences: dict[Name, Sequence]
    extensions: dict[str, str]
    views: dict[Name, View]
    functions: dict[Name, Function]
    routines: dict[Name, tuple[Routine, ...]]
    policies: dict[Name, tuple[Attached, ...]]
    triggers: dict[Name, tuple[Attached, ...]]
    index_owner: dict[Name, Name]
    constraint_count: dict[Name, int]
    search_path: tuple[str, ...]
    made: frozenset[Name]
    fresh: frozenset[tuple[Name, str]]
    passing: frozenset[Name]


class Database:
    """``path`` and ``line`` are the place being replayed. While ``strict``, a refusal is raised to
    the EXCEPTION handler that waits for it instead of being written down; while ``silent``, it is
    neither, as the statement may not run at all. ``only`` is set while ALTER TABLE ONLY is.
    ``made`` are the types that the open transaction has made, ``fresh`` the labels that it has
    added to enums, ``passing`` the temporary tables that go when it ends (ON COMMIT DROP)."""

    def __init__(self, state: State) -> None:
        catalog = state.catalog
        self.schemas: dict[str, None] = dict.fromkeys(catalog.schemas)
        self.tables = dict(catalog.tables)
        self.types = dict(catalog.types)
        self.sequences = dict(catalog.sequences)
        self.extensions = dict(catalog.extensions)
        self.views = dict(state.views)
        self.functions = dict(state.functions)
        self.routines = dict(state.routines)
        self.policies = dict(state.policies)
        self.triggers = dict(state.triggers)
        self.unsure: frozenset[str] = state.unsure
        self.notes = list(catalog.notes)
        self.problems = list(state.problems)
        # One problem for each thing that is missing: where it is, to add further places to it.
        self.missing: dict[Name, int] = {
            p.object: i for i, p in enumerate(self.problems)
            if p.object is not None and p.sqlstate in ('42P01', '42704', '3F000', '42883')
        }
        # Indexes share PostgreSQL's namespace with tables; constraint names are chosen to be
        # unique in their schema. Both are kept beside the tables that hold them.
        self.index_owner: dict[Name, Name] = {}
        self.constraint_count: dict[Name, int] = {}
        for table in self.tables.values():
            self._enter(table)
        self.search_path = DEFAULT_PATH
        self.path = ''
        self.line = 0
        self.only = False
        self.strict = False
        self.silent = False
        self.check_bodies = True  # check_function_bodies
        self.major = state.major
        self.made: frozenset[Name] = frozenset()
        self.fresh: frozenset[tuple[Name, str]] = frozenset()
        self.passing: frozenset[Name] = frozenset()

    # The whole

    def state(self) -> State:
        catalog = Catalog(
            schemas=tuple(self.schemas),
            tables=self.tables,
            types=self.types,
            sequences=self.sequences,
            extensions=self.extensions,
            notes=tuple(self.notes),
        )
        return State(
            catalog, tuple(self.problems), self.views, self.functions, self.routines,
            self.policies, self.triggers, self.unsure, None, self.major,
        )

    def catalog(self) -> Catalog:
        """The catalog as it stands, for reading expressions against it."""
        return Catalog(
            tuple(self.schemas), self.tables, self.types, self.sequences, self.extensions, (),
        )

    def save(self) -> Saved:
        return Saved(
            dict(self.schemas), dict(self.tables), dict(self.types), dict(self.sequences),
            dict(self.extensions), dict(self.views), dict(self.functions),
            dict(self.routines), dict(self.policies), dict(self.triggers),
            dict(self.index_owner), dict(self.constraint_count), self.search_path,
            self.made, self.fresh, self.passing,
        )

    def restore(self, saved: Saved) -> None:
        self.schemas = dict(saved.schemas)
        self.tables = dict(saved.tables)
        self.types = dict(saved.types)
        self.sequences = dict(saved.sequences)
        self.extensions = dict(saved.extensions)
        self.views = dict(saved.views)
        self.functions = dict(saved.functions)
        self.routines = dict(saved.routines)
        self.policies = dict(saved.policies)
        self.triggers = dict(saved.triggers)
        self.index_owner = dict(saved.index_owner)
        self.constraint_count = dict(saved.constraint_count)
        self.search_path = saved.search_path
        self.made, self.fresh, self.passing = saved.made, saved.fresh, saved.passing

    def origin(self, line: int) -> Origin | None:
        """None for what Supabase brings: no file of the user's made it."""
        return Origin(self.path, line) if self.path else None

    def note(self, line: int, text: str) -> None:
        note = Note(text, self.origin(line))
        if note not in self.notes[-20:]:
            self.notes.append(note)

    def before(self, major: int) -> bool:
        """Whether PostgreSQL is certainly older than this version."""
        return self.major is not None and self.major < major

    def since(self, major: int) -> bool:
        """Whether PostgreSQL is certainly of this version or newer."""
        return self.major is not None and self.major >= major

    # Refusals

    def attempt(self, line: int, function: Callable[..., Any], *arguments: Any) -> Any:
        """Carry out one step; write down what PostgreSQL would refuse and go on (None then).

        Where only something is missing, it is assumed to be there, as the author meant, and the
        step is tried again.
        """
        self.line = line
        for _ in range(_MOST_ASSUMPTIONS):
            try:
                return function(self, *arguments)
            except Refused as refusal:
                if self.strict:
                    raise
                if self.silent:
                    return None
                self.report(refusal)
                if not self._assume(refusal):
                    return None
        return None

    def refuse(self, refusal: Refused) -> None:
        """Write down what PostgreSQL would refuse of a step that goes on all the same."""
        self.attempt(self.line, _raise, refusal)

    def report(self, refusal: Refused) -> None:
        origin = Origin(self.path, self.line)
        known = refusal.object
        if known is not None and refusal.missing:
            for cause in (known, Name(known.schema, '')):
                if cause in self.missing:
                    self._also_at(cause, origin)
                    return
        if refusal.missing and known is not None:
            if known.schema != 'extensions' and is_managed(known.schema):
                if known.schema in self.extensions.values():
                    return  # the extension's own
                what = str(known) if known.name else f'schema {known.schema}'
                self.note(self.line, (
                    f'{what} is not known here: {known.schema} belongs to the platform'
                ))
                return
            self.missing[known] = len(self.problems)
        if not refusal.missing and known is not None and self._in_doubt(known):
            self.note(self.line, f'not known to be refused: {refusal.message}')
            return
        hint = refusal.hint
        candidates = refusal.candidates or (self.schemas if refusal.sqlstate == '3F000' else ())
        if hint is None and candidates:
            hint = errors.suggestion(_wanted(refusal.message), candidates)
        self.problems.append(Problem(
            refusal.sqlstate, refusal.message, origin, known, hint, (origin,),
        ))

    def _in_doubt(self, name: Name) -> bool:
        """Whether a table, or the one that an index is on, may be otherwise than it seems."""
        table = self.tables.get(self.index_owner.get(name, name))
        if table is None or table.uncertain is None:
            return False
        # Of what a query made, only the columns are not known.
        return table.columns is not None or table.uncertain == NOT_CREATED

    def needed_here(self, name: Name) -> None:
        """Something that was found is needed at the line being replayed: if it is only assumed to
        be there, that is a further place of its problem."""
        if name in self.missing and self.is_assumed(name):
            self._also_at(name, Origin(self.path, self.line))

    def _also_at(self, name: Name, origin: Origin) -> None:
        index = self.missing[name]
        problem = self.problems[index]
        if problem.origins[-1:] != (origin,):
            self.problems[index] = problem._replace(origins=(*problem.origins, origin))

    def _assume(self, refusal: Refused) -> bool:
        name = refusal.object
        if name is None or not refusal.missing:
            return False
        origin = self.origin(self.line)
        if refusal.missing == 'schema':
            self.schemas[name.schema] = None
        elif refusal.missing == 'type':
            self.types[name] = OtherType(name.schema, name.name, origin=origin)
        elif refusal.missing == 'function':
            self.routines[Name(name.schema, name.name[:-2])] = (Routine('assumed', None),)
        else:
            self.schemas.setdefault(name.schema)
            self.put(Table(
                name.schema, name.name, columns=None, origin=origin,
                uncertain=NOT_CREATED,
            ))
        return True

    def is_assumed(self, name: Name) -> bool:
        """Whether a statement needed it before any created it."""
        if name not in self.missing:
            return False
        if name.name.endswith('()'):
            routines = self.routines.get(Name(name.schema, name.name[:-2]), ())
            return any(routine.kind == 'assumed' for routine in routines)
        table = self.tables.get(name)
        if table is not None:
            return table.uncertain is not None and table.columns is None
        return isinstance(self.types.get(name), OtherType)

    # Names

    def path_schemas(self) -> Iterator[str]:
        yield TEMPORARY
        for schema in self.search_path:
            schema = 'postgres' if schema == '$user' else schema
            if schema in self.schemas:
                yield schema

    def effective_path(self) -> tuple[str, ...]:
        """The schemas of the search_path that exist, as current_schemas(false) gives them."""
        return tuple(s for s in self.path_schemas() if s != TEMPORARY)

    def creation_name(self, ref: Ref, temporary: bool = False) -> Name:
        """The full name a CREATE gives: the first schema of the search_path that exists."""
        if temporary:
            return Name(TEMPORARY, ref.name)
        if ref.schema is not None:
            if ref.schema not in self.schemas and ref.schema != TEMPORARY:
                raise errors.schema_missing(ref.schema)
            return Name(ref.schema, ref.name)
        schemas = self.effective_path()
        if not schemas:
            raise errors.no_schema()
        return Name(schemas[0], ref.name)

    def find(self, ref: Ref, *mappings: dict[Name, Any]) -> Name | None:
        """The full name of what is there under this name, by the search_path."""
        schemas = self.path_schemas() if ref.schema is None else (ref.schema,)
        for schema in schemas:
            name = Name(schema, ref.name)
            if any(name in mapping for mapping in mappings):
                return name
        return None

    def missing_name(self, ref: Ref) -> Name:
        """The full name that something missing would have had."""
        if ref.schema is not None:
            return Name(ref.schema, ref.name)
        schemas = self.effective_path()
        return Name(schemas[0] if schemas else 'public', ref.name)

    def relation_exists(self, name: Name) -> bool:
        return name in self.tables or name in self.sequences or name in self.index_owner

    def table(self, ref: Ref) -> Table:
        """The table or view of this name; 42P01 or 3F000 where there is none."""
        name = self.find(ref, self.tables)
        if name is not None:
            self.needed_here(name)
            return self.tables[name]
        other = self.find(ref, self.sequences, self.index_owner)
        if other is not None:
            raise errors.wrong_kind(other, 'table')
        if ref.schema is not None and ref.schema not in self.schemas:
            raise errors.schema_missing(ref.schema)
        wanted = self.missing_name(ref)
        raise errors.relation_missing(
            str(ref), wanted, (
                n.name for n in self.tables
                if n.schema == wanted.schema and n not in self.missing
            ),
        )

    def is_system(self, ref: Ref) -> bool:
        if ref.schema is None:
            return ref.name.startswith('pg_') and self.find(ref, self.tables) is None
        return ref.schema in _SYSTEM

    # Tables

    def put(self, table: Table) -> None:
        """Enter a table, or its changed record."""
        old = self.tables.get(table.key)
        if old is not None:
            if (
                    old.indexes is table.indexes and old.uniques is table.uniques and
                    old.primary_key is table.primary_key and
                    old.foreign_keys is table.foreign_keys and old.checks is table.checks
            ):
                self.tables[table.key] = table
                return
            self._leave(old)
        self.tables[table.key] = table
        self._enter(table)

    def remove(self, name: Name) -> None:
        self._leave(self.tables.pop(name))
        self.views.pop(name, None)
        self.policies.pop(name, None)
        self.triggers.pop(name, None)

    def _enter(self, table: Table) -> None:
        key = table.key
        for index in index_names(table):
            self.index_owner[Name(table.schema, index)] = key
        for constraint in constraint_names(table):
            name = Name(table.schema, constraint)
            self.constraint_count[name] = self.constraint_count.get(name, 0) + 1

    def _leave(self, table: Table) -> None:
        for index in index_names(table):
            self.index_owner.pop(Name(table.schema, index), None)
        for constraint in constraint_names(table):
            name = Name(table.schema, constraint)
            left = self.constraint_count.get(name, 1) - 1
            if left:
                self.constraint_count[name] = left
            else:
                self.constraint_count.pop(name, None)

    def heirs(self, name: Name) -> list[Table]:
        """Whom a change to a table reaches: its children, theirs, and so on; with ONLY nobody."""
        if self.only:
            return []
        children = self.children(name)
        return [*children, *(heir for child in children for heir in self.heirs(child.key))]

    def children(self, name: Name) -> list[Table]:
        """Partitions and heirs of a table."""
        return [
            t for t in self.tables.values()
            if (t.partition_of is not None or t.inherits) and
            (t.partition_of == name or name in t.inherits)
        ]


def _raise(_: Database, refusal: Refused) -> None:
    raise refusal


def _wanted(message: str) -> str:
    """The name that PostgreSQL's message quotes first, without its schema."""
    parts = message.split('"')
    return parts[1].rsplit('.', 1)[-1] if len(parts) > 1 else ''
