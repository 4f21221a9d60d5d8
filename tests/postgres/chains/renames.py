"""Other names, other schemas, comments."""
from __future__ import annotations

from sync_guard.catalog import Composite
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.postgres.names import quote_identifier
from tests.postgres.chains.constraints import constraint_names
from tests.postgres.chains.world import CONSTRAINTS
from tests.postgres.chains.world import SCHEMAS
from tests.postgres.chains.world import TABLES
from tests.postgres.chains.world import World

_TEXTS = ("'said'", 'null', "'it''s'")


def rename(world: World) -> str | None:
    table = world.table('table', 'table', 'partitioned table', 'view')
    if table is None:
        return None
    written = world.write(table.key)
    what = 'view' if table.kind == 'view' and not world.chance(4) else 'table'
    kind = world.number(4)
    if kind == 0:
        return f'alter {what} {written} rename to {world.new_name(table.schema, TABLES)}'
    if kind == 1:
        name = quote_identifier(world.column(table))
        to = quote_identifier(world.new_column(table))
        return f'alter {what} {written} rename {world.pick(("column ", ""))}{name} to {to}'
    if kind == 2 and constraint_names(table):
        name = quote_identifier(world.pick(constraint_names(table)))
        to = quote_identifier(world.pick(CONSTRAINTS))
        return f'alter table {written} rename constraint {name} to {to}'
    return f'alter {what} {world.if_exists()}{written} set schema {world.schema()}'


def comment(world: World) -> str | None:
    table = world.table()
    if table is None:
        return None
    written, text = world.write(table.key), world.pick(_TEXTS)
    if world.chance(2):
        return f'comment on column {written}.{quote_identifier(world.column(table))} is {text}'
    return f'comment on table {written} is {text}'


def comment_on_another(world: World) -> str | None:
    """Of what nobody can see afterwards; but it must be there."""
    if not world.is_seen():
        return None
    found = [
        *(('type', world.write(n)) for n in world.types(Enum, Composite)),
        *(('domain', world.write(n)) for n in world.types(Domain)),
        *(('sequence', world.write(n)) for n in world.sequences()),
        *(('index', _index(t.schema, i.name)) for t in world.tables() for i in t.indexes),
        *((f'constraint {quote_identifier(name)} on', world.write(t.key))
          for t in world.tables() for name in constraint_names(t)),
        ('schema', world.pick(SCHEMAS[:2])),
    ]
    what, name = world.pick(found)
    return f'comment on {what} {name} is {world.pick(_TEXTS)}'


def _index(schema: str, name: str) -> str:
    return f'{quote_identifier(schema)}.{quote_identifier(name)}'


STATEMENTS = (rename, rename, rename, comment, comment_on_another)
