"""Both sides of the relation that a foreign key makes, as lines to paste."""
from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping
from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.prisma.attributes import key_columns
from sync_guard.prisma.attributes import relation_attribute
from sync_guard.prisma.expected import Expected
from sync_guard.prisma.habit import free
from sync_guard.prisma.habit import lower_first
from sync_guard.prisma.habit import plural_of
from sync_guard.prisma.habit import stem_of
from sync_guard.prisma.scalars import introspected
from sync_guard.prisma.spelling import quoted
from sync_guard.prisma.vocabulary import field_names
from sync_guard.prisma.vocabulary import vocabulary

# A field's name, its type, and its attributes: what `prisma format` lines up.
Line = tuple[str, str, str]


class RelationLines(NamedTuple):
    """The field for ``model``, which holds the key, and the one back for ``other``."""

    model: str
    line: str
    other: str
    back: str


def relation_lines(
    key: ForeignKey, table: Table, catalog: Catalog, expected: Expected,
) -> RelationLines | None:
    """Both sides of the relation for a built foreign key; None unless both tables have models.

    A relation over these columns that the schema has keeps its field and its name.
    """
    names = vocabulary(catalog, expected).models
    if table.key not in names or key.references not in names:
        return None
    taken = expected.fields.get(names[table.key], frozenset())
    forth, back = _sides(key, table, catalog, expected, names, taken)
    return RelationLines(
        names[table.key], _line(forth), names[key.references], _line(back),
    )


def relation_fields(
    table: Table, catalog: Catalog, expected: Expected, names: Mapping[Name, str],
    also: Collection[Name],
) -> list[Line]:
    """The relation fields of a model to be: forth to every table of ``names``, and back to itself
    and to those tables of ``also`` whose keys lead here."""
    own = _all_sides(table, catalog, expected, names)
    lines = [forth for _, forth, _ in own]
    backs = [back for key, _, back in own if key.references == table.key]
    for name in also:
        other = catalog.tables.get(name)
        if other is not None and other.key != table.key:
            backs.extend(
                back for key, _, back in _all_sides(other, catalog, expected, names)
                if key.references == table.key
            )
    labels = field_names(table, expected, vocabulary(catalog, expected).habit)
    taken = {*labels.values(), *(line[0] for line in lines)}
    for back in backs:
        lines.append((free((back[0],), taken), *back[1:]))
        taken.add(lines[-1][0])
    return lines


def _all_sides(
    table: Table, catalog: Catalog, expected: Expected, names: Mapping[Name, str],
) -> list[tuple[ForeignKey, Line, Line]]:
    """All relations that start at the table, named apart from each other."""
    taken: set[str] = set()
    found = []
    for key in table.foreign_keys:
        if key.references in names:
            forth, back = _sides(key, table, catalog, expected, names, taken)
            taken.add(forth[0])
            found.append((key, forth, back))
    return found


def _line(line: Line) -> str:
    return ' '.join(part for part in line if part)


def _sides(
    key: ForeignKey, table: Table, catalog: Catalog, expected: Expected,
    names: Mapping[Name, str], taken: Collection[str],
) -> tuple[Line, Line]:
    words = vocabulary(catalog, expected)
    model, other = names[table.key], names[key.references]
    target = catalog.tables.get(key.references) or Table(*key.references)
    labels = field_names(table, expected, words.habit)
    columns = [introspected(c, catalog) for c in table.columns or () if c.name in key.columns]
    habit = words.habit
    is_one_of_many = model == other or _relations_between(table, target) > 1
    lower = lower_first(other) if habit.pascal_models else other
    wanted = [lower, *_stem(key, labels)]
    if habit.by_column or is_one_of_many:
        # The model's name says nothing where several lead to it.
        wanted.reverse()
    wanted.append(f'{lower}Relation' if habit.pascal_models else f'{lower}_relation')
    forth = free(wanted, {*taken, *labels.values()})
    is_single = _is_unique(key, table)
    back = lower_first(model) if habit.pascal_models else model
    if not is_single and habit.plural_lists:
        back = plural_of(back)
    name = None
    there = _known(key, table, expected)
    if there is not None:
        forth = there
        name = expected.relation_names.get(f'{model}.{forth}')
    elif is_one_of_many:
        apart = forth[:1].upper() + forth[1:] if habit.pascal_models else f'_{forth}'
        name = free((f'{model}{apart}',), {*expected.relation_names.values()})
        back += apart
    attribute = relation_attribute(
        key, table, labels, field_names(target, expected, words.habit), name,
        any(not column.nullable for column in columns),
    )
    optional = '?' if any(column.nullable for column in columns) else ''
    return (
        (forth, other + optional, attribute),
        (
            free((back,), expected.fields.get(other, frozenset())),
            model + ('?' if is_single else '[]'),
            f'@relation({quoted(name)})' if name is not None else '',
        ),
    )


def _known(key: ForeignKey, table: Table, expected: Expected) -> str | None:
    """The relation field of the schema that stands for the key already."""
    model = expected.catalog.tables.get(table.key)
    for known in model.foreign_keys if model is not None else ():
        if known.columns == key.columns:
            return known.label
    return None


def _stem(key: ForeignKey, labels: Mapping[str, str]) -> list[str]:
    """``author`` for authorId or author_id."""
    stem = stem_of(labels.get(key.columns[0], key.columns[0])) if len(key.columns) == 1 else None
    return [] if stem is None else [stem]


def _is_unique(key: ForeignKey, table: Table) -> bool:
    """Whether at most one row holds a given key: then the relation is one to one."""
    keys = [key_columns(unique) for unique in table.uniques]
    keys += [key_columns(index) for index in table.indexes if index.unique]
    if table.primary_key is not None:
        keys.append(table.primary_key.columns)
    return any(names is not None and set(names) == set(key.columns) for names in keys)


def _relations_between(table: Table, target: Table) -> int:
    """How many keys lead from one to the other, either way: two need names."""
    return sum(key.references == target.key for key in table.foreign_keys) + sum(
        key.references == table.key for key in target.foreign_keys
    )
