"""What a ``prisma.config.ts`` says that matters here, read without running it.

The file is a program; most of them are one object with strings in it. Strings, template strings
without ``${``, ``path.join(…)`` and ``path.resolve(…)`` of such, and lists of them are understood,
also through a constant; everything else is not known, which is not the same as not there.
"""
from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = (
    r'(?P<skip>\s+|//[^\n]*|/\*[\s\S]*?\*/)'
    r'|(?P<string>"(?:\\[\s\S]|[^"\\\n])*"|\'(?:\\[\s\S]|[^\'\\\n])*\'|`(?:\\[\s\S]|[^`\\])*`)'
    r'|(?P<word>[A-Za-z_$][\w$]*)'
    r'|(?P<mark>[\s\S])'
)
_OPEN = {'{': '}', '[': ']', '(': ')'}
# Characters of a program that is read: many times what any configuration takes.
_LONGEST = 50_000
# Folders that a path may start from: the one the file is in.
_HERE = ('__dirname', 'import.meta.dirname', 'process.cwd()', 'import.meta.url')


class PrismaConfig(NamedTuple):
    """``schema`` is the path as written, relative to the file; None where none is given or it
    could not be read (then it is in ``unread``, the keys whose values are more than text)."""

    schema: str | None = None
    external: tuple[str, ...] = ()
    external_enums: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


class _Token(NamedTuple):
    kind: str
    text: str


def read_config(path: str, text: str) -> PrismaConfig:
    """Read the text of the file at ``path``. Never raises."""
    if len(text) > _LONGEST:
        return PrismaConfig(unread=('schema', 'tables.external', 'enums.external'))
    found = [
        _Token(match.lastgroup or '', match[0])
        for match in re.finditer(_TOKEN, text) if match.lastgroup != 'skip'
    ]
    config = _config_object(found)
    unread = []
    schema = _value(found, config, ('schema',))
    named = _path(schema, found)
    if schema and named is None:
        unread.append('schema')
    lists = []
    for key in ('tables', 'enums'):
        value = _value(found, config, (key, 'external'))
        items = _strings(value, found)
        if value and items is None:
            unread.append(f'{key}.external')
        lists.append(items or ())
    return PrismaConfig(named, lists[0], lists[1], tuple(unread))


def _config_object(tokens: list[_Token]) -> int:
    """Where the configuration's own ``{`` is: behind ``defineConfig(``, ``export default`` or
    ``module.exports =``; else the first one with a ``schema`` or ``tables`` in it."""
    texts = [token.text for token in tokens]
    for before in (['defineConfig', '('], ['export', 'default'], ['module', '.', 'exports', '=']):
        size = len(before)
        for at in range(len(texts) - size):
            if texts[at:at + size] == before and texts[at + size] == '{':
                return at + size
    return min(_objects_with(tokens, ('schema', 'tables')), default=len(tokens))


def _objects_with(tokens: list[_Token], keys: tuple[str, ...]) -> Iterator[int]:
    """Where the objects open that have an entry of such a name."""
    opened: list[int] = []
    for at, token in enumerate(tokens[:-1]):
        if token.kind == 'mark' and token.text in _OPEN:
            opened.append(at)
        elif token.kind == 'mark' and token.text in '}])':
            del opened[-1:]
        elif (
            token.text.strip('"\'`') in keys and opened and tokens[opened[-1]].text == '{'
            and tokens[at - 1].text in ('{', ',') and tokens[at + 1].text in (':', ',', '}')
        ):
            yield opened[-1]


def _value(tokens: list[_Token], at: int, keys: tuple[str, ...]) -> list[_Token]:
    """The tokens of the value under nested keys of the object that opens at ``at``."""
    value: list[_Token] = []
    for key in keys:
        value = _entry(tokens, at, key)
        tokens, at = value, 0
    return value


def _entry(tokens: list[_Token], at: int, key: str) -> list[_Token]:
    """The tokens of ``key``'s value in the object that opens at ``at``; none where it is not."""
    if at >= len(tokens) or tokens[at].text != '{':
        return []
    at += 1
    while at < len(tokens):
        name = tokens[at].text.strip('"\'`')
        end = _end_of_entry(tokens, at)
        if name == key and at + 1 < end and tokens[at + 1].text == ':':
            return tokens[at + 2:end]
        if name == key and end == at + 1:
            return tokens[at:end]  # `{ schema }` stands for `{ schema: schema }`
        if end < len(tokens) and tokens[end].text == '}':
            break
        at = end + 1
    return []


def _end_of_entry(tokens: list[_Token], at: int) -> int:
    """Where the entry at ``at`` ends: at the ``,`` or closing bracket after it."""
    depth = 0
    while at < len(tokens):
        text = tokens[at].text
        if tokens[at].kind == 'mark':
            if text in _OPEN:
                depth += 1
            elif depth == 0 and text in ',}])':
                break
            elif text in '}])':
                depth -= 1
            elif depth == 0 and text == ';':
                break
        at += 1
    return at


def _path(value: list[_Token], tokens: list[_Token], depth: int = 0) -> str | None:
    """A path: a text, a constant that is one, or texts joined by ``path.join``."""
    if len(value) == 1 and value[0].kind == 'string':
        return _text(value[0].text)
    if len(value) == 1 and value[0].kind == 'word' and depth < 5:
        return _path(_constant(value[0].text, tokens), tokens, depth + 1)
    names = ''.join(token.text for token in value)
    match = re.match(r'(?:[\w$]+\.)?(?:join|resolve)\(', names)
    if match is None or names[-1:] != ')':
        return None
    start = next(at for at, token in enumerate(value) if token.text == '(') + 1
    parts: list[str] = []
    for part in _split(value[start:-1]):
        if ''.join(token.text for token in part) in _HERE:
            continue
        text = _path(part, tokens, depth + 1) if depth < 5 else None
        if text is None:
            return None
        parts.append(text)
    return posixpath.join(*parts) if parts else None


def _strings(value: list[_Token], tokens: list[_Token]) -> tuple[str, ...] | None:
    """A list of texts, or a constant that is one."""
    if len(value) == 1 and value[0].kind == 'word':
        value = _constant(value[0].text, tokens)
    while value and value[-1].text in ('const', 'as'):
        value = value[:-1]  # `[…] as const`
    if len(value) < 2 or value[0].text != '[' or value[-1].text != ']':
        return None
    found = []
    for part in _split(value[1:-1]):
        text = _path(part, tokens)
        if text is None:
            return None
        found.append(text)
    return tuple(found)


def _constant(name: str, tokens: list[_Token]) -> list[_Token]:
    """The value of ``const name = …``; none where there is no such constant."""
    for at in range(len(tokens) - 3):
        if tokens[at].text in ('const', 'let', 'var') and tokens[at + 1].text == name:
            start = at + 2
            if tokens[start].text == '=':
                return _first_value(tokens[start + 1:])
    return []


def _first_value(tokens: list[_Token]) -> list[_Token]:
    """The value that the tokens begin with: names, dots and calls, a text, or a list."""
    at = 0
    depth = 0
    while at < len(tokens):
        token = tokens[at]
        if depth == 0 and at and (
            token.kind == 'string' or token.text in ';,'
            or (token.kind == 'word' and tokens[at - 1].text != '.')
        ):
            break
        if token.kind == 'mark':
            depth += (token.text in _OPEN) - (token.text in ')]}')
        at += 1
    return tokens[:at]


def _split(tokens: list[_Token]) -> list[list[_Token]]:
    """The parts between the commas that stand in no further brackets."""
    parts = []
    at = 0
    while at < len(tokens):
        end = _end_of_entry(tokens, at)
        if end > at:
            parts.append(tokens[at:end])
        at = end + 1
    return parts


def _text(literal: str) -> str | None:
    """What a string literal says; None for a template that is more than text."""
    body = literal[1:-1]
    if literal[0] == '`' and '${' in body:
        return None
    return re.sub(r'\\([\s\S])', lambda match: match[1], body)
