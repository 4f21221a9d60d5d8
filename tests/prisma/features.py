"""What random databases have besides plain tables, keys and relations: things that Prisma sees in a
way of its own, or not at all. Each feature is one function, which says the statements it takes.
"""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator

from sync_guard.catalog import Name
from sync_guard.postgres.names import quote_identifier as quote
from tests.prisma.databases import actions
from tests.prisma.databases import Built
from tests.prisma.databases import Choices
from tests.prisma.databases import column_text
from tests.prisma.databases import listed
from tests.prisma.databases import quoted
from tests.prisma.databases import Script
from tests.prisma.databases import written_name
from tests.prisma.kinds import KINDS
from tests.prisma.kinds import LONG
from tests.prisma.kinds import REMARKS

Feature = Callable[[Choices, Script], Iterator[str]]
_MOST = 4


def database(choices: Choices, schemas: tuple[str, ...]) -> list[str]:
    """The statements of one random database, of which PostgreSQL takes most."""
    script = Script(choices, schemas, every=True)
    script.write()
    for _ in range(choices.number(_MOST + 1)):
        script.statements += choices.kind('feature', FEATURES)(choices, script)
    return script.statements


def _table(choices: Choices, script: Script) -> tuple[Built, str]:
    table = choices.pick(script.tables)
    return table, written_name(table.name)


def _columns(choices: Choices, table: Built, most: int) -> list[str]:
    ordered = [c for c, kind in table.columns.items() if kind.is_ordered]
    return choices.some(ordered or [*table.columns], most)


def same_table_in_another_schema(choices: Choices, script: Script) -> Iterator[str]:
    table, _ = _table(choices, script)
    schema = 'other' if table.name.schema == 'public' else 'public'
    name = Name(schema, table.name.name)
    yield 'create schema if not exists other'
    columns = {'id': KINDS[0]}
    lines = ['id integer primary key']
    for column in choices.some([*table.columns], 3):
        if column != 'id':
            columns[column] = table.columns[column]
            lines.append(f'{quote(column)} {column_text(choices, columns[column])}')
    yield f'create table {written_name(name)} ({", ".join(lines)})'
    if schema in script.schemas:
        script.tables.append(Built(name, columns, [['id']]))
        if table.keys == [['id']] and table.columns['id'] is KINDS[0]:
            yield f'alter table {written_name(name)} add foreign key (id) references ' \
                  f'{written_name(table.name)} (id){actions(choices)}'


def same_enum_in_another_schema(choices: Choices, script: Script) -> Iterator[str]:
    # None that is made elsewhere, with other labels; not "9": of two without a name for Prisma the
    # engine ends.
    name = choices.pick(('feeling', 'Feeling', 'group', 'a feeling'))
    yield 'create schema if not exists other'
    for schema in ('public', 'other'):
        labels = ['same', *choices.some(script.labels, 3)]
        written = written_name(Name(schema, name))
        yield f'create type {written} as enum ({", ".join(map(quoted, labels))})'
        table, target = _table(choices, script)
        array = choices.pick(('', '', '[]'))
        # Where Prisma takes one for the other, a default that the other has not ends the engine.
        default = choices.pick(('', " default '{}'" if array else " default 'same'"))
        yield f'alter table {target} add column of_{schema} {written}{array}{default}'


def composite_keys(choices: Choices, script: Script) -> Iterator[str]:
    """A key of three columns, and a table that leads to it, in any order of them."""
    schema = choices.pick(script.schemas)
    one, other = written_name(Name(schema, 'Whole')), written_name(Name(schema, 'part_of'))
    order = choices.some(('a', 'b', 'c'), 3)
    kind = choices.pick(('primary key', 'unique', 'unique nulls not distinct'))
    yield f'create table {one} (a int not null, b text not null, c uuid not null, ' \
          f'{kind} ({listed(order)}))'
    null = choices.pick(('', ' not null'))
    key = choices.pick(('id int primary key', 'primary key (x, y, z)', 'unique (z, y, x), id int',
                        'id int unique not null, unique (x, y)'))
    last = choices.pick(('', null))
    yield f'create table {other} (x int{null}, y text not null, z uuid{last}, {key})'
    held = {'a': 'x', 'b': 'y', 'c': 'z'}
    some = choices.some(order, 3) if choices.chance(3) else order
    yield f'alter table {other} add foreign key ({listed([held[c] for c in some])}) references ' \
          f'{one} ({listed(some)}){actions(choices)}'
    if choices.chance(2):
        yield f'create index on {other} (x, y desc, z)'


def several_relations(choices: Choices, script: Script) -> Iterator[str]:
    """More than one foreign key between the same two tables, or of a table to itself."""
    source, table = _table(choices, script)
    targets = [t for t in script.tables if t.keys]
    if not targets:
        return
    target = choices.pick([source] if source.keys and choices.chance(3) else targets)
    key = choices.pick(target.keys)
    for number in range(2):
        new = [f'{choices.pick(("r", "other_r", f"r_{LONG}"[:55], "R é"))}{number}{i}'
               for i in range(len(key))]
        for one, column in zip(new, key):
            yield f'alter table {table} add column {quote(one)} {target.columns[column].text}' \
                  + choices.pick(('', '', ' not null', ' unique'))
        options = choices.pick(('', '', ' match full', ' deferrable initially deferred',
                                ' not valid'))
        matched, rest = (options, '') if 'match' in options else ('', options)
        cut = f' on delete set null ({quote(new[0])})' if choices.chance(6) else actions(choices)
        yield f'alter table {table} add foreign key ({listed(new)}) references ' \
              f'{written_name(target.name)} ({listed(key)}){matched}{cut}{rest}'


def one_to_one(choices: Choices, script: Script) -> Iterator[str]:
    targets = [t for t in script.tables if len(t.keys[:1]) and len(t.keys[0]) == 1]
    if not targets:
        return
    target = choices.pick(targets)
    kind, leading = target.columns[target.keys[0][0]], target.keys[0][0]
    written = f'references {written_name(target.name)} ({quote(leading)}){actions(choices)}'
    yield f'create table "oneToOne" (id {kind.text} primary key {written})' if choices.chance(2) \
        else f'create table "oneToOne" (id int primary key, held {kind.text} ' \
             f'{choices.pick(("unique", "not null unique", ""))} {written})'
    if choices.chance(2):
        yield 'create unique index on "oneToOne" (held) where held is not null'


def sequences(choices: Choices, script: Script) -> Iterator[str]:
    _, table = _table(choices, script)
    schema = choices.pick(script.schemas)
    type_ = choices.pick(('integer', 'bigint', 'smallint', 'numeric', 'text'))
    yield f'create sequence {schema}.a_sequence' + choices.pick(
        (' as smallint', '', ' increment by 2 start with 5'))
    default = choices.pick((
        f"nextval('{schema}.a_sequence')", f"nextval('{schema}.a_sequence'::regclass)",
        f"nextval('{schema}.a_sequence') + 1", f"nextval('{schema}.a_sequence')::text",
        f"currval('{schema}.a_sequence')"))
    yield f'alter table {table} add column counted {type_} default {default}'
    if choices.chance(2):
        yield f'alter sequence {schema}.a_sequence owned by {table}.counted'
    if choices.chance(4):
        yield f'alter sequence {schema}.a_sequence rename to "a é"'


def identities(choices: Choices, script: Script) -> Iterator[str]:
    _, table = _table(choices, script)
    when = choices.pick(('always', 'by default'))
    options = choices.pick(('', ' (start with 10 increment by 5)', ' (sequence name counts cycle)'))
    yield f'alter table {table} add column numbered ' \
          f'{choices.pick(("smallint", "integer", "bigint"))} generated {when} as identity{options}'


def generated_columns(choices: Choices, script: Script) -> Iterator[str]:
    _, table = _table(choices, script)
    yield f'alter table {table} add column width numeric(6,2), add column height real'
    yield f'alter table {table} add column made ' + choices.pick((
        'numeric generated always as (width * 2) stored',
        'text generated always as (width::text || \'m\') stored',
        'double precision generated always as (height) stored unique',
        'boolean generated always as (width > 1 and height is not null) stored not null',
        "text[] generated always as (array['a', 'b']) stored",
        "tsvector generated always as (to_tsvector('simple'::regconfig, 'a')) stored",
        "jsonb generated always as (jsonb_build_object('a', width)) stored",
        'integer generated always as (5) stored',
    ))


def domains(choices: Choices, script: Script) -> Iterator[str]:
    _, table = _table(choices, script)
    base = choices.pick(('text', 'varchar(7)', 'numeric(4,2)', 'timestamptz', 'int[]', 'tsvector',
                         'uuid', 'timestamp(3)', '"char"', 'a_domain_over_it'))
    null = choices.pick(('', ' not null', ' check (value is not null)'))
    yield f'create domain {choices.pick(script.schemas)}."A domain" as {base}{null}'
    schema = choices.pick(script.schemas)
    array = choices.pick(('', '', '[]'))
    yield f'alter table {table} add column tamed {schema}."A domain"{array}' \
        + choices.pick(('', ' not null', ' default null', " default '{}'", ' unique'))


def views(choices: Choices, script: Script) -> Iterator[str]:
    _, table = _table(choices, script)
    yield f'create view seen as select * from {table}'
    yield choices.pick((
        'create view "seen again" as select * from seen',
        'create materialized view kept as select 1 as id; create unique index on kept (id)',
        'create recursive view counted (n) as select 1',
        f'create view seen_other as select count(*) as n from {table}',
    ))


def partitions(choices: Choices, script: Script) -> Iterator[str]:
    """A partitioned table in relations of both directions, parts with things of their own."""
    schema = written_name(Name(choices.pick(script.schemas), 'Parted'))
    by = choices.pick(('list', 'range', 'hash'))
    yield f'create table {schema} (id int not null, at int, note text, primary key (id)) ' \
          f'partition by {by} (id)'
    bounds = {'list': 'in (1, 2)', 'range': 'from (0) to (9)',
              'hash': 'with (modulus 2, remainder 0)'}
    yield f'create table part_one partition of {schema} for values {bounds[by]}'
    has_parts = by != 'hash' and choices.chance(3)
    if by != 'hash':
        yield f'create table "part Two" partition of {schema} default' \
            + (' partition by list (id)' if has_parts else '')
    yield f'create index on {schema} (at desc)'
    yield 'create unique index on part_one (note)'
    target, table = _table(choices, script)
    if not has_parts:
        # PostgreSQL copies a foreign key for each part it leads to, and Prisma sees the copies that
        # lead to parts with parts of their own (docs/levels.md).
        yield f'alter table {table} add column parted_id int references {schema}{actions(choices)}'
    if ['id'] in target.keys and target.columns['id'] is KINDS[0]:
        yield f'alter table {schema} add foreign key (at) references {table} (id)'
    if choices.chance(3):
        yield f'alter table {schema} detach partition part_one'


def inheritance(choices: Choices, script: Script) -> Iterator[str]:
    _, table = _table(choices, script)
    yield f'create table heir_one (own int{choices.pick(("", " primary key"))}) inherits ({table})'
    yield choices.pick((
        'create table heir_two () inherits (heir_one)',
        f'create table heir_two (id bigint) inherits ({table})',
        'alter table heir_one add column late text default \'l\'',
        f'alter table heir_one no inherit {table}',
        f'alter table {table} add column late text not null default \'l\'',
    ))


def comments(choices: Choices, script: Script) -> Iterator[str]:
    table, written = _table(choices, script)
    text = quoted(choices.pick(REMARKS))
    yield f'comment on table {written} is {text}'
    yield f'comment on column {written}.{quote(_columns(choices, table, 1)[0])} is {text}'
    yield f'comment on type a_row is {text}'
    yield f'comment on schema public is {text}'


def checks(choices: Choices, script: Script) -> Iterator[str]:
    table, written = _table(choices, script)
    column = quote(_columns(choices, table, 1)[0])
    yield f'alter table {written} add constraint "a check" check ({column} is not null)' \
        + choices.pick(('', ' not valid', ' no inherit'))


def exclusions(choices: Choices, script: Script) -> Iterator[str]:
    table, written = _table(choices, script)
    column = quote(_columns(choices, table, 1)[0])
    yield f'alter table {written} add column span int4range'
    yield f'alter table {written} add ' + choices.pick((
        'exclude using gist (span with &&)', f'exclude using btree ({column} with =)',
        f'exclude using hash ({column} with =)', 'exclude (span with =) where (span is not null)',
        'constraint span_key exclude using gist (span with -|-) deferrable',
    ))


def row_security(choices: Choices, script: Script) -> Iterator[str]:
    _, table = _table(choices, script)
    yield f'alter table {table} enable row level security'
    yield f'create policy "a policy" on {table} for select using (true)'
    yield f'alter table {table} force row level security'


def functions(choices: Choices, script: Script) -> Iterator[str]:
    _, table = _table(choices, script)
    yield "create function touch() returns trigger language plpgsql as 'begin return new; end'"
    yield f'create trigger touched before update on {table} execute function touch()'
    yield "create function public.a_default() returns text language sql immutable as 'select null'"
    yield f'alter table {table} add column from_function text default ' \
        + choices.pick(('a_default()', 'public.a_default()', "coalesce(a_default(), 'x')"))
    if choices.chance(3):
        yield f'create rule a_rule as on delete to {table} do instead nothing'


def other_relations(choices: Choices, script: Script) -> Iterator[str]:
    """Tables of other kinds, and those that Prisma passes over by their names."""
    _, table = _table(choices, script)
    yield choices.pick((
        'create unlogged table "Unlogged" (id int primary key)',
        'create temporary table passing (id int primary key)',
        'create foreign data wrapper w; create server s foreign data wrapper w; '
        'create foreign table far (id int) server s',
        'create table _prisma_migrations (id text primary key)',
        'create table spatial_ref_sys (srid int primary key, a text)',
        'create table "nothing" ()',
        'create table vectors (v tsvector primary key)',
        'create table vectors (id int, v tsvector unique not null)',
        f'create table copied as select * from {table}',
        f'create table alike (like {table} including all)',
        f'create table alike (like {table} including defaults including constraints)',
        'create type "Shape" as (x int, y int); create table of_type of "Shape" (primary key (x))',
    ))


def foreign_keys_that_leave(choices: Choices, script: Script) -> Iterator[str]:
    """Into a schema that the datasource does not list, or out of one."""
    _, table = _table(choices, script)
    yield 'create schema hidden'
    yield 'create table hidden.target (id int primary key)'
    yield choices.pick((
        f'alter table {table} add column hidden_id int references hidden.target',
        f'alter table {table} add column user_uuid uuid references auth.users on delete cascade',
        'alter table hidden.target add column mood public.a_domain',
        "create type hidden.moods as enum ('a'); "
        f"alter table {table} add column hidden_mood hidden.moods default 'a'",
        "create type hidden.moods as enum ('a'); "
        f'alter table {table} add column hidden_moods hidden.moods[] not null',
    ))


def foreign_keys_from_hidden_tables(choices: Choices, script: Script) -> Iterator[str]:
    table, written = _table(choices, script)
    if ['id'] in table.keys:
        yield 'create schema hidden'
        yield f'create table hidden.source (id int primary key, held {table.columns["id"].text} ' \
              f'references {written} (id))'


def keys_by_index(choices: Choices, script: Script) -> Iterator[str]:
    table, written = _table(choices, script)
    some = _columns(choices, table, 2)
    name = choices.pick(('by_index', 'Long é', f'i_{LONG}'[:63]))
    yield f'create unique index {quote(name)} on {written} ({listed(some)})'
    yield f'alter table {written} add ' + choices.pick((
        f'unique using index {quote(name)}', f'constraint renamed_too unique using index '
        f'{quote(name)}', f'primary key using index {quote(name)}',
    ))


def uniques(choices: Choices, script: Script) -> Iterator[str]:
    table, written = _table(choices, script)
    some = listed(_columns(choices, table, 3))
    yield choices.pick((
        f'alter table {written} add unique nulls not distinct ({some})',
        f'create unique index on {written} ({some}) nulls not distinct',
        f'create unique index on {written} ({some}) with (fillfactor = 70)',
        f'alter table {written} add unique ({some}), add unique ({some}) deferrable',
        f'create unique index on {written} ({some}); create unique index on {written} ({some})',
        f'create unique index on {written} ({some}); create index on {written} ({some})',
    ))


def partial_indexes(choices: Choices, script: Script) -> Iterator[str]:
    table, written = _table(choices, script)
    some = _columns(choices, table, 2)
    first = quote(some[0])
    unique = choices.pick(('', 'unique '))
    yield f'create {unique}index {quote(choices.pick(("part", "part é")))} on {written} ' \
          f'({listed(some)}) where ' + choices.pick((
              f'{first} is not null', f'{first} is null', f'{first} = {first}',
              f'{first} is not null and {quote(some[-1])} is not null', 'not false', '1 = 1',
              f"{first}::text <> ''", f"{first}::text in ('a', 'b')", f'({first} is null) or true',
              f'length({first}::text) > 3',
          ))


def expression_indexes(choices: Choices, script: Script) -> Iterator[str]:
    table, written = _table(choices, script)
    column = quote(_columns(choices, table, 1)[0])
    yield choices.pick((
        f'create unique index on {written} (lower({column}::text))',
        f'create index on {written} ({column}, ({column} is null))',
        f'create index on {written} using gin (to_tsvector(\'simple\'::regconfig, {column}::text))',
        f'create index on {written} ((1), {column} desc)',
        f'create index on {written} ({column} collate "C" text_pattern_ops desc nulls last)',
        f'create index on {written} ({column}, {column})',
        f'create index on {written} using hash ({column})',
    ))


def old_names(choices: Choices, script: Script) -> Iterator[str]:
    """Constraints and indexes keep their names where tables and columns change theirs."""
    table, written = _table(choices, script)
    column = _columns(choices, table, 1)[0]
    new = choices.pick(script.column_names)
    if new not in table.columns:
        yield f'alter table {written} rename column {quote(column)} to {quote(new)}'
        table.columns[new] = table.columns.pop(column)
        table.keys[:] = [[new if c == column else c for c in key] for key in table.keys]
    if choices.chance(2):
        yield f'alter table {written} rename to {quote(choices.pick(("Renamed", "now_so", "1 b")))}'
        script.tables.remove(table) if len(script.tables) > 1 else None


def dropped_columns(choices: Choices, script: Script) -> Iterator[str]:
    table, written = _table(choices, script)
    column = _columns(choices, table, 1)[0]
    yield f'alter table {written} drop column {quote(column)} cascade'
    yield f'alter table {written} add column {quote(column)} {table.columns[column].text}'


def arrays(choices: Choices, script: Script) -> Iterator[str]:
    _, table = _table(choices, script)
    yield f'alter table {table} add column items ' + choices.pick((
        "text[] not null default '{}'", "text[] default array['a b', 'it''s', '']",
        "text[] default '{\"a,b\",NULL}'", 'int[] default array[1, 2, 3]', 'int[3]', 'int[][]',
        "numeric(5,2)[] default '{1.50}'", 'boolean[] default array[true, false]',
        "timestamptz(3)[] default '{}'", 'uuid[] default array[gen_random_uuid()]',
        "jsonb[] default array['{}'::jsonb]", "varchar(3)[] default '{abc}'", 'tsvector[]',
        "bytea[] default '{}'", 'char(2)[]', 'bit(3)[]', "text[] default string_to_array('a', ',')",
    ))


FEATURES: tuple[Feature, ...] = (
    same_table_in_another_schema, same_enum_in_another_schema, composite_keys, several_relations,
    one_to_one, sequences, identities, generated_columns, domains, views, partitions, inheritance,
    comments, checks, exclusions, row_security, functions, other_relations,
    foreign_keys_that_leave, foreign_keys_from_hidden_tables, keys_by_index, uniques,
    partial_indexes, expression_indexes, old_names, dropped_columns, arrays,
)
