from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_guard.postgres.tokens import read
from sync_guard.postgres.tokens import Token
from sync_guard.postgres.tokens import Unreadable


def kinds(text: str) -> list[tuple[str, str]]:
    return [(t.kind, t.value) for t in read(text)]


def shown(text: str) -> str:
    """The tokens as one line: strings in quotes, quoted names in double quotes."""
    return ' '.join(
        f"'{t.value}'" if t.kind == 'string' else f'"{t.value}"' if t.kind == 'name' else t.value
        for t in read(text)
    )


# Statements on which sqlparse's own set-up goes wrong, or a careless reader would.
HOSTILE = [
    pytest.param(
        "insert into t values ('C:\\'), ('D:'); create table secret(i int); select 'z'",
        "insert into t values ( 'C:\\' ) , ( 'D:' ) ; create table secret ( i int ) ; select 'z'",
        id='a backslash before a quote hides no statement',
    ),
    pytest.param('create table t ("a\\" int, "b" text)', 'create table t ( "a\\" int , "b" text )',
                 id='a backslash in a quoted name'),
    pytest.param("select E'\\\\'; select 'x'", "select '\\' ; select 'x'",
                 id='an escaped backslash before the quote'),
    pytest.param("E'''1 \\\\''2''' x", "''1 \\'2'' x", id='doubled quotes and backslashes'),
    pytest.param('a /* a ; /* b ; */ c ; */ b', 'a b', id='comments nest'),
    pytest.param('select a # b; select 2', 'select a # b ; select 2', id='# is an operator'),
    pytest.param("array ['x','y'] [3]", "array [ 'x' , 'y' ] [ 3 ]", id='brackets after a space'),
    pytest.param("default 'a' /* ' */ -- '\n, b", "default 'a' , b", id='quotes in comments'),
    pytest.param("t🎉 e\u0301 'é'", "t🎉 e\u0301 'é'", id='any character beyond ASCII is a letter'),
    pytest.param('x int\u00a0y', 'x int\u00a0y', id='a no-break space is a letter too'),
    pytest.param("U&'d\\0061t' U&\"d!0061\" uescape '!' b'1'", "'dat' \"da\" b1",
                 id='prefixes belong to the string'),
    pytest.param('a not null primary  key double precision if not exists',
                 'a not null primary key double precision if not exists', id='words are single'),
    pytest.param("x at time zone 'utc' not/*c*/null", "x at time zone 'utc' not null",
                 id='a comment between two words'),
    pytest.param("$$it's; \"$$ $a$ $$ $a$ a$b$c $1", "'it's; \"' ' $$ ' a$b$c $1", id='dollars'),
    pytest.param('start uuid text timestamp(3) citext', 'start uuid text timestamp ( 3 ) citext',
                 id='no word is special'),
]


@pytest.mark.parametrize('text, expected', HOSTILE)
def test_hostile_text_is_read_as_postgresql_reads_it(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize('text, expected', [
    pytest.param('Users "Users" ÄÖ', [('word', 'users'), ('name', 'Users'), ('word', 'ÄÖ')],
                 id='only A to Z are folded'),
    pytest.param('"a""b"', [('name', 'a"b')], id='a doubled quote in a name'),
    pytest.param("'a'\n  'b'", [('string', 'ab')], id='a string that goes on after a line end'),
    pytest.param("'a' -- c\n'b'", [('string', 'ab')], id='with a comment between'),
    pytest.param("'a''\n''b'", [('string', "a'\n'b")], id='doubled quotes around a line end'),
    pytest.param("'a' 'b'", [('string', 'a'), ('string', 'b')], id='on one line they are two'),
    pytest.param("E'\\t\\n\\x41\\101\\u00e9\\U0001F600\\q'", [('string', '\t\nAAé😀q')],
                 id='escapes'),
    pytest.param("E'\\xe2\\x82\\xac'", [('string', '€')], id='bytes that make one character'),
    pytest.param("E'\\xff'", [('string', '\ufffd')], id='bytes that make none'),
    pytest.param("E'\\uD83D\\uDE00'", [('string', '😀')], id='a surrogate pair'),
    pytest.param("U&'\\+01F600\\\\'", [('string', '😀\\')], id='six digits'),
    pytest.param("B'101' x'1F'", [('bits', 'b101'), ('bits', 'x1F')], id='bit strings'),
    pytest.param("N'x'", [('word', 'nchar'), ('string', 'x')], id='N is NCHAR'),
    pytest.param('1 1.5 .5 1e10 1.5e-3 5. 1_000 0x1F', [
        ('number', n) for n in '1 1.5 .5 1e10 1.5e-3 5. 1_000 0x1F'.split()
    ], id='numbers'),
    pytest.param('1..2', [('number', '1'), ('..', '..'), ('number', '2')], id='two dots'),
    pytest.param('a.b.*', [('word', 'a'), ('.', '.'), ('word', 'b'), ('.', '.'), ('operator', '*')],
                 id='dots'),
    pytest.param('a::int[]', [('word', 'a'), ('::', '::'), ('word', 'int'), ('[', '['), (']', ']')],
                 id='a cast'),
    pytest.param('a=-1', [('word', 'a'), ('operator', '='), ('operator', '-'), ('number', '1')],
                 id='an operator does not end in minus'),
    pytest.param('a@-1', [('word', 'a'), ('operator', '@-'), ('number', '1')], id='unless it may'),
    pytest.param('a->>b #>> <@ ?| || != => := %', [
        ('word', 'a'), ('operator', '->>'), ('word', 'b'), ('operator', '#>>'), ('operator', '<@'),
        ('operator', '?|'), ('operator', '||'), ('operator', '!='), ('operator', '=>'),
        (':=', ':='), ('operator', '%'),
    ], id='operators'),
    pytest.param('+--c\n-', [('operator', '+'), ('operator', '-')], id='a comment ends it'),
])
def test_values_are_what_postgresql_understands(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_names_are_cut_to_63_bytes_as_postgresql_does() -> None:
    assert kinds('a' * 70) == [('word', 'a' * 63)]
    assert kinds('"' + 'é' * 40 + '"') == [('name', 'é' * 31)]


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "x; create table t (a text default E'b')"
    tokens = read(text, 3)
    assert [text[t.start:t.end] for t in tokens][-3:] == ['default', "E'b'", ')']
    assert read(text, 3, 9) == [Token('word', 'create', 3, 9)]


@pytest.mark.parametrize('text, position, what', [
    pytest.param("a 'b", 2, 'unterminated quote', id='quote'),
    pytest.param('a "b', 2, 'unterminated quote', id='name'),
    pytest.param('a $x$b$X$', 2, 'unterminated dollar quote', id='dollar quote'),
    pytest.param('a /* b', 2, 'unterminated comment', id='comment'),
    pytest.param('a \\g', 2, "unexpected character '\\\\'", id='psql'),
    pytest.param('a ""', 2, 'zero-length delimited identifier', id='empty name'),
    pytest.param('a\n=======\nb', 2, 'merge conflict marker', id='merge conflict'),
    pytest.param('a \x00', 2, "unexpected character '\\x00'", id='NUL'),
    pytest.param('12ab', 0, "unexpected character '1'", id='a number that goes on'),
])
def test_what_is_no_token_is_named_with_its_place(text: str, position: int, what: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read('x' + text, 1)
    assert (caught.value.position, caught.value.what) == (position + 1, what)


@given(st.text() | st.text('aE\'"$-/*;()[]#\n\\U& +1.:x'))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        tokens = read(text)
    except Unreadable as error:
        assert 0 <= error.position <= len(text)
        return
    end = 0
    for token in tokens:
        assert end <= token.start < token.end <= len(text)
        end = token.end
        if token.kind in ('word', 'operator', 'number') and token.value != 'nchar':
            assert token.value.lower() == text[token.start:token.end].lower()[:len(token.value)]
