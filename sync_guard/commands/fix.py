"""``git sync-guard fix``: the schema of the working tree brought up to the migrations."""
from __future__ import annotations

import codecs
import difflib
import os
import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from typing import cast
from typing import Literal
from typing import NamedTuple
from typing import TextIO
from typing import TYPE_CHECKING

from sync_guard.errors import BLOCKED
from sync_guard.errors import IN_STEP
from sync_guard.errors import UsageError
from sync_guard.finding import Level
from sync_guard.repository import Repository

if TYPE_CHECKING:
    from sync_guard.cache import Cache
    from sync_guard.catalog import Origin
    from sync_guard.checklist.sides import Side
    from sync_guard.mend import Mending
    from sync_guard.prisma import Expected
    from sync_guard.repository import Snapshot

Mode = Literal['write', 'diff', 'check']
# Of a finding: what makes it the same one across commits.
Identities = frozenset[tuple[str, ...]]


class _Work(NamedTuple):
    """The projects to mend, what git has of their schemas, and findings that are none of the
    commit's business."""

    sides: tuple[Side, ...]
    known: tuple[Snapshot, ...]
    older: Identities = frozenset()


def fix(
        cwd: str, environ: Mapping[str, str], out: TextIO, *,
        level: str | None = None, mode: Mode = 'write', staged: bool = False,
) -> int:
    """Mend the schemas, and say what was mended and what is left.

    ``staged`` is the hook's way: it asks what is staged alone, mends only what that brings, and
    fails where it writes, so that the user stages what was written. Returns 1 where something is
    left that `check` would block, or would change under ``check``. Raises UsageError for what the
    user can mend, and then nothing is written.
    """
    repository = Repository.open(cwd, environ, staged=staged)
    if staged and not repository.staged_changes():
        return IN_STEP
    from sync_guard.cache import Cache

    cache = Cache(os.path.join(repository.common_dir, 'sync-guard', 'cache.db'))
    asked = cast('Level | None', level)
    work = _staged(repository, cache, asked) if staged else _everything(repository, cache)
    raw: dict[str, bytes] = {}
    mendings = []
    for side in work.sides:
        texts = {path: _text(repository, path, raw) for path in side.project.schema_files}
        mendings.append(_mend(side, texts, work, repository, cache, asked))
    changed = {path: text for mending in mendings for path, text in mending.files.items()}
    if staged and changed:
        _refuse_unstaged(repository, changed)
    if mode == 'write' and changed:
        from sync_guard.repository.replacing import replace_files

        replace_files(repository.top, {
            path: _bytes(text, raw[path]) for path, text in changed.items()
        })
    if mode == 'diff':
        for path, text in sorted(changed.items()):
            out.writelines(_diff(path, _decoded(path, raw[path]), text))
    else:
        _report(mendings, out, silent=staged)
        if mendings and not staged:  # the hook of `check` says it to each commit
            _say_refused(work.sides, out)
        if staged and changed and mode == 'write':
            out.write('sync-guard: mended; git add what was written, and commit again\n')
    left = any(one.finding.severity == 'error' for mending in mendings for one in mending.left)
    refuse = mode == 'check' or (mode == 'write' and staged)
    return BLOCKED if left or (changed and refuse) else IN_STEP


def _staged(repository: Repository, cache: Cache, level: Level | None) -> _Work:
    """What is staged, against HEAD: older differences are left alone, and so is what the commit
    itself adds to the schema. That is ahead of the migrations, not behind them."""
    from sync_guard.checklist.examine import examine

    change = repository.staged()
    examined = examine(repository, change, cache, level)
    older = frozenset(finding.identity for finding in examined.findings if not finding.new)
    return _Work(_compared(examined.sides), (change.before,), older)


def _everything(repository: Repository, cache: Cache) -> _Work:
    from sync_guard.checklist.sides import find_projects
    from sync_guard.checklist.sides import read_sides

    snapshot = repository.working_tree()
    sides = read_sides(repository, snapshot, find_projects(repository, snapshot), cache).sides
    if not _compared(sides):
        raise UsageError(
            'no migrations with a Prisma schema for PostgreSQL here; sync-guard.toml can name both',
        )
    change = repository.staged()
    return _Work(_compared(sides), (change.before, change.after))


def _compared(sides: Iterable[Side]) -> tuple[Side, ...]:
    return tuple(
        side for side in sides if side.project.migrations and side.project.schema_files
        and side.expectation.provider in _postgresql()
    )


def _postgresql() -> tuple[str | None, ...]:
    from sync_guard.prisma.expected import POSTGRESQL

    return POSTGRESQL


def _mend(
        side: Side, texts: Mapping[str, str], work: _Work, repository: Repository, cache: Cache,
        level: Level | None,
) -> Mending:
    from sync_guard.decisions import decided
    from sync_guard.ignores import ignores
    from sync_guard.mend import mend
    from sync_guard.mend import Task

    project, built = side.project, side.build.catalog
    declared = () if side.declared is None else side.declared.said
    expected = side.expectation.expected
    task = Task(
        project, built, level or project.settings.level, decided(project.settings, built),
        tuple(
            one for said in (*side.build.said, *declared)
            for one in ignores(said.path, said.directives)
        ),
        () if expected is None else expected.external,
        None if expected is None else expected.external_unread,
        tuple(_known(side, work.known, repository, cache)), work.older,
        _renames(side, repository),
    )
    return mend(texts, task)


def _renames(side: Side, repository: Repository) -> Callable[[Origin | None], bool]:
    """Whether a line of the migrations renames something."""
    from sync_guard.mend.renames import renamed_lines
    from sync_guard.text import decode

    lines: dict[str, frozenset[int]] = {}

    def renamed(origin: Origin | None) -> bool:
        if origin is None or origin.path not in side.entries:
            return False
        if origin.path not in lines:
            oid = side.entries[origin.path].oid
            lines[origin.path] = renamed_lines(decode(repository.read([oid])[oid])[0])
        return origin.line in lines[origin.path]

    return renamed


def _known(
        side: Side, snapshots: Iterable[Snapshot], repository: Repository, cache: Cache,
) -> Iterator[Expected]:
    """What git has of the schema."""
    from sync_guard.expectations import expect_all

    for snapshot in snapshots:
        found = expect_all([side.project], snapshot.entries, repository.read, cache)
        for expectation in found.expectations:
            if expectation.expected is not None:
                yield expectation.expected


def _text(repository: Repository, path: str, raw: dict[str, bytes]) -> str:
    """A file's text as it is on disk; ``raw`` gets its bytes."""
    try:
        with open(os.path.join(repository.top, *path.split('/')), 'rb') as file:
            raw[path] = file.read()
    except OSError as error:
        raise UsageError(error.strerror or str(error), path) from error
    return _decoded(path, raw[path])


def _decoded(path: str, data: bytes) -> str:
    from sync_guard.text import decode

    text, problem = decode(data)
    if problem is not None:
        raise UsageError(f'the file {problem.what}', path, problem.line)
    conflict = re.search('^<{7} ', text, re.M)
    if conflict is not None:
        line = text.count('\n', 0, conflict.start()) + 1
        raise UsageError('a conflict is not resolved yet', path, line)
    return text


def _bytes(text: str, before: bytes) -> bytes:
    """The text as the file had it: with a byte order mark where there was one."""
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b''
    return mark + text.encode()


def _refuse_unstaged(repository: Repository, changed: Iterable[str]) -> None:
    """Edits of a file that is staged in part would be mixed with what is not staged. pre-commit
    puts that aside before it runs a hook; others do not."""
    staged, on_disk = repository.staged().after.entries, repository.working_tree().entries
    top = os.path.realpath(repository.top)
    for path in changed:
        # A link is staged as the path it leads to: what is written is the file there.
        real = os.path.relpath(os.path.realpath(os.path.join(top, *path.split('/'))), top)
        written = real.replace(os.sep, '/')
        if any(one in staged and on_disk.get(one) != staged[one] for one in (path, written)):
            raise UsageError('has unstaged changes: stage or stash them first', path)


def _report(mendings: Iterable[Mending], out: TextIO, *, silent: bool) -> None:
    edits = [edit for mending in mendings for edit in mending.edits]
    left = [one for mending in mendings for one in mending.left]
    for edit in edits:
        out.write(f'{edit.path}:{edit.line}: {edit.what}\n')
    for one in left:
        path, line, column = one.finding.place
        out.write(
            f'{path}:{line}:{column}: {one.finding.rule}: {one.finding.message}\n'
            f'  left: {one.why}\n',
        )
    if not edits and not left and not silent:
        out.write('sync-guard: nothing to fix\n')


def _say_refused(sides: Iterable[Side], out: TextIO) -> None:
    """Statements that PostgreSQL would refuse build nothing: the schema may still be ahead or
    behind by what they are meant to."""
    places = [
        place for side in sides for problem in side.build.problems
        for place in problem.origins or (problem.origin,)
    ]
    if places:
        more = f' (and {len(places) - 1} more)' if len(places) > 1 else ''
        out.write(
            f'{places[0].path}:{places[0].line}: PostgreSQL would refuse this statement{more}: '
            'only what is certain was mended\n  git sync-guard check --all says why\n',
        )


def _diff(path: str, before: str, after: str) -> Iterator[str]:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True),
        f'a/{path}', f'b/{path}',
    )
    for line in lines:
        yield line if line.endswith('\n') else f'{line}\n\\ No newline at end of file\n'
