"""The command that a finding names: `fix` where the schema is behind, `draft` where it is ahead."""
from __future__ import annotations

import pytest

from tests.rules.schemas import found

TABLE = 'create table t (id int primary key, a int);'
MODEL = 'model t {\n  id Int @id\n  a  Int?\n}\n'
FIX, DRAFT = 'git sync-guard fix', 'git sync-guard draft NAME'
CASES: list[tuple[str, str, str, str | None]] = [
    ('a column without a field', TABLE, 'model t {\n  id Int @id\n}\n', FIX),
    ('a field without a column', TABLE, MODEL.replace('}', '  b Int?\n}'), DRAFT),
    ('a column renamed', TABLE.replace('a int', 'last_seen int'),
     MODEL.replace('a ', 'lastSeen '), FIX),
    ('a table without a model', 'create table u (id int primary key);' + TABLE, MODEL, FIX),
    ('a model without a table', '', MODEL, DRAFT),
    ('a model of a view', 'create view t as select 1 as id, 2 as a;', MODEL, None),
    ('another type', TABLE.replace('a int', 'a text'), MODEL, FIX),
    ('a key only in the migrations', TABLE + 'create unique index on t (a);', MODEL, FIX),
    ('a key only in the schema', TABLE, MODEL.replace('Int?', 'Int? @unique'), DRAFT),
    ('an index only in the schema', TABLE, MODEL.replace('}', '  @@index([a])\n}'), DRAFT),
    ('a relation only in the schema', TABLE, MODEL.replace(
        '}', '  b t? @relation("r", fields: [a], references: [id])\n  c t[] @relation("r")\n}',
    ), DRAFT),
    ('a value only in the migrations', "create type e as enum ('a', 'b');", 'enum e {\n  a\n}\n',
     FIX),
    ('a value only in the schema', "create type e as enum ('a');", 'enum e {\n  a\n  b\n}\n',
     DRAFT),
    ('what is not known', f'do $$ begin if random() > 0.5 then {TABLE} end if; end $$;',
     MODEL.replace('Int?', 'String?'), None),
]


@pytest.mark.parametrize(
    ('sql', 'schema', 'command'), [case[1:] for case in CASES], ids=[case[0] for case in CASES],
)
def test_a_finding_names_the_command_that_mends_it(
    sql: str, schema: str, command: str | None,
) -> None:
    commands = {finding.run for finding in found(sql, schema) if finding.item == 'schema'}

    assert commands == {command}
