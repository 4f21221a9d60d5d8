from __future__ import annotations

import pytest

from tests.rules.migrations import found
from tests.rules.migrations import said

TABLES = 'CREATE TABLE t (id INT); CREATE TABLE a (x INT); CREATE TABLE b (x INT);\n'


@pytest.mark.parametrize('sql', [
    pytest.param(
        'CREATE RULE r AS ON INSERT TO t DO ALSO\n'
        '  (INSERT INTO a SELECT 1; INSERT INTO b SELECT 2);',
        id='semicolons in parentheses without inner ones',
    ),
    pytest.param(
        'CREATE TABLE z (x INT CHECK ((x > 0) AND (x < 3)), y TEXT DEFAULT \';\');',
        id='parentheses in parentheses without semicolons',
    ),
    pytest.param(
        'CREATE FUNCTION f() RETURNS INT LANGUAGE sql BEGIN ATOMIC\n'
        '  SELECT 1; SELECT CASE WHEN true THEN 2 END AS spending; /* done */ END;\n'
        'CREATE TABLE z (x INT);',
        id='a body of BEGIN ATOMIC',
    ),
    pytest.param(
        'DO $do$ BEGIN EXECUTE $sql$CREATE RULE r AS ON INSERT TO t DO ALSO\n'
        '  (INSERT INTO a VALUES (1); INSERT INTO b VALUES (2))$sql$; END $do$;',
        id='what is advised',
    ),
    pytest.param('SELECT $$$1$$; SELECT 1;', id='a dollar quote of a parameter'),
    pytest.param(';;\n-- nothing\n; /* ; */\n', id='empty statements and comments'),
])
def test_what_the_cli_sends_whole(sql: str) -> None:
    assert found({'1_a.sql': TABLES + sql}) == []


@pytest.mark.parametrize(('sql', 'line', 'column'), [
    pytest.param(
        'CREATE RULE r AS ON INSERT TO t DO ALSO\n'
        '  (INSERT INTO a VALUES (1); INSERT INTO b VALUES (2));', 3, 28,
        id='a parenthesis closes all that are open',
    ),
    pytest.param(
        'CREATE FUNCTION f() RETURNS INT LANGUAGE sql BEGIN /* x */ ATOMIC\n'
        '  SELECT 1;\n  SELECT 2;\nEND;', 3, 11,
        id='a comment between BEGIN and ATOMIC',
    ),
    pytest.param('SELECT $$$;$$;', 2, 11, id='a dollar quote that begins with a dollar'),
])
def test_what_the_cli_cuts(sql: str, line: int, column: int) -> None:
    finding, = found({'1_a.sql': TABLES + sql})

    assert said([finding]) == [('supabase-splitter', 'error', f'1_a.sql:{line}')]
    assert finding.place.column == column
    assert finding.message == (
        'the Supabase CLI ends the statement of line 2 at this semicolon, inside of it: '
        'syntax error at end of input (SQLSTATE 42601)'
    )


def test_data_of_copy_is_not_sent() -> None:
    finding, = found({'1_a.sql': TABLES + "COPY a FROM stdin;\n1\n'\n\\.\nSELECT (1);\n"})

    assert said([finding]) == [('supabase-splitter', 'error', '1_a.sql:2')]
    assert 'SQLSTATE 08P01' in finding.message
    assert finding.help == 'write the rows as INSERT INTO … VALUES'


@pytest.mark.parametrize(('sql', 'rule'), [
    (r'\set x 1', 'not-understood'),
    ("SELECT ('a; SELECT 1;", 'unterminated-sql'),
    ('COPY a FROM stdin;\n1\n', 'unterminated-sql'),
])
def test_of_what_postgresql_refuses_too_its_own_rule_speaks(sql: str, rule: str) -> None:
    assert [f.rule for f in found({'1_a.sql': TABLES + sql})] == [rule]


@pytest.mark.parametrize('files', [
    pytest.param(
        {'supabase/config.toml': '[db.migrations]\nenabled = false\n',
         '1_a.sql': TABLES + 'COPY a FROM stdin;\n1\n\\.\n'},
        id='migrations are switched off',
    ),
    pytest.param(
        {'prisma/migrations/1_a/migration.sql': TABLES + 'COPY a FROM stdin;\n1\n\\.\n',
         'sync-guard.toml': 'migrations = "prisma/migrations"\n'},
        id='Prisma applies them',
    ),
])
def test_files_the_cli_does_not_apply(files: dict[str, str]) -> None:
    assert found(files, config=files.get('sync-guard.toml', '')) == []
