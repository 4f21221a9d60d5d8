from __future__ import annotations

import pytest

from sync_guard.projects import discover
from sync_guard.supabase_config import declared_files

FILES = (
    'supabase/config.toml', 'supabase/migrations/1_a.sql', 'supabase/schemas/b.sql',
    'supabase/schemas/a.sql', 'supabase/schemas/more/c.sql', 'supabase/schemas/more/readme.md',
    'supabase/database/d.sql', 'supabase/schemas.sql', 'shared/e.sql',
)
SCHEMAS = ('schemas/a.sql', 'schemas/b.sql', 'schemas/more/c.sql')


def paths(*listed: str) -> str:
    return f'[db.migrations]\nenabled = true\nschema_paths = [\n{", ".join(map(repr, listed))}]\n'


@pytest.mark.parametrize(('text', 'declared'), [
    pytest.param('', SCHEMAS, id='without configuration all of supabase/schemas by path'),
    pytest.param(paths(), SCHEMAS, id='an empty list'),
    pytest.param('[db.migrations]\nschema_paths = [', SCHEMAS, id='no TOML'),
    pytest.param('[db.migrations]\nschema_paths = "x"', SCHEMAS, id='no list'),
    pytest.param(
        paths('./schemas/b.sql', './schemas/*.sql'), ('schemas/b.sql', 'schemas/a.sql'),
        id='in the order of the list, each once, and a star crosses no slash',
    ),
    pytest.param(paths('./schemas'), SCHEMAS, id='a folder is all that is in it'),
    pytest.param(paths('database', 'schemas/mor*'), ('database/d.sql', 'schemas/more/c.sql'),
                 id='a glob for a folder'),
    pytest.param(paths('../shared/*.sql'), ('../shared/e.sql',), id='outside of the folder'),
    pytest.param(paths('nothing/*.sql'), (), id='a glob without a match'),
    pytest.param('[experimental.pgdelta]\ndeclarative_schema_path = "./database"',
                 ('database/d.sql',), id='the folder of pg-delta'),
])
def test_the_files_that_declare_the_schema(text: str, declared: tuple[str, ...]) -> None:
    expected = tuple(f'supabase/{path}'.replace('supabase/../', '') for path in declared)

    assert declared_files('supabase', text, FILES) == expected


def test_each_project_has_its_own() -> None:
    one, two = discover((
        'a/supabase/migrations/1_a.sql', 'a/supabase/schemas/x.sql',
        'b/supabase/migrations/1_b.sql',
    ), lambda path: None)

    assert (one.declared, two.declared) == (('a/supabase/schemas/x.sql',), ())
