"""Files of the working tree written: all of them, or none."""
from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Mapping

from sync_guard.errors import UsageError


def replace_files(top: str, files: Mapping[str, bytes]) -> None:
    """Replace files that are there, by paths from the top, with new bytes.

    Each is written beside the old one first and takes its place at once, so that nobody ever sees
    half a file; modes stay, and what a link leads to is replaced, not the link. Raises UsageError
    where one cannot be written, or is read-only (which would not keep it from being replaced); the
    others are then as they were.
    """
    places = {path: os.path.realpath(os.path.join(top, *path.split('/'))) for path in files}
    before: dict[str, bytes] = {}
    path = ''
    try:
        for path, data in files.items():
            with open(places[path], 'rb') as file:
                before[path] = file.read()
            if not os.stat(places[path]).st_mode & stat.S_IWUSR:
                raise PermissionError(errno.EACCES, 'the file is read-only')
            _write_beside(places[path], data)
        for path in files:
            os.replace(_beside(places[path]), places[path])
    except OSError as error:
        for each, old in before.items():
            _restore(places[each], old)
        raise UsageError(error.strerror or str(error), path) from error


def create_file(top: str, path: str, data: bytes) -> None:
    """Write a file that is not there yet, with its folders; nobody ever sees half of it. Raises
    UsageError where it cannot be written, or something has its name."""
    place = os.path.join(top, *path.split('/'))
    try:
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        try:
            with open(_beside(place), 'wb') as file:
                file.write(data)
            os.replace(_beside(place), place)
        finally:
            if os.path.exists(_beside(place)):
                os.unlink(_beside(place))
    except OSError as error:
        raise UsageError(error.strerror or str(error), path) from error


def _beside(place: str) -> str:
    return f'{place}.sync-guard-new'


def _write_beside(place: str, data: bytes) -> None:
    with open(_beside(place), 'wb') as file:
        file.write(data)
    shutil.copymode(place, _beside(place))


def _restore(place: str, old: bytes) -> None:
    """The file as it was, as far as that can be; the error on the way is what is reported."""
    try:
        if os.path.exists(_beside(place)):
            os.unlink(_beside(place))
        else:
            with open(place, 'rb') as file:
                same = file.read() == old
            if not same:
                _write_beside(place, old)
                os.replace(_beside(place), place)
    except OSError:
        return
