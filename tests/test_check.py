"""`git sync-guard check` as people meet it: real repositories, text, JSON, exit codes."""
from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from sync_guard.main import main
from tests.support import GitRepository
from tests.support import make_repository

FIRST = 'supabase/migrations/20250101000000_users.sql'
SECOND = 'supabase/migrations/20250120093000_last_seen.sql'
SCHEMA = 'prisma/schema.prisma'
CONFIG = 'sync-guard.toml'
USERS_SQL = '''\
create table users (
  id uuid primary key,
  email text not null,
  first_name text
);
'''
USERS_PRISMA = '''\
datasource db {
  provider = "postgresql"
}

model User {
  id String @id @db.Uuid
  email String
  firstName String? @map("first_name")

  @@map("users")
}
'''
IN_STEP = {FIRST: USERS_SQL, SCHEMA: USERS_PRISMA}
LOGS = 'create table logs (id int primary key);\n'
MOOD = "create type mood as enum ('calm');\n"
LAST_SEEN = '-- remember\nalter table users add column last_seen timestamptz;\n'
MENDED = USERS_PRISMA.replace(
    '  email String\n',
    '  email String\n  lastSeen DateTime? @map("last_seen") @db.Timestamptz(6)\n',
)


class Answer:
    """What one run of the command line said."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.out)
        return answer

    @property
    def new(self) -> list[str]:
        return [f['rule'] for f in self.json['findings'] if f['new']]

    @property
    def old(self) -> list[str]:
        return [f['rule'] for f in self.json['findings'] if not f['new']]


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    return make_repository(tmp_path, files=IN_STEP)


def run(
        repository: GitRepository, *arguments: str, cwd: str = '', **variables: str,
) -> Answer:
    """Run the command line in this process, in the repository and its environment."""
    out, err = io.StringIO(), io.StringIO()
    before, environ = os.getcwd(), dict(os.environ)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr('sys.stdout', out)
        patch.setattr('sys.stderr', err)
        os.environ.clear()
        os.environ.update({**repository.environ, **variables})
        os.chdir(repository.path / cwd)
        try:
            code = main(list(arguments))
        finally:
            os.chdir(before)
            os.environ.clear()
            os.environ.update(environ)
    return Answer(code, out.getvalue(), err.getvalue())


def check(repository: GitRepository, *arguments: str, **variables: str) -> Answer:
    return run(repository, 'check', '--format', 'json', *arguments, **variables)


# What a person sees ------------------------------------------------------------------------


def test_a_refused_commit_shows_the_checklist_the_line_and_the_edit(
        repository: GitRepository,
) -> None:
    repository.stage({SECOND: LAST_SEEN})

    answer = run(repository, 'check')

    assert answer.code == 1
    assert answer.out == '''\
sync-guard: this commit breaks the sync checklist (1 problem)

  ✔ Supabase migration applied     20250120093000_last_seen.sql is in order
  ✘ Prisma schema updated          1 difference
  – Prisma client regenerated      not checked: the schema did not change
  – Types verified                 not checked: run your type checker
  – Tests pass                     not checked: run your tests

prisma/schema.prisma:5:1: column-without-field: users.last_seen (timestamp with time zone) has no \
field in model User
  from  supabase/migrations/20250120093000_last_seen.sql:2
  help: add to model User      lastSeen DateTime? @map("last_seen") @db.Timestamptz(6)
        or run                 git sync-guard fix
'''


def test_a_terminal_that_cannot_show_a_tick_gets_ascii(repository: GitRepository) -> None:
    repository.stage({SECOND: LAST_SEEN})

    done = repository.run(
        sys.executable, '-m', 'sync_guard', 'check', PYTHONIOENCODING='ascii',
    )

    assert '  + Supabase migration applied' in done.stdout
    assert '  x Prisma schema updated' in done.stdout


def test_a_passing_check_prints_nothing(repository: GitRepository) -> None:
    repository.stage({SECOND: LAST_SEEN, SCHEMA: MENDED})

    answer = run(repository, 'check')

    assert (answer.code, answer.out, answer.err) == (0, '', '')


@pytest.mark.parametrize('arguments', [['--all'], ['HEAD..HEAD'], ['--base', 'main']], ids=' '.join)
def test_who_asks_for_a_range_gets_a_line(
        repository: GitRepository, arguments: list[str],
) -> None:
    answer = run(repository, 'check', *arguments)

    assert answer.code == 0
    assert answer.out.startswith('sync-guard: ')
    assert answer.out.endswith(' is in step\n')


def test_a_pushed_range_in_step_is_silent(repository: GitRepository) -> None:
    refs = {'PRE_COMMIT_FROM_REF': repository.head(), 'PRE_COMMIT_TO_REF': repository.head()}

    assert run(repository, 'check', **refs).out == ''


def test_nothing_guarded_staged_is_silent(repository: GitRepository) -> None:
    repository.stage({'README.md': 'Read me.\n'})

    assert run(repository, 'check').out == ''
    assert {i['state'] for i in check(repository).json['items']} == {'skipped'}


def test_older_differences_are_counted_in_one_line(tmp_path: Path) -> None:
    drifted = USERS_SQL.replace('email text not null', 'email text not null, nick text')
    repository = make_repository(tmp_path, files={FIRST: drifted, SCHEMA: USERS_PRISMA})
    repository.stage({SECOND: LAST_SEEN})

    answer = run(repository, 'check')

    assert answer.code == 1
    assert answer.out.count('column-without-field') == 1
    assert answer.out.endswith(
        '\n1 older difference does not block: git sync-guard check --all lists them.\n',
    )


def test_the_first_ten_problems_are_shown_and_the_rest_counted(
        repository: GitRepository,
) -> None:
    columns = ',\n'.join(f'  add column c{n} text' for n in range(13))
    repository.stage({SECOND: f'alter table users\n{columns};\n'})

    answer = run(repository, 'check')

    assert '(13 problems)' in answer.out
    assert answer.out.count('  help: ') == 10
    assert '\nand 3 more: git sync-guard check --format json lists all.\n' in answer.out


def test_stats_say_that_one_file_of_a_hundred_is_parsed(tmp_path: Path) -> None:
    many = {
        f'supabase/migrations/{20240101000000 + n}_step.sql': f'comment on table users is {n!r};\n'
        for n in range(98)
    }
    files = {'supabase/migrations/20230101000000_users.sql': USERS_SQL, SCHEMA: USERS_PRISMA}
    repository = make_repository(tmp_path, files={**files, **many})
    assert check(repository, '--all').json['stats']['parsed'] == 100
    repository.stage({SECOND: 'create index on users (email);\n'})

    answer = run(repository, 'check', '--stats')

    assert answer.out.startswith('parsed 1 file, 100 from the cache, ')


def test_json_has_the_documented_shape(repository: GitRepository) -> None:
    repository.stage({SECOND: LAST_SEEN})

    answer = check(repository).json

    assert [item['name'] for item in answer['items']] == [
        'migration', 'schema', 'client', 'types', 'tests',
    ]
    assert answer['exit'] == 1
    finding, = answer['findings']
    assert finding == {
        'rule': 'column-without-field',
        'item': 'schema',
        'level': 'types',
        'severity': 'error',
        'message': 'users.last_seen (timestamp with time zone) has no field in model User',
        'help': 'add to model User      lastSeen DateTime? @map("last_seen") @db.Timestamptz(6)',
        'run': 'git sync-guard fix',
        'path': SCHEMA,
        'line': 5,
        'column': 1,
        'origin': {'path': SECOND, 'line': 2},
        'table': 'users',
        'name': 'last_seen',
        'new': True,
    }
    assert set(answer['stats']) == {'parsed', 'cached', 'seconds'}


# What blocks -------------------------------------------------------------------------------


def test_what_was_wrong_before_does_not_block(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={**IN_STEP, SECOND: LAST_SEEN})
    repository.stage({FIRST: USERS_SQL + '-- harmless\n'})

    answer = check(repository)

    assert 'column-without-field' in answer.old
    assert 'column-without-field' not in answer.new
    assert answer.code == 0


def test_the_end_of_a_set_up_blames_nobody_for_what_it_hid(tmp_path: Path) -> None:
    models = ''.join(f'model m{n} {{\n  id Int @id\n}}\n' for n in range(6))
    table = 'create table m{} (id int primary key);\n'
    repository = make_repository(tmp_path, files={
        FIRST: table.format(0), SCHEMA: USERS_PRISMA.partition('model')[0] + models,
    })
    repository.stage({SECOND: ''.join(map(table.format, (1, 2, 3)))})

    answer = check(repository)

    assert (answer.new, answer.old) == ([], ['model-without-table'] * 2)


def test_all_counts_what_is_old(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={**IN_STEP, SECOND: LAST_SEEN})

    assert check(repository, '--all').new == ['column-without-field']
    assert check(repository, '--all').code == 1


def test_only_what_is_staged_counts(repository: GitRepository) -> None:
    repository.write(SECOND, LAST_SEEN)
    assert check(repository).code == 0

    repository.git('add', SECOND)
    repository.write(SCHEMA, MENDED)
    assert check(repository).code == 1


def test_a_first_commit_is_checked_whole(tmp_path: Path) -> None:
    repository = make_repository(tmp_path)
    repository.stage({**IN_STEP, SECOND: LAST_SEEN})

    assert check(repository).new == ['column-without-field']


def test_a_merge_does_not_answer_for_what_either_side_had(repository: GitRepository) -> None:
    repository.git('switch', '--quiet', '--create', 'topic')
    repository.commit('Elsewhere', {'README.md': 'Read me.\n'})
    repository.git('switch', '--quiet', 'main')
    repository.commit('Drift', {SECOND: LAST_SEEN})
    repository.git('switch', '--quiet', 'topic')
    repository.git('merge', '--quiet', '--no-commit', 'main')

    answer = check(repository)

    assert (answer.code, answer.old) == (0, ['column-without-field'])


def test_a_clean_merge_does_not_either(repository: GitRepository) -> None:
    """git runs pre-merge-commit before it writes MERGE_HEAD."""
    repository.git('switch', '--quiet', '--create', 'topic')
    repository.commit('Elsewhere', {'README.md': 'Read me.\n'})
    repository.git('switch', '--quiet', 'main')
    repository.commit('Drift', {SECOND: LAST_SEEN})
    repository.git('switch', '--quiet', 'topic')
    hook = repository.write(
        '.git/hooks/pre-merge-commit', f'#!/bin/sh\nexec "{sys.executable}" -m sync_guard check\n',
    )
    hook.chmod(0o755)

    done = repository.run('git', 'merge', '--quiet', '--no-edit', 'main')

    assert (done.returncode, done.stdout) == (0, ''), done.stderr


def test_a_merge_answers_for_what_it_breaks_itself(repository: GitRepository) -> None:
    repository.git('switch', '--quiet', '--create', 'topic')
    repository.commit('A column', {
        SECOND: LAST_SEEN, SCHEMA: MENDED,
    })
    repository.git('switch', '--quiet', 'main')
    repository.commit('A nickname', {
        'supabase/migrations/20250119000000_nick.sql': 'alter table users add column nick text;\n',
        SCHEMA: USERS_PRISMA.replace('email String\n', 'email String\n  nick String?\n'),
    })
    repository.run('git', 'merge', 'topic')
    # The conflict is resolved by taking one side alone.
    repository.stage({SCHEMA: MENDED})

    answer = check(repository)

    assert (answer.code, answer.new) == (1, ['column-without-field'])


def test_deleting_the_migration_of_a_column_is_noticed(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={**IN_STEP, SECOND: LAST_SEEN, SCHEMA: MENDED})
    repository.git('rm', '--quiet', SECOND)

    assert 'field-without-column' in check(repository).new


@pytest.mark.parametrize(('folder', 'left'), [('supabase', SCHEMA), ('prisma', 'supabase')])
def test_deleting_a_whole_side_is_noticed(
        repository: GitRepository, folder: str, left: str,
) -> None:
    repository.git('rm', '-r', '--quiet', folder)

    answer = check(repository)

    assert (answer.code, answer.new) == (1, ['missing-side'])
    assert answer.json['findings'][0]['path'].startswith(left)


def test_deleting_both_sides_is_leaving(repository: GitRepository) -> None:
    repository.git('rm', '-r', '--quiet', 'supabase', 'prisma')

    assert check(repository).code == 0


def test_a_schema_that_moves_is_found_again(repository: GitRepository) -> None:
    repository.write('packages/db/prisma/x', '')
    repository.git('mv', SCHEMA, 'packages/db/prisma/schema.prisma')

    assert check(repository).json['findings'] == []


def test_a_range_is_measured_from_its_merge_base(repository: GitRepository) -> None:
    repository.git('switch', '--quiet', '--create', 'topic')
    repository.commit('Drift', {SECOND: LAST_SEEN})

    assert check(repository, 'main...topic').new == ['column-without-field']
    assert check(repository, 'main..HEAD').new == ['column-without-field']
    assert check(repository, 'HEAD').new == ['column-without-field']
    assert check(repository, '--base', 'main').new == ['column-without-field']
    assert check(repository, 'HEAD...main').code == 0


def test_what_pre_commit_pushes_is_checked(repository: GitRepository) -> None:
    before = repository.head()
    after = repository.commit('Drift', {SECOND: LAST_SEEN})
    refs = {'PRE_COMMIT_FROM_REF': before, 'PRE_COMMIT_TO_REF': after}

    assert check(repository, **refs).new == ['column-without-field']
    assert check(repository, '--staged', **refs).code == 0


def test_it_runs_from_any_folder(repository: GitRepository) -> None:
    repository.stage({SECOND: LAST_SEEN})

    answer = run(repository, 'check', '--format', 'json', cwd='prisma')

    assert answer.json['findings'][0]['path'] == SCHEMA


# Configuration -----------------------------------------------------------------------------


def test_a_level_raised_by_the_change_does_not_block(tmp_path: Path) -> None:
    schema = USERS_PRISMA.replace('email String', 'email String @db.VarChar(300)')
    repository = make_repository(tmp_path, files={FIRST: USERS_SQL, SCHEMA: schema})
    repository.stage({CONFIG: 'level = "strict"\n'})

    answer = check(repository)

    assert (answer.code, answer.old) == (0, ['type'])


def test_a_decision_silences_and_taking_it_back_blocks(repository: GitRepository) -> None:
    decision = '[supabase-only]\nlogs = "read by SQL alone"\n'
    repository.stage({SECOND: 'create table logs (id int primary key);\n', CONFIG: decision})
    assert check(repository).code == 0

    repository.commit('Decide')
    repository.stage({CONFIG: 'level = "client"\n'})
    assert check(repository).new == ['table-without-model']


def test_a_table_decided_to_have_no_model_is_not_offered_for_another_model(
        repository: GitRepository,
) -> None:
    people = 'create table user_archive (id int primary key, email text, name text, age int);\n'
    model = '\nmodel Person {\n  id Int @id\n  email String?\n  name String?\n  age Int?\n}\n'
    repository.stage({
        SECOND: people, SCHEMA: USERS_PRISMA + model,
        CONFIG: '[supabase-only]\nuser_archive = "written by a trigger"\n',
    })
    answer = check(repository)

    assert answer.new == ['model-without-table']
    assert 'user_archive' not in json.dumps(answer.json['findings'])


def test_severities_follow_the_configuration(repository: GitRepository) -> None:
    repository.stage({SECOND: LAST_SEEN})
    assert check(repository).code == 1

    repository.stage({CONFIG: '[severity]\ncolumn-without-field = "warning"\n'})
    answer = check(repository)
    assert (answer.code, answer.new) == (0, ['column-without-field'])

    repository.stage({CONFIG: '[severity]\ncolumn-without-field = "off"\n'})
    assert check(repository).json['findings'] == []


@pytest.mark.parametrize(('text', 'complaint'), [
    ('levle = "client"\n', 'sync-guard.toml:1: unknown setting levle (did you mean level?)'),
    ('level = "client"\n[severity]\nno-rule = "off"\n', 'sync-guard.toml:3: no rule is called'),
    ('level = \n', 'sync-guard.toml:1: '),
], ids=['unknown key', 'unknown rule', 'no toml'])
def test_a_broken_configuration_is_one_line_and_exit_2(
        repository: GitRepository, text: str, complaint: str,
) -> None:
    repository.stage({CONFIG: text})

    answer = run(repository, 'check')

    assert (answer.code, answer.out) == (2, '')
    assert answer.err.startswith(f'sync-guard: {complaint}')
    assert answer.err.count('\n') == 1


def test_a_configuration_broken_before_can_be_mended(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={**IN_STEP, CONFIG: 'levle = "client"\n'})
    repository.stage({CONFIG: 'level = "client"\n', SECOND: LAST_SEEN})

    assert check(repository).new == ['column-without-field']


@pytest.mark.parametrize(('sql', 'external', 'rules'), [
    (LOGS, "tables: { external: ['public.logs'] }", []),
    (LOGS, 'tables: { external: tablesOfOthers() }', ['table-without-model']),
    (MOOD, "enums: { external: ['public.mood'] }", []),
    (MOOD, 'enums: { external: enumsOfOthers() }', ['enum']),
], ids=['a list of tables', 'computed tables', 'a list of enums', 'computed enums'])
def test_what_prisma_leaves_to_others_does_not_block(
        repository: GitRepository, sql: str, external: str, rules: list[str],
) -> None:
    config = f"""export default {{
  schema: 'prisma/schema.prisma',
  {external},
}}
"""
    repository.stage({SECOND: sql, 'prisma.config.ts': config})

    answer = check(repository)

    assert (answer.code, answer.new) == (0, rules)


# Comments that ignore ----------------------------------------------------------------------


def test_a_comment_in_sql_ignores_the_rule_it_names(repository: GitRepository) -> None:
    comment = '-- sync-guard: ignore column-without-field read by SQL alone\n'
    repository.stage({SECOND: comment + LAST_SEEN.partition('\n')[2]})

    assert check(repository).json['findings'] == []


def test_a_comment_in_the_schema_ignores_the_rule_it_names(repository: GitRepository) -> None:
    comment = '// sync-guard: ignore column-without-field read by SQL alone\n'
    schema = USERS_PRISMA.replace('model User', comment + 'model User')
    repository.stage({SECOND: LAST_SEEN, SCHEMA: schema})

    assert check(repository).json['findings'] == []


def test_a_comment_that_ignores_nothing_is_said(repository: GitRepository) -> None:
    repository.stage({SECOND: '-- sync-guard: ignore type why not\nselect 1;\n'})

    answer = check(repository)

    assert (answer.code, answer.new) == (0, ['unused-ignore'])


# Bad input ---------------------------------------------------------------------------------


def test_no_repository_is_one_line_and_exit_2(tmp_path: Path) -> None:
    nowhere = GitRepository(tmp_path, tmp_path)

    answer = run(nowhere, 'check', GIT_CEILING_DIRECTORIES=str(tmp_path.parent))

    assert (answer.code, answer.out) == (2, '')
    assert answer.err.startswith('sync-guard: not a git repository')


@pytest.mark.parametrize('arguments', [
    ['check', '--staged', '--all'], ['check', 'HEAD', '--base', 'main'], ['check', '--no-such'],
    ['check', '--level', 'loose'], ['no-such-command'], ['check', 'no-such-revision'],
    ['explain', 'no-such-rule'],
], ids=' '.join)
def test_wrong_usage_is_exit_2_without_a_traceback(
        repository: GitRepository, arguments: list[str],
) -> None:
    answer = run(repository, *arguments)

    assert answer.code == 2
    assert 'Traceback' not in answer.err
    assert answer.err


@pytest.mark.parametrize('content', [
    'select 1;'.encode('utf-16'), b"select '\xff';", b'\0' * 40, b'\x89PNG\r\n\x1a\n\0',
], ids=['UTF-16', 'Latin-1', 'zeros', 'a picture'])
def test_a_file_that_is_no_text_is_a_finding(repository: GitRepository, content: bytes) -> None:
    repository.stage({SECOND: content})

    assert check(repository).new == ['unreadable-file']


def test_schemas_without_migrations_are_not_checked(tmp_path: Path) -> None:
    repository = make_repository(tmp_path)
    repository.stage({SCHEMA: USERS_PRISMA})

    answer = check(repository)

    assert answer.code == 0
    states = {item['name']: item for item in answer.json['items']}
    assert states['schema']['why'] == 'not checked: there is no supabase/migrations'
    assert states['migration']['state'] == 'skipped'


def test_migrations_without_a_schema_are_checked_alone(tmp_path: Path) -> None:
    repository = make_repository(tmp_path)
    repository.stage({FIRST: USERS_SQL, SECOND: 'alter table nosuch add column a int;\n'})

    answer = check(repository)

    assert answer.new == ['cannot-apply']
    states = {item['name']: item for item in answer.json['items']}
    assert states['schema']['why'] == 'not checked: there is no Prisma schema'


# show --------------------------------------------------------------------------------------


def test_show_reads_the_working_tree(repository: GitRepository) -> None:
    repository.write(SECOND, LAST_SEEN)

    answer = run(repository, 'show')

    users = answer.json['schemas']['public']['tables']['users']
    assert [column['name'] for column in users['columns']] == [
        'id', 'email', 'first_name', 'last_seen',
    ]
    assert users['primary_key'] == ['id']


def test_show_as_sql_builds_the_same_catalog_again(repository: GitRepository) -> None:
    first = run(repository, 'show').json
    sql = run(repository, 'show', '--format', 'sql').out
    repository.write(FIRST, sql)

    assert run(repository, 'show').json == first


def test_show_without_migrations_is_exit_2(tmp_path: Path) -> None:
    answer = run(make_repository(tmp_path), 'show')

    assert answer.code == 2
    assert answer.err.startswith('sync-guard: no supabase/migrations here')


def test_projects_answer_each_for_their_own(tmp_path: Path) -> None:
    """A difference that one project has had for long is new in another."""
    both = {f'apps/{app}/{path}': text for app in ('a', 'b') for path, text in IN_STEP.items()}
    repository = make_repository(tmp_path, files={**both, f'apps/a/{SECOND}': LAST_SEEN})
    repository.stage({f'apps/b/{SECOND}': LAST_SEEN, 'package.json': '{}'})

    answer = check(repository)

    assert (answer.new, answer.old) == (['column-without-field'], ['column-without-field'])
    assert next(f for f in answer.json['findings'] if f['new'])['path'] == f'apps/b/{SCHEMA}'


# Where the CLI applies no migration ---------------------------------------------------------


@pytest.mark.parametrize('name', ['20250202-hyphen.sql', '20250101000000_again.sql', '2/3_a.sql'])
def test_switched_off_no_name_is_wrong_for_the_cli(repository: GitRepository, name: str) -> None:
    off = '[db.migrations]\nenabled = false\n'
    repository.stage({f'supabase/migrations/{name}': 'select 1;\n'})
    assert check(repository).code == 1

    repository.stage({'supabase/config.toml': off})
    answer = check(repository)

    assert (answer.code, answer.json['findings']) == (0, [])
    item = answer.json['items'][0]
    assert (item['state'], item['why']) == (
        'skipped', 'not applied: supabase/config.toml says enabled = false',
    )


def test_switched_off_the_schema_is_still_compared(repository: GitRepository) -> None:
    repository.commit('Off', {'supabase/config.toml': '[db.migrations]\nenabled = false\n'})
    repository.stage({SECOND: LAST_SEEN})

    answer = check(repository)

    assert (answer.code, answer.new) == (1, ['column-without-field'])
