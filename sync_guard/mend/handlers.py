"""Which edit mends which difference, and what is left alone all the same."""
from __future__ import annotations

from typing import TYPE_CHECKING

from sync_guard.catalog import Catalog
from sync_guard.catalog import Enum
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Table
from sync_guard.compare.differences import ActionDiffers
from sync_guard.compare.differences import ColumnWithoutField
from sync_guard.compare.differences import DefaultDiffers
from sync_guard.compare.differences import EnumDiffers
from sync_guard.compare.differences import EnumValueDiffers
from sync_guard.compare.differences import ExtensionMissing
from sync_guard.compare.differences import FieldWithoutColumn
from sync_guard.compare.differences import IndexDiffers
from sync_guard.compare.differences import ListDiffers
from sync_guard.compare.differences import ModelWithoutTable
from sync_guard.compare.differences import NameDiffers
from sync_guard.compare.differences import NullabilityDiffers
from sync_guard.compare.differences import PrimaryKeyDiffers
from sync_guard.compare.differences import RelationDiffers
from sync_guard.compare.differences import TableWithoutModel
from sync_guard.compare.differences import TypeDiffers
from sync_guard.compare.differences import UniqueDiffers
from sync_guard.mend import enums
from sync_guard.mend import fields
from sync_guard.mend import joins
from sync_guard.mend import keys
from sync_guard.mend import models
from sync_guard.mend import relations
from sync_guard.mend import settings
from sync_guard.prisma import Expected

if TYPE_CHECKING:
    from sync_guard.compare.differences import Difference
    from sync_guard.mend.edits import Change
    from sync_guard.mend.view import View

_NOT_IN_GIT = (
    'git does not have it, so nobody could bring it back: '
    '`git add` it first, or write its migration: git sync-guard draft NAME'
)


def change_for(
    difference: Difference, view: View, *, strict: bool, whole: bool,
    rename: bool,
) -> Change | None:
    """The edit that mends the difference; None where no edit of the schema does. ``strict`` is
    what is asked for, ``whole`` says that it is about a table all of which is to be mended,
    ``rename`` that what looks like one is one."""
    if isinstance(difference, TableWithoutModel):
        return models.mend_table(difference, view, strict=strict, whole=whole)
    if isinstance(difference, ModelWithoutTable):
        return models.mend_model(difference, view)
    model = getattr(difference, 'model', None)
    if model is not None and model.label is None:
        return joins.spell_out(difference, model, view)
    if _is_twin(difference):
        return None
    if isinstance(difference, ColumnWithoutField):
        return fields.mend_column(difference, view)
    if isinstance(difference, FieldWithoutColumn):
        return fields.mend_field(difference, view)
    if isinstance(difference, TypeDiffers):
        return fields.mend_type(difference, view)
    if isinstance(difference, ListDiffers):
        return fields.mend_list(difference, view)
    if isinstance(difference, NullabilityDiffers):
        return fields.mend_nullability(difference, view)
    if isinstance(difference, DefaultDiffers):
        return fields.mend_default(difference, view)
    if isinstance(difference, EnumDiffers):
        return enums.mend_enum(difference, view)
    if isinstance(difference, EnumValueDiffers):
        return enums.mend_value(difference, view, rename=rename)
    if isinstance(difference, PrimaryKeyDiffers):
        return keys.mend_primary_key(difference, view)
    if isinstance(difference, UniqueDiffers):
        return keys.mend_unique(difference, view)
    if isinstance(difference, IndexDiffers):
        return keys.mend_index(difference, view)
    if isinstance(difference, NameDiffers):
        return keys.mend_name(difference, view)
    if isinstance(difference, RelationDiffers):
        return relations.mend_relation(difference, view)
    if isinstance(difference, ActionDiffers):
        return relations.mend_action(difference, view)
    if isinstance(difference, ExtensionMissing):
        return settings.remove_extension(difference.name, view)
    return None


def _is_twin(difference: Difference) -> bool:
    """Whether it is about the second of two foreign keys that are alike: to Prisma they are one
    relation, which can say what one of them does."""
    built, table = getattr(difference, 'built', None), getattr(difference, 'table', None)
    if not isinstance(built, ForeignKey) or not isinstance(table, Table):
        return False
    alike = [
        key.name for key in table.foreign_keys
        if (key.columns, key.references, key.referenced_columns)
        == (built.columns, built.references, built.referenced_columns)
    ]
    return built.name != min(alike)


def why_no_edit(difference: Difference) -> str:
    """Why no edit of the schema mends the difference."""
    if isinstance(difference, RelationDiffers) and difference.emulated:
        return 'relations without a foreign key are why the schema emulates them all'
    return 'no edit of the schema mends it'


def kept_back(
    difference: Difference, kept: tuple[Expected, ...] | None,
) -> str | None:
    """Why the difference is left alone, though an edit might mend it: the edit would take out what
    git does not have."""
    if kept is None:
        return None
    # Of a schema that git does not know at all, it has nothing.
    if any(_is_in(difference, version) for version in kept or (Expected(Catalog()),)):
        return None
    return _NOT_IN_GIT


def _is_in(difference: Difference, kept: Expected) -> bool:
    """Whether a version of the schema has what mending the difference would take out. True also
    where it takes out no model, field, enum or value."""
    if isinstance(difference, ModelWithoutTable) and difference.like is None:
        label = difference.model.label
        if label is None:
            return difference.model.key in kept.join_tables
        return label in kept.models
    if isinstance(difference, FieldWithoutColumn) and difference.like is None:
        model, field = difference.model.label or '', difference.field
        return (field.label or field.name) in kept.fields.get(model, ())
    if isinstance(difference, RelationDiffers) and difference.expected is not None:
        label = difference.expected.label
        return difference.built is not None or label is None or (
            label in kept.fields.get(difference.model.label or '', ())
        )
    if isinstance(difference, EnumDiffers) and difference.expected is not None:
        return difference.built is not None or difference.expected.label in kept.enums
    if isinstance(difference, EnumValueDiffers) and difference.expected is not None:
        name = kept.enums.get(difference.expected_enum.label or '', difference.expected_enum.key)
        enum = kept.catalog.types.get(name)
        labels = enum.labels if isinstance(enum, Enum) else ()
        return difference.built is not None or (
            difference.expected.label in {label.label for label in labels}
        )
    return True
