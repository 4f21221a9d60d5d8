"""The text of a schema, to be edited: its blocks and fields by their places."""
from __future__ import annotations

import re
from typing import NamedTuple

BLOCK = re.compile(r'^(model|enum) (\w+) \{\n((?:.*\n)*?)\}$', re.M)
FIELD = re.compile(
    r'^  (?P<name>\w+) +(?P<type>\w+(?:\("(?:[^"\\]|\\.)*"\))?)(?P<arity>\[\]|\?)?'
    r'(?=[ \n])(?P<rest>.*)$', re.M,
)
KEY = re.compile(r'@@(?:id|unique|index)\(.*\)$', re.M)


class Line(NamedTuple):
    """A field of a model; offsets into the schema."""

    model: str
    start: int
    end: int
    name: str
    type: str
    arity: str
    rest: str

    def write(self) -> str:
        return f'  {self.name} {self.type}{self.arity} {self.rest.strip()}'.rstrip()


def blocks_of(schema: str, keyword: str) -> list[re.Match[str]]:
    return [block for block in BLOCK.finditer(schema) if block[1] == keyword]


def fields_of(schema: str, *, relations: bool = False) -> list[Line]:
    """The scalar fields, or those of relations."""
    models = {block[2] for block in blocks_of(schema, 'model')}
    return [
        Line(block[2], field.start(), field.end(), field['name'], field['type'],
              field['arity'] or '', field['rest'])
        for block in blocks_of(schema, 'model')
        for field in FIELD.finditer(schema, block.start(3), block.end(3))
        if (field['type'] in models) == relations
    ]


def put(schema: str, line: Line, text: str) -> str:
    return schema[:line.start] + text + schema[line.end:]


def into(schema: str, block: re.Match[str], text: str) -> str:
    """A line more, at the block's end."""
    return f'{schema[:block.end() - 1]}  {text}\n{schema[block.end() - 1:]}'


def without(rest: str, attribute: str) -> str:
    return re.sub(rf' *@{attribute}\b(?:\((?:[^()"]|"(?:[^"\\]|\\.)*"|\([^()]*\))*\))?', '', rest)


def word(text: str, old: str, new: str) -> str:
    """Another name for a field inside a list of fields."""
    return re.sub(rf'(?<![\w"]){re.escape(old)}(?![\w"])', new, text)
