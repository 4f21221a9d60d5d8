"""TOML with the line of each key: a message about a setting names the line to change."""
from __future__ import annotations

import re
import sys
from typing import Any
from typing import NamedTuple

from sync_guard.errors import UsageError

# Where a key stands: ('severity', 'type'), or ('project', 0, 'root') for the first [[project]].
Place = tuple[str | int, ...]

# What a line of TOML is made of, as far as finding its keys needs. Strings first: they may hold
# anything. A basic string's escapes matter only where they hide a quote.
_PIECE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'.*?\'\'\''
    r'|(?P<text>"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
    r'|(?P<comment>\#[^\n]*)'
    r'|(?P<word>[A-Za-z0-9_-]+)'
    r'|(?P<newline>\n)'
    r'|(?P<sign>[\[\]{}=.])',
    re.S,
)


class Document(NamedTuple):
    """``data`` is what the TOML says; ``lines`` the line (from 1) of each key and header."""

    data: dict[str, Any]
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of a key, or of the nearest table around it that is written out."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def loads(text: str, path: str) -> Document:
    """Read TOML. ``path`` is for the message of the UsageError that a syntax error raises."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    text = text.removeprefix('\ufeff').replace('\r\n', '\n')
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # '… (at line 3, column 5)': the attributes with the same numbers came with 3.14.
        message, _, place = str(error).partition(' (at ')
        found = re.match(r'line (\d+)', place)
        line = int(found[1]) if found else text.count('\n') + 1
        raise UsageError(f'this is not TOML: {message}', path, line) from None
    except RecursionError:
        raise UsageError('this is nested too deeply', path) from None
    return Document(data, _lines(text))


def _lines(text: str) -> dict[Place, int]:
    """The line of each key outside inline tables, of each table header and array entry."""
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    line, depth, in_value, brackets = 1, 0, False, 0
    parts: list[str] = []
    for piece in _PIECE.finditer(text):
        kind, value = piece.lastgroup, piece[0]
        if in_value:
            depth += (value in ('[', '{')) - (value in (']', '}')) if kind == 'sign' else 0
            if kind == 'newline' and depth <= 0:
                in_value = False
        elif kind == 'newline':
            if brackets and parts:
                table = _header(tuple(parts), brackets > 1, counts)
                lines.setdefault(table, line)
            parts, brackets, depth = [], 0, 0
        elif kind == 'word' or kind == 'text':
            parts.append(value[1:-1] if kind == 'text' else value)
        elif value == '[':
            brackets += 1
        elif value == '=':
            lines.setdefault((*table, *parts), line)
            parts, in_value = [], True
        line += value.count('\n')
    if brackets and parts:
        lines.setdefault(_header(tuple(parts), brackets > 1, counts), line)
    return lines


def _header(parts: tuple[str, ...], is_array: bool, counts: dict[Place, int]) -> Place:
    """The place a header opens: below [[project]], [project.severity] is the last one's."""
    place: Place = ()
    for part in parts[:-1]:
        place = (*place, part)
        if place in counts:
            place = (*place, counts[place])
    place = (*place, parts[-1])
    if is_array:
        counts[place] = counts.get(place, -1) + 1
    return (*place, counts[place]) if place in counts else place
