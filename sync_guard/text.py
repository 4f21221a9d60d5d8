"""The bytes of a file as text, and what is wrong with them if they are no UTF-8."""
from __future__ import annotations

import codecs
from typing import NamedTuple


class Unreadable(NamedTuple):
    """``line`` is where the bytes stop being UTF-8 text."""

    line: int
    what: str


def decode(blob: bytes) -> tuple[str, Unreadable | None]:
    """The text, and what makes it unreadable. A byte order mark is left out, as by the CLI.

    UTF-16 is decoded all the same, so that what depends on the file is not reported as well. What
    cannot be text at all comes back empty.
    """
    blob = blob.removeprefix(codecs.BOM_UTF8)
    for encoding, mark in (('UTF-16LE', codecs.BOM_UTF16_LE), ('UTF-16BE', codecs.BOM_UTF16_BE)):
        if blob.startswith(mark):
            text = blob[len(mark):].decode(encoding, 'replace')
            return ('' if '\0' in text else text), Unreadable(1, f'is {encoding}')
    zero = blob.find(b'\0')
    if zero >= 0:
        return '', Unreadable(blob.count(b'\n', 0, zero) + 1, 'holds a NUL byte')
    try:
        return blob.decode(), None
    except UnicodeDecodeError as error:
        line = blob.count(b'\n', 0, error.start) + 1
        what = f'holds the byte 0x{blob[error.start]:02X}, which is no UTF-8'
        # The CLI reads such bytes as U+FFFD and applies the file.
        return blob.decode(errors='replace'), Unreadable(line, what)
