"""SQL before, a schema, and the migration that is drafted, to the letter."""
from __future__ import annotations

from pathlib import Path

import pytest

from sync_guard.draft.file import migration_text
from tests.draft.support import built
from tests.draft.support import Case
from tests.draft.support import cases_in
from tests.draft.support import drafted
from tests.draft.support import expected_of

CASES = [case for file in sorted(Path(__file__).with_name('cases').glob('*.txt'))
         for case in cases_in(file)]


@pytest.mark.parametrize('case', CASES, ids=[case.name for case in CASES])
def test_a_draft(case: Case) -> None:
    draft = drafted(built(case.sql), expected_of(case.schema), case.level)

    head, _, body = migration_text(draft, 'schema.prisma').partition('\n\n')

    assert head.startswith('-- Drafted from schema.prisma')
    assert body.rstrip('\n') == case.draft
