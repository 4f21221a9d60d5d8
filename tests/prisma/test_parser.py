"""Text to tokens and trees: nothing is lost, nothing raises, everything has its place."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_guard.catalog import Origin
from sync_guard.prisma import Directive
from sync_guard.prisma import parse
from sync_guard.prisma.lexer import tokens
from sync_guard.prisma.syntax import Array
from sync_guard.prisma.syntax import Block
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.syntax import Function
from sync_guard.prisma.syntax import Object
from sync_guard.prisma.syntax import Value
from tests.prisma.schemas import schemas

PIECES = st.sampled_from([
    'model', 'enum', 'type', 'view', 'datasource', 'generator', ' A ', '{', '}', '\n', '\r\n',
    '\r', ' id Int @id\n', '@', '@@', '@db.Uuid', '(', ')', '[', ']', ',', ':', '=', '?', '!', '"',
    '"x"',
    '\\', '// c', '/*', '*/', '-1', '1.5', '1e5', 'Unsupported(', '\ufeff', '\0', '\u00a0', 'é',
    '.', '\ud800', 'x.y', '/// sync-guard: ignore type why\n', 'fields: ', '{ not: null }',
    '"\\u12"',
])
ANY_TEXT = st.one_of(st.lists(PIECES, max_size=60).map(''.join), st.text(max_size=60))


@given(ANY_TEXT)
def test_the_tokens_of_any_text_are_the_text(text: str) -> None:
    found = tokens(text)
    assert ''.join(text[t.start - t.blanks:t.end] for t in found) == text
    assert [t.kind == 'end' for t in found] == [False] * (len(found) - 1) + [True]


@given(ANY_TEXT)
def test_no_text_is_too_odd_to_parse(text: str) -> None:
    file = parse('schema.prisma', text)
    for block in file.tree:
        assert 0 <= block.start <= block.name_start <= block.body <= block.close <= block.end
        for field in block.fields:
            assert text[field.start:field.end].startswith(field.name)
    for problem in file.problems:
        assert 1 <= problem.place.line <= text.count('\n') + text.count('\r') + 1


@given(schemas(), st.data())
def test_a_schema_cut_anywhere_still_parses(schema: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(schema)))
    end = data.draw(st.integers(start, len(schema)))
    rest = schema[:start] + schema[end:]
    assert parse('schema.prisma', rest).text == rest


def one_block(text: str) -> Block:
    file = parse('schema.prisma', text)
    assert file.problems == ()
    (block,) = file.tree
    return block


def one_field(line: str) -> Field:
    (field,) = one_block(f'model A {{\n  {line}\n}}\n').fields
    return field


@pytest.mark.parametrize(('line', 'name', 'arity', 'database', 'attributes'), [
    ('id Int', 'Int', 'required', None, []),
    ('id Int?', 'Int', 'optional', None, []),
    ('id Int[]', 'Int', 'list', None, []),
    ('id\tInt  @id', 'Int', 'required', None, ['id']),
    ('id Int@id@map("x")', 'Int', 'required', None, ['id', 'map']),
    ('id String @db.VarChar(3) @unique', 'String', 'required', None, ['db.VarChar', 'unique']),
    ('id Unsupported("a b")?', 'Unsupported', 'optional', 'a b', []),
    ('id Unsupported("x")[]', 'Unsupported', 'list', 'x', []),
    ('id Unsupported', 'Unsupported', 'required', None, []),
    ('id Int // @id', 'Int', 'required', None, []),
    ('id Int /* @id */', 'Int', 'required', None, []),
])
def test_a_field_has_type_and_attributes(
    line: str, name: str, arity: str, database: str | None, attributes: list[str],
) -> None:
    field = one_field(line)
    assert (field.type.name, field.type.arity, field.type.database) == (name, arity, database)
    assert [attribute.name for attribute in field.attributes] == attributes


def shown(value: Value | None) -> object:
    """A value without its places."""
    if isinstance(value, Array):
        return [shown(item) for item in value.items]
    if isinstance(value, Function):
        return (value.name, *(shown(a.value) for a in value.arguments))
    if isinstance(value, Object):
        return {entry.name: shown(entry.value) for entry in value.entries}
    return (type(value).__name__, value.value) if value is not None else None


@pytest.mark.parametrize(('text', 'value'), [
    ('"a"', ('Text', 'a')),
    (r'"a\"b\\\/\n\u00e9"', ('Text', 'a"b\\/\né')),
    (r'"\ud83d\ude00"', ('Text', '😀')),
    ('5', ('Number', '5')),
    ('-1.50', ('Number', '-1.50')),
    ('true', ('Constant', 'true')),
    ('a.b', ('Constant', 'a.b')),
    ('now()', ('now',)),
    ('uuid(7)', ('uuid', ('Number', '7'))),
    ('[]', []),
    ('[a, b(sort: Desc)]', [('Constant', 'a'), ('b', ('Constant', 'Desc'))]),
    ('{ a: true, b: { not: null } }',
     {'a': ('Constant', 'true'), 'b': {'not': ('Constant', 'null')}}),
])
def test_a_value_is_read(text: str, value: object) -> None:
    (attribute,) = one_field(f'id Int @x({text})').attributes
    (argument,) = attribute.arguments
    assert shown(argument.value) == value


def test_arguments_have_names_or_none() -> None:
    (attribute,) = one_field('id Int @x("a", fields: [b], map: "c")').attributes
    assert [argument.name for argument in attribute.arguments] == [None, 'fields', 'map']
    assert attribute.argument('map') == attribute.arguments[2].value
    assert attribute.argument('name') is None
    assert attribute.argument('name', unnamed=True) == attribute.arguments[0].value


def test_everything_has_its_place() -> None:
    text = '// first\nmodel A {\n  id Int @id\n  b  B[] @relation("x")\n\n  @@map("as")\n}\n'
    file = parse('a.prisma', text)
    (block,) = file.tree
    first, second = block.fields
    assert file.origin(block.start) == Origin('a.prisma', 2, 1)
    assert file.origin(block.name_start) == Origin('a.prisma', 2, 7)
    assert file.origin(first.start) == Origin('a.prisma', 3, 3)
    assert file.origin(second.attributes[0].start) == Origin('a.prisma', 4, 10)
    assert file.origin(block.close) == Origin('a.prisma', 7, 1)
    assert text[second.start:second.end] == 'b  B[] @relation("x")'
    assert text[block.attributes[0].start:block.attributes[0].end] == '@@map("as")'
    assert text[block.start:block.end] == text[9:-1]
    assert text[block.body:].startswith('  id Int')


def test_the_blocks_of_a_file() -> None:
    file = parse('a.prisma', (
        'generator client {\n  provider = "prisma-client"\n  output   = "../x"\n'
        '  previewFeatures = ["views", "partialIndexes"]\n}\n'
        'datasource db {\n  provider = "postgresql"\n  url = env("URL")\n}\n'
        'enum E {\n  a @map("A") // c\n  b\n  @@map("e")\n}\n'
        'view V {\n  id Int @unique\n}\ntype T {\n  x Int\n}\n'
    ))
    assert file.problems == ()
    assert [(b.keyword, b.name) for b in file.tree] == [
        ('generator', 'client'), ('datasource', 'db'), ('enum', 'E'), ('view', 'V'), ('type', 'T'),
    ]
    assert shown(file.tree[0].property('previewFeatures')) == [
        ('Text', 'views'), ('Text', 'partialIndexes'),
    ]
    assert shown(file.tree[1].property('url')) == ('env', ('Text', 'URL'))
    assert [value.name for value in file.tree[2].values] == ['a', 'b']


def test_reading_goes_on_after_an_error() -> None:
    file = parse('a.prisma', (
        'model A {\n  id Int @id\n  what is this\n  b Int\n\nmodel B {\n  id Int @id(\n  c Int\n}\n'
        'oops\nenum E {\n  x y\n  z\n}\n'
    ))
    assert [(b.name, [field.name for field in b.fields]) for b in file.tree] == [
        ('A', ['id', 'b']), ('B', ['c']), ('E', []),
    ]
    assert [value.name for value in file.tree[2].values] == ['z']
    assert [problem.place.line for problem in file.problems] == [3, 6, 7, 10, 12]


def test_arguments_over_several_lines_are_a_problem_and_read_all_the_same() -> None:
    file = parse('a.prisma', 'model A {\n  id Int @id\n  @@index([\n    id, // c\n  ])\n}\n')
    # Prisma refuses a comma before the bracket too: here the line is not read at all.
    assert [problem.place.line for problem in file.problems][:1] == [3]
    file = parse('a.prisma', 'model A {\n  id Int @id\n  @@index(\n    [id] // c\n  )\n}\n')
    assert [problem.place.line for problem in file.problems] == [3]
    (attribute,) = file.tree[0].attributes
    assert shown(attribute.argument('fields', unnamed=True)) == [('Constant', 'id')]


def test_deep_nesting_is_a_problem_and_no_crash() -> None:
    deep = '[' * 10_000 + ']' * 10_000
    file = parse('a.prisma', f'model A {{\n  id Int @default({deep})\n  b Int\n}}\n')
    assert [problem.place.line for problem in file.problems] == [2]
    assert [field.name for field in file.tree[0].fields] == ['b']


@pytest.mark.parametrize(('text', 'first', 'last'), [
    ('model A {\n  id Int // sync-guard: ignore type because\n}\n', 2, 2),
    ('model A {\n  // sync-guard: ignore type because\n  // more\n\n  id Int\n}\n', 5, 5),
    ('// sync-guard: ignore type because\nmodel A {\n  id Int\n}\n', 2, 4),
    ('/* sync-guard: ignore type because */ model A {\n  id Int\n}\n', 1, 3),
    ('model A {\n  id Int\n  /// sync-guard: ignore type because\n}\n', 4, 4),
], ids=['on the line', 'on lines before', 'before a block', 'in a block comment', 'at the end'])
def test_a_directive_speaks_of_lines(text: str, first: int, last: int) -> None:
    (found,) = parse('a.prisma', text).directives
    line = text[:text.index('sync-guard')].count('\n') + 1
    assert found == Directive(line, 'ignore', 'type', 'because', first, last)


def test_a_directive_may_lack_its_parts() -> None:
    (found,) = parse('a.prisma', '// sync-guard:\n').directives
    assert (found.verb, found.rule, found.reason) == ('', '', '')


def test_places_of_values_are_those_of_their_text() -> None:
    text = 'model A {\n  id Int @x("a\\"", -5, b, [c])\n}\n'
    (attribute,) = parse('a.prisma', text).tree[0].fields[0].attributes
    values = [argument.value for argument in attribute.arguments]
    assert [text[v.start:v.end] for v in values if v is not None] == ['"a\\""', '-5', 'b', '[c]']
