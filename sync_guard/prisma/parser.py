"""Prisma schema text to a syntax tree. Goes on after an error, and words it as Prisma does.

Prisma reads line by line: a field, a value or a setting that does not make sense up to the end of
its line is one error, and reading goes on with the next line. Arguments spread over several lines
are such an error to Prisma too; they are read here all the same, so that one slip of the pen does
not look like a missing index as well.
"""
from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from sync_guard.prisma.directives import find_directives
from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.lexer import Token
from sync_guard.prisma.lexer import tokens
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Block
from sync_guard.prisma.syntax import EnumValue
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.syntax import FieldType
from sync_guard.prisma.syntax import Keyword
from sync_guard.prisma.syntax import KEYWORDS
from sync_guard.prisma.syntax import Property
from sync_guard.prisma.syntax import SchemaFile
from sync_guard.prisma.values import BadLine
from sync_guard.prisma.values import Cursor
from sync_guard.prisma.values import read_attribute
from sync_guard.prisma.values import read_value
from sync_guard.prisma.values import unescape

T = TypeVar('T')

_BAD_FIELD = 'Error validating: This line is not a valid field or attribute definition.'
_BAD_LINE: dict[Keyword, str] = {
    'model': _BAD_FIELD,
    'view': _BAD_FIELD,
    'type': _BAD_FIELD,
    'enum': 'Error validating: This line is not an enum value definition.',
    'datasource': 'Error validating: This line is not a valid definition within a datasource.',
    'generator': 'Error validating: This line is not a valid definition within a generator.',
}
_NO_TYPE = (
    'Error validating {} "{}": '
    'This field declaration is invalid. It is either missing a name or a type.'
)
_NO_KEYWORD = (
    'Error validating: This line is invalid. '
    'It does not start with any known Prisma schema keyword.'
)
_NO_BLOCK = (
    'Error validating: This block is invalid. It does not start with any known Prisma schema '
    "keyword. Valid keywords include 'model', 'enum', 'type', 'datasource' and 'generator'."
)
_TYPE_ALIAS = (
    'Error validating: Invalid type definition. '
    'Please check the documentation in https://pris.ly/d/composite-types'
)
_COLON = "Field declarations don't require a `:`."
_LEGACY_REQUIRED = 'Fields are required by default, `!` is no longer required.'
_LEGACY_LIST = 'To specify a list, please use `Type[]` instead of `[Type]`.'
_OPTIONAL_LIST = 'Optional lists are not supported. Use either `Type[]` or `Type?`.'


def read_file(path: str, text: str) -> SchemaFile:
    """See :func:`sync_guard.prisma.parse`."""
    found = tokens(text)
    cursor = Cursor(found)
    tree = _read_blocks(cursor)
    # Comments hold line ends too.
    starts = [0, *(end.end() for end in re.finditer('\r\n|\n|\r', text))]
    file = SchemaFile(path, tree, (), (), text, tuple(starts))
    return file._replace(
        problems=tuple(
            SyntaxProblem(file.origin(offset), message)
            for offset, message in sorted(cursor.problems)
        ),
        directives=find_directives(file, found),
    )


def _read_blocks(cursor: Cursor) -> tuple[Block, ...]:
    blocks = []
    while (token := cursor.peek()).kind != 'end':
        if token.kind in ('newline', 'comment'):
            cursor.next()
        elif (head := _block_head(cursor)) is not None:
            blocks.append(_read_block(cursor, *head))
        elif _is_type_alias(cursor):
            cursor.problem(token.start, _TYPE_ALIAS)
            cursor.skip_line()
        elif token.kind == 'word' and cursor.peek(1).kind == '{' and _skip_block(cursor):
            cursor.problem(token.start, _NO_BLOCK)
        else:
            cursor.problem(token.start, _NO_KEYWORD)
            cursor.skip_line()
    return tuple(blocks)


def _block_head(cursor: Cursor) -> tuple[Keyword, str, int] | None:
    """Keyword, name and the name's offset, if a block begins here."""
    token, name = cursor.peek(), cursor.peek(1)
    if token.kind != 'word':
        return None
    if token.text in KEYWORDS and name.kind == 'word' and cursor.peek(2).kind == '{':
        return (token.text, name.text, name.start) if '.' not in name.text else None
    if name.kind == '{' and '.' not in token.text:
        # The grammar does not ask for a blank after the keyword: `modelA {` is model A.
        for keyword in KEYWORDS:
            if token.text.startswith(keyword) and token.text != keyword:
                return keyword, token.text[len(keyword):], token.start + len(keyword)
    return None


def _is_type_alias(cursor: Cursor) -> bool:
    return cursor.peek().text == 'type' and [
        cursor.peek(1).kind, cursor.peek(2).kind,
    ] == ['word', '=']


def _skip_block(cursor: Cursor) -> bool:
    """Step over a block of no known kind; False, and no step, where it has no end."""
    at = cursor.at
    while cursor.tokens[at].kind not in ('}', 'end'):
        at += 1
    if cursor.tokens[at].kind == 'end':
        return False
    cursor.at = at + 1
    return True


def _read_block(cursor: Cursor, keyword: Keyword, name: str, name_start: int) -> Block:
    start = cursor.peek().start
    # Prisma drops whatever else stands on the line of the `{`.
    cursor.skip_line()
    body = cursor.peek().end
    fields: list[Field] = []
    values: list[EnumValue] = []
    properties: list[Property] = []
    attributes: list[Attribute] = []
    while (token := cursor.peek()).kind not in ('}', 'end'):
        if token.kind in ('newline', 'comment'):
            cursor.next()
        elif token.text in KEYWORDS and _block_head(cursor) is not None:
            # A `}` was forgotten. Prisma calls this line an error and takes what follows for a
            # part of the block before it.
            cursor.problem(token.start, _BAD_LINE[keyword])
            break
        elif keyword in ('datasource', 'generator'):
            _read_line(cursor, keyword, _read_property, properties)
        elif token.kind == '@@':
            _read_line(cursor, keyword, _read_block_attribute, attributes)
        elif keyword == 'enum':
            _read_line(cursor, keyword, _read_enum_value, values)
        else:
            message = _NO_TYPE.format(keyword, name)
            _read_line(cursor, keyword, lambda at: _read_field(at, message), fields)
    last = cursor.peek()
    if last.kind == '}':
        cursor.next()
    elif last.kind == 'end':
        cursor.problem(start, _NO_KEYWORD)
    return Block(
        keyword, name, tuple(fields), tuple(values), tuple(properties), tuple(attributes),
        name_start, body, last.start, start, last.end if last.kind == '}' else last.start,
    )


def _read_line(
    cursor: Cursor, keyword: Keyword, read: Callable[[Cursor], T | None], found: list[T],
) -> None:
    """One line of a block, which must make sense to its end: else it is one problem."""
    token, at, known = cursor.peek(), cursor.at, len(cursor.problems)
    cursor.spread = False
    try:
        made = read(cursor)
        if cursor.peek().kind == 'comment':
            cursor.next()  # one: `/* a */ // b` is an error to Prisma
        if cursor.peek().kind != 'newline':
            raise BadLine
        if made is not None:
            found.append(made)
        if cursor.spread:
            cursor.problem(token.start, _BAD_LINE[keyword])
    except BadLine:
        # Back to this line: what was read past it may be the fields that follow.
        cursor.at = at
        cursor.skip_line()
        del cursor.problems[known:]
        cursor.problem(token.start, _BAD_LINE[keyword])


def _read_property(cursor: Cursor) -> Property:
    name = _read_name(cursor)
    cursor.take('=')
    value = None
    if cursor.peek().kind not in ('newline', 'comment'):
        value = read_value(cursor)
    return Property(name.text, value, name.start, cursor.end)


def _read_block_attribute(cursor: Cursor) -> Attribute:
    return read_attribute(cursor, '@@')


def _read_enum_value(cursor: Cursor) -> EnumValue:
    name = _read_name(cursor)
    attributes = _read_attributes(cursor)
    return EnumValue(name.text, attributes, name.start, cursor.end)


def _read_name(cursor: Cursor) -> Token:
    token = cursor.take('word')
    if '.' in token.text:
        raise BadLine
    return token


def _read_field(cursor: Cursor, no_type: str) -> Field | None:
    """A field; None where the line is a problem of its own, which then is noted."""
    name = _read_name(cursor)
    colon = cursor.peek()
    if colon.kind == ':':
        cursor.next()
        cursor.problem(colon.start, _COLON)
    type_ = None
    if cursor.peek().kind in ('word', '['):
        type_ = _read_type(cursor)
    attributes = _read_attributes(cursor)
    if type_ is None:
        cursor.problem(name.start, no_type)
        return None
    return Field(name.text, type_, attributes, name.start, cursor.end)


def _read_type(cursor: Cursor) -> FieldType:
    start = cursor.peek().start
    if cursor.peek().kind == '[':
        cursor.next()
        name, database = _read_base_type(cursor)
        cursor.take(']')
        cursor.problem(start, _LEGACY_LIST)
        return FieldType(name, 'list', database, start, cursor.end)
    name, database = _read_base_type(cursor)
    if cursor.peek().kind == '[':
        cursor.next()
        if cursor.peek().blanks:
            raise BadLine
        cursor.take(']')
        if cursor.peek().kind == '?':
            cursor.problem(cursor.next().start, _OPTIONAL_LIST)
        return FieldType(name, 'list', database, start, cursor.end)
    if cursor.peek().kind == '?':
        cursor.next()
        return FieldType(name, 'optional', database, start, cursor.end)
    if cursor.peek().kind == '!':
        cursor.problem(cursor.next().start, _LEGACY_REQUIRED)
    return FieldType(name, 'required', database, start, cursor.end)


def _read_base_type(cursor: Cursor) -> tuple[str, str | None]:
    name = _read_name(cursor)
    following = cursor.peek()
    if name.text != 'Unsupported' or following.kind != '(' or following.blanks:
        return name.text, None
    cursor.next()
    database = unescape(cursor, cursor.take('string'))
    cursor.take(')')
    return name.text, database


def _read_attributes(cursor: Cursor) -> tuple[Attribute, ...]:
    found = []
    while cursor.peek().kind == '@':
        found.append(read_attribute(cursor, '@'))
    return tuple(found)
