from __future__ import annotations

import pytest

from tests.rules.schemas import found
from tests.rules.schemas import Silent

MODELS = ''.join(f'model {name} {{\n  id Int @id\n}}\n' for name in 'abcdefg')


def table(name: str) -> str:
    return f'create table {name} (id int primary key);'


@pytest.mark.parametrize('case', [
    Silent('all tables', ''.join(map(table, 'abcdefg')), MODELS),
    Silent('two are missing of seven', ''.join(map(table, 'abcde')), MODELS),
    Silent('two are missing of two', '',
           'model a {\n  id Int @id\n}\nmodel b {\n  id Int @id\n}\n'),
    Silent('three are missing of seven', ''.join(map(table, 'abcd')), MODELS),
    Silent('views are missing', table('a'),
           MODELS.replace('model', 'view').replace('view a', 'model a')),
    Silent('a table changed that no model is for', table('a') + 'alter table x add y int;',
           'model a {\n  id Int @id\n}\n'),
], ids=lambda case: case.what)
def test_silent(case: Silent) -> None:
    assert [f.message for f in found(case.sql, case.schema) if f.rule == 'set-up'] == []


def test_most_models_without_a_table_are_said_once() -> None:
    (finding,) = found(table('a') + table('b'), MODELS)

    assert (finding.rule, finding.severity) == ('set-up', 'warning')
    assert finding.message == (
        '5 of 7 models have no table in supabase/migrations (c, d, e, f, g): '
        'their tables come from elsewhere'
    )
    assert finding.help == (
        'write the tables into a first migration      supabase db pull\n'
        'or name every folder that makes tables in sync-guard.toml, in the order they are applied'
        '      migrations = […]'
    )


def test_migrations_of_prisma_that_are_there_are_named() -> None:
    (finding,) = found(table('a') + table('b'), MODELS, prisma_migrations='prisma/migrations')

    assert finding.help == (
        'name every folder that makes tables in sync-guard.toml, in the order they are applied:\n'
        '  migrations = ["prisma/migrations", "supabase/migrations"]\n'
        'or write the tables into a first migration      supabase db pull'
    )


def test_tables_that_are_only_changed_count_among_those_without() -> None:
    (finding,) = found(table('a') + 'alter table b add id int;', MODELS)

    assert finding.message == (
        '6 of 7 models have no table in supabase/migrations (c, d, e, f, g and 1 more): '
        'their tables come from elsewhere'
    )


def test_tables_without_a_model_are_counted_then() -> None:
    (finding,) = found(table('x') + table('y') + table('z'), MODELS)

    assert finding.message == (
        '7 of 7 models have no table in supabase/migrations (a, b, c, d, e and 2 more): '
        'their tables come from elsewhere, and 3 tables have no model'
    )


def test_what_is_there_is_compared_all_the_same() -> None:
    rules = {finding.rule for finding in found('create table a (id text primary key);', MODELS)}

    assert rules == {'set-up', 'type'}


def test_a_table_that_migrations_change_and_none_creates_is_unknown_and_said_once() -> None:
    sql = table('a') + 'alter table b add id int; alter table b drop y;'

    (finding,) = found(sql, MODELS[:MODELS.index('model c')])

    assert (finding.rule, finding.severity) == ('set-up', 'warning')
    assert finding.message == (
        'not compared, since the columns are not known: b (no migration creates it)'
    )


def test_tables_that_are_unknown_for_one_reason_share_it() -> None:
    sql = table('c') + 'alter table a alter x drop not null; alter table b drop x;'

    (finding,) = found(sql, MODELS[:MODELS.index('model d')])

    assert finding.message.endswith(': a, b (no migration creates it)')


def test_a_relation_to_an_unknown_table_is_silent() -> None:
    sql = table('a') + 'alter table b drop x; alter table a add b_id int references b (id);'
    schema = (
        'model a {\n  id Int @id\n  b_id Int?\n}\nmodel b {\n  id Int @id\n}\n'
    )

    assert [finding.rule for finding in found(sql, schema)] == ['set-up']
