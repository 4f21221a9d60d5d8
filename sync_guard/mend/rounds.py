"""Mending goes in rounds: compare, edit what can be edited at once, and compare again, until
nothing is left that an edit mends. So each edit is small, and what it brings to light (the keys of
a new field, the relations of a new model) is mended by the next."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.catalog import Name
from sync_guard.catalog import Origin
from sync_guard.compare import compare
from sync_guard.compare.differences import SetUp
from sync_guard.finding import Finding
from sync_guard.finding import LEVELS
from sync_guard.ignores import apply
from sync_guard.ignores import Ignore
from sync_guard.ignores import ignores
from sync_guard.mend.alignment import realigned
from sync_guard.mend.edits import accept
from sync_guard.mend.edits import applied
from sync_guard.mend.edits import Change
from sync_guard.mend.edits import Said
from sync_guard.mend.handlers import change_for
from sync_guard.mend.handlers import kept_back
from sync_guard.mend.handlers import why_no_edit
from sync_guard.mend.models import unidentified
from sync_guard.mend.renames import sorted_out
from sync_guard.mend.view import View
from sync_guard.mend.view import view_of
from sync_guard.prisma.lexer import tokens
from sync_guard.rules import Context
from sync_guard.rules import findings

if TYPE_CHECKING:
    from sync_guard.compare.differences import Difference
    from sync_guard.mend import Edited
    from sync_guard.mend import Left
    from sync_guard.mend import Mending
    from sync_guard.mend import Task
    from sync_guard.prisma import SyntaxProblem

# A field may wait for its turn once for each of its attributes; far above what any schema needs.
_MOST = 100

Places = frozenset[tuple[Name, str | None]]


# Members of blocks (the whole block where it is ''), and why they are left as they are.
Avoided = dict[tuple[str, str], str]


class _Made(NamedTuple):
    changed: Mapping[str, str]
    view: View
    done: tuple[Change, ...]
    left: tuple[Left, ...]


class _Round(NamedTuple):
    """How things stood before a round, and the identities of the findings that it was about."""

    texts: Mapping[str, str]
    done: tuple[Change, ...]
    whole: Places
    said: set[tuple[str, ...]]


class _Open(NamedTuple):
    difference: Difference
    finding: Finding


def mend_in_rounds(files: Mapping[str, str], task: Task, *, tries: int = 3) -> Mending:
    """See :func:`sync_guard.mend.mend`. Where something was left alone since Prisma would refuse
    it, the other edits may have made way for it: all is tried again, so many times."""
    from sync_guard.mend import Left
    from sync_guard.mend import Mending

    view = view_of(files, task)
    if view.problems:
        found = findings(view.problems, Context(task.project, task.built, view.expected))
        why = 'Prisma refuses the schema: mend that first'
        return Mending({}, (), tuple(Left(finding, why) for finding in found))
    avoided: Avoided = {}
    while True:
        made = _mend(files, task, avoided)
        if not made.view.problems:
            break
        # What brought Prisma's refusal about is left as it is: a field, else its whole block.
        problem = made.view.problems[0]
        place = _block_at(made.view, problem.place)
        if place in avoided:
            place = (place[0], '')
        if place in avoided:
            return _refused(view, task, problem)
        message = problem.message.splitlines()[0]
        avoided[place] = f'mended, the schema would be one that Prisma refuses: {message}'
    edits = tuple(_edited(made.done, view, made.view))
    if not (avoided and made.changed and tries):
        return Mending(made.changed, edits, made.left)
    again = mend_in_rounds({**files, **made.changed}, task, tries=tries - 1)
    edits = tuple(sorted(dict.fromkeys((*edits, *again.edits))))
    return Mending({**made.changed, **again.files}, edits, again.left)


def _mend(files: Mapping[str, str], task: Task, avoided: Avoided) -> _Made:
    texts: Mapping[str, str] = dict(files)
    view = view_of(texts, task)
    whole: Places = frozenset()
    done: tuple[Change, ...] = ()
    rounds: list[_Round] = []
    futile: set[tuple[str, ...]] = set()
    for _ in range(_MOST):
        wanted = [
            (one.finding.identity, change) for one in _open(view, task, whole)
            if one.finding.identity not in futile and _why_not(one, task, avoided) is None
            and (change := _change(one, task, whole, view)) is not None
        ]
        taken = accept(change for _, change in wanted) or accept(unidentified(view))
        if not taken:
            break
        said = {identity for identity, change in wanted if change in taken}
        rounds.append(_Round(texts, done, whole, said))
        texts = applied(texts, taken)
        done = (*done, *taken)
        whole = whole.union(*(change.whole for change in taken))
        again = next(
            (n for n, one in enumerate(rounds) if (one.texts, one.whole) == (texts, whole)), None,
        )
        if again is not None:
            # Edits that undo each other mend nothing: back to where they began, without them.
            futile = futile.union(*(one.said for one in rounds[again:]))
            texts, done, whole, _ = rounds[again]
            del rounds[again:]
        view = view_of(texts, task)
    changed = {
        path: realigned(files[path], text) for path, text in texts.items() if text != files[path]
    }
    view = view_of({**texts, **changed}, task)
    left = tuple(_left(view, task, whole, avoided))
    return _Made(changed, view, done, left)


def _block_at(view: View, place: Origin) -> tuple[str, str]:
    """The block and the member on a line."""
    for file in view.files:
        for block in file.tree if file.path == place.path else ():
            if file.line(block.start) <= place.line <= file.line(block.close):
                return block.name, next(
                    (m.name for m in block.members if file.line(m.start) == place.line), '',
                )
    return '', ''


def _open(view: View, task: Task, whole: Places) -> Iterator[_Open]:
    """The differences that are to be mended, with what is said of them."""
    context = Context(task.project, task.built, view.expected)
    said = _directives(view, task)
    shown = LEVELS[:LEVELS.index(task.level) + 1]
    differences = compare(
        task.built, view.expected, task.project.prisma_major,
        decided=task.decided, strict=task.level == 'strict',
    )
    for difference in differences:
        if difference.uncertain is not None:
            continue
        for finding in findings([difference], context):
            severity = task.project.settings.severity.get(finding.rule, finding.severity)
            # Nothing else is compared where two sides hardly know each other: that is said.
            demanded = severity == 'error' or isinstance(difference, SetUp)
            in_reach = finding.level in shown or bool(_touched(difference) & whole)
            if demanded and in_reach and finding.identity not in task.older and (
                apply([finding], said)[0]
            ):
                yield _Open(difference, finding)


def _directives(view: View, task: Task) -> tuple[Ignore, ...]:
    in_schema = (one for file in view.files for one in ignores(file.path, file.directives))
    return (*task.ignores, *in_schema)


def _touched(difference: Difference) -> Places:
    """The table a difference is about, and its columns."""
    table = getattr(difference, 'table', None)
    if table is None:
        return frozenset()
    columns = set()
    for name in ('column', 'field'):
        column = getattr(difference, name, None)
        if column is not None:
            columns.add(column.name)
    found = {(table.key, None)}
    for name in ('built', 'expected'):
        side = getattr(difference, name, None)
        for column in getattr(side, 'columns', ()):
            columns.add(column if isinstance(column, str) else column.name)
        references = getattr(side, 'references', None)
        if references is not None:
            found.add((references, None))
    return frozenset({*found, *((table.key, column) for column in columns)})


def _change(one: _Open, task: Task, whole: Places, view: View) -> Change | None:
    table = getattr(one.difference, 'table', None)
    is_new = table is not None and (table.key, None) in whole
    difference, rename = sorted_out(one.difference, task)
    return change_for(
        difference, view, strict=task.level == 'strict', whole=is_new, rename=rename,
    )


def _why_not(one: _Open, task: Task, avoided: Avoided) -> str | None:
    """Why a difference is left alone that an edit might mend."""
    block, members = _about(one.difference)
    for member in ('', *members):
        if (block, member) in avoided:
            return avoided[block, member]
    return kept_back(sorted_out(one.difference, task)[0], task.kept)


def _about(difference: Difference) -> tuple[str, set[str]]:
    """The block that a difference is about, and the names of its members."""
    enum = getattr(difference, 'expected_enum', None)
    model = enum if enum is not None else getattr(difference, 'model', None)
    if model is None:
        return '', set()
    labels = {} if enum is not None else {c.name: c.label for c in model.columns or ()}
    names = {column for _, column in _touched(difference) if column is not None}
    expected = getattr(difference, 'expected', None)
    return model.label or '', {
        *(labels.get(name) or name for name in names), getattr(expected, 'label', None) or '',
    } - {''}


def _left(view: View, task: Task, whole: Places, avoided: Avoided) -> Iterator[Left]:
    from sync_guard.mend import Left

    for one in _open(view, task, whole):
        yield Left(one.finding, _why_not(one, task, avoided) or why_no_edit(one.difference))


def _refused(view: View, task: Task, problem: SyntaxProblem) -> Mending:
    """The edits would make a schema that Prisma refuses whatever is left out: none is made."""
    from sync_guard.mend import Left
    from sync_guard.mend import Mending

    why = f'mended, the schema would be one that Prisma refuses: {problem.message.splitlines()[0]}'
    return Mending({}, (), tuple(
        Left(one.finding, why) for one in _open(view, task, frozenset())
    ))


def _edited(done: Iterable[Change], before: View, after: View) -> Iterator[Edited]:
    """What was done, without what a later edit took back."""
    from sync_guard.mend import Edited

    then, now = _places(before), _places(after)
    found = []
    for change in done:
        said: Said = change.said
        key = (said.block, said.member)
        old, new = then.get(key), now.get(key)
        if (old and old.tokens) == (new and new.tokens):
            continue
        place = (said.path, said.line) if new is None else (new.path, new.line)
        found.append(Edited(*place, said.what))
    yield from sorted(dict.fromkeys(found))


class _Place(NamedTuple):
    """Where a member of a block stands, or the block itself, and its text without the blanks
    between its tokens."""

    path: str
    line: int
    tokens: tuple[str, ...]


def _places(view: View) -> dict[tuple[str, str], _Place]:
    found = {}
    for file in view.files:
        for block in file.tree:
            for name, node in (('', block), *((member.name, member) for member in block.members)):
                text = tokens(file.text[node.start:node.end])
                found[(block.name, name)] = _Place(
                    file.path, file.line(node.start), tuple(token.text for token in text),
                )
    return found
