"""Edits of the datasource block."""
from __future__ import annotations

from sync_guard.mend.edits import Change
from sync_guard.mend.edits import Edit
from sync_guard.mend.edits import remove_lines
from sync_guard.mend.edits import Said
from sync_guard.mend.view import View
from sync_guard.prisma.schema import names_in
from sync_guard.prisma.schema import texts_in
from sync_guard.prisma.syntax import Array
from sync_guard.prisma.syntax import Function
from sync_guard.prisma.syntax import Value


def remove_extension(name: str, view: View) -> Change | None:
    """An extension taken off the list; the last one with the list."""
    for file in view.files:
        for block in file.tree:
            for setting in block.properties if block.keyword == 'datasource' else ():
                if setting.name != 'extensions' or not isinstance(setting.value, Array):
                    continue
                items = setting.value.items
                at = next((n for n, item in enumerate(items) if _is_called(item, name)), None)
                if at is None:
                    continue
                if len(items) == 1:
                    edit = remove_lines(file, setting.start, setting.end)
                elif at:
                    edit = Edit(file.path, items[at - 1].end, items[at].end, '')
                else:
                    edit = Edit(file.path, items[0].start, items[1].start, '')
                line = file.line(setting.start)
                return Change(
                    (edit,), Said(file.path, line, f'removed extension {name}', block.name),
                )
    return None


def use_foreign_keys(view: View) -> Change | None:
    """``relationMode = "prisma"``, under which Prisma wants no foreign key, turned into its
    default; None unless there is a key behind every relation: those without one would be lost."""
    for relation in view.relations:
        table = view.built.tables.get(relation.model.key)
        columns = tuple(relation.model.columns.get(name) for name in relation.scalars)
        if columns and not any(
            key.columns == columns and key.references == relation.other.key
            for key in (table.foreign_keys if table is not None else ())
        ):
            return None
    for name in view.expected.join_tables:
        join = view.built.tables.get(name)
        if join is None or len(join.foreign_keys) < 2:
            return None
    for file in view.files:
        for block in file.tree:
            for setting in block.properties if block.keyword == 'datasource' else ():
                if setting.name == 'relationMode' and setting.value is not None:
                    edit = Edit(
                        file.path, setting.value.start, setting.value.end, '"foreignKeys"',
                    )
                    what = 'relationMode is "foreignKeys": every relation has its key'
                    return Change(
                        (edit,), Said(file.path, file.line(setting.start), what, block.name),
                    )
    return None


def _is_called(item: Value, name: str) -> bool:
    given = item.arguments if isinstance(item, Function) else ()
    mapped = [text for one in given if one.name == 'map' for text in texts_in(one.value)]
    return name in (mapped or names_in(item))
