"""Which edit mends which difference, and what is left alone all the same."""
from __future__ import annotations

from typing import TYPE_CHECKING

from sync_guard.catalog import Enum
from sync_guard.compare.differences import ActionDiffers
from sync_guard.compare.differences import ColumnWithoutField
from sync_guard.compare.differences import DefaultDiffers
from sync_guard.compare.differences import EnumDiffers
from sync_guard.compare.differences import EnumValueDiffers
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
from sync_guard.mend import keys
from sync_guard.mend import models
from sync_guard.mend import relations

if TYPE_CHECKING:
    from sync_guard.compare.differences import Difference
    from sync_guard.mend import Task
    from sync_guard.mend.edits import Change
    from sync_guard.mend.view import View

_NOT_IN_GIT = (
    'git does not have it, so nobody could bring it back: '
    '`git add` it first, or write its migration: git sync-guard draft NAME'
)


def change_for(difference: Difference, view: View, task: Task) -> Change | None:
    """The edit that mends the difference; None where no edit of the schema does."""
    if isinstance(difference, TableWithoutModel):
        return models.mend_table(difference, view, strict=task.level == 'strict')
    if isinstance(difference, ModelWithoutTable):
        return models.mend_model(difference, view)
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
        return enums.mend_value(difference, view)
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
    return None


def kept_back(difference: Difference, view: View, task: Task) -> str | None:
    """Why the difference is left alone, though an edit might mend it: the edit would take out what
    git does not have."""
    kept = task.kept
    if kept is None:
        return None
    if isinstance(difference, ModelWithoutTable) and difference.like is None:
        label = difference.model.label
        if label is None:
            known = difference.model.key in kept.join_tables
        else:
            known = label in kept.models
    elif isinstance(difference, FieldWithoutColumn) and difference.like is None:
        model, field = difference.model.label or '', difference.field
        known = (field.label or field.name) in kept.fields.get(model, ())
    elif isinstance(difference, RelationDiffers) and difference.built is None:
        assert difference.expected is not None
        known = difference.expected.label in kept.fields.get(difference.model.label or '', ())
    elif isinstance(difference, EnumDiffers) and difference.built is None:
        assert difference.expected is not None
        known = difference.expected.label in kept.enums
    elif isinstance(difference, EnumValueDiffers) and difference.built is None:
        assert difference.expected is not None
        enum = kept.catalog.types.get(kept.enums.get(difference.expected_enum.label or '',
                                                     difference.expected_enum.key))
        labels = enum.labels if isinstance(enum, Enum) else ()
        known = difference.expected.label in {label.label for label in labels}
    else:
        return None
    return None if known else _NOT_IN_GIT
