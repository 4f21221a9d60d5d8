"""The relation fields that ``prisma db pull`` makes of foreign keys and join tables
(introspection_map.rs, relation_names.rs)."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.prisma.attributes import relation_attribute
from sync_guard.prisma.habit import clean
from sync_guard.prisma.habit import free
from sync_guard.prisma.pull.database import Database
from sync_guard.prisma.pull.database import unique_columns
from sync_guard.prisma.pull.kept import Named
from sync_guard.prisma.pull.names import plain_name
from sync_guard.prisma.pull.names import Words
from sync_guard.prisma.scalars import introspected
from sync_guard.prisma.spelling import quoted
from sync_guard.prisma.write_relations import Line

# The tables a relation lies between, in their order.
Pair = tuple[Name, Name]


class _Fields:
    """The fields of every model so far: relations come after all columns."""

    def __init__(self, database: Database, words: Words) -> None:
        self.lines: dict[Name, list[Line]] = {table.key: [] for table in database.tables}
        self._taken = {key: set(fields.values()) for key, fields in words.fields.items()}

    def reserve(self, table: Name, name: str) -> None:
        """What the schema calls its relations nothing new is called."""
        self._taken[table].add(name)

    def add(self, table: Name, name: str, type_: str, *attributes: str, kept: bool) -> None:
        if not kept:
            # Of a table without a letter, and in a join table's name, Prisma leaves what no field
            # may be called.
            name = free((clean(name) or type_.rstrip('?[]'),), self._taken[table])
        self._taken[table].add(name)
        self.lines[table].append((name, type_, ' '.join(a for a in attributes if a)))


def relation_fields(
    database: Database, words: Words, plain: Words, *, emulated: bool,
) -> dict[Name, list[Line]]:
    """The relation fields of every table: those of foreign keys in the order of the tables that
    hold them, then those of join tables. ``plain`` are the names without a schema that is there
    already; where relations are ``emulated`` there are none."""
    ambiguous = _ambiguous(database, plain)
    fields = _Fields(database, words)
    if emulated:
        return fields.lines
    for table in database.tables:
        for key in _distinct(table):
            kept = words.kept.relations.get((table.key, key.columns))
            if kept is not None:
                fields.reserve(table.key, kept.forth)
                fields.reserve(key.references, kept.back)
    for table in database.tables:
        for key in _distinct(table):
            kept = words.kept.relations.get((table.key, key.columns))
            named = kept or _inline_names(key, table, plain, ambiguous)
            _add_inline(fields, key, table, database, words, named, kept=kept is not None)
    for join in database.joins:
        _add_join(fields, join, words, ambiguous)
    return fields.lines


def _add_inline(
    fields: _Fields, key: ForeignKey, table: Table, database: Database, words: Words,
    named: Named, *, kept: bool,
) -> None:
    columns = [
        introspected(column, database.catalog)
        for column in table.columns or () if column.name in key.columns
    ]
    nullable = [column.nullable or column.type.is_array for column in columns]
    # Prisma takes a unique over some of the columns for one too, or over all in another order, and
    # then refuses the relation.
    single = key.columns in unique_columns(table, partial=database.partial)
    # A relation to a model that is ignored is ignored in the other one.
    unusable = {table.key, key.references} & database.unusable
    ignored = database.unusable | words.kept.ignored
    fields.add(
        table.key, named.forth, words.models[key.references] + ('?' if any(nullable) else ''),
        relation_attribute(
            key, table, words.fields[table.key], words.fields[key.references], named.name or None,
            not all(nullable),
        ),
        '@ignore' if unusable and table.key not in ignored else '',
        kept=kept,
    )
    fields.add(
        key.references, named.back, words.models[table.key] + ('?' if single else '[]'),
        f'@relation({quoted(named.name)})' if named.name else '',
        '@ignore' if unusable and key.references not in ignored else '',
        kept=kept,
    )


def _inline_names(
    key: ForeignKey, table: Table, words: Words, ambiguous: frozenset[Pair],
) -> Named:
    source, target = plain_name(table.name), plain_name(key.references.name)
    itself = table.key == key.references
    other = 'other_' if itself else ''
    if _pair(table.key, key.references) not in ambiguous:
        return Named(f'{source}To{target}' if itself else '', target, f'{other}{source}')
    columns = '_'.join(words.fields[table.key][column] for column in key.columns)
    name = f'{source}_{columns}To{target}'
    return Named(name, f'{target}_{name}', f'{other}{source}_{name}')


def _add_join(fields: _Fields, join: Table, words: Words, ambiguous: frozenset[Pair]) -> None:
    first, second = join.foreign_keys
    a, b = (first, second) if first.columns[0].lower() == 'a' else (second, first)
    low, high = _pair(a.references, b.references)
    itself = low == high
    name, suffix = join.name[1:], ''
    if (low, high) in ambiguous:
        suffix = join.name
    elif name == f'{plain_name(low.name)}To{plain_name(high.name)}' and not itself:
        name = ''
    forth, back = (
        f'{plain_name(called.name)}{suffix}{f"_{letter}" if itself else ""}'
        for called, letter in ((high, 'A'), (low, 'B'))
    )
    kept = words.kept.joins.get(join.name) if not itself else None
    if kept is not None:
        # A is the model whose name comes first.
        name, forth, back = kept
        if words.models[a.references] > words.models[b.references]:
            forth, back = back, forth
    attribute = f'@relation({quoted(name)})' if name else ''
    for table, other, called in (
        (a.references, b.references, forth), (b.references, a.references, back),
    ):
        type_ = f'{words.models[other]}[]'
        fields.add(table, called, type_, attribute, kept=kept is not None)


def _ambiguous(database: Database, words: Words) -> frozenset[Pair]:
    """The pairs of tables with more than one relation, or with one whose field would be called as
    a column of its key."""
    tables = {table.key: table for table in database.tables}
    return frozenset((
        *_ambiguous_keys(tables, words), *_ambiguous_joins(database, tables),
    ))


def _ambiguous_keys(tables: dict[Name, Table], words: Words) -> Iterator[Pair]:
    for table in tables.values():
        for key in table.foreign_keys:
            pair = _pair(table.key, key.references)
            others = ((t, k) for t in {*pair} for k in tables[t].foreign_keys)
            if any(
                (t, k.columns) != (table.key, key.columns) and _pair(t, k.references) == pair
                for t, k in others
            ) or plain_name(key.references.name) in (
                words.fields[table.key][column] for column in key.columns
            ):
                yield pair


def _ambiguous_joins(database: Database, tables: dict[Name, Table]) -> Iterator[Pair]:
    pairs = [_pair(*(key.references for key in join.foreign_keys)) for join in database.joins]
    for pair in pairs:
        if pairs.count(pair) > 1 or any(
            _pair(table, key.references) == pair
            for table in pair for key in tables[table].foreign_keys
        ):
            yield pair


def _distinct(table: Table) -> list[ForeignKey]:
    """The foreign keys without those that repeat one before them."""
    found: dict[tuple[object, ...], ForeignKey] = {}
    for key in table.foreign_keys:
        found.setdefault((key.columns, key.references, key.referenced_columns), key)
    return [*found.values()]


def _pair(one: Name, other: Name) -> Pair:
    return (one, other) if one <= other else (other, one)
