from __future__ import annotations

import pytest

from sync_guard.catalog import Note
from sync_guard.catalog import Origin
from sync_guard.finding import Finding
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.projects import Project
from sync_guard.rules import Context
from sync_guard.rules import findings

PATH = 'supabase/migrations/20250101000000_begin.sql'
USERS = 'create table users (id int primary key);\n'


def found(sql: str) -> list[Finding]:
    built = replay(None, [(PATH, read(sql))]).catalog
    context = Context(Project('', ('supabase/migrations',), ()), built, None)
    return [*findings(built.notes, context)]


@pytest.mark.parametrize('sql', [
    USERS,
    USERS + 'do $$ begin alter table users add column a int; end $$;',
    USERS + "do $$ begin raise notice 'done'; end $$;",
], ids=['no block', 'a plain block', 'a block without effect'])
def test_silent(sql: str) -> None:
    assert found(sql) == []


def test_a_block_that_depends_on_data_is_a_note_at_its_place() -> None:
    block = (
        'do $$ begin if (select count(*) from users) > 5 then '
        'alter table users add column a int; end if; end $$;'
    )

    (finding,) = found(USERS + block)

    assert (finding.rule, finding.severity) == ('uncertain', 'note')
    assert finding.place[:2] == (PATH, 2)


def test_a_note_without_a_place_points_at_the_migrations() -> None:
    context = Context(
        Project('', ('supabase/migrations',), ()), replay(None, []).catalog, None,
    )

    (finding,) = findings([Note('a reason')], context)

    assert finding.place == Origin('supabase/migrations', 1)
