"""Statements that may or may not run: what they would change becomes uncertain.

They are carried out on trial; then the catalog before is compared with the catalog after, and each
part that differs says why it is not certain. Nothing is guessed and nothing is silent.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any
from typing import TypeVar

from sync_guard.catalog import Enum
from sync_guard.catalog import is_managed
from sync_guard.catalog import Table
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.state import Routine
from sync_guard.postgres.replay.state import UNSURE_OF_ALL

_Part = TypeVar('_Part', bound=Any)


def on_trial(db: Database, line: int, reason: str, run: Callable[[], None]) -> None:
    """Run statements that may not run; mark what they change, and note why."""
    before = db.save()
    strict, silent = db.strict, db.silent
    db.strict, db.silent = False, True
    try:
        run()
    finally:
        db.strict, db.silent = strict, silent
    # What it drops may still be there, and what it makes counts as being there.
    for name in {**before.routines, **db.routines}:
        if db.routines.get(name) != before.routines.get(name):
            db.routines[name] = (Routine('function', None),)
    for register, known in ((db.policies, before.policies), (db.triggers, before.triggers)):
        for name in {**known, **register}:
            if register.get(name) != known.get(name):
                either = {a.name: a for a in (*known.get(name, ()), *register.get(name, ()))}
                register[name] = tuple(a._replace(certain=False) for a in either.values())
    changed = False
    why = _placed(db, line, reason)
    for name in list({**before.tables, **db.tables}):
        old, new = before.tables.get(name), db.tables.get(name)
        if old is not new and not _compares_alike(old, new):
            changed = True
            db.put(_doubted(old, new, why))
    for name in list({**before.types, **db.types}):
        was, now = before.types.get(name), db.types.get(name)
        if was is not now:
            changed = True
            kept = now if now is not None else was
            assert kept is not None
            db.types[name] = kept._replace(uncertain=why) if isinstance(kept, Enum) else kept
    if changed:
        db.note(line, reason)


def table(db: Database, ref: Ref, line: int, reason: str) -> None:
    """A statement of which only the table is known: all of that may be other than it seems."""
    name = db.find(ref, db.tables)
    if name is not None and db.tables[name].uncertain is None:
        db.put(db.tables[name]._replace(uncertain=_placed(db, line, reason)))
    db.note(line, reason)


def everything(db: Database, line: int, reason: str) -> None:
    """A statement of which not even the table is known: any table may be other than it seems."""
    for table in list(db.tables.values()):
        if table.uncertain is None and not is_managed(table.schema):
            db.put(table._replace(uncertain=_placed(db, line, reason)))
    db.unsure = UNSURE_OF_ALL
    db.note(line, reason)


def _placed(db: Database, line: int, reason: str) -> str:
    """The reason with its place, for findings that stand elsewhere."""
    return f'{db.path}:{line}: {reason}' if db.path else reason


def _compares_alike(old: Table | None, new: Table | None) -> bool:
    """Whether only what no comparison looks at has changed: row security, and when foreign keys
    are looked at."""
    if old is None or new is None:
        return False
    deferring = [k.deferrable for k in old.foreign_keys] != [k.deferrable for k in new.foreign_keys]
    return (deferring or old.row_security != new.row_security) and (
        _without_remarks(old) == _without_remarks(new)
    )


def _without_remarks(table: Table) -> Table:
    return table._replace(row_security=False, foreign_keys=tuple(
        k._replace(deferrable=False) for k in table.foreign_keys
    ))


def _doubted(old: Table | None, new: Table | None, reason: str) -> Table:
    """The union of both, with what differs marked."""
    if old is None or new is None:
        kept = old or new
        assert kept is not None
        return kept._replace(uncertain=kept.uncertain or reason)
    if old.columns is None or new.columns is None or old.kind != new.kind:
        added = _merged(old.added, new.added, reason)
        return new._replace(uncertain=new.uncertain or reason, added=added)
    primary = new.primary_key or old.primary_key
    if primary is not None and old.primary_key != new.primary_key:
        primary = primary._replace(uncertain=reason)
    return new._replace(
        columns=_merged(old.columns, new.columns, reason),
        primary_key=primary,
        uniques=_merged(old.uniques, new.uniques, reason),
        foreign_keys=_merged(old.foreign_keys, new.foreign_keys, reason),
        indexes=_merged(old.indexes, new.indexes, reason),
    )


def _merged(
        old: tuple[_Part, ...], new: tuple[_Part, ...], reason: str,
) -> tuple[_Part, ...]:
    parts = {part.name: part for part in old}
    for part in new:
        if parts.get(part.name) != part:
            part = part._replace(uncertain=reason)
        parts[part.name] = part
    kept = {part.name for part in new}
    return tuple(
        part if name in kept else part._replace(uncertain=reason) for name, part in parts.items()
    )
