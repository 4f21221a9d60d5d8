from __future__ import annotations

import pytest

from tests.rules.migrations import Files
from tests.rules.migrations import FOLDER
from tests.rules.migrations import found
from tests.rules.migrations import said

A = '20250101000000_a.sql'
ONE = 'create table a (\n  id int\n);\n'
TWO = 'create table a (\n  id bigint\n);\n'
THREE = 'create table a (\n  id text\n);\n'


@pytest.mark.parametrize(('files', 'landed', 'fork'), [
    pytest.param({A: TWO}, None, None, id='nothing is known to have landed'),
    pytest.param({A: ONE}, {A: ONE}, None, id='unchanged'),
    pytest.param({A: TWO}, {}, {}, id='not landed yet'),
    pytest.param({A: ONE}, {A: TWO}, {A: ONE}, id='the shared branch edited it meanwhile'),
    pytest.param({A: TWO}, {A: TWO}, {A: ONE}, id='the same edit as on the shared branch'),
    pytest.param({A: ONE, '20250101000000-x.sql': TWO}, {A: ONE, '20250101000000-x.sql': ''}, None,
                 id='a file that is never applied'),
])
def test_files_that_are_as_they_landed(
        files: Files, landed: Files | None, fork: Files | None,
) -> None:
    edited = [f for f in found(files, landed=landed, fork=fork) if f.rule == 'edited-migration']

    assert edited == []


@pytest.mark.parametrize('glob', [f'{FOLDER}/{A}', A, f'{FOLDER}/2025*'])
def test_files_that_are_meant_to_be_edited(glob: str) -> None:
    assert found({A: TWO}, landed={A: ONE}, config=f'editable = ["{glob}"]\n') == []


def test_a_changed_statement() -> None:
    finding, = found({A: TWO}, landed={A: ONE})

    assert (finding.rule, finding.severity) == ('edited-migration', 'error')
    assert finding.place == (f'{FOLDER}/{A}', 2, 1)
    assert finding.message == (
        f'{A} has landed on origin/main and is changed here: '
        'databases that applied it will not apply it again'
    )
    assert finding.help == (
        'put the change into a new migration (supabase migration new NAME), then\n'
        f'git restore --source=origin/main --staged --worktree -- {FOLDER}/{A}'
    )


def test_an_edit_on_both_branches() -> None:
    assert said(found({A: TWO}, landed={A: THREE}, fork={A: ONE})) == [
        ('edited-migration', 'error', f'{A}:2'),
    ]


@pytest.mark.parametrize('text', [
    pytest.param(f'-- all about a\n{ONE}', id='a comment'),
    pytest.param('create  table a(id int) ;', id='white space'),
    pytest.param('CREATE TABLE A (\n  id INT\n);\n', id='the case of words'),
    pytest.param(ONE.replace('\n', '\r\n'), id='line ends'),
    pytest.param('/* a */ create table a (id /* b */ int);', id='comments inside'),
    pytest.param(f'\ufeff{ONE}', id='a byte order mark'),
])
def test_comments_and_white_space_alone_warn(text: str) -> None:
    finding, = found({A: text}, landed={A: ONE})

    assert (finding.rule, finding.severity) == ('edited-migration', 'warning')
    assert '(comments and white space alone)' in finding.message


@pytest.mark.parametrize('text', [
    pytest.param('create table "A" (id int);', id='a quoted name'),
    pytest.param("comment on table a is 'x';", id='another statement'),
    pytest.param(f'{ONE}select 1;', id='one more statement'),
    pytest.param('', id='nothing left'),
    pytest.param("select 'open", id='text that does not end'),
])
def test_what_changes_a_statement_blocks(text: str) -> None:
    severities = {f.severity for f in found({A: text}, landed={A: ONE})
                  if f.rule == 'edited-migration'}

    assert severities == {'error'}


def test_the_text_of_a_function_is_no_white_space() -> None:
    body = 'create function f() returns int language sql as $$ select {} $$;'

    finding, = found({A: body.format('1 -- x')}, landed={A: body.format('1')})

    assert finding.severity == 'error'


@pytest.mark.parametrize(('before', 'after', 'line'), [
    ('a\nb\nc\n', 'a\nx\nc\n', 2),
    ('a\n', 'a\nb\n', 2),
    ('a\nb\n', 'a\n', 2),
    ('a\nb', 'a', 1),
    ('a', '', 1),
])
def test_the_place_is_the_first_line_that_differs(before: str, after: str, line: int) -> None:
    config = '[severity]\nnot-understood = "off"\n'
    places = [f.place.line for f in found({A: after}, landed={A: before}, config=config)
              if f.rule == 'edited-migration']

    assert places == [line]


def test_the_file_itself_can_say_that_the_edit_is_meant() -> None:
    text = f'-- sync-guard: ignore edited-migration it never ran anywhere\n{TWO}'

    assert found({A: text}, landed={A: ONE}) == []
