"""Something a migration does cannot be known from its text.

Dynamic SQL, a condition on data, a function of an extension: what it may touch is not known, so
differences on that warn and do not block. This says where, since silence would be a guess.

Where it matters, say what the statement does in a comment before it:
`-- sync-guard: assume ALTER TABLE users ADD COLUMN nick text;` is read as if it stood there.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Note
from sync_guard.catalog import Origin
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule


@rule('uncertain', item='migration', on=Note)
def uncertain(note: Note, context: Context) -> Iterator[Finding]:
    folder = context.project.migrations[0] if context.project.migrations else ''
    place = note.origin or Origin(folder, 1)
    yield Finding(
        'uncertain', 'migration', note.text,
        'say what it does in a comment before it: -- sync-guard: assume SQL',
        place, name=place.path, severity='note', detail=note.text, certain=False,
    )
