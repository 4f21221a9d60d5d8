"""The vocabulary both readers share: what a PostgreSQL database holds, as plain frozen data.

The migrations *build* a :class:`Catalog`; a Prisma schema *expects* one. Both are made of the
records below, so comparing them is symmetric and small. Names are database names, exactly as
PostgreSQL stores them (folded, unquoted). What the Prisma schema calls a thing is its ``label``.

All records are NamedTuples: as frozen as a dataclass, an eighth of its cost to define (a hook pays
for every class it imports), and ready for the cache, which stores them as JSON arrays.
"""
# Annotations are not postponed here: typing.NamedTuple would compile each one from its text, which
# costs every commit 2 ms (docs/architecture.md, "Speed").
from collections.abc import Iterator
from typing import Literal
from typing import NamedTuple

# Where a built-in type lives; format_type() prints these without their schema.
BUILT_IN = 'pg_catalog'

TableKind = Literal[
    'table', 'partitioned table', 'view', 'materialized view', 'foreign table',
]
# PostgreSQL's five referential actions, spelled as in DDL, lower case.
Action = Literal['no action', 'restrict', 'cascade', 'set null', 'set default']
DefaultKind = Literal['literal', 'now', 'sequence', 'expression', 'any', 'client']


class Origin(NamedTuple):
    """The line a thing comes from. ``path`` is relative to the top of the repository, with
    slashes; ``line`` and ``column`` count from 1."""

    path: str
    line: int
    column: int = 1


class Name(NamedTuple):
    """The full name of a table, type, sequence, …: the key of every mapping in a Catalog."""

    schema: str
    name: str

    def __str__(self) -> str:
        """As people write it: ``users`` in public, ``private.keys`` elsewhere."""
        return self.name if self.schema == 'public' else f'{self.schema}.{self.name}'


class Type(NamedTuple):
    """A column's type by PostgreSQL's internal name.

    ``name`` is ``pg_type.typname`` without the array underscore (``int4``, ``varchar``,
    ``timestamptz``, ``mood``). ``modifiers`` are those in parentheses (``('10', '2')``); empty
    means none written, None means *any* (Prisma's ``@db.Timestamptz`` without a number). Arrays
    have no dimensions: PostgreSQL does not enforce them and format_type() prints one pair of
    brackets.
    """

    schema: str
    name: str
    modifiers: tuple[str, ...] | None = ()
    is_array: bool = False

    @property
    def key(self) -> Name:
        return Name(self.schema, self.name)


class Default(NamedTuple):
    """A column's default, in a form both sides can be compared in.

    ``text`` is what a person is shown: pg_get_expr's spelling, or Prisma's. ``kind`` says how to
    read ``value``:

    ========== ===============================================================================
    literal    a constant: number as written without sign noise, text, ``true``/``false``,
               enum label, ``{…}`` as JSON text of a list for arrays
    now        ``now()`` or ``CURRENT_TIMESTAMP``
    sequence   ``nextval(…)``, serial, identity, ``autoincrement()``; value is the sequence or ''
    expression any other expression; value is PostgreSQL's canonical text
    any        Prisma's ``dbgenerated()`` without text: equal to whatever the database has
    client     made by Prisma Client (``uuid()``, ``cuid()``, ``@updatedAt``): no database default
    ========== ===============================================================================

    Not ``certain``: PostgreSQL may spell the expression otherwise.
    """

    kind: DefaultKind
    value: str
    text: str
    certain: bool = True


class Expression(NamedTuple):
    """What a generated column, a check or an index computes.

    ``text`` is PostgreSQL's own spelling with an empty search_path (pg_get_expr), ``value`` that
    with ``public`` on it, which is what Prisma gets to see. ``columns`` are those it reads. Not
    ``certain``: PostgreSQL may spell it otherwise.
    """

    text: str
    value: str
    columns: tuple[str, ...] = ()
    certain: bool = True


class Column(NamedTuple):
    """``identity`` is None, ``'always'`` or ``'by default'``; ``generated`` the expression of a
    stored generated column. ``uncertain`` is why this column may not be so (a note's text). Not
    ``local``: the table has it from its parents alone, and loses it with them. ``not_null`` is
    the name of its NOT NULL, where one is written (PostgreSQL 18)."""

    name: str
    type: Type
    nullable: bool
    default: Default | None = None
    identity: str | None = None
    generated: Expression | None = None
    comment: str | None = None
    origin: Origin | None = None
    uncertain: str | None = None
    label: str | None = None
    local: bool = True
    not_null: str | None = None


class Key(NamedTuple):
    """A PRIMARY KEY or UNIQUE constraint. ``labels`` are the names that its index has for all of
    its columns, where one has been renamed since."""

    name: str
    columns: tuple[str, ...]
    origin: Origin | None = None
    include: tuple[str, ...] = ()
    uncertain: str | None = None
    labels: tuple[str, ...] = ()
    deferrable: bool = False


class ForeignKey(NamedTuple):
    name: str
    columns: tuple[str, ...]
    references: Name
    referenced_columns: tuple[str, ...]
    on_delete: Action = 'no action'
    on_update: Action = 'no action'
    origin: Origin | None = None
    uncertain: str | None = None
    label: str | None = None
    deferrable: bool = False


class Check(NamedTuple):
    """A CHECK constraint; or an EXCLUDE constraint, whose ``expression`` is all of it, as written
    and never certain: by ``method``, with ``defaulted`` the columns that it compares by the
    operator class of their type. ``local`` as in Column; heirs do not get one with ``no_inherit``.
    """

    name: str
    columns: tuple[str, ...]
    expression: Expression
    kind: Literal['check', 'exclude'] = 'check'
    origin: Origin | None = None
    local: bool = True
    no_inherit: bool = False
    method: str = 'btree'
    defaulted: tuple[str, ...] = ()


class IndexColumn(NamedTuple):
    """``name`` is None for an expression; ``opclass`` is None for the default one. ``label`` is
    what the index itself calls it, where the column has been renamed since. ``raw``: a schema
    spells the class as raw("…"), though Prisma has a word for it."""

    name: str | None
    expression: Expression | None = None
    descending: bool = False
    nulls_first: bool | None = None
    opclass: str | None = None
    label: str | None = None
    raw: bool = False


class Index(NamedTuple):
    """An index that backs no constraint. ``predicate`` is the WHERE of a partial index."""

    name: str
    columns: tuple[IndexColumn, ...]
    unique: bool = False
    method: str = 'btree'
    predicate: Expression | None = None
    include: tuple[str, ...] = ()
    origin: Origin | None = None
    uncertain: str | None = None


class PartitionKey(NamedTuple):
    """PARTITION BY: ``strategy`` is ``list``, ``range`` or ``hash``, ``parts`` counts columns and
    expressions."""

    strategy: str
    parts: int


class Bound(NamedTuple):
    """FOR VALUES of a partition: ``kind`` is a strategy or ``default``; ``values`` are those of
    IN, of FROM (those of TO are ``upper``), or modulus and remainder."""

    kind: str
    values: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()


class Table(NamedTuple):
    """A relation with columns. ``columns`` is None where they are not known (most views).

    ``uncertain`` is set when the table itself may not be there, or may not be so; everything in it
    is then uncertain too. ``partition_of`` and ``inherits`` name the parents; ``partitioned_by``
    are the columns of a partition key, expressions in it left out. Of a table that no migration
    creates, ``added`` are the columns that migrations add: certain, where all others are unknown.
    ``of_type`` is the composite type of a typed table (CREATE TABLE … OF). ``row_security``: it is
    enabled (pg_class.relrowsecurity).
    """

    schema: str
    name: str
    kind: TableKind = 'table'
    columns: tuple[Column, ...] | None = ()
    primary_key: Key | None = None
    uniques: tuple[Key, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[Check, ...] = ()
    indexes: tuple[Index, ...] = ()
    partition_of: Name | None = None
    inherits: tuple[Name, ...] = ()
    comment: str | None = None
    origin: Origin | None = None
    uncertain: str | None = None
    label: str | None = None
    partitioned_by: tuple[str, ...] = ()
    added: tuple[Column, ...] = ()
    partition_key: PartitionKey | None = None
    bound: Bound | None = None
    of_type: Name | None = None
    row_security: bool = False

    @property
    def key(self) -> Name:
        return Name(self.schema, self.name)

    def column(self, name: str) -> Column | None:
        return next((c for c in self.columns or () if c.name == name), None)


class Label(NamedTuple):
    """One value of an enum: PostgreSQL's label ``text``, and Prisma's name for it, ``label``."""

    text: str
    origin: Origin | None = None
    label: str | None = None


class Enum(NamedTuple):
    schema: str
    name: str
    labels: tuple[Label, ...]
    comment: str | None = None
    origin: Origin | None = None
    uncertain: str | None = None
    label: str | None = None

    @property
    def key(self) -> Name:
        return Name(self.schema, self.name)


class Domain(NamedTuple):
    schema: str
    name: str
    base: Type
    not_null: bool = False
    default: Default | None = None
    checks: tuple[Check, ...] = ()
    origin: Origin | None = None
    not_null_name: str | None = None

    @property
    def key(self) -> Name:
        return Name(self.schema, self.name)


class Composite(NamedTuple):
    """A composite type: CREATE TYPE … AS (…)."""

    schema: str
    name: str
    attributes: tuple[Column, ...]
    origin: Origin | None = None

    @property
    def key(self) -> Name:
        return Name(self.schema, self.name)


class OtherType(NamedTuple):
    """A base, range or shell type, or one that an extension brings: only its name is known."""

    schema: str
    name: str
    extension: str | None = None
    origin: Origin | None = None

    @property
    def key(self) -> Name:
        return Name(self.schema, self.name)


class Sequence(NamedTuple):
    """``owned_by`` is (schema, table, column): dropping that column drops the sequence."""

    schema: str
    name: str
    owned_by: tuple[str, str, str] | None = None
    origin: Origin | None = None


class Note(NamedTuple):
    """Something the reader could not know, with its place: said, never guessed."""

    text: str
    origin: Origin | None = None


AnyType = Enum | Domain | Composite | OtherType


class Catalog(NamedTuple):
    """Everything a database holds that this project compares. Mappings keep creation order."""

    schemas: tuple[str, ...] = ('public',)
    tables: dict[Name, Table] = {}
    types: dict[Name, AnyType] = {}
    sequences: dict[Name, Sequence] = {}
    extensions: dict[str, str] = {}  # name -> schema it lives in
    notes: tuple[Note, ...] = ()

    def enums(self) -> Iterator[Enum]:
        return (t for t in self.types.values() if isinstance(t, Enum))


# Why a table is uncertain that statements need and none creates.
NOT_CREATED = 'no migration creates it'

# Schemas that Supabase, PostgreSQL or an extension owns (Supabase CLI, InternalSchemas): they can
# be referenced, and are never reported or shown.
MANAGED_SCHEMAS = frozenset({
    'information_schema', '_analytics', '_realtime', '_supavisor', 'auth', 'etl', 'extensions',
    'pgbouncer', 'realtime', 'storage', 'supabase_functions', 'supabase_migrations', 'cron',
    'dbdev', 'graphql', 'graphql_public', 'net', 'pgmq', 'pgsodium', 'pgsodium_masks', 'pgtle',
    'repack', 'tiger', 'tiger_data', 'topology', 'vault',
})
MANAGED_PREFIXES = ('pg_', 'timescaledb_', '_timescaledb_')


def is_managed(schema: str) -> bool:
    """Whether the schema belongs to the platform rather than to the user."""
    return schema in MANAGED_SCHEMAS or schema.startswith(MANAGED_PREFIXES)
