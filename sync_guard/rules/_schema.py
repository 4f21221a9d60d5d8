"""What the rules of item `schema` share: where to look, and what to call things."""
from __future__ import annotations

from typing import TYPE_CHECKING

from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Origin
from sync_guard.catalog import Table
from sync_guard.catalog import Type
from sync_guard.finding import Finding
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.types import format_type
from sync_guard.rules import Context

if TYPE_CHECKING:
    from sync_guard.compare.differences import Difference


def finding(
    rule: str, difference: Difference, message: str, help: str, place: Origin,
    origin: Origin | None = None, *, table: str | None = None, name: str | None = None,
    detail: str = '',
) -> Finding:
    """A finding of item `schema` at the difference's level. Where the reader is not sure, it says
    why and only warns: what may be so must not block."""
    sure = difference.uncertain is None
    if not sure:
        message = f'{message}, as far as can be known ({difference.uncertain})'
    return Finding(
        rule, 'schema', message, help, place, origin, table, name, difference.level,
        'error' if sure else 'warning', detail, certain=sure,
    )


def model_name(model: Table) -> str:
    return model.label or str(model.key)


def field_name(field: Column) -> str:
    return field.label or field.name


def column_name(table: Table, column: Column) -> str:
    """``users.last_seen``, as people write it."""
    return f'{table.key}.{column.name}'


def field_names(columns: tuple[str, ...], model: Table) -> str:
    """The fields of these columns, as they are listed in an attribute."""
    fields = (model.column(name) or name for name in columns)
    return ', '.join(f if isinstance(f, str) else field_name(f) for f in fields)


def sql_type(type_: Type) -> str:
    """The type as PostgreSQL prints it with public on the search path."""
    return format_type(type_, ('public',))


def sql_table(table: Table) -> str:
    """The table's name as SQL needs it."""
    name = quote_identifier(table.name)
    return name if table.schema == 'public' else f'{quote_identifier(table.schema)}.{name}'


def sql_columns(names: tuple[str, ...]) -> str:
    return ', '.join(quote_identifier(name) for name in names)


def mended_line(table: Table, column: Column, field: Column, context: Context) -> str:
    """The line of a field as it should be, under the name it has."""
    return new_line(table, column._replace(label=field_name(field)), context)


def new_line(table: Table, column: Column, context: Context) -> str:
    """The line of a field that is not there yet, named in the schema's habit."""
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


def schema_place(context: Context) -> Origin:
    """Where there is nothing in the schema to point at: the top of its first file."""
    files = context.project.schema_files
    return Origin(files[0] if files else 'schema.prisma', 1)


def config_path(context: Context) -> str:
    return context.project.config_path or 'sync-guard.toml'


_ACTIONS = {
    'no action': 'NoAction', 'restrict': 'Restrict', 'cascade': 'Cascade', 'set null': 'SetNull',
    'set default': 'SetDefault',
}


def action_arguments(key: ForeignKey) -> str:
    """Both actions spelled out: Prisma's defaults are not SQL's."""
    return f', onDelete: {_ACTIONS[key.on_delete]}, onUpdate: {_ACTIONS[key.on_update]}'
