"""What ``prisma db pull`` calls models, fields, enums and their values
(sanitize_datamodel_names.rs). Names that would not validate, or be there twice, are mended."""
from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.prisma.habit import clean
from sync_guard.prisma.habit import field_name
from sync_guard.prisma.habit import free
from sync_guard.prisma.habit import Habit
from sync_guard.prisma.habit import is_reserved
from sync_guard.prisma.pull.database import Database
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


def name_all(database: Database) -> Words:
    """All names of a database, in the order of its blocks."""
    tops = [*(t.key for t in database.tables), *(enum.key for enum in database.enums)]
    counts = Counter(clean(key.name) for key in tops)
    taken = set(DEFAULT_TYPES)
    names = []
    for key in tops:
        full = clean(f'{key.schema}_{key.name}')
        # What two schemas have (or a table and an enum) gets the schema's name in front.
        wanted = plain_name(key.name) if counts[clean(key.name)] == 1 else full
        name = free([one for one in (wanted, full) if one] or ['table'], taken)
        taken.add(name)
        names.append((key, name))
    count = len(database.tables)
    enums = dict(names[count:])
    labels = {enum.key: value_names(enum, {}) for enum in database.enums}
    listed = {enum.name: enum.key for enum in reversed(database.enums)}
    for enum in database.catalog.enums():
        if enum.schema not in database.schemas and enum.name in listed:
            enums[enum.key] = enums[listed[enum.name]]
            labels[enum.key] = labels[listed[enum.name]]
    fields = {table.key: _fields(table) for table in database.tables}
    return Words(dict(names[:count]), enums, fields, labels)


def plain_name(name: str) -> str:
    """A model's name as far as its table's decides: relations are named by these."""
    return f'Renamed{name}' if is_reserved(name) else clean(name)


def _fields(table: Table) -> dict[str, str]:
    names: dict[str, str] = {}
    for column in table.columns or ():
        names[column.name] = field_name(column.name, _AS_IT_IS, frozenset(names.values()))
    return names
