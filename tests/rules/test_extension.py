from __future__ import annotations

import pytest

from tests.rules.schemas import found
from tests.rules.schemas import Silent


def schema(extensions: str, preview: str = 'previewFeatures = ["postgresqlExtensions"]') -> str:
    return (
        f'generator client {{\n  provider = "prisma-client-js"\n  {preview}\n}}\n'
        f'datasource db {{\n  provider = "postgresql"\n  extensions = [{extensions}]\n}}\n'
    )


@pytest.mark.parametrize('case', [
    Silent('created', 'create extension citext;', schema('citext')),
    Silent('created under a mapped name', 'create extension "uuid-ossp";',
           schema('uuid(map: "uuid-ossp", schema: "extensions")')),
    Silent('only in the migrations', 'create extension citext; create extension hstore;',
           schema('citext')),
    Silent('without the preview feature', '', schema('citext', '')),
], ids=lambda case: case.what)
def test_silent(case: Silent) -> None:
    assert [f.message for f in found(case.sql, case.schema) if f.rule == 'extension'] == []


def test_a_listed_extension_that_no_migration_creates() -> None:
    (finding,) = found('', schema('citext(version: "1.6")'))

    assert (finding.rule, finding.level, finding.name) == ('extension', 'strict', 'citext')
    assert finding.message == 'the datasource lists extension citext, which no migration creates'
    assert finding.help == (
        'put into a new migration      create extension "citext";\nor take it off the list'
    )
