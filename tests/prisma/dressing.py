"""A schema dressed as people keep theirs, and meaning the same: comments of every kind in every
place, other indentation and blank lines, Windows line ends, several files."""
from __future__ import annotations

import re

from tests.prisma.databases import Choices

_LINE = re.compile(r'^(  \w| {2}@@|[a-z]+ \w+ \{$|\})')
_BLOCKS = re.compile(r'^(?=(?:model|enum|view) )', re.M)


def dressed(choices: Choices, schema: str) -> str:
    """The schema with its lines commented, indented and set apart in another way."""
    indent = choices.pick(('  ', '  ', '  ', '\t', '    ', ' '))
    loose = choices.chance(3)
    lines = []
    for number, line in enumerate(schema.splitlines()):
        if _LINE.match(line):
            if choices.chance(9):
                lines += _above(choices, '' if line[0] not in ' ' else '  ', number)
            if choices.chance(7) and not line.endswith('{'):
                line += choices.pick((f' // after {number}', f' /// says {number}', '  // far',
                                      f' /* in {number} */', '//close'))
            elif choices.chance(12):
                line += choices.pick((f' // opens {number}', f' /// opened {number}', '  '))
        if loose and choices.chance(5) and line.startswith('  ') and not line.startswith('  //'):
            line = re.sub(r'(\w) +(\w)', choices.pick((r'\1 \2', r'\1    \2')), line, count=1)
        lines.append(line)
        if choices.chance(25):
            lines.append('')
    text = ''.join(f'{re.sub("^  ", indent, line)}\n' for line in lines)
    if choices.chance(5):
        text = text.rstrip('\n') + choices.pick(('', '\n\n\n', '\n// the end', '\n/// the end\n'))
    return text.replace('\n', '\r\n') if choices.chance(4) else text


def _above(choices: Choices, indent: str, number: int) -> list[str]:
    return [indent + text for text in choices.pick((
        (f'// over {number}',), (f'/// doc {number}',), (f'/// doc {number}', f'// over {number}'),
        ('', f'// apart {number}', ''), (f'// old{number} String? @map("a {{ b")',),
        (f'/* over {number} */',), (f'/* two {number}', f'   lines {number} */'),
        (f'//tight {number}',), (f'// ünïcode {number} …',), ('//',), ('///',),
    ))]


def in_files(choices: Choices, schema: str) -> dict[str, str]:
    """The blocks of a schema in one file, or dealt out to several."""
    count = choices.pick((1, 1, 2, 3))
    parts = _BLOCKS.split(schema)
    files = [parts[0], *([''] * (count - 1))]
    for part in parts[1:]:
        files[choices.number(count)] += part
    return {f'schema/{number}.prisma': text for number, text in enumerate(files)}
