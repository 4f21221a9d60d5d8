"""The CLI's statements, as it recorded them in its history table (3.1.0 on PostgreSQL 15)."""
from __future__ import annotations

import pytest

from sync_guard.postgres.cli_splitter import splits
from sync_guard.postgres.scanner import scan


@pytest.mark.parametrize(('text', 'pieces'), [
    ('a; b;', ['a', ' b', '']),
    ("a ';' b; c", ["a ';' b", ' c']),
    ('a ";"" ;" b; c', ['a ";"" ;" b', ' c']),
    (r"a E'\';' b; c", [r"a E'\';' b", ' c']),
    ("a E'x'\n  '\\';' b; c", ["a E'x'\n  '\\';' b", ' c']),
    ("a '\\'; b", ["a '\\'", ' b']),
    ('a $x$;$x$ b; c', ['a $x$;$x$ b', ' c']),
    ('a$x$; b$x$; c', ['a$x$', ' b$x$', ' c']),
    ('a $1$; b $1$; c', ['a $1$; b $1$', ' c']),
    ('a $$$; b $$; c', ['a $$$', ' b $$; c']),
    ('a -- ;\n b; c', ['a -- ;\n b', ' c']),
    ('a - ; b', ['a - ', ' b']),
    ('a /* /* ; */ ; */ b; c', ['a /* /* ; */ ; */ b', ' c']),
    ('a (b; c); d', ['a (b; c)', ' d']),
    ('a (b (c); d); e', ['a (b (c)', ' d)', ' e']),
    ('a (b; c', ['a (b; c']),
    (r'a \; b; c', [r'a \; b', ' c']),
    (r'(a \); b', [r'(a \)', ' b']),
    (r'\begin atomic a; b', [r'\begin atomic a; b']),
    ('begin atomic a; b; end; c', ['begin atomic a; b; end', ' c']),
    ('BEGIN\nATOMIC END; c', ['BEGIN\nATOMIC END', ' c']),
    ('begin atomic a; endless; case x end; b; /* */ end; c',
     ['begin atomic a; endless; case x end; b; /* */ end', ' c']),
    ('begin /**/ atomic a; end; c', ['begin /**/ atomic a', ' end', ' c']),
    ('beginatomic a; my_begin atomic b; c', ['beginatomic a', ' my_begin atomic b', ' c']),
    ('a \'b; c', ["a 'b; c"]),
])
def test_pieces(text: str, pieces: list[str]) -> None:
    ends = splits(text)

    starts = [0, *(end + 1 for end in ends)]
    assert [text[a:b] for a, b in zip(starts, [*ends, len(text)])] == pieces


@pytest.mark.parametrize(('text', 'odd'), [
    ("create table t (a text default ';'); select $$ a; b $$;", False),
    ('create rule r as on insert to t do also (select 1; select 2);', True),
    ('create function f() returns int begin atomic select 1; end;', True),
    (r'\echo a', True),
    ('copy t from stdin;\n\\.\n', True),
    ('select $$$1$$;', True),
])
def test_the_scanner_tells_which_files_may_be_cut_elsewhere(text: str, odd: bool) -> None:
    assert scan(text).odd is odd
