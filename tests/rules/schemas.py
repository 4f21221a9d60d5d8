"""What the rules about the Prisma schema say about a pair of SQL and schema, without git."""
from __future__ import annotations

from typing import NamedTuple

import pytest

from sync_guard.compare import compare
from sync_guard.config import Settings
from sync_guard.decisions import decided
from sync_guard.finding import Finding
from sync_guard.finding import Level
from sync_guard.postgres import read
from sync_guard.postgres import replay
from sync_guard.prisma import expect
from sync_guard.prisma import parse
from sync_guard.prisma import refused_by
from sync_guard.projects import Project
from sync_guard.rules import Context
from sync_guard.rules import findings

MIGRATION = 'supabase/migrations/20250101000000_begin.sql'
SCHEMA = 'prisma/schema.prisma'
DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n'


class Silent(NamedTuple):
    what: str
    sql: str
    schema: str


class Speaks(NamedTuple):
    """``help`` is the finding's help with its runs of blanks made one."""

    what: str
    sql: str
    schema: str
    level: Level
    message: str
    help: str


def found(
    sql: str, schema: str, settings: Settings = Settings(), prisma_migrations: str | None = None,
) -> list[Finding]:
    """All findings of item `schema`; a schema without a datasource gets one behind it."""
    text = schema if 'datasource ' in schema else schema + DATASOURCE
    tree = parse(SCHEMA, text)
    expected = expect([tree])
    built = replay(None, [(MIGRATION, read(sql))]).catalog
    project = Project(
        '', ('supabase/migrations',), (SCHEMA,), settings, prisma_migrations=prisma_migrations,
    )
    differences = compare(built, expected, decided=decided(settings, built))
    facts = [*tree.problems, *refused_by(expected.problems, 7), *differences]
    return [*findings(facts, Context(project, built, expected))]


def assert_silent(rule: str, case: Silent) -> None:
    assert [f.message for f in found(case.sql, case.schema) if f.rule == rule] == []


def assert_speaks(rule: str, case: Speaks) -> None:
    (finding,) = found(case.sql, case.schema)
    said = (finding.rule, finding.level, finding.message, ' '.join(finding.help.split(' ')))

    assert finding.item == 'schema'
    assert said[:3] == (rule, case.level, case.message)
    assert [' '.join(line.split()) for line in finding.help.splitlines()] == case.help.splitlines()


def cases(table: list[Silent] | list[Speaks]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize('case', table, ids=lambda case: case.what)
