"""What a ``prisma.config.ts`` says that matters here, read without running it.

The file is a program; most of them are one object with strings in it. Strings, template strings
of texts and constants, ``path.join(…)``, ``path.resolve(…)`` and ``new URL(…)`` of such, lists
of them, objects spread over others, and constants that are any of these are understood; everything
else is not known, which is not the same as not there.
"""
from __future__ import annotations

import posixpath
import re
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
# What is beside the file as an ES module says it.
_URL = r'(?:fileURLToPath\()?newURL\((?:("[^"]*"|\'[^\']*\')),import\.meta\.url\)(?:\.pathname)?\)?'
_HERE = ('__dirname', 'import.meta.dirname', 'process.cwd()', 'import.meta.url')


class PrismaConfig(NamedTuple):
    """``schema`` is the path as written, relative to the file; None where none is given or it
    could not be read (then it is in ``unread``, the keys whose values are more than text).
    ``external`` are the tables and enums that Prisma leaves to others: in PostgreSQL a name of a
    schema is one or the other."""

    schema: str | None = None
    external: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


class _Token(NamedTuple):
    kind: str
    text: str


def read_config(text: str) -> PrismaConfig:
    """Read the text of a prisma.config file. Never raises."""
    if len(text) > _LONGEST:
        return PrismaConfig(unread=('schema', 'tables.external', 'enums.external'))
    found = [
        _Token(match.lastgroup or '', match[0])
        for match in re.finditer(_TOKEN, text) if match.lastgroup != 'skip'
    ]
    config = _exported(found)
    unread = []
    schema = _value(found, config, ('schema',))
    if schema and schema[0].text == '{':  # Prisma 6.4 to 6.6
        schema = _value(found, config, ('schema', 'filePath'))
    named = None if schema is None else _path(schema, found)
    if named is None and schema != []:
        unread.append('schema')
    external: tuple[str, ...] = ()
    for key in ('tables', 'enums'):
        value = _value(found, config, (key, 'external'))
        items = None if value is None else _strings(value, found)
        if items is None and value != []:
            unread.append(f'{key}.external')
        external += items or ()
    return PrismaConfig(named, external, tuple(unread))


def _exported(tokens: list[_Token]) -> list[_Token] | None:
    """The configuration object: that of ``defineConfig(``, of the default export, or of the
    constant it is; else one in the export with a ``schema`` or ``tables`` in it. None where there
    is an export that is no such object."""
    texts = [token.text for token in tokens]
    for before in (
        ['defineConfig', '('], ['export', 'default'], ['module', '.', 'exports', '='],
        ['exports', '.', 'default', '='],
    ):
        size = len(before)
        for at in range(len(texts) - size):
            if texts[at:at + size] == before:
                value = _unwrapped(tokens[at + size:])
                if value and value[0].kind == 'word':
                    value = _unwrapped(_constant(value[0].text, tokens)) or value
                if value and value[0].text == '{':
                    return value
                if size > 1 and before[0] != 'defineConfig':
                    return _any_config(tokens, at + size)
    return []


def _any_config(tokens: list[_Token], start: int) -> list[_Token] | None:
    """The first object behind ``start`` that has an entry of a configuration's."""
    opened: list[int] = []
    found = []
    for at in range(start, len(tokens) - 1):
        token = tokens[at]
        if token.kind == 'mark' and token.text in _OPEN:
            opened.append(at)
        elif token.kind == 'mark' and token.text in '}])':
            del opened[-1:]
        elif (
            token.text.strip('"\'`') in ('schema', 'tables') and opened
            and tokens[opened[-1]].text == '{'
            and tokens[at - 1].text in ('{', ',') and tokens[at + 1].text in (':', ',', '}')
        ):
            found.append(opened[-1])
    return tokens[min(found):] if found else None


def _unwrapped(value: list[_Token]) -> list[_Token]:
    while value and value[0].text == '(':
        value = value[1:]
    return value


def _value(
    tokens: list[_Token], value: list[_Token] | None, keys: tuple[str, ...],
) -> list[_Token] | None:
    """The tokens of the value under nested keys of an object: empty where it is not there, None
    where that is not known."""
    for key in keys:
        if value is None:
            return None
        if len(value) == 1 and value[0].kind == 'word':
            value = _constant(value[0].text, tokens) or None
        if value == []:
            return []
        value = None if value is None or value[0].text != '{' else _entry(value, key, tokens)
        value = None if value is None else _untyped(value)
    return value


def _untyped(value: list[_Token]) -> list[_Token]:
    """The value without the types that TypeScript lets one write behind it."""
    depth = 0
    for at, token in enumerate(value):
        if token.kind == 'mark':
            depth += (token.text in _OPEN) - (token.text in ')]}')
        elif depth == 0 and at and token.text in ('as', 'satisfies'):
            return value[:at]
    return value


def _entry(
    value: list[_Token], key: str, tokens: list[_Token], depth: int = 0,
) -> list[_Token] | None:
    """The tokens of ``key``'s value in the object that ``value`` begins with, the last one's where
    there are several; None where another object is spread over it that nobody knows here."""
    found: list[_Token] | None = []
    at = 1
    while at < len(value):
        name = value[at].text.strip('"\'`')
        end = _end_of_entry(value, at)
        if [token.text for token in value[at:at + 3]] == ['.', '.', '.']:
            spread = _spread(_untyped(value[at + 3:end]), key, tokens, depth + 1)
            found = found if spread == [] else spread
        elif name == key and at + 1 < end and value[at + 1].text == ':':
            found = value[at + 2:end]
        elif name == key and end == at + 1:
            found = value[at:end]  # `{ schema }` stands for `{ schema: schema }`
        if end < len(value) and value[end].text == '}':
            break
        at = end + 1
    return found


def _spread(
    value: list[_Token], key: str, tokens: list[_Token], depth: int,
) -> list[_Token] | None:
    """``key`` in an object that is spread: a literal, a constant, or one of several (by ``? :``,
    ``&&``), of which none has it."""
    if len(value) > 1 and value[0].text == '(' and value[-1].text == ')':
        value = value[1:-1]
    if depth > 5 or not value:
        return None
    if len(value) == 1 and value[0].kind == 'word':
        value = _constant(value[0].text, tokens)
    if value and value[0].text == '{':
        return _entry(value, key, tokens, depth)
    level, marks = 0, []
    for at, token in enumerate(value):
        if token.kind == 'mark':
            level += (token.text in _OPEN) - (token.text in ')]}')
            if level == 0 and token.text in '?:&':
                marks.append(at)
    if not marks or value[marks[-1]].text not in ':&':
        return None
    parts = [value[marks[-1] + 1:]]
    if value[marks[-1]].text == ':' and len(marks) > 1:
        parts.append(value[marks[-2] + 1:marks[-1]])
    literal = all(part and part[0].text == '{' for part in parts)
    return [] if literal and all(_entry(part, key, tokens, depth) == [] for part in parts) else None


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
    value = _untyped(value)
    if len(value) == 1 and value[0].kind == 'string':
        return _text(value[0].text, tokens)
    if len(value) == 1 and value[0].kind == 'word' and depth < 5:
        return _path(_constant(value[0].text, tokens), tokens, depth + 1)
    names = ''.join(token.text for token in value)
    url = re.fullmatch(_URL, names)
    if url is not None:
        return _text(url[1], tokens)
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


def _strings(
    value: list[_Token], tokens: list[_Token], depth: int = 0,
) -> tuple[str, ...] | None:
    """A list of texts and of such lists, or a constant that is one."""
    if len(value) == 1 and value[0].kind == 'word':
        value = _untyped(_constant(value[0].text, tokens))
    if len(value) < 2 or value[0].text != '[' or value[-1].text != ']':
        return None
    found: list[str] = []
    for part in _split(value[1:-1]):
        if [token.text for token in part[:3]] == ['.', '.', '.']:
            more = _strings(part[3:], tokens, depth + 1) if depth < 5 else None
        else:
            text = _path(part, tokens)
            more = None if text is None else (text,)
        if more is None:
            return None
        found.extend(more)
    return tuple(found)


def _constant(name: str, tokens: list[_Token]) -> list[_Token]:
    """The value of ``const name = …``; none where there is no such constant, or another value may
    be given to it."""
    found: list[list[_Token]] = []
    for at in range(len(tokens) - 3):
        if tokens[at].text == name and tokens[at - 1].text != '.':
            is_new = tokens[at - 1].text in ('const', 'let', 'var')
            start = at + 1
            if is_new and tokens[start].text == ':':
                # Its type, up to the `=` that is no part of `=>`.
                while start < len(tokens) - 2 and tokens[start].text != '=':
                    start += 1
            if tokens[start].text == '=' and tokens[start + 1].text not in ('=', '>'):
                found.append(_first_value(tokens[start + 1:]) if is_new else [])
    return found[0] if len(found) == 1 else []


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


def _text(literal: str, tokens: list[_Token]) -> str | None:
    """What a string literal says; None for a template that is more than texts and constants."""
    body = literal[1:-1]
    for name in re.findall(r'\$\{([^}]*)\}', body) if literal[0] == '`' else ():
        value = _constant(name, tokens)
        if len(value) != 1 or value[0].kind != 'string' or '${' in value[0].text:
            return None
        body = body.replace(f'${{{name}}}', value[0].text[1:-1])
    if literal[0] == '`' and '${' in body:
        return None
    return re.sub(r'\\([\s\S])', lambda match: match[1], body)
