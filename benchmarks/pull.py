"""How far the schema that is written offline is the one that Prisma pulls, on real migrations.

    python benchmarks/pull.py [--verbose] FOLDER…

A FOLDER is a checkout, of which every supabase/migrations is taken, or a migrations folder. The
files that PostgreSQL accepts are applied to one, as the Supabase CLI does, and replayed. Then both
schemas are compared, by Prisma 7 and 6: block by block, members, attributes and arguments in their
order. Foreign keys that leave the schemas with tables of the project's own are dropped first, as
`db pull` refuses to answer with them (P4002). Exits with 1 where they disagree about a schema that
Prisma takes when it has written it, and where it does not take ours.
"""
from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from typing import NamedTuple

import psycopg
from psycopg import sql

# The tests' oracle is found from the top of the checkout.
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from corpus import files_of
from corpus import migration_folders

from sync_guard.catalog import Catalog
from sync_guard.catalog import is_managed
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.prisma.pull import pull
from sync_guard.prisma.pull import pulled_blocks
from sync_guard.prisma.pull.database import user_schemas
from tests.oracle.installation import installations
from tests.oracle.postgres import apply
from tests.oracle.postgres import Oracle
from tests.oracle.prisma import Engine
from tests.oracle.prisma import Prisma
from tests.oracle.prisma import Refused
from tests.oracle.server import running
from tests.prisma.trees import blocks_of
from tests.prisma.trees import tree

_ENGINES: tuple[Engine, ...] = ('7', '6')
_BYTES, _PARSED, _EMPTY = 'equal to the byte', 'equal after parsing', 'empty'
_MENDED = "different, Prisma's own being one that it refuses"
_GOOD = {_BYTES, _PARSED, _EMPTY, _MENDED}
_LEAVING = """
select con.conrelid::regclass::text, con.conname
from pg_constraint con
join pg_class here on here.oid = con.conrelid join pg_class there on there.oid = con.confrelid
where con.contype = 'f' and con.conparentid = 0
    and here.relnamespace::regnamespace::text = any (%(schemas)s)
    and there.relnamespace::regnamespace::text <> all (%(schemas)s)
"""


class Result(NamedTuple):
    """One folder by one engine. ``kind`` is how the texts compare; ``invalid`` what Prisma says of
    ours; ``blocks`` counts theirs, and ``differing`` are texts of both for those that differ."""

    kind: str
    blocks: int = 0
    differing: tuple[tuple[str, str], ...] = ()
    invalid: str | None = None


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or '').partition('\n')[0])
    parser.add_argument('folder', nargs='+')
    parser.add_argument('--verbose', '-v', action='store_true', help='print every difference')
    options = parser.parse_args()
    kinds: Counter[str] = Counter()
    blocks = differing = invalid = 0
    with ExitStack() as stack:
        found = sorted(installations())
        if not found:
            raise SystemExit('no such PostgreSQL here')
        oracle = Oracle(stack.enter_context(running(found[0])))
        stack.callback(oracle.close)
        prisma = stack.enter_context(Prisma.started())
        for folder in options.folder:
            for migrations in migration_folders(os.path.abspath(folder)):
                for engine, result in _measure(oracle, prisma, migrations).items():
                    kinds[result.kind] += 1
                    blocks += result.blocks
                    differing += len(result.differing)
                    invalid += result.invalid is not None
                    _print(migrations, engine, result, options.verbose)
    print(', '.join(f'{count} {kind}' for kind, count in kinds.most_common()))
    print(f'blocks: {blocks - differing} of {blocks} equal')
    print(f'schemas that do not validate: {invalid}')
    return 1 if invalid or kinds.keys() - _GOOD else 0


def _measure(oracle: Oracle, prisma: Prisma, folder: str) -> dict[Engine, Result]:
    files = files_of(folder)
    with oracle.fresh() as connection:
        accepted = [
            file for file, outcome in zip(files, apply(connection, files))
            if outcome.sqlstate is None
        ]
        state = replay(None, [(path, read(text)) for path, text in accepted])
        schemas = user_schemas(state.catalog)
        there = _schemas_with_tables(connection)
        if there - {*schemas}:
            return {engine: Result(f'without {", ".join(there)}') for engine in _ENGINES}
        drop_leaving_keys(connection, schemas)
        return {
            engine: _compare(prisma, oracle.url, state.catalog, schemas, engine)
            for engine in _ENGINES
        }


def _schemas_with_tables(connection: psycopg.Connection) -> set[str]:
    found = connection.execute(
        "select distinct relnamespace::regnamespace::text from pg_class where relkind in ('r', 'p')"
    ).fetchall()
    return {schema for (schema,) in found if not is_managed(schema)}


def drop_leaving_keys(connection: psycopg.Connection, schemas: Sequence[str]) -> None:
    """Drop the foreign keys that leave these schemas: Prisma answers with none of them (P4002)."""
    for table, name in connection.execute(_LEAVING, {'schemas': list(schemas)}).fetchall():
        connection.execute(sql.SQL('alter table {} drop constraint {}').format(
            sql.SQL(table), sql.Identifier(name),
        ))


def _compare(
    prisma: Prisma, url: str, catalog: Catalog, schemas: tuple[str, ...], engine: Engine,
) -> Result:
    whole = pull(catalog, int(engine))
    ours = '\n'.join(pulled_blocks(
        catalog, schemas if schemas != ('public',) else None, partial=engine == '7',
    ))
    try:
        theirs = blocks_of(prisma.pull(url, whole[:len(whole) - len(ours)], engine))
    except Refused as error:
        return Result(_EMPTY if 'was empty' in str(error) and not ours else f'refused: {error}')
    invalid = prisma.validate(whole, engine)
    if ours == theirs:
        return Result(_BYTES, len(tree(theirs)), (), invalid)
    if tree(ours) == tree(theirs):
        return Result(_PARSED, len(tree(theirs)), (), invalid)
    kind = 'different'
    if prisma.validate(whole[:len(whole) - len(ours)] + theirs, engine) is not None:
        kind = _MENDED
    return Result(kind, len(tree(theirs)), _differing(ours, theirs), invalid)


def _differing(ours: str, theirs: str) -> tuple[tuple[str, str], ...]:
    here, there = _by_head(ours), _by_head(theirs)
    return tuple(
        (here.get(head, ''), there.get(head, '')) for head in sorted(here.keys() | there.keys())
        if tree(here.get(head, '')) != tree(there.get(head, ''))
    )


def _by_head(text: str) -> dict[str, str]:
    """Blocks by their first line, without the remarks above it."""
    blocks = [block.rpartition('/// ')[2] for block in text.split('\n}\n')]
    return {block.partition('{')[0].rpartition('\n')[2]: f'{block}\n}}' for block in blocks}


def _print(folder: str, engine: Engine, result: Result, verbose: bool) -> None:
    print(f'{folder}: Prisma {engine}: {result.kind}; '
          f'{result.blocks - len(result.differing)} of {result.blocks} blocks equal'
          + ('' if result.invalid is None else '; not valid'))
    if not verbose:
        return
    if result.invalid is not None:
        print(result.invalid)
    for ours, theirs in result.differing:
        print('\n'.join(difflib.unified_diff(
            theirs.splitlines(), ours.splitlines(), 'Prisma', 'offline', lineterm='', n=1,
        )))


if __name__ == '__main__':
    raise SystemExit(main())
