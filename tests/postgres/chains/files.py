"""Whole migrations: one or two statements, and what wraps them."""
from __future__ import annotations

from collections.abc import Callable

from sync_guard.catalog import Enum
from sync_guard.catalog import Name
from tests.postgres.chains import alter_table
from tests.postgres.chains import drops
from tests.postgres.chains import indexes
from tests.postgres.chains import partitions
from tests.postgres.chains import renames
from tests.postgres.chains import sequences
from tests.postgres.chains import tables
from tests.postgres.chains import types
from tests.postgres.chains import views
from tests.postgres.chains.world import COLUMNS
from tests.postgres.chains.world import CONSTRAINTS
from tests.postgres.chains.world import listed
from tests.postgres.chains.world import quoted
from tests.postgres.chains.world import SCHEMAS
from tests.postgres.chains.world import TABLES
from tests.postgres.chains.world import TYPES
from tests.postgres.chains.world import World

Statement = Callable[[World], str | None]
_FAMILIES: tuple[tuple[Statement, ...], ...] = (
    tables.STATEMENTS, alter_table.STATEMENTS, indexes.STATEMENTS, renames.STATEMENTS,
    drops.STATEMENTS, types.STATEMENTS, sequences.STATEMENTS, views.STATEMENTS,
    partitions.STATEMENTS,
)
_STATEMENTS = tuple(statement for family in _FAMILIES for statement in family)
_STATES = (
    'duplicate_table', 'duplicate_object', 'duplicate_column', 'undefined_table',
    'undefined_column', 'undefined_object', 'others',
)


def file_of(world: World) -> str:
    """A migration of one or two statements; or an empty one, which is what shrinking makes of
    those that do not matter."""
    world.begin_file()
    if world.number(256) == 0:
        return '\n'
    wrap = world.pick(_WRAPPED)
    if wrap is not _statement or not world.chance(4):
        return f'{wrap(world)};\n'
    return f'{_statement(world)};\n{_statement(world)};\n'


def _statement(world: World) -> str:
    world.statements += 1
    while True:
        made = world.pick(_STATEMENTS)(world)
        if made is not None:
            return made


def _transaction(world: World) -> str:
    """It stands alone: what a file has committed before it is refused would stay."""
    begin = world.pick(('begin', 'begin', 'start transaction'))
    return f'{begin};\n{_statement(world)};\n' + world.pick(('rollback', 'commit'))


def _savepoint(world: World) -> str:
    first, second = _statement(world), _statement(world)
    middle = world.pick((
        f'{first};\nrollback to one;\n{second}', f'{first};\nrelease one;\n{second}',
        f'{first};\nsavepoint two;\n{second};\nrollback to savepoint two',
    ))
    return f'begin;\nsavepoint one;\n{middle};\ncommit'


def _handler(world: World) -> str:
    states = ' or '.join(world.some(_STATES, 2))
    return (
        f'do $$ begin\n{_statement(world)};\nexception when {states} then '
        f'{world.pick(("null", "raise notice $n$there$n$"))};\nend $$'
    )


def _handlers(world: World) -> str:
    """One block in another: what the inner one undoes, and what it passes on."""
    return (
        f'do $$ begin\nbegin\n{_statement(world)};\n'
        f'exception when {world.pick(_STATES)} then null;\nend;\n{_statement(world)};\n'
        f'exception when {world.pick(_STATES)} then null;\nend $$'
    )


def _guard(world: World) -> str:
    otherwise = f'else\n{_statement(world)};\n' if world.chance(3) else ''
    return (
        f'do $$ begin\nif {_condition(world)} then\n{_statement(world)};\n{otherwise}'
        'end if;\nend $$'
    )


def _loop(world: World) -> str:
    """Names that are known only where the loop runs."""
    names = ', '.join(map(quoted, world.some(TABLES, 3)))
    template = world.pick((
        'create table if not exists %I (a integer)', 'drop table if exists %I',
        'alter table if exists %I add column if not exists a integer',
        "create type %I as enum ('x')", 'drop table if exists %I cascade',
    ))
    return (
        f'do $$ declare name text; begin\nforeach name in array array[{names}] loop\n'
        f'execute format({quoted(template)}, name);\nend loop;\nend $$'
    )


def _condition(world: World) -> str:
    names = [t.key for t in world.tables()] or [Name('public', 't')]
    name = world.pick((world.pick(names), Name('public', world.pick(TABLES))))
    types = world.types(Enum) or [Name('public', TYPES[0])]
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


def _search_path(world: World) -> str:
    path = listed((*world.some((*SCHEMAS, 'extensions')), 'public'))
    local = world.pick(('', '', 'local '))
    return f'set {local}search_path = {path};\n{_statement(world)}'


_WRAPPED: tuple[Callable[[World], str], ...] = (
    *(_statement,) * 24, tables.create_temporary, _search_path, _guard, _handler, _handlers, _loop,
    _savepoint, _transaction,
)
