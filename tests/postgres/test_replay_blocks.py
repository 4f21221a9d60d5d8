"""DO blocks whose course only a running server knows: uncertain, with a note, and never a guess."""
from __future__ import annotations

from typing import Any

import pytest

from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import ForeignKey
from sync_guard.catalog import Key
from sync_guard.catalog import Name
from sync_guard.catalog import Origin
from sync_guard.catalog import Table
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.postgres import State

_TABLE = 'create table t (a int primary key, b text);\n'


def build(*texts: str) -> State:
    return replay(None, [(f'{i}.sql', read(text)) for i, text in enumerate(texts, 1)])


def doubts(state: State) -> list[str]:
    """Everything of the user's that is uncertain."""
    found = []
    for table in state.catalog.tables.values():
        found += [table.name] if table.uncertain else []
        found += [f'{table.name}.{part.name}' for part in _parts(table) if part.uncertain]
    return found + [e.name for e in state.catalog.enums() if e.uncertain]


def _parts(table: Table) -> list[Any]:
    return [
        *(table.columns or ()), *table.uniques, *table.foreign_keys, *table.indexes,
        *((table.primary_key,) if table.primary_key else ()),
    ]


@pytest.mark.parametrize('block, uncertain', [
    pytest.param(
        'if (select count(*) from t) > 0 then alter table t add column c int; end if;', ['t.c'],
        id='a condition over data, and a column',
    ),
    pytest.param(
        'if (select count(*) from t) > 0 then alter table t drop column b; end if;', ['t.b'],
        id='a column that may be gone',
    ),
    pytest.param(
        "if current_setting('x') = 'y' then alter table t alter b set not null; "
        'else create index i on t (b); end if;', ['t.b', 't.i'], id='both branches',
    ),
    pytest.param(
        'if (select count(*) from t) > 0 then create table u (a int); end if;', ['u'],
        id='a table that may be there',
    ),
    pytest.param(
        'if (select count(*) from t) > 0 then drop table t; end if;', ['t'],
        id='a table that may be gone',
    ),
    pytest.param(
        "if random() < 1 then create type m as enum ('x'); end if;", ['m'], id='a type',
    ),
    pytest.param(
        "execute format('alter table t add constraint %I unique (b)', current_setting('n'));",
        ['t.sync_guard_unknown'], id='a constraint of unknown name',
    ),
    pytest.param(
        "execute 'alter table ' || current_setting('n') || ' add column c int';", ['t', 'w'],
        id='an unknown table: all may be altered',
    ),
    pytest.param(
        'while random() < 1 loop alter table t add column c int; end loop;', ['t.c'],
        id='a loop nobody can count',
    ),
])
def test_what_may_or_may_not_run_is_uncertain_and_noted(block: str, uncertain: list[str]) -> None:
    state = build(_TABLE + 'create table w (a int);', f'do $$\nbegin\n  {block}\nend $$;')
    assert state.problems == ()
    assert doubts(state) == uncertain
    assert {note.origin for note in state.catalog.notes} == {Origin('2.sql', 3)}


@pytest.mark.parametrize('block', [
    "if (select count(*) from t) > 0 then raise notice 'x'; end if;",
    'if (select count(*) from t) > 0 then create policy p on t using (true); end if;',
    "execute format('create policy %I on %I using (true)', x, y);",
    "execute 'grant select on ' || x || ' to anon';",
    "for r in select * from t loop execute format('alter table %I force row level security', r.b);"
    ' end loop;',
    'for r in select * from t loop update t set b = r.b; end loop;',
])
def test_what_changes_nothing_that_is_compared_is_no_doubt(block: str) -> None:
    state = build(_TABLE, f'do $$ declare r record; x text; begin {block} end $$')
    assert (doubts(state), state.catalog.notes, state.problems) == ([], (), ())


@pytest.mark.parametrize('made, again', [
    pytest.param('constraint k unique (a)', 'add constraint k unique (a)', id='a key'),
    pytest.param('constraint k primary key (a)', 'add constraint k primary key (a)',
                 id='a primary key'),
    pytest.param('constraint k foreign key (a) references u',
                 'add constraint k foreign key (a) references u', id='a foreign key'),
    pytest.param('b int', 'add column b int', id='a column'),
])
def test_what_may_have_been_dropped_can_be_made_again(made: str, again: str) -> None:
    name = 'column b' if again.startswith('add column') else 'constraint k'
    before = f'create table u (id int primary key); create table t (a int, {made});'
    perhaps = f'do $$ begin if random() > 0.5 then alter table t drop {name}; end if; end $$;'
    once, twice = (
        replay(None, [('a.sql', read(f'{before}{between}alter table t {again};'))])
        for between in (perhaps, '')
    )
    table = once.catalog.tables[Name('public', 't')]

    assert len(twice.problems) == 1
    assert once.problems == ()
    parts: list[Column | Key | ForeignKey] = [
        *(table.columns or ()), *table.uniques, *table.foreign_keys,
        *([] if table.primary_key is None else [table.primary_key]),
    ]
    assert [part.uncertain for part in parts if part.name in ('b', 'k')] == [None]


@pytest.mark.parametrize('command', [
    "format('alter table %I drop constraint %I', 't', c)",
    "format('alter table %I drop column %I', 't', c)",
    "'alter table t rename column ' || quote_ident(c) || ' to b'",
])
def test_a_table_that_loses_something_nobody_knows_is_uncertain(command: str) -> None:
    state = replay(None, [('a.sql', read(
        'create table t (a int primary key); create table u (a int);\n'
        'do $$ declare c text;\nbegin\n  for c in select name from chosen() loop\n'
        f'    execute {command};\n  end loop;\nend $$;',
    ))])

    tables = state.catalog.tables
    doubt = 'a.sql:5: what this EXECUTE changes is not known here'
    assert tables[Name('public', 't')].uncertain == doubt
    assert tables[Name('public', 'u')].uncertain is None
    assert 5 in [note.origin and note.origin.line for note in state.catalog.notes]


def test_a_block_that_cannot_be_followed_names_what_it_touches() -> None:
    state = build(_TABLE, 'do $$ begin if true alter table t add column c int; end if; end $$')
    assert doubts(state) == ['t']
    assert len(state.catalog.notes) == 1


@pytest.mark.parametrize('language', ['plpython3u', 'plv8'])
def test_another_language_is_not_followed(language: str) -> None:
    state = build(_TABLE, f'do language {language} $$ alter table t add column c int $$')
    assert doubts(state) == ['t']


@pytest.mark.parametrize('block', [
    "do $$ begin execute current_setting('ddl'); end $$;",
    'do $$ begin if random() < 1 then alter table t add column c int; end if; end $$;',
    "do $$ begin execute format('alter table %I add c int', x); end $$;",
    'do language plv8 $$ alter table t add column c int $$;',
])
def test_an_assumption_before_a_block_says_what_it_does(block: str) -> None:
    assert doubts(build(_TABLE, block))
    state = build(_TABLE, f'-- sync-guard: assume alter table t add column c int;\n{block}')
    assert (doubts(state), state.catalog.notes, state.problems) == ([], (), ())
    assert [c.name for c in state.catalog.tables[Name('public', 't')].columns or ()] == [
        'a', 'b', 'c',
    ]


def test_a_function_is_carried_out_at_the_line_that_calls_it() -> None:
    state = build(
        _TABLE + 'create function add(tbl text) returns void language plpgsql as $$\nbegin\n'
        "  execute format('alter table %I add column c int', tbl);\nend $$;",
        "select 1;\nselect add('t');",
    )
    column = state.catalog.tables[Name('public', 't')].column('c')
    assert column is not None and column.origin == Origin('2.sql', 2)


def test_labels_added_on_a_guess_leave_the_enum_uncertain() -> None:
    state = build(
        "create type e as enum ('a');",
        "do $$ begin if random() < 1 then alter type e add value 'b'; end if; end $$;",
    )
    enum = state.catalog.types[Name('public', 'e')]
    assert isinstance(enum, Enum) and enum.uncertain
