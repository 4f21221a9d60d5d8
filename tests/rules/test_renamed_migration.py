from __future__ import annotations

import pytest

from sync_guard.catalog import Origin
from tests.rules.migrations import Files
from tests.rules.migrations import FOLDER
from tests.rules.migrations import found
from tests.rules.migrations import said

A, B, C = '20250101000000_a.sql', '20250201000000_b.sql', '20250301000000_c.sql'
LONG = 'create table a (\n  id int,\n  name text,\n  mood text\n);\n'


@pytest.mark.parametrize(('files', 'landed', 'fork'), [
    pytest.param({A: LONG}, {A: LONG}, None, id='the name it had'),
    pytest.param({A: LONG, B: LONG}, {A: LONG}, None, id='a copy of a file that is still there'),
    pytest.param({B: LONG}, {B: LONG}, {A: LONG}, id='renamed on the shared branch'),
])
def test_files_that_kept_their_names(files: Files, landed: Files, fork: Files | None) -> None:
    rules = {f.rule for f in found(files, landed=landed, fork=fork)}

    assert rules <= {'cannot-apply'}


def test_a_new_name() -> None:
    finding, = found({C: LONG}, landed={A: LONG})

    assert (finding.rule, finding.severity) == ('renamed-migration', 'error')
    assert (finding.place, finding.origin) == (
        Origin(f'{FOLDER}/{C}', 1), Origin(f'{FOLDER}/{A}', 1),
    )
    assert finding.message == (
        f'{A} has landed on origin/main and is called {C} here: '
        'Supabase takes that for another migration'
    )
    assert finding.help == f'git mv {FOLDER}/{C} {FOLDER}/{A}'


def test_a_new_name_before_the_last_landed_one_is_said_once() -> None:
    landed = {A: LONG, C: ''}

    assert said(found({B: LONG, C: ''}, landed=landed)) == [
        ('renamed-migration', 'error', f'{B}:1'),
    ]


def test_a_new_name_and_an_edit() -> None:
    edited = LONG.replace('mood text', 'mood int')

    assert said(found({B: edited}, landed={A: LONG})) == [('renamed-migration', 'error', f'{B}:1')]


def test_each_of_several_equal_files_keeps_its_own_name() -> None:
    files = {'20260101000000_a.sql': LONG, '20260101000001_b.sql': LONG}
    landed = {A: LONG, B: LONG}

    renamed = [f for f in found(files, landed=landed) if f.rule == 'renamed-migration']

    assert [(f.origin and f.origin.path[-5:], f.place.path[-5:]) for f in renamed] == [
        ('a.sql', 'a.sql'), ('b.sql', 'b.sql'),
    ]


def test_moved_out_of_the_folder() -> None:
    aside = f'{FOLDER}/archive/{A}'

    findings = found({aside: LONG, C: ''}, landed={A: LONG, C: ''})

    assert [(f.rule, f.severity) for f in findings] == [
        ('nested-migration', 'warning'), ('deleted-migration', 'error'),
    ]
    assert f'is moved to {aside} here' in findings[1].message
    assert findings[1].help.startswith(f'git mv {aside} {FOLDER}/{A}\n')


@pytest.mark.parametrize(('text', 'rules'), [
    pytest.param(LONG, [], id='the same'),
    pytest.param(f'-- a comment\n{LONG}', [], id='but for a comment'),
    pytest.param(LONG.replace('mood text', 'mood int'), ['renamed-migration'], id='edited'),
])
def test_a_new_name_behind_the_same_version(text: str, rules: list[str]) -> None:
    renamed = A.replace('.sql', '_better.sql')

    findings = found({renamed: text}, landed={A: LONG})

    assert [f.rule for f in findings] == rules
    assert all('will not apply what is changed in it' in f.message for f in findings)
