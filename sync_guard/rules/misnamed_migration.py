"""A file in the migrations folder has a name that Supabase does not take, so it is never applied.

`supabase db push` and `supabase migration up` take `<digits>_<name>.sql` and nothing else. Of any
other name they say "Skipping migration …" in passing and succeed, so the change is missing in every
database while its author believes it is there.

Rename the file as the help line says. If it was never meant to be applied, move it out of the
migrations folder.
"""
from __future__ import annotations

import posixpath
from collections.abc import Iterator

from sync_guard.finding import Finding
from sync_guard.migrations.facts import Misnamed
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import base
from sync_guard.rules._migration import command
from sync_guard.rules._migration import finding

_REASONS = {
    'hyphen': 'a version is followed by an underscore, not a hyphen',
    'no number': 'a name begins with a version, such as 20250131093000_',
    'no name': 'a version is followed by an underscore',
    'upper case': 'a name ends in .sql, in lower case',
    'init': 'a first file of before 2021-12-09 called init counts as the platform\'s own',
    'other': 'a version is digits alone, followed by an underscore',
}


def _ways_out(fact: Misnamed) -> Iterator[str]:
    path = fact.skipped.path
    yield command('git', 'mv', path, fact.better)
    if fact.skipped.why in ('no number', 'other'):
        outside = posixpath.join(posixpath.dirname(posixpath.dirname(path)), base(path))
        yield f'or, if it is not meant to be applied      {command("git", "mv", path, outside)}'


@rule('misnamed-migration', item='migration', on=Misnamed)
def misnamed_migration(fact: Misnamed, context: Context) -> Iterator[Finding]:
    path = fact.skipped.path
    yield finding(
        'misnamed-migration', path,
        f'Supabase never applies {base(path)}: {_REASONS[fact.skipped.why]}',
        '\n'.join(_ways_out(fact)),
    )
