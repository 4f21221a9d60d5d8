"""Random chains of migrations: mostly what PostgreSQL accepts, and now and then what it refuses.

Each statement is made against the catalog that the replay has built so far, so that it finds
tables, columns and keys to work on. Whether the replay is right about them PostgreSQL decides:
see test_random_chains.py.
"""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from typing import NamedTuple
from typing import TypeVar

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.catalog import Type
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.types import format_type

_T = TypeVar('_T')

LONG = 'a_name_of_more_than_sixty_three_bytes_that_postgresql_makes_shorter'
SCHEMAS = ('public', 's', 'Other')
TABLES = ('t', 'u', 'v', 'w', 'T', f'table_with_{LONG}'[:55])
COLUMNS = ('a', 'b', 'c', 'd', 'id', 'e', 'Mixed', f'column_with_{LONG}'[:60])
CONSTRAINTS = ('x1', 'x2', 'X3', 't_pkey', 't_a_key', 't_a_check', 't_b_fkey', 'u_check', LONG)
INDEXES = ('i1', 'i2', 't_a_idx', 't_b_key', 'u_pkey')
TYPES = ('mood', 'kind', 'pair', 'money_like', 'T1')
SEQUENCES = ('q1', 'q2', 't_a_seq', 't_id_seq')
LABELS = ('x', 'y', 'it''s', 'Z', 'p q')
# The key of partitioned tables: other statements leave it alone.
PARTITION_KEY = 'k'


class BuiltIn(NamedTuple):
    """A type as written, with defaults for it."""

    text: str
    defaults: tuple[str, ...]


BUILT_IN = (
    BuiltIn('integer', ('0', '-1', '1 + 1', 'NULL')),
    BuiltIn('text', ("''", "'x'", "'it''s'::text", "'a' || 'b'", "E'\\n'")),
    BuiltIn('boolean', ('true', 'false', "'t'")),
    BuiltIn('timestamptz', ('now()', 'CURRENT_TIMESTAMP', "now() + interval '1 day'")),
    BuiltIn('uuid', ('gen_random_uuid()', 'extensions.uuid_generate_v4()')),
    BuiltIn('bigint', ('0', '10000000000')),
    BuiltIn('smallint', ('1',)),
    BuiltIn('numeric(10,2)', ('0', '1.50')),
    BuiltIn('numeric', ('0.1',)),
    BuiltIn('varchar(20)', ("'v'",)),
    BuiltIn('character varying', ("''",)),
    BuiltIn('char(3)', ("'abc'",)),
    BuiltIn('jsonb', ("'{}'", "'[]'::jsonb")),
    BuiltIn('json', ("'{}'",)),
    BuiltIn('date', ('CURRENT_DATE', 'now()')),
    BuiltIn('timestamp', ('now()', 'LOCALTIMESTAMP')),
    BuiltIn('timestamp(3) without time zone', ('CURRENT_TIMESTAMP',)),
    BuiltIn('double precision', ('0', '1.5')),
    BuiltIn('real', ('0',)),
    BuiltIn('text[]', ("'{}'", "ARRAY['a', 'b']", 'ARRAY[]::text[]')),
    BuiltIn('integer array', ("'{1,2}'",)),
    BuiltIn('bytea', ("'\\x00'",)),
    BuiltIn('time', ("'12:00'",)),
    BuiltIn('interval', ("'1 day'",)),
    BuiltIn('inet', ("'127.0.0.1'",)),
)
INTEGERS = ('int2', 'int4', 'int8')
STRINGS = ('text', 'varchar')


class World:
    """What statements are made from: the catalog as it stands, and a source of choices.

    `number(n)` is one of 0 … n-1; smaller choices are simpler, which is what shrinking goes for.
    """

    def __init__(self, number: Callable[[int], int]) -> None:
        self.number = number
        self.catalog = Catalog()
        self.steps = 0

    def pick(self, options: Sequence[_T]) -> _T:
        return options[self.number(len(options))]

    def chance(self, one_in: int) -> bool:
        return self.number(one_in) == one_in - 1

    def some(self, options: Sequence[_T], most: int = 3) -> list[_T]:
        """One or several of them, none twice."""
        left, found = list(options), []
        for _ in range(min(1 + self.number(most), len(left))):
            found.append(left.pop(self.number(len(left))))
        return found

    # What is there

    def tables(self, *kinds: str) -> list[Table]:
        wanted = kinds or ('table', 'partitioned table')
        return [
            t for t in self.catalog.tables.values()
            if t.kind in wanted and not is_managed(t.schema)
        ]

    def table(self, *kinds: str) -> Table | None:
        found = self.tables(*kinds)
        return self.pick(found) if found else None

    def schemas(self) -> list[str]:
        return [s for s in self.catalog.schemas if not is_managed(s)]

    def types(self, *kinds: type) -> list[Name]:
        return [
            n for n, t in self.catalog.types.items()
            if not is_managed(n.schema) and isinstance(t, kinds)
        ]

    def sequences(self) -> list[Name]:
        return [n for n in self.catalog.sequences if not is_managed(n.schema)]

    # Names

    def write(self, name: Name) -> str:
        if name.schema == 'public' and not self.chance(8) or self.chance(60):
            return quote_identifier(name.name)
        return f'{quote_identifier(name.schema)}.{quote_identifier(name.name)}'

    def known(self, names: Sequence[Name], pool: Sequence[str]) -> str:
        """Something that is there, or now and then something that may not be."""
        if names and not self.chance(25):
            return self.write(self.pick(names))
        return self.write(Name('public', self.pick(pool)))

    def new(self, pool: Sequence[str]) -> str:
        """A name that is free in its schema; now and then one that may not be."""
        schema = self.pick(self.schemas() or ['public']) if self.chance(4) else 'public'
        free = [p for p in pool if not self._is_taken(Name(schema, p))]
        if not free or self.chance(30):
            free = list(pool)
        return self.write(Name(schema, self.pick(free)))

    def _is_taken(self, name: Name) -> bool:
        catalog = self.catalog
        return name in catalog.tables or name in catalog.sequences or name in catalog.types

    def free_name(self, schema: str, pool: Sequence[str]) -> str:
        free = [p for p in pool if not self._is_taken(Name(schema, p))]
        return quote_identifier(self.pick(free if free and not self.chance(30) else list(pool)))

    def new_column(self, table: Table) -> str:
        free = [c for c in COLUMNS if table.column(c) is None]
        return self.pick(free if free and not self.chance(30) else COLUMNS)

    def column(self, table: Table) -> str:
        """The name of a column that is there, or now and then of one that is not."""
        names = [c.name for c in self.columns(table)]
        return self.pick(names) if names and not self.chance(40) else 'nope'

    def columns(self, table: Table) -> list[Column]:
        return [c for c in table.columns or () if c.name != PARTITION_KEY]

    def label(self) -> str:
        return quoted(self.pick(LABELS))

    # Types

    def type_and_default(self) -> tuple[str, str | None]:
        """A type as written, and perhaps a default of it."""
        made = self.types(Enum, Domain)
        if made and self.chance(3):
            name = self.pick(made)
            return self.write(name), self._default_of(name)
        if self.chance(60):
            return self.pick(('nope', 's.nope', 'public.nope', 'citext')), None
        found = self.pick(BUILT_IN)
        return found.text, self.pick(found.defaults) if self.chance(3) else None

    def _default_of(self, name: Name) -> str | None:
        made = self.catalog.types[name]
        if isinstance(made, Enum) and made.labels and self.chance(2):
            label = quoted(self.pick(made.labels).text)
            return self.pick((label, f'{label}::{self.write(name)}'))
        return None


def spelled(type_: Type) -> str:
    return format_type(type_)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def listed(names: Sequence[str]) -> str:
    return ', '.join(quote_identifier(name) for name in names)
