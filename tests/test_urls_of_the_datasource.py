"""A URL in the datasource of a commit: Prisma 6 wants it in the schema, Prisma 7 refuses it."""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import make_repository
from tests.test_check import check

MIGRATION = 'supabase/migrations/20250101000000_a.sql'
SQL = 'create table a (id int primary key);\n'
SCHEMA = 'prisma/schema.prisma'
OLD = 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n' \
    'model a {\n  id Int @id\n}\n'
NEW = OLD.replace('  url = env("DATABASE_URL")\n', '')
SIX = {'package.json': '{"devDependencies": {"prisma": "^6.19.0"}}'}
SEVEN = {'package.json': '{"devDependencies": {"prisma": "^7.0.0"}}'}
EITHER = {'package.json': '{"devDependencies": {"prisma": ">=6"}}'}
CASES = [
    # What was committed, what is staged, and of each finding whether it is new.
    pytest.param({**SIX, SCHEMA: NEW}, {SCHEMA: OLD}, [], id='written under Prisma 6'),
    pytest.param({**EITHER, SCHEMA: NEW}, {SCHEMA: OLD}, [], id='written under 6 or 7'),
    pytest.param({SCHEMA: NEW}, {SCHEMA: OLD}, [], id='written, and nobody knows which'),
    pytest.param({**SEVEN, SCHEMA: NEW}, {SCHEMA: OLD}, [True], id='written under Prisma 7'),
    pytest.param({**SIX, SCHEMA: OLD}, {**SEVEN, SCHEMA: OLD + '\n'}, [True],
                 id='left there by the commit that changes to Prisma 7'),
    pytest.param({**SEVEN, SCHEMA: OLD}, {SCHEMA: OLD + '\n'}, [False], id='there before'),
]


@pytest.mark.parametrize(('before', 'staged', 'found'), CASES)
def test_what_a_commit_is_told(
        before: dict[str, str], staged: dict[str, str], found: list[bool], tmp_path: Path,
) -> None:
    repository = make_repository(tmp_path, files={MIGRATION: SQL, **before})
    repository.stage(staged)

    answer = check(repository)

    told = [(finding['rule'], finding['new']) for finding in answer.json['findings']]
    assert told == [('schema-syntax', new) for new in found]
    assert answer.code == (1 if True in found else 0)
