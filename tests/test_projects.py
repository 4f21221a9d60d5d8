"""Which migrations and which schema belong together, in layouts seen in real repositories."""
from __future__ import annotations

import json
from typing import NamedTuple

import pytest

from sync_guard.config import Config
from sync_guard.config import read
from sync_guard.errors import UsageError
from sync_guard.projects import discover
from sync_guard.projects import Project

POSTGRESQL = 'datasource db {\n  provider = "postgresql"\n}\n'
SQLITE = 'datasource db {\n  provider = "sqlite"\n}\n'
MODEL = 'model A {\n  id Int @id\n}\n'
ONE = 'supabase/migrations/20250101000000_a.sql'


class Layout(NamedTuple):
    """``expected`` maps a project's root to its schema files."""

    what: str
    files: dict[str, str]
    expected: dict[str, tuple[str, ...]]


def find(files: dict[str, str], config: str = '') -> tuple[Project, ...]:
    return discover(files, files.get, read(config) if config else Config())


def package(**content: object) -> str:
    return json.dumps(content)


LAYOUTS = [
    Layout('nothing', {}, {}),
    Layout('neither side', {'db/init.sql': '', 'package.json': package()}, {}),
    Layout('the usual place', {ONE: '', 'prisma/schema.prisma': POSTGRESQL},
           {'': ('prisma/schema.prisma',)}),
    Layout('migrations alone', {ONE: ''}, {'': ()}),
    Layout('a schema alone', {'apps/api/prisma/schema.prisma': POSTGRESQL},
           {'apps/api': ('apps/api/prisma/schema.prisma',)}),
    Layout('a schema at the top', {ONE: '', 'schema.prisma': POSTGRESQL},
           {'': ('schema.prisma',)}),
    Layout('a schema in supabase/', {ONE: '', 'supabase/schema.prisma': POSTGRESQL},
           {'': ('supabase/schema.prisma',)}),
    Layout('a schema in supabase/prisma/', {ONE: '', 'supabase/prisma/schema.prisma': POSTGRESQL},
           {'': ('supabase/prisma/schema.prisma',)}),
    Layout('a schema in src/prisma/', {ONE: '', 'src/prisma/schema.prisma': POSTGRESQL},
           {'': ('src/prisma/schema.prisma',)}),
    Layout('a schema in db/', {ONE: '', 'db/schema.prisma': POSTGRESQL},
           {'': ('db/schema.prisma',)}),
    Layout('a schema in a package', {ONE: '', 'packages/db/prisma/schema.prisma': POSTGRESQL},
           {'': ('packages/db/prisma/schema.prisma',)}),
    Layout('both in a package',
           {f'packages/database/{ONE}': '', 'packages/database/src/prisma/schema.prisma': MODEL},
           {'packages/database': ('packages/database/src/prisma/schema.prisma',)}),
    Layout('both in backend/supabase',
           {f'backend/{ONE}': '', 'backend/supabase/prisma/schema.prisma': POSTGRESQL},
           {'backend': ('backend/supabase/prisma/schema.prisma',)}),
    Layout('in two packages', {f'packages/sql/{ONE}': '', 'apps/api/prisma/schema.prisma': MODEL},
           {'packages/sql': ('apps/api/prisma/schema.prisma',)}),
    # Several schemas
    Layout('prisma/ before the top, as Prisma looks',
           {ONE: '', 'schema.prisma': POSTGRESQL, 'prisma/schema.prisma': POSTGRESQL},
           {'': ('prisma/schema.prisma',)}),
    Layout('the nearest of several',
           {f'apps/a/{ONE}': '', 'prisma/schema.prisma': POSTGRESQL,
            'apps/a/prisma/schema.prisma': POSTGRESQL, 'apps/b/prisma/schema.prisma': POSTGRESQL},
           {'apps/a': ('apps/a/prisma/schema.prisma',), '': ('prisma/schema.prisma',),
            'apps/b': ('apps/b/prisma/schema.prisma',)}),
    Layout('each schema to one folder of migrations',
           {ONE: '', f'apps/demo/{ONE}': '', 'prisma/schema.prisma': POSTGRESQL},
           {'': ('prisma/schema.prisma',), 'apps/demo': ()}),
    Layout('not across unrelated packages',
           {ONE: '', f'examples/x/{ONE}': '', 'prisma/schema.prisma': POSTGRESQL,
            'apps/other/prisma/schema.prisma': POSTGRESQL},
           {'': ('prisma/schema.prisma',), 'examples/x': (),
            'apps/other': ('apps/other/prisma/schema.prisma',)}),
    # What only looks like the schema
    Layout('an SQLite twin in the same folder',
           {ONE: '', 'prisma/schema.prisma': POSTGRESQL, 'prisma/schema.sqlite.prisma': SQLITE},
           {'': ('prisma/schema.prisma',)}),
    Layout('an SQLite schema nearer by',
           {ONE: '', 'prisma/schema.prisma': SQLITE, 'packages/db/prisma/schema.prisma': MODEL},
           {'': ('packages/db/prisma/schema.prisma',)}),
    Layout('variants and backups',
           {ONE: '', 'prisma/schema.prisma': POSTGRESQL, 'prisma/schema.production.prisma':
            POSTGRESQL, 'prisma/schema-complete.prisma': POSTGRESQL,
            'prisma/backup/schema.prisma': POSTGRESQL, 'prisma/schema.prisma.backup': POSTGRESQL},
           {'': ('prisma/schema.prisma',)}),
    Layout('a schema under another name, alone',
           {ONE: '', 'prisma/schema.production.prisma': POSTGRESQL},
           {'': ('prisma/schema.production.prisma',)}),
    Layout('a schema under another name, beside its SQLite twin',
           {ONE: '', 'prisma/postgres.prisma': POSTGRESQL, 'prisma/sqlite.prisma': SQLITE},
           {'': ('prisma/postgres.prisma',)}),
    Layout('a schema under another name, beside an SQLite twin under the usual one',
           {ONE: '', 'prisma/schema.prisma': SQLITE, 'prisma/schema.production.prisma': POSTGRESQL},
           {'': ('prisma/schema.production.prisma',)}),
    Layout('of several, the one called after Supabase',
           {ONE: '', 'prisma/schema.prisma': SQLITE, 'prisma/schema.production.prisma': POSTGRESQL,
            'prisma/schema.supabase.prisma': POSTGRESQL},
           {'': ('prisma/schema.supabase.prisma',)}),
    Layout('an SQLite schema alone: there is no other',
           {ONE: '', 'prisma/schema.prisma': SQLITE}, {'': ('prisma/schema.prisma',)}),
    Layout('a folder that only looks like migrations',
           {f'packages/db/{ONE}': '', 'apps/web/lib/supabase/migrations/run.sql': '',
            'apps/web/prisma/schema.prisma': POSTGRESQL, 'packages/db/schema.prisma': POSTGRESQL},
           {'packages/db': ('packages/db/schema.prisma',), 'apps/web/lib': (),
            'apps/web': ('apps/web/prisma/schema.prisma',)}),
    Layout('migrations that are all misnamed',
           {'supabase/migrations/2025-a.sql': '', 'prisma/schema.prisma': POSTGRESQL},
           {'': ('prisma/schema.prisma',)}),
    Layout('two under other names: nobody can say which',
           {ONE: '', 'prisma/a.prisma': POSTGRESQL, 'prisma/b.prisma': POSTGRESQL}, {'': ()}),
    Layout('a generated client and a dependency',
           {ONE: '', 'src/generated/prisma/schema.prisma': POSTGRESQL,
            'node_modules/x/prisma/schema.prisma': POSTGRESQL,
            f'node_modules/x/{ONE}': '', f'.cache/{ONE}': ''}, {'': ()}),
    # Several files
    Layout('files in prisma/schema/',
           {ONE: '', 'prisma/schema/base.prisma': POSTGRESQL, 'prisma/schema/a.prisma': MODEL,
            'prisma/schema/b/c.prisma': MODEL},
           {'': ('prisma/schema/a.prisma', 'prisma/schema/b/c.prisma',
                 'prisma/schema/base.prisma')}),
    Layout('two whole schemas in prisma/schema/ are not one',
           {ONE: '', 'prisma/schema/dev.prisma': SQLITE, 'prisma/schema/prod.prisma': POSTGRESQL},
           {'': ('prisma/schema/prod.prisma',)}),
    Layout('files beside the schema do not belong to it',
           {ONE: '', 'prisma/schema.prisma': POSTGRESQL, 'prisma/models/a.prisma': MODEL},
           {'': ('prisma/schema.prisma',)}),
    Layout('unless package.json names the folder',
           {ONE: '', 'prisma/schema.prisma': POSTGRESQL, 'prisma/models/a.prisma': MODEL,
            'package.json': package(prisma={'schema': './prisma'})},
           {'': ('prisma/models/a.prisma', 'prisma/schema.prisma')}),
    # What names a schema
    Layout('prisma.config.ts names a folder',
           {ONE: '', 'prisma/schema.prisma': POSTGRESQL, 'prisma/models/a.prisma': MODEL,
            'prisma.config.ts': 'export default defineConfig({ schema: "prisma" })'},
           {'': ('prisma/models/a.prisma', 'prisma/schema.prisma')}),
    Layout('prisma.config.ts of a package, through path.join',
           {ONE: '', 'packages/db/data/model.prisma': POSTGRESQL, 'prisma/schema.prisma': SQLITE,
            'packages/db/prisma.config.mts':
            "import path from 'node:path'\nexport default { schema: path.join('data', "
            "'model.prisma') }"},
           {'': ('packages/db/data/model.prisma',)}),
    Layout('.config/prisma.ts names a file from its own folder',
           {ONE: '', 'data/model.prisma': POSTGRESQL,
            '.config/prisma.ts': 'export default { schema: "../data/model.prisma" }'},
           {'': ('data/model.prisma',)}),
    Layout('prisma.config.ts overrides package.json, as in Prisma',
           {ONE: '', 'a.prisma': POSTGRESQL, 'b.prisma': POSTGRESQL,
            'prisma.config.ts': 'export default { schema: "b.prisma" }',
            'package.json': package(prisma={'schema': 'a.prisma'})},
           {'': ('b.prisma',)}),
    Layout('prisma.config.ts and package.json give way to --schema of all commands, as in Prisma',
           {ONE: '', 'a.prisma': POSTGRESQL, 'b.prisma': POSTGRESQL, 'c.prisma': POSTGRESQL,
            'prisma.config.ts': 'export default { schema: "b.prisma" }',
            'package.json': package(prisma={'schema': 'a.prisma'}, scripts={
                'build': 'prisma generate --schema c.prisma && next build',
                'push': 'prisma db push --schema=./c.prisma',
            })},
           {'': ('c.prisma',)}),
    Layout('package.json gives way to --schema of its own commands',
           {ONE: '', 'a.prisma': POSTGRESQL, 'b.prisma': POSTGRESQL,
            'package.json': package(prisma={'schema': 'a.prisma'}, scripts={
                'build': 'prisma generate --schema b.prisma',
            })},
           {'': ('b.prisma',)}),
    Layout('.config/prisma.ts gives way to --schema from the folder of package.json',
           {ONE: '', 'a.prisma': POSTGRESQL, 'b.prisma': POSTGRESQL,
            '.config/prisma.ts': 'export default { schema: "../a.prisma" }',
            'package.json': package(scripts={'build': 'prisma generate --schema b.prisma'})},
           {'': ('b.prisma',)}),
    *(
        Layout(f'prisma.config.ts before --schema {what}',
               {ONE: '', 'a.prisma': POSTGRESQL, 'b.prisma': POSTGRESQL,
                'prisma.config.ts': 'export default { schema: "b.prisma" }',
                'package.json': package(scripts=scripts)},
               {'': ('b.prisma',)})
        for what, scripts in (
            ('of some commands', {
                'build': 'prisma generate', 'push': 'prisma db push --schema a.prisma',
            }),
            ('of one of two clients', {
                'build': 'prisma generate --schema a.prisma && prisma generate --schema b.prisma',
            }),
            ('of a database for tests', {'test': 'prisma db push --schema a.prisma'}),
            ('that names what is not there', {'build': 'prisma generate --schema old.prisma'}),
        )
    ),
    Layout('prisma.config.ts names nothing that can be read',
           {ONE: '', 'prisma/schema.prisma': POSTGRESQL,
            'prisma.config.ts': 'export default { schema: process.env.SCHEMA }'},
           {'': ('prisma/schema.prisma',)}),
    Layout('package.json names a file',
           {ONE: '', 'prisma/schema.prisma': POSTGRESQL, 'data/model.prisma': POSTGRESQL,
            'package.json': package(prisma={'schema': 'data/model.prisma'})},
           {'': ('data/model.prisma',)}),
    Layout('package.json of a package names a file',
           {ONE: '', 'packages/db/data/model.prisma': POSTGRESQL,
            'packages/db/package.json': package(prisma={'schema': 'data/model.prisma'})},
           {'': ('packages/db/data/model.prisma',)}),
    Layout('package.json names what is not there',
           {ONE: '', 'prisma/schema.prisma': POSTGRESQL,
            'package.json': package(prisma={'schema': 'old/schema.prisma'})},
           {'': ('prisma/schema.prisma',)}),
    Layout('package.json names what is outside',
           {ONE: '', 'prisma/schema.prisma': POSTGRESQL,
            'package.json': package(prisma={'schema': '../schema.prisma'})},
           {'': ('prisma/schema.prisma',)}),
    Layout('package.json is broken',
           {ONE: '', 'prisma/schema.prisma': POSTGRESQL, 'package.json': '{"prisma": '},
           {'': ('prisma/schema.prisma',)}),
    Layout('package.json is no object',
           {ONE: '', 'prisma/schema.prisma': POSTGRESQL, 'package.json': '["prisma"]'},
           {'': ('prisma/schema.prisma',)}),
    Layout('a script names the schema',
           {ONE: '', 'data/one.prisma': POSTGRESQL, 'data/two.prisma': POSTGRESQL,
            'package.json': package(scripts={'gen': 'prisma generate --schema="data/two.prisma"'})},
           {'': ('data/two.prisma',)}),
    Layout('a usual place before a script',
           {ONE: '', 'prisma/schema.prisma': POSTGRESQL, 'prisma/test.prisma': POSTGRESQL,
            'package.json': package(scripts={'t': 'prisma db push --schema prisma/test.prisma'})},
           {'': ('prisma/schema.prisma',)}),
]


@pytest.mark.parametrize('layout', LAYOUTS, ids=lambda layout: layout.what)
def test_found_layouts(layout: Layout) -> None:
    found = find(layout.files)

    assert {project.root: project.schema_files for project in found} == layout.expected
    for project in found:
        folder = f'{project.root}/supabase/migrations'.lstrip('/')
        there = any(path.startswith(f'{folder}/') for path in layout.files)
        assert project.migrations == ((folder,) if there else ())


def test_migrations_that_are_all_misnamed_are_some_by_the_configuration_beside_them() -> None:
    files = {
        ONE: '', 'apps/a/supabase/migrations/a.sql': '', 'apps/a/supabase/config.toml': '',
        'apps/a/prisma/schema.prisma': POSTGRESQL,
    }

    assert {p.root: p.schema_files for p in find(files)} == {
        '': (), 'apps/a': ('apps/a/prisma/schema.prisma',),
    }


def test_prisma_migrations_are_used_only_when_configured() -> None:
    files = {
        ONE: '', 'prisma/migrations/20240101000000_init/migration.sql': '',
        'prisma/schema.prisma': POSTGRESQL,
    }

    assert find(files)[0].migrations == ('supabase/migrations',)
    configured = find(files, 'migrations = ["prisma/migrations", "supabase/migrations"]')
    assert [(p.root, p.migrations, p.schema_files) for p in configured] == [
        ('', ('prisma/migrations', 'supabase/migrations'), ('prisma/schema.prisma',)),
    ]


@pytest.mark.parametrize(('schema', 'migration', 'folder'), [
    ('prisma/schema.prisma', 'prisma/migrations/20250101000000_a/migration.sql',
     'prisma/migrations'),
    ('db/prisma/schema/a.prisma', 'db/prisma/migrations/1_a/migration.sql',
     'db/prisma/migrations'),
    ('schema.prisma', 'migrations/1_a/migration.sql', 'migrations'),
    ('prisma/schema.prisma', 'prisma/migrations/1_a.sql', None),
    ('prisma/schema.prisma', 'other/migrations/1_a/migration.sql', None),
])
def test_migrations_of_prisma_are_known_without_being_used(
        schema: str, migration: str, folder: str | None,
) -> None:
    project, = find({ONE: '', schema: POSTGRESQL, migration: ''})

    assert (project.migrations, project.prisma_migrations) == (('supabase/migrations',), folder)


def test_configured_schemas_come_before_found_ones() -> None:
    files = {
        ONE: '', 'prisma/schema.prisma': POSTGRESQL, 'data/a.prisma': POSTGRESQL,
        'data/deep/b.prisma': MODEL, 'extra.prisma': MODEL,
    }

    project, = find(files, 'schema = ["data", "extra.prisma"]')

    assert project.schema_files == ('data/a.prisma', 'data/deep/b.prisma', 'extra.prisma')
    assert project.migrations == ('supabase/migrations',)
    assert project.config_path == 'sync-guard.toml'


@pytest.mark.parametrize(('config', 'line', 'message'), [
    ('level = "types"\nschema = "a.prisma"', 2, 'schema names a.prisma, where there are no such '
     'files'),
    ('migrations = [\n  "sql",\n]', 1, 'migrations names sql, where there are no such files'),
    ('[[project]]\nroot = "apps/b"\nmigrations = "sql"', 3,
     'migrations names apps/b/sql, where there are no such files'),
    ('schema = "supabase"', 1, 'schema names supabase, where there are no such files'),
])
def test_configured_paths_that_are_not_there(config: str, line: int, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        find({ONE: ''}, config)

    assert str(caught.value) == f'sync-guard.toml:{line}: {message}'


def test_configured_projects_are_the_only_ones() -> None:
    files = {
        **{f'apps/{app}/{ONE}': '' for app in 'abc'},
        **{f'apps/{app}/prisma/schema.prisma': POSTGRESQL for app in 'abc'},
    }

    first, second = find(files, (
        'level = "types"\n[[project]]\nroot = "apps/a"\n'
        '[[project]]\nroot = "apps/b"\nschema = "../c/prisma/schema.prisma"\n'
    ))

    assert (first.root, first.migrations, first.schema_files) == (
        'apps/a', ('apps/a/supabase/migrations',), ('apps/a/prisma/schema.prisma',),
    )
    assert (second.root, second.migrations, second.schema_files) == (
        'apps/b', ('apps/b/supabase/migrations',), ('apps/c/prisma/schema.prisma',),
    )
    assert first.settings.level == second.settings.level == 'types'


def test_the_settings_at_the_top_hold_for_every_found_project() -> None:
    files = {f'apps/{app}/{ONE}': '' for app in 'ab'}

    found = find(files, 'level = "strict"\n[supabase-only]\na = "a reason"\n')

    assert [(p.settings.root, p.settings.level) for p in found] == [
        ('apps/a', 'strict'), ('apps/b', 'strict'),
    ]
    # Which of the two has table a, nobody can say: neither calls the decision out of date.
    assert [p.settings.decided_at for p in found] == [{}, {}]


@pytest.mark.parametrize(('path', 'text'), [
    pytest.param('prisma.config.ts', 'export default { schema: "prisma" }', id='names the schema'),
    pytest.param('prisma.config.ts', 'export default {}', id='names none'),
    pytest.param('.config/prisma.mjs', 'export default {}', id='in .config'),
])
def test_the_configuration_file_of_prisma(path: str, text: str) -> None:
    files = {
        ONE: '', 'prisma/schema.prisma': POSTGRESQL, path: text, 'apps/b/prisma.config.ts': text,
    }

    assert find(files)[0].prisma_config == path
    assert find(files, 'schema = "prisma/schema.prisma"')[0].prisma_config == path


def test_prismas_major_version_is_that_of_the_nearest_package() -> None:
    files = {
        ONE: '', 'apps/api/prisma/schema.prisma': POSTGRESQL,
        'package.json': package(dependencies={'prisma': '7'}),
        'apps/api/package.json': package(dependencies={'prisma': '6'}),
    }

    assert find(files)[0].prisma_major == 6


def test_the_configured_major_version_comes_first() -> None:
    files = {
        ONE: '', 'prisma/schema.prisma': POSTGRESQL,
        'package.json': package(dependencies={'prisma': '6'}),
    }

    assert find(files, 'prisma = 5')[0].prisma_major == 5


@pytest.mark.parametrize('text, major', [
    ('', None),
    ('[db]\nport = 54322\nmajor_version = 17 # the remote one\n', 17),
    ('[ db ]\n# comment\nmajor_version=15\n[db.pooler]\nport = 1\n', 15),
    ('[db.pooler]\nmajor_version = 17\n', None),
    ('[db]\n# major_version = 17\n', None),
])
def test_the_version_of_postgresql_in_the_configuration_of_supabase(
        text: str, major: int | None,
) -> None:
    project, = find({ONE: '', 'supabase/config.toml': text})

    assert project.postgres_major == major


@pytest.mark.parametrize(('text', 'enabled'), [
    ('[db.migrations]\nenabled = true\n', True),
    ('[db.migrations]\n# switched off for now\nenabled = false\n', False),
    ('[ db.migrations ]\nschema_paths = []\n\nenabled=false # x\n[db.seed]\n', False),
    ('[db.migrations]\n[db.seed]\nenabled = false\n', True),
    ('[db.seed]\nenabled = false\n[db.migrations]\nenabled = true', True),
    ('', True),
])
def test_migrations_switched_off_in_the_configuration_of_supabase(
        text: str, enabled: bool,
) -> None:
    project, = find({ONE: '', 'supabase/config.toml': text})

    assert project.enabled is enabled
