"""Ask Prisma's engines for the verdicts of `conformance.json`.

To add a pair, write its ``name``, ``sql`` and ``schema`` (a list of lines; the usual generator and
datasource go before a schema without a datasource) at the end of the file, and run

    python -m tests.prisma.record

which fills in ``prisma_7``, ``prisma_6`` where that one says otherwise, and ``types``. With
``--check`` it asks for all pairs anew, writes nothing, and prints what is no longer so. The
database is a plain PostgreSQL 15, or the oldest at hand.
"""
from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import psycopg

from sync_guard.prisma import expect
from sync_guard.prisma import parse
from tests.oracle.installation import installations
from tests.oracle.prisma import Engine
from tests.oracle.prisma import Prisma
from tests.oracle.prisma import Refused
from tests.oracle.server import running
from tests.prisma.types_shown import differences
from tests.prisma.types_shown import types_shown

PAIRS = Path(__file__).parent / 'conformance.json'
# A schema without a datasource of its own.
HEADER = 'generator client {\n provider = "prisma-client-js"\n}\n' \
         'datasource db {\n provider = "postgresql"\n}\n'
_DATABASE = 'conformance'
_KEYS = ('name', 'sql', 'schema', 'prisma_7', 'prisma_6', 'types', 'external')
# What a schema may declare, and `db pull` does not show.
_UNSHOWN = re.compile(r'\bview\b|\bpartition of\b|"?_prisma_migrations|\bspatial_ref_sys\b')
# A type, the one under a domain, or the element of an array, against an enum of a listed schema.
_NAMESAKES = """
select from pg_attribute a join pg_class c on c.oid = a.attrelid
join pg_type t on t.oid = a.atttypid
join pg_type own on own.oid = coalesce(nullif(t.typelem, 0), nullif(t.typbasetype, 0), t.oid)
join pg_type other on other.typname = own.typname and other.typtype = 'e' and other.oid <> own.oid
where c.relkind = 'r' and c.relnamespace::regnamespace::text = any (%s)
and own.typnamespace::regnamespace::text <> all (%s)
and other.typnamespace::regnamespace::text = any (%s)"""
_SETTINGS = re.compile(r'^(?:generator|datasource)\b[^}]*\}\n', re.M)

Pair = dict[str, Any]


def whole_schema(pair: Pair) -> str:
    text = '\n'.join(pair['schema']) + '\n'
    return text if 'datasource' in text else HEADER + text


def measured(pair: Pair, url: str, prisma: Prisma) -> Pair:
    """The pair with the engines' verdicts, on a database of its own at the server."""
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f'drop database if exists {_DATABASE} with (force)')
        admin.execute(f'create database {_DATABASE} template template0')
    database = psycopg.conninfo.conninfo_to_dict(url)
    place = f'postgresql://{database["user"]}:{database["password"]}@{database["host"]}' \
            f':{database["port"]}/{_DATABASE}'
    with psycopg.connect(place, autocommit=True) as connection:
        connection.execute(pair['sql'])
    seven, six = (_verdict(pair, place, prisma, engine) for engine in ('7', '6'))
    made: Pair = {k: pair[k] for k in ('name', 'sql', 'schema', 'external') if k in pair}
    made['prisma_7'] = seven
    if seven != six:
        made['prisma_6'] = six
    types = None if isinstance(seven, dict) else _types(pair, place, prisma)
    if types is not None:
        made['types'] = types
    return {key: made[key] for key in _KEYS if key in made}


def _verdict(pair: Pair, url: str, prisma: Prisma, engine: Engine) -> list[str] | dict[str, str]:
    """What `migrate diff` lists, a line each, or the error it stops with."""
    try:
        diff = prisma.diff(
            whole_schema(pair), url=url, engine=engine, external=pair.get('external', ()),
        )
    except Refused as error:
        # Of a schema that does not validate, the first thing wrong with it.
        text = re.sub(r'\x1b\[[\d;]*m', '', str(error))
        said = re.search(r'^error: (.*?)\n\s*-->', text, re.M | re.S)
        return {'error': said[1] if said is not None else text.strip()}
    if diff.equal:
        return []
    lines = (line.strip() for line in diff.text.splitlines())
    return [line for line in lines if line.startswith(('[', '- '))]


def _types(pair: Pair, url: str, prisma: Prisma) -> list[str] | None:
    """What differs in the generated TypeScript between the schema and the one pulled. None where
    views, partitions, many-to-many relations, external tables or what is ignored leave it without
    a clear meaning, or where what is pulled is not the database."""
    text = whole_schema(pair)
    if 'external' in pair or _UNSHOWN.search(pair['sql'] + text) or _is_mistaken(url, text):
        return None
    try:
        pulled = prisma.pull(url, ''.join(_SETTINGS.findall(text)))
        shown = [types_shown(prisma.dmmf(one)) for one in (pulled, text)]
    except Refused:
        return None
    before, after = (expect([parse('schema.prisma', one)]) for one in (pulled, text))
    if before.ignored != after.ignored or before.join_tables or after.join_tables:
        return None
    return [*differences(*shown)]


def _is_mistaken(url: str, schema: str) -> bool:
    """Whether a column is of a type for which Prisma takes another one, of the same name in a
    schema that is listed, when it pulls."""
    listed = list(expect([parse('schema.prisma', schema)]).schemas)
    with psycopg.connect(url) as connection:
        return connection.execute(_NAMESAKES, (listed, listed, listed)).fetchone() is not None


def written(pairs: list[Pair]) -> str:
    """The file: a line for each line of a schema, and one for anything else."""
    blocks = []
    for pair in pairs:
        lines = []
        for key, value in pair.items():
            text = json.dumps(value, ensure_ascii=False)
            if key == 'schema':
                inner = ',\n'.join(f'      {json.dumps(v, ensure_ascii=False)}' for v in value)
                text = f'[\n{inner}\n    ]'
            lines.append(f'    "{key}": {text}')
        blocks.append('  {\n' + ',\n'.join(lines) + '\n  }')
    return '[\n' + ',\n'.join(blocks) + '\n]\n'


def main(arguments: list[str]) -> int:
    pairs: list[Pair] = json.loads(PAIRS.read_text(encoding='utf-8'))
    changed = 0
    with running(min(installations())) as url, Prisma.started() as prisma:
        for place, pair in enumerate(pairs):
            if arguments != ['--check'] and 'prisma_7' in pair:
                continue
            try:
                made = measured(pair, url, prisma)
            except psycopg.Error as error:
                print(f'{pair["name"]}: not measured: {str(error).splitlines()[0]}')
                continue
            changed += made != pair
            if arguments != ['--check']:
                print(made['name'], made['prisma_7'], made.get('types'))
            elif made != pair:
                print(json.dumps({'was': pair, 'is': made}, ensure_ascii=False, indent=1))
            pairs[place] = made
    if arguments != ['--check']:
        PAIRS.write_text(written(pairs), encoding='utf-8')
    return int(arguments == ['--check'] and changed > 0)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
