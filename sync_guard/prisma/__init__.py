"""The Prisma schema: text to tree, tree to the catalog it expects, and the lines to paste."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sync_guard.prisma.expected import Directive
from sync_guard.prisma.expected import Expected
from sync_guard.prisma.expected import refused_by
from sync_guard.prisma.expected import SyntaxProblem

if TYPE_CHECKING:
    from sync_guard.prisma.syntax import SchemaFile

__all__ = ['Directive', 'Expected', 'SyntaxProblem', 'expect', 'parse', 'refused_by']

# A hook finds most schemas in the cache: the parser loads when there is something to parse.


def parse(path: str, text: str) -> SchemaFile:
    """The syntax tree of one schema file, with all that Prisma would refuse about its syntax.

    Never raises: what cannot be read is a problem with its place, and the rest is in the tree.
    ``text`` is the file's, line ends included; a byte order mark must have been taken off.
    """
    from sync_guard.prisma.parser import read_file
    return read_file(path, text)


def expect(files: Iterable[SchemaFile]) -> Expected:
    """What the files of one schema, taken together, expect of the database. Never raises."""
    from sync_guard.prisma.expectation import read_schema
    return read_schema(files)
