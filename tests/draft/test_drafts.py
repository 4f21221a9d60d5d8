"""SQL before, a schema, and the migration that is drafted, to the letter."""
from __future__ import annotations

from pathlib import Path

import pytest

from sync_guard.draft.file import migration_text
from sync_guard.postgres import read
from sync_guard.postgres import replay
from tests.draft.support import built
from tests.draft.support import Case
from tests.draft.support import cases_in
from tests.draft.support import drafted
from tests.draft.support import expected_of

CASES = [case for file in sorted(Path(__file__).with_name('cases').glob('*.txt'))
         for case in cases_in(file)]


@pytest.mark.parametrize('case', CASES, ids=[case.name for case in CASES])
def test_a_draft(case: Case) -> None:
    draft = drafted(built(case.sql), expected_of(case.schema), case.level)

    head, _, body = migration_text(draft, 'schema.prisma').partition('\n\n')

    assert head.startswith('-- Drafted from schema.prisma')
    assert body.rstrip('\n') == case.draft


@pytest.mark.parametrize('line_end', ['\n', '\r', '\r\n'])
def test_no_line_end_in_a_text_or_name_ends_a_comment(line_end: str) -> None:
    hostile = f'a{line_end}drop table t;'
    escaped = hostile.replace('\n', '\\n').replace('\r', '\\r')
    before = built(
        f"create type mood as enum ('{hostile}'); "
        f'create table t (id int primary key, "{hostile}" int);',
    )
    expected = expected_of(
        f'enum mood {{\n  b @map("b{escaped}")\n}}\n'
        f'model t {{\n  id Int  @id\n  b  Int? @map("{escaped}2")\n'
        f'  c  Int  @default(dbgenerated("1); {escaped}"))\n}}\n',
    )

    text = migration_text(drafted(before, expected), 'schema.prisma')

    after = replay(before, [('2.sql', read(text))])
    assert after.problems == ()
    assert after.catalog.tables.keys() == before.catalog.tables.keys()
    assert '-- Note: if' in text and '-- Warning: ' in text


@pytest.mark.parametrize(('sql', 'schema'), [
    pytest.param(
        'create table t (id int primary key); create index t_id_idx on t using brin (id);',
        'model t {\n  id Int @id\n\n  @@index([id(sort: Desc)], type: Brin)\n}\n',
        id='an order that the index keeps none of',
    ),
    pytest.param(
        'create table t (a varchar(9) primary key); create table u (id int primary key, '
        'a varchar(9) references t on delete set null on update cascade);',
        'model t {\n  a  Unsupported("varchar(9)") @id\n  us u[]\n  @@ignore\n}\n'
        'model u {\n  id Int @id\n  a  Unsupported("varchar(9)")?\n'
        '  t  t?  @relation(fields: [a], references: [a]) @ignore\n}\n',
        id='a type that only the schema calls unsupported',
    ),
    pytest.param(
        'create table t (id int primary key, a int not null); '
        'create table u (primary key (id)) inherits (t);',
        'model t {\n  id Int @id\n  a  Int\n}\nmodel u {\n  id Int  @id\n  a  Int?\n}\n',
        id='a column that its parent requires',
    ),
])
def test_what_no_migration_mends_is_left(sql: str, schema: str) -> None:
    draft = drafted(built(sql), expected_of(schema))

    assert draft.steps == ()
    assert draft.left
