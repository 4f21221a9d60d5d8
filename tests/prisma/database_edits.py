"""One random edit to a database, in SQL that PostgreSQL mostly accepts."""
from __future__ import annotations

from collections.abc import Sequence

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import is_managed
from sync_guard.catalog import Table
from sync_guard.postgres.names import quote_identifier as quote
from tests.prisma.databases import actions
from tests.prisma.databases import Choices
from tests.prisma.databases import column_text
from tests.prisma.databases import constraint
from tests.prisma.databases import index_text
from tests.prisma.databases import listed
from tests.prisma.databases import quoted
from tests.prisma.databases import written_name
from tests.prisma.kinds import KINDS
from tests.prisma.kinds import LABELS


def sql_edit(choices: Choices, catalog: Catalog, *, every: bool = False) -> str:
    """One statement that changes something, made against what the replay has built; with ``every``
    also what Prisma reads in ways of its own, or not at all."""
    tables = [
        t for t in catalog.tables.values() if t.kind == 'table' and not is_managed(t.schema)
    ]
    enums = [e for e in catalog.enums() if not is_managed(e.schema)]
    if not tables or choices.chance(12):
        schema = choices.pick([s for s in catalog.schemas if not is_managed(s)])
        return choices.pick((
            f'create table {quote(schema)}.new (id int primary key, a text)',
            f"create type {quote(schema)}.new_enum as enum ('a', 'b')",
            f'create view {quote(schema)}.new_view as select 1 as a',
        ))
    if enums and choices.chance(5):
        return _edit_enum(choices, choices.pick(enums))
    table = choices.pick(tables)
    if every and table.columns and choices.chance(3):
        return choices.kind('database edit', _OTHERS)(choices, catalog, table)
    column = choices.pick(table.columns or ()) if table.columns else None
    if column is None or choices.chance(3):
        return _edit_table(choices, table, tables)
    return _edit_column(choices, table, column)


def _edit_enum(choices: Choices, enum: Enum) -> str:
    name = written_name(enum.key)
    known = [label.text for label in enum.labels] or ['a']
    new = next((text for text in (*LABELS, 'new') if text not in known), 'newer')
    return choices.pick((
        f'alter type {name} add value {quoted(new)}',
        f'alter type {name} add value {quoted(new)} before {quoted(choices.pick(known))}',
        f'alter type {name} rename value {quoted(choices.pick(known))} to {quoted(new)}',
        f'alter type {name} rename to renamed',
        f'drop type {name} cascade',
    ))


def _edit_table(choices: Choices, table: Table, tables: Sequence[Table]) -> str:
    name = written_name(table.key)
    columns = [c.name for c in table.columns or ()]
    ordered = [c.name for c in table.columns or () if not c.type.is_array]
    constraints = [k.name for k in table.uniques] + [k.name for k in table.foreign_keys]
    if table.primary_key is not None:
        constraints.append(table.primary_key.name)
    made = [
        f'drop table {name} cascade',
        f'alter table {name} rename to renamed',
        f'alter table {name} add column added {column_text(choices, choices.pick(KINDS))}',
        f'alter table {name} add column "1st" {column_text(choices, choices.pick(KINDS))}',
        f'alter table {name} enable row level security',
        f"comment on table {name} is 'a comment'",
    ]
    if columns:
        made.append(index_text(choices, name, columns, ordered))
        some = choices.some(columns, 2)
        made += [
            f'alter table {name} add {constraint(choices)}unique ({listed(some)})',
            f'alter table {name} add check ({quote(some[0])} is not null)',
            f'alter table {name} add {constraint(choices)}primary key ({listed(some)})',
        ]
    if constraints:
        named = quote(choices.pick(constraints))
        made += [
            f'alter table {name} drop constraint {named} cascade',
            f'alter table {name} rename constraint {named} to renamed',
        ] * 2
    if table.indexes:
        index = quote(table.schema) + '.' + quote(choices.pick(table.indexes).name)
        made += [f'drop index {index}', f'alter index {index} rename to renamed'] * 2
    if table.foreign_keys:
        key = choices.pick(table.foreign_keys)
        made += [
            f'alter table {name} drop constraint {quote(key.name)}; alter table {name} '
            f'add constraint {quote(key.name)} foreign key ({listed(key.columns)}) references '
            f'{written_name(key.references)} ({listed(key.referenced_columns)}){actions(choices)}'
        ] * 3
    target = choices.pick(tables)
    if target.primary_key is not None and len(target.primary_key.columns) == 1 and columns:
        made.append(
            f'alter table {name} add foreign key ({quote(choices.pick(columns))}) references '
            f'{written_name(target.key)}{actions(choices)}')
    return choices.pick(made)


def _edit_column(choices: Choices, table: Table, column: Column) -> str:
    name, written = quote(column.name), written_name(table.key)
    kind = choices.pick(KINDS)
    same = [k for k in KINDS if k.text.startswith(_SPOKEN.get(column.type.name, column.type.name))]
    default = choices.pick(choices.pick(same).defaults or ('null',)) if same else 'null'
    return f'alter table {written} ' + choices.pick((
        f'drop column {name} cascade',
        f'rename column {name} to renamed',
        f'alter column {name} {"set" if column.nullable else "drop"} not null',
        f'alter column {name} drop default',
        f'alter column {name} set default {default}',
        f'alter column {name} set default {default}',
        f'alter column {name} drop default, alter column {name} type {kind.text} '
        f'using null::{kind.text}',
        f'alter column {name} type {kind.text} using null::{kind.text}',
        f'alter column {name} drop identity if exists',
    ))


_SPOKEN = {
    'int4': 'integer', 'int8': 'bigint', 'int2': 'smallint', 'bool': 'boolean', 'float8': 'double',
    'float4': 'real', 'bpchar': 'char',
}


def _moved(choices: Choices, catalog: Catalog, table: Table) -> str:
    """A table or an enum into another schema, or all of a schema gone."""
    enums = [e for e in catalog.enums() if not is_managed(e.schema)]
    other = 'other' if table.schema == 'public' else 'public'
    return 'create schema if not exists other; ' + choices.pick((
        f'alter table {written_name(table.key)} set schema {other}',
        *(f'alter type {written_name(e.key)} set schema other' for e in enums[:1]),
        'drop schema other cascade', 'alter schema other rename to elsewhere',
    ))


def _another_default(choices: Choices, catalog: Catalog, table: Table) -> str:
    column = choices.pick(table.columns or ())
    default = choices.pick((
        "'a'", '0', '1.50', 'now()', 'null', "'{}'", 'gen_random_uuid()', "''", 'true',
        "'2020-01-02'", 'current_timestamp', 'length(\'a\')', "array['a']", "'[1]'",
    ))
    return f'alter table {written_name(table.key)} alter {quote(column.name)} ' \
           f'set default {default}'


def _another_type(choices: Choices, catalog: Catalog, table: Table) -> str:
    """Among types that PostgreSQL casts, so that defaults and indexes stay."""
    column = choices.pick(table.columns or ())
    type_ = choices.pick((
        'text', 'varchar', 'varchar(30)', 'bigint', 'numeric', 'numeric(20,2)', 'timestamptz',
        'timestamp', 'timestamptz(0)', 'double precision', 'jsonb', 'json', 'text[]', 'varchar[]',
    ))
    return f'alter table {written_name(table.key)} alter {quote(column.name)} type {type_}'


def _identity(choices: Choices, catalog: Catalog, table: Table) -> str:
    column = quote(choices.pick(table.columns or ()).name)
    return f'alter table {written_name(table.key)} alter {column} ' + choices.pick((
        'add generated always as identity', 'add generated by default as identity',
        'drop identity', 'set generated always', 'drop expression', 'restart',
    ))


def _index_or_key(choices: Choices, catalog: Catalog, table: Table) -> str:
    name = written_name(table.key)
    some = choices.some([c.name for c in table.columns or ()], 2)
    first = quote(some[0])
    return choices.pick((
        f'create unique index on {name} ({listed(some)}) where {first} is not null',
        f'create index on {name} ({first}) where {first} is null',
        f'create unique index on {name} ({listed(some)}) nulls not distinct',
        f'create index on {name} ({first} desc nulls last)',
        f'create index on {name} using hash ({first})',
        f'create unique index on {name} (({first} is null))',
        f'alter table {name} add unique ({listed(some)}) deferrable',
        f'alter table {name} add exclude using btree ({first} with =)',
        f'create index on {name} ({first}) include ({first})',
        f'alter table {name} drop constraint {quote(f"{table.name}_pkey")} cascade, '
        f'add primary key ({listed(some)})',
    ))


def _unseen(choices: Choices, catalog: Catalog, table: Table) -> str:
    """What Prisma does not look at."""
    name = written_name(table.key)
    first = quote(choices.pick(table.columns or ()).name)
    return choices.pick((
        f'alter table {name} alter {first} set statistics 10', f'cluster {name}',
        f'alter table {name} set (fillfactor = 50)', f'alter table {name} set unlogged',
        f"comment on column {name}.{first} is 'a comment'", 'drop view if exists seen cascade',
        f'create view seen_now as select {first} from {name}',
        f'create policy p on {name} using ({first} is not null)',
        f'create table heir_now () inherits ({name})', f'alter table {name} replica identity full',
    ))


def _related(choices: Choices, catalog: Catalog, table: Table) -> str:
    """The first foreign key otherwise, or a column and a foreign key more."""
    name = written_name(table.key)
    if table.foreign_keys and choices.chance(2):
        key = quote(table.foreign_keys[0].name)
        return choices.pick((
            f'alter table {name} alter constraint {key} deferrable',
            f'alter table {name} drop constraint {key}',
            f'alter table {name} rename column {quote(table.foreign_keys[0].columns[0])} to held',
        ))
    target = choices.pick([t for t in catalog.tables.values() if not is_managed(t.schema)])
    key_of = target.primary_key
    if key_of is None:
        return f'alter table {name} add column held int references {name}{actions(choices)}'
    types = {c.name: c.type for c in target.columns or ()}
    columns = [(f'held_{n}', types[c].name) for n, c in enumerate(key_of.columns)]
    made = ', '.join(f'add column {column} {type_}' for column, type_ in columns)
    return f'alter table {name} {made}, add foreign key ({listed([c for c, _ in columns])}) ' \
           f'references {written_name(target.key)} ({listed(key_of.columns)}){actions(choices)}'


_OTHERS = (
    _moved, _another_default, _another_type, _identity, _index_or_key, _unseen, _related,
)
