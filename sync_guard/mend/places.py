"""Where new lines of a model go."""
from __future__ import annotations

from sync_guard.mend.edits import Edit
from sync_guard.mend.edits import indent_at
from sync_guard.mend.edits import indent_in
from sync_guard.mend.edits import insert_lines
from sync_guard.mend.edits import line_end
from sync_guard.mend.view import model_relations
from sync_guard.mend.view import View
from sync_guard.prisma.schema import Model


def add_relation_field(model: Model, line: str, view: View) -> Edit:
    """A relation field behind the last one of its model, else behind the last field."""
    fields = [relation.field for relation in model_relations(model, view.relations)]
    anchors = fields or [*model.block.fields]
    place = line_end(model.file, anchors[-1].start if anchors else model.block.name_start)
    indent = (
        indent_at(model.file, anchors[-1].start) if anchors
        else indent_in(model.file, model.block)
    )
    return insert_lines(model.file, place, [indent + line])
