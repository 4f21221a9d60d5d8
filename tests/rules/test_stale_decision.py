from __future__ import annotations

import pytest

from tests.rules.migrations import found

SQL = 'create table logs (id int); create table logs_old (id int);'
MODEL = 'model Log {\n  id Int @id\n  @@map("logs")\n}\n'


@pytest.mark.parametrize('entry', ['logs', 'public.logs', 'logs*', '"*"'])
def test_decisions_about_tables_that_are_there(entry: str) -> None:
    key = entry if entry.startswith('"') else f'"{entry}"'

    assert found({'1_a.sql': SQL}, config=f'[supabase-only]\n{key} = "a reason"\n') == []


def test_a_glob_that_also_names_a_table_with_a_model() -> None:
    config = '[supabase-only]\n"logs*" = "a reason"\n'

    assert found({'1_a.sql': SQL}, schema=MODEL, config=config) == []


NAME = 'remove the line, or correct the name'


@pytest.mark.parametrize(('entry', 'schema', 'why', 'help'), [
    ('metrics', '', 'the migrations build no such table', NAME),
    ('private.logs', '', 'the migrations build no such table', NAME),
    ('metrics*', '', 'the migrations build no such table', NAME),
    ('logs', MODEL, 'it has the model Log', 'remove the line'),
])
def test_decisions_that_are_out_of_date(entry: str, schema: str, why: str, help: str) -> None:
    config = f'level = "client"\n[supabase-only]\n"{entry}" = "a reason"\n'

    finding, = found({'1_a.sql': SQL}, schema=schema, config=config)

    assert (finding.rule, finding.item, finding.severity) == ('stale-decision', 'schema', 'warning')
    assert finding.place == ('sync-guard.toml', 3, 1)
    assert finding.message == f'[supabase-only] lists {entry}, but {why}'
    assert finding.help == help
