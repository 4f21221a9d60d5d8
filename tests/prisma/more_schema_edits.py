"""Random edits to the text of a schema that mostly leave one that Prisma accepts. Each is one
function; one that finds nothing to change gives the schema back as it was."""
from __future__ import annotations

from collections.abc import Callable

from tests.prisma.databases import Choices
from tests.prisma.key_edits import change_key
from tests.prisma.key_edits import change_key_setting
from tests.prisma.key_edits import move_key
from tests.prisma.name_edits import add_block
from tests.prisma.name_edits import empty_block
from tests.prisma.name_edits import rename_enum
from tests.prisma.name_edits import rename_field
from tests.prisma.name_edits import rename_model
from tests.prisma.name_edits import rename_value
from tests.prisma.name_edits import reorder
from tests.prisma.name_edits import write_otherwise
from tests.prisma.relation_edits import add_relation
from tests.prisma.relation_edits import change_actions
from tests.prisma.relation_edits import change_side
from tests.prisma.relation_edits import drop_relation
from tests.prisma.relation_edits import name_relation
from tests.prisma.relation_edits import rename_relation
from tests.prisma.setting_edits import change_default
from tests.prisma.setting_edits import change_settings
from tests.prisma.setting_edits import ignore
from tests.prisma.setting_edits import move_to_schema

Edit = Callable[[Choices, str], str]

EDITS: tuple[Edit, ...] = (
    rename_field, rename_model, rename_enum, rename_value, reorder, write_otherwise, change_actions,
    rename_relation, name_relation, drop_relation, add_relation, change_side, move_key, change_key,
    change_key_setting, change_default, ignore, move_to_schema, change_settings, add_block,
    empty_block,
)


def another_edit(choices: Choices, schema: str) -> str:
    """One of them that changes something."""
    for _ in range(4):
        edited = choices.kind('schema edit', EDITS)(choices, schema)
        if edited != schema:
            return edited
    return schema
