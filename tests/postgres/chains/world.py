"""What random statements are made from: the catalog as it stands, names, and choices."""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from typing import TypeVar

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.names import quote_identifier

_T = TypeVar('_T')

LONG = 'a_name_of_more_than_sixty_three_bytes_that_postgresql_makes_shorter'
SCHEMAS = ('public', 's', 'Other')
TABLES = ('t', 'u', 'v', 'w', 'T', 'order', 'x y', f'table_with_{LONG}'[:55])
COLUMNS = ('a', 'b', 'c', 'd', 'id', 'e', 'Mixed', f'column_with_{LONG}'[:60])
CONSTRAINTS = ('x1', 'x2', 'X3', 't_pkey', 't_a_key', 't_a_check', 't_b_fkey', 'u_check', LONG)
INDEXES = ('i1', 'i2', 't_a_idx', 't_b_key', 'u_pkey')
TYPES = ('mood', 'kind', 'pair', 'money_like', 'T1')
SEQUENCES = ('q1', 'q2', 't_a_seq', 't_id_seq')
LABELS = ('x', 'y', 'it''s', 'Z', 'p q')
# The key of partitioned tables, by its strategy: other statements leave it alone.
PARTITION_KEYS = {'list': 'k', 'range': 'r', 'hash': 'h'}
# What a name stands for that nothing has.
NOPE = 'nope'


class World:
    """`draw` gives bytes to choose by. Each file begins with new ones, so that shrinking can
    leave a file out and change no other; the smaller a byte, the simpler the choice."""

    def __init__(self, draw: Callable[[], bytes]) -> None:
        self._draw = draw
        self._left: Iterator[int] = iter(())
        self.catalog = Catalog()
        self._fresh = 0
        self.statements = 0  # of the file that is being made

    # Choices

    def begin_file(self) -> None:
        self._left = iter(())
        self.statements = 0

    def is_seen(self) -> bool:
        """Whether the catalog is still as it was when this file began."""
        return self.statements == 1

    def fresh(self) -> int:
        """A number that this chain has not had yet."""
        self._fresh += 1
        return self._fresh

    def number(self, count: int) -> int:
        """One of 0 … count-1."""
        if count < 2:
            return 0
        byte = next(self._left, None)
        if byte is None:
            self._left = iter(self._draw())
            byte = next(self._left)
        return byte * count >> 8

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
        return self.one_of(self.tables(*kinds))

    def one_of(self, found: Sequence[_T]) -> _T | None:
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

    def columns(self, table: Table) -> list[Column]:
        """All but the keys of partitions."""
        return [c for c in table.columns or () if c.name not in PARTITION_KEYS.values()]

    # Names

    def write(self, name: Name) -> str:
        if name.schema == 'public' and not self.chance(8) or self.chance(60):
            return quote_identifier(name.name)
        return f'{quote_identifier(name.schema)}.{quote_identifier(name.name)}'

    def known(self, names: Sequence[Name], pool: Sequence[str]) -> str | None:
        """Something that is there, or now and then something that may not be."""
        if self.chance(25):
            return self.write(Name('public', self.pick(pool)))
        return self.write(self.pick(names)) if names else None

    def new(self, pool: Sequence[str]) -> str:
        """A name that is free in its schema; now and then one that may not be."""
        schema = self.pick(self.schemas() or ['public']) if self.chance(4) else 'public'
        free = [p for p in pool if not self._is_taken(Name(schema, p))]
        if not free or self.chance(30):
            free = list(pool)
        return self.write(Name(schema, self.pick(free)))

    def new_name(self, schema: str, pool: Sequence[str]) -> str:
        """As :meth:`new`, without its schema: for RENAME TO."""
        free = [p for p in pool if not self._is_taken(Name(schema, p))]
        return quote_identifier(self.pick(free if free and not self.chance(30) else list(pool)))

    def _is_taken(self, name: Name) -> bool:
        catalog = self.catalog
        return name in catalog.tables or name in catalog.sequences or name in catalog.types

    def new_column(self, table: Table) -> str:
        free = [c for c in COLUMNS if table.column(c) is None]
        return self.pick(free if free and not self.chance(30) else COLUMNS)

    def column(self, table: Table) -> str:
        """The name of a column that is there, or now and then of one that is not."""
        names = [c.name for c in self.columns(table)]
        return self.pick(names) if names and not self.chance(40) else NOPE

    def schema(self) -> str:
        """One that is there, as written."""
        return quote_identifier(self.pick(self.schemas() or ['public']))

    # Phrases

    def if_exists(self, one_in: int = 4) -> str:
        return 'if exists ' if self.chance(one_in) else ''

    def if_not_exists(self, one_in: int = 8) -> str:
        return 'if not exists ' if self.chance(one_in) else ''

    def behaviour(self) -> str:
        return self.pick(('', '', ' cascade', ' restrict'))


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def listed(names: Sequence[str]) -> str:
    return ', '.join(map(quote_identifier, names))
