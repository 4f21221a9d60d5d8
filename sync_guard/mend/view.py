"""A schema as it stands between two rounds of edits: its trees, what they expect, and the words
for what is to be added."""
from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.catalog import Catalog
from sync_guard.catalog import Enum
from sync_guard.catalog import Origin
from sync_guard.catalog import Table
from sync_guard.prisma import expect
from sync_guard.prisma import Expected
from sync_guard.prisma import parse
from sync_guard.prisma import refused_by
from sync_guard.prisma import SyntaxProblem
from sync_guard.prisma.relations import read_relations
from sync_guard.prisma.relations import Relation
from sync_guard.prisma.schema import EnumBlock
from sync_guard.prisma.schema import gather
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.syntax import SchemaFile

if TYPE_CHECKING:
    from sync_guard.mend import Task


class View(NamedTuple):
    built: Catalog
    schema: Schema
    expected: Expected
    relations: tuple[Relation, ...]
    problems: tuple[SyntaxProblem, ...]

    @property
    def files(self) -> tuple[SchemaFile, ...]:
        return self.schema.files

    def model(self, table: Table) -> Model:
        """The model that a table of the expected catalog is."""
        return self.schema.models[table.label or '']

    def enum(self, enum: Enum) -> EnumBlock:
        return self.schema.enums[enum.label or '']


def view_of(texts: Mapping[str, str], task: Task) -> View:
    trees = [parse(path, text) for path, text in texts.items()]
    schema = gather(trees)
    expected = expect(trees)._replace(
        external=task.external, external_unread=task.external_unread,
    )
    problems = tuple(p for tree in schema.files for p in tree.problems) or tuple(
        problem for problem in refused_by(expected.problems, task.project.prisma_major)
        if problem.uncertain is None
    )
    return View(task.built, schema, expected, read_relations(schema), problems)


def labels_of(model: Model) -> dict[str, str]:
    """The names of the fields by those of their columns."""
    return {column: field for field, column in model.columns.items()}


def attribute_at(
    model: Model, origin: Origin | None,
) -> tuple[Field | None, Attribute] | None:
    """The attribute at a place, with its field where it stands on one."""
    for field in model.block.fields:
        for attribute in field.attributes:
            if model.file.origin(attribute.start) == origin:
                return field, attribute
    for attribute in model.block.attributes:
        if model.file.origin(attribute.start) == origin:
            return None, attribute
    return None


def far_side(relation: Relation, relations: tuple[Relation, ...]) -> Relation | None:
    """The field at the other end of a relation."""
    found = [
        other for other in relations
        if other.model.name == relation.other.name and other.other.name == relation.model.name
        and other.name == relation.name
        and (other.model.name, other.field.name) != (relation.model.name, relation.field.name)
    ]
    return found[0] if found else None


def model_relations(model: Model, relations: tuple[Relation, ...]) -> list[Relation]:
    return [relation for relation in relations if relation.model.name == model.name]
