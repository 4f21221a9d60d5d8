from __future__ import annotations

import pytest

from tests.rules.migrations import found
from tests.rules.migrations import said

BROKEN = 'alter table users add column a text;'


@pytest.mark.parametrize('text', [
    pytest.param(f'-- sync-guard: ignore cannot-apply by hand\n{BROKEN}', id='above'),
    pytest.param(f'{BROKEN} -- sync-guard: ignore cannot-apply by hand', id='behind'),
    pytest.param(f'/* sync-guard: ignore cannot-apply by hand */\n{BROKEN}', id='in a block'),
    pytest.param('-- sync-guard: assume create table users (id int);\nselect 1;', id='assume'),
    pytest.param("select '-- sync-guard: ignore';", id='in quotes'),
    pytest.param('-- sync-guard: ignore edited-migration it never ran\nselect 1;',
                 id='about a change that has landed since'),
    pytest.param('-- about sync-guard and what it ignores\n', id='only mentioned'),
])
def test_comments_that_do_something(text: str) -> None:
    assert found({'1_a.sql': text}) == []


@pytest.mark.parametrize(('comment', 'why', 'rule'), [
    ('ignore cannot-apply fixed since', 'cannot-apply finds nothing here', 'cannot-apply'),
    ('ignore canot-apply x', 'no rule is called canot-apply (did you mean cannot-apply?)',
     'cannot-apply'),
    ('ignore everything', 'no rule is called everything', 'RULE'),
    ('ignore', 'it names no rule', 'RULE'),
    ('ignor cannot-apply x', 'nothing is called ignor (did you mean ignore?)', 'cannot-apply'),
])
def test_comments_that_do_nothing(comment: str, why: str, rule: str) -> None:
    finding, = found({'1_a.sql': f'select 1;\n-- sync-guard: {comment}\nselect 2;\n'})

    assert said([finding]) == [('unused-ignore', 'warning', '1_a.sql:2')]
    assert finding.message == f'this comment ignores nothing: {why}'
    assert finding.help == f'remove it, or write: sync-guard: ignore {rule} REASON'


def test_a_comment_without_a_reason_takes_nothing_away() -> None:
    findings = found({'1_a.sql': f'-- sync-guard: ignore cannot-apply\n{BROKEN}'})

    assert said(findings) == [
        ('cannot-apply', 'error', '1_a.sql:2'), ('unused-ignore', 'warning', '1_a.sql:1'),
    ]
    assert findings[1].message == 'this comment ignores nothing: it gives no reason'


def test_a_comment_speaks_of_the_next_statement_alone() -> None:
    text = f'-- sync-guard: ignore cannot-apply by hand\nselect 1;\n{BROKEN}\n'

    assert [f.rule for f in found({'1_a.sql': text})] == ['cannot-apply', 'unused-ignore']


def test_rules_about_a_whole_file_can_be_ignored_anywhere_in_it() -> None:
    text = 'select 1;\nselect 2; -- sync-guard: ignore rollback-file it is the way forward\n'

    assert found({'1_rollback.sql': text}) == []
