"""Which files are migrations, in which order, and what their bytes are as text."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_guard.migrations import chain
from sync_guard.migrations.names import is_rollback
from sync_guard.migrations.names import next_version
from sync_guard.migrations.names import renumbered
from sync_guard.migrations.names import well_named
from sync_guard.projects import Project
from sync_guard.repository import Entry
from sync_guard.text import decode

FOLDER = 'supabase/migrations'
CLOCK = '20260102030405'


def order(*names: str, folders: tuple[str, ...] = (FOLDER,)) -> list[str]:
    """The files that are applied, in that order, relative to the first folder."""
    files = chain(Project('', folders, ()), entries(*names))
    return [m.path.removeprefix(f'{folders[0]}/') for m in files.migrations]


def entries(*names: str) -> dict[str, Entry]:
    return {
        name if '/' in name and name.startswith(('supabase/', 'prisma/')) else f'{FOLDER}/{name}':
        Entry('100644', f'{number:040}') for number, name in enumerate(names)
    }


@pytest.mark.parametrize('name', [
    '20240101000000_base.sql', '20240103_short.sql', '5_tiny.sql', '0_x.sql',
    '20240107000000_x.up.sql', '20240104000000_.sql', '99999999999999999999_big.sql',
    '20240101000000_with space.sql', '20240101000000_ünïcode.sql', '1__x.sql', '1_a.sql.sql',
])
def test_the_cli_takes_these_names(name: str) -> None:
    assert order(name) == [name]


@pytest.mark.parametrize(('name', 'why'), [
    ('20240104000000-dash.sql', 'hyphen'),
    ('20240104000000-0b4ac5a5-uuid.sql', 'hyphen'),
    ('20240105000000_name.SQL', 'upper case'),
    ('20240105000000_name.Sql', 'upper case'),
    ('20240106000000.sql', 'no name'),
    ('a-b.sql', 'no number'),
    ('abc_name.sql', 'no number'),
    ('_20240101_x.sql', 'no number'),
    ('003b_x.sql', 'other'),
    ('20240101 x.sql', 'other'),
    ('٣_digits.sql', 'other'),
    ('a_b.SQL', 'no number'),
    ('2025/20250101000000_x.sql', 'folder'),
    ('20250101000000_x/migration.sql', 'folder'),
    ('20250101000000_x.sql/20250101000000_x.sql', 'folder'),
    ('archive/20250101000000_x.sql', 'aside'),
    ('Rollbacks/a.SQL', 'aside'),
    ('.old/x.sql', 'aside'),
    ('_drafts/deep/x.sql', 'aside'),
])
def test_the_cli_passes_over_these_names(name: str, why: str) -> None:
    files = chain(Project('', (FOLDER,), ()), entries(name))

    assert files.migrations == ()
    assert [(s.path, s.why) for s in files.skipped] == [(f'{FOLDER}/{name}', why)]


@pytest.mark.parametrize('name', [
    'README.md', '.gitkeep', '.hidden_x.sql', '20240101000000_x.sql.bak', 'meta/_journal.json',
    'atlas.sum', '20240101000000_x.sql~', 'migration_lock.toml',
])
def test_files_that_are_no_ones_business(name: str) -> None:
    files = chain(Project('', (FOLDER,), ()), entries(name))

    assert files.migrations == ()
    assert files.skipped == ()


def test_versions_are_ordered_as_text() -> None:
    names = ['9_z.sql', '10_a.sql', '1_b.sql', '009_c.sql', '20240101000000_d.sql', '5_tiny.sql']

    assert order(*names) == [
        '009_c.sql', '1_b.sql', '10_a.sql', '20240101000000_d.sql', '5_tiny.sql', '9_z.sql',
    ]


def test_equal_versions_are_ordered_by_file_name() -> None:
    assert order('1_b.sql', '1_B.sql', '1_a.sql', '1_.sql') == [
        '1_.sql', '1_B.sql', '1_a.sql', '1_b.sql',
    ]


@given(st.lists(st.from_regex(r'[0-9]{1,4}_[a-c.]{0,3}\.sql', fullmatch=True), unique=True))
def test_the_order_does_not_depend_on_the_order_of_the_entries(names: list[str]) -> None:
    ordered = order(*names)

    assert ordered == order(*reversed(names))
    assert sorted(ordered) == sorted(names)
    versions = [name.split('_')[0] for name in ordered]
    assert versions == sorted(versions)


@pytest.mark.parametrize(('names', 'applied'), [
    pytest.param(['20210101000000_init.sql'], [], id='the first one, of 2021'),
    pytest.param(['20211208235959_init.sql', '3_a.sql'], ['3_a.sql'], id='the day before'),
    pytest.param(['20211209000000_init.sql'], ['20211209000000_init.sql'], id='of that day'),
    pytest.param(['120210101000000_init.sql'], [], id='the name ends in one of 2021'),
    pytest.param(['20210101000000_init.sql.sql'], [], id='the name begins with one'),
    pytest.param(
        ['20210101000000_init/a.sql', '20210101000000_init.sql'], ['20210101000000_init.sql'],
        id='after a folder, whose name is shorter',
    ),
    pytest.param(['20210101000000_init2.sql'], ['20210101000000_init2.sql'], id='another name'),
    pytest.param(['2021_init.sql'], ['2021_init.sql'], id='another width'),
    pytest.param(['1_a.sql', '20210101000000_init.sql'], ['1_a.sql', '20210101000000_init.sql'],
                 id='not the first'),
    pytest.param(['0/x.sql', '20210101000000_init.sql'], ['20210101000000_init.sql'],
                 id='behind a folder'),
    pytest.param(['.x.sql', '20210101000000_init.sql'], ['20210101000000_init.sql'],
                 id='behind a hidden file'),
])
def test_the_exception_for_init(names: list[str], applied: list[str]) -> None:
    assert order(*names) == applied


def test_folders_are_applied_one_after_the_other_and_prismas_in_its_own_layout() -> None:
    files = chain(Project('', ('prisma/migrations', FOLDER), ()), entries(
        '1_first.sql', 'prisma/migrations/20240202000000_b/migration.sql',
        'prisma/migrations/20240101000000_a_c/migration.sql',
        'prisma/migrations/migration_lock.toml', 'prisma/migrations/20230101_empty/notes.sql',
    ))

    assert [(m.path, m.version, m.name) for m in files.migrations] == [
        ('prisma/migrations/20240101000000_a_c/migration.sql', '20240101000000', 'a_c'),
        ('prisma/migrations/20240202000000_b/migration.sql', '20240202000000', 'b'),
        (f'{FOLDER}/1_first.sql', '1', 'first'),
    ]
    assert files.skipped == ()


def test_only_the_projects_own_folders_count() -> None:
    assert order('1_a.sql', 'supabase/migrations_old/1_b.sql', 'supabase/seed.sql') == ['1_a.sql']


@pytest.mark.parametrize(('name', 'undoes'), [
    ('1_a.down.sql', True), ('1_a_down.sql', True), ('1_a_rollback.sql', True),
    ('1_a.rollback.sql', True), ('1_A_ROLLBACK.sql', True),
    ('1_a.up.sql', False), ('1_rollback_users.sql', False), ('1_markdown.sql', False),
    ('1_shutdown.sql', False), ('1_down_payment.sql', False),
])
def test_names_of_rollback_files(name: str, undoes: bool) -> None:
    assert is_rollback(f'{FOLDER}/{name}') is undoes


@pytest.mark.parametrize(('taken', 'version'), [
    pytest.param([], CLOCK, id='none yet'),
    pytest.param(['20250101000000'], CLOCK, id='all in the past'),
    pytest.param([CLOCK], '20260102030406', id='this very second'),
    pytest.param(['20270101000000'], '20270101000001', id='one in the future'),
    pytest.param(['001', '007'], '008', id='a count'),
    pytest.param(['9'], '90', id='a count that overflows'),
    pytest.param(['099', '20250101000000'], CLOCK, id='a count, then dates'),
    pytest.param(['20250101'], CLOCK, id='dates without a time'),
    pytest.param(['99999999999999'], '999999999999990', id='the last of all'),
])
def test_the_next_version(taken: list[str], version: str) -> None:
    assert next_version(taken, CLOCK) == version


@given(st.lists(st.from_regex(r'[0-9]{1,16}', fullmatch=True)))
def test_the_next_version_is_applied_last(taken: list[str]) -> None:
    assert all(one < next_version(taken, CLOCK) for one in taken)


def test_a_path_under_another_version() -> None:
    assert renumbered(f'{FOLDER}/1_a.b.sql', ['2'], CLOCK) == f'{FOLDER}/3_a.b.sql'
    assert renumbered(f'{FOLDER}/1_.sql', [], CLOCK) == f'{FOLDER}/{CLOCK}_.sql'


@pytest.mark.parametrize(('name', 'better'), [
    ('20240104000000-dash.sql', '20240104000000_dash.sql'),
    ('20240105000000_name.SQL', '20240105000000_name.sql'),
    ('20240106000000.sql', '20240106000000_migration.sql'),
    ('003b_x.sql', '003_b_x.sql'),
    ('2025-11-05_x.sql', '20251105_x.sql'),
    ('2025-11-05.sql', '20251105_migration.sql'),
    ('2025-11-051_x.sql', '2025_11-051_x.sql'),
    ('abc.sql', f'{CLOCK}_abc.sql'),
    ('2025/20250101000000_x.sql', '20250101000000_x.sql'),
    ('20250101000000_users/migration.sql', '20250101000000_users.sql'),
])
def test_a_name_that_supabase_takes(name: str, better: str) -> None:
    suggested = well_named(f'{FOLDER}/{name}', FOLDER, [], CLOCK)

    assert suggested == f'{FOLDER}/{better}'
    assert order(suggested.removeprefix(f'{FOLDER}/')) == [better]


@pytest.mark.parametrize(('blob', 'text', 'unreadable'), [
    pytest.param(b'', '', None, id='empty'),
    pytest.param('é\n'.encode(), 'é\n', None, id='UTF-8'),
    pytest.param(b'\xef\xbb\xbfSELECT 1', 'SELECT 1', None, id='with a byte order mark'),
    pytest.param(b'a\r\nb', 'a\r\nb', None, id='Windows line ends'),
    pytest.param('\ufeffé\n'.encode('utf-16-le'), 'é\n', (1, 'is UTF-16LE'), id='UTF-16LE'),
    pytest.param('\ufeffé\n'.encode('utf-16-be'), 'é\n', (1, 'is UTF-16BE'), id='UTF-16BE'),
    pytest.param(b'\xff\xfea\x00\x00', 'a\ufffd', (1, 'is UTF-16LE'), id='UTF-16, cut short'),
    pytest.param('a\nb'.encode('utf-16-le'), '', (1, 'holds a NUL byte'), id='UTF-16, no mark'),
    pytest.param(b'a\nb\x00c', '', (2, 'holds a NUL byte'), id='binary'),
    pytest.param(b'a\n\n\xe9t\xe9', 'a\n\n\ufffdt\ufffd',
                 (3, 'holds the byte 0xE9, which is no UTF-8'), id='Latin-1'),
])
def test_bytes_as_text(blob: bytes, text: str, unreadable: tuple[int, str] | None) -> None:
    assert decode(blob) == (text, unreadable)


@given(st.binary())
def test_any_bytes_are_text_or_said_to_be_none(blob: bytes) -> None:
    text, unreadable = decode(blob)

    assert unreadable or text.encode() == blob.removeprefix(b'\xef\xbb\xbf')
