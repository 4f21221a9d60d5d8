"""Random databases as Prisma may find them, and random edits to them, in SQL that PostgreSQL mostly
accepts. Names, types, defaults, keys and relations are those that Prisma has words of its own for.
"""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from typing import NamedTuple
from typing import TypeVar

from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.names import quote_identifier as quote

_T = TypeVar('_T')

LONG = 'of_a_name_that_with_a_suffix_goes_beyond_what_postgresql_keeps'
TABLES = (
    'users', 'Post', 'order', 'user.data', '2fa_codes', '_secret', 'b', 'mood',
    f'table_{LONG}'[:58], f'Table_{LONG}'[:63], 'model', 'a é b',
)
COLUMNS = (
    'a', 'b', 'user_id', 'createdAt', 'has-dash', '1st', '_under', 'a é b', 'type', 'users',
    'b_key', f'column_{LONG}'[:40], f'column_{LONG}'[:63],
)
ENUMS = ('mood', 'Kind', 'order status', '1kind', f'enum_{LONG}'[:58])
LABELS = ('a', 'b', 'in-active', 'A', '1st', 'it\'s', 'true', '_x', 'two words')
NAMES = ('chosen', 'users_pkey', 'users_a_idx', 'Post_a_key', 'b_b_fkey', LONG)
ACTIONS = ('', 'no action', 'restrict', 'cascade', 'set null', 'set default')


class Kind(NamedTuple):
    """A type as written, with defaults for it; whether a btree or a foreign key can hold it."""

    text: str
    defaults: tuple[str, ...] = ()
    is_ordered: bool = True


KINDS = (
    Kind('integer', ('0', '-5', '1 + 2', "'7'", 'null')),
    Kind('text', ("''", "'it''s'", "'a'::text", "lower('A')", "E'a\\nb'", 'current_user',
                  "'a\"b'")),
    Kind('uuid', ('gen_random_uuid()', "'00000000-0000-0000-0000-000000000000'",
                  'extensions.uuid_generate_v4()')),
    Kind('boolean', ('true', "'f'", '1 = 1')),
    Kind('timestamptz', ('now()', 'current_timestamp', "now() + interval '1 day'",
                         "timezone('utc'::text, now())", "'2020-01-02'", 'clock_timestamp()')),
    Kind('timestamp', ('now()', 'localtimestamp', "(now() at time zone 'utc')")),
    Kind('timestamp(3)', ('now()', 'current_timestamp(3)')),
    Kind('timestamptz(3)', ('now()',)),
    Kind('date', ('current_date', 'now()', "'2020-01-02'")),
    Kind('time', ('now()', "'12:00'", 'localtime')),
    Kind('timetz(2)', ('current_time',)),
    Kind('bigint', ('0', '9007199254740993', "'7'::bigint")),
    Kind('smallint', ('-1',)),
    Kind('double precision', ('1.5', '0', '1e10')),
    Kind('real', ('0.1', '2')),
    Kind('numeric', ('12.50', '0')),
    Kind('numeric(10,2)', ('12.50', '-0.5')),
    Kind('numeric(5)', ('3',)),
    Kind('money', ('0', '1.5'), False),
    Kind('varchar', ("'x'",)),
    Kind('varchar(20)', ("'x'::character varying", "''")),
    Kind('char(3)', ("'abc'",)),
    Kind('bpchar', ("'abc'",)),
    Kind('"char"', (), False),
    Kind('jsonb', ("'{}'", "'[]'::jsonb", "'{\"a\": 1}'", 'jsonb_build_object()', "'null'")),
    Kind('json', ("'{}'", "'[1,2]'"), False),
    Kind('bytea', ("'\\x00ff'",)),
    Kind('inet', ("'127.0.0.1'",)),
    Kind('cidr', (), False),
    Kind('xml', ("'<a/>'",), False),
    Kind('bit(3)', ("B'101'",), False),
    Kind('varbit', ("B'1'",), False),
    Kind('oid', ('0',)),
    Kind('interval', ("'1 day'",), False),
    Kind('tsvector', ("''::tsvector",), False),
    Kind('point', ("'(0,0)'",), False),
    Kind('int4range', (), False),
    Kind('text[]', ("'{}'", "'{a,b}'", "array['a', 'b']::text[]", 'array[]::text[]'), False),
    Kind('integer[]', ("'{}'", "'{1,2}'", 'array[1, 2]'), False),
    Kind('uuid[]', ("'{}'",), False),
    Kind('timestamptz[]', ("'{}'",), False),
    Kind('varchar(9)[]', (), False),
    Kind('numeric(4,1)[]', ("'{1.5}'",), False),
    Kind('jsonb[]', ("'{}'",), False),
    Kind('boolean[]', ("'{t,f}'",), False),
)


class Choices:
    """A source of choices: `number(n)` is one of 0 … n-1, and less is simpler."""

    def __init__(self, number: Callable[[int], int]) -> None:
        self.number = number

    def pick(self, options: Sequence[_T]) -> _T:
        return options[self.number(len(options))]

    def chance(self, one_in: int) -> bool:
        return self.number(one_in) == one_in - 1

    def some(self, options: Sequence[_T], most: int) -> list[_T]:
        """One or several, none twice, in any order."""
        left, found = list(options), []
        for _ in range(min(1 + self.number(most), len(left))):
            found.append(left.pop(self.number(len(left))))
        return found


class Built(NamedTuple):
    """A table as far as it is written: `keys` are what foreign keys can lead to."""

    name: Name
    columns: dict[str, Kind]
    keys: list[list[str]]


class Script:
    """The statements of one random database."""

    def __init__(self, choices: Choices, schemas: Sequence[str]) -> None:
        self.choices = choices
        self.schemas = schemas
        self.statements = [f'create schema {quote(s)}' for s in schemas if s != 'public']
        self.enums: list[Kind] = []
        self.tables: list[Built] = []

    def write(self) -> list[str]:
        choices = self.choices
        for name in choices.some(ENUMS, 2) if choices.chance(2) else ():
            self._enum(name)
        for name in choices.some(TABLES, 4):
            self._table(Name(choices.pick(self.schemas), name))
        for _ in range(choices.number(4)):
            self._foreign_key()
        if choices.chance(4):
            self._join_table()
        return self.statements

    def _enum(self, name: str) -> None:
        labels = self.choices.some(LABELS, 3)
        written = written_name(Name(self.choices.pick(self.schemas), name))
        self.statements.append(f'create type {written} as enum ({", ".join(map(quoted, labels))})')
        first = quoted(labels[0])
        self.enums += [
            Kind(written, (first, f'{first}::{written}')), Kind(f'{written}[]', ("'{}'",), False),
        ]

    def _table(self, name: Name) -> None:
        choices = self.choices
        columns: dict[str, Kind] = {}
        lines = []
        if not choices.chance(6):
            kind, text = choices.pick((
                (KINDS[0], 'integer primary key'), (KINDS[0], 'serial primary key'),
                (KINDS[2], 'uuid primary key default gen_random_uuid()'),
                (KINDS[11], 'bigint generated by default as identity primary key'),
                (KINDS[11], 'bigint generated always as identity primary key'),
                (KINDS[1], 'text not null'), (KINDS[0], 'integer not null unique'),
            ))
            columns['id'] = kind
            lines.append(f'id {text}')
        for column in choices.some(COLUMNS, 5):
            columns[column] = kind = choices.pick((*self.enums, *KINDS))
            lines.append(f'{quote(column)} {column_text(choices, kind)}')
        written = written_name(name)
        has_key = any('primary key' in line for line in lines)
        is_key = 'id' in columns and (has_key or 'unique' in lines[0])
        built = Built(name, columns, [['id']] if is_key else [])
        ordered = [c for c, kind in columns.items() if kind.is_ordered]
        if ordered and not has_key and not choices.chance(4):
            some = choices.some(ordered, 2)
            lines.append(f'{_constraint(choices)}primary key ({listed(some)})')
            built.keys.append(some)
        if ordered and choices.chance(2):
            some = choices.some(ordered, 3)
            lines.append(f'{_constraint(choices)}unique ({listed(some)})')
            built.keys.append(some)
        self.statements.append(f'create table {written} ({", ".join(lines)})')
        for _ in range(choices.number(3)):
            self.statements.append(index_text(choices, written, list(columns), ordered))
        self.tables.append(built)

    def _foreign_key(self) -> None:
        choices = self.choices
        source = choices.pick(self.tables)
        targets = [t for t in self.tables if t.keys]
        if not targets:
            return
        target = choices.pick(targets)
        key = choices.pick(target.keys)
        table = written_name(source.name)
        held = []
        for number, column in enumerate(key):
            same = [c for c, kind in source.columns.items() if kind is target.columns[column]]
            same = [c for c in same if c not in held]
            if same and choices.chance(2):
                held.append(choices.pick(same))
                continue
            free = (f'{target.name.name[:40]}_{column[:20]}', f'fk_{number}', f'fk_{number}_2')
            new = next((c for c in free if c not in source.columns), None)
            if new is None:
                return
            kind = target.columns[column]
            source.columns[new] = kind
            required = choices.pick(('', '', ' not null'))
            unique = choices.pick(('', '', '', ' unique')) if len(key) == 1 else ''
            self.statements.append(
                f'alter table {table} add column {quote(new)} {kind.text}{required}{unique}')
            held.append(new)
        if len(key) > 1 and choices.chance(4):
            self.statements.append(f'create unique index on {table} ({listed(held)})')
        self.statements.append(
            f'alter table {table} add {_constraint(choices)}foreign key ({listed(held)}) '
            f'references {written_name(target.name)} ({listed(key)}){actions(choices)}')

    def _join_table(self) -> None:
        """A table as Prisma makes it for an implicit many-to-many relation, or almost so."""
        choices = self.choices
        targets = [t for t in self.tables if ['id'] in t.keys and len(t.name.name) < 25]
        if not targets:
            return
        a, b = choices.pick(targets), choices.pick(targets)
        name = choices.pick((f'_{a.name.name}To{b.name.name}'[:63], '_chosen'))
        join = written_name(Name(a.name.schema, name))
        cascade = choices.pick(('', '', ' on delete set null', None))
        rest = ' on delete cascade on update cascade' if cascade in ('', None) else cascade
        self.statements += [
            f'create table {join} ("A" {a.columns["id"].text} not null references '
            f'{written_name(a.name)} (id){rest}, "B" {b.columns["id"].text} not null references '
            f'{written_name(b.name)} (id){rest})',
            choices.pick((
                f'alter table {join} add constraint {quote(f"{name}_AB_pkey")} '
                'primary key ("A", "B")',
                f'create unique index {quote(f"{name}_AB_unique")} on {join} ("A", "B")',
                f'alter table {join} add primary key ("A", "B")',
            )),
            f'create index {quote(f"{name}_B_index")} on {join} ("B")',
        ]


def column_text(choices: Choices, kind: Kind) -> str:
    """What follows the name of a new column."""
    default = ''
    if kind.defaults and choices.chance(2):
        default = f' default {choices.pick(kind.defaults)}'
    elif kind.text in ('integer', 'text') and choices.chance(8):
        default = f' generated always as ({choices.pick(kind.defaults[:2])}) stored'
    unique = ' unique' if kind.is_ordered and choices.chance(6) else ''
    return f'{kind.text}{choices.pick(("", " not null"))}{default}{unique}'


def index_text(
    choices: Choices, table: str, columns: Sequence[str], ordered: Sequence[str],
) -> str:
    kind = choices.number(10)
    if not ordered:
        return f'create index on {table} ((1))'
    unique = choices.pick(('', '', 'unique '))
    name = '' if not choices.chance(3) else quote(choices.pick(NAMES)) + ' '
    some = [quote(c) for c in choices.some(ordered, 3)]
    if kind == 0:
        some[0] += choices.pick((' desc', ' desc nulls last', ' asc nulls first'))
    elif kind == 1:
        return f'create index {name}on {table} using hash ({some[0]})'
    elif kind == 2:
        where = choices.pick((f'{some[0]} is not null', 'true'))
        return f'create {unique}index {name}on {table} ({", ".join(some)}) where {where}'
    elif kind == 3 and len(some) > 1:
        return f'create {unique}index {name}on {table} ({some[0]}) include ({some[1]})'
    elif kind == 4:
        return f'create {unique}index {name}on {table} (({some[0]} is null))'
    elif kind == 5:
        method = choices.pick(('gin', 'brin', 'gist'))
        return f'create index {name}on {table} using {method} ({quote(choices.pick(columns))})'
    elif kind == 6:
        opclass = choices.pick((' text_pattern_ops', ' jsonb_path_ops', ' collate "C"'))
        method = 'gin' if 'jsonb' in opclass else 'btree'
        return f'create index {name}on {table} using {method} ({some[0]}{opclass})'
    return f'create {unique}index {name}on {table} ({", ".join(some)})'


def actions(choices: Choices) -> str:
    deleted, updated = choices.pick(ACTIONS), choices.pick(ACTIONS)
    deleted = f' on delete {deleted}' if deleted else ''
    return deleted + (f' on update {updated}' if updated else '')


def _constraint(choices: Choices) -> str:
    return f'constraint {quote(choices.pick(NAMES))} ' if choices.chance(4) else ''


def sql_edit(choices: Choices, catalog: Catalog) -> str:
    """One statement that changes something, made against what the replay has built."""
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
            f'alter table {name} add {_constraint(choices)}unique ({listed(some)})',
            f'alter table {name} add check ({quote(some[0])} is not null)',
            f'alter table {name} add {_constraint(choices)}primary key ({listed(some)})',
        ]
    if constraints:
        constraint = quote(choices.pick(constraints))
        made += [
            f'alter table {name} drop constraint {constraint} cascade',
            f'alter table {name} rename constraint {constraint} to renamed',
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


def written_name(name: Name) -> str:
    return f'{quote(name.schema)}.{quote(name.name)}'


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def listed(names: Sequence[str]) -> str:
    return ', '.join(quote(name) for name in names)
