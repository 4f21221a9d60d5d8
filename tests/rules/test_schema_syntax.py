from __future__ import annotations

from tests.rules.schemas import found
from tests.rules.schemas import SCHEMA

TABLE = 'create table t (id int primary key, name text);'


def test_a_schema_that_prisma_takes_is_silent() -> None:
    assert found(TABLE, 'model t {\n  id Int @id\n  name String?\n}\n') == []


def test_a_line_that_cannot_be_read_is_the_one_finding() -> None:
    (finding,) = found(TABLE, 'model t {\n  id Int @id\n  name\n}\n')

    assert (finding.rule, finding.item, finding.severity) == ('schema-syntax', 'schema', 'error')
    assert finding.place[:2] == (SCHEMA, 3)
    assert finding.message == (
        'Error validating model "t": This field declaration is invalid. It is either missing a '
        'name or a type'
    )


def test_a_type_that_is_not_there_is_the_one_finding() -> None:
    (finding,) = found(TABLE, 'model t {\n  id Int @id\n  name Strnig?\n}\n')

    assert finding.rule == 'schema-syntax'
    assert finding.place == (SCHEMA, 3, 8)
    assert finding.message.startswith('Type "Strnig" is neither a built-in type')


def test_a_word_that_a_later_prisma_may_know_warns_and_hides_nothing() -> None:
    schema = 'model t {\n  id Int @id\n  name String @nothing\n}\n'
    syntax, null = found(TABLE, schema)

    assert (syntax.rule, syntax.severity, syntax.certain) == ('schema-syntax', 'warning', False)
    assert syntax.place[:2] == (SCHEMA, 3)
    assert syntax.message == (
        'Attribute not known: "@nothing" (Prisma 7.10 refuses it; a later version may not)'
    )
    assert syntax.help == 'mend this line of the schema, unless prisma validate takes it'
    assert (null.rule, null.severity) == ('nullability', 'error')
