"""What Prisma refuses in settings, attributes and their arguments, and what it takes though it
looks odd. test_against_prisma.py asks Prisma itself about every case here."""
from __future__ import annotations

import pytest

from tests.prisma.test_validate import DB
from tests.prisma.test_validate import DEFAULT
from tests.prisma.test_validate import INVALID
from tests.prisma.test_validate import model
from tests.prisma.test_validate import NO_IDENTITY
from tests.prisma.test_validate import NO_KEYWORD
from tests.prisma.test_validate import pair
from tests.prisma.test_validate import problems_of
from tests.prisma.test_validate import RELATION

GENERATOR = 'generator g {\n  provider = "x"\n}\n'
NO_FUNCTION = (
    'Unknown function in @default(): `{}` is not known. You can read about the available '
    'functions here: https://pris.ly/d/attribute-functions'
)
COMPOSITE = (
    'Error validating: Defining `@{}` attribute for a field in a composite type is not allowed.'
)
NO_TYPES = 'Error validating: Composite types are not supported on Postgres.'


def settings(*lines: str, of: str = 'db') -> str:
    """A schema whose datasource (or generator ``g``) has these lines from the third on."""
    body = ''.join(f'  {line}\n' for line in lines)
    if of == 'db':
        return DB.replace('}', f'{body}}}')
    return GENERATOR.replace('}', f'{body}}}') + DB


def expected(kind: str, given: str, value: str) -> str:
    return f'Expected a {kind} value, but received {given} value `{value}`.'


TAKEN = {
    'a comma at the end of the options of a field': DB + model('@@index([id(sort: Desc,)])'),
    'a comma at the end of a function in a list': DB + model('@@index([id(ops: raw("x",))])'),
    'a comma and nothing else': DB + model('@@index([id(,)])'),
    'a comma at the end of the arguments of a native type': DB + model('b String @db.VarChar(3,)'),
    'an argument of a native type without a value': DB + model('b String @db.VarChar(x:)'),
    'one value for a list of settings': settings('previewFeatures = "views"', of='g'),
    'one field for a list of fields': pair('b B @relation(fields: bid, references: id)'),
    'settings nobody knows in a generator': settings('foo = x', 'bar = [1, "a", b]', of='g'),
    'a hyphen in the name of a generator': 'generator a-b {\n  provider = "x"\n}\n' + DB,
    'comments one after the other on a line of their own': DB + model('/* a */ /* b */ // c'),
}
REFUSED: dict[str, tuple[str, list[tuple[int, str]]]] = {
    'two comments behind a field': (DB + model('b Int /* c */ // d'), [(6, INVALID)]),
    'a dot in the name of a block': (
        DB + 'model A.b {\n  id Int @id\n}\n', [(4, NO_KEYWORD), (5, NO_KEYWORD)],
    ),
    'a generator called as a scalar': (
        GENERATOR.replace(' g ', ' Int ') + DB,
        [(1, '"Int" is a reserved scalar type name and cannot be used.')],
    ),
    'a datasource called as a scalar': (
        DB.replace(' db ', ' Json '),
        [(1, '"Json" is a reserved scalar type name and cannot be used.')],
    ),
    'a setting without a value': (
        settings('output =', of='g'),
        [(1, 'Property output in generator g needs to be assigned a value')],
    ),
    'a mode without a value': (
        settings('relationMode ='),
        [(1, 'Property relationMode in datasource db needs to be assigned a value')],
    ),
    'settings of other kinds': (
        settings('output = 1', 'binaryTargets = [native]', 'previewFeatures = [views]', of='g'),
        [(3, expected('String', 'numeric', '1')), (4, expected('String', 'literal', 'native')),
         (5, expected('string', 'literal', 'views'))],
    ),
    'a function that is not env': (
        settings('output = foo("x")', of='g'),
        [(3, expected('String', 'functional', 'foo("x")'))],
    ),
    'a mode that is no text': (
        settings('relationMode = prisma'), [(3, expected('string', 'literal', 'prisma'))],
    ),
    'a mode that is none': (
        settings('relationMode = "foo"'),
        [(1, 'Error validating datasource `relationMode`: Invalid relation mode setting: "foo". '
             'Supported values: "prisma", "foreignKeys"')],
    ),
    'a mode under both its names': (
        settings('referentialIntegrity = "prisma"', 'relationMode = "prisma"'),
        [(3, 'The `referentialIntegrity` and `relationMode` attributes cannot be used together. '
             'Please use only `relationMode` instead.')],
    ),
    'a schema there twice': (
        settings('schemas = ["a", "a"]'), [(3, 'Duplicated schema names are not allowed')],
    ),
    'schemas that are no texts': (
        settings('schemas = [a]'), [(3, expected('string', 'literal', 'a'))],
    ),
    'extensions that are texts': (
        settings('extensions = ["x"]'),
        [(3, expected('constant or function', 'string', '"x"'))],
    ),
    'a relation of what is none': (
        DB + model('b Int @relation("x")', 'c Unsupported("x") @relation("x")'),
        [(6, RELATION + 'Invalid field type, not a relation.'),
         (7, RELATION + 'Invalid field type, not a relation.')],
    ),
    'a relation with an empty name': (
        pair('b B @relation("", fields: [bid], references: [id])', back=('as A[] @relation("")',)),
        [(7, RELATION + 'A relation cannot have an empty name.'),
         (11, RELATION + 'A relation cannot have an empty name.')],
    ),
    'fields of a relation that are texts': (
        pair('b B @relation(fields: [bid], references: ["id"])'),
        [(7, expected('constant', 'string', '"id"'))],
    ),
    'fields of an index that are no names': (
        DB + model('b Int', '@@index([id, "x", 1, [b]])'),
        [(7, expected('constant literal', 'string', '"x"')),
         (7, expected('constant literal', 'numeric', '1')),
         (7, expected('constant literal', 'array', '[b]'))],
    ),
    'a field of a field': (
        DB + model('@@index([id.x])'),
        [(6, 'Error validating model "A": The index definition refers to the unknown fields: '
             'id.x.')],
    ),
    'a schema that is no text': (
        DB + model('@@schema(["a", b(c: 1)])'),
        [(6, expected('string', 'array', '["a",b(c: 1)]'))],
    ),
    'attributes that cannot be names': (
        DB + model('b Int @1x', 'c Int @a-b'),
        [(6, 'Error validating: The name of a Attribute must not start with a number.'),
         (7, 'Error validating: The character `-` is not allowed in Attribute names.')],
    ),
    'functions of defaults, misspelled': (
        DB + model('b Int @default(autoincremnt())', 'c DateTime @default(NOW())',
                   'd String @default(env("X"))'),
        [(6, NO_FUNCTION.format('autoincremnt')), (7, NO_FUNCTION.format('NOW')),
         (8, NO_FUNCTION.format('env'))],
    ),
    'lists and functions in the default of a list': (
        DB + 'enum E {\n  x\n}\n' + model('b Int[] @default([[1]])', 'c E[] @default([x()])'),
        [(9, DEFAULT + 'Expected a Int value, but found `[1]`.'),
         (10, DEFAULT + 'Expected an enum value, but found `x()`.')],
    ),
    'a default that does not fit before a key that is missing': (
        DB + 'model A {\n  b Int @default("x")\n}\n',
        [(5, DEFAULT + 'Expected a Int value, but found `"x"`.')],
    ),
    'a key that is missing besides a native type that does not fit': (
        DB + 'model A {\n  b Int @db.Text\n}\n',
        [(4, NO_IDENTITY),
         (5, 'Native type Text is not compatible with declared field type Int, expected field '
             'type String.')],
    ),
    'a composite type': (DB + 'type T {\n  a Int\n}\n', [(4, NO_TYPES)]),
    'attributes of a composite type': (
        DB + 'type T {\n  a Int @id @unique\n  b A\n  @@map("x")\n  @@ignore\n}\n' + model(),
        [(5, COMPOSITE.format('id')), (5, COMPOSITE.format('unique')),
         (6, 'Error validating composite type "T": A refers to a model, making this a relation '
             'field. Relation fields inside composite types are not supported.'),
         (7, 'Error validating: The name of a composite type is not persisted in the database, '
             'therefore it does not need a mapped database name.'),
         (8, 'Error validating: A composite type cannot have block-level attributes.')],
    ),
}
INDEX = 'Error parsing attribute "@index": '
# Prisma 6 has no objects, and no `where` at all.
REFUSED_BY_7 = {
    'an object that breaks off': (DB + model('@@index([id], where: { id: 1, })'), [(6, INVALID)]),
    'a key of an object without a value': (
        DB + model('@@index([id], where: { id: })'), [(6, INVALID)],
    ),
    'an object for a default': (
        DB + model('b Int @default({ a: 1 })'),
        [(6, DEFAULT + 'Expected a Int value, but found `{ a: 1 }`.')],
    ),
    'a predicate that is none': (
        DB + model('@@index([id], where: "x")', '@@index([id], map: "y", where: now())'),
        [(6, expected('function', 'string', '"x"')),
         (7, INDEX + 'The `where` argument must be either a raw() function call or an object '
             'literal, e.g. `where: raw("status = \'active\'")` or `where: { active: true }`.')],
    ),
    'predicates over fields that do not exist or fit': (
        DB + 'enum E {\n  x\n}\n' + model(
            'b Boolean', 'j Json', 'e E', '@@index([id], where: { foo: 1 })',
            '@@index([id], where: { b: { not: "x" } })', '@@index([id], where: { id: true })',
            '@@index([id], where: { j: 1 })', '@@index([id], where: { e: 1 })',
        ),
        [(12, INDEX + "Field 'foo' does not exist in model 'A'."),
         (13, INDEX + "Type mismatch: field 'b' is of type Boolean, but the value is a String."),
         (14, INDEX + "Type mismatch: field 'id' is of type Int, but the value is Boolean."),
         (15, INDEX + "Type mismatch: field 'j' is of type Json, but the value is a Number."),
         (16, INDEX + "Type mismatch: field 'e' is an Enum and only accepts String values in the "
              'where clause.')],
    ),
}


@pytest.mark.parametrize('text', TAKEN.values(), ids=list(TAKEN))
def test_taken(text: str) -> None:
    assert problems_of(text) == []


@pytest.mark.parametrize(
    ('text', 'problems'), [*REFUSED.values(), *REFUSED_BY_7.values()],
    ids=[*REFUSED, *REFUSED_BY_7],
)
def test_refused(text: str, problems: list[tuple[int, str]]) -> None:
    assert problems_of(text)[:1] == problems[:1]
    assert set(problems) <= set(problems_of(text))
