"""The project this tool was made for: 25 tables, 9 with models, 16 Supabase-only by decision.

It is in step; each single edit to either side is blocked by exactly the rule it should be.
"""
from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from typing import NamedTuple

import pytest

from tests.support.shell import ENVIRON

REFERENCE = Path(__file__).parent / 'reference'
SQL = 'supabase/migrations/99999999999999_consolidated_schema.sql'
SCHEMA = 'prisma/schema.prisma'
CONFIG = 'sync-guard.toml'


class Edit(NamedTuple):
    """Replace ``old`` by ``new`` in ``path``. An empty ``old`` appends (or makes the file)."""

    what: str
    rule: str
    path: str
    old: str
    new: str
    level: str = 'client'


EDITS = [
    Edit('a table is added in SQL', 'table-without-model', SQL, '',
         'CREATE TABLE invoices (id UUID PRIMARY KEY, "userId" UUID REFERENCES users(id));\n'),
    Edit('a Supabase-only decision is taken back', 'table-without-model', CONFIG,
         'offers = "redeemed by an edge function"\n', ''),
    Edit('a model is added', 'model-without-table', SCHEMA, '',
         '\nmodel Invoice {\n  id String @id @db.Uuid\n}\n'),
    Edit('a column is added in SQL', 'column-without-field', SQL,
         '  "avatarUrl" TEXT,\n', '  "avatarUrl" TEXT,\n  "lastSeen" TIMESTAMPTZ,\n'),
    Edit('a field is removed', 'column-without-field', SCHEMA, '  durationMs Int?\n', ''),
    Edit('a field is added', 'field-without-column', SCHEMA,
         '  avatarUrl      String?\n', '  avatarUrl      String?\n  nickname       String?\n'),
    Edit('a column is dropped', 'field-without-column', SQL, '',
         'ALTER TABLE workflows DROP COLUMN description;\n'),
    Edit('a column changes its scalar', 'type', SQL, '"userAgent" TEXT', '"userAgent" INTEGER'),
    Edit('a field changes its scalar', 'type', SCHEMA,
         'runCount       BigInt ', 'runCount       Int '),
    Edit('a field leaves its type family', 'type', SCHEMA,
         'ipAddress String?  @db.Inet', 'ipAddress String?'),
    Edit('a native type changes', 'type', SQL,
         'email VARCHAR(320)', 'email VARCHAR(254)', 'strict'),
    Edit('a field becomes required', 'nullability', SCHEMA,
         'displayName    String?', 'displayName    String'),
    Edit('a column becomes required', 'nullability', SQL, '',
         'ALTER TABLE events ALTER COLUMN "durationMs" SET NOT NULL;\n'),
    Edit('an array becomes a scalar', 'list', SQL,
         '"eventTypes" TEXT[] NOT NULL DEFAULT', '"eventTypes" TEXT NOT NULL DEFAULT'),
    Edit('an enum is added to the schema', 'enum', SCHEMA, '', '\nenum Mood {\n  happy\n}\n'),
    Edit('an enum type is added in SQL', 'enum', SQL, '', "CREATE TYPE mood AS ENUM ('happy');\n"),
    Edit('an enum value is added in SQL', 'enum-value', SQL,
         "('draft', 'published', 'archived')", "('draft', 'published', 'archived', 'deleted')"),
    Edit('an enum value is added to the schema', 'enum-value', SCHEMA,
         '  owner\n', '  owner\n  guest\n'),
    Edit('a primary key is dropped', 'primary-key', SQL, '',
         'ALTER TABLE relationships DROP CONSTRAINT relationships_pkey;\n'),
    Edit('an id becomes a unique field', 'primary-key', SCHEMA,
         'userId            String    @id @db', 'userId            String    @unique @db'),
    Edit('a unique constraint is dropped', 'unique', SQL,
         'slug TEXT NOT NULL UNIQUE', 'slug TEXT NOT NULL'),
    Edit('a unique attribute is added', 'unique', SCHEMA, '  plan                 String  ',
         '  plan                 String             @unique '),
    Edit('a foreign key is dropped', 'relation', SQL,
         '"sessionId" UUID REFERENCES sessions(id) ON DELETE SET NULL', '"sessionId" UUID'),
    Edit('a foreign key is added', 'relation', SQL, '',
         'ALTER TABLE workflows ADD FOREIGN KEY (name) REFERENCES organizations (slug);\n'),
    Edit('a default is dropped', 'default', SQL,
         '"dataRetentionDays" INTEGER NOT NULL DEFAULT 14', '"dataRetentionDays" INTEGER NOT NULL'),
    Edit('a default attribute is removed', 'default', SCHEMA,
         'appName    String   @default("web")', 'appName    String'),
    Edit('a default changes its value', 'default', SQL,
         '"dataRetentionDays" INTEGER NOT NULL DEFAULT 14',
         '"dataRetentionDays" INTEGER NOT NULL DEFAULT 30', 'strict'),
    Edit('an index is dropped', 'index', SQL, '', 'DROP INDEX "workflows_state_idx";\n', 'strict'),
    Edit('an index attribute is added', 'index', SCHEMA,
         '  @@map("subscriptions")', '  @@index([plan])\n  @@map("subscriptions")', 'strict'),
    Edit('a referential action changes', 'referential-action', SCHEMA,
         'user   User    @relation(fields: [userId], references: [id], onDelete: Cascade, ',
         'user   User    @relation(fields: [userId], references: [id], onDelete: Restrict, ',
         'strict'),
    Edit('a constraint is renamed', 'name', SQL,
         'CONSTRAINT sessions_token_key UNIQUE', 'CONSTRAINT one_token UNIQUE', 'strict'),
    Edit('the schema does not parse', 'schema-syntax', SCHEMA,
         '  billingEmail String?\n', '  billingEmail\n'),
    Edit('a migration has a hyphen', 'misnamed-migration',
         'supabase/migrations/20250101000000-add-flag.sql', '', 'SELECT 1;\n'),
    Edit('a migration ends in upper case', 'misnamed-migration',
         'supabase/migrations/20250101000000_add_flag.SQL', '', 'SELECT 1;\n'),
    Edit('a migration is in a sub-folder', 'nested-migration',
         'supabase/migrations/2025/20250101000000_flags.sql', '', 'SELECT 1;\n'),
    Edit('a rollback file would be applied', 'rollback-file',
         'supabase/migrations/99999999999999_consolidated_schema.down.sql', '', 'SELECT 1;\n'),
    Edit('a table is altered that nothing creates', 'cannot-apply', SQL, '',
         'ALTER TABLE invoices ADD COLUMN paid BOOLEAN;\n'),
    Edit('a quote does not end', 'unterminated-sql', SQL, '', "SELECT 'never closed;\n"),
    Edit('a merge conflict is left', 'conflict-marker', SQL, '-- Money ---',
         '<<<<<<< HEAD\n=======\n>>>>>>> topic\n-- Money ---'),
    Edit('a statement comes apart in the CLI', 'supabase-splitter', SQL, '',
         'CREATE RULE quiet AS ON DELETE TO users DO ALSO\n'
         '  (DELETE FROM events WHERE (true); DELETE FROM sessions);\n'),
    Edit('a statement is no SQL', 'not-understood', SQL, '', 'CRATE TABLE x (id INT);\n'),
]

_ONE_OF_EACH = (
    'a column is added in SQL', 'a field leaves its type family', 'a referential action changes',
)


@pytest.fixture(scope='session')
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference project, committed and pushed to a bare repository beside it."""
    place = tmp_path_factory.mktemp('reference')
    shutil.copytree(REFERENCE, place / 'project')
    git(place, 'init', '-q', '--bare', '-b', 'main', 'origin.git')
    git(place, 'init', '-q', '-b', 'main', 'project')
    inside = place / 'project'
    git(inside, 'remote', 'add', 'origin', '../origin.git')
    git(inside, 'add', '.')
    git(inside, 'commit', '-qm', 'Begin')
    git(inside, 'push', '-q', '-u', 'origin', 'main')
    return inside


@pytest.fixture
def work(project: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(project, tmp_path / 'project'))


def git(cwd: Path, *arguments: str) -> None:
    subprocess.run(['git', *arguments], cwd=cwd, env=ENVIRON, check=True)


def check(cwd: Path, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, '-m', 'sync_guard', 'check', '--format', 'json', *arguments]
    done = subprocess.run(
        command, cwd=cwd, env=ENVIRON, capture_output=True, encoding='utf-8',
    )
    assert done.returncode in (0, 1), done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    assert answer['exit'] == done.returncode
    return answer


def blocking_rules(answer: dict[str, Any]) -> list[str]:
    return [f['rule'] for f in answer['findings'] if f['new'] and f['severity'] == 'error']


@pytest.mark.parametrize('level', ['types', 'client', 'strict'])
def test_the_project_is_in_step_at_every_level(work: Path, level: str) -> None:
    answer = check(work, '--all', '--level', level)

    assert answer['findings'] == []
    states = {item['name']: item['state'] for item in answer['items']}
    assert states['migration'] == states['schema'] == 'pass'


def test_it_has_25_tables_of_which_9_have_models() -> None:
    sql = (REFERENCE / SQL).read_text()
    schema = (REFERENCE / SCHEMA).read_text()

    # One of the CREATE TABLE statements makes a partition, which is no table of its own to Prisma.
    assert sql.count('\nCREATE TABLE ') - sql.count('PARTITION OF') == 25
    assert schema.count('\nmodel ') == 9


@pytest.mark.parametrize('edit', EDITS, ids=lambda edit: edit.what)
def test_one_edit_is_blocked_by_its_rule_alone(work: Path, edit: Edit) -> None:
    apply(work, edit)

    answer = check(work, '--level', edit.level)

    assert blocking_rules(answer) == [edit.rule], answer['findings']


@pytest.mark.parametrize(('level', 'shown'), [
    ('types', {'column-without-field'}),
    ('client', {'column-without-field', 'type'}),
    ('strict', {'column-without-field', 'type', 'referential-action'}),
])
def test_three_edits_show_one_at_each_level(work: Path, level: str, shown: set[str]) -> None:
    """TypeScript lacks a column; a query fails of what TypeScript does not show; and `migrate
    diff` alone minds what the database does of itself. Each says what is the case, and where."""
    for edit in EDITS:
        if edit.what in _ONE_OF_EACH:
            apply(work, edit)

    answer = check(work, '--level', level)

    assert {*blocking_rules(answer)} == shown
    for finding in answer['findings']:
        assert finding['message'] and finding['help'] and finding['path']


def apply(root: Path, edit: Edit) -> None:
    path = root / edit.path
    path.parent.mkdir(parents=True, exist_ok=True)
    text = path.read_text() if path.exists() else ''
    if edit.old:
        assert text.count(edit.old) >= 1, f'{edit.old!r} is not in {edit.path}'
        text = text.replace(edit.old, edit.new, 1)
    else:
        text += edit.new
    path.write_text(text)
    git(root, 'add', '.')


# What has landed ---------------------------------------------------------------------------

LANDED = 'supabase/migrations/20240101000000_comments.sql'


@pytest.fixture
def landed(work: Path) -> Path:
    """The project with one more migration, small and pushed, that is not editable."""
    (work / LANDED).write_text("COMMENT ON SCHEMA public IS 'The product';\n")
    # The copy is its own: pushing to the shared remote would reach the other tests.
    git(work.parent, 'clone', '-q', '--bare', str(work), 'origin.git')
    git(work, 'remote', 'set-url', 'origin', '../origin.git')
    git(work, 'add', '.')
    git(work, 'commit', '-qm', 'Say what it is')
    git(work, 'push', '-q', 'origin', 'main')
    return work


def test_an_edited_landed_migration_is_blocked(landed: Path) -> None:
    apply(landed, Edit('', '', LANDED, 'The product', 'Our product'))

    assert blocking_rules(check(landed)) == ['edited-migration']


def test_a_deleted_landed_migration_is_blocked(landed: Path) -> None:
    git(landed, 'rm', '-q', LANDED)

    assert blocking_rules(check(landed)) == ['deleted-migration']


def test_a_renamed_landed_migration_is_blocked(landed: Path) -> None:
    git(landed, 'mv', LANDED, 'supabase/migrations/20240102000000_comments.sql')

    assert blocking_rules(check(landed)) == ['renamed-migration']


def test_a_migration_before_the_last_landed_one_is_blocked(landed: Path) -> None:
    apply(landed, Edit('', '', 'supabase/migrations/20230101000000_early.sql', '', 'SELECT 1;\n'))

    assert blocking_rules(check(landed)) == ['out-of-order']


def test_a_version_used_twice_is_blocked(landed: Path) -> None:
    apply(landed, Edit('', '', 'supabase/migrations/20240101000000_more.sql', '', 'SELECT 1;\n'))

    assert blocking_rules(check(landed)) == ['duplicate-version']


def test_a_migration_in_utf_16_is_blocked(landed: Path) -> None:
    path = landed / 'supabase/migrations/20240201000000_powershell.sql'
    path.write_bytes('SELECT 1;\n'.encode('utf-16'))
    git(landed, 'add', '.')

    assert blocking_rules(check(landed)) == ['unreadable-file']


def test_a_schema_in_utf_16_is_blocked(landed: Path) -> None:
    text = (landed / SCHEMA).read_text()
    (landed / SCHEMA).write_bytes(text.encode('utf-16'))
    git(landed, 'add', '.')

    assert blocking_rules(check(landed)) == ['unreadable-schema']


def test_a_model_and_its_relations_removed_leave_one_finding(work: Path) -> None:
    schema = (work / SCHEMA).read_text()
    start = schema.index('model PrivacyPrefs {')
    end = schema.index('model Organization {')
    without = schema[:start] + schema[end:]
    (work / SCHEMA).write_text(without.replace('  privacyPrefs  PrivacyPrefs?\n', ''))
    git(work, 'add', '.')

    assert blocking_rules(check(work)) == ['table-without-model']


def test_the_same_edit_on_both_sides_passes(work: Path) -> None:
    apply(work, Edit('', '', SQL, '  "avatarUrl" TEXT,\n',
                     '  "avatarUrl" TEXT,\n  "lastSeen" TIMESTAMPTZ,\n'))
    apply(work, Edit('', '', SCHEMA, '  avatarUrl      String?\n',
                     '  avatarUrl      String?\n  lastSeen DateTime? @db.Timestamptz(6)\n'))

    answer = check(work, '--level', 'strict')

    assert answer['findings'] == []
