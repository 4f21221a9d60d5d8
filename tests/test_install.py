"""`sync-guard install`, `uninstall`, and the native hooks in a real git."""
from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path

import pytest

from sync_guard.commands.install import install
from sync_guard.commands.install import uninstall
from sync_guard.errors import UsageError
from tests.support.shell import ENVIRON
from tests.support.shell import git
from tests.support.shell import new_repository
from tests.support.shell import run
from tests.support.shell import write

PYTHON = sys.executable
POSIX = pytest.mark.skipif(os.name == 'nt', reason='Windows has no executable bit, and few links')
# Stands where sync-guard would be found on PATH, and says how it was called.
# A push is said in the environment.
RECORDER = '''#!/bin/sh
range=${PRE_COMMIT_TO_REF:+ from $PRE_COMMIT_FROM_REF to $PRE_COMMIT_TO_REF}
echo "sync-guard $*$range" >> "$CALLS"
exit "${VERDICT-0}"
'''
FRAMEWORKS = {
    'a hook without a final newline': b'#!/bin/sh\necho mine "$@"',
    'a hook with Windows line endings': b'#!/bin/sh\r\necho mine\r\n',
    'a hook in another encoding': b'#!/bin/sh\n# caf\xe9\necho mine\n',
    'git-lfs': b'#!/bin/sh\ncommand -v git-lfs >/dev/null 2>&1 || exit 2\ngit lfs pre-push "$@"\n',
    'lefthook': b'#!/bin/sh\ncall_lefthook()\n{\n  lefthook "$@"\n}\ncall_lefthook run "x" "$@"\n',
    'pre-commit': b'#!/usr/bin/env bash\nHERE="$(cd "$(dirname "$0")" && pwd)"\n'
                  b'exec pre-commit hook-impl --hook-dir "$HERE" -- "$@"\n',
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return new_repository(tmp_path / 'work', {'a': 'a\n'})


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which calls of sync-guard are recorded, one a line; there is no other on PATH."""
    write(tmp_path / 'bin', {'sync-guard': RECORDER})
    executable(tmp_path / 'bin' / 'sync-guard')
    found = [
        folder for folder in os.environ['PATH'].split(os.pathsep)
        if not os.path.exists(os.path.join(folder, 'sync-guard'))
    ]
    monkeypatch.setitem(ENVIRON, 'PATH', os.pathsep.join((str(tmp_path / 'bin'), *found)))
    monkeypatch.setitem(ENVIRON, 'CALLS', str(tmp_path / 'calls'))
    # No Python is recorded, as in hooks that are shared, so that the one on PATH is called.
    monkeypatch.setattr(sys, 'executable', '')
    return tmp_path / 'calls'


def executable(path: Path) -> None:
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def do_install(where: Path) -> str:
    out = io.StringIO()
    assert install(str(where), ENVIRON, out) == 0
    return out.getvalue()


def do_uninstall(where: Path) -> str:
    out = io.StringIO()
    assert uninstall(str(where), ENVIRON, out) == 0
    return out.getvalue()


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.name: (path.read_bytes(), path.stat().st_mode)
        for path in folder.iterdir() if path.is_file()
    }


def add_hook(folder: Path, name: str, text: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    hook = folder / name
    hook.write_bytes(text)
    executable(hook)
    return hook


def commit(repository: Path, **variables: str) -> str:
    """Commit something and return what was printed; a refused commit says so at the end."""
    with open(repository / 'a', 'a') as file:
        file.write('more\n')
    done = run('git', 'commit', '-am', 'more', cwd=repository, **variables)
    return done.stdout + done.stderr + ('' if done.returncode == 0 else 'refused')


def test_both_hooks_are_put_in_place_and_can_be_run(repository: Path) -> None:
    said = do_install(repository)
    hooks = repository / '.git' / 'hooks'
    assert said.splitlines() == [
        'pre-commit: installed in .git/hooks', 'pre-push: installed in .git/hooks',
    ]
    assert sorted(contents(hooks)) == ['pre-commit', 'pre-push']
    assert all(mode & stat.S_IXUSR for _, mode in contents(hooks).values())
    assert os.access(hooks / 'pre-commit', os.X_OK)


def test_installing_twice_changes_nothing(repository: Path) -> None:
    do_install(repository)
    before = contents(repository / '.git' / 'hooks')
    assert do_install(repository).count('already in place') == 2
    assert contents(repository / '.git' / 'hooks') == before


@pytest.mark.parametrize('name', ['pre-commit', 'pre-push'])
@pytest.mark.parametrize('text', FRAMEWORKS.values(), ids=FRAMEWORKS)
def test_uninstalling_restores_the_hook_that_was_there_byte_for_byte(
        repository: Path, name: str, text: bytes,
) -> None:
    hooks = repository / '.git' / 'hooks'
    add_hook(hooks, name, text).chmod(0o750)
    before = contents(hooks)
    assert 'runs first' in do_install(repository)
    do_install(repository)
    assert contents(hooks)[f'{name}.sync-guard-chained'] == before[name]
    do_uninstall(repository)
    assert contents(hooks) == before


def test_uninstalling_where_nothing_is_installed_touches_nothing(repository: Path) -> None:
    hooks = repository / '.git' / 'hooks'
    add_hook(hooks, 'pre-commit', b'#!/bin/sh\necho mine\n')
    before = contents(hooks)
    assert do_uninstall(repository).count('not installed') == 2
    assert contents(hooks) == before


@POSIX
def test_a_hook_that_git_ignores_is_kept_and_still_not_run(repository: Path, calls: Path) -> None:
    hook = repository / '.git' / 'hooks' / 'pre-commit'
    write(hook.parent, {'pre-commit': '#!/bin/sh\necho never\n'})
    do_install(repository)
    assert 'never' not in commit(repository)
    assert calls.read_text() == 'sync-guard check\n'
    do_uninstall(repository)
    assert hook.read_text() == '#!/bin/sh\necho never\n'
    assert not os.access(hook, os.X_OK)


@POSIX
def test_a_symbolic_link_stays_one(repository: Path, calls: Path) -> None:
    hooks = repository / '.git' / 'hooks'
    add_hook(repository / 'scripts', 'check', b'#!/bin/sh\necho linked\n')
    hooks.mkdir(exist_ok=True)
    (hooks / 'pre-commit').symlink_to('../../scripts/check')
    do_install(repository)
    assert 'linked' in commit(repository)
    do_uninstall(repository)
    assert os.readlink(hooks / 'pre-commit') == '../../scripts/check'


def test_a_hook_edited_after_installation_is_not_lost(repository: Path, calls: Path) -> None:
    hooks = repository / '.git' / 'hooks'
    add_hook(hooks, 'pre-commit', b'#!/bin/sh\necho mine\n')
    do_install(repository)
    with open(hooks / 'pre-commit', 'a') as file:
        file.write('echo added later\n')
    edited = contents(hooks)['pre-commit']
    assert 'edited' in do_install(repository)
    assert contents(hooks)['pre-commit'] == edited
    assert 'added later' in commit(repository)
    assert 'kept as pre-commit.sync-guard-edited' in do_uninstall(repository)
    assert contents(hooks)['pre-commit.sync-guard-edited'] == edited
    assert (hooks / 'pre-commit').read_bytes() == b'#!/bin/sh\necho mine\n'


def test_the_hook_of_an_older_version_is_renewed(
        repository: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(sys, 'executable', '/gone/python')
        do_install(repository)
    assert 'renewed' in do_install(repository)
    assert '/gone/' not in (repository / '.git' / 'hooks' / 'pre-commit').read_text()
    do_uninstall(repository)
    assert contents(repository / '.git' / 'hooks') == {}


def test_a_program_that_replaced_the_hook_is_chained_in_its_turn(repository: Path) -> None:
    hooks = repository / '.git' / 'hooks'
    add_hook(hooks, 'pre-commit', b'#!/bin/sh\necho first\n')
    do_install(repository)
    add_hook(hooks, 'pre-commit', b'#!/bin/sh\necho second\n')
    do_install(repository)
    texts = {name: text for name, (text, _) in contents(hooks).items()}
    assert texts['pre-commit.sync-guard-chained'] == b'#!/bin/sh\necho second\n'
    assert texts['pre-commit.sync-guard-chained.old'] == b'#!/bin/sh\necho first\n'


@pytest.mark.parametrize('configured', ['githooks', './tools/hooks', 'ABSOLUTE', '~/hooks'])
def test_core_hooks_path_is_honoured(
        repository: Path, calls: Path, configured: str, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(ENVIRON, 'HOME', str(tmp_path / 'home'))
    configured = configured.replace('ABSOLUTE', str(tmp_path / 'everywhere'))
    git(repository, 'config', 'core.hooksPath', configured)
    (repository / 'sub').mkdir()
    said = do_install(repository / 'sub')
    commit(repository)
    assert calls.read_text() == 'sync-guard check\n'
    inside = not configured.startswith(('~', '/'))
    assert ('inside the work tree: commit the hooks' in said) == inside
    assert ('every repository that uses it' in said) != inside


def test_a_shared_hook_names_no_python_of_one_machine(repository: Path) -> None:
    git(repository, 'config', 'core.hooksPath', 'githooks')
    do_install(repository)
    assert sys.executable not in (repository / 'githooks' / 'pre-commit').read_text()


def test_hooks_turned_off_by_a_path_that_is_no_folder_are_said(repository: Path) -> None:
    git(repository, 'config', 'core.hooksPath', os.devnull)
    with pytest.raises(UsageError, match='hooks are turned off'):
        do_install(repository)


def test_husky_9_is_given_a_hook_in_the_folder_it_does_not_rewrite(
        repository: Path, calls: Path,
) -> None:
    husky = repository / '.husky'
    write(husky, {
        'pre-commit': 'echo mine\n',
        '_/h': 'n=$(basename "$0")\ns=$(dirname "$(dirname "$0")")/$n\n'
               '[ ! -f "$s" ] && exit 0\nsh -e "$s" "$@"\nexit $?\n',
    })
    add_hook(husky / '_', 'pre-commit', b'#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n')
    add_hook(husky / '_', 'pre-push', b'#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n')
    git(repository, 'config', 'core.hooksPath', '.husky/_')
    before = contents(husky / '_')
    assert 'installed in .husky' in do_install(repository)
    assert contents(husky / '_') == before
    assert 'mine' in commit(repository)
    assert calls.read_text() == 'sync-guard check\n'
    assert 'refused' in commit(repository, VERDICT='1')
    do_uninstall(repository)
    assert (husky / 'pre-commit').read_text() == 'echo mine\n'
    assert not (husky / 'pre-push').exists()


@pytest.mark.parametrize('text', [
    b'#!/bin/sh\n. "$(dirname "$0")/husky.sh"\nhookName=$(basename "$0")\n',
    b'#!/usr/bin/env ruby\nhook_type = File.basename($0)\n',
    b'#!/usr/bin/env python3\nimport os, sys\nprint(os.path.basename(sys.argv[0]))\n',
    b'#!/bin/bash\nname=${0##*/}\n',
], ids=['husky 4', 'overcommit', 'python', 'bash'])
def test_a_hook_that_reads_its_own_name_is_refused_before_anything_changes(
        repository: Path, text: bytes,
) -> None:
    hooks = repository / '.git' / 'hooks'
    add_hook(hooks, 'pre-push', text)
    before = contents(hooks)
    with pytest.raises(UsageError, match='call `sync-guard check` from it'):
        do_install(repository)
    assert contents(hooks) == before


def test_in_a_linked_worktree_the_hooks_of_the_repository_are_meant(
        repository: Path, calls: Path, tmp_path: Path,
) -> None:
    git(repository, 'worktree', 'add', '--quiet', '-b', 'other', tmp_path / 'linked')
    do_install(tmp_path / 'linked')
    assert (repository / '.git' / 'hooks' / 'pre-commit').exists()
    commit(tmp_path / 'linked')
    assert calls.read_text() == 'sync-guard check\n'


def test_outside_a_repository_git_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='not a git repository'):
        do_install(tmp_path)


def test_the_hook_that_was_there_goes_first_and_its_refusal_is_final(
        repository: Path, calls: Path,
) -> None:
    add_hook(repository / '.git' / 'hooks', 'pre-commit', b'#!/bin/sh\necho no\nexit 7\n')
    do_install(repository)
    assert commit(repository).endswith('no\nrefused')
    assert not calls.exists()


def test_a_refusal_of_sync_guard_refuses_the_commit(repository: Path, calls: Path) -> None:
    do_install(repository)
    assert commit(repository, VERDICT='1').endswith('refused')
    assert not commit(repository).endswith('refused')


def test_two_frameworks_that_chain_each_other_end(repository: Path, calls: Path) -> None:
    # pre-commit installed, sync-guard installed, pre-commit installed again.
    hooks = repository / '.git' / 'hooks'
    framework = b'#!/bin/sh\necho framework\n"$0.legacy" "$@"\n'
    add_hook(hooks, 'pre-commit', framework.replace(b'$0', b'.git/hooks/pre-commit'))
    do_install(repository)
    (hooks / 'pre-commit').rename(hooks / 'pre-commit.legacy')
    add_hook(hooks, 'pre-commit', framework)
    assert commit(repository).count('framework') == 2
    assert calls.read_text() == 'sync-guard check\n'
    assert 'already in place' in do_install(repository)
    do_uninstall(repository)
    assert (hooks / 'pre-commit').read_bytes() == framework


@pytest.mark.parametrize('first', ['pre-commit', 'sync-guard'])
def test_beside_the_real_pre_commit_both_run_in_either_order(
        repository: Path, calls: Path, tmp_path: Path, first: str,
        monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(ENVIRON, 'PRE_COMMIT_HOME', str(tmp_path / 'home'))
    write(repository, {'.pre-commit-config.yaml': (
        'repos:\n- repo: local\n  hooks:\n'
        '  - {id: job, name: its own job, entry: git --version, language: system, '
        'always_run: true, pass_filenames: false}\n'
    )})
    git(repository, 'add', '.')
    if first == 'sync-guard':
        do_install(repository)
    done = run(PYTHON, '-m', 'pre_commit', 'install', cwd=repository)
    assert done.returncode == 0, done.stderr
    do_install(repository)

    assert 'its own job' in commit(repository)
    assert calls.read_text() == 'sync-guard check\n'
    do_uninstall(repository)
    calls.unlink()
    assert 'its own job' in commit(repository)
    assert not calls.exists()


def test_a_python_that_lost_sync_guard_gives_way_to_the_one_on_path(
        repository: Path, calls: Path, tmp_path: Path,
) -> None:
    do_install(repository)
    hook = repository / '.git' / 'hooks' / 'pre-commit'
    python = tmp_path / 'a python'
    write(tmp_path, {'a python': '#!/bin/sh\nexit 127\n'})
    executable(python)
    hook.write_text(hook.read_text().replace("python=''", f"python='{python}'"))
    commit(repository)
    assert calls.read_text() == 'sync-guard check\n'


def test_a_hook_that_finds_no_sync_guard_refuses_and_says_how_to_mend_it(
        repository: Path, calls: Path, tmp_path: Path,
) -> None:
    do_install(repository)
    (tmp_path / 'bin' / 'sync-guard').unlink()
    said = commit(repository)
    assert said.endswith('refused')
    assert 'install it again, or delete the hook .git/hooks/pre-commit' in said


def test_the_repository_is_no_place_to_import_from(tmp_path: Path) -> None:
    # A project may have folders of these names; the hook runs in it.
    repository = new_repository(tmp_path / 'work', {
        'a': 'a\n', 'click/__init__.py': 'raise SystemExit("the project\'s click")\n',
        'sqlparse.py': 'raise SystemExit("the project\'s sqlparse")\n',
    })
    do_install(repository)
    assert not commit(repository).endswith('refused')


class TestPush:
    @pytest.fixture
    def remote(self, tmp_path: Path, repository: Path) -> Path:
        git(repository, 'init', '--quiet', '--bare', '--initial-branch=main', tmp_path / 'r.git')
        git(repository, 'remote', 'add', 'origin', tmp_path / 'r.git')
        return tmp_path / 'r.git'

    def push(self, repository: Path, *args: str, **variables: str) -> int:
        return run('git', 'push', '--quiet', *args, cwd=repository, **variables).returncode

    def test_a_branch_is_checked_from_where_it_left_the_default_branch(
            self, repository: Path, remote: Path, calls: Path,
    ) -> None:
        git(repository, 'push', '--quiet', 'origin', 'main')
        do_install(repository)
        git(repository, 'switch', '--quiet', '-c', 'topic')
        commit(repository)
        calls.unlink()
        assert self.push(repository, 'origin', 'topic') == 0
        tip = git(repository, 'rev-parse', 'topic')
        assert calls.read_text() == f'sync-guard check from refs/remotes/origin/main to {tip}\n'

    def test_the_default_branch_is_the_one_the_remote_names(
            self, repository: Path, remote: Path, calls: Path,
    ) -> None:
        git(repository, 'push', '--quiet', 'origin', 'main', 'main:develop')
        git(remote, 'symbolic-ref', 'HEAD', 'refs/heads/develop')
        git(repository, 'fetch', '--quiet', 'origin')
        git(repository, 'remote', 'set-head', 'origin', '--auto')
        do_install(repository)
        commit(repository)
        calls.unlink()
        assert self.push(repository, 'origin', 'main') == 0
        tip = git(repository, 'rev-parse', 'main')
        assert calls.read_text() == f'sync-guard check from refs/remotes/origin/HEAD to {tip}\n'

    def test_the_first_push_is_checked_from_nothing(
            self, repository: Path, remote: Path, calls: Path,
    ) -> None:
        do_install(repository)
        assert self.push(repository, 'origin', 'main') == 0
        tip = git(repository, 'rev-parse', 'main')
        assert calls.read_text() == f'sync-guard check from {"0" * 40} to {tip}\n'

    def test_a_push_to_an_address_is_checked_from_what_no_remote_has(
            self, repository: Path, remote: Path, calls: Path, tmp_path: Path,
    ) -> None:
        git(repository, 'push', '--quiet', 'origin', 'main')
        git(repository, 'init', '--quiet', '--bare', tmp_path / 'fork.git')
        known = git(repository, 'rev-parse', 'main')
        do_install(repository)
        commit(repository)
        commit(repository)
        calls.unlink()
        assert self.push(repository, str(tmp_path / 'fork.git'), 'main') == 0
        tip = git(repository, 'rev-parse', 'main')
        assert calls.read_text() == f'sync-guard check from {known} to {tip}\n'

    def test_deleted_branches_and_tags_are_not_checked(
            self, repository: Path, remote: Path, calls: Path,
    ) -> None:
        git(repository, 'push', '--quiet', 'origin', 'main', 'main:old')
        git(repository, 'tag', 'v1')
        do_install(repository)
        assert self.push(repository, 'origin', 'v1') == 0
        assert self.push(repository, 'origin', ':old') == 0
        assert not calls.exists()

    def test_every_branch_pushed_is_checked_and_one_refusal_stops_them_all(
            self, repository: Path, remote: Path, calls: Path,
    ) -> None:
        git(repository, 'push', '--quiet', 'origin', 'main')
        git(repository, 'branch', 'one')
        git(repository, 'branch', 'two')
        do_install(repository)
        assert self.push(repository, 'origin', 'one', 'two', VERDICT='1') != 0
        assert len(calls.read_text().splitlines()) == 2
        assert git(remote, 'branch', '--list', 'one', 'two') == ''

    def test_the_hook_that_was_there_gets_what_git_wrote(
            self, repository: Path, remote: Path, calls: Path, tmp_path: Path,
    ) -> None:
        seen = tmp_path / 'seen'
        add_hook(
            repository / '.git' / 'hooks', 'pre-push',
            f'#!/bin/sh\n{{ echo "$@"; cat; }} > "{seen}"\n'.encode(),
        )
        do_install(repository)
        assert self.push(repository, 'origin', 'main') == 0
        tip = git(repository, 'rev-parse', 'main')
        assert seen.read_text() == (
            f'origin {remote}\nrefs/heads/main {tip} refs/heads/main {"0" * 40}\n'
        )

    def test_the_refusal_of_the_hook_that_was_there_is_final(
            self, repository: Path, remote: Path, calls: Path,
    ) -> None:
        add_hook(repository / '.git' / 'hooks', 'pre-push', b'#!/bin/sh\ncat >/dev/null; exit 1\n')
        do_install(repository)
        assert self.push(repository, 'origin', 'main') != 0
        assert not calls.exists()


def test_a_folder_that_cannot_be_written_to_is_said_and_the_hook_there_stays(
        repository: Path,
) -> None:
    hooks = repository / '.git' / 'hooks'
    write(hooks, {'pre-commit': '#!/bin/sh\n', 'pre-commit.sync-guard-new/file': ''})

    with pytest.raises(UsageError, match='pre-commit.sync-guard-new: '):
        install(str(repository), ENVIRON, io.StringIO())

    assert (hooks / 'pre-commit').read_bytes() == b'#!/bin/sh\n'
    assert not (hooks / 'pre-commit.sync-guard-chained').exists()
