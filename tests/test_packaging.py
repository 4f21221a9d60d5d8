"""What is built out of the checkout, and whether it works where it is installed."""
from __future__ import annotations

import configparser
import os
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.shell import copy_checkout
from tests.support.shell import ENVIRON
from tests.support.shell import new_repository
from tests.support.shell import readme_blocks
from tests.support.shell import run
from tests.support.shell import TOP

SCRIPTS = 'Scripts' if os.name == 'nt' else 'bin'


@pytest.fixture(scope='module')
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_checkout(tmp_path_factory.mktemp('checkout'))


@pytest.fixture(scope='module')
def built(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the sdist and the wheel that was built out of that sdist."""
    folder = tmp_path_factory.mktemp('dist')
    done = run(sys.executable, '-m', 'build', '--outdir', folder, cwd=checkout)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope='module', params=['plain', 'editable'])
def installed(
        request: pytest.FixtureRequest, checkout: Path, tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A new virtual environment with sync-guard in it."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == 'plain':
        copy_checkout(folder)
        # Of the command in the README the part that installs.
        command = readme_blocks('sh')[0].rpartition(' && ')[0]
    else:
        command = f'python3 -m venv .venv && .venv/bin/pip install --quiet --editable "{checkout}"'
    command = command.replace('python3', f'"{sys.executable}"').replace('/bin/', f'/{SCRIPTS}/')
    # PYTHONPATH: an egg-info that a build left in the checkout would count as installed.
    done = run('sh', '-c', command, cwd=folder, PYTHONPATH='')
    assert done.returncode == 0, done.stderr
    return folder / '.venv'


@pytest.fixture
def environ(installed: Path) -> dict[str, str]:
    return {
        'PATH': os.pathsep.join((str(installed / SCRIPTS), ENVIRON['PATH'])), 'PYTHONPATH': '',
    }


def tracked() -> Iterator[str]:
    yield from run('git', 'ls-files', cwd=TOP).stdout.splitlines()


def names_in_wheel(built: Path) -> set[str]:
    wheel, = built.glob('*.whl')
    return set(zipfile.ZipFile(wheel).namelist())


def test_the_list_of_packages_is_whole() -> None:
    config = configparser.ConfigParser()
    config.read(TOP / 'setup.cfg')
    listed = config['options']['packages'].split()
    folders = {
        path.parent.relative_to(TOP).as_posix().replace('/', '.')
        for path in (TOP / 'sync_guard').rglob('*.py')
    }
    assert sorted(listed) == sorted(folders | {'sync_guard.hooks'})


def test_the_wheel_holds_every_file_of_the_package_and_the_hooks(built: Path) -> None:
    expected = {name for name in tracked() if name.startswith('sync_guard/')}
    expected |= {f'sync_guard/{name}' for name in tracked() if name.startswith('hooks/')}
    assert expected - names_in_wheel(built) == set()
    assert {'sync_guard/py.typed', 'sync_guard/hooks/pre-commit'} <= expected


def test_the_wheel_holds_nothing_else_at_its_top(built: Path) -> None:
    tops = {name.split('/')[0] for name in names_in_wheel(built)}
    assert {top for top in tops if not top.startswith('sync_guard-')} == {'sync_guard'}


def test_the_wheel_brings_the_page_that_git_shows_for_help(built: Path) -> None:
    assert any(name.endswith('share/man/man1/git-sync-guard.1') for name in names_in_wheel(built))


def test_the_source_distribution_holds_what_is_needed_to_test_it(built: Path) -> None:
    sdist, = built.glob('*.tar.gz')
    with tarfile.open(sdist) as archive:
        held = {name.partition('/')[2] for name in archive.getnames()}
    beside = {'.gitignore', '.gitattributes', '.editorconfig'}
    assert set(tracked()) - held - beside == set()


@pytest.mark.parametrize('command', [
    ('sync-guard',), ('git-sync-guard',), ('git', 'sync-guard'), ('python', '-m', 'sync_guard'),
], ids=' '.join)
def test_every_way_to_start_it_works(
        command: tuple[str, ...], environ: dict[str, str], tmp_path: Path,
) -> None:
    done = run(*command, '--version', cwd=tmp_path, **environ)
    assert (done.returncode, done.stderr) == (0, '')
    assert done.stdout.startswith('sync-guard, version ')


def test_the_demonstration_runs_where_it_is_installed(
        environ: dict[str, str], tmp_path: Path,
) -> None:
    done = run('sync-guard', 'demo', cwd=tmp_path, **environ)
    assert (done.returncode, done.stderr) == (0, ''), done.stdout


def test_the_hooks_are_found_and_ask_the_python_that_installed_them(
        environ: dict[str, str], installed: Path, tmp_path: Path,
) -> None:
    repository = new_repository(tmp_path / 'work', {'a': 'a\n'})
    assert run('git', 'sync-guard', 'install', cwd=repository, **environ).returncode == 0
    hook = (repository / '.git' / 'hooks' / 'pre-commit').read_text()
    assert f'python={installed / SCRIPTS / "python"}' in hook
    # Outside the virtual environment, as an editor or a desktop client would commit.
    done = run('git', 'commit', '--allow-empty', '-m', 'x', cwd=repository, PYTHONPATH='')
    assert done.returncode == 0, done.stderr


def test_the_types_are_there_for_those_who_import_it(
        environ: dict[str, str], tmp_path: Path,
) -> None:
    code = 'from importlib.resources import files; print(files("sync_guard") / "py.typed")'
    done = run('python', '-c', code, cwd=tmp_path, **environ)
    assert Path(done.stdout.strip()).is_file()
