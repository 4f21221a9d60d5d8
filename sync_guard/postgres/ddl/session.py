"""The session: SET search_path in all its spellings, and transactions."""
from __future__ import annotations

from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.operations import SetSearchPath
from sync_guard.postgres.operations import Transaction
from sync_guard.postgres.routines import SetCheckBodies


def set_(cursor: Cursor, line: int) -> SetSearchPath | SetCheckBodies | None:
    """Behind SET; None for any other setting."""
    local = cursor.accept_any('session', 'local') == 'local'
    if cursor.accept('check_function_bodies'):
        if not cursor.accept('to'):
            cursor.operator('=')
        return SetCheckBodies(line, cursor.token.value in ('on', 'true', '1', 'yes', 'default'))
    if cursor.accept('schema'):
        return SetSearchPath(line, (cursor.string(),), local)
    if not cursor.accept('search_path'):
        return None
    if not cursor.accept('to') and not cursor.operator('='):
        raise cursor.fail('TO')
    if cursor.accept('default'):
        return SetSearchPath(line, None, local)
    schemas: list[str] = []
    while True:
        schemas.append(cursor.string() if cursor.token.kind == 'string' else cursor.name())
        if not cursor.sign(','):
            break
    return SetSearchPath(line, tuple(s for s in schemas if s), local)


def reset(cursor: Cursor, line: int) -> SetSearchPath | None:
    """Behind RESET or DISCARD."""
    if cursor.accept_any('search_path', 'all'):
        return SetSearchPath(line, None)
    return None


def set_config(cursor: Cursor, line: int, verb: str = 'select') -> SetSearchPath | None:
    """``SELECT set_config('search_path', 'a, b', false)``, as pg_dump writes it; None for any
    other SELECT (PERFORM in PL/pgSQL)."""
    cursor.expect(verb)
    if cursor.token.kind not in ('word', 'name') or cursor.ref().name != 'set_config':
        return None
    if not cursor.sign('(') or cursor.token.value.lower() != 'search_path':
        return None
    cursor.string()
    if not cursor.sign(',') or cursor.token.kind != 'string':
        return None
    schemas = split_path(cursor.string())
    return SetSearchPath(line, schemas, cursor.sign(',') and cursor.at('true'))


def split_path(setting: str) -> tuple[str, ...]:
    """A search_path as one string: names between commas, quoted or folded."""
    found: list[str] = []
    for part in setting.split(','):
        part = part.strip()
        if part.startswith('"') and part.endswith('"') and len(part) > 1:
            found.append(part[1:-1].replace('""', '"'))
        elif part:
            found.append(part.lower())
    return tuple(found)


def transaction(cursor: Cursor, line: int) -> Transaction | None:
    """BEGIN, START TRANSACTION, COMMIT, END, ROLLBACK, ABORT, SAVEPOINT, RELEASE; None for the
    two-phase forms, which change nothing here."""
    verb = cursor.name()
    if verb in ('begin', 'start'):
        return Transaction(line, 'begin')
    if verb == 'savepoint':
        return Transaction(line, 'savepoint', cursor.name())
    if verb == 'release':
        cursor.accept('savepoint')
        return Transaction(line, 'release', cursor.name())
    if cursor.accept('prepared'):
        return None
    cursor.accept_any('work', 'transaction')
    if verb not in ('commit', 'end') and cursor.accept('to'):
        cursor.accept('savepoint')
        return Transaction(line, 'rollback to', cursor.name())
    chain = cursor.accept('and', 'chain')
    return Transaction(line, 'commit' if verb in ('commit', 'end') else 'rollback', None, chain)


def runs_alone(words: list[str]) -> str | None:
    """The command that cannot run inside a transaction (PreventInTransactionBlock), by a
    statement's first words; None for any other."""
    first, rest = words[0], words[1:]
    kind = rest[0] if rest else ''
    if first in ('create', 'drop', 'reindex') and 'concurrently' in rest:
        return f'{first.upper()} INDEX CONCURRENTLY' if first != 'reindex' else (
            'REINDEX CONCURRENTLY'
        )
    if first == 'vacuum' or first == 'cluster' and not rest:
        return first.upper()
    if first in ('create', 'drop') and kind in ('database', 'tablespace'):
        return f'{first.upper()} {kind.upper()}'
    if first == 'reindex' and kind in ('schema', 'database', 'system'):
        return f'REINDEX {kind.upper()}'
    if (first, kind) in (('alter', 'system'), ('discard', 'all')):
        return f'{first.upper()} {kind.upper()}'
    return None
