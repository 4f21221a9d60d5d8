"""What ALTER does: the actions of an :class:`~sync_guard.postgres.operations.Alter`, as written.

Those of one ALTER TABLE are carried out in PostgreSQL's order of passes (``replay/alter_table``).
"""
# Annotations are not postponed here, for the reason in catalog.py.
from typing import NamedTuple

from sync_guard.catalog import Bound
from sync_guard.postgres.operations import ColumnSpec
from sync_guard.postgres.operations import ConstraintSpec
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.types import TypeName


class AddColumn(NamedTuple):
    line: int
    column: ColumnSpec
    if_not_exists: bool = False
    cascade: bool = False


class DropColumn(NamedTuple):
    line: int
    name: str
    if_exists: bool = False
    cascade: bool = False


class AlterColumnType(NamedTuple):
    line: int
    name: str
    type: TypeName
    using: str | None = None
    cascade: bool = False


class SetDefault(NamedTuple):
    """``expression`` is None for DROP DEFAULT."""

    line: int
    name: str
    expression: str | None


class SetNotNull(NamedTuple):
    """``constraint`` is the name in ADD CONSTRAINT … NOT NULL."""

    line: int
    name: str
    not_null: bool
    constraint: str | None = None


class AlterIdentity(NamedTuple):
    """``verb`` is ``add``, ``set`` or ``drop``; ``identity`` as in catalog.Column."""

    line: int
    name: str
    verb: str
    identity: str | None = None
    if_exists: bool = False


class DropExpression(NamedTuple):
    line: int
    name: str
    if_exists: bool = False


class SetExpression(NamedTuple):
    line: int
    name: str
    expression: str


class AddConstraint(NamedTuple):
    line: int
    constraint: ConstraintSpec


class DropConstraint(NamedTuple):
    line: int
    name: str
    if_exists: bool = False
    cascade: bool = False


class NeedConstraint(NamedTuple):
    """VALIDATE CONSTRAINT, else ALTER CONSTRAINT: it must be there, and stays as it is but for
    being ``deferrable``, where that is said."""

    line: int
    name: str
    validate: bool = False
    deferrable: bool | None = None


class NeedColumn(NamedTuple):
    """SET STORAGE, SET STATISTICS, …: the column must be there, and stays as it is."""

    line: int
    name: str


class RenameColumn(NamedTuple):
    line: int
    name: str
    to: str
    cascade: bool = False


class RenameConstraint(NamedTuple):
    line: int
    name: str
    to: str


class RenameTo(NamedTuple):
    line: int
    to: str


class SetSchema(NamedTuple):
    line: int
    schema: str


class RowSecurity(NamedTuple):
    """ENABLE and DISABLE ROW LEVEL SECURITY."""

    line: int
    enable: bool


class Inherit(NamedTuple):
    """INHERIT and NO INHERIT (``add`` False)."""

    line: int
    parent: Ref
    add: bool


class OfType(NamedTuple):
    """OF and NOT OF (``type`` None)."""

    line: int
    type: Ref | None


class AttachPartition(NamedTuple):
    line: int
    partition: Ref
    bound: Bound | None = None


class DetachPartition(NamedTuple):
    line: int
    partition: Ref


class AddLabel(NamedTuple):
    """ALTER TYPE … ADD VALUE; ``neighbour`` is the label after BEFORE or AFTER."""

    line: int
    text: str
    if_not_exists: bool = False
    place: str | None = None
    neighbour: str | None = None


class RenameLabel(NamedTuple):
    line: int
    text: str
    to: str
