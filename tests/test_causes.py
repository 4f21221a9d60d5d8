"""A refused commit whose migrations changed what the schema still says: the report names the
statement that did it, and the edit of the schema, not a migration that would take it back."""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import make_repository
from tests.test_check import check
from tests.test_check import FIRST
from tests.test_check import SCHEMA
from tests.test_check import SECOND

FIX, DRAFT = 'git sync-guard fix', 'git sync-guard draft NAME'
SQL = '''\
create type mood as enum ('up', 'down');
create table users (
  id uuid primary key,
  email text unique,
  mood mood
);
create table posts (
  id uuid primary key,
  author uuid references users (id) on delete set null
);
create index posts_author_idx on posts (author);
'''
PRISMA = '''\
datasource db {
  provider = "postgresql"
}

model users {
  id    String  @id @db.Uuid
  email String? @unique
  mood  mood?
  posts posts[]
}

model posts {
  id     String  @id @db.Uuid
  author String? @db.Uuid
  users  users?  @relation(fields: [author], references: [id], onUpdate: NoAction)

  @@index([author])
}

enum mood {
  up
  down
}
'''

TAKEN_AWAY = [
    pytest.param('alter table users drop column email;', 'field-without-column',
                 'remove the field', id='a column'),
    pytest.param('alter table posts drop column author;', 'field-without-column',
                 'remove the field, relation users (with its other side in model users) and the @@ '
                 'lines that list it', id='a column of a foreign key'),
    pytest.param('drop table posts;', 'model-without-table',
                 'remove model posts, and the fields of its type in users', id='a table'),
    pytest.param('alter table posts drop constraint posts_author_fkey;', 'relation',
                 'remove the relation, here and in model users', id='a foreign key'),
    pytest.param('alter table users drop constraint users_email_key;', 'unique',
                 'remove it from the model', id='a unique'),
    pytest.param('drop index posts_author_idx;', 'index', 'remove the line', id='an index'),
]


@pytest.mark.parametrize(('sql', 'rule', 'help'), TAKEN_AWAY)
def test_what_a_migration_takes_away_is_to_leave_the_schema(
        tmp_path: Path, sql: str, rule: str, help: str,
) -> None:
    repository = make_repository(tmp_path, files={FIRST: SQL, SCHEMA: PRISMA})
    repository.stage({SECOND: f'-- so much for that\nselect 1;\n{sql}\nselect 2;\n'})

    finding, = check(repository, '--level', 'strict').json['findings']

    assert (finding['rule'], finding['help']) == (rule, help)
    assert finding['run'].startswith(FIX)
    assert finding['origin'] == {'path': SECOND, 'line': 3}


@pytest.mark.parametrize(('sql', 'rule'), [
    ('alter table posts rename to articles;', 'model-without-table'),
    ('alter index posts_author_idx rename to by_author;', 'name'),
    ('alter table posts rename constraint posts_author_fkey to writer;', 'name'),
])
def test_what_a_migration_renames_comes_from_there(tmp_path: Path, sql: str, rule: str) -> None:
    repository = make_repository(tmp_path, files={FIRST: SQL, SCHEMA: PRISMA})
    repository.stage({SECOND: f'select 1;\n{sql}\n'})

    origins = {
        (f['rule'], f['origin']['path'], f['origin']['line'])
        for f in check(repository, '--level', 'strict').json['findings']
    }

    assert (rule, SECOND, 2) in origins


def test_each_of_several_migrations_answers_for_its_own(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={FIRST: SQL, SCHEMA: PRISMA})
    third = 'supabase/migrations/20250121000000_third.sql'
    repository.stage({
        SECOND: 'alter table users drop column email;\n',
        third: 'select 1;\ndrop table posts;\n',
    })

    origins = {
        f['rule']: (f['origin']['path'], f['origin']['line'])
        for f in check(repository).json['findings']
    }

    assert origins == {
        'field-without-column': (SECOND, 1), 'model-without-table': (third, 2),
    }


def test_what_the_schema_adds_is_to_be_migrated(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={FIRST: SQL, SCHEMA: PRISMA})
    repository.stage({
        SCHEMA: PRISMA.replace('  mood  ', '  age   Int?\n  mood  '),
        SECOND: 'drop index posts_author_idx;\n',
    })

    field, = check(repository).json['findings']

    assert field['run'] == DRAFT
    assert field['help'] == (
        'put into a new migration      alter table users add column age integer;\n'
        'or remove the field'
    )
    assert field['origin'] == {'path': FIRST, 'line': 2}


def test_an_edited_migration_that_has_not_landed(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={FIRST: SQL, SCHEMA: PRISMA})
    repository.stage({FIRST: SQL.replace('  email text unique,\n', '')})

    field = next(
        f for f in check(repository).json['findings'] if f['rule'] == 'field-without-column'
    )

    assert (field['help'], field['run']) == ('remove the field', FIX)
    assert field['origin'] == {'path': FIRST, 'line': 2}


def test_a_deleted_migration_is_no_place_to_look_at(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={
        FIRST: SQL.partition('create table posts')[0],
        SECOND: 'create table posts' + SQL.partition('create table posts')[2], SCHEMA: PRISMA,
    })
    repository.git('rm', '-q', SECOND)

    model = next(
        f for f in check(repository).json['findings'] if f['rule'] == 'model-without-table'
    )

    assert (model['run'], model['origin']) == (FIX, None)
