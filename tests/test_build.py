"""What chains build, through the cache: the same as without it, and only what is new is parsed."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from sync_guard.catalog import Name
from sync_guard.migrations import build_all
from sync_guard.migrations import Builds
from sync_guard.migrations import Chain
from sync_guard.migrations import chain
from sync_guard.projects import Project
from tests.rules.migrations import Blobs
from tests.rules.migrations import Files
from tests.rules.migrations import FOLDER
from tests.rules.migrations import Memory

PROJECT = Project('', (FOLDER,), ())


class Work:
    """A place to build in, with its own cache."""

    def __init__(self) -> None:
        self.blobs = Blobs()
        self.memory = Memory()

    def chain(self, files: Files) -> Chain:
        return chain(PROJECT, self.blobs.entries(files))

    def build(self, *files: Files) -> Builds:
        self.blobs.asked.clear()
        return build_all([self.chain(one) for one in files], self.blobs.read, self.memory)


def table(number: int) -> str:
    return f'create table t{number} (id int primary key, name text);\n'


def many(count: int) -> dict[str, str]:
    return {f'{number:04}_t.sql': table(number) for number in range(1, count + 1)}


def tables(builds: Builds, number: int = -1) -> set[str]:
    return {
        name.name for name in builds.builds[number].catalog.tables if name.schema == 'public'
    }


def test_an_empty_chain_builds_what_supabase_brings() -> None:
    builds = Work().build({})

    assert Name('auth', 'users') in builds.builds[0].catalog.tables
    assert (builds.parsed, builds.cached) == (0, 0)


def test_files_are_replayed_in_the_order_of_the_chain() -> None:
    builds = Work().build({
        '10_b.sql': 'alter table t1 rename to t2;', '1_a.sql': table(1),
        '9_c.sql': 'create table t1 (id int);',
    })

    assert tables(builds) == {'t1', 't2'}
    assert builds.builds[0].problems == ()


def test_origins_name_the_file() -> None:
    catalog = Work().build({'1_a.sql': f'\n{table(1)}'}).builds[0].catalog

    assert catalog.tables[Name('public', 't1')].origin == (f'{FOLDER}/1_a.sql', 2, 1)


def test_before_and_after_are_built_with_one_read() -> None:
    work = Work()

    builds = work.build(many(3), {**many(3), '0004_t.sql': table(4)})

    assert (tables(builds, 0), tables(builds, 1)) == (
        {'t1', 't2', 't3'}, {'t1', 't2', 't3', 't4'},
    )
    assert len(work.blobs.asked) == 1
    assert (builds.parsed, builds.cached) == (4, 0)


def test_one_new_file_of_a_thousand_is_the_only_one_parsed() -> None:
    work = Work()
    files = many(1000)
    work.build(files)

    builds = work.build({**files, '1001_t.sql': table(1001)})

    assert (builds.parsed, builds.cached) == (1, 1000)
    assert work.blobs.asked == [[work.chain({'1001_t.sql': table(1001)}).migrations[0].oid]]
    assert len(tables(builds)) == 1001


def test_nothing_is_read_the_second_time() -> None:
    work = Work()
    first = work.build(many(5))

    second = work.build(many(5))

    assert second.builds == first.builds
    assert (second.parsed, second.cached) == (0, 5)
    assert work.blobs.asked == []


def test_a_file_in_the_middle_is_built_on_what_comes_before_it() -> None:
    work = Work()
    work.build(many(100))
    files = {**many(100), '0095_t.sql': 'create table other (id int);'}

    builds = work.build(files)

    assert builds.parsed == 1
    assert builds.builds == Work().build(files).builds


def test_a_file_under_another_name_has_other_origins() -> None:
    work = Work()
    work.build({'1_a.sql': table(1)})

    builds = work.build({'1_b.sql': table(1)})

    assert builds.parsed == 0
    origin = builds.builds[0].catalog.tables[Name('public', 't1')].origin
    assert origin is not None and origin.path == f'{FOLDER}/1_b.sql'


@pytest.mark.parametrize('major, refused', [(15, ['42601']), (18, []), (None, [])])
def test_a_file_is_read_as_the_version_of_the_database_does(
        major: int | None, refused: list[str],
) -> None:
    work = Work()
    files = {'1_t.sql': 'create table t (a int, b int generated always as (a * 2) virtual);'}
    for version in (None, 15, 18, major):
        chained = work.chain(files)._replace(major=version)
        builds = build_all([chained], work.blobs.read, work.memory)

    assert [problem.sqlstate for problem in builds.builds[0].problems] == refused


def test_what_is_wrong_with_a_text_is_remembered() -> None:
    work = Work()
    files = {
        '1_a.sql': "select 'open", '2_b.sql': 'select 1;',
        '3_c.sql': '-- sync-guard: ignore cannot-apply x\nselect 1;',
        '4-d.sql': '-- sync-guard: ignore misnamed-migration x\n', '5-e.sql': '',
    }
    first = work.build(files).builds[0]

    assert [(s.path[-7:], len(s.problems), len(s.directives)) for s in first.said] == [
        ('1_a.sql', 1, 0), ('3_c.sql', 0, 1), ('4-d.sql', 0, 1),
    ]
    assert work.build(files).builds[0] == first


def test_the_cache_stays_small_while_a_project_grows() -> None:
    work = Work()
    files = many(60)
    for number in range(61, 121):
        files[f'{number:04}_t.sql'] = table(number)
        work.build(files)

    prefixes = [key for key in work.memory.values if key.startswith('prefix:')]
    assert 0 < len(prefixes) < 20


@pytest.mark.parametrize('damage', [
    pytest.param(lambda value: b'', id='emptied'),
    pytest.param(lambda value: value[:-1], id='cut short'),
    pytest.param(lambda value: b'\x00' * len(value), id='overwritten'),
])
def test_a_damaged_cache_is_made_anew(damage: object) -> None:
    assert callable(damage)
    work = Work()
    first = work.build(many(30))
    work.memory.values = {key: damage(value) for key, value in work.memory.values.items()}

    again = work.build(many(30))

    assert again.builds == first.builds
    assert again.parsed == 30


def test_a_prefix_that_is_listed_but_gone_is_made_anew() -> None:
    work = Work()
    first = work.build(many(30))
    for key in [key for key in work.memory.values if key.startswith('prefix:')]:
        del work.memory.values[key]

    again = work.build(many(30))

    assert (again.builds, again.parsed) == (first.builds, 0)


class Nothing:
    """A cache that keeps nothing."""

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        return {}

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        pass


FILES = st.dictionaries(
    st.integers(1, 30).map(lambda number: f'{number:02}_x.sql'),
    st.sampled_from([
        *(table(number) for number in range(6)), 'drop table t1;', 'alter table t2 add x int;',
        "select 'open", '',
    ]),
    max_size=30,
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(FILES, min_size=1, max_size=2), min_size=1, max_size=4))
def test_the_cache_never_changes_what_is_built(runs: list[list[dict[str, str]]]) -> None:
    work = Work()
    for files in runs:
        built = work.build(*files)
        chains = [work.chain(one) for one in files]
        assert built.builds == build_all(chains, work.blobs.read, Nothing()).builds
