"""`git sync-guard draft` in real repositories."""
from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from sync_guard.commands.draft import draft
from sync_guard.errors import UsageError
from sync_guard.repository.replacing import create_file
from tests.support import GitRepository
from tests.support import make_repository
from tests.support.shell import readme_blocks
from tests.support.shell import sync_guard

FOLDER = 'supabase/migrations'
CLOCK = '20260102030405'
DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n'
TABLE = 'create table t (id int primary key, a int);\n'
MODEL = 'model t {\n  id Int  @id\n  a  Int?\n}\n'
AHEAD = MODEL.replace('}', '  b  Int?\n}')
FIRST = f'{FOLDER}/20250101000000_first.sql'
SCHEMA = 'prisma/schema.prisma'


def files(**more: str) -> dict[str, str | bytes]:
    return {FIRST: TABLE, SCHEMA: DATASOURCE + AHEAD, **more}


def run(
    here: GitRepository, name: str = 'more', *, level: str | None = None, stdout: bool = False,
    cwd: str = '', clock: str = CLOCK,
) -> str:
    out = io.StringIO()
    folder = os.path.join(here.path, cwd)
    assert draft(folder, here.environ, out, name, level=level, stdout=stdout, clock=clock) == 0
    return out.getvalue()


def migrations(here: GitRepository) -> list[str]:
    return sorted(path.name for path in (here.path / FOLDER).iterdir())


def test_it_says_where_it_wrote_and_what_the_statements_do(tmp_path: Path) -> None:
    here = make_repository(tmp_path, files=files(**{SCHEMA: DATASOURCE + (
        'model t {\n  id Int @id\n  b  Int\n  u  u?\n}\n'
        'model u {\n  id  Int @id\n  tId Int @unique @map("t_id")\n'
        '  t   t   @relation(fields: [tId], references: [id])\n}\n'
    )}))

    assert run(here) == (
        f'{FOLDER}/{CLOCK}_more.sql\n'
        '  create table u\n'
        '  add column t.b\n'
        '  create foreign key u (t_id) → t\n'
        '  commented out: require t.b (it fails where rows have no value)\n'
        '  commented out: drop column t.a (what is in the column is lost)\n'
    )
    assert (here.path / FOLDER / f'{CLOCK}_more.sql').read_bytes().decode() == '''\
-- Drafted from prisma/schema.prisma by `git sync-guard draft`: read it before it is applied.
-- Note: whoever has the API key reads and writes the new tables, until:
--   alter table u enable row level security;

create table u (
  id integer not null,
  t_id integer not null,
  constraint u_pkey primary key (id),
  constraint u_t_id_key unique (t_id)
);

-- Note: if t.a is renamed, this instead: alter table t rename column a to b;
alter table t add column b integer;

alter table u
  add constraint u_t_id_fkey foreign key (t_id)
    references t (id) on delete restrict on update cascade;

-- Warning: it fails where rows have no value
-- Note: this gives them one: update t set b = … where b is null;
-- alter table t alter column b set not null;

-- Warning: what is in the column is lost
-- alter table t drop column a;
'''


def test_the_commit_of_what_is_drafted_is_in_step_and_a_second_draft_has_nothing(
    tmp_path: Path,
) -> None:
    here = make_repository(tmp_path, files=files())
    run(here, level='strict')
    here.git('add', '.')

    done = sync_guard(here.path, 'check', '--all', '--level', 'strict', **here.environ)

    assert (done.returncode, done.stdout) == (0, 'sync-guard: this repository is in step\n')
    assert run(here, 'again') == 'nothing to draft at level client\n'
    assert len(migrations(here)) == 2


def test_asked_to_print_it_writes_nothing(tmp_path: Path) -> None:
    here = make_repository(tmp_path, files=files())

    assert run(here, stdout=True).endswith('\n\nalter table t add column b integer;\n')
    assert here.git('status', '--porcelain') == ''


def test_it_reads_the_working_tree_and_not_the_index(tmp_path: Path) -> None:
    here = make_repository(tmp_path, files=files(**{SCHEMA: DATASOURCE + MODEL}))
    here.write(SCHEMA, DATASOURCE + AHEAD)
    here.write(f'{FOLDER}/20250102000000_untracked.sql', 'alter table t add column b int;\n')

    assert run(here) == 'nothing to draft at level client\n'


def test_the_first_migration_of_all_makes_the_folder(tmp_path: Path) -> None:
    schema: dict[str, str | bytes] = {SCHEMA: DATASOURCE + MODEL}
    here = make_repository(tmp_path, files=schema)
    assert run(here).startswith(f'{FOLDER}/{CLOCK}_more.sql\n  create table t\n')

    beside = make_repository(tmp_path, 'beside', files={
        'apps/web/prisma/schema.prisma': DATASOURCE + MODEL, 'apps/web/package.json': '{}',
        'apps/supabase/config.toml': '',
    })
    assert run(beside).startswith(f'apps/{FOLDER}/{CLOCK}_more.sql\n')


@pytest.mark.parametrize(('there', 'version'), [
    ('20250101000000_first.sql', CLOCK),
    ('20270101000000_first.sql', '20270101000001'),
    ('007_first.sql', '008'),
    ('9_first.sql', '90'),
    ('20270101_first.sql', '20270102'),
])
def test_the_version_is_after_every_other(tmp_path: Path, there: str, version: str) -> None:
    here = make_repository(tmp_path, files={
        SCHEMA: DATASOURCE + AHEAD, f'{FOLDER}/{there}': TABLE,
    })

    assert run(here).splitlines()[0] == f'{FOLDER}/{version}_more.sql'
    assert there.partition('_')[0] < version  # as texts, which is how the CLI compares them
    assert run(here, 'again') == 'nothing to draft at level client\n'


def test_the_version_is_after_what_others_have_landed(tmp_path: Path) -> None:
    upstream = make_repository(tmp_path, 'upstream', files=files())
    here = upstream.clone('clone')
    here.git('checkout', '--quiet', '-b', 'topic')
    upstream.commit('Landed', {f'{FOLDER}/20270101000000_landed.sql': 'select 1;\n'})
    here.git('fetch', '--quiet')

    assert run(here).splitlines()[0] == f'{FOLDER}/20270101000001_more.sql'


def test_a_file_that_is_to_stay_the_last_does_not_count(tmp_path: Path) -> None:
    here = make_repository(tmp_path, files=files(**{
        'sync-guard.toml': 'editable = ["99999999999999_*.sql"]\n',
        f'{FOLDER}/99999999999999_all.sql': 'select 1;\n',
    }))

    printed = run(here).splitlines()

    assert printed[0] == f'{FOLDER}/{CLOCK}_more.sql'
    assert printed[-1] == (
        f'{FOLDER}/99999999999999_all.sql is applied after it: '
        'what changes its tables belongs there'
    )


def test_in_a_folder_of_prismas_layout_it_makes_a_folder(tmp_path: Path) -> None:
    here = make_repository(tmp_path, files={
        SCHEMA: DATASOURCE + AHEAD, 'prisma/migrations/20250101000000_first/migration.sql': TABLE,
        'sync-guard.toml': 'migrations = ["prisma/migrations"]\n',
    })

    assert run(here).splitlines()[0] == f'prisma/migrations/{CLOCK}_more/migration.sql'
    assert run(here, 'again') == 'nothing to draft at level client\n'


def test_of_several_projects_it_is_the_one_it_is_run_in(tmp_path: Path) -> None:
    here = make_repository(tmp_path, files={
        f'{app}/{path}': text for app in ('one', 'two') for path, text in files().items()
    })

    with pytest.raises(UsageError, match='several projects are here: run it in one of one, two'):
        run(here)
    assert run(here, cwd='two/prisma').startswith(f'two/{FOLDER}/')


@pytest.mark.parametrize(('more', 'schema'), [
    pytest.param({}, MODEL, id='in step'),
    pytest.param({'sync-guard.toml': '[supabase-only]\nother = "by triggers"\n',
                  f'{FOLDER}/20250102000000_other.sql': TABLE.replace('table t', 'table other')},
                 MODEL, id='a table without a model by decision'),
    pytest.param({}, AHEAD.replace(
        'b  Int?', 'b  Int? // sync-guard: ignore field-without-column made by the dashboard',
    ), id='a comment ignores it'),
    pytest.param({'sync-guard.toml': '[severity]\nfield-without-column = "off"\n'}, AHEAD,
                 id='a rule that is switched off'),
    pytest.param({}, MODEL.replace('Int?', 'Int? @map("a")').replace('}', '  @@index([a])\n}'),
                 id='only another level shows it'),
    pytest.param({'prisma.config.ts': 'export default { tables: { external: ["public.x"] } }\n'},
                 f'{MODEL}model x {{\n  id Int @id\n}}\n', id='a table that Prisma leaves alone'),
])
def test_there_is_nothing_to_draft(
    tmp_path: Path, more: dict[str, str | bytes], schema: str,
) -> None:
    here = make_repository(tmp_path, files={FIRST: TABLE, SCHEMA: DATASOURCE + schema, **more})

    assert run(here) == 'nothing to draft at level client\n'
    assert here.git('status', '--porcelain') == ''


def test_nothing_is_drafted_of_what_is_uncertain_and_that_is_said(tmp_path: Path) -> None:
    here = make_repository(tmp_path, files=files(**{
        f'{FOLDER}/20250102000000_unknown.sql': (
            'do $$ begin if random() > 0.5 then alter table t add column b text; end if; end $$;\n'
        ),
    }))

    assert run(here) == (
        'nothing to draft at level client\n'
        'a difference that may not be so, and nothing is drafted of: git sync-guard check --all\n'
    )


@pytest.mark.parametrize(('name', 'message'), [
    ('two words', "'two words' is no name for a migration: letters, digits, _, - and . make one "
                  '(did you mean two_words?)'),
    ('../up', r"'../up' is no name for a migration: letters, digits, _, - and . make one "
              '(did you mean up?)'),
    ('', "'' is no name for a migration: letters, digits, _, - and . make one "
         '(did you mean changes?)'),
    ('users.down', 'a file called users.down.sql undoes a migration: choose another name'),
])
def test_a_name_that_no_migration_can_have(tmp_path: Path, name: str, message: str) -> None:
    here = make_repository(tmp_path, files=files())

    with pytest.raises(UsageError) as raised:
        run(here, name)

    assert str(raised.value) == message
    assert migrations(here) == ['20250101000000_first.sql']


@pytest.mark.parametrize(('schema', 'message'), [
    (DATASOURCE + AHEAD.replace('b  Int?', 'b  Strin'),
     f'{SCHEMA}:7: Type "Strin" is neither a built-in type, nor refers to another model, '
     'composite type, or enum.'),
    (DATASOURCE.replace('postgresql', 'mysql') + AHEAD,
     'the schema is for mysql, not for PostgreSQL'),
    ('\x00', f'{SCHEMA}:1: the file holds a NUL byte'),
])
def test_a_schema_of_which_nothing_can_be_drafted(
    tmp_path: Path, schema: str, message: str,
) -> None:
    here = make_repository(tmp_path, files=files(**{SCHEMA: schema}))

    with pytest.raises(UsageError) as raised:
        run(here)

    assert str(raised.value) == message


@pytest.mark.parametrize('sql', ["select 'x;", TABLE])
def test_a_migration_that_is_refused_before_it_is_named(tmp_path: Path, sql: str) -> None:
    second = f'{FOLDER}/20250102000000_second.sql'
    here = make_repository(tmp_path, files=files(**{second: f'select 1;\n{sql}'}))

    assert run(here).splitlines()[1:] == [
        '  add column t.b',
        f'{second}:2 would be refused, and all after it: git sync-guard check --all',
    ]


def test_in_a_linked_worktree_it_is_written_there(tmp_path: Path) -> None:
    here = make_repository(tmp_path, files=files())
    there = tmp_path / 'linked'
    here.git('worktree', 'add', '--quiet', '--detach', str(there))

    assert run(here, cwd=str(there / 'prisma')).splitlines()[0] == f'{FOLDER}/{CLOCK}_more.sql'
    assert (there / FOLDER / f'{CLOCK}_more.sql').exists()
    assert migrations(here) == ['20250101000000_first.sql']


def test_without_a_schema_it_says_so(tmp_path: Path) -> None:
    here = make_repository(tmp_path, files={FIRST: TABLE})

    with pytest.raises(UsageError, match='no Prisma schema here; sync-guard.toml can name one'):
        run(here)


def test_a_folder_that_cannot_be_written_to_is_one_message(tmp_path: Path) -> None:
    here = make_repository(tmp_path, files={SCHEMA: DATASOURCE + MODEL, 'supabase': 'a file\n'})

    with pytest.raises(UsageError) as raised:
        run(here)

    assert str(raised.value).startswith(f'{FOLDER}/{CLOCK}_more.sql: ')
    assert here.git('status', '--porcelain') == ''


def test_the_command_line(tmp_path: Path) -> None:
    here = make_repository(tmp_path, files=files())

    done = sync_guard(here.path, 'draft', 'more', '--stdout', '--level', 'types', **here.environ)

    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith('alter table t add column b integer;\n')
    assert sync_guard(here.path, 'draft', **here.environ).returncode == 2


def test_the_readme_shows_what_is_printed(tmp_path: Path) -> None:
    command, shown = next(
        block.split('\n', 1) for block in readme_blocks('console') if ' draft ' in block
    )
    here = make_repository(tmp_path, files={
        FIRST: 'create table users (id int primary key, nickname text);\n',
        SCHEMA: DATASOURCE + (
            'model users {\n  id        Int       @id\n'
            '  last_seen DateTime? @db.Timestamptz\n\n  @@index([last_seen])\n}\n'
        ),
    })

    assert run(here, command.removeprefix('$ git sync-guard draft ')) == shown


def test_tables_that_prisma_migrate_makes_are_made_twice_and_that_is_said(tmp_path: Path) -> None:
    here = make_repository(tmp_path, files={
        SCHEMA: DATASOURCE + MODEL, FIRST: 'select 1;\n',
        'prisma/migrations/20250101000000_first/migration.sql': TABLE,
    })

    assert run(here).splitlines()[1:] == [
        '  create table t',
        'prisma/migrations is not read: where it makes tables, name it in sync-guard.toml',
    ]


def test_a_file_of_that_name_is_never_written_over(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='a/b.sql: File exists'):
        (tmp_path / 'a').mkdir()
        (tmp_path / 'a' / 'b.sql').write_text('mine')
        create_file(str(tmp_path), 'a/b.sql', b'theirs')

    assert [path.name for path in (tmp_path / 'a').iterdir()] == ['b.sql']
    assert (tmp_path / 'a' / 'b.sql').read_text() == 'mine'
