from __future__ import annotations

import pytest

from tests.rules.migrations import FOLDER
from tests.rules.migrations import found

PRISMA = 'migrations = ["prisma/migrations", "supabase/migrations"]\n'


@pytest.mark.parametrize('path', [
    '20250101000000_a.sql', 'meta/_journal.json', '2025/README.md',
    'supabase/functions/a/20250101000000_a.sql', 'supabase/tests/a.sql',
])
def test_files_that_are_no_nested_migrations(path: str) -> None:
    assert found({path if path.startswith('supabase') else f'{FOLDER}/{path}': ''}) == []


def test_prismas_layout_where_it_is_configured() -> None:
    files = {'1_a.sql': '', 'prisma/migrations/20250101000000_a/migration.sql': ''}

    assert found(files, config=PRISMA) == []


@pytest.mark.parametrize('named', [f'{FOLDER}/reference', 'reference', f'{FOLDER}/reference/*'])
def test_folders_that_are_listed(named: str) -> None:
    files = {f'{FOLDER}/reference/20250101000000_a.sql': '', '20250101000000_a.sql': ''}

    assert found(files, config=f'editable = ["{named}"]\n') == []


@pytest.mark.parametrize(('path', 'better'), [
    ('2025/20250101000000_a.sql', '20250101000000_a.sql'),
    ('2025/01/20250101000000_a.SQL', '20250101000000_a.sql'),
    ('20250101000000_users/migration.sql', '20250101000000_users.sql'),
])
def test_migrations_in_sub_folders(path: str, better: str) -> None:
    finding, = found({f'{FOLDER}/{path}': ''})

    assert (finding.rule, finding.severity) == ('nested-migration', 'error')
    assert finding.place == (f'{FOLDER}/{path}', 1, 1)
    name = path.rpartition('/')[2]
    assert finding.message == (
        f'Supabase never applies {name}: it does not look into sub-folders of migrations'
    )
    assert finding.help == (
        f'git mv {FOLDER}/{path} {FOLDER}/{better}\n'
        'or, if it is not meant for Supabase, move it out of the migrations folder'
    )


@pytest.mark.parametrize('folder', ['archive', 'Backup', 'rollbacks', 'tests', '_old', '.drafts'])
def test_folders_that_are_set_aside_by_name_warn(folder: str) -> None:
    finding, = found({f'{FOLDER}/{folder}/20250101000000_a.sql': ''})

    assert (finding.rule, finding.severity) == ('nested-migration', 'warning')
