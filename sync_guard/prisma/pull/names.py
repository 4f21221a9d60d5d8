"""What ``prisma db pull`` calls models, fields, enums and their values
(sanitize_datamodel_names.rs). Names that would not validate, or be there twice, are mended."""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from sync_guard.catalog import Enum
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.prisma.habit import clean
from sync_guard.prisma.habit import field_name
from sync_guard.prisma.habit import free
from sync_guard.prisma.habit import Habit
from sync_guard.prisma.habit import is_reserved
from sync_guard.prisma.pull.database import Database
from sync_guard.prisma.pull.database import unique_columns
from sync_guard.prisma.pull.kept import Kept
from sync_guard.prisma.scalars import DEFAULT_TYPES
from sync_guard.prisma.vocabulary import value_names

_AS_IT_IS = Habit(camel_fields=False, pascal_models=False, singular=False)


class Words(NamedTuple):
    """The names of models and enums by those in the database, of fields by table and column, and
    of values by enum and label.

    Of an enum in a schema that is not listed Prisma sees the name alone: it is taken for a listed
    one of that name, and is in ``enums`` and ``labels`` as such.
    """

    models: dict[Name, str]
    enums: dict[Name, str]
    fields: dict[Name, dict[str, str]]
    labels: dict[Name, dict[str, str]]
    kept: Kept


def name_all(database: Database, kept: Kept) -> Words:
    """All names of a database, in the order of its blocks; those that are kept first."""
    tops = [*(t.key for t in database.tables), *(enum.key for enum in database.enums)]
    known = {key: name for key, name in {**kept.models, **kept.enums}.items() if key in tops}
    counts = Counter(known.get(key) or clean(key.name) for key in tops)
    taken = {*DEFAULT_TYPES, *known.values()}
    names = []
    for key in tops:
        if key in known:
            names.append((key, known[key]))
            continue
        full = clean(f'{key.schema}_{key.name}')
        # What two schemas have (or a table and an enum) gets the schema's name in front.
        wanted = plain_name(key.name) if counts[clean(key.name)] <= 1 else full
        name = free([one for one in (wanted, full) if one] or ['table'], taken)
        taken.add(name)
        names.append((key, name))
    count = len(database.tables)
    enums = dict(names[count:])
    labels = {enum.key: _values(enum, kept.labels.get(enum.key, {})) for enum in database.enums}
    listed = {enum.name: enum.key for enum in reversed(database.enums)}
    for enum in database.catalog.enums():
        if enum.schema not in database.schemas and enum.name in listed:
            enums[enum.key] = enums[listed[enum.name]]
            labels[enum.key] = labels[listed[enum.name]]
    fields = {
        table.key: _fields(table, kept.fields.get(table.key, {}), database.partial)
        for table in database.tables
    }
    return Words(dict(names[:count]), enums, fields, labels, kept)


def _values(enum: Enum, kept: Mapping[str, str]) -> dict[str, str]:
    texts = {label.text for label in enum.labels}
    return value_names(enum, {text: name for text, name in kept.items() if text in texts})


def plain_name(name: str) -> str:
    """A model's name as far as its table's decides: relations are named by these."""
    return f'Renamed{name}' if is_reserved(name) else clean(name)


def _fields(table: Table, kept: Mapping[str, str], partial: bool) -> dict[str, str]:
    names = {c.name: kept[c.name] for c in table.columns or () if c.name in kept}
    for column in table.columns or ():
        if column.name not in kept:
            names[column.name] = field_name(column.name, _AS_IT_IS, frozenset(names.values()))
    for key in unique_columns(table, partial=partial):
        # Prisma refuses a field called as a key's fields together, whatever name the key is given.
        made = '_'.join(names[column] for column in key if column in names)
        clash = next((c for c, name in names.items() if name == made and len(key) > 1), None)
        if clash is not None:
            names[clash] = free((made,), frozenset(names.values()))
    return names
