"""sync-guard.toml: what it may say, and what is said of what it may not."""
from __future__ import annotations

from pathlib import Path

import pytest

from sync_guard import rules
from sync_guard.catalog import Name
from sync_guard.config import Config
from sync_guard.config import is_editable
from sync_guard.config import read
from sync_guard.config import reason_for
from sync_guard.config import rule_names
from sync_guard.config import Settings
from sync_guard.errors import UsageError


def test_an_empty_file_configures_nothing() -> None:
    assert read('') == Config((), Settings(), 'sync-guard.toml')


def test_every_setting_at_the_top_of_the_file() -> None:
    config = read('''
level = "strict"
migrations = ["prisma/migrations", "supabase/migrations"]
schema = "db/schema.prisma"
editable = ["supabase/migrations/9*.sql"]
landed = "upstream/trunk"
prisma = 6

[supabase-only]
audit_logs = "written by triggers"
"private.*" = """
no client
reads them"""

[severity]
cannot-apply = "off"
type = "warning"
''')

    assert config.projects == (config.common,)
    assert config.common == Settings(
        root='',
        migrations=('prisma/migrations', 'supabase/migrations'),
        schema=('db/schema.prisma',),
        level='strict',
        editable=('supabase/migrations/9*.sql',),
        landed='upstream/trunk',
        supabase_only={'audit_logs': 'written by triggers', 'private.*': 'no client\nreads them'},
        severity={'cannot-apply': 'off', 'type': 'warning'},
        prisma=6,
        decided_at={'audit_logs': 10, 'private.*': 11},
        lines={
            'level': 2, 'migrations': 3, 'schema': 4, 'editable': 5, 'landed': 6, 'prisma': 7,
            'supabase-only': 9, 'severity': 15,
        },
    )


def test_a_project_inherits_what_it_does_not_say_itself() -> None:
    config = read('''
level = "types"
schema = ["prisma"]
[supabase-only]
shared = "everywhere"
[severity]
type = "note"

[[project]]
root = "apps/web"
level = "client"
[project.supabase-only]
own = "here"

[[project]]
root = "apps/api/"
schema = "../../packages/db/schema.prisma"
[project.severity]
type = "off"
''')

    web, api = config.projects
    assert (web.root, web.level, web.schema) == ('apps/web', 'client', ('apps/web/prisma',))
    assert web.supabase_only == {'shared': 'everywhere', 'own': 'here'}
    assert web.decided_at == {'own': 13}
    assert web.severity == {'type': 'note'}
    assert (api.root, api.level, api.schema) == (
        'apps/api', 'types', ('packages/db/schema.prisma',),
    )
    assert api.severity == {'type': 'off'}


def test_a_qualified_name_needs_no_quotes() -> None:
    settings = read('[supabase-only]\nprivate.keys = "secret"\n"private.logs" = "big"\n').common

    assert settings.supabase_only == {'private.keys': 'secret', 'private.logs': 'big'}
    assert settings.decided_at == {'private.keys': 2, 'private.logs': 3}


def test_decisions_alone_leave_the_projects_to_be_found() -> None:
    assert read('[supabase-only]\na = "b"\n').projects == ()


@pytest.mark.parametrize('text', [
    pytest.param('\ufefflevel = "strict"\n', id='a byte order mark'),
    pytest.param('# levels\r\nlevel = "strict"\r\n', id='Windows line ends'),
    pytest.param("'level' = 'strict'", id='quoted keys'),
    pytest.param('landed="a"  # level = "types"\nlevel="strict"', id='a key in a comment'),
])
def test_toml_in_all_its_spellings(text: str) -> None:
    assert read(text).common.level == 'strict'


@pytest.mark.parametrize('text', ['a = ' + '[' * 5000, 'a = ' + '{a = ' * 5000])
def test_toml_that_is_nested_too_deeply_is_said_to_be(text: str) -> None:
    with pytest.raises(UsageError, match='^sync-guard.toml: this is nested too deeply$'):
        read(text)


@pytest.mark.parametrize(('text', 'line', 'message'), [
    pytest.param(
        'level = "client"\nlevl = "types"', 2, 'unknown setting levl (did you mean level?)',
        id='unknown key'),
    pytest.param('\n[severty]\n', 2, 'unknown setting severty (did you mean severity?)',
                 id='unknown table'),
    pytest.param('zzz = 1', 1, 'unknown setting zzz', id='unknown key like no other'),
    pytest.param('level = "clinet"', 1, 'level is types, client or strict, not clinet (did '
                 'you mean client?)',
                 id='unknown level'),
    pytest.param('\n\nlevel = 3', 3, 'level must be text', id='level of the wrong type'),
    pytest.param('landed = ""', 1, 'landed must be text', id='empty text'),
    pytest.param('migrations = []', 1, 'migrations must be text or a list of texts',
                 id='empty list'),
    pytest.param('editable = [\n  "a",\n  1,\n]\n', 1, 'editable must be text or a list of texts',
                 id='a list of mixed types'),
    pytest.param('schema = [\n"a",\n]\nprisma = "6"', 4, 'prisma is the major version: 5, 6 or 7',
                 id='prisma as text'),
    pytest.param('prisma = 8', 1, 'prisma is the major version: 5, 6 or 7', id='unknown prisma'),
    pytest.param('prisma = true', 1, 'prisma is the major version: 5, 6 or 7', id='prisma true'),
    pytest.param('schema = "../other/schema.prisma"', 1,
                 'schema: ../other/schema.prisma is not inside the repository',
                 id='a path outside'),
    pytest.param('migrations = ["C:\\\\x"]', 1, 'migrations: C:\\x is not inside the repository',
                 id='an absolute path'),
    pytest.param('[supabase-only]\na = "x"\nb = ""', 3,
                 'supabase-only.b: the reason is missing; the next reader will ask',
                 id='a decision without a reason'),
    pytest.param('[supabase-only]\n\na = 1', 3, 'supabase-only.a must be text',
                 id='a decision that is no text'),
    pytest.param('[supabase-only]\na.b = "x"\na.c = ""', 3,
                 'supabase-only.a.c: the reason is missing; the next reader will ask',
                 id='a qualified decision without a reason'),
    pytest.param('[severity]\ntype = 1', 2,
                 'severity.type is error, warning, note or off, not 1', id='a severity as number'),
    pytest.param('supabase-only = ["a"]', 1, 'supabase-only must be a table: [supabase-only]',
                 id='decisions as a list'),
    pytest.param('[severity]\ncanot-apply = "off"', 2,
                 'no rule is called canot-apply (did you mean cannot-apply?)', id='unknown rule'),
    pytest.param('[severity]\ncannot-apply = "warn"', 2,
                 'severity.cannot-apply is error, warning, note or off, not warn '
                 '(did you mean warning?)', id='unknown severity'),
    pytest.param('[[project]]\nschema = "a"', 1,
                 'a project needs its root, such as root = "apps/web"', id='a project nowhere'),
    pytest.param('[[project]]\nroot="a"\n\n[[project]]\nroot="a/"', 5, 'two projects have the '
                 'root a', id='two projects in one place'),
    pytest.param('[[project]]\nroot="a"\n[[project]]\nroot="b"\n[project.severity]\nx="off"', 6,
                 'no rule is called x', id='an error in the second project'),
    pytest.param('[project]\nroot="a"', 1, 'project is written [[project]]',
                 id='a project in single brackets'),
    pytest.param('a = 1\nb = \n', 2, 'this is not TOML: Invalid value', id='a syntax error'),
    pytest.param('a = "x', 1, 'this is not TOML: Unterminated string', id='an open string'),
    pytest.param('level = "types"\nlevel = "types"', 2, 'this is not TOML: Cannot overwrite a '
                 'value', id='a key twice'),
])
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(text)

    assert (caught.value.path, caught.value.line) == ('sync-guard.toml', line)
    assert caught.value.message == message


@pytest.mark.parametrize(('entry', 'table', 'named'), [
    ('users', Name('public', 'users'), True),
    ('public.users', Name('public', 'users'), True),
    ('users', Name('private', 'users'), False),
    ('private.users', Name('private', 'users'), True),
    ('private.*', Name('private', 'users'), True),
    ('private.*', Name('public', 'private'), False),
    ('log_*', Name('public', 'log_2025'), True),
    ('log_*', Name('audit', 'log_2025'), False),
    ('Users', Name('public', 'users'), False),
])
def test_an_entry_names_tables(entry: str, table: Name, named: bool) -> None:
    settings = Settings(supabase_only={entry: 'a reason'})

    assert reason_for(settings, table) == ('a reason' if named else None)


@pytest.mark.parametrize(('glob', 'root', 'path', 'editable'), [
    ('supabase/migrations/9*.sql', '', 'supabase/migrations/99_all.sql', True),
    ('supabase/migrations/9*.sql', '', 'supabase/migrations/89_all.sql', False),
    ('99_all.sql', '', 'supabase/migrations/99_all.sql', True),
    ('supabase/migrations/9*.sql', 'apps/web', 'apps/web/supabase/migrations/9_a.sql', True),
    ('apps/web/supabase/**', 'apps/web', 'apps/web/supabase/migrations/9_a.sql', True),
    ('supabase/migrations/9*.sql', '', 'supabase/migrations/9_A.SQL', False),
    ('supabase/migrations/reference', '', 'supabase/migrations/reference/old/1_a.sql', True),
    ('supabase/migrations/reference/', 'apps/web',
     'apps/web/supabase/migrations/reference/1_a.sql', True),
    ('reference', '', 'supabase/migrations/reference/1_a.sql', True),
    ('supabase/migrations/ref', '', 'supabase/migrations/reference/1_a.sql', False),
])
def test_editable_globs(glob: str, root: str, path: str, editable: bool) -> None:
    assert is_editable(Settings(root, editable=(glob,)), path) is editable


def test_a_rule_is_called_as_its_file_is() -> None:
    """[severity] is checked against the files, so that no rule has to be imported for it."""
    assert set(rule_names()) == set(rules.load())


def test_the_example_in_the_readme_is_accepted() -> None:
    readme = (Path(__file__).parents[1] / 'README.md').read_text(encoding='utf-8')
    blocks = [part.partition('```')[0] for part in readme.split('```toml\n')[1:]]
    example, = (block for block in blocks if '[supabase-only]' in block)

    settings = read(example).common

    assert settings.migrations and settings.schema and settings.supabase_only
