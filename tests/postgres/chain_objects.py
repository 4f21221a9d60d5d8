"""Random statements about everything but tables, and chains of them all."""
from __future__ import annotations

from sync_guard.catalog import Composite
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.postgres.names import quote_identifier
from tests.postgres import chain_tables
from tests.postgres.chain_tables import cascade
from tests.postgres.chains import BUILT_IN
from tests.postgres.chains import COLUMNS
from tests.postgres.chains import CONSTRAINTS
from tests.postgres.chains import LABELS
from tests.postgres.chains import quoted
from tests.postgres.chains import SCHEMAS
from tests.postgres.chains import SEQUENCES
from tests.postgres.chains import TABLES
from tests.postgres.chains import TYPES
from tests.postgres.chains import World

# Of domains: guards over pg_constraint know those of tables alone.
_CHECKS = ('d1', 'd2', 'D3')


def create_enum(world: World) -> str:
    labels = ', '.join(map(quoted, world.some(LABELS, 3)))
    return f'create type {world.new(TYPES)} as enum ({labels})'


def create_composite(world: World) -> str:
    names = world.some(COLUMNS, 3)
    parts = (f'{quote_identifier(n)} {world.type_and_default()[0]}' for n in names)
    return f'create type {world.new(TYPES)} as ({", ".join(parts)})'


def create_domain(world: World) -> str:
    base = world.type_and_default()[0] if world.chance(3) else world.pick(BUILT_IN).text
    rest = world.pick((
        '', ' not null', ' check (value is not null)', ' constraint d1 check (true)',
    ))
    return f'create domain {world.new(TYPES)} as {base}{rest}'


def change_type(world: World) -> str | None:
    names = world.types(Enum, Domain, Composite)
    if not names:
        return None
    name = world.pick(names)
    made = world.catalog.types[name]
    written = world.write(name)
    kind = world.number(5)
    what = 'domain' if isinstance(made, Domain) else 'type'
    if kind == 0:
        return f'alter {what} {written} rename to {world.free_name(name.schema, TYPES)}'
    if kind == 1:
        schema = quote_identifier(world.pick(world.schemas() or ['public']))
        return f'alter {what} {written} set schema {schema}'
    if isinstance(made, Enum):
        return f'alter type {written} {_enum_change(world, made)}'
    if isinstance(made, Composite):
        return f'alter type {written} {_composite_change(world, made)}'
    assert isinstance(made, Domain)
    return f'alter domain {written} {_domain_change(world, made)}'


def _enum_change(world: World, made: Enum) -> str:
    known = [label.text for label in made.labels] or list(LABELS)
    if world.chance(3):
        return f'rename value {quoted(world.pick(known))} to {world.label()}'
    if_not_exists = 'if not exists ' if world.chance(4) else ''
    free = [text for text in LABELS if text not in known] or list(LABELS)
    new = quoted(world.pick(free if not world.chance(20) else LABELS))
    beside = quoted(world.pick(known if not world.chance(20) else LABELS))
    place = world.pick(('', f' before {beside}', f' after {beside}'))
    return f'add value {if_not_exists}{new}{place}'


def _composite_change(world: World, made: Composite) -> str:
    names = [a.name for a in made.attributes] or ['nope']
    known = quote_identifier(world.pick(names if not world.chance(10) else COLUMNS))
    new = quote_identifier(world.pick(COLUMNS))
    type_ = world.pick(BUILT_IN).text
    return world.pick((
        f'add attribute {new} {type_}', f'drop attribute {known}',
        f'rename attribute {known} to {new}', f'drop attribute if exists {known}',
        f'alter attribute {known} type {type_}',
    ))


def _domain_change(world: World, made: Domain) -> str:
    checks = [c.name for c in made.checks] or list(_CHECKS)
    known = quote_identifier(world.pick(checks))
    name = world.pick(('', f'constraint {quote_identifier(world.pick(_CHECKS))} '))
    return world.pick((
        'set not null', 'drop not null', f'add {name}check (value is not null)',
        f'drop constraint {known}', f'drop constraint if exists {known}', 'drop default',
        f'rename constraint {known} to {quote_identifier(world.pick(_CHECKS))}',
        'set default null',
    ))


def create_sequence(world: World) -> str:
    owned = ''
    table = world.table('table')
    if table is not None and world.columns(table) and world.chance(2):
        owned = f' owned by {world.write(table.key)}.{quote_identifier(world.column(table))}'
    return f'create sequence {world.new(SEQUENCES)}{owned}'


def change_sequence(world: World) -> str | None:
    names = world.sequences()
    if not names:
        return None
    name = world.pick(names)
    written = world.write(name)
    kind = world.number(5)
    table = world.table('table')
    if kind == 0:
        return f'alter sequence {written} rename to {world.free_name(name.schema, SEQUENCES)}'
    if kind == 1 and table is not None and world.columns(table):
        column = quote_identifier(world.column(table))
        return f'alter sequence {written} owned by {world.write(table.key)}.{column}'
    if kind == 2:
        schema = quote_identifier(world.pick(world.schemas() or ['public']))
        return f'alter sequence {written} ' + world.pick(('owned by none', f'set schema {schema}'))
    if kind == 3 and table is not None:
        whole = [c.name for c in world.columns(table) if c.type.name in ('int4', 'int8')]
        if whole:
            column = quote_identifier(world.pick(whole))
            default = f'nextval({quoted(written)})'
            return f'alter table {world.write(table.key)} alter {column} set default {default}'
    return f'drop sequence {written}{cascade(world)}'


def drop(world: World) -> str:
    if_exists = 'if exists ' if world.chance(4) else ''
    kind = world.number(8)
    if kind < 4:
        tables = [t.key for t in world.tables()]
        names = [world.known(tables, TABLES) for _ in range(2 if world.chance(10) else 1)]
        return f'drop table {if_exists}{", ".join(names)}{cascade(world)}'
    if kind < 6:
        types = world.types(Enum, Composite, Domain)
        word = 'domain' if world.chance(15) else 'type'
        return f'drop {word} {if_exists}{world.known(types, TYPES)}{cascade(world)}'
    if kind == 6:
        views = [t.key for t in world.tables('view', 'materialized view')]
        return f'drop view {if_exists}{world.known(views, TABLES)}{cascade(world)}'
    schema = world.pick([s for s in (*world.schemas(), 's') if s != 'public'])
    return f'drop schema {if_exists}{quote_identifier(schema)}{cascade(world)}'


def schema(world: World) -> str | None:
    free = [s for s in SCHEMAS if s not in world.catalog.schemas]
    if free and not world.chance(10):
        if_not_exists = 'if not exists ' if world.chance(2) else ''
        return f'create schema {if_not_exists}{quote_identifier(world.pick(free))}'
    known = [s for s in world.schemas() if s != 'public']
    if not known:
        return None
    return f'alter schema {quote_identifier(world.pick(known))} rename to ' + (
        quote_identifier(world.pick(SCHEMAS))
    )


def view(world: World) -> str | None:
    source = world.table('table', 'partitioned table', 'view')
    if source is None or not source.columns:
        return None
    columns = ', '.join(map(quote_identifier, world.some([c.name for c in source.columns])))
    replace = 'or replace ' if world.chance(6) else ''
    kind = world.pick((f'{replace}view', f'{replace}view', 'materialized view'))
    what = world.pick((columns, '*'))
    return f'create {kind} {world.new(TABLES)} as select {what} from {world.write(source.key)}'


def create_as(world: World) -> str | None:
    source = world.table()
    if source is None or not source.columns:
        return None
    columns = ', '.join(map(quote_identifier, world.some([c.name for c in source.columns])))
    return f'create table {world.new(TABLES)} as select {columns} from {world.write(source.key)}'


def comment(world: World) -> str | None:
    table = world.table()
    if table is None:
        return None
    written = world.write(table.key)
    text = world.pick(("'said'", 'null', "'it''s'"))
    if world.chance(2):
        return f'comment on column {written}.{quote_identifier(world.column(table))} is {text}'
    return f'comment on table {written} is {text}'


STATEMENTS = (
    *(chain_tables.create_table,) * 5, *(chain_tables.alter_table,) * 12,
    *(chain_tables.create_index,) * 3, *(chain_tables.rename,) * 3, *(drop,) * 3,
    create_enum, create_composite, create_domain, change_type, change_type,
    create_sequence, change_sequence, schema, schema, view, create_as, comment,
    chain_tables.create_like, chain_tables.create_heir, chain_tables.create_heir,
    chain_tables.create_partitioned, chain_tables.create_partition, chain_tables.attach_partition,
    chain_tables.inherit, chain_tables.change_index,
)


def file_of(world: World) -> str:
    """A migration of one or two statements. A transaction stands alone: what a file has committed
    before it is refused would stay."""
    first = statement(world)
    if first.startswith('begin') or not world.chance(4):
        return f'{first};\n'
    return f'{first};\n{_plain(world)};\n'


def statement(world: World) -> str:
    """One statement, or one that wraps others: a transaction, a block."""
    kind = world.number(24)
    if kind == 23:
        return f'begin;\n{_plain(world)};\n' + world.pick(('rollback', 'commit'))
    if kind == 22:
        return (
            f'begin;\nsavepoint one;\n{_plain(world)};\nrollback to one;\n{_plain(world)};\ncommit'
        )
    if kind == 21:
        states = ('duplicate_table', 'duplicate_object', 'duplicate_column', 'undefined_table',
                  'undefined_column', 'undefined_object', 'others')
        return (
            f'do $$ begin\n{_plain(world)};\nexception when {world.pick(states)} then null;\n'
            'end $$'
        )
    if kind == 20:
        return f'do $$ begin\nif {_condition(world)} then\n{_plain(world)};\nend if;\nend $$'
    if kind == 19:
        path = ', '.join(map(quote_identifier, world.some((*SCHEMAS, 'extensions'))))
        path += ', public'
        return f'set search_path = {path};\n{_plain(world)}'
    return _plain(world)


def _plain(world: World) -> str:
    while True:
        made = world.pick(STATEMENTS)(world)
        if made is not None:
            return made


def _condition(world: World) -> str:
    names = [t.key for t in world.tables()] or [Name('public', 't')]
    name = world.pick((world.pick(names), Name('public', world.pick(TABLES))))
    types = [n for n in world.types(Enum) if not is_managed(n.schema)] or [Name('public', 'mood')]
    no = world.pick(('', 'not '))
    column = quoted(world.pick(COLUMNS))
    return world.pick((
        f'{no}exists (select 1 from information_schema.tables where table_schema = '
        f'{quoted(name.schema)} and table_name = {quoted(name.name)})',
        f'{no}exists (select 1 from information_schema.columns where table_name = '
        f'{quoted(name.name)} and column_name = {column})',
        f'to_regclass({quoted(world.write(name))}) is {no}null',
        f'{no}exists (select from pg_type where typname = {quoted(world.pick(types).name)})',
        f'{no}exists (select 1 from pg_constraint where conname = '
        f'{quoted(world.pick(CONSTRAINTS)[:63])})',
        f'{no}exists (select 1 from pg_class where relname = {quoted(name.name)})',
    ))
