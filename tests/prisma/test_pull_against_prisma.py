"""What is pulled offline is what `prisma db pull` prints for the same database, byte for byte; and
where that would not validate, it validates all the same.

CI looks at some databases of each kind. `SYNC_GUARD_PULLS=2000` makes that many random ones, and
takes every pair's SQL of `conformance.json`.
"""
from __future__ import annotations

import functools
import os
from random import Random

import psycopg
import pytest

from sync_guard.compare import compare
from sync_guard.postgres import base
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from sync_guard.prisma import expect
from sync_guard.prisma import parse
from sync_guard.prisma.pull import pull
from sync_guard.prisma.pull import pulled_blocks
from tests.oracle.postgres import apply
from tests.oracle.postgres import Oracle
from tests.oracle.prisma import Engine
from tests.oracle.prisma import Prisma
from tests.oracle.prisma import Refused
from tests.prisma.databases import Choices
from tests.prisma.databases import Script
from tests.prisma.test_conformance import CASES
from tests.prisma.test_pull import built
from tests.prisma.test_pull import MENDED
from tests.prisma.trees import blocks_of

_WANTED = os.environ.get('SYNC_GUARD_PULLS')
_DATABASES = int(_WANTED or 15)
_EACH = 1 if _WANTED else 29  # of the pairs' databases, one in so many

_supabase = functools.cache(base)

# What random databases do not have; some of it Prisma cannot write down again.
SAMPLE = """
create schema other; create schema more;
create type "1kind" as enum ('in-active', '', 'a');
create type other.kind as enum ('x');
create type kind as enum ('y');
create type more.kind as enum ('z');
create domain short as varchar(5) not null default 'x';
create domain other.choice as kind;
create table other.users (id int primary key, k kind, o other.kind, m more.kind, ks other.kind[]);
create table "table" (id int primary key, s short, c other.choice);
create table "async" (id int primary key);
create table users (
    id serial primary key, name text, "2nd col" varchar(3) default 'x', e "1kind" default '',
    x int4range, u uuid default gen_random_uuid() unique, check (id > 0),
    exclude using gist (x with &&)
);
create table posts (
    id int primary key, title text, author_id int references users on delete cascade,
    editor int unique references users (id), reader int references other.users,
    q int generated always as (id * 2) stored
);
create table nokey (a int unique, u int references users, p int references posts);
comment on table nokey is 'hi';
comment on column posts.title is 'ho';
comment on type kind is 'hm';
create table p (id int, at date, primary key (id, at)) partition by range (at);
create table p1 partition of p for values from ('2020-01-01') to ('2021-01-01');
create table of_p (id int primary key, p int, at date, foreign key (p, at) references p);
create table parent (id int primary key);
create table child () inherits (parent);
create table zero ();
create view seen as select * from users;
create materialized view kept as select * from users;
create index on posts (author_id desc nulls last);
create index on posts ((q + 1));
create index on posts (q, author_id) where q > 3;
create unique index on posts (q) where q > 4;
create unique index on posts (q, editor desc) include (title) where q > 4;
create table indexed (
    id int primary key, d jsonb, n inet, t text[], e tsvector, f text, at timestamptz, g int4range
);
create index on indexed using gin (d jsonb_path_ops);
create index on indexed using gin (d);
create index on indexed using gist (n inet_ops);
create index on indexed using gin (t);
create index on indexed using gin (e);
create index on indexed using gist (g);
create index on indexed using hash (f text_pattern_ops);
create index on indexed using spgist (f);
create index on indexed using brin (id int4_bloom_ops);
create index on indexed using brin (at timestamptz_minmax_multi_ops);
create index on indexed using brin (n inet_minmax_ops);
create table key_with_more (a int, b int, primary key (a) include (b));
create table self (id int primary key, parent int references self, twin int unique references self);
create table "_selfToself" (
    "A" int not null references self on delete cascade on update cascade,
    "B" int not null references self on delete cascade on update cascade,
    primary key ("A", "B")
);
create index on "_selfToself" ("B");
create table "_Favourites" (
    "A" int not null references posts on delete cascade on update cascade,
    "B" int not null references users on delete cascade on update cascade
);
create unique index on "_Favourites" ("A", "B");
create index on "_Favourites" ("B");
alter table self enable row level security, alter constraint self_twin_fkey initially deferred;
alter table posts enable row level security;
alter table zero enable row level security;
alter table users enable row level security;
alter table users disable row level security;
alter table child enable row level security;
alter table p1 enable row level security;
alter table other.users force row level security;
create table by_key (id int primary key deferrable, n int);
create table by_unique (id int primary key, n int unique initially deferred);
create table by_exclusion (id int primary key, exclude using btree (id with =) deferrable);
create table by_partition (
    id int primary key, p int, at date, foreign key (p, at) references p1 deferrable
);
create table by_relation (id int primary key, p int references self deferrable);
create index on by_unique (n nulls first);
create index on by_unique ((n + 1));
comment on column by_unique.n is 'deferred';
alter table by_unique enable row level security;
"""
SCHEMAS = ('more', 'other', 'public')


def header(schemas: tuple[str, ...] | None, *, partial: bool) -> str:
    features = '  previewFeatures = ["partialIndexes"]\n' if partial else ''
    listed = ', '.join(f'"{schema}"' for schema in schemas or ())
    return (
        f'generator client {{\n  provider = "prisma-client-js"\n{features}}}\n\n'
        'datasource db {\n  provider = "postgresql"\n'
        + (f'  schemas = [{listed}]\n' if schemas else '') + '}\n\n'
    )


class Pulled:
    """Both texts for a database, and how they compare."""

    def __init__(
        self, prisma: Prisma, url: str, state: State, engine: Engine,
        schemas: tuple[str, ...] | None = None,
    ) -> None:
        self.theirs = blocks_of(prisma.pull(url, header(schemas, partial=False), engine))
        blocks = pulled_blocks(state.catalog, schemas, partial=engine == '7')
        self.ours = '\n'.join(blocks)
        self.schema = header(schemas, partial='where: raw(' in self.ours) + self.ours
        self._header = self.schema.removesuffix(self.ours)
        self.state = state
        self._prisma, self._url, self._engine = prisma, url, engine

    def agree(self) -> None:
        if self.ours != self.theirs:
            whole = self._header + self.theirs
            assert self._prisma.validate(whole, self._engine) is not None, _both(self)
        self.is_valid()
        self.is_as_much_in_step_as_theirs()

    def is_valid(self) -> None:
        said = self._prisma.validate(self.schema, self._engine)
        # PostgreSQL's foreign keys and indexes may share a name, and no model can say both.
        assert said is None or 'constraint name' in said, said

    def is_as_much_in_step_as_theirs(self) -> None:
        """Prisma does not find every database in step with what it pulls from it (two equal
        foreign keys, a join table of an older Prisma), and neither do we."""
        file = parse('schema.prisma', self.schema)
        expected = expect([file])
        if file.problems or expected.problems:
            return
        found = compare(self.state.catalog, expected, int(self._engine), strict=True)
        theirs = self._prisma.diff(self.schema, url=self._url, engine=self._engine)
        assert bool(found) != theirs.equal, '\n'.join((self.schema, str(found), theirs.text))


def _both(pulled: Pulled) -> str:
    return f'theirs:\n{pulled.theirs}\nours:\n{pulled.ours}'


def applied(connection: psycopg.Connection, statements: list[str]) -> State:
    """Those of the statements that PostgreSQL takes, replayed."""
    state = _supabase()
    for number, statement in enumerate(statements):
        outcome, = apply(connection, [(f'{number}.sql', statement)])
        if outcome.sqlstate is None:
            state = replay(state, [(f'{number}.sql', read(statement))])
    assert state.problems == ()
    return state


@pytest.mark.parametrize('engine', ['7', '6'])
def test_a_database_with_something_of_everything(
    postgres: Oracle, prisma: Prisma, engine: Engine,
) -> None:
    with postgres.fresh() as connection:
        connection.execute(SAMPLE)
        state = replay(_supabase(), [('a.sql', read(SAMPLE))])
        pulled = Pulled(prisma, postgres.url, state, engine, SCHEMAS)
        assert pulled.ours == pulled.theirs
        pulled.is_valid()


def test_random_databases_are_pulled_as_prisma_pulls_them(
    postgres: Oracle, prisma: Prisma,
) -> None:
    random = Random(postgres.version)
    for number in range(_DATABASES):
        choices = Choices(random.randrange)
        schemas = ('other', 'public') if choices.chance(4) else None
        with postgres.fresh() as connection:
            script = Script(choices, schemas or ('public',)).write()
            state = applied(connection, script)
            try:
                engine: Engine = '6' if number % 4 == 3 else '7'
                Pulled(prisma, postgres.url, state, engine, schemas).agree()
            except Refused as error:
                assert 'database was empty' in str(error)


@pytest.mark.parametrize('sql', MENDED.values(), ids=list(MENDED))
def test_where_prisma_would_refuse_its_own_schema_ours_is_valid(
    prisma: Prisma, sql: tuple[str, str],
) -> None:
    catalog = built(sql[0])

    assert prisma.validate(pull(catalog, 7), '7') is None
    assert prisma.validate(pull(catalog, 6), '6') is None


def test_a_relation_of_two_equal_foreign_keys_is_in_step(
    postgres: Oracle, prisma: Prisma,
) -> None:
    sql = """
        create table users (id int primary key);
        create table posts (id int primary key, user_id int references users on delete cascade);
        alter table posts add constraint b foreign key (user_id) references users on delete cascade;
    """
    with postgres.fresh() as connection:
        pulled = Pulled(prisma, postgres.url, applied(connection, [sql]), '7')
        assert compare(pulled.state.catalog, expect([parse('s', pulled.schema)]), strict=True) == []
        pulled.agree()


@pytest.mark.parametrize('first', range(0, len(CASES), _EACH))
def test_databases_of_the_recorded_verdicts(
    postgres: Oracle, prisma: Prisma, first: int,
) -> None:
    sql = CASES[first]['sql']
    with postgres.fresh() as connection:
        try:
            connection.execute(sql)
        except psycopg.Error as error:
            pytest.skip(str(error))  # on a Supabase database, or without an extension
        state = replay(_supabase(), [('a.sql', read(sql))])
        try:
            Pulled(prisma, postgres.url, state, '7').agree()
        except Refused as error:
            assert 'database was empty' in str(error) or 'Cross schema' in str(error)
