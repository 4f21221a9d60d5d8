from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sync_guard.cache import Cache
from sync_guard.checklist.examine import examine
from sync_guard.compare.declared import compare_declared
from sync_guard.finding import Finding
from sync_guard.migrations import build_all
from sync_guard.migrations import chain
from sync_guard.migrations import declared_chain
from sync_guard.projects import discover
from sync_guard.repository import Repository
from sync_guard.rules import Context
from sync_guard.rules import findings
from tests.rules.migrations import Blobs
from tests.rules.migrations import Memory
from tests.support import GitRepository
from tests.support import make_repository

USERS = 'create table users (id uuid primary key, email text not null);'


def found(migrations: str, declared: str | Mapping[str, str], config: str = '') -> list[Finding]:
    """The findings about one migration and declared files (one, or several by their path)."""
    declared = {'supabase/schemas/a.sql': declared} if isinstance(declared, str) else declared
    blobs = Blobs()
    entries = blobs.entries({'1_a.sql': migrations, 'supabase/config.toml': config, **declared})
    texts = {path: blobs.blobs[entry.oid].decode() for path, entry in entries.items()}
    project, = discover(entries, texts.get)
    chains = [chain(project, entries), declared_chain(project, entries)]
    built, other = build_all(chains, blobs.read, Memory()).builds
    context = Context(project, built.catalog, None)
    return [*findings(compare_declared(built.catalog, other.catalog), context)]


@pytest.mark.parametrize(('migrations', 'declared'), [
    pytest.param(USERS, USERS, id='the same'),
    pytest.param(
        'create table users (id uuid); alter table users add primary key (id);\n'
        'alter table users add email text; alter table users alter email set not null;',
        USERS, id='the same by another way',
    ),
    pytest.param(
        'create table users (email text not null, id uuid primary key);', USERS,
        id='columns in another order',
    ),
    pytest.param(
        'create table a (id serial primary key);',
        'create sequence a_id_seq as integer; create table a (id integer not null);\n'
        'alter sequence a_id_seq owned by a.id;\n'
        "alter table a alter id set default nextval('a_id_seq'::regclass);\n"
        'alter table a add constraint a_pkey primary key (id);',
        id='serial as pg_dump writes it',
    ),
    pytest.param(
        "create table a (x text default lower('A' || 'b'), check (length(x) > 1));",
        "create table a (x text default (lower(('A' || 'b'))), check ((length(x) > 1)));",
        id='an expression written in another way',
    ),
    pytest.param(
        'create table a (id int primary key); create table b (a int references a);',
        'create table b (a int references a); create table a (id int primary key);',
        id='declared before what it refers to',
    ),
    pytest.param(
        'create table users (id uuid primary key); do $$ begin\n'
        "if current_setting('x') = 'y' then alter table users add email text; end if; end $$;",
        USERS, id='uncertain',
    ),
    pytest.param(
        USERS, 'create function f() returns int language sql as $$ select 1 $$;',
        id='functions alone are declared',
    ),
    pytest.param(
        f'{USERS} create view v as select 1 as a;', USERS, id='views, whose columns are not known',
    ),
    pytest.param(USERS, f'{USERS} create table auth.keys (id int);', id='a managed schema'),
])
def test_alike(migrations: str, declared: str) -> None:
    assert found(migrations, declared) == []


TABLE = 'create table a (id int primary key, x text);\n'


@pytest.mark.parametrize(('migrations', 'declared', 'what'), [
    ('', 'create table a (id int);', 'table a is declared, and no migration builds it'),
    ('alter table a add y int;', TABLE,
     'table a is not what the migrations build: column y is only in the migrations'),
    ('', TABLE + 'alter table a add y int;',
     'table a is not what the migrations build: column y is only declared'),
    ('', TABLE.replace('text', 'varchar(9) not null'),
     'table a is not what the migrations build: '
     'column x is text, declared character varying(9) not null'),
    ('', TABLE.replace('text', "text default 'b'"),
     "table a is not what the migrations build: column x is text, "
     "declared text default 'b'::text"),
    ('', TABLE.replace(' primary key', ' not null'),
     'table a is not what the migrations build: constraint a_pkey is only in the migrations'),
    ('', TABLE + 'create unique index i on a (x) where x is not null;',
     'table a is not what the migrations build: index i is only declared'),
    ('create index i on a (x);', TABLE + 'create unique index i on a (x);',
     'table a is not what the migrations build: '
     'index i is using btree (x), declared unique using btree (x)'),
    ('alter table a add foreign key (id) references a on delete cascade;',
     TABLE + 'alter table a add foreign key (id) references a;',
     'table a is not what the migrations build: constraint a_id_fkey is foreign key (id) '
     'references a (id) on delete cascade on update no action, declared foreign key (id) '
     'references a (id) on delete no action on update no action'),
    ("create type mood as enum ('sad', 'ok');", TABLE + "create type mood as enum ('ok', 'sad');",
     'enum mood is not what the migrations build: labels is sad, ok, declared ok, sad'),
    ('create table b (id int);', TABLE, 'table b is built by the migrations and not declared'),
    ('', TABLE.replace(');', ', a int, b int, c int, d int);'),
     'table a is not what the migrations build: column a is only declared; '
     'column b is only declared; column c is only declared; and 1 more'),
])
def test_one_finding_a_table(migrations: str, declared: str, what: str) -> None:
    base = '' if 'no migration' in what else TABLE
    finding, = found(base + migrations, declared)

    assert finding.message == what
    assert (finding.rule, finding.severity) == ('declared-schema', 'warning')


def test_what_is_only_declared_becomes_a_migration() -> None:
    finding, = found(USERS, USERS + '\nalter table users add seen timestamptz;')

    assert finding.help == 'supabase db diff -f change_users'
    assert finding.place == ('supabase/schemas/a.sql', 1, 1)
    assert finding.origin is not None and finding.origin.path.endswith('1_a.sql')


def test_what_is_only_in_a_migration_would_be_taken_back() -> None:
    finding, = found(USERS + 'alter table users add seen timestamptz;', USERS)

    assert finding.help == (
        'declare it too; the next supabase db diff -f change_users would take it back'
    )


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    return make_repository(tmp_path, files={
        'supabase/migrations/20240101000000_a.sql': USERS, 'supabase/schemas/users.sql': USERS,
    })


@pytest.mark.parametrize(('path', 'text', 'rules'), [
    ('supabase/schemas/users.sql', USERS + '-- a comment', []),
    ('supabase/schemas/users.sql', USERS.replace('text', 'varchar'), ['declared-schema']),
    ('supabase/schemas/more/posts.sql', 'create table posts (id int);', ['declared-schema']),
    ('supabase/migrations/20240102000000_b.sql', 'alter table users add seen int;',
     ['declared-schema']),
    ('supabase/schemas/readme.sql', '-- sync-guard: ignore declared-schema because',
     ['unused-ignore']),
])
def test_a_change_of_either_side(
        repository: GitRepository, path: str, text: str, rules: list[str],
) -> None:
    repository.stage({path: text})
    opened = Repository.open(str(repository.path), repository.environ)

    examined = examine(opened, opened.staged(), Cache(None))

    assert [finding.rule for finding in examined.findings if finding.new] == rules


def test_a_declared_file_is_deleted(repository: GitRepository) -> None:
    repository.commit('More', {
        'supabase/schemas/posts.sql': 'create table posts (id int);',
        'supabase/migrations/20240102000000_b.sql': 'create table posts (id int);',
    })
    repository.git('rm', '-q', 'supabase/schemas/posts.sql')
    opened = Repository.open(str(repository.path), repository.environ)

    finding, = examine(opened, opened.staged(), Cache(None)).findings

    assert finding.message == 'table posts is built by the migrations and not declared'
