from __future__ import annotations

import pytest

from tests.rules.migrations import CLOCK
from tests.rules.migrations import FOLDER
from tests.rules.migrations import found


@pytest.mark.parametrize('name', [
    '20250101000000_add.sql', '1_a.sql', 'README.md', '.gitkeep', '20250101000000_a.sql.bak',
    '.draft.sql', 'supabase/seed.sql', 'supabase/seed-data.SQL', 'sql/a-b.sql',
])
def test_files_that_supabase_takes_or_that_are_none_of_its_business(name: str) -> None:
    assert found({name: ''}) == []


@pytest.mark.parametrize(('name', 'reason', 'better'), [
    ('20250101000000-add.sql', 'a version is followed by an underscore, not a hyphen',
     '20250101000000_add.sql'),
    ('20250101000000_add.SQL', 'a name ends in .sql, in lower case', '20250101000000_add.sql'),
    ('20250101000000.sql', 'a version is followed by an underscore',
     '20250101000000_migration.sql'),
    ('add_users.sql', 'a name begins with a version, such as 20250131093000_',
     f'{CLOCK}_add_users.sql'),
    ('003b_x.sql', 'a version is digits alone, followed by an underscore', '003_b_x.sql'),
])
def test_files_that_supabase_passes_over(name: str, reason: str, better: str) -> None:
    finding, = found({name: 'create table a (id int);'})

    assert (finding.rule, finding.severity) == ('misnamed-migration', 'error')
    assert finding.place == (f'{FOLDER}/{name}', 1, 1)
    assert finding.message == f'Supabase never applies {name}: {reason}'
    assert finding.help.partition('\n')[0] == f'git mv {FOLDER}/{name} {FOLDER}/{better}'


@pytest.mark.parametrize(('name', 'said'), [
    ('verify.sql', True), ('003b_x.sql', True), ('20250101000000-add.sql', False),
    ('20250101000000_add.SQL', False),
])
def test_a_name_that_may_not_be_meant_for_supabase_at_all(name: str, said: bool) -> None:
    finding, = found({name: ''})

    aside = f'or, if it is not meant to be applied      git mv {FOLDER}/{name} supabase/{name}'
    assert (aside in finding.help) == said


def test_several_suggestions_do_not_collide() -> None:
    names = ('2025-11-05_a.sql', '2025-11-05_b.sql', 'c.sql', 'd.sql', '7-e.sql')

    findings = found({'7_there.sql': '', **dict.fromkeys(names, '')})

    better = [f.help.partition('\n')[0].rpartition('/')[2] for f in findings]
    assert better[0] == '20251105_a.sql'
    assert len({name.partition('_')[0] for name in better} | {'7'}) == len(names) + 1


def test_the_first_file_called_init_of_before_december_2021() -> None:
    finding, = found({'20210101000000_init.sql': '', '20220101000000_a.sql': ''})

    assert finding.message == (
        'Supabase never applies 20210101000000_init.sql: '
        "a first file of before 2021-12-09 called init counts as the platform's own"
    )
    assert finding.help.endswith(' supabase/migrations/20210101000000_init_schema.sql')


def test_the_suggested_command_quotes_what_a_shell_would_take_apart() -> None:
    finding, = found({"1-it's me.sql": ''})

    assert finding.help == (
        f"git mv '{FOLDER}/1-it'\\''s me.sql' '{FOLDER}/1_it'\\''s me.sql'"
    )
