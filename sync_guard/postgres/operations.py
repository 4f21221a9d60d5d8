"""What SQL text says, statement by statement: the form between ``ddl`` (reads) and ``replay``.

Operations are as written: names not yet looked up on the search_path, unnamed constraints without
names, expressions as text. So what a file says depends on its bytes alone and can be cached by
them; what it does depends on the catalog it meets. Every record carries its ``line`` (from 1).
"""
# Annotations are not postponed here, for the reason in catalog.py.
from typing import Any
from typing import NamedTuple

from sync_guard.catalog import Action
from sync_guard.catalog import Bound
from sync_guard.catalog import PartitionKey
from sync_guard.catalog import TableKind
from sync_guard.postgres.types import TypeName

# Any record, of this module or one beside it (``reads``, ``routines``, ``blocks``), that ``replay``
# has an entry for.
Operation = Any


class Ref(NamedTuple):
    """A name as written; ``schema`` is None where the search_path decides."""

    schema: str | None
    name: str

    def __str__(self) -> str:
        return self.name if self.schema is None else f'{self.schema}.{self.name}'


# Tables


class IndexElement(NamedTuple):
    """``label`` is the name PostgreSQL gives an expression's column (FigureIndexColname): the
    function's name, or None, which counts as ``expr``."""

    name: str | None
    expression: str | None = None
    descending: bool = False
    nulls_first: bool | None = None
    opclass: str | None = None
    label: str | None = None


class ConstraintSpec(NamedTuple):
    """A table or column constraint. ``kind`` is ``primary key``, ``unique``, ``check``,
    ``foreign key`` or ``exclude``. Of a check, ``columns`` are the names its expression mentions:
    only the table can tell which of them are columns. ``elements`` and ``method`` are those of an
    exclusion's index. Not ``valid``: what is there already is not checked (NOT VALID).
    ``options`` are those that two keys over the same columns need alike to be one: ``deferrable``,
    ``deferred``, ``nulls not distinct``."""

    line: int
    kind: str
    name: str | None = None
    columns: tuple[str, ...] = ()
    expression: str = ''
    references: Ref | None = None
    referenced_columns: tuple[str, ...] = ()
    on_delete: Action = 'no action'
    on_update: Action = 'no action'
    include: tuple[str, ...] = ()
    using_index: str | None = None
    elements: tuple[IndexElement, ...] = ()
    method: str = 'btree'
    valid: bool = True
    no_inherit: bool = False
    options: frozenset[str] = frozenset()


class ColumnSpec(NamedTuple):
    """``type`` is None in ``OF type`` and ``PARTITION OF``, which only add to what is there.
    ``not_null`` is None where neither NULL nor NOT NULL is written. ``conflict`` is what
    PostgreSQL says of attributes that exclude each other."""

    line: int
    name: str
    type: TypeName | None
    not_null: bool | None = None
    default: str | None = None
    identity: str | None = None
    generated: str | None = None
    constraints: tuple[ConstraintSpec, ...] = ()
    sequence_name: Ref | None = None
    conflict: str | None = None
    not_null_name: str | None = None


class LikeSpec(NamedTuple):
    """``including`` holds the options in force, lower case (``all`` is spelled out)."""

    line: int
    table: Ref
    including: tuple[str, ...] = ()


class CreateTable(NamedTuple):
    """``elements`` are ColumnSpec, ConstraintSpec and LikeSpec.
    ``passing`` is a temporary table ON COMMIT DROP."""

    line: int
    name: Ref
    elements: tuple[Any, ...] = ()
    kind: TableKind = 'table'
    if_not_exists: bool = False
    temporary: bool = False
    inherits: tuple[Ref, ...] = ()
    partition_of: Ref | None = None
    of_type: Ref | None = None
    partitioned_by: tuple[str, ...] = ()
    partition_key: PartitionKey | None = None
    bound: Bound | None = None
    passing: bool = False


class Alter(NamedTuple):
    """ALTER TABLE, VIEW, MATERIALIZED VIEW, FOREIGN TABLE, INDEX, SEQUENCE, TYPE, DOMAIN, SCHEMA
    or EXTENSION. ``kind`` is that word, lower case. Actions that change nothing that is compared
    (OWNER TO, ENABLE TRIGGER, …) are left out: the object must still be there.
    ``only`` leaves partitions and heirs alone."""

    line: int
    kind: str
    name: Ref
    actions: tuple[Any, ...] = ()
    if_exists: bool = False
    only: bool = False


# Types, sequences, indexes, schemas, extensions


class CreateEnum(NamedTuple):
    """``labels`` are (text, line) pairs."""

    line: int
    name: Ref
    labels: tuple[tuple[str, int], ...]


class CreateComposite(NamedTuple):
    line: int
    name: Ref
    attributes: tuple[ColumnSpec, ...]


class CreateDomain(NamedTuple):
    line: int
    name: Ref
    base: TypeName
    not_null: bool = False
    default: str | None = None
    checks: tuple[ConstraintSpec, ...] = ()
    not_null_name: str | None = None


class CreateOtherType(NamedTuple):
    """A range, base or shell type. A range brings ``multirange`` with it."""

    line: int
    name: Ref
    multirange: Ref | None = None


class OwnedBy(NamedTuple):
    """CREATE or ALTER SEQUENCE … OWNED BY: (table, column), or None for OWNED BY NONE."""

    line: int
    table: Ref | None
    column: str = ''


class CreateSequence(NamedTuple):
    line: int
    name: Ref
    if_not_exists: bool = False
    temporary: bool = False
    owned_by: OwnedBy | None = None


class CreateIndex(NamedTuple):
    line: int
    name: str | None
    table: Ref
    elements: tuple[IndexElement, ...]
    unique: bool = False
    method: str = 'btree'
    predicate: str | None = None
    include: tuple[str, ...] = ()
    if_not_exists: bool = False
    only: bool = False
    concurrently: bool = False


class CreateSchema(NamedTuple):
    line: int
    name: str
    if_not_exists: bool = False
    elements: tuple[Operation, ...] = ()


class CreateExtension(NamedTuple):
    line: int
    name: str
    schema: str | None = None
    if_not_exists: bool = False


class Drop(NamedTuple):
    """DROP of any kind of object: ``kind`` is ``table``, ``view``, ``materialized view``,
    ``foreign table``, ``index``, ``sequence``, ``type``, ``domain``, ``schema``, ``extension``."""

    line: int
    kind: str
    names: tuple[Ref, ...]
    if_exists: bool = False
    cascade: bool = False


class Comment(NamedTuple):
    """COMMENT ON TABLE, VIEW, COLUMN, TYPE, …; ``column`` is that of a column, or the
    constraint of a table. ``text`` None takes
    the comment away."""

    line: int
    kind: str
    name: Ref
    column: str | None = None
    text: str | None = None


class Need(NamedTuple):
    """A statement that changes nothing compared, but which PostgreSQL refuses where one of the
    relations is missing: policies, triggers, grants, INSERT, …"""

    line: int
    names: tuple[Ref, ...]


# Session


class SetSearchPath(NamedTuple):
    """``schemas`` None is the default again. ``local`` ends with the transaction."""

    line: int
    schemas: tuple[str, ...] | None
    local: bool = False


class Transaction(NamedTuple):
    """``verb`` is ``begin``, ``commit``, ``rollback``, ``savepoint``, ``release`` or ``rollback
    to``; ``lock`` of a LOCK TABLE that begins one; ``alone`` of a command, ``name``, that cannot
    run inside one. ``chain``: the next begins at once."""

    line: int
    verb: str
    name: str | None = None
    chain: bool = False


class Newer(NamedTuple):
    """Syntax that PostgreSQL has since version ``major``, at the word ``near``."""

    line: int
    major: int
    near: str


class NotUnderstood(NamedTuple):
    """A statement that may change what is compared, in a form the reader does not know. The
    objects it names become uncertain; ``creates`` is the kind of what it creates, or ''."""

    line: int
    reason: str
    names: tuple[Ref, ...] = ()
    creates: str = ''
