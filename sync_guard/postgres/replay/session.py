"""Transactions and savepoints: what ROLLBACK goes back to, within a file and beyond its end.

The Supabase CLI sends a file as one pipeline, which is one implicit transaction; BEGIN makes it an
explicit one, statements before it included. One that is not ended goes on in the next file, and is
lost where the CLI hangs up. What must not run in a transaction the CLI sends by itself, between two
transactions.
"""
from __future__ import annotations

from sync_guard.catalog import Note
from sync_guard.catalog import Origin
from sync_guard.postgres.operations import SetSearchPath
from sync_guard.postgres.operations import Transaction
from sync_guard.postgres.replay import drops
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.database import DEFAULT_PATH
from sync_guard.postgres.replay.database import Saved
from sync_guard.postgres.replay.state import State

# The commands as PostgreSQL's messages name them.
_NAMES = {
    'savepoint': 'SAVEPOINT', 'release': 'RELEASE SAVEPOINT',
    'rollback to': 'ROLLBACK TO SAVEPOINT', 'lock': 'LOCK TABLE',
}


class Session:
    """``start`` is what a ROLLBACK goes back to. A transaction that BEGIN began is ``explicit``;
    ``began`` is where."""

    def __init__(self, db: Database, start: Saved | None = None) -> None:
        self._db = db
        self._start = db.save() if start is None else start
        self._savepoints: list[tuple[str, Saved]] = []
        self._path = db.search_path
        self.explicit = start is not None
        self.began: Origin | None = None

    def file_begins(self) -> None:
        """The CLI runs RESET ALL before each file."""
        db = self._db
        self._path = db.search_path = DEFAULT_PATH
        db.check_bodies = True
        if not self.explicit:
            self._ended()

    def path_set(self, operation: SetSearchPath) -> None:
        if not operation.local:
            self._path = self._db.search_path

    def carry_out(self, operation: Transaction) -> None:
        """BEGIN, COMMIT and the like; and what may only be inside a transaction, or outside."""
        db, verb = self._db, operation.verb
        db.line = operation.line
        if verb == 'alone':
            if self.explicit:
                db.refuse(errors.not_in_transaction(operation.name or ''))
            else:
                self._ended()
        elif verb == 'begin':
            if not self.explicit:
                self.explicit, self.began = True, db.origin(operation.line)
        elif verb in ('commit', 'rollback'):
            if operation.chain and not self.explicit:
                db.refuse(errors.only_in_transaction(f'{verb.upper()} AND CHAIN'))
                return
            if verb == 'rollback':
                db.restore(self._start)
            else:
                db.search_path = self._path  # SET LOCAL ends here
            self.explicit = operation.chain
            self._ended()
        elif not self.explicit:
            db.refuse(errors.only_in_transaction(_NAMES[verb]))
        elif verb == 'savepoint':
            self._savepoints.append((operation.name or '', db.save()))
        elif verb != 'lock':
            self._to_savepoint(operation)

    def _to_savepoint(self, operation: Transaction) -> None:
        """ROLLBACK TO and RELEASE."""
        names = [name for name, _ in self._savepoints]
        if operation.name not in names:
            self._db.refuse(errors.plain(
                '3B001', f'savepoint "{operation.name}" does not exist',
            ))
            return
        place = len(names) - 1 - names[::-1].index(operation.name)
        if operation.verb == 'rollback to':
            self._db.restore(self._savepoints[place][1])
            place += 1
        del self._savepoints[place:]

    def _ended(self) -> None:
        db = self._db
        for name in db.passing:
            if name in db.tables:
                drops.drop_table(db, name, True, [])
        db.made, db.fresh, db.passing = frozenset(), frozenset(), frozenset()
        self._savepoints.clear()
        self._start = db.save()
        self._path = db.search_path

    def state(self) -> State:
        """What there is if the chain ends here. A transaction that is still open is lost then, and
        goes on in a next file."""
        db = self._db
        inside = db.state()
        if not self.explicit:
            return inside
        db.restore(self._start)
        left = db.state()
        note = Note('the transaction that begins here is never ended, and lost', self.began)
        catalog = left.catalog._replace(notes=(*left.catalog.notes, note))
        return left._replace(catalog=catalog, pending=inside)


def in_block(db: Database, operation: Transaction) -> None:
    """What EXECUTE in PL/pgSQL cannot run."""
    if operation.verb == 'alone':
        raise errors.plain('25001', f'{operation.name} cannot be executed from a function')
    if operation.verb != 'lock':
        raise errors.plain('0A000', 'EXECUTE of transaction commands is not implemented')


def resumed(db: Database, state: State) -> Session:
    """The session at the end of the files that led to ``state``; ``db`` holds that."""
    if state.pending is None:
        return Session(db)
    begun = Session(db, Database(state._replace(pending=None)).save())
    notes = state.catalog.notes
    begun.began = notes[-1].origin if notes else None
    return begun
