"""What a schema expects of the database, one clause at a time."""
from __future__ import annotations

import pytest

from sync_guard.catalog import Default
from sync_guard.catalog import IndexColumn
from sync_guard.catalog import Name
from sync_guard.catalog import Origin
from sync_guard.catalog import Table
from sync_guard.catalog import Type
from sync_guard.prisma import expect
from sync_guard.prisma import Expected
from sync_guard.prisma import parse
from sync_guard.prisma.scalars import is_unsupported

ENUM = 'enum Mood {\n  happy\n  soSo @map("so so")\n  @@map("moods")\n}\n'


def pg(name: str, *modifiers: str) -> Type:
    return Type('pg_catalog', name, modifiers)


def any_of(name: str) -> Type:
    return Type('pg_catalog', name, None)


def read(*texts: str) -> Expected:
    return expect([parse(f'{number}.prisma', text) for number, text in enumerate(texts)])


def table(body: str, *others: str, head: str = 'model A') -> Table:
    lines = body.replace('\n', '\n  ')
    return next(iter(read(f'{head} {{\n  {lines}\n}}\n' + ''.join(others)).catalog.tables.values()))


@pytest.mark.parametrize(('field', 'type_'), [
    ('String', pg('text')),
    ('Boolean', pg('bool')),
    ('Int', pg('int4')),
    ('BigInt', pg('int8')),
    ('Float', pg('float8')),
    ('Decimal', pg('numeric', '65', '30')),
    ('DateTime', pg('timestamp', '3')),
    ('Json', pg('jsonb')),
    ('Bytes', pg('bytea')),
    ('String @db.Text', pg('text')),
    ('String @db.VarChar', pg('varchar')),
    ('String @db.VarChar(255)', pg('varchar', '255')),
    ('String @db.Char', pg('bpchar')),
    ('String @db.Char(2)', pg('bpchar', '2')),
    ('String @db.Uuid', pg('uuid')),
    ('String @db.Xml', pg('xml')),
    ('String @db.Inet', pg('inet')),
    ('String @db.Citext', pg('citext')),
    ('String @db.Bit(3)', pg('bit', '3')),
    ('String @db.VarBit', pg('varbit')),
    ('Boolean @db.Boolean', pg('bool')),
    ('Int @db.Integer', pg('int4')),
    ('Int @db.SmallInt', pg('int2')),
    ('Int @db.Oid', pg('oid')),
    ('BigInt @db.BigInt', pg('int8')),
    ('Float @db.DoublePrecision', pg('float8')),
    ('Float @db.Real', pg('float4')),
    ('Decimal @db.Decimal', pg('numeric')),
    ('Decimal @db.Decimal(10, 2)', pg('numeric', '10', '2')),
    ('Decimal @db.Money', pg('money')),
    ('DateTime @db.Timestamp', any_of('timestamp')),
    ('DateTime @db.Timestamptz', any_of('timestamptz')),
    ('DateTime @db.Timestamptz(6)', pg('timestamptz', '6')),
    ('DateTime @db.Date', pg('date')),
    ('DateTime @db.Time', any_of('time')),
    ('DateTime @db.Timetz(0)', pg('timetz', '0')),
    ('Json @db.Json', pg('json')),
    ('Json @db.JsonB', pg('jsonb')),
    ('Bytes @db.ByteA', pg('bytea')),
    ('Mood', Type('public', 'moods')),
    ('Unsupported("vector(3)")', Type('', 'vector(3)')),
])
def test_the_type_of_a_field(field: str, type_: Type) -> None:
    (column,) = table(f'c {field}', ENUM).columns or ()
    assert column.type == type_
    (column,) = table(f'c {field.replace(" ", "[] ", 1) if " " in field else field + "[]"}', ENUM
                      ).columns or ()
    assert column.type == type_._replace(is_array=True)


@pytest.mark.parametrize(('mark', 'nullable'), [('', False), ('?', True), ('[]', True)])
def test_the_nullability_of_a_field(mark: str, nullable: bool) -> None:
    (column,) = table(f'c Int{mark}').columns or ()
    assert column.nullable is nullable


def default(kind: str, value: str, text: str) -> Default:
    return Default(kind, value, text)  # type: ignore[arg-type]  # a plain str is nicer in a table


@pytest.mark.parametrize(('field', 'expected'), [
    ('Int', None),
    ('Int @default(5)', default('literal', '5', '5')),
    ('Int @default(value: 5)', default('literal', '5', '5')),
    ('Float @default(-1.50)', default('literal', '-1.50', '-1.50')),
    ('Boolean @default(true)', default('literal', 'true', 'true')),
    ('String @default("it\'s")', default('literal', "it's", '"it\'s"')),
    (r'Json @default("{\"a\": 1}")', default('literal', '{"a": 1}', r'"{\"a\": 1}"')),
    ('Bytes @default("AAE=")', default('literal', 'AAE=', '"AAE="')),
    ('Mood @default(soSo)', default('literal', 'so so', 'soSo')),
    ('Mood[] @default([soSo, happy])',
     default('literal', '["so so", "happy"]', '[soSo, happy]')),
    ('Int[] @default([1, 2])', default('literal', '["1", "2"]', '[1, 2]')),
    ('Int[] @default([])', default('literal', '[]', '[]')),
    ('DateTime @default(now())', default('now', '', 'now()')),
    ('DateTime @default(now()) @updatedAt', default('now', '', 'now()')),
    ('DateTime @updatedAt', default('client', '@updatedAt', '@updatedAt')),
    ('Int @default(autoincrement())', default('sequence', '', 'autoincrement()')),
    ('String @default(uuid())', default('client', 'uuid()', 'uuid()')),
    ('String @default(uuid(7))', default('client', 'uuid(7)', 'uuid(7)')),
    ('String @default(cuid())', default('client', 'cuid()', 'cuid()')),
    ('String @default(nanoid())', default('client', 'nanoid()', 'nanoid()')),
    ('String @default(ulid())', default('client', 'ulid()', 'ulid()')),
    ('String @default(fromTheFuture())',
     default('client', 'fromTheFuture()', 'fromTheFuture()')),
    ('String @default(dbgenerated("gen_random_uuid()"))',
     default('expression', 'gen_random_uuid()', 'dbgenerated("gen_random_uuid()")')),
    ('String @default(dbgenerated())', default('any', '', 'dbgenerated()')),
])
def test_the_default_of_a_field(field: str, expected: Default | None) -> None:
    (column,) = table(f'c {field}', ENUM).columns or ()
    assert column.default == expected


def test_names_of_tables_columns_and_labels() -> None:
    expected = read(
        'model BlogPost {\n  id Int @id\n  createdAt DateTime @map("created_at")\n'
        '  @@map("blog_posts")\n}\n' + ENUM,
    )
    (made,) = expected.catalog.tables.values()
    (enum,) = expected.catalog.enums()
    assert (made.key, made.label, made.kind) == (Name('public', 'blog_posts'), 'BlogPost', 'table')
    assert [(c.name, c.label) for c in made.columns or ()] == [
        ('id', 'id'), ('created_at', 'createdAt'),
    ]
    assert (enum.key, enum.label) == (Name('public', 'moods'), 'Mood')
    assert [(label.text, label.label) for label in enum.labels] == [
        ('happy', 'happy'), ('so so', 'soSo'),
    ]
    assert made.origin == Origin('0.prisma', 1, 1)
    assert made.columns and made.columns[1].origin == Origin('0.prisma', 3, 3)
    assert enum.labels[1].origin == Origin('0.prisma', 8, 3)
    assert expected.models == {'BlogPost': made.key}
    assert expected.enums == {'Mood': enum.key}


@pytest.mark.parametrize(('body', 'name', 'columns'), [
    ('id Int @id', 'A_pkey', ('id',)),
    ('id Int @id(map: "mine")', 'mine', ('id',)),
    ('a Int\nb Int @map("x")\n@@id([b, a])', 'A_pkey', ('x', 'a')),
    ('a Int\n@@id(fields: [a], name: "client", map: "mine")', 'mine', ('a',)),
    ('id Int @id\n@@map("t")', 't_pkey', ('id',)),
])
def test_the_primary_key(body: str, name: str, columns: tuple[str, ...]) -> None:
    key = table(body).primary_key
    assert key is not None
    assert (key.name, key.columns) == (name, columns)


@pytest.mark.parametrize(('body', 'name', 'columns'), [
    ('a Int @unique', 'A_a_key', ('a',)),
    ('a Int @unique @map("x")', 'A_x_key', ('x',)),
    ('a Int @unique(map: "mine")', 'mine', ('a',)),
    ('a Int\nb Int\n@@unique([b, a])', 'A_b_a_key', ('b', 'a')),
    ('a Int\n@@unique([a], name: "client")', 'A_a_key', ('a',)),
    ('a Int\n@@unique(fields: [a(sort: Asc)], map: "mine")', 'mine', ('a',)),
])
def test_uniques(body: str, name: str, columns: tuple[str, ...]) -> None:
    (key,) = table(body).uniques
    assert (key.name, key.columns) == (name, columns)


@pytest.mark.parametrize(('attribute', 'name', 'unique', 'method', 'columns', 'predicate'), [
    ('@@index([a])', 'A_a_idx', False, 'btree', [IndexColumn('a')], None),
    ('@@index([a], map: "mine")', 'mine', False, 'btree', [IndexColumn('a')], None),
    ('@@index([a], name: "old")', 'old', False, 'btree', [IndexColumn('a')], None),
    ('@@index([b, a(sort: Desc)])', 'A_x_a_idx', False, 'btree',
     [IndexColumn('x'), IndexColumn('a', descending=True)], None),
    ('@@index([a], type: Hash)', 'A_a_idx', False, 'hash', [IndexColumn('a')], None),
    ('@@index([a(ops: JsonbPathOps)], type: Gin)', 'A_a_idx', False, 'gin',
     [IndexColumn('a', opclass='jsonb_path_ops')], None),
    ('@@index([a(ops: raw("gin_trgm_ops"))], type: Gin)', 'A_a_idx', False, 'gin',
     [IndexColumn('a', opclass='gin_trgm_ops')], None),
    ('@@index([a(ops: JsonbOps)], type: Gin)', 'A_a_idx', False, 'gin', [IndexColumn('a')], None),
    ('@@index([a(ops: Int4MinMaxOps)], type: Brin)', 'A_a_idx', False, 'brin',
     [IndexColumn('a')], None),
    ('@@unique([a(sort: Desc)])', 'A_a_key', True, 'btree',
     [IndexColumn('a', descending=True)], None),
    ('@@unique([a], where: raw("a > 0"))', 'A_a_key', True, 'btree', [IndexColumn('a')], 'a > 0'),
    ('@@index([a], where: { b: "it\'s", a: { not: null } })', 'A_a_idx', False, 'btree',
     [IndexColumn('a')], '"x" = \'it\'\'s\' AND "a" IS NOT NULL'),
])
def test_indexes(
    attribute: str, name: str, unique: bool, method: str, columns: list[IndexColumn],
    predicate: str | None,
) -> None:
    (index,) = table(f'a Int\nb String @map("x")\n{attribute}').indexes
    assert (index.name, index.unique, index.method) == (name, unique, method)
    shown = index.predicate and index.predicate.value
    assert (list(index.columns), shown) == (columns, predicate)


@pytest.mark.parametrize(('fields', 'arguments', 'name', 'actions'), [
    ('bId Int', '', 'A_bId_fkey', ('restrict', 'cascade')),
    ('bId Int?', '', 'A_bId_fkey', ('set null', 'cascade')),
    ('bId Int @map("b_id")', '', 'A_b_id_fkey', ('restrict', 'cascade')),
    ('bId Int', ', map: "mine"', 'mine', ('restrict', 'cascade')),
    ('bId Int', ', onDelete: NoAction, onUpdate: SetDefault', 'A_bId_fkey',
     ('no action', 'set default')),
    ('bId Int', ', onDelete: Cascade', 'A_bId_fkey', ('cascade', 'cascade')),
])
def test_foreign_keys(
    fields: str, arguments: str, name: str, actions: tuple[str, str],
) -> None:
    made = table(
        f'{fields}\nb B? @relation(fields: [bId], references: [key]{arguments})',
        'model B {\n  key Int @id @map("k")\n  as A[]\n  @@map("bs")\n}\n',
    )
    (key,) = made.foreign_keys
    assert (key.name, key.references, key.referenced_columns) == (name, ('public', 'bs'), ('k',))
    assert (key.on_delete, key.on_update) == actions
    assert key.label == 'b'
    assert [column.name for column in made.columns or ()] == list(key.columns)


def test_no_foreign_keys_are_expected_where_prisma_checks_them_itself() -> None:
    expected = read(
        'datasource db {\n  provider = "postgresql"\n  relationMode = "prisma"\n}\n'
        'model A {\n  id Int @id\n  bId Int\n  b B @relation(fields: [bId], references: [id])\n'
        '  cs B[] @relation("m")\n}\n'
        'model B {\n  id Int @id\n  as A[]\n  ds A[] @relation("m")\n}\n',
    )
    assert expected.relation_mode == 'prisma'
    assert [t.foreign_keys for t in expected.catalog.tables.values()] == [(), (), ()]


@pytest.mark.parametrize(('one', 'other', 'name', 'first'), [
    ('bs B[]', 'as A[]', '_AToB', 'as'),
    ('bs B[] @relation("Likes")', 'as A[] @relation("Likes")', '_Likes', 'as'),
    ('bs B[] @relation(name: "likes")', 'as A[] @relation(name: "likes")', '_likes', 'as'),
])
def test_many_to_many_tables(one: str, other: str, name: str, first: str) -> None:
    expected = read(
        f'model B {{\n  id String @id @db.Uuid\n  {other}\n  @@map("bs")\n}}\n'
        f'model A {{\n  id Int @id\n  {one}\n  @@map("{first}")\n}}\n',
    )
    made = expected.catalog.tables[Name('public', name)]
    assert [(c.name, c.type.name, c.nullable) for c in made.columns or ()] == [
        ('A', 'int4', False), ('B', 'uuid', False),
    ]
    assert made.primary_key and made.primary_key.name == f'{name}_AB_pkey'
    assert [index.name for index in made.indexes] == [f'{name}_B_index']
    assert [(k.name, k.references.name, k.on_delete) for k in made.foreign_keys] == [
        (f'{name}_A_fkey', first, 'cascade'), (f'{name}_B_fkey', 'bs', 'cascade'),
    ]
    assert made.label is None
    assert expected.join_tables == {made.key: ('A', 'B')}


def test_settings() -> None:
    expected = read(
        'generator client {\n  provider = "x"\n  previewFeatures = ["views", "partialIndexes"]\n}\n'
        'datasource pg {\n  provider = "postgres"\n  schemas = ["public", "auth"]\n}\n'
        'model A {\n  id String @id @pg.Uuid\n  @@schema("auth")\n}\n',
    )
    assert expected.schemas == ('public', 'auth')
    assert expected.preview_features == ('views', 'partialIndexes')
    assert (expected.provider, expected.is_postgresql) == ('postgres', True)
    assert (expected.multi_schema, expected.datasource) == (True, 'pg')
    assert list(expected.catalog.tables) == [Name('auth', 'A')]


@pytest.mark.parametrize('provider', ['sqlite', 'mysql', 'cockroachdb', 'mongodb'])
def test_another_database_system_is_told_apart(provider: str) -> None:
    assert not read(f'datasource db {{\n  provider = "{provider}"\n}}\n').is_postgresql


def test_the_files_of_a_folder_are_one_schema() -> None:
    expected = read(
        'model A {\n  id Int @id\n  bs B[]\n  mood Mood\n}\n',
        'model B {\n  id Int @id\n  aId Int\n  a A @relation(fields: [aId], references: [id])\n}\n',
        ENUM, 'datasource db {\n  provider = "postgresql"\n}\n',
    )
    assert expected.problems == ()
    first, second = expected.catalog.tables.values()
    assert first.columns and first.columns[1].type == Type('public', 'moods')
    assert second.origin == Origin('1.prisma', 1, 1)
    assert [key.references for key in second.foreign_keys] == [first.key]


def test_views_are_views_and_composite_types_are_no_tables() -> None:
    expected = read(
        'view V {\n  id Int @unique\n  t T\n}\ntype T {\n  x Int\n}\n',
    )
    (view,) = expected.catalog.tables.values()
    assert (view.kind, [c.name for c in view.columns or ()]) == ('view', ['id'])


def test_what_is_ignored_is_expected_and_noted() -> None:
    expected = read(
        'model A {\n  id Int @id\n  b Int @ignore @map("x")\n}\n'
        'model B {\n  c Int\n  @@ignore\n}\n',
    )
    assert expected.ignored == {(Name('public', 'A'), 'x'), (Name('public', 'B'), None)}
    assert [len(t.columns or ()) for t in expected.catalog.tables.values()] == [2, 1]


def test_what_cannot_be_read_makes_its_block_uncertain() -> None:
    expected = read(
        'model A {\n  id Int @id\n  what is this\n}\nmodel B {\n  id Int @id\n}\n' + ENUM,
    )
    first, second = expected.catalog.tables.values()
    assert first.uncertain == 'line 3 of 0.prisma cannot be read'
    assert second.uncertain is None
    assert [enum.uncertain for enum in expected.catalog.enums()] == [None]


@pytest.mark.parametrize('field', ['b Foo', 'b String @db.Vector(3)'])
def test_a_field_of_a_type_nobody_knows_is_uncertain(field: str) -> None:
    (column,) = table(field).columns or ()
    assert is_unsupported(column.type)
    assert column.uncertain is not None


def test_of_two_models_with_one_name_the_first_counts() -> None:
    expected = read('model A {\n  id Int @id\n}\nmodel A {\n  x Int @id\n}\n')
    (made,) = expected.catalog.tables.values()
    assert [column.name for column in made.columns or ()] == ['id']


def test_names_over_63_bytes_are_cut_as_prisma_cuts_them() -> None:
    long = 'ä' * 40
    (key,) = table(f'id Int @id\na Int @unique @map("b")\n@@map("{long}")').uniques
    assert key.name == 'ä' * 29 + '_key'
    primary = table(f'id Int @id\n@@map("{long}")').primary_key
    assert primary and primary.name == 'ä' * 29 + '_pkey'


def test_what_a_later_step_needs_to_know_of_fields() -> None:
    expected = read(
        'model A {\n  id Int @id\n  at DateTime @default(now()) @updatedAt @map("x")\n'
        '  b B? @relation("one")\n}\n'
        'model B {\n  id Int @id\n  aId Int @unique\n'
        '  a A @relation("one", fields: [aId], references: [id])\n}\n',
    )
    assert expected.updated_at == {(Name('public', 'A'), 'x')}
    assert expected.fields['A'] == {'id', 'at', 'b'}
    assert expected.relation_names == {'A.b': 'one', 'B.a': 'one'}
