from __future__ import annotations

import pytest

from tests.rules.migrations import found
from tests.rules.migrations import said


@pytest.mark.parametrize('text', [
    pytest.param('create policy p on storage.objects for select using (true);', id='a policy'),
    pytest.param('grant usage on schema public to anon;', id='a grant'),
    pytest.param('do $$ begin perform 1; end $$;', id='a DO block'),
    pytest.param('with a as (select 1) select * from a;', id='a query'),
    pytest.param('begin; set local role postgres; commit;', id='a transaction'),
    pytest.param('\ufeffselect 1;', id='a byte order mark'),
    pytest.param(';;', id='empty statements'),
])
def test_statements_that_are_known(text: str) -> None:
    assert found({'1_a.sql': text}) == []


@pytest.mark.parametrize(('text', 'line', 'message'), [
    pytest.param('\n CRATE TABLE x (id int);\n', 2, 'syntax error at or near "CRATE" (42601)',
                 id='a misspelt word'),
    pytest.param('\\echo hello\nselect 1;', 1, None, id='a command of psql'),
])
def test_what_postgresql_cannot_read_either(text: str, line: int, message: str | None) -> None:
    finding, = found({'1_a.sql': text})

    assert said([finding]) == [('not-understood', 'error', f'1_a.sql:{line}')]
    assert message is None or finding.message == message


def test_a_form_that_may_be_good_sql_never_blocks() -> None:
    finding, = found({'1_a.sql': 'create table a (id int) frobnicate;'})

    assert said([finding]) == [('not-understood', 'warning', '1_a.sql:1')]
    assert not finding.certain


def test_a_statement_that_is_known_to_be_good_can_say_so() -> None:
    text = '-- sync-guard: ignore not-understood of an extension\nfrobnicate;\n'

    assert found({'1_a.sql': text}) == []
