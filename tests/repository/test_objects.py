"""Bytes by object id: all of them from one process, or one clear message."""
from __future__ import annotations

from pathlib import Path

import pytest

from sync_guard.errors import UsageError
from tests.repository.helpers import opened
from tests.repository.helpers import texts
from tests.support import GitRepository
from tests.support import make_repository

BYTES: dict[str, str | bytes] = {
    'empty.sql': b'',
    'no newline.sql': b'x',
    'newlines.sql': b'\n\n\n',
    'zeros.sql': bytes(range(256)) * 3,
    'looks like an answer.sql': b'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391 blob 3\nabc\n',
    'large.sql': b'-- 0123456789\n' * 100_000,
}


@pytest.mark.parametrize('object_format', ['sha1', 'sha256'])
def test_bytes_come_back_as_they_were_stored(tmp_path: Path, object_format: str) -> None:
    repository = make_repository(
        tmp_path, 'repository', f'--object-format={object_format}', files=BYTES,
    )
    seen = opened(repository)
    entries = seen.everything().after.entries
    read = seen.read(entry.oid for entry in entries.values())
    assert {path: read[entry.oid] for path, entry in entries.items()} == BYTES


def test_nothing_asked_starts_no_process(tmp_path: Path) -> None:
    seen = opened(make_repository(tmp_path))
    seen.git.environ['PATH'] = ''
    assert seen.read(()) == {}


def test_many_objects_are_read_at_once(tmp_path: Path) -> None:
    files = {f'{number}.sql': f'{number}' * 50 for number in range(400)}
    repository = make_repository(tmp_path, files=files)
    seen = opened(repository)
    assert texts(seen, seen.staged().after) == files


def test_a_missing_object_is_named_with_its_path(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={'a.sql': 'a', 'b.sql': 'b', 'c.sql': 'c'})
    seen = opened(repository)
    entries = seen.staged().after.entries
    oid = entries['b.sql'].oid
    (repository.path / '.git/objects' / oid[:2] / oid[2:]).unlink()
    with pytest.raises(UsageError) as caught:
        seen.read(entry.oid for entry in entries.values())
    assert caught.value.path == 'b.sql'
    assert str(caught.value).startswith(f'b.sql: object {oid} is not in this repository')


def test_a_damaged_object_is_named_with_its_path(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={'a.sql': 'a', 'b.sql': 'b'})
    seen = opened(repository)
    entries = seen.staged().after.entries
    oid = entries['b.sql'].oid
    damaged = repository.path / '.git/objects' / oid[:2] / oid[2:]
    damaged.chmod(0o644)
    damaged.write_bytes(b'\x78\x01nonsense')
    with pytest.raises(UsageError) as caught:
        seen.read(entry.oid for entry in entries.values())
    assert caught.value.path == 'b.sql'
    assert oid in caught.value.message


def test_one_damaged_object_hides_no_other(tmp_path: Path) -> None:
    files = {f'{number}.sql': f'{number}' for number in range(100)}
    repository = make_repository(tmp_path, files=files)
    seen = opened(repository)
    entries = seen.staged().after.entries
    oids = [entry.oid for entry in entries.values()]
    for oid in oids[::20]:
        damaged = repository.path / '.git/objects' / oid[:2] / oid[2:]
        damaged.chmod(0o644)
        damaged.write_bytes(b'\x78\x01nonsense')
    found = seen.objects.get(oids)
    assert [answer is None for answer in found] == [n % 20 == 0 for n in range(100)]
    assert all(answer is None or answer.oid == oid for oid, answer in zip(oids, found))


@pytest.mark.parametrize(('name', 'kind'), [
    ('HEAD', 'commit'), ('HEAD^{tree}', 'tree'), ('HEAD:a.sql', 'blob'), ('tag', 'tag'),
    ('two words', None), ('missing', None), ('', None), ('-x', None), ('HEAD:no where', None),
])
def test_an_object_has_any_name_git_knows(tmp_path: Path, name: str, kind: str | None) -> None:
    repository = make_repository(tmp_path, files={'a.sql': 'a'})
    repository.git('tag', '-a', '-m', 'x', 'tag')
    objects = opened(repository).objects
    found, again = objects.get([name, 'HEAD'])
    assert (found and found.kind) == kind
    assert again is not None and again.oid == repository.head()


def test_its_process_ends_with_the_repository(tmp_path: Path) -> None:
    repository = make_repository(tmp_path, files={'a.sql': 'a'})
    seen = opened(repository)
    seen.objects.start()
    process = seen.objects._process
    assert process is not None and process.poll() is None
    del seen
    assert process.poll() == 0


@pytest.fixture
def partial(tmp_path: Path) -> GitRepository:
    """A clone without the bytes of files that are not checked out."""
    repository = make_repository(tmp_path, files={'a.sql': 'old', 'b.sql': 'b'})
    repository.git('config', 'uploadpack.allowFilter', 'true')
    repository.commit('new', {'a.sql': 'new'})
    return repository.clone('partial', '--filter=blob:none')


def test_a_partial_clone_is_not_filled_up_behind_the_users_back(partial: GitRepository) -> None:
    seen = opened(partial)
    change = seen.range('HEAD')
    old = change.before.entries['a.sql'].oid
    count = partial.git('count-objects', '-v')
    with pytest.raises(UsageError) as caught:
        texts(seen, change.before)
    assert caught.value.path == 'a.sql'
    assert f'git cat-file -e {old}' in str(caught.value)
    assert partial.git('count-objects', '-v') == count
    # The remedy is one.
    partial.git('cat-file', '-e', old)
    assert texts(opened(partial), change.before) == {'a.sql': 'old', 'b.sql': 'b'}


def test_what_is_staged_in_a_partial_clone_is_here(partial: GitRepository) -> None:
    partial.stage({'b.sql': 'changed'})
    seen = opened(partial)
    assert texts(seen, seen.staged().after) == {'a.sql': 'new', 'b.sql': 'changed'}
