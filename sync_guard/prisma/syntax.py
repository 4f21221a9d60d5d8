"""The syntax tree of a Prisma schema file: plain data with offsets into the text.

``start`` and ``end`` of every node are offsets into the file's text (``end`` is exclusive), so that
an editor can replace exactly a node; :meth:`SchemaFile.origin` turns one into line and column.
"""
from __future__ import annotations

from bisect import bisect_right
from typing import Literal
from typing import NamedTuple

from sync_guard.catalog import Origin
from sync_guard.prisma.expected import Directive
from sync_guard.prisma.expected import SyntaxProblem

Keyword = Literal['model', 'view', 'type', 'enum', 'datasource', 'generator']
KEYWORDS: tuple[Keyword, ...] = ('model', 'view', 'type', 'enum', 'datasource', 'generator')


class Text(NamedTuple):
    """A string; ``value`` has its escapes resolved."""

    value: str
    start: int
    end: int


class Number(NamedTuple):
    value: str
    start: int
    end: int


class Constant(NamedTuple):
    """A bare name: ``true``, ``Restrict``, an enum value, a field in ``fields: [a]``."""

    value: str
    start: int
    end: int


class Array(NamedTuple):
    items: tuple[Value, ...]
    start: int
    end: int


class Function(NamedTuple):
    """``now()``, ``raw("…")``, and a field with options: ``title(sort: Desc)``."""

    name: str
    arguments: tuple[Argument, ...]
    start: int
    end: int


class Object(NamedTuple):
    """``{ published: true }``, the predicate of a partial index since Prisma 7.4."""

    entries: tuple[Argument, ...]
    start: int
    end: int


Value = Text | Number | Constant | Array | Function | Object


def simple(value: Value | None) -> str | None:
    """The text of a string, number or bare name; None for anything else."""
    return value.value if isinstance(value, (Text, Number, Constant)) else None


class Argument(NamedTuple):
    """``name: value``, ``value`` (name None), or ``name:`` that lacks its value (value None)."""

    name: str | None
    value: Value | None
    start: int
    end: int


class Attribute(NamedTuple):
    """``@name(…)`` or ``@@name(…)``; native types are called ``db.VarChar``."""

    name: str
    arguments: tuple[Argument, ...]
    start: int
    end: int

    def argument(self, name: str, *, unnamed: bool = False) -> Value | None:
        """The named argument, or with ``unnamed`` the first one that has no name."""
        for given in self.arguments:
            if given.name == name or (unnamed and given.name is None):
                return given.value
        return None


class FieldType(NamedTuple):
    """``name`` as written; for ``Unsupported("x")`` it is ``Unsupported``, and ``database`` x."""

    name: str
    arity: Literal['required', 'optional', 'list']
    database: str | None
    start: int
    end: int


class Field(NamedTuple):
    name: str
    type: FieldType
    attributes: tuple[Attribute, ...]
    start: int
    end: int

    def attribute(self, name: str) -> Attribute | None:
        return next((a for a in self.attributes if a.name == name), None)


class EnumValue(NamedTuple):
    name: str
    attributes: tuple[Attribute, ...]
    start: int
    end: int


class Property(NamedTuple):
    """``key = value`` in a datasource or generator; the value may be missing."""

    name: str
    value: Value | None
    start: int
    end: int


class Block(NamedTuple):
    """One top-level block. ``body`` is the offset after the line of its ``{``, ``close`` that of
    its ``}`` (the end of the text where there is none); ``name_start`` that of its name."""

    keyword: Keyword
    name: str
    fields: tuple[Field, ...]
    values: tuple[EnumValue, ...]
    properties: tuple[Property, ...]
    attributes: tuple[Attribute, ...]
    name_start: int
    body: int
    close: int
    start: int
    end: int

    @property
    def members(self) -> tuple[Field | EnumValue, ...]:
        return (*self.fields, *self.values)

    def attribute(self, name: str) -> Attribute | None:
        return next((a for a in self.attributes if a.name == name), None)

    def property(self, name: str) -> Value | None:
        return next((p.value for p in self.properties if p.name == name), None)


class SchemaFile(NamedTuple):
    """One parsed file. ``line_starts`` are the offsets at which its lines begin."""

    path: str
    tree: tuple[Block, ...]
    problems: tuple[SyntaxProblem, ...]
    directives: tuple[Directive, ...]
    text: str
    line_starts: tuple[int, ...]

    def line(self, offset: int) -> int:
        return bisect_right(self.line_starts, offset)

    def origin(self, offset: int) -> Origin:
        line = self.line(offset)
        return Origin(self.path, line, offset - self.line_starts[line - 1] + 1)
