"""The Prisma schema: text to tree, tree to the catalog it expects, and the lines to paste."""
from __future__ import annotations

from sync_guard.prisma.expect import expect
from sync_guard.prisma.expect import Expected
from sync_guard.prisma.parser import parse
from sync_guard.prisma.syntax import Directive
from sync_guard.prisma.syntax import SchemaFile
from sync_guard.prisma.syntax import SyntaxProblem

__all__ = ['Directive', 'Expected', 'SchemaFile', 'SyntaxProblem', 'expect', 'parse']
