"""What PostgreSQL's quoted literals say, once their quotes and escapes are taken away."""
from __future__ import annotations

import re

_CONTINUED = r"'[ \t\f\v]*(?:--[^\r\n]*)?[\r\n](?:[ \t\n\r\f\v]|--[^\r\n]*[\r\n])*'"
_QUOTES = re.compile(rf"''|{_CONTINUED}")
_BACKSLASH = re.compile(
    rf"''|{_CONTINUED}"
    r'|\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))',
    re.DOTALL,
)
_CONTROL = {'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v'}


def string_value(raw: str, glued: str, escape: str) -> str:
    """The text of a literal, quotes included, with the prefix that stood before it.

    ``glued`` is ``e``, ``u&``, or anything else for a plain one; ``escape`` is UESCAPE's character.
    A plain literal has no escapes but the doubled quote (standard_conforming_strings).
    """
    if raw[0] == '$':
        tag = raw.index('$', 1) + 1
        return raw[tag:-tag]
    body = raw[1:-1]
    if glued == 'e':
        return _backslashes(body)
    if "'" in body:
        body = _QUOTES.sub(_quote, body)
    return _unicode_escapes(body, escape) if glued == 'u&' else body


def name_value(raw: str, glued: str, escape: str) -> str:
    """The same for a double-quoted identifier."""
    body = raw[1:-1].replace('""', '"')
    return _unicode_escapes(body, escape) if glued == 'u&' else body


def _unicode_escapes(body: str, escape: str) -> str:
    r"""Replace ``\0061`` and ``\+01F600``; a doubled escape character is itself."""
    mark = re.escape(escape)
    pattern = rf'{mark}(?:({mark})|([0-9A-Fa-f]{{4}})|\+([0-9A-Fa-f]{{6}}))'
    return _paired(re.sub(
        pattern, lambda m: m[1] or _character(m[2] or m[3]), body,
    ))


def _quote(match: re.Match[str]) -> str:
    return "'" if match[0] == "''" else ''


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code <= 0x10ffff else '\ufffd'


def _paired(text: str) -> str:
    """UTF-16 surrogate pairs, which both escape forms may spell, as the one character they mean."""
    return re.sub(
        '[\ud800-\udbff][\udc00-\udfff]',
        lambda m: m[0].encode('utf-16-le', 'surrogatepass').decode('utf-16-le'),
        text,
    )


def _backslashes(body: str) -> str:
    """``\\x`` and octal escapes give bytes of the database's encoding, UTF-8 at Supabase."""
    pieces: list[bytes] = []
    done = 0
    for match in _BACKSLASH.finditer(body):
        pieces.append(body[done:match.start()].encode('utf-8', 'surrogatepass'))
        done = match.end()
        octal, hexadecimal, four, eight, other = match.groups()
        if octal:
            pieces.append(bytes([int(octal, 8) & 0xff]))
        elif hexadecimal:
            pieces.append(bytes([int(hexadecimal, 16)]))
        elif four or eight:
            pieces.append(_character(four or eight).encode('utf-8', 'surrogatepass'))
        elif other:
            pieces.append(_CONTROL.get(other, other).encode('utf-8', 'surrogatepass'))
        else:
            pieces.append(_quote(match).encode())
    pieces.append(body[done:].encode('utf-8', 'surrogatepass'))
    whole = b''.join(pieces)
    try:
        return _paired(whole.decode('utf-8', 'surrogatepass'))
    except UnicodeDecodeError:
        return whole.decode('utf-8', 'replace')
