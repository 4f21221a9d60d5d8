"""Snapshots out of git: which guarded files there are, what a change makes of them, their bytes.

Nothing here writes to the repository: neither the index, nor the working tree, nor an object.
"""
from __future__ import annotations

import os
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sync_guard.errors import UsageError
from sync_guard.repository.git import abandon
from sync_guard.repository.git import decode
from sync_guard.repository.git import EMPTY
from sync_guard.repository.git import finish
from sync_guard.repository.git import Git
from sync_guard.repository.git import GitError
from sync_guard.repository.links import follow
from sync_guard.repository.objects import Objects
from sync_guard.repository.records import before_of
from sync_guard.repository.records import Change
from sync_guard.repository.records import Entry
from sync_guard.repository.records import GUARDED
from sync_guard.repository.records import Interest
from sync_guard.repository.records import is_guarded
from sync_guard.repository.records import Landed
from sync_guard.repository.records import RawChange
from sync_guard.repository.records import read_index
from sync_guard.repository.records import read_raw
from sync_guard.repository.records import Snapshot
from sync_guard.repository.records import SYMLINK

if TYPE_CHECKING:
    import subprocess

__all__ = [
    'Change', 'Entry', 'GitError', 'Landed', 'RawChange', 'Repository', 'Snapshot', 'is_guarded',
    'pushed_range',
]


def pushed_range(environ: Mapping[str, str]) -> str | None:
    """What pre-commit says is being pushed, as ``FROM...TO``; None where it says nothing.

    FROM is zeros for a branch that is new; such a range has nothing before it. The older names
    of the two variables are those of pre-commit before 2.0.
    """
    start = environ.get('PRE_COMMIT_FROM_REF') or environ.get('PRE_COMMIT_ORIGIN')
    end = environ.get('PRE_COMMIT_TO_REF') or environ.get('PRE_COMMIT_SOURCE')
    return f'{start}...{end}' if start and end else None


_STAGED = (
    'diff-index', '--cached', '--raw', '-z', '--no-renames', '--no-ext-diff', '--no-abbrev',
    # Without it `git add -N` looks like a staged empty file.
    '--ita-invisible-in-index',
)


class Repository:
    """A git repository, as seen from one folder with one environment.

    ``top`` is the absolute path of the working tree (of the repository itself when ``bare``),
    ``git_dir`` that of this working tree's git directory, ``common_dir`` that of the one all linked
    working trees share, ``object_format`` is ``sha1`` or ``sha256``.
    """

    def __init__(
        self, git: Git, git_dir: str, common_dir: str, object_format: str, bare: bool,
        interest: Interest, patterns: Sequence[str],
    ) -> None:
        self.git = git
        self.top = git.cwd
        self.git_dir = git_dir
        self.common_dir = common_dir
        self.object_format = object_format
        self.bare = bare
        self.interest = interest
        self.patterns = patterns
        self._empty_blob, self.empty_tree = EMPTY[object_format]
        self.objects = Objects(git)
        self._staging: subprocess.Popen[bytes] | None = None
        self._staged: tuple[RawChange, ...] | None = None
        # Bytes of files in the working tree, whose ids git may not know.
        self._on_disk: dict[str, bytes] = {}
        # Where an object id was seen last, to name a path when its bytes are missing.
        self._seen: list[dict[str, Entry]] = []

    @classmethod
    def open(
        cls, cwd: str, environ: Mapping[str, str], interest: Interest = is_guarded,
        patterns: Sequence[str] = GUARDED, *, staged: bool = False,
    ) -> Repository:
        """The repository that holds the folder ``cwd``, or that the environment names.

        ``interest`` says which paths are looked at at all; ``patterns`` are pathspecs by which git
        itself leaves out most others. ``staged`` starts the question what is staged at the same
        time, for a caller that is going to ask it. Raises UsageError in git's own words where there
        is no repository, or none that git trusts (safe.directory).
        """
        git = Git(cwd, environ)
        places = git.start(
            'rev-parse', '--is-bare-repository', '--show-object-format', '--git-dir',
            '--git-common-dir', '--show-toplevel',
        )
        staging = git.start(*_STAGED, 'HEAD', '--', *patterns) if staged else None
        out, complaint = places.communicate()
        # git before 2.28 repeats --show-object-format, an option it does not know.
        lines = decode(out).split('\n')
        if places.returncode != 0 and lines[0] != 'true':
            if staging is not None:
                abandon(staging)
            raise GitError.of(places, complaint)
        bare = lines[0] == 'true'
        git_dir, common_dir = (
            os.path.normpath(os.path.join(os.path.abspath(cwd), place)) for place in lines[2:4]
        )
        repository = cls(
            git.at(git_dir if bare else lines[4]), git_dir, common_dir,
            'sha256' if lines[1] == 'sha256' else 'sha1', bare, interest,
            patterns,
        )
        repository._staging = staging
        return repository

    def staged_changes(self) -> tuple[RawChange, ...]:
        """The guarded files that are staged, first and fast: empty means nothing to check."""
        if self._staged is None:
            self._needs_working_tree()
            process = self._staging or self.git.start(*_STAGED, 'HEAD', '--', *self.patterns)
            self._staging = None
            try:
                output = finish(process)
            except GitError:
                # Before the first commit HEAD names nothing: everything staged is new.
                if self._has_head():
                    raise
                output = self.git.run(*_STAGED, self.empty_tree, '--', *self.patterns)
            self._staged = read_raw(output, self.interest)
        return self._staged

    def staged(self) -> Change:
        """What a commit would make now: HEAD before, the index after."""
        changes = self.staged_changes()
        return self.change(
            'HEAD', 'the index', changes, self._index(), merging=bool(self.merge_heads()),
        )

    def merge_heads(self) -> list[str]:
        """The commits that are being merged into HEAD, by id; none outside of a merge."""
        try:
            with open(os.path.join(self.git_dir, 'MERGE_HEAD'), 'rb') as file:
                return decode(file.read()).split()
        except OSError:
            # A pre-merge-commit hook runs before git writes MERGE_HEAD. It is told in variables
            # that are meant for merge strategies: GITHEAD_<id>=<name>.
            known = (name.partition('GITHEAD_') for name in self.git.environ)
            return [oid for before, _, oid in known if not before and oid]

    def merged(self) -> tuple[Snapshot, ...]:
        """What the commits that are being merged into HEAD hold."""
        heads = self.merge_heads()
        index = self._index() if heads else {}
        return tuple(
            self.snapshot(head[:12], before_of(index, read_raw(
                self.git.run(*_STAGED, head, '--', *self.patterns), self.interest,
            ))) for head in heads
        )

    def everything(self) -> Change:
        """The whole index as if it were new: nothing before, everything changed."""
        self._needs_working_tree()
        after = self.snapshot('the index', self._index())
        return Change(Snapshot('nothing', {}), after, frozenset(after.entries))

    def range(self, spec: str) -> Change:
        """What a range of commits makes.

        ``A..B`` compares the trees of A and B, ``A...B`` their merge base with B, a single revision
        that commit with its first parent; an empty side is HEAD, an A of zeros is nothing at all.
        """
        from sync_guard.repository.ranges import range_change
        return range_change(self, spec)

    def base(self, ref: str) -> Change:
        """What the commits of HEAD make since they left ``ref``."""
        return self.range(f'{ref}...HEAD')

    def working_tree(self) -> Snapshot:
        """The files on disk, tracked or not, but for those git ignores."""
        from sync_guard.repository.worktree import working_tree
        self._needs_working_tree()
        entries, self._on_disk = working_tree(self)
        return self.snapshot('the working tree', entries)

    def landed(
        self, configured: str | None, change: Change, folders: Sequence[str] = (),
    ) -> Landed | None:
        """What the shared branch holds in ``folders`` (none named: anywhere); None before the
        first commit. ``configured`` is a branch the configuration names."""
        from sync_guard.repository.landed import landed
        return landed(self, configured, change, folders)

    def read(self, oids: Iterable[str]) -> dict[str, bytes]:
        """The bytes of files by object id, as git stores them; one process for all.

        Raises UsageError for an object that is not here (a partial clone, a damaged repository).
        """
        wanted = list(dict.fromkeys(oids))
        found = {oid: self._on_disk[oid] for oid in wanted if oid in self._on_disk}
        missing = [oid for oid in wanted if oid not in found]
        for oid, answer in zip(missing, self.objects.get(missing)):
            if answer is None:
                raise UsageError(
                    f'object {oid} is not in this repository{self.objects.complaint}\n'
                    f'In a partial clone, `git cat-file -e {oid}` fetches it.',
                    self._path_of(oid),
                )
            found[oid] = answer.data
        return found

    def hooks_directory(self) -> str:
        """The folder git looks for hooks in: ``core.hooksPath``, else ``hooks`` of the repository.

        Absolute. git reads ``~`` itself, and takes a relative path from the top.
        """
        place = decode(self.git.run('rev-parse', '--git-path', 'hooks')).rstrip('\n')
        return os.path.normpath(os.path.join(self.top, place))

    def change(
        self, before: str, after: str, changes: tuple[RawChange, ...],
        entries: dict[str, Entry], *,
        merging: bool = False, base: str | None = None, tip: str | None = None,
    ) -> Change:
        """The changes that led to the entries, with a snapshot of either side."""
        first = self.snapshot(before, before_of(entries, changes))
        last = self.snapshot(after, entries)
        paths = {change.path for change in changes}
        # A link changes with the file it leads to.
        paths.update(
            path for path, entry in entries.items()
            if entry.mode == SYMLINK and first.entries.get(path) != last.entries.get(path)
        )
        return Change(first, last, frozenset(paths), merging, base, tip)

    def snapshot(self, label: str, entries: dict[str, Entry]) -> Snapshot:
        """A snapshot of the entries, whose links are followed and whose paths are remembered."""
        self._seen.append(entries)
        return Snapshot(label, follow(entries, self.read))

    def below_top(self, folder: str) -> str:
        """The path of a folder from the top, with slashes; ``.`` is the top."""
        path = os.path.relpath(os.path.realpath(folder), os.path.realpath(self.top))
        return path.replace(os.sep, '/')

    def _index(self) -> dict[str, Entry]:
        listing = self.git.start('ls-files', '-s', '-z', '--', *self.patterns)
        # The bytes of something will be wanted, and by then it is up.
        self.objects.start()
        entries, unmerged = read_index(finish(listing), self.interest)
        if unmerged:
            raise UsageError('not merged yet: resolve it and `git add` it', unmerged[0])
        empty = [path for path, entry in entries.items() if entry.oid == self._empty_blob]
        if empty:
            # `git add -N` puts an empty file into the index that no commit will hold; against the
            # empty tree, only files a commit will hold are listed.
            listed = read_raw(
                self.git.run('--literal-pathspecs', *_STAGED, self.empty_tree, '--', *empty),
                self.interest,
            )
            for path in set(empty).difference(change.path for change in listed):
                del entries[path]
        return entries

    def _path_of(self, oid: str) -> str | None:
        for entries in self._seen:
            for path, entry in entries.items():
                if entry.oid == oid:
                    return path
        return None

    def _has_head(self) -> bool:
        try:
            return bool(self.git.run('rev-parse', '--quiet', '--verify', 'HEAD'))
        except GitError:
            return False

    def _needs_working_tree(self) -> None:
        if self.bare:
            raise UsageError('this operation must be run in a work tree')
