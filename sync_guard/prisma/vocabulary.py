"""What the schema calls, or will call, the tables and enums that the migrations build."""
from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.prisma.expected import Expected
from sync_guard.prisma.habit import block_name
from sync_guard.prisma.habit import field_name
from sync_guard.prisma.habit import Habit
from sync_guard.prisma.habit import habit_of
from sync_guard.prisma.habit import value_name


class Vocabulary(NamedTuple):
    """``models`` and ``enums`` are names of blocks by database names, ``labels`` an enum's names
    of its values by their texts. Tables without a model are not in ``models``."""

    habit: Habit
    models: dict[Name, str]
    enums: dict[Name, str]
    labels: dict[Name, dict[str, str]]


# The last one asked for: findings of one run all ask for the same.
_known: tuple[Catalog, Expected, Vocabulary] | None = None


def vocabulary(catalog: Catalog, expected: Expected) -> Vocabulary:
    """The names of a schema, and those its habit suggests for enums it does not have yet."""
    global _known
    if _known is not None and _known[0] is catalog and _known[1] is expected:
        return _known[2]
    habit = habit_of(expected)
    models = {key: name for name, key in expected.models.items()}
    enums = {key: name for name, key in expected.enums.items()}
    labels = {
        enum.key: {label.text: label.label or label.text for label in enum.labels}
        for enum in expected.catalog.enums()
    }
    taken = {*models.values(), *enums.values()}
    for enum in catalog.enums():
        if enum.schema in expected.schemas:
            if enum.key not in enums:
                enums[enum.key] = block_name(enum.key, habit, taken)
                taken.add(enums[enum.key])
            labels[enum.key] = value_names(enum, labels.get(enum.key, {}))
    made = Vocabulary(habit, models, enums, labels)
    _known = (catalog, expected, made)
    return made


def value_names(enum: Enum, known: dict[str, str]) -> dict[str, str]:
    """The names of all values of a built enum, those first that the schema has."""
    names = dict(known)
    taken = set(names.values())
    for label in enum.labels:
        if label.text not in names:
            names[label.text] = value_name(label.text, taken)
            taken.add(names[label.text])
    return names


def field_names(table: Table, expected: Expected, habit: Habit) -> dict[str, str]:
    """The names of the fields of all columns of a built table: those the model has, and names in
    the schema's habit for the others."""
    model = expected.catalog.tables.get(table.key)
    fields: tuple[Column, ...] = (model.columns or ()) if model is not None else ()
    names = {field.name: field.label or field.name for field in fields}
    taken = set(names.values())
    if model is not None and model.label is not None:
        taken |= expected.fields.get(model.label, frozenset())
    for column in table.columns or ():
        if column.name not in names:
            names[column.name] = field_name(column.name, habit, taken)
            taken.add(names[column.name])
    return names


def model_names(wanted: Iterable[Name], words: Vocabulary) -> dict[Name, str]:
    """The names of all models there are, and of the tables that get one."""
    names = dict(words.models)
    taken = {*names.values(), *words.enums.values()}
    # In an order of their own, so that each of them asked for alone gets the same name.
    for key in sorted(frozenset(wanted), key=lambda key: (key.schema != 'public', key)):
        if key not in names:
            names[key] = block_name(key, words.habit, taken)
            taken.add(names[key])
    return names
