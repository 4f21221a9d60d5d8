"""What Prisma refuses, and what it does not, in whole schemas. test_against_prisma.py asks Prisma
itself about every case here."""
from __future__ import annotations

import pytest

from sync_guard.prisma import expect
from sync_guard.prisma import parse
from sync_guard.prisma import refused_by

DB = 'datasource db {\n  provider = "postgresql"\n}\n'
MULTI = 'datasource db {\n  provider = "postgresql"\n  schemas = ["public"]\n}\n'


def model(*lines: str, name: str = 'A') -> str:
    body = ''.join(f'  {line}\n' for line in lines)
    return f'model {name} {{\n  id Int @id\n{body}}}\n'


def pair(*lines: str, back: tuple[str, ...] = ('as A[]',)) -> str:
    """Model A on lines 4 and following, with a column for a key to B; then model B."""
    return DB + model('bid Int', *lines) + model(*back, name='B')


SILENT = {
    'a datasource alone': DB,
    'a comment alone': '// nothing',
    'Windows line ends': (DB + model('b Int')).replace('\n', '\r\n'),
    'line ends of old': (DB + model('b Int')).replace('\n', '\r'),
    'no line end at the end': (DB + model()).rstrip(),
    'blocks on one line': DB + model().rstrip() + ' ' + model(name='B'),
    'what stands on the line of the opening brace': DB + 'model A { id String } // }\n id Int '
    '@id\n}\n',
    'comments in every place': DB + (
        '/* a\n */ model A { // }\n  /// doc\n  id Int @id // c\n  b Int /* d\n */\n  /* e */ '
        'c Int\n'
        '  @@map("x") /* f */\n} // g\n'
    ),
    'no blanks where none are needed': DB + model('b Int@default(1)@map("q")'),
    'blanks where some may be': DB + model(
        'b Int ?', 'c String @ default ( "x" )', '@@ map ( "y" )',
    ),
    'a keyword without a blank behind it': DB + 'modelA {\n  id Int @id\n}\n',
    'Unicode names and blanks': DB + model('\u00a0naïve Int', '日本 Int'),
    'two values of one label': DB + 'enum E {\n  A @map("x")\n  B @map("x")\n}\n',
    'a model nobody can tell rows of apart, ignored': DB + 'model A {\n  b Int\n  @@ignore\n}\n',
    'both sides of a many to many relation': pair('bs B[]'),
    'a relation to itself': DB + model(
        'pid Int?', 'p A? @relation("x", fields: [pid], references: [id])', 'cs A[] @relation("x")',
    ),
    'an id that is unique too': DB + 'model A {\n  a Int @id @unique\n}\n',
    'a relation called as the fields of a key together': (
        DB + model('a Int', 'b Int', 'a_b B @relation(fields: [a], references: [id])',
                   '@@unique([a, b])') + model('as A[]', name='B')
    ),
    'a unique field instead of an id': DB + 'model A {\n  a Int @unique\n}\n',
    'every literal default': DB + model(
        'a Int @default(-1)', 'b Boolean @default(true)', 'c String @default("x")',
        'd Float @default(1)', 'e Decimal @default(1.50)', 'f Int[] @default([1, 2])',
        'g Json @default("{}")', 'h DateTime @default("2020-01-01T00:00:00Z")',
    ),
    'a key of required columns on the far side': pair(
        'b B @relation(fields: [bid], references: [id], onDelete: SetNull)',
    ),
    'one to one': DB + model(
        'bid Int @unique', 'b B @relation(fields: [bid], references: [id])',
    ) + model('a A?', name='B'),
    'names of native types and scalars as fields': DB + model('String String', 'Json Int'),
    'an index over what Prisma has no type for': DB + model(
        't Unsupported("tsvector")?', '@@index([t], type: Gin)',
    ),
}
INVALID = 'Error validating: This line is not a valid field or attribute definition.'
NO_KEYWORD = (
    'Error validating: This line is invalid. It does not start with any known Prisma schema '
    'keyword.'
)
NO_TYPE = (
    'Error validating model "A": '
    'This field declaration is invalid. It is either missing a name or a type.'
)
ONE = 'Attribute "@{}" can only be defined once.'
NO_IDENTITY = (
    'Error validating model "A": Each model must have at least one unique criteria that has only '
    'required fields. Either mark a single field with `@id`, `@unique` or add a multi field '
    'criterion '
    'with `@@id([])` or `@@unique([])` to the model.'
)
DEFAULT = 'Error parsing attribute "@default": '
RELATION = 'Error parsing attribute "@relation": '
SPEAKS: dict[str, tuple[str, list[tuple[int, str]]]] = {
    'a line that is nothing': (DB + 'hello world\n' + model(), [(4, NO_KEYWORD)]),
    'a block of no known kind': (
        DB + 'model{\n  id Int @id\n}\n',
        [(4, 'Error validating: This block is invalid. It does not start with any known Prisma '
             "schema keyword. Valid keywords include 'model', 'enum', 'type', 'datasource' and "
             "'generator'.")],
    ),
    'a block that does not end': (DB + 'model A {\n  id Int @id\n', [(4, NO_KEYWORD)]),
    'a closing brace on the line of a field': (
        DB + 'model A {\n  id Int @id }\n', [(4, NO_KEYWORD)],
    ),
    'a brace forgotten before the next block': (
        DB + 'model A {\n  id Int @id\n\n' + model(name='B'), [(7, INVALID)],
    ),
    'a field that is nothing': (DB + model('foo bar baz'), [(6, INVALID)]),
    'a field without a type': (DB + model('foo'), [(6, NO_TYPE)]),
    'a comment within a field': (DB + model('b /* x */ Int'), [(6, INVALID)]),
    'a quote that does not end': (DB + model('b String @default("ab)'), [(6, INVALID)]),
    'arguments over several lines': (DB + model('@@index([', '  id', '])'), [(6, INVALID)]),
    'a comma at the end of a list': (DB + model('@@index([id,])'), [(6, INVALID)]),
    'a comma at the end of arguments': (
        DB + model('@@index([id],)'),
        [(6, 'Error parsing attribute "@index": Trailing commas are not valid in attribute '
             'arguments, please remove the comma.')],
    ),
    'an argument without a value': (
        DB + model('@@index(fields: )'),
        [(6, 'Error parsing attribute "@index": The `fields` argument is missing a value.')],
    ),
    'a number that is none': (DB + model('b Float @default(1e5)'), [(6, INVALID)]),
    'an escape that is none': (
        DB + model(r'b String @default("a\q")'),
        [(6, 'Unknown escape sequence. If the value is a windows-style path, `\\` must be escaped '
             'as `\\\\`.')],
    ),
    'a colon before the type': (
        DB + model('b: Int'), [(6, "Field declarations don't require a `:`.")],
    ),
    'types of old': (
        DB + model('x [Int]', 'y Int!', 'z Int[]?'),
        [(6, 'To specify a list, please use `Type[]` instead of `[Type]`.'),
         (7, 'Fields are required by default, `!` is no longer required.'),
         (8, 'Optional lists are not supported. Use either `Type[]` or `Type?`.')],
    ),
    'an enum value that is none': (
        DB + 'enum E {\n  A\n  B C\n}\n',
        [(6, 'Error validating: This line is not an enum value definition.')],
    ),
    'a setting that is none': (
        'generator c {\n  provider = "x"\n  foo\n}\n' + DB,
        [(3, 'Error validating: This line is not a valid definition within a generator.')],
    ),
    'a type alias': (
        DB + 'type X = Int\n' + model(),
        [(4, 'Error validating: Invalid type definition. Please check the documentation in '
             'https://pris.ly/d/composite-types')],
    ),
    'a type nobody knows': (
        DB + model('b Foo', 'c string'),
        [(6, 'Type "Foo" is neither a built-in type, nor refers to another model, composite type, '
             'or enum.'),
         (7, 'Type "string" is neither a built-in type, nor refers to another model, composite '
             'type, or enum. Did you mean "String"?')],
    ),
    'a name with a digit before or a hyphen in it': (
        DB + 'model 1A {\n  id Int @id\n  a-b Int\n}\n',
        [(4, 'Error validating: The name of a Model must not start with a number.'),
         (6, 'Error validating: The character `-` is not allowed in Field names.')],
    ),
    'a model there twice': (
        DB + model() + model(),
        [(7, 'The model "A" cannot be defined because a model with that name already exists.')],
    ),
    'an enum called as a model': (
        DB + model() + 'enum A {\n  x\n}\n',
        [(7, 'The enum "A" cannot be defined because a model with that name already exists.')],
    ),
    'a model called as a scalar': (
        DB + model(name='String'),
        [(4, '"String" is a reserved scalar type name and cannot be used.')],
    ),
    'a field there twice': (
        DB + model('b Int', 'b Int'), [(7, 'Field "b" is already defined on model "A".')],
    ),
    'two fields of one column': (
        DB + model('b Int @map("x")', 'c Int @map("x")'),
        [(7, 'Field "c" is already defined on model "A".')],
    ),
    'a field mapped to the column of another': (
        DB + model('b Int @map("c")', 'c Int'), [(6, 'Field "b" is already defined on model "A".')],
    ),
    'two models of one table': (
        DB + model('@@map("t")') + model('@@map("t")', name='B'),
        [(10, 'The model with database name "t" could not be defined because another model or view '
              'with this name exists: "A"')],
    ),
    'an enum value there twice': (
        DB + 'enum E {\n  A\n  A\n}\n', [(6, 'Value "A" is already defined on enum "E".')],
    ),
    'an enum without values': (
        DB + 'enum E {\n}\n', [(4, 'Error validating: An enum must have at least one value.')],
    ),
    'two enums of one type': (
        DB + 'enum E {\n  x\n}\nenum F {\n  y\n  @@map("E")\n}\n',
        [(7, 'An enum with the same database name is already defined.')],
    ),
    'two datasources': (
        DB + DB.replace('db', 'dc'),
        [(1, 'Error validating datasource `db`: You defined more than one datasource. This is not '
             'allowed yet because support for multiple databases has not been implemented yet.'),
         (4, 'Error validating datasource `dc`: You defined more than one datasource. This is not '
             'allowed yet because support for multiple databases has not been implemented yet.')],
    ),
    'a misspelled attribute': (
        DB + model('b Int @uniqe', '@@indx([b])'),
        [(6, 'Attribute not known: "@uniqe".'), (7, 'Attribute not known: "@indx".')],
    ),
    'an attribute there twice': (
        DB + model('b Int @default(1) @default(2)', '@@map("a")', '@@map("b")'),
        [(6, ONE.format('default')), (7, ONE.format('map')), (8, ONE.format('map'))],
    ),
    'native types that do not fit': (
        DB + model(
            'b Int @db.Uuid', 'c String @pg.Uuid', 'd String @db.Uuid(3)', 'e String @db.uuid',
        ),
        [(6, 'Native type Uuid is not compatible with declared field type Int, expected field type '
             'String.'),
         (7, 'The prefix pg is invalid. It must be equal to the name of an existing datasource '
             'e.g. '
             'db. Did you mean to use db.Uuid?'),
         (8, 'Function "Uuid" takes 0 arguments, but received 1.'),
         (9, 'Native type uuid is not supported for postgresql connector.')],
    ),
    'a model without a schema': (
        MULTI + model(),
        [(5, 'Error validating model "A": This model is missing an `@@schema` attribute.')],
    ),
    'an enum without a schema': (
        MULTI + 'enum E {\n  x\n}\n', [(5, 'This enum is missing an `@@schema` attribute.')],
    ),
    'a schema that is not listed': (
        DB + model('@@schema("x")'),
        [(6, 'This schema is not defined in the datasource. Read more on `@@schema` at '
             'https://pris.ly/d/multi-schema')],
    ),
    'a model nobody can tell rows of apart': (DB + 'model A {\n  b Int\n}\n', [(4, NO_IDENTITY)]),
    'a model whose one unique field is optional': (
        DB + 'model A {\n  b Int? @unique\n}\n',
        [(4, NO_IDENTITY + ' The following unique criterias were not considered as they contain '
             'fields that are not required:\n- b')],
    ),
    'two ids': (
        DB + model('c Int @id'),
        [(4, 'Error validating model "A": At most one field must be marked as the id field '
             'with the '
             '`@id` attribute.')],
    ),
    'an id of a field and one of the block': (
        DB + model('c Int', '@@id([id, c])'),
        [(4, 'Error validating model "A": Each model must have at most one id criteria. You can\'t '
             'have `@id` and `@@id` at the same time.')],
    ),
    'an optional id': (
        DB + 'model A {\n  b Int? @id\n}\n',
        [(5, 'Error parsing attribute "@id": Fields that are marked as id must be required.')],
    ),
    'keys over fields that do not exist': (
        DB + model('@@index([foo])', '@@unique([foo, bar])', '@@index'),
        [(6, 'Error validating model "A": The index definition refers to the unknown fields: foo.'),
         (7, 'Error validating model "A": The unique index definition refers to the unknown '
             'fields: '
             'foo, bar.'),
         (8, 'Argument "fields" is missing.')],
    ),
    'an index over nothing': (
        DB + model('@@index([])'),
        [(6, 'Error parsing attribute "@@index": The list of fields in an index cannot be empty. '
             'Please specify at least one field.')],
    ),
    'an id over fields that do not exist': (
        DB + 'model A {\n  c Int\n  @@id([foo, bar])\n}\n',
        [(6, 'Error validating model "A": The multi field id declaration refers to the unknown '
             'fields `foo`, `bar`.')],
    ),
    'an index over a relation': (
        pair('b B @relation(fields: [bid], references: [id])', '@@index([b])'),
        [(8, 'Error validating model "A": The index definition refers to the relation fields b. '
             'Index definitions must reference only scalar fields. Did you mean '
             '`@@index([bid])`?')],
    ),
    'defaults of other types': (
        DB + 'enum E {\n  x\n}\n' + model(
            'a Int @default("x")', 'b String @default(1)', 'c Boolean @default(x)',
            'd Int @default(now())', 'e E @default(y)', 'f E @default("x")', 'g Int[] @default(1)',
            'h Int @default([1])', 'i String @default(autoincrement())',
        ),
        [(9, DEFAULT + 'Expected a Int value, but found `"x"`.'),
         (10, DEFAULT + 'Expected a String value, but found `1`.'),
         (11, DEFAULT + 'A boolean literal must be `true` or `false`.'),
         (12, DEFAULT + 'The function `now()` cannot be used on fields of type `Int`.'),
         (13, DEFAULT + 'The defined default value `y` is not a valid value of the enum specified '
              'for the field.'),
         (14, DEFAULT + 'Expected an enum value, but found `"x"`.'),
         (15, DEFAULT + 'The default value of a list field must be a list.'),
         (16, DEFAULT + 'The default value of a non-list field cannot be a list.'),
         (17, DEFAULT + 'The function `autoincrement()` cannot be used on fields of type '
              '`String`.')],
    ),
    'a function of another database': (
        DB + 'model A {\n  id Int @id @default(sequence())\n}\n',
        [(5, 'Unknown function in @default(): `sequence` is not known. You can read about the '
             'available functions here: https://pris.ly/d/attribute-functions')],
    ),
    'an updated time that is none': (
        DB + model('a Int @updatedAt'),
        [(6, 'Error parsing attribute "@updatedAt": Fields that are marked with @updatedAt must be '
             'of type DateTime.')],
    ),
    'a default of a relation': (
        pair('b B @relation(fields: [bid], references: [id]) @default(1)'),
        [(7, DEFAULT + 'Cannot set a default value on a relation field.')],
    ),
    'a relation without a field back': (
        pair('b B @relation(fields: [bid], references: [id])', back=()),
        [(7, 'Error validating field `b` in model `A`: The relation field `b` on model `A` is '
             'missing '
             'an opposite relation field on the model `B`. Either run `prisma format` or add it '
             'manually.')],
    ),
    'a relation whose field back has another name': (
        pair('b B @relation("x", fields: [bid], references: [id])'),
        [(7, 'Error validating field `b` in model `A`: The relation field `b` on model `A` is '
             'missing '
             'an opposite relation field on the model `B`. Either run `prisma format` or add it '
             'manually.'),
         (11, 'Error validating field `as` in model `B`: The relation field `as` on model `B` is '
              'missing an opposite relation field on the model `A`. Either run `prisma format` or '
              'add it manually.')],
    ),
    'a relation that says nothing': (
        pair('b B'),
        [(7, RELATION + 'The relation field `b` on Model `A` must specify the `fields` argument in '
             'the @relation attribute. You can run `prisma format` to fix this automatically.'),
         (7, RELATION + 'The relation field `b` on Model `A` must specify the `references` '
             'argument '
             'in the @relation attribute.')],
    ),
    'a relation over fields that do not exist': (
        pair('b B @relation(fields: [foo], references: [bar])'),
        [(7, 'Error validating: The argument fields must refer only to existing fields. The '
             'following '
             'fields do not exist in this model: foo'),
         (7, 'Error validating: The argument `references` must refer only to existing fields '
             'in the '
             'related model `B`. The following fields do not exist in the related model: bar')],
    ),
    'a relation of unequal sides': (
        pair('b B @relation(fields: [bid, id], references: [id])'),
        [(7, 'Error validating: You must specify the same number of fields in `fields` and '
             '`references`.')],
    ),
    'two relations without names': (
        pair('x B @relation(fields: [bid], references: [id])',
             'y B @relation(fields: [id], references: [id])', back=('xs A[]', 'ys A[]')),
        [(7, 'Error validating model "A": Ambiguous relation detected. The fields `x` and `y` in '
             'model `A` both refer to `B`. Please provide different relation names for them by '
             'adding `@relation(<name>).')],
    ),
    'a key of another type': (
        DB + model('bid String', 'b B @relation(fields: [bid], references: [id])')
        + model('as A[]', name='B'),
        [(7, RELATION + 'The type of the field `bid` in the model `A` is not matching the type of '
             'the referenced field `id` in model `B`.')],
    ),
    'a required relation over an optional column': (
        DB + model('bid Int?', 'b B @relation(fields: [bid], references: [id])')
        + model('as A[]', name='B'),
        [(7, 'Error validating: The relation field `b` uses the scalar fields bid. At least one of '
             'those fields is optional. Hence the relation field must be optional as well.')],
    ),
    'one to one without a unique column': (
        pair('b B @relation(fields: [bid], references: [id])', back=('a A?',)),
        [(7, RELATION + 'A one-to-one relation must use unique fields on the defining side. Either '
             'add an `@unique` attribute to the field `bid`, or change the relation to '
             'one-to-many.')],
    ),
    'a model called as a word of JavaScript': (
        DB + model(name='private'),
        [(4, 'Error validating model "private": The model name `private` is invalid. It is a '
             'reserved name. Please change it. Read more at https://pris.ly/d/naming-models')],
    ),
    'an attribute of fields on a value of an enum': (
        DB + 'enum E {\n  a @id\n}\n', [(5, 'Attribute not known: "@id".')],
    ),
    'two indexes of one name': (
        DB + model('a Int', '@@index([a])', '@@index([a])'),
        [(line, 'Error parsing attribute "@@index": The given constraint name `A_a_idx` has to be '
                'unique in the following namespace: global for primary key, indexes and unique '
                'constraints. Please provide a different name using the `map` argument.')
         for line in (7, 8)],
    ),
    'two foreign keys of one name': (
        pair('x B @relation("x", fields: [bid], references: [id])',
             'y B @relation("y", fields: [bid], references: [id])',
             back=('xs A[] @relation("x")', 'ys A[] @relation("y")')),
        [(line, RELATION + 'The given constraint name `A_bid_fkey` has to be unique in the '
                'following namespace: on model `A` for primary key, indexes, unique constraints '
                'and foreign keys. Please provide a different name using the `map` argument.')
         for line in (7, 8)],
    ),
    'a relation to itself without a name': (
        DB + model('p Int?', 'x A? @relation(fields: [p], references: [id])', 'y A[]'),
        [(7, 'Error validating model "A": Ambiguous self relation detected. The fields `x` and `y` '
             'in model `A` both refer to `A`. If they are part of the same relation add the same '
             'relation name for them with `@relation(<name>)`.')],
    ),
    'fields on the side of the list too': (
        pair('b B @relation(fields: [bid], references: [id])',
             back=('x Int', 'as A[] @relation(fields: [x], references: [id])')),
        [(12, RELATION + 'The relation field `as` on Model `B` must not specify the `fields` or '
              '`references` argument in the @relation attribute. You must only specify it on the '
              'opposite field `b` on model `A`.')],
    ),
    'a relation to a column that is not unique': (
        pair('b B @relation(fields: [bid], references: [k])', back=('k Int', 'as A[]')),
        [(7, RELATION + 'The argument `references` must refer to a unique criterion in the related '
             'model. Consider adding an `@unique` attribute to the field `k` in the model `B`.')],
    ),
    'many to many without an id': (
        DB + 'model A {\n  a Int @unique\n  bs B[]\n}\n' + model('as A[]', name='B'),
        [(10, 'Error validating field `as` in model `B`: The relation field `as` on model `B` '
              'references `A` which does not have an `@id` field. Models without `@id` cannot be '
              'part of a many to many relation. Use an explicit intermediate Model to represent '
              'this relationship.')],
    ),
    'a relation to what is ignored': (
        pair('b B @relation(fields: [bid], references: [id])', back=('as A[]', '@@ignore')),
        [(7, 'Error parsing attribute "@ignore": The relation field `b` on Model `A` must specify '
             'the `@ignore` attribute, because the model B it is pointing to is marked ignored.')],
    ),
    'a field twice in a key': (
        DB + model('a Int', '@@unique([a, a])'),
        [(7, 'Error validating model "A": The unique index definition refers to the field a '
             'multiple times.')],
    ),
    'a field called as the fields of a key together, whatever name the key has': (
        DB + model('a Int', 'b Int', 'a_b Int', '@@unique([a, b], name: "c", map: "d")')
        + 'model B {\n  a Int\n  b Int\n  a_b Int\n  @@id([a, b], name: "c")\n}\n',
        [(9, 'Error validating model "A": The field `a_b` clashes with the `@@unique` name. Please '
             'resolve the conflict by providing a custom id name: '
             '`@@unique([...], name: "custom_name")`'),
         (15, 'Error validating model "B": The field `a_b` clashes with the `@@id` attribute\'s '
              'name. Please resolve the conflict by providing a custom id name: '
              '`@@id([...], name: "custom_name")`')],
    ),
    'an optional field in an id': (
        DB + 'model A {\n  a Int?\n  b Int\n  @@id([a, b])\n}\n',
        [(7, 'Error validating model "A": The id definition refers to the optional field `a`. ID '
             'definitions must reference only required fields.')],
    ),
    'an action nobody knows': (
        pair('b B @relation(fields: [bid], references: [id], onDelete: Foo)'),
        [(7, RELATION + 'Invalid referential action: `Foo`')],
    ),
}


def problems_of(text: str) -> list[tuple[int, str]]:
    file = parse('schema.prisma', text)
    problems = file.problems or refused_by(expect([file]).problems, 7)
    return [(p.place.line, p.message) for p in problems]


@pytest.mark.parametrize('text', SILENT.values(), ids=list(SILENT))
def test_silent(text: str) -> None:
    assert problems_of(text) == []


@pytest.mark.parametrize(('text', 'problems'), SPEAKS.values(), ids=list(SPEAKS))
def test_speaks(text: str, problems: list[tuple[int, str]]) -> None:
    assert problems_of(text)[:1] == problems[:1]
    assert set(problems) <= set(problems_of(text))


def test_nothing_is_refused_of_another_database_system() -> None:
    text = 'datasource db {\n  provider = "mysql"\n}\nmodel A {\n  id Int @id\n  a Foo '
    '@db.TinyInt\n}\n'
    expected = expect([parse('schema.prisma', text)])
    assert (expected.is_postgresql, expected.provider, expected.problems) == (False, 'mysql', ())


def test_what_cannot_be_read_is_not_missing_elsewhere() -> None:
    text = DB + 'model A {\n  id Int @id @default(\n}\n'
    assert expect([parse('schema.prisma', text)]).problems == ()
