"""The schema that ``prisma db pull`` prints for a database: what its introspection sees of the
catalog, named and laid out as it does (prisma-engines, sql-schema-connector, introspection)."""
from __future__ import annotations

from sync_guard.catalog import Catalog
from sync_guard.prisma.pull.blocks import enum_block
from sync_guard.prisma.pull.blocks import model_block
from sync_guard.prisma.pull.database import see
from sync_guard.prisma.pull.database import user_schemas
from sync_guard.prisma.pull.header import header
from sync_guard.prisma.pull.kept import Kept
from sync_guard.prisma.pull.names import name_all
from sync_guard.prisma.pull.relations import relation_fields

_NOTHING = Kept()


def pull(catalog: Catalog, prisma: int | None = None) -> str:
    """A whole schema file, as ``prisma db pull`` of that major version (None: the current one)
    writes it where there is no schema yet, with the settings that this takes.

    It differs where Prisma's own file would not validate, or not be written at all: names that
    Prisma would give twice get a number, those of which it would leave nothing get one, and a
    foreign key into a schema that is not listed, or between fields of two types, is no relation.
    """
    schemas = user_schemas(catalog)
    listed = schemas if schemas != ('public',) else None
    blocks = pulled_blocks(catalog, listed, partial=prisma is None or prisma >= 7)
    uses_partial = any('where: raw(' in block for block in blocks)
    return '\n'.join([header(listed, prisma, partial=uses_partial), *blocks])


def pulled_blocks(
    catalog: Catalog, schemas: tuple[str, ...] | None, *, partial: bool, datasource: str = 'db',
    kept: Kept = _NOTHING, emulated: bool = False,
) -> list[str]:
    """The models and enums of the file, in its order, each ending in a line end. ``schemas`` are
    those that the datasource lists, None where it lists none; ``partial`` says that partial
    indexes are seen; ``datasource`` is the prefix of native types. ``kept`` is what a schema has
    that the database cannot know; with ``emulated`` relations no foreign key is one."""
    database = see(catalog, schemas or ('public',), partial=partial)
    words = name_all(database, kept)
    # Relations are named before it is known what the schema calls things.
    plain = words if kept is _NOTHING else name_all(database, _NOTHING)
    relations = relation_fields(database, words, plain, emulated=emulated)
    multi_schema = schemas is not None
    return [
        *(
            model_block(table, database, words, relations[table.key], multi_schema, datasource)
            for table in database.tables
        ),
        *(enum_block(enum, words, multi_schema) for enum in database.enums),
    ]
