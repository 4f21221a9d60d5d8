"""Each row of the table in docs/levels.md, by a pair of SQL and schema that shows it."""
from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sync_guard.catalog import Catalog
from sync_guard.compare import compare
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State
from sync_guard.prisma import expect
from sync_guard.prisma import parse
from sync_guard.prisma import refused_by

DOCUMENT = Path(__file__).parents[2] / 'docs' / 'levels.md'
PAIRS = Path(__file__).parents[1] / 'prisma' / 'conformance.json'
T = 'create table t (id int primary key);'
U = 'create table u (id int primary key);'
MODEL = 'model t {\n id Int @id\n}'
EMULATED = 'datasource db {\n provider = "postgresql"\n relationMode = "prisma"\n}\n'
VIEWS = 'generator client {\n provider = "x"\n previewFeatures = ["views"]\n}\n'
PARTIAL = 'generator client {\n provider = "x"\n previewFeatures = ["partialIndexes"]\n}\n'


def column(sql: str, field: str) -> tuple[str, str]:
    built = f'create table t (id int primary key, c {sql});'
    return built, f'model t {{\n id Int @id\n c {field}\n}}'


def keyed(sql: str, attribute: str, before: str = '') -> tuple[str, str]:
    """Of a table with two more columns."""
    built = f'create table t (id int primary key, a int not null, b int not null);{sql}'
    return built, f'{before}model t {{\n id Int @id\n a Int\n b Int\n {attribute}\n}}'


def related(reference: str, relation: str, before: str = '') -> tuple[str, str]:
    return (
        f'{U}create table t (id int primary key, u_id int{reference});',
        f'{before}model u {{\n id Int @id\n ts t[]\n}}\n'
        f'model t {{\n id Int @id\n u_id Int?\n {relation}\n}}',
    )


SETTING_NULL = ' references u on delete set null on update cascade'
RELATION = 'u u? @relation(fields: [u_id], references: [id]{})'
E = "create type e as enum ('a');"
# By the row's first cell, one that continues another with that one's in front.
ROWS: dict[str, tuple[str, str]] = {
    'table without model': (T + U, MODEL),
    'table without model … that has no key a model could use':
        (T + 'create table u (a int);', MODEL),
    'table without model … that the schema has as a `view` block':
        (T + U, VIEWS + MODEL + '\nview u {\n id Int @unique\n}'),
    'model without table': (T, MODEL + '\nmodel u {\n id Int @id\n}'),
    'model without table … where a view, foreign table or partition has the name':
        (T + 'create view u as select id from t;', MODEL + '\nmodel u {\n id Int @id\n}'),
    'column without field': ('create table t (id int primary key, c int);', MODEL),
    'column without field … of a type Prisma has no name for (`tsvector`, `vector`), required '
    'without a default': ('create table t (id int primary key, c tsvector not null);', MODEL),
    'column without field … of such a type, nullable or with a default':
        ('create table t (id int primary key, c tsvector);', MODEL),
    'field without column': (T, 'model t {\n id Int @id\n c Int?\n}'),
    'field without column … that is `Unsupported("…")`':
        (T, 'model t {\n id Int @id\n c Unsupported("x")?\n}'),
    'type: another scalar or enum, or none': column('text', 'Int?'),
    'type: another family (`uuid`, `inet`, `xml`, `bit`, `money`, times of day, `json`, and all '
    'the rest)': column('uuid', 'String?'),
    'type: another native type': column('varchar(10)', 'String?'),
    'list': column('text[]', 'String?'),
    'nullability': column('int not null', 'Int?'),
    'nullability … of a type Prisma has no name for':
        column('tsvector not null', 'Unsupported("tsvector")?'),
    'enum, enum value': (E + T, MODEL),
    'default: only one side lets a `create` leave the field out':
        column('int not null', 'Int @default(1)'),
    'default: only one side lets a `create` leave the field out … of a type Prisma has no name '
    'for, required':
        column("tsvector not null default ''::tsvector", 'Unsupported("tsvector")'),
    'default: only one side has one': column('int', 'Int? @default(1)'),
    'default: `[]` of a list, or the expression of a generated column':
        column("text[] default '{}'", 'String[]'),
    'default: another value or expression': column('int default 1', 'Int? @default(2)'),
    'primary key: other columns, or a unique instead': (T, 'model t {\n id Int @unique\n}'),
    'primary key, unique: the same columns in another order':
        keyed('alter table t add unique (a, b);', '@@unique([b, a])'),
    'unique': keyed('', '@@unique([a, b])'),
    'partial unique index that the schema does not have (only seen under `partialIndexes`)':
        keyed('create unique index on t (a) where b > 0;', '', PARTIAL),
    'unique over the primary key\'s own columns':
        keyed('create unique index t_id_key on t (id);', ''),
    'relation without foreign key, foreign key without relation':
        related('', RELATION.format('')),
    'relation without foreign key, foreign key without relation … order of the columns; any '
    'foreign key under `relationMode = "prisma"`':
        related(SETTING_NULL, RELATION.format(''), EMULATED),
    'referential action': related(SETTING_NULL, RELATION.format(', onDelete: Cascade')),
    'index': keyed('create index t_a_idx on t (a);', ''),
    'name of a key, index or foreign key': keyed('create index other on t (a);', '@@index([a])'),
    'extension of the datasource that no migration creates': (
        T, 'generator client {\n provider = "x"\n previewFeatures = ["postgresqlExtensions"]\n}\n'
        f'datasource db {{\n provider = "postgresql"\n extensions = [citext]\n}}\n{MODEL}',
    ),
    'foreign key into a schema the datasource does not list': (
        'create schema other;create table other.u (id int primary key);'
        'create table t (id int primary key references other.u);', MODEL,
    ),
    'anything about an `@@ignore`d model or `@ignore`d field': column('text', 'Int? @ignore'),
}


def documented() -> dict[str, str]:
    """The level of each row of the table."""
    found: dict[str, str] = {}
    above = ''
    for line in DOCUMENT.read_text(encoding='utf-8').splitlines():
        row = re.fullmatch(r'\| (.+?) \| (types|client|strict)(?:, warns)? \| .+ \|', line)
        if row is not None:
            above = above if row[1].startswith('…') else row[1]
            found[row[1] if above == row[1] else f'{above} {row[1]}'] = row[2]
    return found


def levels(sql: str, schema: str, *, strict: bool = False) -> set[str]:
    state = replay(State(Catalog()), [('a.sql', read(sql))])
    expected = expect([parse('schema.prisma', schema + '\n')])
    assert (state.problems, refused_by(expected.problems, 7)) == ((), ())
    return {
        str(getattr(d, 'level', None)) for d in compare(state.catalog, expected, strict=strict)
    }


def test_every_row_has_a_case() -> None:
    assert documented().keys() == ROWS.keys()


@pytest.mark.parametrize('row', ROWS, ids=str)
def test_a_difference_shows_at_the_level_of_its_row(row: str) -> None:
    assert levels(*ROWS[row]) == {documented()[row]}


@pytest.mark.parametrize(('level', 'pair'), [
    ('types', column('int not null', 'Int @default(dbgenerated())')),
    ('client', (
        'create schema other;create table u (id int primary key);create table other.u (id int '
        'primary key);create table t (id int primary key, u_id int references other.u on delete '
        'set null on update cascade);',
        'datasource db {\n provider = "postgresql"\n schemas = ["public", "other"]\n}\n'
        'model u {\n id Int @id\n ts t[]\n @@schema("public")\n}\n'
        'model o {\n id Int @id(map: "u_pkey")\n @@map("u")\n @@schema("other")\n}\n'
        'model t {\n id Int @id\n u_id Int?\n u u? @relation(fields: [u_id], references: [id])\n'
        ' @@schema("public")\n}',
    )),
])
def test_what_strict_leaves_out_counts_below(level: str, pair: tuple[str, str]) -> None:
    assert levels(*pair) == {level}
    assert levels(*pair, strict=True) == set()


def test_the_document_counts_the_pairs() -> None:
    pairs = json.loads(PAIRS.read_text(encoding='utf-8'))

    assert f'on {len(pairs)}\npairs' in DOCUMENT.read_text(encoding='utf-8')
