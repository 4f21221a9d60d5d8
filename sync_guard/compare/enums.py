"""Enums by name, then by the columns that use them; their values as sets (Prisma ignores order)."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import is_managed
from sync_guard.catalog import Label
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.compare.differences import EnumDiffers
from sync_guard.compare.differences import EnumValueDiffers
from sync_guard.compare.pairing import doubt
from sync_guard.compare.pairing import folded
from sync_guard.compare.pairing import match
from sync_guard.compare.pairing import without


def pair_enums(
    built: Catalog, expected: Catalog, schemas: frozenset[str],
    pairs: Iterable[tuple[Table, Table]],
) -> dict[Name, Name]:
    """Built enum to expected enum. An enum whose name differs is the one that the same columns
    have on the other side: then its name is the one difference, not the type of each column."""
    enums = {e.key: e for e in built.enums() if e.schema in schemas and e.labels}
    wanted = {e.key: e for e in expected.enums()}
    paired = {name: name for name in enums if name in wanted}
    spare = [e for name, e in enums.items() if name not in wanted]
    spare_wanted = [e for name, e in wanted.items() if name not in enums]
    used: set[tuple[Name, Name]] = set()
    for table, model in pairs:
        for column in _of_own_types(table):
            field = model.column(column.name)
            if field is not None:
                used.add((column.type.key, field.type.key))
    renamed = match(spare, spare_wanted, lambda one, other: (one.key, other.key) in used)
    paired.update((one.key, other.key) for one, other in renamed)
    return paired


def compare_enums(
    built: Catalog, expected: Catalog, schemas: frozenset[str], paired: dict[Name, Name],
    tables: Iterable[Table], models: Iterable[Table],
) -> Iterator[EnumDiffers | EnumValueDiffers]:
    """Differences of enums. One that columns of ``tables`` or fields of ``models`` use is missing
    no more than they are: their own differences tell. ``tables`` and ``models`` are all there are
    on either side, with a counterpart or without."""
    wanted = {e.key: e for e in expected.enums()}
    in_use = {c.type.key for table in tables for c in _of_own_types(table)}
    in_fields = {f.type.key for model in models for f in _of_own_types(model)}
    for enum in built.enums():
        if enum.schema not in schemas or not enum.labels or (
            is_managed(enum.schema) and enum.origin is None
        ):
            continue
        name = paired.get(enum.key)
        if name is not None:
            if name != enum.key:
                yield EnumDiffers(enum, wanted[name], 'types', doubt(enum))
            yield from _compare_values(enum, wanted[name])
        elif enum.key not in in_use:
            yield EnumDiffers(enum, None, 'types', doubt(enum))
    found = set(paired.values())
    for name, enum in wanted.items():
        if name not in found and name not in in_fields and not is_managed(name.schema):
            yield EnumDiffers(None, enum, 'types')


def _of_own_types(table: Table) -> Iterator[Column]:
    """The columns that may be of an enum: most are of PostgreSQL's own types."""
    return (column for column in table.columns or () if column.type.schema != BUILT_IN)


def _compare_values(built: Enum, expected: Enum) -> Iterator[EnumValueDiffers]:
    texts = {label.text for label in built.labels}
    wanted = {label.text for label in expected.labels}
    extra = [label for label in built.labels if label.text not in wanted]
    missing = [label for label in expected.labels if label.text not in texts]

    def same_name(one: Label, other: Label) -> bool:
        return folded(one.text) in (folded(other.text), folded(other.label or other.text))

    def same_place(one: Label, other: Label) -> bool:
        # ALTER TYPE … RENAME VALUE keeps a value where it was.
        return len(built.labels) == len(expected.labels) and (
            built.labels.index(one) == expected.labels.index(other)
        )

    renamed = match(extra, missing, same_name, same_place)
    doubtful = doubt(built)
    for one, other in renamed:
        yield EnumValueDiffers(built, expected, one, other, 'types', doubtful)
    for one in without(extra, [label for label, _ in renamed]):
        yield EnumValueDiffers(built, expected, one, None, 'types', doubtful)
    for other in without(missing, [label for _, label in renamed]):
        yield EnumValueDiffers(built, expected, None, other, 'types', doubtful)
