from __future__ import annotations

import pytest

from sync_guard.projects import Project
from sync_guard.projects import SideGone
from sync_guard.projects import sides_gone

WHOLE = Project('', ('supabase/migrations',), ('prisma/schema.prisma',))
OTHER = Project('db', (), ('db/prisma/schema.prisma',))
NO_SCHEMA = WHOLE._replace(schema_files=())
NO_MIGRATIONS = WHOLE._replace(migrations=())


@pytest.mark.parametrize(('before', 'after'), [
    ([WHOLE], [WHOLE]),
    ([NO_SCHEMA], [NO_SCHEMA]),
    ([NO_MIGRATIONS], [WHOLE]),
    ([WHOLE], []),
    ([WHOLE], [WHOLE._replace(schema_files=('packages/db/prisma/schema.prisma',))]),
    ([WHOLE], [WHOLE._replace(root='apps/web', migrations=('apps/web/supabase/migrations',))]),
    ([WHOLE, OTHER], [NO_MIGRATIONS, OTHER._replace(migrations=('db/supabase/migrations',))]),
    ([WHOLE], [NO_SCHEMA, OTHER]),
], ids=[
    'nothing changed', 'there was never a schema', 'migrations are new', 'both are gone',
    'the schema moved', 'the migrations moved', 'the migrations moved to another schema',
    'the schema moved far away',
])
def test_silent(before: list[Project], after: list[Project]) -> None:
    assert [*sides_gone(before, after)] == []


@pytest.mark.parametrize(('after', 'gone'), [
    (NO_SCHEMA, SideGone('', 'schema', 'prisma/schema.prisma', 'supabase/migrations')),
    (NO_MIGRATIONS, SideGone('', 'migrations', 'supabase/migrations', 'prisma/schema.prisma')),
], ids=['the schema is gone', 'the migrations are gone'])
def test_speaks(after: Project, gone: SideGone) -> None:
    assert [*sides_gone([WHOLE], [after])] == [gone]
