"""One broken line costs that line: everything else of the file is read, and stands where it stands.
Places are right whatever ends the lines, and whatever characters come before."""
from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_guard.prisma import expect
from sync_guard.prisma import parse
from sync_guard.prisma.lexer import tokens
from tests.prisma.schemas import schemas
from tests.prisma.test_validate import DB

# What no kind of block takes for a line of its own.
IN_BLOCKS = st.sampled_from([
    'what is this', 'x y z', '@', '@@', '= 3', ')', ']', '[', '"', 'x Int @default(', 'x (',
    'b String @default("ab)', '@@index([', 'x @default({ a: ', 'x /* never closed', 'model X',
    'é é é', '@@map("x" "y")', 'x Int @db.', '@@index([a, ], b)', '\\', 'x {', ':', '-5',
])
BETWEEN = st.sampled_from([
    'hello world', '}', ')', '"', 'foo {\n  a b\n}', 'model {\n}', 'type X = Int', '@@map("x")',
    'model A', 'model A B {\n  id Int @id\n}', 'model A.b {\n}', '[', '{', 'é', '/* never closed',
])
ENDS = st.sampled_from(['\n', '\r\n', '\r'])


def moved(node: Any, at: int, by: int) -> Any:
    """A node of the tree with its places behind ``at`` moved."""
    if isinstance(node, int):
        return node - by if node >= at + by else node
    if isinstance(node, tuple):
        parts = [moved(one, at, by) for one in node]
        return type(node)(*parts) if hasattr(node, '_fields') else tuple(parts)
    return node


@given(schemas(), st.data(), ENDS)
def test_a_broken_line_costs_no_other(schema: str, data: st.DataObject, end: str) -> None:
    schema = schema.replace('\n', end)
    whole = parse('schema.prisma', schema)
    assert whole.problems == ()
    line = data.draw(st.integers(0, len(whole.line_starts) - 1))
    at = whole.line_starts[line]
    inside = any(block.body <= at <= block.close for block in whole.tree)
    broken = data.draw(IN_BLOCKS if inside else BETWEEN) + '\n'
    broken = broken.replace('\n', end)
    file = parse('schema.prisma', schema[:at] + broken + schema[at:])
    assert file.problems[0].place.line == line + 1
    assert moved(file.tree, at, len(broken)) == whole.tree


@given(schemas(), ENDS, st.sampled_from(['', '// é 日本 😀\n', '\n\n', '/* a\nb */\n']))
def test_places_are_right_whatever_ends_the_lines(schema: str, end: str, first: str) -> None:
    plain, file = parse('a.prisma', schema), parse('a.prisma', (first + schema).replace('\n', end))
    shift = first.count('\n')
    assert file.problems == ()
    for block, other in zip(plain.tree, file.tree, strict=True):
        for node, same in zip((block, *block.members), (other, *other.members), strict=True):
            place = plain.origin(node.start)
            assert file.origin(same.start) == place._replace(line=place.line + shift)
            assert file.text[same.start:same.end] == (
                schema[node.start:node.end].replace('\n', end)
            )


@given(st.one_of(schemas(), st.text()), ENDS, st.sampled_from(['', '\ufeff', '\t', '\u3000']))
def test_the_tokens_of_a_schema_are_the_schema(schema: str, end: str, first: str) -> None:
    text = first + schema.replace('\n', end)
    found = tokens(text)
    assert ''.join(text[t.start - t.blanks:t.start] + t.text for t in found) == text
    assert all(text[t.start:t.end] == t.text for t in found)
    assert not any(text[t.start - t.blanks:t.start].strip() for t in found)


@pytest.mark.parametrize(('line', 'column'), [
    ('\tb Foo', 4), ('  b Foo', 5), ('  😀b Foo', 3), ('  日本 Foo', 6), ('\u3000b Foo', 4),
])
def test_columns_count_characters(line: str, column: int) -> None:
    text = f'{DB}model A {{\n{line}\n  id Int @id\n}}\n'
    file = parse('a.prisma', text)
    (problem,) = file.problems or expect([file]).problems
    assert (problem.place.line, problem.place.column) == (5, column)
