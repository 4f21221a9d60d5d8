from __future__ import annotations

import time

import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st

from sync_guard.postgres.quoting import mask
from sync_guard.postgres.scanner import CONFLICT
from sync_guard.postgres.scanner import line_of
from sync_guard.postgres.scanner import Lines
from sync_guard.postgres.scanner import scan


def pieces(text: str) -> list[str]:
    return [text[s.start:s.end] for s in scan(text).statements]


def problems(text: str) -> list[tuple[int, str]]:
    return [(p.position, p.what) for p in scan(text).problems]


WHOLE = [
    pytest.param('', [], id='nothing'),
    pytest.param(' ;; ; ', [], id='only semicolons'),
    pytest.param('-- only a comment', [], id='only a comment'),
    pytest.param('a;b', ['a', 'b'], id='the last statement needs no semicolon'),
    pytest.param('  /* c */ a -- d\n;\n-- e\nb', ['a -- d', 'b'],
                 id='comments in front are not kept'),
    pytest.param('\ufeffa; b', ['a', 'b'], id='a byte order mark'),
    pytest.param('a\r\n;\r\nb\r\n', ['a', 'b'], id='CRLF'),
    pytest.param('a;\rb', ['a', 'b'], id='CR alone'),
    pytest.param("select 'a;b'; x", ["select 'a;b'", 'x'], id='in a string'),
    pytest.param("select 'it''s;'; x", ["select 'it''s;'", 'x'], id='a doubled quote'),
    pytest.param("select 'C:\\'; x", ["select 'C:\\'", 'x'], id='a backslash ends no plain string'),
    pytest.param("select E'\\';'; x", ["select E'\\';'", 'x'], id='a backslash in an E string'),
    pytest.param("select E'\\\\'; x", ["select E'\\\\'", 'x'], id='two backslashes in an E string'),
    pytest.param("select E'''1 \\\\''2;'; x", ["select E'''1 \\\\''2;'", 'x'], id='E with both'),
    pytest.param(
        "select E'a'\n  -- c\n  '\\';'; x", ["select E'a'\n  -- c\n  '\\';'", 'x'],
        id='an E string that goes on after a line end',
    ),
    pytest.param("select noteE'\\'; x", ["select noteE'\\'", 'x'], id='a name that ends in e'),
    pytest.param('select "a;""b"; x', ['select "a;""b"', 'x'], id='in a quoted name'),
    pytest.param("select U&'\\0061;'; x", ["select U&'\\0061;'", 'x'], id='a unicode string'),
    pytest.param('do $$ a; b $$; x', ['do $$ a; b $$', 'x'], id='a dollar quote'),
    pytest.param(
        'do $f$ a; $$ b; $$ $g$ $f$; x', ['do $f$ a; $$ b; $$ $g$ $f$', 'x'], id='dollar tags nest',
    ),
    pytest.param('do $ä1$ ; $ä1$; x', ['do $ä1$ ; $ä1$', 'x'], id='a dollar tag beyond ASCII'),
    pytest.param('select a$b$ ; c$b$', ['select a$b$', 'c$b$'], id='dollars in names'),
    pytest.param('select $1; x', ['select $1', 'x'], id='a parameter'),
    pytest.param('select 1 /* a /* ; */ ; */; x', ['select 1 /* a /* ; */ ; */', 'x'],
                 id='comments nest'),
    pytest.param("select 1 -- it's; \n; x", ["select 1 -- it's;", 'x'], id='a line comment'),
    pytest.param("select '--'; x /* ' */; y", ["select '--'", "x /* ' */", 'y'],
                 id='comment in string, quote in comment'),
    pytest.param('create rule r as on insert to t do (a (b); c (d)); x',
                 ['create rule r as on insert to t do (a (b); c (d))', 'x'], id='a rule'),
    pytest.param('begin; a; commit; b', ['begin', 'a', 'commit', 'b'], id='a transaction'),
    pytest.param(
        'create function f() begin atomic select 1; select case when a then b end; end; x',
        ['create function f() begin atomic select 1; select case when a then b end; end', 'x'],
        id='BEGIN ATOMIC',
    ),
    pytest.param(
        'create or replace /* c */ procedure p() begin\natomic select spending as end; end; x',
        ['create or replace /* c */ procedure p() begin\natomic select spending as end; end', 'x'],
        id='BEGIN ATOMIC with a column called end',
    ),
    pytest.param('create function f() begin atomic end; x',
                 ['create function f() begin atomic end', 'x'], id='BEGIN ATOMIC of nothing'),
    pytest.param("create function f(a text default 'begin atomic') as $$x$$; y",
                 ["create function f(a text default 'begin atomic') as $$x$$", 'y'],
                 id='the words BEGIN ATOMIC in a string'),
    pytest.param('select [1;2]', ['select [1', '2]'], id='brackets are no parentheses'),
]


@pytest.mark.parametrize('text, expected', WHOLE)
def test_semicolons_end_statements_as_in_psql(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected
    assert problems(text) == []


@pytest.mark.parametrize('text, expected', [
    pytest.param('\\restrict abc\na;', [('meta', '\\restrict abc'), ('sql', 'a')], id='pg_dump'),
    pytest.param("\\echo it's\r\na", [('meta', "\\echo it's"), ('sql', 'a')], id='CRLF'),
    pytest.param(
        'copy t (a) from stdin;\n1;\'\t"\n\\N\n\\.\nb',
        [('sql', 'copy t (a) from stdin'), ('copydata', '1;\'\t"\n\\N\n'), ('sql', 'b')], id='COPY',
    ),
    pytest.param('COPY t FROM STDIN WITH csv;\r\n1\r\n\\.\r\nb', [
        ('sql', 'COPY t FROM STDIN WITH csv'), ('copydata', '1\r\n'), ('sql', 'b'),
    ], id='COPY with CRLF'),
    pytest.param("copy t from 'file'; b", [('sql', "copy t from 'file'"), ('sql', 'b')],
                 id='COPY from a file'),
    pytest.param("copy (select 'x from stdin') to 'f'; b", [
        ('sql', "copy (select 'x from stdin') to 'f'"), ('sql', 'b'),
    ], id='COPY of a query'),
])
def test_lines_of_psql_and_copy_data_are_told_apart(
        text: str, expected: list[tuple[str, str]],
) -> None:
    found = [(s.kind, text[s.start:s.end]) for s in scan(text).statements]
    assert found == expected
    assert problems(text) == []


@pytest.mark.parametrize('text, expected', [
    pytest.param("a;\nselect 'b; c", [(10, 'unterminated quote')], id='string'),
    pytest.param("select E'b\\'; c", [(8, 'unterminated quote')], id='E string'),
    pytest.param('select "b; c', [(7, 'unterminated quote')], id='quoted name'),
    pytest.param('do $x$ b; $X$', [(3, 'unterminated dollar quote')], id='dollar quote'),
    pytest.param('a; /* b /* c */', [(3, 'unterminated comment')], id='comment'),
    pytest.param('f(a', [(1, 'unbalanced (')], id='open parenthesis'),
    pytest.param('f a); b', [(3, 'unbalanced )')], id='closing parenthesis'),
    pytest.param("f(a 'b", [(4, 'unterminated quote')], id='one fault is reported, not two'),
    pytest.param('copy t from stdin;\n1\n', [(0, 'COPY data not ended by \\.')], id='COPY data'),
    pytest.param('x; create function f() begin atomic select 1; y',
                 [(3, 'BEGIN ATOMIC without END')], id='BEGIN ATOMIC'),
])
def test_what_does_not_end_is_reported_where_it_opens(
        text: str, expected: list[tuple[int, str]],
) -> None:
    assert problems(text) == expected


def test_an_open_parenthesis_does_not_hide_the_statements_after_it() -> None:
    text = 'a (b); create table t (x int; create table u (y int);\nz ('
    assert pieces(text) == ['a (b)', 'create table t (x int', 'create table u (y int)', 'z (']
    assert problems(text) == [(22, 'unbalanced ('), (56, 'unbalanced (')]


def test_reading_on_after_an_open_parenthesis_repeats_no_problem_and_no_comment() -> None:
    text = 'a); b (; -- sync-guard: ignore x\nc; d'
    found = scan(text)
    assert pieces(text) == ['a)', 'b (', 'c', 'd']
    assert [p.what for p in found.problems] == ['unbalanced )', 'unbalanced (']
    assert len(found.comments) == 1


MERGE = '''\
create table a (x int);
<<<<<<< HEAD
create table b (
=======
create table c (
>>>>>>> feature (don't ask)
  y int
);
create table d (z int);
'''


def test_a_merge_conflict_is_reported_at_its_marker_and_the_rest_is_still_read() -> None:
    assert problems(MERGE) == [(24, CONFLICT)]
    found = pieces(MERGE)
    assert found[0] == 'create table a (x int)'
    assert found[-1] == 'create table d (z int)'
    assert len(found) == 3


@pytest.mark.parametrize('text, count', [
    pytest.param('a;\n=======\nb;', 1, id='a marker left alone'),
    pytest.param('a;\r\n<<<<<<< x\r\nb;\r\n||||||| y\r\n=======\r\nc;\r\n>>>>>>> z\r\n', 1,
                 id='diff3'),
    pytest.param('<<<<<<< x\na;\n=======\nb;\n>>>>>>> y\n<<<<<<< x\na\n=======\n>>>>>>> y', 2,
                 id='two'),
    pytest.param('select a\n<<<<<<<< b', 0, id='eight characters'),
    pytest.param("select '\n=======\n'", 0, id='in a string'),
    pytest.param('/*\n=======\n*/ a', 0, id='in a comment'),
    pytest.param('a -- =======', 0, id='not at the beginning of a line'),
])
def test_only_lines_that_git_writes_are_conflict_markers(text: str, count: int) -> None:
    assert [p.what for p in scan(text).problems] == [CONFLICT] * count


def test_comments_that_speak_to_us_are_found_wherever_they_stand() -> None:
    text = (
        '-- sync-guard: a\nselect 1; -- plain\n/* sync-guard: b */ select (2, '
        '-- sync-guard: c\n 3);'
        "select '-- sync-guard: no';\n-- sync-guard: d"
    )
    assert [text[c.start:c.end] for c in scan(text).comments] == [
        '-- sync-guard: a', '/* sync-guard: b */', '-- sync-guard: c', '-- sync-guard: d',
    ]


def test_lines_and_columns_count_from_one() -> None:
    text = 'a\nbc\r\n\nd'
    lines = Lines(text)
    places = [(lines.line(i), lines.column(i)) for i in range(len(text) + 1)]
    assert places == [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (2, 4), (3, 1), (4, 1), (4, 2)]
    assert [line_of(text, i) for i in range(len(text))] == [line for line, _ in places[:-1]]


fragments = st.lists(st.sampled_from([
    "'", '"', '$$', '$a$', '(', ')', ';', '--', '/*', '*/', '\n', '\r\n', '\\', 'E', 'U&', ' ', 'a',
    'create function f() ', 'begin atomic ', 'end', 'copy t from stdin;\n', '\\.\n', 'create rule ',
    '<<<<<<< x\n', '=======\n', '>>>>>>> y\n', 'sync-guard:', '\ufeff', '\x00', 'é', '\u00a0',
]), max_size=60).map(''.join)


@given(fragments | st.text())
@example('(;' * 50)
def test_no_text_makes_the_scanner_fail_and_nothing_but_separators_is_left_out(text: str) -> None:
    found = scan(text)
    end = 0
    for statement in found.statements:
        assert end <= statement.start < statement.end <= len(text) or statement.kind == 'copydata'
        between = mask(text[end:statement.start]).text
        if not found.problems:
            assert not between.strip(' \t\r\n\f\v;\ufeffx\\.'), between
        end = statement.end
    assert all(0 <= p.position < len(text) for p in found.problems)
    assert sorted(found.problems) == sorted(set(found.problems))


@given(fragments)
def test_the_mask_moves_no_offset_and_shows_only_ascii(text: str) -> None:
    masked = mask(text)
    if masked.open >= 0:
        assert text[masked.open] in '\'"$/'
        return
    assert len(masked.text) == len(text)
    assert masked.text.isascii()
    assert masked.text.count('\n') <= text.count('\n')


@pytest.mark.parametrize('unit', [
    '(;', ');', "';", "E'\\'", '"', '$a$', '$$;', '/*', '/**/', '--\n', '\\x\n', ' \n', "''",
    "'\n'",
    'create function f() begin atomic;', 'create rule (;', 'copy t from stdin;\n', '<<<<<<< \n',
    '=======\n', 'a', '$', 'create or replace ', '-- sync-guard: x\n',
])
def test_time_grows_with_length_and_no_faster(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            scan(text)
            best = min(best, time.process_time() - start)
        return best

    small, large = seconds(1_000), seconds(8_000)
    assert large < 30 * small + 0.02  # eight times the text; 64 times if it were quadratic
