"""Whether what looks like a rename is one. Comparing pairs a field without a column and a column
without a field by their places, to say one thing instead of two; an edit needs to know."""
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sync_guard.compare.differences import EnumValueDiffers
from sync_guard.compare.differences import FieldWithoutColumn
from sync_guard.compare.pairing import folded

if TYPE_CHECKING:
    from sync_guard.compare.differences import Difference
    from sync_guard.mend import Task


def renamed_lines(text: str) -> frozenset[int]:
    """The lines of a migration at which a column or an enum's value gets another name."""
    from sync_guard.postgres import read

    return frozenset(_lines(read(text).operations))


def _lines(value: object) -> Iterator[int]:
    from sync_guard.postgres.actions import RenameColumn
    from sync_guard.postgres.actions import RenameLabel

    if isinstance(value, (RenameColumn, RenameLabel)):
        yield value.line
    elif isinstance(value, tuple):
        for part in value:
            yield from _lines(part)


def sorted_out(difference: Difference, task: Task) -> tuple[Difference, bool]:
    """The difference without a likeness that is no rename, and whether one remains."""
    if isinstance(difference, FieldWithoutColumn) and difference.like is not None:
        field, like = difference.field, difference.like
        names = (folded(field.name), folded(field.label or field.name))
        if folded(like.name) not in names and not task.renamed(like.origin):
            return difference._replace(like=None), False
    elif isinstance(difference, EnumValueDiffers) and None not in (
        difference.built, difference.expected,
    ):
        built, expected = difference.built, difference.expected
        assert built is not None and expected is not None
        names = (folded(expected.text), folded(expected.label or expected.text))
        if folded(built.text) not in names and not task.renamed(built.origin):
            return difference, False
    return difference, True
