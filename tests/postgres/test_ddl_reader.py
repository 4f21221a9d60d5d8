"""What a file says by itself: statements that cannot be read, directives, what is ignored."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from sync_guard.postgres import Directive
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import SqlProblem
from sync_guard.postgres.operations import Alter
from sync_guard.postgres.operations import CreateTable
from sync_guard.postgres.operations import Need
from sync_guard.postgres.operations import Operation
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.operations import SetSearchPath
from sync_guard.postgres.operations import Transaction
from sync_guard.postgres.reads import Reads
from sync_guard.postgres.routines import AlterAttached
from sync_guard.postgres.routines import Attach
from sync_guard.postgres.routines import CreateRoutine
from sync_guard.postgres.routines import Detach


@pytest.mark.parametrize('text', [
    pytest.param('', id='nothing'),
    pytest.param('-- only a comment\n/* and another */', id='comments'),
    pytest.param(';;;', id='empty statements'),
    pytest.param('select 1; values (1); table t; (select 1) union select 2', id='queries'),
    pytest.param("insert into public.t values ('create table x (a int;')", id='data'),
    pytest.param('create function f() returns int language sql as $$ select 1 $$', id='function'),
    pytest.param(
        'create or replace function f() returns trigger language plpgsql as $f$\n'
        "begin execute 'create table x (a int)'; end $f$", id='trigger function',
    ),
    pytest.param('create function f() returns int begin atomic select 1; end', id='atomic body'),
    pytest.param('create rule r as on insert to t do also (select 1; select 2)', id='rule'),
    pytest.param('grant all on schema public to anon; alter role anon set x = 1', id='grants'),
    pytest.param('alter default privileges in schema a grant all on tables to b', id='privileges'),
    pytest.param('create publication p; alter publication p add table t', id='publications'),
    pytest.param('set statement_timeout = 0; reset role; show all; vacuum', id='session'),
    pytest.param('alter table t owner to x, force row level security', id='indifferent actions'),
    pytest.param("do $$ begin raise notice 'create'; end $$", id='a block that builds nothing'),
    pytest.param('create event trigger e on ddl_command_end execute function f()', id='event'),
])
def test_what_is_not_compared_is_passed_over_in_silence(text: str) -> None:
    file = read(text)
    assert file.problems == ()
    assert all(
        isinstance(operation, (Attach, CreateRoutine, Detach, Need, Reads, Transaction))
        or isinstance(operation, Alter) and not operation.actions
        for operation in file.operations
    )


@pytest.mark.parametrize('text, expected', [
    pytest.param(
        "create table a (x int);\nselect 'open;\ncreate table b (x int);",
        SqlProblem(2, 8, 'unterminated-sql', 'unterminated quote'), id='quote',
    ),
    pytest.param(
        'create table a (x int);\n  /* open',
        SqlProblem(2, 3, 'unterminated-sql', 'unterminated comment'), id='comment',
    ),
    pytest.param(
        'do $x$ begin end $y$;', SqlProblem(1, 4, 'unterminated-sql', 'unterminated dollar quote'),
        id='dollar quote',
    ),
    pytest.param(
        'create table a (\n  x int;\ncreate table b (x int);',
        SqlProblem(1, 16, 'unterminated-sql', 'unbalanced ('), id='parenthesis',
    ),
    pytest.param(
        'frobnicate the database;',
        SqlProblem(1, 1, 'not-understood', 'syntax error at or near "frobnicate" (42601)'),
        id='no command of PostgreSQL',
    ),
    pytest.param(
        '\n\\connect other\n',
        SqlProblem(
            2, 1, 'not-understood',
            'syntax error at or near "\\": \\connect is a command of psql, not SQL (42601)',
        ), id='psql',
    ),
])
def test_what_cannot_be_read_is_named_where_it_opens(text: str, expected: SqlProblem) -> None:
    assert read(text).problems == (expected,)


def test_a_conflict_marker_is_its_own_rule_and_hides_no_other_statement() -> None:
    file = read(
        '<<<<<<< HEAD\ncreate table a (x int);\n=======\ncreate table b (x int);\n>>>>>>> x\n',
    )
    assert {p.rule for p in file.problems} == {'conflict-marker'}
    assert [o.name.name for o in file.operations if isinstance(o, CreateTable)] == ['a', 'b']


def test_an_unknown_form_of_a_known_command_warns_and_makes_its_object_uncertain() -> None:
    file = read('create table t (a int);\nalter table t frob;')
    problem, = file.problems
    assert (problem.rule, problem.blocks, problem.line) == ('not-understood', False, 2)
    catalog = replay(None, [('a.sql', file)]).catalog
    table, = (t for t in catalog.tables.values() if t.schema == 'public')
    assert table.uncertain == problem.message == catalog.notes[0].text


def test_a_table_that_cannot_be_read_is_there_all_the_same() -> None:
    file = read('create table t (a int,, b int);\ncreate index on t (b);')
    state = replay(None, [('a.sql', file)])
    assert state.problems == ()
    table, = (t for t in state.catalog.tables.values() if t.schema == 'public')
    assert (table.columns, bool(table.uncertain)) == (None, True)


@pytest.mark.parametrize('text, expected', [
    pytest.param(
        '-- sync-guard: ignore cannot-apply made by hand\n\ncreate table t (\n  a int\n);\n',
        Directive(1, 'ignore', 'cannot-apply', 'made by hand', 3, 5), id='the statement below',
    ),
    pytest.param(
        'create table t (\n  a int, -- sync-guard: ignore column-without-field later\n  b int);',
        Directive(2, 'ignore', 'column-without-field', 'later', 2, 2), id='its own line',
    ),
    pytest.param(
        'create table t (\n  -- sync-guard: ignore type legacy\n\n  a int);',
        Directive(2, 'ignore', 'type', 'legacy', 4, 4), id='the next line of the statement',
    ),
    pytest.param(
        'select 1; /* sync-guard: ignore not-understood */',
        Directive(1, 'ignore', 'not-understood', '', 1, 1), id='block comment, no reason',
    ),
])
def test_ignore_covers_what_it_stands_by(text: str, expected: Directive) -> None:
    assert read(text).directives == (expected,)


def test_assumed_sql_is_read_where_it_stands() -> None:
    text = (
        'create table t (a int);\n'
        '-- sync-guard: assume alter table t add column b text;\n'
        '/* sync-guard: assume\n  create table u (a int);\n  create table v (a int); */\n'
        'alter table t rename column b to c;'
    )
    state = replay(None, [('a.sql', read(text))])
    assert state.problems == ()
    tables = {t.name: t for t in state.catalog.tables.values() if t.schema == 'public'}
    assert list(tables) == ['t', 'u', 'v']
    assert [c.name for c in tables['t'].columns or ()] == ['a', 'c']
    assert tables['u'].origin is not None and tables['u'].origin.line == 4


@pytest.mark.parametrize('text, names', [
    ('create policy "my policy" on public.t using (true)', [('public', 't')]),
    ('drop policy p on t', [(None, 't')]),
    ('drop policy if exists p on t', []),
    ('create or replace trigger g before update of a, b or delete on "T" execute function f()',
     [(None, 'T')]),
    ('create constraint trigger g after insert on s.t execute function f()', [('s', 't')]),
    ('drop trigger if exists g on t', []),
    ('insert into "My Table" (a) select 1', [(None, 'My Table')]),
    ('insert /* why */ into t values (1)', [(None, 't')]),
    ('update only s . "T" set a = 1', [('s', 'T')]),
    ('delete from t where a in (select b from u)', [(None, 't'), (None, 'u')]),
    ('grant select, insert on table t, s.u to anon', [(None, 't'), ('s', 'u')]),
    ('revoke all on t from anon', [(None, 't')]),
    ('grant all on all tables in schema public to anon', []),
    ('grant execute on function f(int) to anon', []),
    ('refresh materialized view concurrently m', [(None, 'm')]),
])
def test_statements_need_their_relations(text: str, names: list[tuple[str | None, str]]) -> None:
    assert [ref for o in read(text).operations for ref in _needed(o)] == [
        Ref(*name) for name in names
    ]


def _needed(operation: Operation) -> list[Ref]:
    if isinstance(operation, Need):
        return list(operation.names)
    if isinstance(operation, (Attach, AlterAttached, Detach)):
        return [] if isinstance(operation, Detach) and operation.if_exists else [operation.table]
    if isinstance(operation, Reads):
        sources = [source for scope in operation.scopes for source in scope.sources]
        return [s.relation for s in sources if s.relation is not None and s.alias != 'excluded']
    return []


@pytest.mark.parametrize('text, schemas', [
    ("set search_path = a, \"B\", 'c'", ('a', 'B', 'c')),
    ('set search_path to default', None),
    ("set search_path = ''", ()),
    ("select pg_catalog.set_config('search_path', '', false)", ()),
    ("select set_config('search_path', 'a, \"B c\"', true)", ('a', 'B c')),
    ("set schema 'a'", ('a',)),
    ('reset all', None),
])
def test_every_spelling_of_the_search_path(text: str, schemas: tuple[str, ...] | None) -> None:
    operation, = read(text).operations
    assert isinstance(operation, SetSearchPath) and operation.schemas == schemas


_PIECES = st.sampled_from([
    'create table', 'alter table', 'drop', 'type', 'if not exists', 't', '"T"', 's.t', '(', ')',
    ',', ';', 'a int', 'default', 'not null', 'primary key', 'references', 'check', 'unique',
    "'x'", '$$', 'begin', 'end', 'do', 'declare', 'exception when others then', 'loop', 'for r in',
    'select', 'from', 'execute', "format('%I', x)", 'as', 'enum', 'add value', 'add column', '::',
    'partition of', 'like', 'including all', 'create view', 'create index', 'on', 'using', '--',
    '/*', '*/', '\n', 'comment on', 'is', 'set', 'search_path', '=', 'case', 'when', 'if', 'then',
    'create function f()', 'language plpgsql', 'sync-guard: assume', 'sync-guard: ignore', '\\.',
    'generated always as identity', 'constraint', 'exclude', 'rename', 'to', 'array[', ']', '||',
])


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=25).map(' '.join) | st.text(max_size=60))
def test_no_text_makes_the_reader_or_the_replay_fail(text: str) -> None:
    replay(None, [('a.sql', read(text))])


@pytest.mark.parametrize('text', [
    'do $$ begin if ' + '(' * 5000 + ')' * 5000 + ' then drop table t; end if; end $$',
    'do $$ begin if ' + 'not ' * 5000 + 'true then drop table t; end if; end $$',
    'create table t (a int default ' + '(' * 5000 + '1' + ')' * 5000 + ')',
    'do $$ ' + 'begin ' * 5000 + 'drop table t; ' + 'end; ' * 5000 + '$$',
    'create view v as ' + 'select * from (' * 3000 + 'select 1' + ') x' * 3000,
])
def test_depth_is_no_way_to_make_it_fail(text: str) -> None:
    replay(None, [('a.sql', read(text))])
