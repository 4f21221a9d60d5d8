"""Which thing of the migrations is which thing of the schema: by database name, then by likeness.

Likeness only ever turns *two* differences into one (this column has no field, that field has no
column) where a rename on one side is the smallest explanation. Nothing is paired for comparing on
likeness alone.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Container
from collections.abc import Iterable
from collections.abc import Sequence
from typing import NamedTuple
from typing import TypeVar

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.catalog import NOT_CREATED
from sync_guard.catalog import Table

# Comparing each with each is for a few leftovers.
_MOST = 1000

T = TypeVar('T')
U = TypeVar('U')

# Prisma's engines never look at these (sql_schema_differ, flavour postgres).
IGNORED_TABLES = frozenset({
    '_prisma_migrations', 'spatial_ref_sys', 'geometry_columns', 'geography_columns',
    'raster_columns', 'raster_overviews',
})


class Tables(NamedTuple):
    """``unpaired_tables`` and ``unpaired_models`` exclude those of ``renamed``; ``unknown`` are
    paired ones whose columns are not known (no migration creates them, or a query made them)."""

    pairs: tuple[tuple[Table, Table], ...]
    renamed: tuple[tuple[Table, Table], ...]
    unpaired_tables: tuple[Table, ...]
    unpaired_models: tuple[Table, ...]
    unknown: tuple[tuple[Table, Table], ...]


class Columns(NamedTuple):
    """``unread`` are fields (and columns of the same name) of which the schema says nothing."""

    pairs: tuple[tuple[Column, Column], ...]
    renamed: tuple[tuple[Column, Column], ...]
    unpaired_columns: tuple[Column, ...]
    unpaired_fields: tuple[Column, ...]
    unread: frozenset[str] = frozenset()

    @property
    def loose_columns(self) -> frozenset[str]:
        """Columns without a field: what hangs on them is explained by that."""
        renamed = [column for column, _ in self.renamed]
        return self.unread.union(column.name for column in (*self.unpaired_columns, *renamed))

    @property
    def loose_fields(self) -> frozenset[str]:
        renamed = [field for _, field in self.renamed]
        return self.unread.union(field.name for field in (*self.unpaired_fields, *renamed))


def pair_tables(
    built: Catalog, expected: Catalog, schemas: Iterable[str], alone: Container[Name] = (),
) -> Tables:
    """Pair by full name. Managed tables that no migration creates pair with nothing and are
    missed by nobody: how the platform shapes them is not this repository's to say. Tables that are
    to stay ``alone`` are not taken for a model's under another name."""
    listed = frozenset(schemas)
    tables = {
        name: table for name, table in built.tables.items()
        if name.schema in listed and _is_compared(table)
    }
    models = {
        name: m for name, m in expected.tables.items()
        if m.kind == 'table' and name.name not in IGNORED_TABLES
    }
    pairs: list[tuple[Table, Table]] = []
    unknown: list[tuple[Table, Table]] = []
    for name, model in models.items():
        if name in tables:
            made = tables[name]
            (unknown if made.columns is None else pairs).append((made, model))
    views = {name for name, m in expected.tables.items() if m.kind != 'table'}
    spare_tables = [
        t for name, t in tables.items() if name not in models and t.uncertain != NOT_CREATED
    ]
    spare_models = [
        m for name, m in models.items() if name not in tables and not is_managed(name.schema)
    ]
    there = built.tables.keys()
    renamed = match(
        [t for t in spare_tables if t.key not in views and t.key not in alone],
        [m for m in spare_models if m.key not in there],
        _same_table_name, _same_columns,
    )
    return Tables(
        tuple(pairs),
        tuple(renamed),
        tuple(without(spare_tables, [t for t, _ in renamed])),
        tuple(without(spare_models, [m for _, m in renamed])),
        tuple(unknown),
    )


def _is_compared(table: Table) -> bool:
    """Views, foreign tables and partitions are never shown by Prisma, but for a partition that has
    partitions itself."""
    return (
        table.kind == 'partitioned table' or table.kind == 'table' and table.partition_of is None
    ) and (
        table.name not in IGNORED_TABLES
        and not (is_managed(table.schema) and table.origin is None)
    )


def pair_columns(table: Table, model: Table) -> Columns:
    columns = {c.name: c for c in table.columns or ()}
    # A field of a type that Prisma does not know makes no column: Prisma refuses the schema.
    fields = {f.name: f for f in model.columns or () if f.uncertain is None}
    unread = frozenset(f.name for f in model.columns or () if f.uncertain is not None)
    spare_columns = [c for n, c in columns.items() if n not in fields and n not in unread]
    spare_fields = [f for name, f in fields.items() if name not in columns]
    before_column = _neighbours(list(columns), fields)
    before_field = _neighbours(list(fields), columns)

    def same_name(column: Column, field: Column) -> bool:
        return folded(column.name) in (folded(field.name), folded(field.label or field.name))

    def same_place(column: Column, field: Column) -> bool:
        # A renamed column stays between the neighbours it had, as what it was.
        return (
            before_column[column.name] == before_field[field.name]
            and column.nullable == field.nullable
            and column.type.is_array == field.type.is_array
            and column.type.key == field.type.key
        )

    renamed = match(spare_columns, spare_fields, same_name, same_place)
    return Columns(
        tuple((columns[name], field) for name, field in fields.items() if name in columns),
        tuple(renamed),
        tuple(without(spare_columns, [c for c, _ in renamed])),
        tuple(without(spare_fields, [f for _, f in renamed])),
        unread,
    )


def match(
    left: Sequence[T], right: Sequence[U], *alike: Callable[[T, U], bool],
) -> list[tuple[T, U]]:
    """Pairs of ``left`` and ``right`` by the first test, then of the rest by the next. A pair is
    made only where each is the other's one candidate: two candidates explain nothing. Where very
    much is left on both sides, that is no rename."""
    pairs: list[tuple[T, U]] = []
    if len(left) * len(right) > _MOST:
        return pairs
    free_left = list(left)
    free_right = list(right)
    for test in alike:
        candidates = [(a, b) for a in free_left for b in free_right if test(a, b)]
        times = Counter(id(one) for pair in candidates for one in pair)
        pairs += [(a, b) for a, b in candidates if times[id(a)] == times[id(b)] == 1]
        free_left = without(free_left, [a for a, _ in pairs])
        free_right = without(free_right, [b for _, b in pairs])
    return pairs


def without(items: Iterable[T], taken: Iterable[T]) -> list[T]:
    """The items that are none of ``taken``: by identity, since records may be equal."""
    ids = {id(item) for item in taken}
    return [item for item in items if id(item) not in ids]


def folded(name: str) -> str:
    """``lastSeen``, ``last_seen`` and ``LastSeen`` are one name in three habits."""
    return name.replace('_', '').lower()


def _neighbours(names: list[str], others: dict[str, Column]) -> dict[str, tuple[str, str]]:
    """For each name without a counterpart, the nearest names before and after that have one."""
    around: dict[str, tuple[str, str]] = {}
    before = ''
    for number, name in enumerate(names):
        if name in others:
            before = name
        else:
            after = next((n for n in names[number + 1:] if n in others), '')
            around[name] = (before, after)
    return around


def _same_table_name(table: Table, model: Table) -> bool:
    """``User`` is ``users`` in another habit; another schema is another place for it."""
    from sync_guard.prisma.habit import singular_of
    if table.schema != model.schema:
        return table.name == model.name
    names = {folded(name) for name in (model.name, model.label or model.name)}
    names.update([singular_of(name) for name in names])
    return folded(table.name) in names or singular_of(folded(table.name)) in names


def _same_columns(table: Table, model: Table) -> bool:
    columns = {c.name for c in table.columns or ()}
    fields = {f.name for f in model.columns or ()}
    shared = len(columns & fields)
    return shared >= 3 and shared >= 0.8 * max(len(columns), len(fields))


def doubt(*things: object) -> str | None:
    """The first reason any of the records gives for not being sure."""
    for thing in things:
        reason = getattr(thing, 'uncertain', None)
        if isinstance(reason, str):
            return reason
    return None
