"""PostgreSQL's names: folding, length, quoting, and the names it makes up itself."""
from __future__ import annotations

import re
from collections.abc import Container

from sync_guard.postgres.keywords import QUOTED

# NAMEDATALEN - 1, in bytes of UTF-8.
MAX_BYTES = 63
_UPPER = {code: code + 32 for code in range(ord('A'), ord('Z') + 1)}
_PLAIN = re.compile(r'[a-z_][a-z0-9_]*\Z')


def fold(word: str) -> str:
    """An unquoted identifier as PostgreSQL stores it: in UTF-8 only A to Z are lowered."""
    return word.lower() if word.isascii() else word.translate(_UPPER)


def truncate(name: str, size: int = MAX_BYTES) -> str:
    """The name cut to ``size`` bytes, never inside a character."""
    if len(name) * 4 <= size:
        return name
    encoded = name.encode('utf-8', 'surrogatepass')
    if len(encoded) <= size:
        return name
    cut = encoded[:size]
    while cut and encoded[len(cut)] & 0xc0 == 0x80:
        cut = cut[:-1]
    return cut.decode('utf-8', 'surrogatepass')


def quote_identifier(name: str) -> str:
    """The name as quote_identifier() of PostgreSQL prints it: quoted where it must be."""
    if _PLAIN.match(name) and name not in QUOTED:
        return name
    return '"' + name.replace('"', '""') + '"'


def make_object_name(
    name1: str, name2: str | None, label: str, taken: Container[str] = (),
) -> str:
    """The name PostgreSQL gives to a constraint, index or sequence nobody named.

    ``make_object_name('users', 'email', 'key')`` is ``users_email_key``. Over 63 bytes the longer
    of both names is cut first (makeObjectName); a name that is taken gets 1, 2, … behind its label
    (ChooseRelationName).
    """
    made = _make(name1, name2, label)
    number = 0
    while made in taken:
        number += 1
        made = _make(name1, name2, f'{label}{number}')
    return made


def _make(name1: str, name2: str | None, label: str) -> str:
    overhead = len(label) + 1 if label else 0
    if name2 is not None:
        overhead += 1
    room = MAX_BYTES - overhead
    size1 = len(name1.encode('utf-8', 'surrogatepass'))
    size2 = len(name2.encode('utf-8', 'surrogatepass')) if name2 is not None else 0
    while size1 + size2 > room:
        if size1 > size2:
            size1 -= 1
        else:
            size2 -= 1
    parts = [truncate(name1, size1)]
    if name2 is not None:
        parts.append(truncate(name2, size2))
    if label:
        parts.append(label)
    return '_'.join(parts)
