"""A draft as the text of a migration, and the name of its file."""
from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from collections.abc import Iterator

from sync_guard.draft.records import Draft
from sync_guard.draft.records import Step
from sync_guard.errors import UsageError
from sync_guard.migrations.names import is_rollback
from sync_guard.migrations.names import next_version
from sync_guard.migrations.order import is_prisma_layout
from sync_guard.postgres.spelling import sql_alter
from sync_guard.postgres.tokens import read
from sync_guard.postgres.tokens import Unreadable

# Where a comment ends for PostgreSQL: names and texts may hold any of these.
_LINE_END = re.compile(r'\r\n|\r|\n')
# What every file system takes (Windows knows the fewest), in a form the Supabase CLI finds:
# <digits>_<name>.sql.
_NAME = re.compile(r'[0-9A-Za-z_][0-9A-Za-z_.-]*', re.ASCII)


def migration_text(draft: Draft, schema: str) -> str:
    """The file: the steps in their order, those with a warning commented out. ``schema`` is the
    path of the schema that they follow."""
    head = [
        f'-- Drafted from {_in_one_line(schema)} by `git sync-guard draft`: '
        'read it before it is applied.',
    ]
    open_tables = [
        step.table for step in draft.steps
        if step.table is not None and step.table.schema == 'public' and step.warning is None
    ]
    if open_tables:
        # Supabase grants its API's roles all on tables in public.
        head.append('-- Note: whoever has the API key reads and writes the new tables, until:')
        head += (
            f'--   {_in_one_line(sql_alter(name, "enable row level security"))};'
            for name in open_tables
        )
    parts = ['\n'.join(head)]
    parts += ['\n'.join(_lines(step)) for step in draft.steps]
    return '\n\n'.join(parts) + '\n'


def _lines(step: Step) -> Iterator[str]:
    if step.warning is not None:
        yield f'-- Warning: {_in_one_line(step.warning)}'
    if step.note is not None:
        yield f'-- Note: {_in_one_line(step.note)}'
    for statement in step.statements:
        text = formatted(f'{statement};')
        if step.warning is None:
            yield text
        else:
            yield from (f'-- {line}' for line in _LINE_END.split(text))


def _in_one_line(text: str) -> str:
    return _LINE_END.sub(' ', text)


def formatted(statement: str) -> str:
    """A statement in sqlparse's format: keywords in lower case, no blanks at line ends. As it was
    where that would change what PostgreSQL reads: sqlparse takes ``'a\\'`` for an open string."""
    import sqlparse

    text = sqlparse.format(statement, keyword_case='lower', strip_whitespace=False)
    try:
        same = [t[:2] for t in read(text)] == [t[:2] for t in read(statement)]
    except Unreadable:
        same = False
    return text if same else statement


def migration_path(
    name: str, folder: str, files: Iterable[str], versions: Iterable[str], clock: str,
) -> str:
    """The path of a new migration in ``folder``, applied after all ``versions`` there are.

    ``files`` are the paths in the folder; ``clock`` is the present (UTC, 14 digits). Raises
    UsageError for a name that the CLI would pass over, or that no file can have everywhere.
    """
    if _NAME.fullmatch(name) is None or name.endswith('.'):
        better = re.sub(r'[^0-9A-Za-z_.-]+', '_', name).strip('_.-') or 'changes'
        raise UsageError(
            f'{name!r} is no name for a migration: letters, digits, _, - and . make one '
            f'(did you mean {better}?)',
        )
    if is_rollback(f'{name}.sql'):
        raise UsageError(f'a file called {name}.sql undoes a migration: choose another name')
    version = next_version([*versions], clock)
    if is_prisma_layout(folder, [*files]):
        return posixpath.join(folder, f'{version}_{name}', 'migration.sql')
    return posixpath.join(folder, f'{version}_{name.removesuffix(".sql")}.sql')
