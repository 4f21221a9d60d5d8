"""Random databases as Prisma may find them, and random edits to them, in SQL that PostgreSQL mostly
accepts. Names, types, defaults, keys and relations are those that Prisma has words of its own for.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Sequence
from typing import NamedTuple
from typing import Protocol
from typing import TypeVar

from sync_guard.catalog import Name
from sync_guard.postgres.names import quote_identifier as quote
from tests.prisma.kinds import COLUMNS
from tests.prisma.kinds import ENUMS
from tests.prisma.kinds import Kind
from tests.prisma.kinds import KINDS
from tests.prisma.kinds import LABELS
from tests.prisma.kinds import NAMES
from tests.prisma.kinds import OTHER_COLUMNS
from tests.prisma.kinds import OTHER_ENUMS
from tests.prisma.kinds import OTHER_KINDS
from tests.prisma.kinds import OTHER_LABELS
from tests.prisma.kinds import OTHER_TABLES
from tests.prisma.kinds import OTHER_TYPES
from tests.prisma.kinds import TABLES

_T = TypeVar('_T')
_F = TypeVar('_F', bound='Named')

ACTIONS = ('', 'no action', 'restrict', 'cascade', 'set null', 'set default')


class Named(Protocol):
    @property
    def __name__(self) -> str: ...


class Choices:
    """A source of choices: `number(n)` is one of 0 … n-1, and less is simpler. `made` counts what
    was made of each kind."""

    def __init__(
        self, number: Callable[[int], int], made: Counter[tuple[str, str]] | None = None,
    ) -> None:
        self.number = number
        self.made: Counter[tuple[str, str]] = Counter() if made is None else made

    def kind(self, family: str, functions: Sequence[_F]) -> _F:
        """One of the functions that each make a kind of what the family has: of those made least
        so far, so that a few hundred databases have all of them, and evenly."""
        times = [self.made[family, function.__name__] for function in functions]
        least = min(times)
        function = self.pick([f for f, made in zip(functions, times) if made == least])
        self.made[family, function.__name__] += 1
        return function

    def pick(self, options: Sequence[_T]) -> _T:
        return options[self.number(len(options))]

    def one(self, *ways: Callable[[], _T]) -> _T:
        return self.pick(ways)()

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
    """The statements of one random database; ``every`` makes what Prisma has no word for, or reads
    in ways of its own, as well."""

    def __init__(self, choices: Choices, schemas: Sequence[str], *, every: bool = False) -> None:
        self.choices = choices
        self.schemas = schemas
        self.every = every
        self.kinds = (*KINDS, *OTHER_KINDS) if every else KINDS
        # Of most schemas with such names Prisma itself refuses what it pulls.
        is_odd = every and choices.chance(5)
        self.table_names = (*TABLES, *OTHER_TABLES) if is_odd else TABLES
        self.column_names = (*COLUMNS, *OTHER_COLUMNS) if is_odd else COLUMNS
        self.enum_names = (*ENUMS, *OTHER_ENUMS) if is_odd else ENUMS
        self.labels = (*LABELS, *OTHER_LABELS) if is_odd else LABELS
        self.statements = [f'create schema {quote(s)}' for s in schemas if s != 'public']
        self.enums: list[Kind] = []
        self.tables: list[Built] = []

    def write(self) -> list[str]:
        choices = self.choices
        if self.every:
            self.statements += OTHER_TYPES
        for name in choices.some(self.enum_names, 2) if choices.chance(2) else ():
            self._enum(name)
        for name in choices.some(self.table_names, 4):
            self._table(Name(choices.pick(self.schemas), name))
        for _ in range(choices.number(4)):
            self._foreign_key()
        if choices.chance(4):
            self._join_table()
        return self.statements

    def _enum(self, name: str) -> None:
        labels = self.choices.some(self.labels, 3)
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
        for column in choices.some(self.column_names, 5):
            columns[column] = kind = choices.pick((*self.enums, *self.kinds))
            lines.append(f'{quote(column)} {column_text(choices, kind)}')
        written = written_name(name)
        has_key = any('primary key' in line for line in lines)
        is_key = 'id' in columns and (has_key or 'unique' in lines[0])
        built = Built(name, columns, [['id']] if is_key else [])
        ordered = [c for c, kind in columns.items() if kind.is_ordered]
        if ordered and not has_key and not choices.chance(4):
            some = choices.some(ordered, 2)
            lines.append(
                f'{constraint(choices)}primary key ({listed(some)}){self._extra(columns, some)}')
            built.keys.append(some)
        if ordered and choices.chance(2):
            some = choices.some(ordered, 3)
            lines.append(
                f'{constraint(choices)}unique ({listed(some)}){self._extra(columns, some)}')
            built.keys.append(some)
        self.statements.append(f'create table {written} ({", ".join(lines)})')
        for _ in range(choices.number(3)):
            text = index_text(choices, written, list(columns), ordered)
            if self.every and choices.chance(3):
                text = _other_index(choices, written, list(columns))
            self.statements.append(text)
        self.tables.append(built)

    def _extra(self, columns: dict[str, Kind], some: Sequence[str]) -> str:
        """What a key has that Prisma does not see, or takes for columns of it."""
        if not self.every or not self.choices.chance(4):
            return ''
        rest = [column for column in columns if column not in some]
        included = f' include ({listed(rest[:1])})' if rest else ''
        return self.choices.pick((included, ' deferrable', ' deferrable initially deferred'))

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
            f'alter table {table} add {constraint(choices)}foreign key ({listed(held)}) '
            f'references {written_name(target.name)} ({listed(key)}){actions(choices)}')

    def _join_table(self) -> None:
        """A table as Prisma makes it for an implicit many-to-many relation, or almost so."""
        choices = self.choices
        targets = [
            t for t in self.tables if ['id'] in t.keys and (self.every or len(t.name.name) < 25)
        ]
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


def _other_index(choices: Choices, table: str, columns: Sequence[str]) -> str:
    """One with an operator class, or of another method; PostgreSQL takes what fits."""
    column = quote(choices.pick(columns))
    return f'create index on {table} using ' + choices.pick((
        f'brin ({column})', f'brin ({column} int4_minmax_ops)', f'brin ({column} int4_bloom_ops)',
        f'brin ({column} text_minmax_ops)', f'brin ({column} inet_inclusion_ops)',
        f'spgist ({column})', f'spgist ({column} text_ops)', f'gist ({column})',
        f'gist ({column} inet_ops)', f'gin ({column} jsonb_ops)', f'gin ({column} array_ops)',
        f'gin ({column} jsonb_path_ops)', f'hash ({column})', f'hash ({column} text_pattern_ops)',
        f'btree ({column} text_pattern_ops desc)', f'btree ({column} desc nulls last)',
    ))


def actions(choices: Choices) -> str:
    deleted, updated = choices.pick(ACTIONS), choices.pick(ACTIONS)
    deleted = f' on delete {deleted}' if deleted else ''
    return deleted + (f' on update {updated}' if updated else '')


def constraint(choices: Choices) -> str:
    return f'constraint {quote(choices.pick(NAMES))} ' if choices.chance(4) else ''


def written_name(name: Name) -> str:
    return f'{quote(name.schema)}.{quote(name.name)}'


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def listed(names: Sequence[str]) -> str:
    return ', '.join(quote(name) for name in names)
