"""What is said about landed migrations, in the ways people really work with git."""
from __future__ import annotations

from pathlib import Path

import pytest

from sync_guard.catalog import Catalog
from sync_guard.config import Settings
from sync_guard.migrations import Build
from sync_guard.migrations import chain
from sync_guard.migrations import migration_facts
from sync_guard.projects import Project
from sync_guard.repository import Repository
from tests.support import GitRepository
from tests.support import make_repository

FOLDER = 'supabase/migrations'
A, B, C, D = (f'{FOLDER}/20250{month}01000000_{name}.sql'
              for month, name in enumerate('abcd', 1))
ONE, TWO = 'create table one (id int);\n', 'create table two (id int);\n'
CLOCK = '20260102030405'


@pytest.fixture
def here(tmp_path: Path) -> GitRepository:
    """A clone of a repository with migrations A and B, on a branch of its own."""
    upstream = make_repository(tmp_path, 'upstream', files={A: ONE, B: TWO})
    upstream.git('branch', 'parked')
    clone = upstream.clone('clone')
    clone.git('checkout', '--quiet', '-b', 'topic')
    return clone


def upstream_commits(here: GitRepository, files: dict[str, str]) -> None:
    """Somebody lands files on the shared branch, and we fetch."""
    upstream = GitRepository(here.path.parent / 'upstream', here.home)
    upstream.commit('Upstream', files)
    here.git('fetch', '--quiet')


def said(here: GitRepository, range_: str = '', editable: str = '') -> list[str]:
    """The facts about what is staged, or about a range: ``Edited a``, by name of the migration."""
    repository = Repository.open(str(here.path), here.environ)
    change = repository.range(range_) if range_ else repository.staged()
    project = Project('', (FOLDER,), (), Settings(editable=(editable,) if editable else ()))
    landed = repository.landed(None, change, (FOLDER,))
    files = chain(project, change.after.entries)
    facts = migration_facts(
        project, files, change.after.entries, Build(Catalog(), (), ()), landed, repository.read,
        CLOCK,
    )
    return [
        f'{type(fact).__name__} {path.removesuffix(".sql").rpartition("_")[2]}'
        for fact in facts if isinstance(path := getattr(fact, 'path', None), str)
    ]


def test_a_new_migration_is_in_order(here: GitRepository) -> None:
    here.stage({C: ONE})

    assert said(here) == []


def test_a_migration_of_this_branch_may_be_edited_renamed_and_deleted(here: GitRepository) -> None:
    here.commit('Ours', {C: ONE})
    here.stage({C: TWO})
    assert said(here) == []

    here.git('mv', C, D)
    assert said(here) == []

    here.git('rm', '--quiet', '--force', D)
    assert said(here) == []


def test_a_landed_migration_may_not(here: GitRepository) -> None:
    here.stage({A: TWO})
    assert said(here) == ['Edited a']

    here.git('reset', '--quiet', '--hard')
    here.git('mv', A, D)
    assert said(here) == ['Renamed a']

    here.git('rm', '--quiet', '--force', D)
    assert said(here) == ['Deleted a']


def test_a_later_commit_of_the_branch_finds_it_still(here: GitRepository) -> None:
    here.commit('Edit', {A: TWO})
    here.stage({D: ONE})

    assert said(here) == said(here, 'origin/main...HEAD') == ['Edited a']


def test_what_landed_meanwhile_comes_before_a_new_migration(here: GitRepository) -> None:
    here.commit('Ours', {C: ONE})
    upstream_commits(here, {D: TWO})

    assert said(here, 'origin/main...HEAD') == ['OutOfOrder c']


def test_the_same_version_landed_meanwhile(here: GitRepository) -> None:
    theirs = C.replace('_c', '_theirs')
    here.commit('Ours', {C: ONE})
    upstream_commits(here, {theirs: TWO})

    assert said(here, 'origin/main...HEAD') == ['SameVersion c']


def test_this_branch_landed_through_another_one(here: GitRepository) -> None:
    here.commit('Ours', {C: ONE})
    upstream_commits(here, {C: ONE, D: TWO})

    assert said(here, 'origin/main...HEAD') == []


def test_this_branch_landed_and_goes_on_editing(here: GitRepository) -> None:
    here.commit('Ours', {C: ONE})
    upstream_commits(here, {C: ONE})
    here.stage({C: TWO})

    assert said(here) == ['Edited c']


def test_a_branch_that_is_behind_deletes_and_edits_nothing(here: GitRepository) -> None:
    upstream_commits(here, {A: TWO, C: ONE})
    here.stage({D: ONE})

    assert said(here) == []


def test_merging_the_shared_branch_brings_its_edits(here: GitRepository) -> None:
    here.commit('Ours', {D: ONE})
    upstream_commits(here, {A: TWO, C: ONE})
    here.git('merge', '--quiet', '--no-commit', '--no-ff', 'origin/main')

    assert said(here) == []


def test_an_edit_while_merging_is_one(here: GitRepository) -> None:
    here.commit('Ours', {D: ONE})
    upstream_commits(here, {C: ONE})
    here.git('merge', '--quiet', '--no-commit', '--no-ff', 'origin/main')
    here.stage({C: TWO})

    assert said(here) == ['Edited c']


def test_after_a_rebase_the_new_migration_is_late(here: GitRepository) -> None:
    here.commit('Ours', {C: ONE})
    upstream_commits(here, {D: TWO})
    here.git('rebase', '--quiet', 'origin/main')
    here.stage({'README.md': 'x', f'{FOLDER}/20250501000000_e.sql': ''})

    assert said(here) == ['OutOfOrder c']


def test_the_work_of_another_branch_is_not_landed(here: GitRepository) -> None:
    here.commit('Theirs', {C: ONE, D: ONE})
    here.git('checkout', '--quiet', '-b', 'stacked')
    here.stage({D: TWO, f'{FOLDER}/20250315000000_between.sql': ''})

    assert said(here) == []


def test_undoing_an_edit_is_none(here: GitRepository) -> None:
    here.commit('Edit', {A: TWO})
    here.stage({A: ONE})

    assert said(here) == []


def test_a_consolidated_file_is_edited_and_never_the_last(here: GitRepository) -> None:
    whole = f'{FOLDER}/99999999999999_whole.sql'
    upstream_commits(here, {whole: ONE})
    here.git('merge', '--quiet', 'origin/main')
    here.stage({whole: TWO, C: ONE})

    assert said(here) == ['Edited whole', 'OutOfOrder c']
    assert said(here, editable='99999999999999_*') == []


def test_the_first_commit_has_nothing_landed_before_it(tmp_path: Path) -> None:
    repository = make_repository(tmp_path)
    repository.stage({A: ONE, B: TWO})

    assert said(repository) == []
