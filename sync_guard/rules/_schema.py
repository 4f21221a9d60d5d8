"""What the rules of item `schema` share: where to look, and what to call things."""
from __future__ import annotations

from typing import TYPE_CHECKING

from sync_guard.catalog import Action
from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Origin
from sync_guard.catalog import Table
from sync_guard.catalog import Type
from sync_guard.finding import COMMANDS
from sync_guard.finding import Finding
from sync_guard.finding import Mender
from sync_guard.postgres.types import format_type
from sync_guard.prisma.scalars import is_unsupported
from sync_guard.rules import Context

if TYPE_CHECKING:
    from sync_guard.compare.differences import Difference
    from sync_guard.prisma.write_relations import RelationLines


def finding(
    rule: str, difference: Difference, message: str, help: str, place: Origin,
    origin: Origin | None = None, *, table: str | None = None, name: str | None = None,
    detail: str = '', mender: Mender | None = None, removal: str | None = None,
) -> Finding:
    """A finding of item `schema` at the difference's level. Where the reader is not sure, it says
    why and only warns: what may be so must not block, nor be mended by a ``mender``."""
    sure = difference.uncertain is None
    if not sure:
        message = f'{message}, as far as can be known ({difference.uncertain})'
    return Finding(
        rule, 'schema', message, help, place, origin, table, name, difference.level,
        'error' if sure else 'warning', detail, certain=sure,
        run=COMMANDS[mender] if mender is not None and sure else None, removal=removal,
    )


def is_nameless(name: str) -> bool:
    """Whether an EXECUTE makes up the name, so that nothing can be written for it: the note that
    says so says all there is."""
    from sync_guard.postgres.replay.functions import PLACEHOLDER
    return PLACEHOLDER in name


def model_name(model: Table) -> str:
    return model.label or str(model.key)


def field_name(field: Column) -> str:
    return field.label or field.name


def column_name(table: Table, column: Column) -> str:
    """``users.last_seen``, as people write it."""
    return f'{table.key}.{column.name}'


def labels_of(model: Table) -> dict[str, str]:
    """The names of the fields by those of their columns."""
    return {field.name: field_name(field) for field in model.columns or ()}


def field_names(columns: tuple[str, ...], model: Table) -> str:
    """The fields of these columns, as they are listed in an attribute."""
    labels = labels_of(model)
    return ', '.join(labels.get(name, name) for name in columns)


def sql_type(type_: Type) -> str:
    """The type as PostgreSQL prints it with public on the search path, or as the schema has it in
    ``Unsupported("…")``."""
    if is_unsupported(type_):
        return f'{type_.name}[]' if type_.is_array else type_.name
    return format_type(type_, ('public',))


def line_of(column: Column, table: Table, context: Context) -> str:
    """The line of a column's field: under the name it has, or a new one in the schema's habit."""
    from sync_guard.prisma.write import field_line
    assert context.expected is not None
    return field_line(column, table, context.built, context.expected)


def new_model(table: Table, context: Context) -> str:
    from sync_guard.prisma.write import model_block
    assert context.expected is not None
    return model_block(table, context.built, context.expected)


def new_enum(enum: Enum, context: Context) -> str:
    from sync_guard.prisma.write import enum_block
    assert context.expected is not None
    return enum_block(enum, context.expected)


def relation_lines_of(key: ForeignKey, table: Table, context: Context) -> RelationLines | None:
    """Both sides of the relation for a built foreign key, where both tables have models."""
    from sync_guard.prisma.write_relations import relation_lines
    assert context.expected is not None
    return relation_lines(key, table, context.built, context.expected)


def schema_place(context: Context) -> Origin:
    """Where there is nothing in the schema to point at: the top of its first file."""
    files = context.project.schema_files
    return Origin(files[0] if files else 'schema.prisma', 1)


def config_path(context: Context) -> str:
    return context.project.config_path or 'sync-guard.toml'


def action_name(action: Action) -> str:
    """``SetNull`` for set null."""
    return ''.join(word.capitalize() for word in action.split())
