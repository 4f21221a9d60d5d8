"""Random statements about tables: CREATE, ALTER, and indexes."""
from __future__ import annotations

from sync_guard.catalog import BUILT_IN as PG_CATALOG
from sync_guard.catalog import Column
from sync_guard.catalog import Domain
from sync_guard.catalog import Index
from sync_guard.catalog import Key
from sync_guard.catalog import Table
from sync_guard.catalog import Type
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.replay.relations import columns_of
from tests.postgres.chains import BUILT_IN
from tests.postgres.chains import COLUMNS
from tests.postgres.chains import CONSTRAINTS
from tests.postgres.chains import INDEXES
from tests.postgres.chains import INTEGERS
from tests.postgres.chains import listed
from tests.postgres.chains import PARTITION_KEY
from tests.postgres.chains import spelled
from tests.postgres.chains import STRINGS
from tests.postgres.chains import TABLES
from tests.postgres.chains import World

_ACTIONS = (
    '', ' on delete cascade', ' on delete set null', ' on update cascade on delete restrict',
)
_LIKE = (
    '', ' including all', ' including defaults', ' including constraints', ' including indexes',
    ' including identity including defaults', ' including generated', ' including comments',
    ' including all excluding indexes', ' including all excluding constraints',
)


def create_table(world: World) -> str:
    names = world.some(COLUMNS, 5)
    body = [column(world, name) for name in names]
    body += [c for c in (_table_constraint(world, names) for _ in range(world.number(3))) if c]
    if_not_exists = 'if not exists ' if world.chance(8) else ''
    return f'create table {if_not_exists}{world.new(TABLES)} (\n  ' + (
        ',\n  '.join(body) + '\n)'
    )


def create_like(world: World) -> str | None:
    source = world.table('table', 'partitioned table', 'view')
    if source is None:
        return None
    like = f'like {world.write(source.key)}{world.pick(_LIKE)}'
    more = f', {column(world, world.new_column(source))}' if world.chance(3) else ''
    return f'create table {world.new(TABLES)} ({like}{more})'


def create_heir(world: World) -> str | None:
    parents = world.some([t for t in world.tables('table')], 2)
    if not parents:
        return None
    # What becomes of two ways to fill a column depends on the version.
    filled = {c.name for t in parents for c in t.columns or () if c.default or c.generated}
    free = [name for name in COLUMNS if name not in filled]
    body = [column(world, n) for n in world.some(free, 2)] if world.chance(2) else []
    heirs = ', '.join(world.write(parent.key) for parent in parents)
    return f'create table {world.new(TABLES)} ({", ".join(body)}) inherits ({heirs})'


def create_partitioned(world: World) -> str:
    names = world.some(COLUMNS, 3)
    body = [f'{PARTITION_KEY} integer not null']
    body += [column(world, name, alone=False) for name in names]
    if world.chance(2):
        keys = listed((PARTITION_KEY, *names[:world.number(2)]))
        body.append(f'{world.pick(("primary key", "unique"))} ({keys})')
    return f'create table {world.new(TABLES)} ({", ".join(body)}) partition by list (k)'


def create_partition(world: World) -> str | None:
    parent = world.table('partitioned table')
    if parent is None:
        return None
    world.steps += 100  # two statements of one file get different bounds
    options = ''
    if world.chance(4) and world.columns(parent):
        name = quote_identifier(world.column(parent))
        options = f' ({name} {world.pick(("not null", "default null", "unique", "check (1 > 0)"))})'
    return (
        f'create table {world.new(TABLES)} partition of {world.write(parent.key)}{options} '
        f'for values in ({world.steps}){" partition by list (k)" if world.chance(4) else ""}'
    )


def attach_partition(world: World) -> str | None:
    parent, part = world.table('partitioned table'), world.table('table', 'partitioned table')
    if parent is None or part is None:
        return None
    parts = [t for t in world.tables() if t.partition_of == parent.key]
    if parts and world.chance(2):
        part = world.pick(parts)
        return f'alter table {world.write(parent.key)} detach partition {world.write(part.key)}'
    alike = [
        t for t in world.tables() if t.partition_of is None and t.key != parent.key and
        sorted(c.name for c in t.columns or ()) == sorted(c.name for c in parent.columns or ())
    ]
    part = world.pick(alike) if alike and not world.chance(10) else part
    if any(c.identity is not None for c in part.columns or ()):
        return None  # since PostgreSQL 17 identity comes from the parent
    return (
        f'alter table {world.write(parent.key)} attach partition {world.write(part.key)} '
        f'for values in ({world.steps})'
    )


def inherit(world: World) -> str | None:
    plain = [
        t for t in world.tables('table') if all(c.generated is None for c in t.columns or ())
    ]
    if not plain:
        return None
    table, parent = world.pick(plain), world.pick(plain)
    if table.inherits and world.chance(2):
        parent_name = world.write(world.pick(table.inherits))
        return f'alter table {world.write(table.key)} no inherit {parent_name}'
    return f'alter table {world.write(table.key)} inherit {world.write(parent.key)}'


# Columns


def column(world: World, name: str, *, alone: bool = True) -> str:
    """A column as written; `alone` is whether it may be a key by itself."""
    written = quote_identifier(name)
    kind = world.number(14)
    if kind == 12:
        return f'{written} {world.pick(("serial", "bigserial", "smallserial"))}' + (
            world.pick(('', ' primary key', ' unique')) if alone else ''
        )
    if kind == 13 and alone:
        always = world.pick(('always', 'by default'))
        key = world.pick(('', ' primary key'))
        return f'{written} {world.pick(INTEGERS)} generated {always} as identity{key}'
    if kind == 11:
        return f'{written} integer generated always as (1 + 2) stored'
    if kind == 10 and alone:
        return f'{written} {_reference(world)}'
    type_, default = world.type_and_default()
    parts = [written, type_]
    if type_ in ('text', 'varchar(20)') and world.chance(10):
        parts.append('collate "C"')
    if default is not None:
        parts.append(f'default {default}')
    key = _named(world) + world.pick(('unique', 'primary key')) if alone and world.chance(5) else ''
    # PostgreSQL 18 refuses NULL beside PRIMARY KEY.
    parts += [world.pick(('', '', 'not null', 'not null' if key else 'null')), key]
    if world.chance(8):
        parts.append(_named(world) + f'check ({written} is not null)')
    return ' '.join(part for part in parts if part)


def _named(world: World) -> str:
    if not world.chance(3):
        return ''
    return f'constraint {quote_identifier(world.pick(CONSTRAINTS))} '


def _reference(world: World) -> str:
    """`integer references t (id)`: with the type that the key has."""
    targets = [(t, key) for t, key in _targets(world) if len(key.columns) == 1]
    if not targets or world.chance(20):
        return f'integer references {world.known([t.key for t in world.tables()], TABLES)}'
    table, key = world.pick(targets)
    target = table.column(key.columns[0])
    type_ = 'integer' if target is None or world.chance(20) else spelled(target.type)
    columns = '' if key is table.primary_key and world.chance(2) else f' ({listed(key.columns)})'
    return f'{type_} {_named(world)}references {world.write(table.key)}{columns}' + (
        world.pick(_ACTIONS)
    )


def _targets(world: World) -> list[tuple[Table, Key]]:
    """Keys to refer to. PostgreSQL has no equality of its own for a domain over an enum."""
    plain = [t for t in world.tables('table') if t.partition_of is None]
    return [
        (table, key) for table in plain for key in _keys(table)
        if not any(c.type.key in world.types(Domain) for c in map(table.column, key.columns) if c)
    ]


def _keys(table: Table) -> list[Key]:
    return [key for key in (table.primary_key, *table.uniques) if key is not None]


# Constraints


def _table_constraint(world: World, names: list[str]) -> str:
    kind = world.number(5)
    columns = world.some(names, 2)
    name = _named(world)
    if kind == 0:
        include = f' include ({listed(world.some(names, 1))})' if world.chance(6) else ''
        return f'{name}unique ({listed(columns)}){include}'
    if kind == 1:
        return f'{name}primary key ({listed(columns)})'
    if kind == 2:
        tests = ' and '.join(f'{quote_identifier(c)} is not null' for c in columns)
        return f'{name}check ({tests})'
    return ''


def _exclusion(world: World, table: Table) -> str | None:
    """Over plain integers: what other types need depends on the index method."""
    names = [c.name for c in world.columns(table) if _is_integer(c)]
    if not names or table.kind == 'partitioned table':
        return None
    return f'{_named(world)}exclude using btree ({listed(names[:1])} with =)'


def _foreign_key(world: World, table: Table) -> str | None:
    targets = _targets(world)
    if not targets:
        return None
    target, key = world.pick(targets)
    fitting: list[str] = []
    for wanted in key.columns:
        other = target.column(wanted)
        like = [
            c.name for c in world.columns(table)
            if other is not None and c.type == other.type and c.name not in fitting
        ]
        if not like and world.chance(6):
            like = [c.name for c in world.columns(table)]
        if not like:
            return None
        fitting.append(world.pick(like))
    columns = '' if key is target.primary_key and world.chance(2) else f' ({listed(key.columns)})'
    return (
        f'{_named(world)}foreign key ({listed(fitting)}) references {world.write(target.key)}'
        f'{columns}{world.pick(_ACTIONS)}'
    )


# ALTER TABLE


def alter_table(world: World) -> str | None:
    table = world.table()
    if table is None:
        return f'alter table {world.pick(TABLES)} add column a integer'
    actions = [_action(world, table)]
    if world.chance(6):
        actions.append(world.pick(_BESIDES)(world, table))
    written = ', '.join(action for action in actions if action)
    if not written:
        return None
    only = 'only ' if world.chance(40) else ''
    return f'alter table {only}{world.write(table.key)} {written}'


def _action(world: World, table: Table) -> str | None:
    return world.pick(_ALTER)(world, table)


def _add_column(world: World, table: Table) -> str:
    if_not_exists = 'if not exists ' if world.chance(6) else ''
    alone = table.kind == 'table' or world.chance(10)
    written = column(world, world.new_column(table), alone=alone)
    return f'add column {if_not_exists}{written}'


def _drop_column(world: World, table: Table) -> str:
    if_exists = 'if exists ' if world.chance(5) else ''
    return f'drop column {if_exists}{quote_identifier(world.column(table))}{cascade(world)}'


def cascade(world: World) -> str:
    return world.pick(('', '', ' cascade', ' restrict'))


def _alter_type(world: World, table: Table) -> str:
    # What an index computes may not be had from the new type.
    fixed = {c for i in table.indexes if _computes(i) for c in columns_of(i)}
    if table.kind == 'partitioned table':  # its partitions' indexes are made anew, and named so
        fixed |= {c.name or '' for i in table.indexes for c in i.columns}
    names = [c.name for c in world.columns(table) if c.name not in fixed] or ['nope']
    name = quote_identifier(world.pick(names))
    type_ = world.type_and_default()[0]
    using = world.pick(('', f' using null::{type_}', f' using {name}::text::{type_}'))
    return f'alter column {name} type {type_}{using}'


def _computes(index: Index) -> bool:
    return any(c.expression is not None or c.opclass is not None for c in index.columns)


def _set_default(world: World, table: Table) -> str:
    name = world.column(table)
    known = table.column(name)
    fitting = [
        d for b in BUILT_IN for d in b.defaults
        if known is not None and b.text.split('(')[0] == spelled(known.type).split('(')[0]
    ]
    written = quote_identifier(name)
    if fitting and world.chance(2):
        return f'alter column {written} set default {world.pick(fitting)}'
    return f'alter column {written} drop default'


def _set_not_null(world: World, table: Table) -> str:
    # In PostgreSQL 18 NOT NULL is a constraint, and inherited as such.
    own = not table.inherits and table.partition_of is None
    return f'alter column {quote_identifier(world.column(table))} ' + (
        world.pick(('set not null', 'drop not null' if own else 'set not null'))
    )


def _identity(world: World, table: Table) -> str | None:
    whole = [c.name for c in world.columns(table) if _is_integer(c)]
    if table.kind == 'partitioned table' or table.partition_of is not None:
        return None  # it depends on the version
    name = quote_identifier(world.pick(whole) if whole else world.column(table))
    return f'alter column {name} ' + world.pick((
        'add generated always as identity', 'drop identity', 'drop identity if exists',
        'set generated by default', 'drop expression',
    ))


def _is_integer(known: Column) -> bool:
    return known.type in [Type(PG_CATALOG, name) for name in INTEGERS]


def _add_constraint(world: World, table: Table) -> str | None:
    names = [c.name for c in world.columns(table)]
    if table.kind == 'partitioned table':
        names = [PARTITION_KEY, *names]
    if not names:
        return None
    if world.chance(3):
        written = _foreign_key(world, table)
    else:
        written = _table_constraint(world, names) or _exclusion(world, table)
    return None if written is None else f'add {written}'


def _add_generated(world: World, table: Table) -> str | None:
    number = [c.name for c in world.columns(table) if _is_integer(c) and c.generated is None]
    text = [
        c.name for c in world.columns(table)
        if c.type.schema == PG_CATALOG and c.type.name in STRINGS and not c.type.is_array
        and c.generated is None
    ]
    name = quote_identifier(world.new_column(table))
    if number and world.chance(2):
        return f'add {name} integer generated always as ({listed(number[:1])} * 2) stored'
    if text:
        return f'add {name} text generated always as (lower({listed(text[:1])})) stored'
    return None


def _drop_constraint(world: World, table: Table) -> str:
    names = constraint_names(table)
    name = world.pick(names) if names and not world.chance(15) else world.pick(CONSTRAINTS)
    if_exists = 'if exists ' if world.chance(5) else ''
    return f'drop constraint {if_exists}{quote_identifier(name)}{cascade(world)}'


def constraint_names(table: Table) -> list[str]:
    names = [key.name for key in _keys(table)]
    names += [key.name for key in table.foreign_keys]
    return [*names, *(check.name for check in table.checks)]


def _use_index(world: World, table: Table) -> str | None:
    fitting = [i for i in table.indexes if i.unique]
    if not fitting:
        return None
    index = quote_identifier(world.pick(fitting).name)
    return f'add {_named(world)}{world.pick(("unique", "primary key"))} using index {index}'


_ALTER = (
    _add_column, _add_column, _drop_column, _drop_column, _add_constraint, _add_constraint,
    _add_constraint, _drop_constraint, _set_not_null, _set_default, _alter_type, _alter_type,
    _identity, _add_generated, _use_index,
)
# What may stand beside any other action: PostgreSQL carries those of one statement out in an order
# of its own, and looks at some before it has begun with others.
_BESIDES = (_set_not_null,)


def rename(world: World) -> str | None:
    table = world.table('table', 'partitioned table', 'view')
    if table is None:
        return None
    written = world.write(table.key)
    what = 'view' if table.kind == 'view' and not world.chance(4) else 'table'
    kind = world.number(4)
    if kind == 0:
        return f'alter {what} {written} rename to {world.free_name(table.schema, TABLES)}'
    if kind == 1:
        name = quote_identifier(world.column(table))
        to = quote_identifier(world.new_column(table))
        return f'alter {what} {written} rename column {name} to {to}'
    if kind == 2 and constraint_names(table):
        name = quote_identifier(world.pick(constraint_names(table)))
        to = quote_identifier(world.pick(CONSTRAINTS))
        return f'alter table {written} rename constraint {name} to {to}'
    schema = quote_identifier(world.pick(world.schemas() or ['public']))
    return f'alter {what} {written} set schema {schema}'


# Indexes


def create_index(world: World) -> str | None:
    table = world.table()
    if table is None or not world.columns(table):
        return None
    names = [quote_identifier(n) for n in world.some([c.name for c in world.columns(table)], 2)]
    if table.kind == 'partitioned table':
        names.append(PARTITION_KEY)
    if world.chance(25):
        names.append('nope')
    parts = [name + world.pick(('', '', ' desc', ' asc nulls last')) for name in names]
    text = [
        c.name for c in world.columns(table)
        if c.type.schema == PG_CATALOG and c.type.name in STRINGS and not c.type.is_array
    ]
    if text and world.chance(4):
        parts.append(world.pick((
            f'lower({listed(text[:1])})', f"({listed(text[:1])} || 'x')",
            f'{listed(text[:1])} text_pattern_ops',
        )))
    unique = 'unique ' if world.chance(3) else ''
    if_not_exists = world.chance(8)
    name = quote_identifier(world.pick(INDEXES)) if if_not_exists or world.chance(2) else ''
    include = f' include ({names[0]})' if world.chance(8) and table.kind == 'table' else ''
    where = f' where {names[0]} is not null' if world.chance(5) else ''
    return (
        f'create {unique}index {"if not exists " if if_not_exists else ""}{name} '
        f'on {world.write(table.key)} ({", ".join(parts)}){include}{where}'
    )


def change_index(world: World) -> str | None:
    names = [
        (t.schema, n) for t in world.tables()
        for n in (*(i.name for i in t.indexes), *(k.name for k in _keys(t)))
    ]
    if not names:
        return 'drop index if exists nope' if world.chance(2) else 'drop index nope'
    schema, name = world.pick(names)
    written = f'{quote_identifier(schema)}.{quote_identifier(name)}'
    if world.chance(2):
        return f'alter index {written} rename to {quote_identifier(world.pick(INDEXES))}'
    return f'drop index {written}{cascade(world)}'
