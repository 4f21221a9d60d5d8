from __future__ import annotations

from tests.rules.schemas import found

MODEL = 'model users {\n  id String @id @db.Uuid\n}\n'
LEAVING = 'create table users (id uuid primary key references auth.users (id) on delete cascade);'


def test_a_foreign_key_within_the_listed_schemas_is_silent() -> None:
    sql = 'create table users (id uuid primary key references users (id));'
    schema = MODEL.replace('\n}', '\n  u users @relation("x", fields: [id], references: [id], '
                                  'onDelete: NoAction, onUpdate: NoAction)\n  us users? '
                                  '@relation("x")\n}')

    assert found(sql, schema) == []


def test_a_foreign_key_to_a_listed_schema_is_silent() -> None:
    schema = (
        'datasource db {\n  provider = "postgresql"\n  schemas = ["public", "auth"]\n}\n'
        + MODEL.replace('\n}', '\n\n  @@schema("public")\n}')
    )

    assert found(LEAVING, schema) == []


def test_a_foreign_key_into_a_managed_schema_is_advice() -> None:
    (finding,) = found(LEAVING, MODEL)

    assert (finding.rule, finding.severity, finding.level) == (
        'cross-schema-reference', 'warning', 'strict',
    )
    assert finding.message == (
        'foreign key users (id) → auth.users leaves the schemas of the datasource: prisma db pull '
        'and migrate diff refuse to answer (P4002)'
    )
    assert finding.help == (
        'if you use those commands, write in the datasource      schemas = ["public", "auth"]\n'
        'and in every model and enum      @@schema("public")\n'
        "and in prisma.config.ts      tables: { external: ['auth.users'] }"
    )


def test_who_lists_schemas_has_them_in_every_block_already() -> None:
    schema = (
        'datasource db {\n  provider = "postgresql"\n  schemas = ["public"]\n}\n'
        + MODEL.replace('\n}', '\n\n  @@schema("public")\n}')
    )

    (finding,) = found(LEAVING, schema)

    assert '@@schema' not in finding.help


def test_many_are_one_finding() -> None:
    sql = LEAVING + 'create table logs (id uuid primary key references auth.users (id));'

    messages = [f.message for f in found(sql, MODEL) if f.rule == 'cross-schema-reference']

    assert len(messages) == 1
    assert '(and 1 more)' in messages[0]
